//! A sheet as a PDF: the same pages, with text as text and pictures as they are.

mod font;
mod image;

use std::collections::BTreeMap;
use std::io::Write as _;

use pdf_writer::types::PageMode;
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect as Area, Ref, TextStr};

use super::Sheet;
use super::clean::clean;
use super::error::SheetError;
use super::pages::raster::{framed, run_picture};
use super::pages::{Faces, GlyphRun, Ink, Item, PageSize, Pages, Rect, lay_out};
use crate::services::parallel::in_parallel;
use font::Fonts;
use image::{Image, of_cell, of_pixels, write_image};

/// The sheet as a PDF 1.7 file (ISO 32000-1) with a bookmark for each usage type. Fonts are
/// embedded with the letters in use only.
///
/// # Errors
///
/// If a picture cannot be encoded.
pub fn pdf(sheet: &Sheet, size: PageSize) -> Result<Vec<u8>, SheetError> {
    let pages = lay_out(sheet, size, &mut Faces::of_system());
    write(sheet, size, &pages)
}

fn write(sheet: &Sheet, size: PageSize, pages: &Pages) -> Result<Vec<u8>, SheetError> {
    let mut document = Document::new(size);
    document.fonts = Fonts::of(pages);
    let page_ids: Vec<Ref> = pages.pages.iter().map(|_| document.next_id()).collect();
    document.pictures(sheet, pages)?;
    for (items, id) in pages.pages.iter().zip(&page_ids) {
        document.page(items, *id)?;
    }
    document.write_fonts();
    Ok(document.finish(sheet, pages, &page_ids))
}

/// A PDF that grows.
struct Document {
    pdf: Pdf,
    size: PageSize,
    last_id: i32,
    tree: Ref,
    fonts: Fonts,
    /// The pictures of the mails by their place in the sheet.
    pictures: BTreeMap<usize, Ref>,
}

impl Document {
    fn new(size: PageSize) -> Self {
        Self {
            pdf: Pdf::new(),
            size,
            last_id: 1,
            tree: Ref::new(1),
            fonts: Fonts::default(),
            pictures: BTreeMap::new(),
        }
    }

    const fn next_id(&mut self) -> Ref {
        self.last_id += 1;
        Ref::new(self.last_id)
    }

    /// Writes the pictures of all mails.
    fn pictures(&mut self, sheet: &Sheet, pages: &Pages) -> Result<(), SheetError> {
        let places: Vec<(usize, Rect)> = pages
            .pages
            .iter()
            .flatten()
            .filter_map(|item| match item {
                Item::Picture { index, rect } => Some((*index, *rect)),
                _ => None,
            })
            .collect();
        let images = in_parallel(&places, |(index, rect)| {
            sheet
                .cells
                .get(*index)
                .and_then(|cell| of_cell(&cell.picture, rect).transpose())
                .transpose()
        });
        for ((index, _), image) in places.iter().zip(images) {
            if let Some(image) = image? {
                let id = self.image(&image);
                self.pictures.insert(*index, id);
            }
        }
        Ok(())
    }

    fn image(&mut self, image: &Image) -> Ref {
        let id = self.next_id();
        write_image(&mut self.pdf, id, image);
        id
    }

    fn page(&mut self, items: &[Item], id: Ref) -> Result<(), SheetError> {
        let (width, height) = self.size.points();
        let mut content = Content::new();
        let mut used: BTreeMap<String, Ref> = BTreeMap::new();
        for item in items {
            match item {
                Item::Fill(rect, ink) => fill(&mut content, &rect_up(rect, height), *ink),
                Item::Picture { index, rect } => {
                    fill(&mut content, &rect_up(&framed(rect), height), Ink::LINE);
                    if let Some(picture) = self.pictures.get(index) {
                        let name = format!("P{index}");
                        draw_image(&mut content, &name, &rect_up(rect, height));
                        used.insert(name, *picture);
                    }
                }
                Item::Text(run) if self.fonts.holds(run) => {
                    if !run.is_plain {
                        begin_text(&mut content, &run.text);
                    }
                    self.fonts.show(&mut content, run, height);
                    if !run.is_plain {
                        content.end_marked_content();
                    }
                }
                Item::Text(run) => {
                    if let Some((name, image)) = self.text_as_picture(&mut content, run)? {
                        used.insert(name, image);
                    }
                }
            }
        }
        let content_id = self.next_id();
        let packed = packed(&content.finish())?;
        self.pdf
            .stream(content_id, &packed)
            .filter(Filter::FlateDecode);
        let fonts: Vec<(String, Ref)> = self.font_ids();
        let mut page = self.pdf.page(id);
        page.parent(self.tree)
            .media_box(Area::new(0.0, 0.0, width, height))
            .contents(content_id);
        let mut resources = page.resources();
        let mut names = resources.fonts();
        for (name, id) in &fonts {
            names.pair(Name(name.as_bytes()), *id);
        }
        names.finish();
        let mut names = resources.x_objects();
        for (name, id) in &used {
            names.pair(Name(name.as_bytes()), *id);
        }
        Ok(())
    }

    /// Text of a font that a PDF cannot hold: a picture that still says its text.
    fn text_as_picture(
        &mut self,
        content: &mut Content,
        run: &GlyphRun,
    ) -> Result<Option<(String, Ref)>, SheetError> {
        let Some((pixels, rect)) = run_picture(run) else {
            return Ok(None);
        };
        let id = self.image(&of_pixels(&pixels)?);
        let name = format!("T{}", id.get());
        begin_text(content, &run.text);
        draw_image(content, &name, &rect_up(&rect, self.size.points().1));
        content.end_marked_content();
        Ok(Some((name, id)))
    }

    /// The numbers of all fonts; they are given when first asked for.
    fn font_ids(&mut self) -> Vec<(String, Ref)> {
        let last_id = &mut self.last_id;
        self.fonts.ids(|| {
            *last_id += 1;
            Ref::new(*last_id)
        })
    }

    fn write_fonts(&mut self) {
        let fonts = std::mem::take(&mut self.fonts);
        for font in fonts.into_list() {
            let ids = std::array::from_fn(|_| self.next_id());
            font.write(&mut self.pdf, ids);
        }
    }

    fn finish(mut self, sheet: &Sheet, pages: &Pages, page_ids: &[Ref]) -> Vec<u8> {
        let title = clean(&sheet.title);
        self.pdf
            .pages(self.tree)
            .kids(page_ids.iter().copied())
            .count(i32::try_from(page_ids.len()).unwrap_or(i32::MAX));
        let outline = self.outline(pages, page_ids);
        let (info, catalog) = (self.next_id(), self.next_id());
        self.pdf
            .document_info(info)
            .title(TextStr(&title))
            .creator(TextStr("Letterhead"));
        let mut root = self.pdf.catalog(catalog);
        root.pages(self.tree).lang(TextStr("en"));
        root.viewer_preferences().display_doc_title(true);
        if let Some(outline) = outline {
            root.outlines(outline).page_mode(PageMode::UseOutlines);
        }
        root.finish();
        self.pdf.finish()
    }

    /// The bookmarks, a flat list; nothing if there are none.
    fn outline(&mut self, pages: &Pages, page_ids: &[Ref]) -> Option<Ref> {
        let height = self.size.points().1;
        let ids: Vec<Ref> = pages.bookmarks.iter().map(|_| self.next_id()).collect();
        let (first, last) = (*ids.first()?, *ids.last()?);
        let outline = self.next_id();
        self.pdf
            .outline(outline)
            .first(first)
            .last(last)
            .count(i32::try_from(ids.len()).unwrap_or(i32::MAX));
        for (number, (bookmark, id)) in pages.bookmarks.iter().zip(&ids).enumerate() {
            let mut item = self.pdf.outline_item(*id);
            item.parent(outline).title(TextStr(&bookmark.title));
            if let Some(before) = number.checked_sub(1).and_then(|at| ids.get(at)) {
                item.prev(*before);
            }
            if let Some(after) = ids.get(number + 1) {
                item.next(*after);
            }
            if let Some(page) = page_ids.get(bookmark.page) {
                let top = height - bookmark.y + 8.0;
                item.dest().page(*page).xyz(0.0, top, None);
            }
        }
        Some(outline)
    }
}

/// A rectangle in PDF's space, which counts from the bottom up: `y` is the lower side.
fn rect_up(rect: &Rect, page_height: f32) -> Rect {
    Rect {
        y: page_height - rect.y - rect.height,
        ..*rect
    }
}

fn fill(content: &mut Content, rect: &Rect, ink: Ink) {
    set_ink(content, ink);
    content
        .rect(rect.x, rect.y, rect.width, rect.height)
        .fill_nonzero();
}

fn set_ink(content: &mut Content, Ink(colours): Ink) {
    let [red, green, blue] = colours.map(|colour| f32::from(colour) / 255.0);
    content.set_fill_rgb(red, green, blue);
}

/// Says which text the next operations stand for, until `end_marked_content` (ISO 32000-1,
/// 14.9.4), for readers that search and copy.
fn begin_text(content: &mut Content, text: &str) {
    content
        .begin_marked_content_with_properties(Name(b"Span"))
        .properties()
        .actual_text(TextStr(text));
}

fn draw_image(content: &mut Content, name: &str, rect: &Rect) {
    content
        .save_state()
        .transform([rect.width, 0.0, 0.0, rect.height, rect.x, rect.y])
        .x_object(Name(name.as_bytes()))
        .restore_state();
}

/// Compressed for PDF's Flate filter.
fn packed(bytes: &[u8]) -> Result<Vec<u8>, SheetError> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests;
