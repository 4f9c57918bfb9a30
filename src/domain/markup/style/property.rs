//! The properties that computed values come from.

/// A longhand property that is computed; all others are kept as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Color,
    BackgroundColor,
    BackgroundImage,
    FontSize,
    FontWeight,
    FontStyle,
    LineHeight,
    /// One side: 0 is the top, 3 the left.
    Padding(usize),
    Width,
    Height,
    MaxWidth,
    MaxHeight,
    Opacity,
    Display,
    Visibility,
    TextDecoration,
    Overflow,
    Direction,
    MsoHide,
    TextAlign,
}

impl Property {
    /// The property of a name in lower case.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "color" => Self::Color,
            "background-color" => Self::BackgroundColor,
            "background-image" => Self::BackgroundImage,
            "font-size" => Self::FontSize,
            "font-weight" => Self::FontWeight,
            "font-style" => Self::FontStyle,
            "line-height" => Self::LineHeight,
            "padding-top" => Self::Padding(0),
            "padding-right" => Self::Padding(1),
            "padding-bottom" => Self::Padding(2),
            "padding-left" => Self::Padding(3),
            "width" => Self::Width,
            "height" => Self::Height,
            "max-width" => Self::MaxWidth,
            "max-height" => Self::MaxHeight,
            "opacity" => Self::Opacity,
            "display" => Self::Display,
            "visibility" => Self::Visibility,
            "text-decoration" => Self::TextDecoration,
            "overflow" => Self::Overflow,
            "direction" => Self::Direction,
            "mso-hide" => Self::MsoHide,
            "text-align" => Self::TextAlign,
            _ => return None,
        })
    }

    /// Whether it is to be computed before others, which depend on it.
    pub const fn comes_first(self) -> bool {
        matches!(self, Self::FontSize | Self::Color)
    }
}
