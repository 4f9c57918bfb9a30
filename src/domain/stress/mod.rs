//! Stresses: a mail as it would be with harder texts, for the preview only.
//!
//! ```text
//! runs             where the visible texts of a template are
//! pseudo           an accented, longer language
//! right_to_left    the look of Arabic
//! fields           what a string of a payload is, by its path
//! longest          every value as long as Logto lets it be
//! hostile_names    names that people choose to break mails
//! worst_width      the widest letters and digits
//! ```
//!
//! A stress changes a template or a payload before it is rendered, never a file. Every function is
//! total, linear in its input, and yields the same for the same input.

mod fields;
mod hostile_names;
mod longest;
mod pseudo;
mod right_to_left;
mod runs;
mod worst_width;

use serde_json::Value;

use super::logto::{ContentType, TemplateDetails};
use super::syntax::Language;

/// One way to make it hard for a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stress {
    /// The template's texts in accented letters, longer, in brackets.
    Pseudo,
    /// Every value of the payload as long as it can be.
    Longest,
    /// The template in letters that run from right to left.
    RightToLeft,
    /// Names with markup, placeholders, emoji and turned text in them.
    HostileNames,
    /// The values of the payload in the widest letters and digits.
    WorstWidth,
}

impl Stress {
    /// All stresses, in the order to show them.
    pub const ALL: [Self; 5] = [
        Self::Pseudo,
        Self::Longest,
        Self::RightToLeft,
        Self::HostileNames,
        Self::WorstWidth,
    ];

    /// Its name, to show.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pseudo => "Pseudo-language",
            Self::Longest => "Longest values",
            Self::RightToLeft => "Right to left",
            Self::HostileNames => "Hostile names",
            Self::WorstWidth => "Widest letters",
        }
    }

    /// What it does and what for, in one sentence without a period.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Pseudo => {
                "Shows the template's own texts accented, longer and in brackets, so that cut and \
                 forgotten texts stand out"
            }
            Self::Longest => "Fills in names, addresses and links as long as Logto lets them be",
            Self::RightToLeft => {
                "Turns the layout and shows Arabic letters, as in a translation that reads from \
                 right to left"
            }
            Self::HostileNames => {
                "Fills in names with markup, placeholders, emoji and turned text, since people \
                 choose their names themselves"
            }
            Self::WorstWidth => {
                "Fills in values of the same length in the widest letters and digits"
            }
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Several stresses at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct StressSet {
    bits: u8,
}

impl StressSet {
    /// No stress: everything stays as it is.
    pub const NONE: Self = Self { bits: 0 };

    /// Whether `stress` is in the set.
    pub const fn contains(self, stress: Stress) -> bool {
        self.bits & stress.bit() != 0
    }

    /// Whether there is no stress in the set.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// How many stresses are in the set.
    pub const fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// The set with `stress` added.
    pub const fn with(self, stress: Stress) -> Self {
        Self {
            bits: self.bits | stress.bit(),
        }
    }

    /// The set with `stress` taken out.
    pub const fn without(self, stress: Stress) -> Self {
        Self {
            bits: self.bits & !stress.bit(),
        }
    }

    /// The set with `stress` added if it was not there, else taken out.
    pub const fn toggled(self, stress: Stress) -> Self {
        Self {
            bits: self.bits ^ stress.bit(),
        }
    }

    /// The stresses in the set, in the order of [`Stress::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Stress> {
        Stress::ALL
            .into_iter()
            .filter(move |stress| self.contains(*stress))
    }
}

impl FromIterator<Stress> for StressSet {
    fn from_iter<I: IntoIterator<Item = Stress>>(stresses: I) -> Self {
        stresses.into_iter().fold(Self::NONE, Self::with)
    }
}

/// The template under the stresses of `set`: its subject and content; all else stays.
///
/// Placeholders keep their place. Stresses of the payload do nothing here.
pub fn stress_template(set: StressSet, details: &TemplateDetails) -> TemplateDetails {
    let language = match details.content_type {
        Some(ContentType::Plain) => Language::Plain,
        Some(ContentType::Html) | None => Language::Html,
    };
    let mut stressed = details.clone();
    // Letters first: the pseudo-language lengthens whatever letters there are.
    if set.contains(Stress::RightToLeft) {
        stressed.subject = right_to_left::letters(&stressed.subject, Language::Plain);
        stressed.content = right_to_left::letters(&stressed.content, language);
        if language == Language::Html {
            stressed.content = right_to_left::layout(&stressed.content);
        }
    }
    if set.contains(Stress::Pseudo) {
        stressed.subject = pseudo::text(&stressed.subject, Language::Plain);
        stressed.content = pseudo::text(&stressed.content, language);
    }
    stressed
}

/// The payload under the stresses of `set`.
///
/// Keys, nulls and the shape stay, and so do languages, since they choose the template. Stresses
/// of the template do nothing here.
pub fn stress_payload(set: StressSet, payload: &Value) -> Value {
    let mut stressed = payload.clone();
    if set.contains(Stress::Longest) {
        stressed = fields::change(&stressed, &longest::value);
    }
    if set.contains(Stress::WorstWidth) {
        stressed = fields::change(&stressed, &worst_width::value);
    }
    // Last, so that the names stay hostile whatever else is asked for.
    if set.contains(Stress::HostileNames) {
        stressed = fields::change(&stressed, &hostile_names::value);
    }
    stressed
}

#[cfg(test)]
mod tests;
