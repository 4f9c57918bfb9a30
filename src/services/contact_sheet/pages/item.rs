//! What stands on a page.

use parley::FontData;

/// A colour, red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ink(pub [u8; 3]);

impl Ink {
    /// Headings and subjects.
    pub const TEXT: Self = Self([0x16, 0x18, 0x1d]);
    /// What stands beside them.
    pub const MUTED: Self = Self([0x56, 0x5d, 0x6b]);
    /// Thin lines and frames.
    pub const LINE: Self = Self([0xcf, 0xd3, 0xdb]);
    /// What needs a look.
    pub const WARN: Self = Self([0x9a, 0x34, 0x12]);
    /// The ground of a missing picture.
    pub const FILL: Self = Self([0xf6, 0xf7, 0xf9]);
}

/// A rectangle, in points from the upper left corner of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// One thing on a page.
#[derive(Debug, Clone)]
pub enum Item {
    /// A filled rectangle; lines are thin ones.
    Fill(Rect, Ink),
    /// Text of one font.
    Text(GlyphRun),
    /// The picture of the mail at this place of the sheet, in a thin frame.
    Picture {
        /// The place in `Sheet::cells`.
        index: usize,
        /// Where it goes; the picture fills it.
        rect: Rect,
    },
}

/// Text of one font and size.
#[derive(Debug, Clone)]
pub struct GlyphRun {
    /// The font file.
    pub font: FontData,
    /// Where a variable font stands on its axes, normalised.
    pub coords: Vec<i16>,
    /// In points.
    pub size: f32,
    /// The colour.
    pub ink: Ink,
    /// The whole text in the order in which it is read.
    pub text: String,
    /// Whether the texts of the glyphs are enough to read it. Not so for Indic scripts, where
    /// letters change places.
    pub is_plain: bool,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
}

/// A glyph with its place on the page.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// Its number in the font; 0 is the sign for a letter that the font lacks.
    pub id: u32,
    /// Its origin, in points from the left.
    pub x: f32,
    /// Its baseline, in points from the top.
    pub y: f32,
    /// How far it moves the next one, in points.
    pub advance: f32,
    /// The text it stands for; empty if another glyph stands for it.
    pub text: String,
}

/// A place that a reader may want to jump to.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// What is there.
    pub title: String,
    /// The page, from 0.
    pub page: usize,
    /// In points from the top.
    pub y: f32,
}

/// A sheet on pages.
#[derive(Debug)]
pub struct Pages {
    /// What stands on each page.
    pub pages: Vec<Vec<Item>>,
    /// The usage types and the place to sign.
    pub bookmarks: Vec<Bookmark>,
}
