//! Tags with their attributes, and runs of visible text: tokens of HTML put together.
//!
//! Still no tree: an end tag does not know its start tag.

use std::ops::Range;

use crate::domain::finding::Span;

use super::html::is_tag_name;
use super::{Token, TokenKind};

/// Elements whose text is no text of the mail's body: the document's title, the content of a form
/// field, and what only Outlook's settings read.
const UNSEEN: [&str; 3] = ["title", "textarea", "xml"];

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A start or end tag.
    Tag(Tag),
    /// Text between two tags: indices of neighbouring text, entity and placeholder tokens.
    Text(Range<usize>),
}

/// A start or end tag, finished or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// From `<` to `>`.
    pub span: Span,
    /// The name of the element, as written.
    pub name: Span,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// What stands after the name.
    pub attributes: Vec<Attribute>,
}

/// An attribute of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, as written.
    pub name: Span,
    /// Its value, if there is a `=`.
    pub value: Option<AttributeValue>,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeValue {
    /// Where it stands, without its quotation marks.
    pub span: Span,
    /// The indices of its tokens.
    pub tokens: Range<usize>,
    /// Whether quotation marks stand around it.
    pub quoted: bool,
}

impl Tag {
    /// Whether the element is called `name`, in any case.
    pub fn is(&self, text: &str, name: &str) -> bool {
        text.get(self.name.range())
            .is_some_and(|own| own.eq_ignore_ascii_case(name))
    }

    /// The attribute called `name`, in any case; of two the first, which is the one that counts.
    pub fn attribute(&self, text: &str, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.is(text, name))
    }

    /// The value of the attribute called `name`, as written.
    pub fn value<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        let value = self.attribute(text, name)?.value.as_ref()?;
        text.get(value.span.range())
    }
}

impl Attribute {
    /// Whether the attribute is called `name`, in any case.
    pub fn is(&self, text: &str, name: &str) -> bool {
        text.get(self.name.range())
            .is_some_and(|own| own.eq_ignore_ascii_case(name))
    }
}

/// The tags and visible texts of an HTML text, in order; `tokens` are its tokens.
///
/// Comments, style sheets and scripts are left out, and so are the texts of elements that do not
/// show in the body. The content of conditional comments is there.
pub fn parts(text: &str, tokens: &[Token]) -> Vec<Part> {
    let mut reader = Reader {
        text,
        tokens,
        at: 0,
        unseen: None,
    };
    let mut parts = Vec::new();
    while let Some(token) = reader.peek() {
        match token.kind {
            TokenKind::Text | TokenKind::Entity | TokenKind::Placeholder => {
                let run = reader.run();
                if reader.unseen.is_none() {
                    parts.push(Part::Text(run));
                }
            }
            TokenKind::TagPunctuation => {
                if let Some(tag) = reader.tag() {
                    reader.note(&tag);
                    parts.push(Part::Tag(tag));
                }
            }
            TokenKind::Conditional => {
                reader.unseen = None;
                reader.at += 1;
            }
            _ => reader.at += 1,
        }
    }
    parts
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    /// Which of the elements with unseen text is open.
    unseen: Option<&'static str>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    /// The next token, if it is of this kind.
    fn next_if(&mut self, kind: TokenKind) -> Option<Token> {
        let token = self.peek().filter(|token| token.kind == kind)?;
        self.at += 1;
        Some(token)
    }

    /// The text of the next token, if it is of this kind.
    fn next_is(&self, kind: TokenKind, text: &str) -> bool {
        self.peek().is_some_and(|token| {
            token.kind == kind && self.text.get(token.span.range()) == Some(text)
        })
    }

    /// The run of text from here.
    fn run(&mut self) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(|token| {
            matches!(
                token.kind,
                TokenKind::Text | TokenKind::Entity | TokenKind::Placeholder
            )
        }) {
            self.at += 1;
        }
        start..self.at
    }

    /// The tag from here; what is no start of a tag is passed over.
    fn tag(&mut self) -> Option<Tag> {
        let open = self.next_if(TokenKind::TagPunctuation)?;
        let name = self.next_if(TokenKind::TagName)?;
        let mut tag = Tag {
            span: Span::new(open.span.start, name.span.end),
            name: name.span,
            is_end: self.text.get(open.span.range()) == Some("</"),
            attributes: Vec::new(),
        };
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::AttributeName => tag.attributes.extend(self.attribute()),
                TokenKind::TagPunctuation if self.starts_tag(token) => break,
                TokenKind::TagPunctuation if self.next_is(TokenKind::TagPunctuation, ">") => {
                    tag.span.end = token.span.end;
                    self.at += 1;
                    break;
                }
                TokenKind::TagPunctuation
                | TokenKind::Whitespace
                | TokenKind::Placeholder
                | TokenKind::Quote
                | TokenKind::TagName => self.at += 1,
                _ => break,
            }
            tag.span.end = self.end_so_far().max(tag.span.end);
        }
        Some(tag)
    }

    fn attribute(&mut self) -> Option<Attribute> {
        let name = self.next_if(TokenKind::AttributeName)?.span;
        while self.next_if(TokenKind::Whitespace).is_some() {}
        if !self.next_is(TokenKind::TagPunctuation, "=") {
            return Some(Attribute { name, value: None });
        }
        self.at += 1;
        while self.next_if(TokenKind::Whitespace).is_some() {}
        let quoted = self.next_if(TokenKind::Quote).is_some();
        let start_at = self.end_so_far();
        let first = self.at;
        while self
            .peek()
            .is_some_and(|token| in_value(token.kind, quoted))
        {
            self.at += 1;
        }
        let value = AttributeValue {
            span: Span::new(start_at, self.end_so_far()),
            tokens: first..self.at,
            quoted,
        };
        if quoted {
            self.next_if(TokenKind::Quote);
        }
        Some(Attribute {
            name,
            value: Some(value),
        })
    }

    /// Where the last token ended.
    fn end_so_far(&self) -> usize {
        let last = self.at.checked_sub(1);
        last.and_then(|last| self.tokens.get(last))
            .map_or(0, |token| token.span.end)
    }

    fn starts_tag(&self, token: Token) -> bool {
        self.text
            .get(token.span.range())
            .is_some_and(|text| text.starts_with('<'))
    }

    /// Remembers whether the text that follows the tag is seen.
    fn note(&mut self, tag: &Tag) {
        let name = Token {
            kind: TokenKind::TagName,
            span: tag.name,
        };
        let is = |other: &&str| is_tag_name(self.text, &name, other);
        match self.unseen {
            Some(open) if tag.is_end && is(&open) => self.unseen = None,
            // Only `xml` holds other tags; the other two cannot stay open past one.
            Some(open) if open != "xml" => self.unseen = None,
            None if !tag.is_end => self.unseen = UNSEEN.iter().copied().find(|other| is(other)),
            _ => {}
        }
    }
}

/// Whether a token of this kind can belong to the value of an attribute.
const fn in_value(kind: TokenKind, quoted: bool) -> bool {
    match kind {
        TokenKind::AttributeValue
        | TokenKind::Entity
        | TokenKind::Placeholder
        | TokenKind::CssSelector
        | TokenKind::CssAtRule
        | TokenKind::CssProperty
        | TokenKind::CssValue
        | TokenKind::CssPunctuation
        | TokenKind::CssComment => true,
        TokenKind::Whitespace => quoted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Language, tokenize};
    use super::*;

    /// Tags as `name key=value …`, end tags with a slash, texts as they are.
    fn read(text: &str) -> Vec<String> {
        let tokens = tokenize(text, Language::Html);
        let print = |part: Part| match part {
            Part::Text(run) => tokens[run]
                .iter()
                .map(|token| &text[token.span.range()])
                .collect(),
            Part::Tag(tag) => {
                let mut line = if tag.is_end { "/" } else { "" }.to_owned();
                line.push_str(&text[tag.name.range()]);
                for attribute in &tag.attributes {
                    line.push(' ');
                    line.push_str(&text[attribute.name.range()]);
                    if let Some(value) = &attribute.value {
                        line.push('=');
                        line.push_str(&text[value.span.range()]);
                    }
                }
                line
            }
        };
        parts(text, &tokens).into_iter().map(print).collect()
    }

    #[test]
    fn tags_come_with_their_attributes_and_texts_in_one_piece() {
        assert_eq!(
            read("<p class=a hidden title='x &amp; y' dir = \"\">Hi &nbsp;{{code}}&<br/></p>"),
            [
                "p class=a hidden title=x &amp; y dir=",
                "Hi &nbsp;{{code}}&",
                "br",
                "/p"
            ]
        );
    }

    #[test]
    fn a_style_is_a_value_like_others() {
        assert_eq!(
            read("<a style=\"color: red; margin:{{m}}\" href={{ link }}>x</a>"),
            [
                "a style=color: red; margin:{{m}} href={{ link }}",
                "x",
                "/a"
            ]
        );
    }

    #[test]
    fn what_no_reader_of_the_body_sees_is_left_out() {
        assert_eq!(
            read("<title>T</title><style>p{a:b;}</style><!-- c --><script>s</script>b"),
            [
                "title", "/title", "style", "/style", "script", "/script", "b"
            ]
        );
        assert_eq!(
            read("<!--[if mso]><xml><o:Dpi>96</o:Dpi></xml><p>seen<xml><![endif]-->after"),
            [
                "xml", "o:Dpi", "/o:Dpi", "/xml", "p", "seen", "xml", "after"
            ]
        );
    }

    #[test]
    fn an_unfinished_tag_ends_where_the_next_one_starts() {
        assert_eq!(read("<p class='a' <b>x</b"), ["p class=a", "b", "x", "/b"]);
        assert_eq!(read("<p title=\"a"), ["p title=a"]);
        assert_eq!(read("<title <b>x"), ["title", "b", "x"]);
    }

    #[test]
    fn the_span_of_a_tag_reaches_from_bracket_to_bracket() {
        let text = "a<img src=x alt='' />b";
        let tokens = tokenize(text, Language::Html);
        let found = parts(text, &tokens);
        let Some(Part::Tag(tag)) = found.get(1) else {
            panic!("no tag in {found:?}");
        };
        assert_eq!(&text[tag.span.range()], "<img src=x alt='' />");
        assert_eq!(tag.value(text, "ALT"), Some(""));
    }
}
