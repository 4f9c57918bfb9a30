//! What a mark means, and the colour and icon that say so.

use egui::Color32;

use crate::domain::finding::Severity;
use crate::ui::theme::{Tokens, icons};

/// What a badge, dot or notice means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// A plain count or fact.
    #[default]
    Neutral,
    /// The thing in question is marked, selected or new.
    Accent,
    /// Something is right or done.
    Success,
    /// Something may be wrong.
    Warning,
    /// Something is wrong.
    Error,
}

impl Tone {
    /// The colour of marks and text.
    pub fn color(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Neutral => tokens.text_muted,
            Self::Accent => tokens.accent,
            Self::Success => tokens.success,
            Self::Warning => tokens.warning,
            Self::Error => tokens.error,
        }
    }

    /// The colour behind text of [`Tone::color`].
    pub(super) fn behind(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Neutral | Self::Success => tokens.hover,
            Self::Accent => tokens.accent_subtle,
            Self::Warning => tokens.warning_subtle,
            Self::Error => tokens.error_subtle,
        }
    }

    /// The icon, since colour alone must not carry meaning.
    pub fn icon(self) -> icons::Icon {
        match self {
            Self::Neutral | Self::Accent => icons::INFO,
            Self::Success => icons::CHECK,
            Self::Warning => icons::WARNING,
            Self::Error => icons::ERROR,
        }
    }
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Neutral,
        }
    }
}
