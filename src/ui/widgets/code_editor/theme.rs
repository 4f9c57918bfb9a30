//! The colours and fonts the editor paints with; it has none of its own.

use egui::{Color32, FontId, TextFormat};

use super::mark::MarkKind;
use super::pieces::Apart;
use crate::domain::syntax::TokenKind;

/// Text and background of a placeholder with a known outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlaceholderColors {
    /// The placeholder's text.
    pub text: Color32,
    /// What is painted behind it.
    pub background: Color32,
}

/// All colours and fonts of a [`CodeEditor`](super::CodeEditor).
#[derive(Debug, Clone, PartialEq)]
pub struct EditorTheme {
    /// The font of the text; a monospaced one.
    pub font: FontId,
    /// The font of line numbers.
    pub gutter_font: FontId,
    /// Text without meaning of its own.
    pub text: Color32,
    /// Behind the text.
    pub background: Color32,
    /// Behind the line numbers.
    pub gutter_background: Color32,
    /// A line number.
    pub gutter_text: Color32,
    /// The number of the line with the cursor.
    pub gutter_current: Color32,
    /// Behind the line with the cursor.
    pub current_line: Color32,
    /// Behind what the search found.
    pub found: Color32,
    /// Behind the match the search stands at.
    pub found_current: Color32,
    /// Behind the tag names that belong together.
    pub matching_tag: Color32,
    /// Comments and the doctype.
    pub comment: Color32,
    /// Conditional comments.
    pub conditional: Color32,
    /// `<`, `>`, quotation marks, braces, commas.
    pub punctuation: Color32,
    /// Names of elements.
    pub tag: Color32,
    /// Names of attributes.
    pub attribute: Color32,
    /// Values of attributes, and JSON strings.
    pub value: Color32,
    /// Character references.
    pub entity: Color32,
    /// Selectors and at-keywords of CSS.
    pub css_selector: Color32,
    /// Properties of CSS, and JSON keys.
    pub css_property: Color32,
    /// Values of CSS, JSON numbers and literals.
    pub css_value: Color32,
    /// A placeholder nothing is known about.
    pub placeholder: PlaceholderColors,
    /// A placeholder that a value replaces.
    pub placeholder_replaced: PlaceholderColors,
    /// A placeholder that stays as typed.
    pub placeholder_kept: PlaceholderColors,
    /// A placeholder that becomes empty.
    pub placeholder_empty: PlaceholderColors,
    /// A placeholder that reads a member every JavaScript object has.
    pub placeholder_prototype: PlaceholderColors,
    /// Under errors.
    pub error: Color32,
    /// Under warnings.
    pub warning: Color32,
    /// Under remarks.
    pub info: Color32,
}

/// How a piece of text looks. Fewer than the kinds of tokens: what looks alike is laid out as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Style {
    Text,
    Comment,
    Conditional,
    Punctuation,
    Tag,
    Attribute,
    Value,
    Entity,
    CssSelector,
    CssProperty,
    CssValue,
    Placeholder,
    PlaceholderReplaced,
    PlaceholderKept,
    PlaceholderEmpty,
    PlaceholderPrototype,
    Error,
}

/// All styles, each at the place of its number.
pub(super) const STYLES: [Style; 17] = [
    Style::Text,
    Style::Comment,
    Style::Conditional,
    Style::Punctuation,
    Style::Tag,
    Style::Attribute,
    Style::Value,
    Style::Entity,
    Style::CssSelector,
    Style::CssProperty,
    Style::CssValue,
    Style::Placeholder,
    Style::PlaceholderReplaced,
    Style::PlaceholderKept,
    Style::PlaceholderEmpty,
    Style::PlaceholderPrototype,
    Style::Error,
];

impl Style {
    /// How a token looks, if it is a placeholder with the outcome `mark`.
    pub fn of(kind: TokenKind, mark: Option<MarkKind>) -> Self {
        match kind {
            TokenKind::Text | TokenKind::Whitespace | TokenKind::Script => Self::Text,
            TokenKind::Entity => Self::Entity,
            TokenKind::Doctype | TokenKind::Comment | TokenKind::CssComment => Self::Comment,
            TokenKind::Conditional => Self::Conditional,
            TokenKind::TagPunctuation
            | TokenKind::Quote
            | TokenKind::CssPunctuation
            | TokenKind::JsonPunctuation => Self::Punctuation,
            TokenKind::TagName => Self::Tag,
            TokenKind::AttributeName => Self::Attribute,
            TokenKind::AttributeValue | TokenKind::JsonString => Self::Value,
            TokenKind::CssSelector | TokenKind::CssAtRule => Self::CssSelector,
            TokenKind::CssProperty | TokenKind::JsonKey => Self::CssProperty,
            TokenKind::CssValue | TokenKind::JsonNumber | TokenKind::JsonLiteral => Self::CssValue,
            TokenKind::Error => Self::Error,
            TokenKind::Placeholder => match mark {
                Some(MarkKind::PlaceholderReplaced) => Self::PlaceholderReplaced,
                Some(MarkKind::PlaceholderKept) => Self::PlaceholderKept,
                Some(MarkKind::PlaceholderEmpty) => Self::PlaceholderEmpty,
                Some(MarkKind::PlaceholderPrototype) => Self::PlaceholderPrototype,
                _ => Self::Placeholder,
            },
        }
    }
}

impl Style {
    /// Whether it is that of a placeholder.
    pub fn is_placeholder(self) -> bool {
        matches!(
            self,
            Self::Placeholder
                | Self::PlaceholderReplaced
                | Self::PlaceholderKept
                | Self::PlaceholderEmpty
                | Self::PlaceholderPrototype
        )
    }
}

impl EditorTheme {
    /// How text is laid out; its colours come later.
    pub(super) fn format(&self, apart: Apart) -> TextFormat {
        let mut format = TextFormat::simple(self.font.clone(), self.text);
        if apart == Apart::Yes {
            // egui merges sections of equal format; this difference shows nowhere.
            format.expand_bg = 0.0;
        }
        format
    }

    /// The colour of letters.
    pub(super) fn color(&self, style: Style) -> Color32 {
        match style {
            Style::Text => self.text,
            Style::Comment => self.comment,
            Style::Conditional => self.conditional,
            Style::Punctuation => self.punctuation,
            Style::Tag => self.tag,
            Style::Attribute => self.attribute,
            Style::Value => self.value,
            Style::Entity => self.entity,
            Style::CssSelector => self.css_selector,
            Style::CssProperty => self.css_property,
            Style::CssValue => self.css_value,
            Style::Error => self.error,
            Style::Placeholder => self.placeholder.text,
            Style::PlaceholderReplaced => self.placeholder_replaced.text,
            Style::PlaceholderKept => self.placeholder_kept.text,
            Style::PlaceholderEmpty => self.placeholder_empty.text,
            Style::PlaceholderPrototype => self.placeholder_prototype.text,
        }
    }

    /// What is painted behind a placeholder with this outcome.
    pub(super) fn background_of(&self, outcome: Option<MarkKind>) -> Color32 {
        match outcome {
            Some(MarkKind::PlaceholderReplaced) => self.placeholder_replaced.background,
            Some(MarkKind::PlaceholderKept) => self.placeholder_kept.background,
            Some(MarkKind::PlaceholderEmpty) => self.placeholder_empty.background,
            Some(MarkKind::PlaceholderPrototype) => self.placeholder_prototype.background,
            _ => self.placeholder.background,
        }
    }
}
