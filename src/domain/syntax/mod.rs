//! A tokenizer of HTML, CSS, JSON and Logto placeholders with byte spans, for the editor.
//!
//! It reads text as typed, broken markup included: tokens tile the whole text, every span ends on
//! a character boundary, and nothing is an error that stops it. It does not build a tree and does
//! not judge; findings come from elsewhere.

mod css;
mod html;
mod json;
mod markup;
mod placeholder;
mod tags;
mod tokens;

use crate::domain::finding::Span;

pub use markup::{Attribute, AttributeValue, Part, Tag, parts};
pub use placeholder::placeholder_spans;
pub use tags::matching_tag;

use tokens::Tokens;

/// What kind of text is being edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// An HTML e-mail, with CSS and placeholders.
    #[default]
    Html,
    /// Plain text: only placeholders mean anything.
    Plain,
    /// JSON, as in a payload.
    Json,
}

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Text a reader sees, or plain text.
    Text,
    /// Blanks between other tokens of a tag, a style sheet or JSON.
    Whitespace,
    /// A character reference: `&nbsp;`.
    Entity,
    /// `<!doctype html>`.
    Doctype,
    /// `<!-- … -->` and what browsers treat alike.
    Comment,
    /// `<!--[if mso]>`, `<![endif]-->` and their kin.
    Conditional,
    /// `<`, `</`, `>`, `/>` and `=` of a tag.
    TagPunctuation,
    /// The name of an element.
    TagName,
    /// The name of an attribute.
    AttributeName,
    /// A quotation mark around an attribute's value.
    Quote,
    /// The value of an attribute.
    AttributeValue,
    /// The content of `<script>`.
    Script,
    /// A selector of a style sheet.
    CssSelector,
    /// `@media` and other at-keywords.
    CssAtRule,
    /// The name of a property.
    CssProperty,
    /// The value of a property, or the condition of an at-rule.
    CssValue,
    /// `{`, `}`, `:` and `;` of a style sheet.
    CssPunctuation,
    /// `/* … */`.
    CssComment,
    /// `{{ path }}`, exactly what Logto replaces.
    Placeholder,
    /// The name of a member of a JSON object, with its quotation marks.
    JsonKey,
    /// A JSON string, with its quotation marks.
    JsonString,
    /// A JSON number.
    JsonNumber,
    /// `true`, `false` or `null`.
    JsonLiteral,
    /// Brackets, braces, comma and colon.
    JsonPunctuation,
    /// Text that cannot stand where it stands (JSON only).
    Error,
}

/// A piece of text and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// Cuts `text` into tokens.
///
/// The tokens are in order, none is empty, and together they cover the text without gap or
/// overlap. A placeholder is always one token, whatever it stands in.
pub fn tokenize(text: &str, language: Language) -> Vec<Token> {
    let mut tokens = Tokens::new(text);
    match language {
        Language::Html => html::tokenize(&mut tokens),
        Language::Plain => {}
        Language::Json => json::tokenize(&mut tokens),
    }
    tokens.finish()
}

#[cfg(test)]
pub(super) mod testing {
    use super::{Language, TokenKind, tokenize};

    /// The tokens of `text` with their text, blanks left out.
    pub fn pieces(text: &str, language: Language) -> Vec<(TokenKind, &str)> {
        tokenize(text, language)
            .into_iter()
            .filter(|token| token.kind != TokenKind::Whitespace)
            .map(|token| (token.kind, &text[token.span.range()]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::pieces;
    use super::*;

    fn assert_tiles(text: &str, language: Language) {
        let mut end = 0;
        for token in tokenize(text, language) {
            assert_eq!(token.span.start, end, "a gap or overlap in {text:?}");
            assert!(
                token.span.end > token.span.start,
                "an empty token in {text:?}"
            );
            assert!(
                text.is_char_boundary(token.span.end),
                "a cut character in {text:?}"
            );
            end = token.span.end;
        }
        assert_eq!(end, text.len(), "the end of {text:?} is not covered");
    }

    fn markup() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("<"),
            Just(">"),
            Just("</"),
            Just("/>"),
            Just("<!--"),
            Just("-->"),
            Just("--!>"),
            Just("<!--[if mso]>"),
            Just("<![endif]-->"),
            Just("<!--[if !mso]><!-->"),
            Just("<style>"),
            Just("</style>"),
            Just("<script>"),
            Just("</script"),
            Just("<p "),
            Just("style=\""),
            Just("href='"),
            Just("\""),
            Just("'"),
            Just("="),
            Just("{{"),
            Just("}}"),
            Just("{{ code }}"),
            Just("{{user.name}}"),
            Just("{"),
            Just("}"),
            Just(":"),
            Just(";"),
            Just("@media "),
            Just("/*"),
            Just("*/"),
            Just("&amp;"),
            Just("&"),
            Just("&#x1F600;"),
            Just("ä"),
            Just("日本"),
            Just("😀"),
            Just("שלום"),
            Just("\u{feff}"),
            Just(" "),
            Just("\n"),
            Just("\r\n"),
            Just("\0"),
            Just("a"),
            Just("12.5e3"),
            Just("true"),
            Just("["),
            Just("]"),
            Just(","),
            Just("\\"),
            Just("<!doctype html>"),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn tokens_tile_any_text(text in ".{0,200}") {
            assert_tiles(&text, Language::Html);
            assert_tiles(&text, Language::Plain);
            assert_tiles(&text, Language::Json);
        }

        #[test]
        fn tokens_tile_broken_markup(text in markup()) {
            assert_tiles(&text, Language::Html);
            assert_tiles(&text, Language::Plain);
            assert_tiles(&text, Language::Json);
        }

        #[test]
        fn every_placeholder_is_one_token_in_every_language(text in markup()) {
            for language in [Language::Html, Language::Plain, Language::Json] {
                let found: Vec<Span> = tokenize(&text, language)
                    .into_iter()
                    .filter(|token| token.kind == TokenKind::Placeholder)
                    .map(|token| token.span)
                    .collect();
                prop_assert_eq!(found, placeholder_spans(&text));
            }
        }
    }

    #[test]
    fn plain_text_knows_only_placeholders() {
        assert_eq!(
            pieces("<b>{{ code }}", Language::Plain),
            [
                (TokenKind::Text, "<b>"),
                (TokenKind::Placeholder, "{{ code }}")
            ]
        );
    }
}
