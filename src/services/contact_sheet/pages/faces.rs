//! Text into glyphs: Inter, and fonts of the system for scripts that Inter lacks.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFamilyName, FontWeight,
    GenericFamily, Language, Layout, LayoutContext, LineHeight, OverflowWrap, PositionedLayoutItem,
    StyleProperty,
};

use super::super::clean::clean;
use super::item::{Glyph, GlyphRun, Ink};

const REGULAR: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../../../assets/fonts/Inter-SemiBold.otf");

/// A name of our own, so that an Inter of the system is not taken instead.
const FAMILY: &str = "Letterhead Sheet";

/// The height of a line, as a multiple of the type size.
const LINE: f32 = 1.3;

/// No place on a page shows more letters; a subject of a megabyte must not hold up the sheet.
const MOST_LETTERS: usize = 600;

/// The fonts, and room to lay text out.
pub struct Faces {
    fonts: FontContext,
    room: LayoutContext<()>,
    /// What was set already: captions repeat a lot.
    done: HashMap<Key, Block>,
}

/// A text with everything of its style; lengths by their bits.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    text: String,
    language: String,
    size: u32,
    width: u32,
    ink: Ink,
    weight: Weight,
    most_lines: usize,
    is_rtl: bool,
}

impl Key {
    fn of(text: &str, style: &Style<'_>) -> Self {
        Self {
            text: text.to_owned(),
            language: style.language.to_owned(),
            size: style.size.to_bits(),
            width: style.width.to_bits(),
            ink: style.ink,
            weight: style.weight,
            most_lines: style.most_lines,
            is_rtl: style.is_rtl,
        }
    }
}

/// How thick letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    Regular,
    SemiBold,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// In points.
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
    /// The width to break lines at, in points.
    pub width: f32,
    /// What does not fit in so many lines ends in `…`.
    pub most_lines: usize,
    /// The language tag; it chooses between Chinese and Japanese forms.
    pub language: &'a str,
    /// Whether the text runs from right to left and stands at the right.
    pub is_rtl: bool,
}

impl Style<'_> {
    /// Regular English text in one line.
    pub const fn line(size: f32, ink: Ink, width: f32) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            ink,
            width,
            most_lines: 1,
            language: "en",
            is_rtl: false,
        }
    }

    /// The same in thick letters.
    pub const fn semibold(mut self) -> Self {
        self.weight = Weight::SemiBold;
        self
    }

    /// The same in up to so many lines.
    pub const fn lines(mut self, most: usize) -> Self {
        self.most_lines = most;
        self
    }
}

/// A laid out text, its upper left corner at 0, 0.
#[derive(Debug, Clone)]
pub struct Block {
    pub runs: Vec<GlyphRun>,
    /// Width of the widest line, in points.
    pub width: f32,
    /// Height of all lines, in points.
    pub height: f32,
    /// Whether every letter has a glyph.
    pub is_complete: bool,
}

impl Block {
    /// The runs, moved to a place on the page.
    pub fn at(self, x: f32, y: f32) -> impl Iterator<Item = GlyphRun> {
        self.runs.into_iter().map(move |mut run| {
            for glyph in &mut run.glyphs {
                glyph.x += x;
                glyph.y += y;
            }
            run
        })
    }
}

impl Faces {
    /// Inter and the fonts of this machine.
    pub fn of_system() -> Self {
        Self::new(true)
    }

    /// Inter alone: the same on every machine.
    #[cfg(test)]
    pub fn bundled() -> Self {
        Self::new(false)
    }

    fn new(system_fonts: bool) -> Self {
        let mut collection = Collection::new(CollectionOptions {
            shared: false,
            system_fonts,
        });
        for (data, weight) in [(REGULAR, 400.0), (SEMIBOLD, 600.0)] {
            let name = FontInfoOverride {
                family_name: Some(FAMILY),
                weight: Some(FontWeight::new(weight)),
                ..FontInfoOverride::default()
            };
            collection.register_fonts(Blob::new(Arc::new(data)), Some(name));
        }
        let fonts = FontContext {
            collection,
            ..FontContext::default()
        };
        Self {
            fonts,
            room: LayoutContext::new(),
            done: HashMap::new(),
        }
    }

    /// Sets a text in at most the lines allowed.
    pub fn set(&mut self, text: &str, style: &Style<'_>) -> Block {
        let key = Key::of(text, style);
        if let Some(block) = self.done.get(&key) {
            return block.clone();
        }
        let block = self.set_anew(text, style);
        self.done.insert(key, block.clone());
        block
    }

    fn set_anew(&mut self, text: &str, style: &Style<'_>) -> Block {
        let start: String = text.chars().take(MOST_LETTERS).collect();
        let mut text = directed(clean(&start).trim(), style.is_rtl);
        let mut layout = self.layout(&text, style);
        let mut end = layout
            .get(style.most_lines.saturating_sub(1))
            .map_or(text.len(), |line| line.text_range().end);
        let full = text.clone();
        // Letters go from the end until the rest fits with its `…`.
        while layout.len() > style.most_lines || layout.width() > style.width + 1.0 {
            let Some((at, _)) = full
                .get(..end)
                .and_then(|kept| kept.char_indices().next_back())
            else {
                break;
            };
            end = at;
            text = format!("{}…", full.get(..end).unwrap_or_default().trim_end());
            layout = self.layout(&text, style);
        }
        block(&layout, &text, style)
    }

    fn layout(&mut self, text: &str, style: &Style<'_>) -> Layout<()> {
        let families = [
            FontFamilyName::named(FAMILY),
            FontFamilyName::Generic(GenericFamily::SansSerif),
        ];
        let mut builder = self.room.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(FontFamily::List(Cow::Borrowed(&families)));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(
            match style.weight {
                Weight::Regular => 400.0,
                Weight::SemiBold => 600.0,
            },
        )));
        builder.push_default(LineHeight::FontSizeRelative(LINE));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.push_default(StyleProperty::Locale(Language::parse(style.language).ok()));
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(style.width));
        let side = if style.is_rtl {
            Alignment::Right
        } else {
            Alignment::Left
        };
        layout.align(side, AlignmentOptions::default());
        layout
    }
}

/// The text with a mark in front that gives it the direction of its language, whatever letter
/// comes first (U+200F and U+200E, UAX #9, rule P2).
fn directed(text: &str, is_rtl: bool) -> String {
    let mark = if is_rtl { '\u{200F}' } else { '\u{200E}' };
    if text.is_ascii() && !is_rtl {
        text.to_owned()
    } else {
        format!("{mark}{text}")
    }
}

fn block(layout: &Layout<()>, text: &str, style: &Style<'_>) -> Block {
    let mut runs = Vec::new();
    for line in layout.lines() {
        for item in line.items() {
            if let PositionedLayoutItem::GlyphRun(placed) = item {
                runs.push(glyph_run(&placed, text, style));
            }
        }
    }
    let is_complete = runs
        .iter()
        .flat_map(|run| &run.glyphs)
        .all(|glyph| glyph.id != 0);
    Block {
        runs,
        width: layout.width(),
        height: layout.height(),
        is_complete,
    }
}

fn glyph_run(placed: &parley::GlyphRun<'_, ()>, text: &str, style: &Style<'_>) -> GlyphRun {
    let run = placed.run();
    let mut x = placed.offset();
    let mut glyphs = Vec::new();
    let ranges = text_ranges(run);
    for cluster in run.visual_clusters() {
        let range = ranges.get(&cluster.text_range().start).cloned();
        let letters = range.and_then(|range| text.get(range)).unwrap_or_default();
        let letters = without_marks(letters);
        for (number, glyph) in cluster.glyphs().enumerate() {
            glyphs.push(Glyph {
                id: glyph.id,
                x: x + glyph.x,
                y: placed.baseline() + glyph.y,
                advance: glyph.advance,
                text: if number == 0 {
                    letters.to_owned()
                } else {
                    String::new()
                },
            });
            x += glyph.advance;
        }
    }
    let (text, is_plain) = whole_text(placed, text);
    GlyphRun {
        text,
        is_plain,
        font: run.font().clone(),
        coords: run.normalized_coords().to_vec(),
        size: run.font_size(),
        ink: style.ink,
        glyphs,
    }
}

/// The text of a run in the order in which it is read, and whether its glyphs spell it.
fn whole_text(placed: &parley::GlyphRun<'_, ()>, text: &str) -> (String, bool) {
    let run = placed.run();
    let one_by_one = run.clusters().all(|cluster| cluster.glyphs().count() == 1);
    let whole = text.get(run.text_range()).unwrap_or_default();
    // Readers turn a run from right to left around by themselves.
    let is_plain = one_by_one || run.is_rtl();
    (without_marks(whole).to_owned(), is_plain)
}

/// The text of each cluster with glyphs, by where the cluster begins: a ligature takes the text of
/// the clusters that it swallows. Its glyph is with the first of them from the left.
fn text_ranges(run: &parley::Run<'_, ()>) -> BTreeMap<usize, Range<usize>> {
    let mut ranges: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    let mut swallowed = None;
    for cluster in run.clusters() {
        let range = cluster.text_range();
        if cluster.glyphs().next().is_some() {
            let start = swallowed.take().unwrap_or(range.start);
            ranges.insert(range.start, start..range.end);
        } else if run.is_rtl() {
            swallowed.get_or_insert(range.start);
        } else if let Some(mut last) = ranges.last_entry() {
            last.get_mut().end = range.end;
        }
    }
    ranges
}

/// The text without the marks of [`directed`].
fn without_marks(text: &str) -> &str {
    text.trim_start_matches(['\u{200E}', '\u{200F}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(block: &Block) -> String {
        block
            .runs
            .iter()
            .flat_map(|run| &run.glyphs)
            .map(|glyph| glyph.text.as_str())
            .collect()
    }

    #[test]
    fn a_text_that_fits_is_whole_and_one_that_does_not_ends_in_an_ellipsis() {
        let mut faces = Faces::bundled();
        let short = faces.set("Your code", &Style::line(10.0, Ink::TEXT, 200.0));
        assert_eq!(letters(&short), "Your code");
        assert!(short.is_complete);

        let text = "Your verification code for Acme is waiting for you here";
        let cut = faces.set(text, &Style::line(10.0, Ink::TEXT, 100.0));
        assert!(letters(&cut).ends_with('…'), "{}", letters(&cut));
        assert!(cut.width <= 101.0);
        assert!((cut.height - 13.0).abs() < 0.1, "{}", cut.height);
    }

    #[test]
    fn a_word_without_end_is_cut_as_well() {
        let mut faces = Faces::bundled();
        let cut = faces.set(
            &"w".repeat(100_000),
            &Style::line(10.0, Ink::TEXT, 60.0).lines(2),
        );
        assert!(cut.width <= 61.0, "{}", cut.width);
        assert!(cut.height < 27.0);
    }

    #[test]
    fn a_letter_that_no_font_has_is_told() {
        let mut faces = Faces::bundled();
        let style = Style::line(10.0, Ink::TEXT, 200.0);
        assert!(!faces.set("確認コード", &style).is_complete);
        assert!(
            faces
                .set("Größe – 640 px · Ελληνικά, Русский", &style)
                .is_complete
        );
    }

    #[test]
    fn text_from_right_to_left_stands_at_the_right() {
        let mut faces = Faces::bundled();
        let style = Style {
            is_rtl: true,
            ..Style::line(10.0, Ink::TEXT, 200.0)
        };
        let block = faces.set("640", &style);
        let end = block
            .runs
            .iter()
            .flat_map(|run| &run.glyphs)
            .map(|glyph| glyph.x + glyph.advance)
            .fold(0.0, f32::max);
        assert!((end - 200.0).abs() < 0.5, "{end}");
    }
}
