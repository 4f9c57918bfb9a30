//! Fonts in a PDF: subsets with the letters in use, addressed by glyph (ISO 32000-1, 9.7).

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::types::Tag;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use subsetter::GlyphRemapper;

use super::super::pages::{Glyph, GlyphRun, Item, Pages};
use super::{packed, set_ink};

const CFF: Tag = Tag::new(b"CFF ");

/// PDF measures glyphs in thousandths of the type size.
const UNITS: f32 = 1000.0;

/// The fonts of a document that it can hold.
#[derive(Default)]
pub struct Fonts {
    /// By file and place in the file.
    list: BTreeMap<(u64, u32), Font>,
}

/// A font with the glyphs in use.
pub struct Font {
    name: String,
    id: Option<Ref>,
    file: Vec<u8>,
    is_cff: bool,
    glyphs: GlyphRemapper,
    /// The advance of each glyph of the subset.
    widths: Vec<f32>,
    /// The text that a glyph of the subset stands for.
    texts: BTreeMap<u16, String>,
    ascent: f32,
    descent: f32,
    cap_height: f32,
    italic_angle: f32,
    bounds: Rect,
}

impl Fonts {
    /// Collects the fonts of all text and cuts each down to what is used. A font that cannot be
    /// embedded (bitmaps, variations in use) is left out.
    pub fn of(pages: &Pages) -> Self {
        let mut used: BTreeMap<(u64, u32), Vec<&GlyphRun>> = BTreeMap::new();
        for item in pages.pages.iter().flatten() {
            if let Item::Text(run) = item
                && run.coords.iter().all(|coord| *coord == 0)
            {
                used.entry(key(run)).or_default().push(run);
            }
        }
        let list = used
            .into_iter()
            .enumerate()
            .filter_map(|(number, (key, runs))| Some((key, Font::of(&runs, number)?)))
            .collect();
        Self { list }
    }

    /// Whether this text can be written as text.
    pub fn holds(&self, run: &GlyphRun) -> bool {
        run.coords.iter().all(|coord| *coord == 0) && self.list.contains_key(&key(run))
    }

    /// The name and number of each font; `next` gives numbers to those that have none.
    pub fn ids(&mut self, mut next: impl FnMut() -> Ref) -> Vec<(String, Ref)> {
        self.list
            .values_mut()
            .map(|font| (font.name.clone(), *font.id.get_or_insert_with(&mut next)))
            .collect()
    }

    /// All fonts.
    pub fn into_list(self) -> impl Iterator<Item = Font> {
        self.list.into_values()
    }

    /// Writes a run of text that [`Self::holds`] is true for.
    pub fn show(&self, content: &mut Content, run: &GlyphRun, page_height: f32) {
        let Some(font) = self.list.get(&key(run)) else {
            return;
        };
        set_ink(content, run.ink);
        content
            .begin_text()
            .set_font(Name(font.name.as_bytes()), run.size);
        // Glyphs on one baseline are shown together.
        for line in run
            .glyphs
            .chunk_by(|one, other| one.y.to_bits() == other.y.to_bits())
        {
            font.show_line(content, line, run.size, page_height);
        }
        content.end_text();
    }
}

fn key(run: &GlyphRun) -> (u64, u32) {
    (run.font.data.id(), run.font.index)
}

impl Font {
    fn of(runs: &[&GlyphRun], number: usize) -> Option<Self> {
        let data = &runs.first()?.font;
        let font = FontRef::from_index(data.data.data(), data.index).ok()?;
        let mut glyphs = GlyphRemapper::new();
        let mut texts = BTreeMap::new();
        for glyph in runs.iter().flat_map(|run| &run.glyphs) {
            let new = glyphs.remap(u16::try_from(glyph.id).ok()?);
            if !glyph.text.is_empty() {
                texts.entry(new).or_insert_with(|| glyph.text.clone());
            }
        }
        let subset = subsetter::subset(data.data.data(), data.index, &glyphs).ok()?;
        let cff = FontRef::new(&subset)
            .ok()
            .and_then(|font| Some(font.table_data(CFF)?.as_bytes().to_vec()));
        let metrics = font.metrics(Size::new(UNITS), LocationRef::default());
        let advances = font.glyph_metrics(Size::new(UNITS), LocationRef::default());
        let widths = glyphs
            .remapped_gids()
            .map(|old| {
                advances
                    .advance_width(GlyphId::new(old.into()))
                    .unwrap_or(0.0)
            })
            .collect();
        let bounds = metrics.bounds.unwrap_or_default();
        Some(Self {
            name: format!("F{number}"),
            id: None,
            is_cff: cff.is_some(),
            file: cff.unwrap_or(subset),
            glyphs,
            widths,
            texts,
            ascent: metrics.ascent,
            descent: metrics.descent,
            cap_height: metrics.cap_height.unwrap_or(metrics.ascent),
            italic_angle: metrics.italic_angle,
            bounds: Rect::new(bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max),
        })
    }

    /// Shows glyphs of one baseline; moves between them where their advance is not the font's.
    fn show_line(&self, content: &mut Content, line: &[Glyph], size: f32, page_height: f32) {
        let Some(first) = line.first() else {
            return;
        };
        content.set_text_matrix([1.0, 0.0, 0.0, 1.0, first.x, page_height - first.y]);
        let mut operation = content.show_positioned();
        let mut items = operation.items();
        let mut pen = first.x;
        let mut letters: Vec<u8> = Vec::new();
        for glyph in line {
            let Some(id) = u16::try_from(glyph.id)
                .ok()
                .and_then(|id| self.glyphs.get(id))
            else {
                continue;
            };
            let shift = (pen - glyph.x) / size * UNITS;
            // A thousandth of the size cannot be seen.
            if shift.abs() > 1.0 {
                if !letters.is_empty() {
                    items.show(Str(&letters));
                    letters.clear();
                }
                items.adjust(shift);
                pen = glyph.x;
            }
            letters.extend(id.to_be_bytes());
            let width = self.widths.get(usize::from(id)).copied().unwrap_or(0.0);
            pen += width * size / UNITS;
        }
        if !letters.is_empty() {
            items.show(Str(&letters));
        }
    }

    /// Writes the font: itself and, under four more numbers, its descendant, descriptor, file and
    /// table of texts.
    pub fn write(&self, pdf: &mut Pdf, [cid, descriptor, file, cmap]: [Ref; 4]) {
        const IDENTITY: SystemInfo<'_> = SystemInfo {
            registry: Str(b"Adobe"),
            ordering: Str(b"Identity"),
            supplement: 0,
        };
        let Some(id) = self.id else {
            return;
        };
        // Six capital letters mark a subset (ISO 32000-1, 9.6.4).
        let name = format!("LETTER+{}", self.name);
        let name = Name(name.as_bytes());
        pdf.type0_font(id)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(cmap);
        let mut font = pdf.cid_font(cid);
        font.subtype(if self.is_cff {
            CidFontType::Type0
        } else {
            CidFontType::Type2
        });
        font.base_font(name)
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0);
        if !self.is_cff {
            font.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        font.widths().consecutive(0, self.widths.iter().copied());
        font.finish();
        let mut descriptor = pdf.font_descriptor(descriptor);
        descriptor
            .name(name)
            .flags(FontFlags::SYMBOLIC)
            .bbox(self.bounds)
            .italic_angle(self.italic_angle)
            .ascent(self.ascent)
            .descent(self.descent)
            .cap_height(self.cap_height)
            .stem_v(90.0);
        if self.is_cff {
            descriptor.font_file3(file);
        } else {
            descriptor.font_file2(file);
        }
        descriptor.finish();
        self.write_file(pdf, file);
        let mut texts = UnicodeCmap::<u16>::new(Name(b"Letterhead"), IDENTITY);
        for (glyph, text) in &self.texts {
            texts.pair_with_multiple(*glyph, text.chars());
        }
        pdf.cmap(cmap, &texts.finish());
    }

    fn write_file(&self, pdf: &mut Pdf, id: Ref) {
        let packed = packed(&self.file).ok();
        let mut stream = pdf.stream(id, packed.as_deref().unwrap_or(&self.file));
        if packed.is_some() {
            stream.filter(Filter::FlateDecode);
        }
        if self.is_cff {
            stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        }
    }
}
