//! Pages and runs of text as pixels.

use vello_cpu::color::AlphaColor;
use vello_cpu::kurbo::{Affine, Rect as Area};
use vello_cpu::{Glyph, Pixmap, RenderContext, Resources};

use super::super::error::SheetError;
use super::super::picture::{Pixels, Shown, over_white};
use super::super::png_file::encode_rgb;
use super::super::{CellPicture, Sheet};
use super::item::{GlyphRun, Ink, Item, Rect};
use super::{Page, PageSize};

/// Dots of a page to the inch.
const DOTS: f32 = 150.0;
/// Points to the inch.
const POINTS: f32 = 72.0;
/// The frame around a picture, in points.
pub const FRAME: f32 = 0.5;

/// One page.
pub fn page(sheet: &Sheet, size: PageSize, items: &[Item]) -> Result<Page, SheetError> {
    let scale = DOTS / POINTS;
    let (width, height) = size.points();
    let mut canvas = Canvas::new((width * scale).round(), (height * scale).round(), scale);
    for item in items {
        match item {
            Item::Fill(rect, ink) => canvas.fill(rect, *ink),
            Item::Text(run) => canvas.text(run, (0.0, 0.0)),
            Item::Picture { rect, .. } => canvas.fill(&framed(rect), Ink::LINE),
        }
    }
    let mut rgb = canvas.over_white();
    let (width, height) = canvas.size();
    for item in items {
        if let Item::Picture { index, rect } = item {
            let picture = sheet.cells.get(*index).map(|cell| &cell.picture);
            draw_picture(&mut rgb, width, picture, rect, scale);
        }
    }
    Ok(Page {
        width,
        height,
        png: encode_rgb(width, height, &rgb, Some(DOTS))?,
    })
}

/// A rectangle with its frame around it.
pub fn framed(rect: &Rect) -> Rect {
    Rect {
        x: rect.x - FRAME,
        y: rect.y - FRAME,
        width: rect.width + 2.0 * FRAME,
        height: rect.height + 2.0 * FRAME,
    }
}

/// A run of text over white: its pixels and where they go, in points. Nothing for an empty run.
///
/// For fonts that a PDF cannot hold.
pub fn run_picture(run: &GlyphRun) -> Option<(Pixels<'static>, Rect)> {
    /// Pixels for a point: 300 to the inch.
    const SCALE: f32 = 300.0 / POINTS;
    let start = run.glyphs.iter().map(|glyph| glyph.x).reduce(f32::min)?;
    let baseline = run.glyphs.iter().map(|glyph| glyph.y).reduce(f32::min)?;
    let end = run
        .glyphs
        .iter()
        .map(|glyph| glyph.x + glyph.advance)
        .reduce(f32::max)?;
    // Room for what reaches beyond the advance, above and below the line.
    let rect = Rect {
        x: start - run.size * 0.2,
        y: baseline - run.size * 1.3,
        width: end - start + run.size * 0.4,
        height: run.size * 2.0,
    };
    let mut canvas = Canvas::new(
        (rect.width * SCALE).ceil(),
        (rect.height * SCALE).ceil(),
        SCALE,
    );
    canvas.text(run, (-rect.x, -rect.y));
    let (width, height) = canvas.size();
    let rgba = canvas
        .over_white()
        .chunks_exact(3)
        .flat_map(|pixel| pixel.iter().copied().chain([255]))
        .collect();
    let pixels = Pixels {
        width,
        height,
        rgba: std::borrow::Cow::Owned(rgba),
    };
    let exact = Rect {
        width: width as f32 / SCALE,
        height: height as f32 / SCALE,
        ..rect
    };
    Some((pixels, exact))
}

/// Something to draw on, in points from the upper left corner.
struct Canvas {
    context: RenderContext,
    resources: Resources,
    scale: f32,
}

impl Canvas {
    /// A transparent canvas of a size in pixels, with so many pixels for a point.
    fn new(width: f32, height: f32, scale: f32) -> Self {
        let mut context = RenderContext::new(width as u16, height as u16);
        context.set_transform(Affine::scale(f64::from(scale)));
        Self {
            context,
            resources: Resources::new(),
            scale,
        }
    }

    fn size(&self) -> (u32, u32) {
        (self.context.width().into(), self.context.height().into())
    }

    /// Fills a rectangle whose sides lie on whole pixels, so that thin lines stay sharp.
    fn fill(&mut self, rect: &Rect, Ink([red, green, blue]): Ink) {
        let snap = |value: f32| f64::from((value * self.scale).round() / self.scale);
        let least = f64::from(1.0 / self.scale);
        let (x, y) = (snap(rect.x), snap(rect.y));
        let right = snap(rect.x + rect.width).max(x + least);
        let bottom = snap(rect.y + rect.height).max(y + least);
        self.context
            .set_paint(AlphaColor::from_rgb8(red, green, blue));
        self.context.fill_rect(&Area::new(x, y, right, bottom));
    }

    fn text(&mut self, run: &GlyphRun, (x, y): (f32, f32)) {
        let Ink([red, green, blue]) = run.ink;
        self.context
            .set_paint(AlphaColor::from_rgb8(red, green, blue));
        let glyphs = run.glyphs.iter().map(|glyph| Glyph {
            id: glyph.id,
            x: glyph.x + x,
            y: glyph.y + y,
        });
        self.context
            .glyph_run(&mut self.resources, &run.font)
            .font_size(run.size)
            .normalized_coords(&run.coords)
            .hint(false)
            .fill_glyphs(glyphs);
    }

    /// What was drawn, over white: three bytes for each pixel.
    fn over_white(&mut self) -> Vec<u8> {
        let (width, height) = (self.context.width(), self.context.height());
        let mut pixels = Pixmap::new(width, height);
        self.context.flush();
        self.context.render(&mut pixels, &mut self.resources);
        pixels
            .data()
            .iter()
            .flat_map(|pixel| {
                // The colours are multiplied by the opacity already.
                let rest = over_white(0, pixel.a);
                [pixel.r, pixel.g, pixel.b].map(|colour| colour.saturating_add(rest))
            })
            .collect()
    }
}

/// Scales a picture into its rectangle on the page.
fn draw_picture(
    rgb: &mut [u8],
    page_width: u32,
    picture: Option<&CellPicture>,
    rect: &Rect,
    scale: f32,
) {
    let Some(Shown::Picture { pixels, .. }) = picture.map(Shown::of) else {
        return;
    };
    let place = |value: f32| (value * scale).round().max(0.0) as u32;
    let (left, top) = (place(rect.x), place(rect.y));
    let width = place(rect.x + rect.width).saturating_sub(left);
    let height = place(rect.y + rect.height).saturating_sub(top);
    let scaled = pixels.scaled(width, height);
    let rows = scaled.over_white();
    let stride = page_width as usize * 3;
    for (row, line) in rows
        .chunks_exact(scaled.width as usize * 3)
        .zip(rgb.chunks_exact_mut(stride).skip(top as usize))
    {
        let start = left as usize * 3;
        if let Some(target) = line.get_mut(start..start + row.len()) {
            target.copy_from_slice(row);
        }
    }
}
