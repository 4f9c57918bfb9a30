//! In which direction a language is written.

use icu_locale::LocaleDirectionality;
use serde::Serialize;

use super::meaning::Meaning;

/// The direction of lines of text, as HTML's `dir` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Direction {
    /// As Latin is written.
    #[serde(rename = "ltr")]
    LeftToRight,
    /// As Arabic and Hebrew are written.
    #[serde(rename = "rtl")]
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// The direction of the script that `tag` names, or that its language is mostly written in there
/// (CLDR's likely subtags). Left to right for an unknown language, and for what is no tag.
pub fn direction(tag: &str) -> Direction {
    let is_right_to_left = Meaning::of(tag).is_ok_and(|meaning| {
        LocaleDirectionality::new_extended().is_right_to_left(&meaning.locale.id)
    });
    if is_right_to_left {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    }
}
