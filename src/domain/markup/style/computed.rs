//! Computed values of what checks need.

use super::colour::Colour;
use super::length::Length;

/// The computed style of an element; `None` stands for what only a client knows.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own that has two values"
)]
pub struct Computed {
    /// The colour of text.
    pub color: Option<Colour>,
    /// The colour behind the element itself.
    pub background_color: Option<Colour>,
    /// Whether there is a picture or a gradient behind it.
    pub has_background_image: bool,
    /// The size of the font in CSS pixels.
    pub font_size: Option<f64>,
    /// The weight of the font, from 1 to 1000.
    pub font_weight: u16,
    /// Whether the font is slanted.
    pub is_italic: bool,
    /// How the element is laid out.
    pub display: Display,
    /// Whether `visibility` lets it be seen.
    pub is_visible: bool,
    /// The element's own opacity.
    pub opacity: f64,
    /// Whether the element itself asks for a line under its text.
    pub is_underlined: bool,
    /// Whether the element itself asks for a line through its text.
    pub is_struck: bool,
    /// `width`.
    pub width: Length,
    /// `height`.
    pub height: Length,
    /// `max-width`.
    pub max_width: Length,
    /// `max-height`.
    pub max_height: Length,
    /// Whether `overflow` hides what does not fit.
    pub hides_overflow: bool,
    /// `padding`: top, right, bottom and left.
    pub padding: [Length; 4],
    /// The height of lines in CSS pixels; `None` for `normal` too.
    pub line_height: Option<f64>,
    /// Whether text runs from right to left.
    pub is_rtl: bool,
    /// `text-align`.
    pub text_align: TextAlign,
    /// Whether `mso-hide` hides it from Outlook for Windows.
    pub is_hidden_from_outlook: bool,
    /// Whether lines have a factor as their height, which children inherit as such.
    pub(super) line_factor: Option<f64>,
}

/// `display`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Display {
    /// `none`.
    None,
    /// `inline`.
    Inline,
    /// `block`.
    Block,
    /// `inline-block`.
    InlineBlock,
    /// `list-item`.
    ListItem,
    /// `flex`, `inline-flex`.
    Flex,
    /// `grid`, `inline-grid`.
    Grid,
    /// `table`, `inline-table`.
    Table,
    /// `table-row`.
    TableRow,
    /// `table-cell`.
    TableCell,
    /// The other parts of tables.
    TablePart,
    /// `contents`.
    Contents,
    /// Any other word.
    Other,
}

/// `text-align`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextAlign {
    /// `start`, the side where text starts.
    Start,
    /// `left`.
    Left,
    /// `right`.
    Right,
    /// `center`.
    Center,
    /// `end` and `justify`.
    Other,
}

impl Computed {
    /// What the root inherits.
    pub(super) const fn initial() -> Self {
        Self {
            color: Some(Colour::BLACK),
            background_color: Some(Colour::TRANSPARENT),
            has_background_image: false,
            font_size: Some(16.0),
            font_weight: 400,
            is_italic: false,
            display: Display::Inline,
            is_visible: true,
            opacity: 1.0,
            is_underlined: false,
            is_struck: false,
            width: Length::Auto,
            height: Length::Auto,
            max_width: Length::Auto,
            max_height: Length::Auto,
            hides_overflow: false,
            padding: [Length::Px(0.0); 4],
            line_height: None,
            is_rtl: false,
            text_align: TextAlign::Start,
            is_hidden_from_outlook: false,
            line_factor: None,
        }
    }

    /// What a child starts with: the inherited values, and the initial ones of the rest.
    pub(super) fn inherited(&self) -> Self {
        Self {
            color: self.color,
            font_size: self.font_size,
            font_weight: self.font_weight,
            is_italic: self.is_italic,
            is_visible: self.is_visible,
            line_height: self.line_height,
            line_factor: self.line_factor,
            is_rtl: self.is_rtl,
            text_align: self.text_align,
            ..Self::initial()
        }
    }

    /// Whether text of this style is large (WCAG 2.2, 1.4.3): 24 px, or 18.66 px and bold.
    pub fn is_large_text(&self) -> bool {
        let size = self.font_size.unwrap_or_default();
        size >= 24.0 || (size >= 18.66 && self.font_weight >= 700)
    }
}
