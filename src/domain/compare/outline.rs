//! What stands in an HTML content, in order: headings, texts, links, buttons and pictures.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::references::{is_invisible, path, shown, shown_text};
use super::{Item, ItemKind};
use crate::domain::finding::Span;
use crate::domain::syntax::{Language, Part, Tag, Token, TokenKind, parts, tokenize};

/// Shapes of Outlook's vector language that mails use as buttons.
const OUTLOOK_BUTTONS: [&str; 2] = ["v:roundrect", "v:rect"];

/// An outline of a content.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub blocks: Vec<Block>,
    pub frame: Frame,
}

/// An item, and what helps to find its counterpart.
#[derive(Debug)]
pub(super) struct Block {
    pub item: Item,
    /// A hash of the element around it and its class: translations share them.
    pub look: u64,
}

/// What the root of a content says.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    /// The direction, and where it is said.
    pub dir: Option<(String, Span)>,
    /// The language.
    pub lang: Option<String>,
}

impl Outline {
    /// Makes all texts equal in kind, to compare with a plain text.
    pub fn flatten(&mut self) {
        for block in &mut self.blocks {
            if block.item.kind != ItemKind::Image {
                block.item.kind = ItemKind::Text;
            }
        }
    }
}

/// The outline of an HTML content.
pub(super) fn of_html(content: &str) -> Outline {
    let tokens = tokenize(content, Language::Html);
    let mut reader = Reader {
        content,
        tokens: &tokens,
        outline: Outline::default(),
        open: Open::default(),
        link: None,
        heading: None,
        look: 0,
        breaks: 0,
    };
    for part in parts(content, &tokens) {
        match part {
            Part::Text(run) => reader.text(tokens.get(run).unwrap_or_default()),
            Part::Tag(tag) => reader.tag(&tag),
        }
    }
    reader.finish_block();
    let mut outline = reader.outline;
    // A picture is known before the text around it has ended.
    outline.blocks.sort_by_key(|block| block.item.span.start);
    outline
}

/// The block being read.
#[derive(Default)]
struct Open {
    span: Option<Span>,
    text: String,
    placeholders: Vec<String>,
    links: Vec<String>,
    /// How many links have text in the block.
    link_count: usize,
    has_text_outside_links: bool,
    has_button: bool,
}

/// The link being read.
struct OpenLink {
    target: Option<String>,
    is_button: bool,
    /// Whether the block being read knows of it.
    is_counted: bool,
}

struct Reader<'t> {
    content: &'t str,
    tokens: &'t [Token],
    outline: Outline,
    open: Open,
    link: Option<OpenLink>,
    heading: Option<u8>,
    look: u64,
    /// Line breaks since the last visible text.
    breaks: usize,
}

impl Reader<'_> {
    fn text(&mut self, pieces: &[Token]) {
        for piece in pieces {
            let written = self.content.get(piece.span.range()).unwrap_or_default();
            match piece.kind {
                TokenKind::Placeholder => {
                    self.visible(piece.span);
                    self.open.text.push_str(written);
                    self.open.placeholders.push(path(written).to_owned());
                }
                TokenKind::Entity => {
                    let mut text = String::new();
                    shown(written, &mut text);
                    self.words(&text, piece.span);
                }
                _ => {
                    let is_blank = |char: char| char.is_whitespace() || is_invisible(char);
                    let before = written.len() - written.trim_start_matches(is_blank).len();
                    let start = piece.span.start + before;
                    let end = piece.span.start + written.trim_end_matches(is_blank).len();
                    self.words(written, Span::new(start, end.max(start)));
                }
            }
        }
    }

    /// Adds text; `span` is where its visible part stands.
    fn words(&mut self, text: &str, span: Span) {
        for char in text.chars().filter(|char| !is_invisible(*char)) {
            if !char.is_whitespace() {
                self.open.text.push(char);
            } else if !self.open.text.is_empty() && !self.open.text.ends_with(' ') {
                self.open.text.push(' ');
            }
        }
        if text
            .chars()
            .any(|char| !char.is_whitespace() && !is_invisible(char))
        {
            self.visible(span);
        }
    }

    /// Notes that something visible stands at `span`.
    fn visible(&mut self, span: Span) {
        self.breaks = 0;
        let start = self.open.span.map_or(span.start, |open| open.start);
        self.open.span = Some(Span::new(start, span.end));
        match &mut self.link {
            None => self.open.has_text_outside_links = true,
            Some(link) if !link.is_counted => {
                link.is_counted = true;
                self.open.link_count += 1;
                self.open.has_button |= link.is_button;
                self.open.links.extend(link.target.clone());
            }
            Some(_) => {}
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let name = self.content.get(tag.name.range()).unwrap_or_default();
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if !tag.is_end {
            self.frame(tag);
        }
        if is("br") {
            self.line_break();
        } else if is("img") {
            self.image(tag);
        } else if is("a") || is("button") {
            self.link = None;
            if !tag.is_end {
                self.open_link(tag, is("button"));
            }
        } else if !is_inline(name) {
            self.block(tag, name);
        }
    }

    /// Two line breaks make a paragraph, as in mails without `<p>`.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks == 2 {
            self.finish_block();
        } else {
            self.words(" ", Span::new(0, 0));
        }
    }

    fn block(&mut self, tag: &Tag, name: &str) {
        self.finish_block();
        let is_outlook_button = OUTLOOK_BUTTONS
            .iter()
            .any(|other| name.eq_ignore_ascii_case(other));
        if is_outlook_button {
            self.link = None;
        }
        if tag.is_end {
            self.look = 0;
            if heading_level(name).is_some() {
                self.heading = None;
            }
            return;
        }
        if is_outlook_button {
            self.open_link(tag, true);
        }
        self.look = self.look_of(tag, name);
        // Only a `<div>` may stand in a heading; others end one whose end tag was forgotten.
        if !name.eq_ignore_ascii_case("div") {
            self.heading = heading_level(name);
        }
    }

    fn look_of(&self, tag: &Tag, name: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        name.to_ascii_lowercase().hash(&mut hasher);
        tag.value(self.content, "class").hash(&mut hasher);
        hasher.finish()
    }

    fn open_link(&mut self, tag: &Tag, is_drawn: bool) {
        let target = self.value(tag, "href");
        if target.is_some() || is_drawn {
            self.link = Some(OpenLink {
                is_button: is_drawn || self.looks_like_button(tag),
                target,
                is_counted: false,
            });
        }
    }

    fn looks_like_button(&self, tag: &Tag) -> bool {
        let says = |name, words: &[&str]| {
            tag.value(self.content, name).is_some_and(|value| {
                let value = value.to_ascii_lowercase();
                words.iter().any(|word| value.contains(word))
            })
        };
        says("style", &["padding", "background"])
            || says("class", &["btn", "button"])
            || says("role", &["button"])
    }

    /// The value of an attribute as text, without blanks around it.
    fn value(&self, tag: &Tag, name: &str) -> Option<String> {
        let value = tag.attribute(self.content, name)?.value.as_ref()?;
        let tokens = self.tokens.get(value.tokens.clone())?;
        Some(shown_text(self.content, tokens).trim().to_owned())
    }

    fn image(&mut self, tag: &Tag) {
        let description = tag.attribute(self.content, "alt");
        let in_description = description
            .and_then(|description| self.tokens.get(description.value.as_ref()?.tokens.clone()))
            .unwrap_or_default()
            .iter()
            .filter(|token| token.kind == TokenKind::Placeholder);
        let item = Item {
            kind: ItemKind::Image,
            span: tag.span,
            text: self.value(tag, "alt").unwrap_or_default(),
            source: self.value(tag, "src"),
            links: self
                .link
                .iter()
                .filter_map(|link| link.target.clone())
                .collect(),
            placeholders: in_description
                .filter_map(|token| self.content.get(token.span.range()))
                .map(|written| path(written).to_owned())
                .collect(),
        };
        let look = self.look_of(tag, "img");
        self.outline.blocks.push(Block { item, look });
    }

    /// Notes what the root says: `<html>` or `<body>`, else the first element that says anything.
    fn frame(&mut self, tag: &Tag) {
        if tag.attributes.is_empty() {
            return;
        }
        if self.outline.frame.dir.is_none()
            && let Some(dir) = self.value(tag, "dir")
            && let Some(attribute) = tag.attribute(self.content, "dir")
        {
            let span = Span::new(attribute.name.start, attribute_end(attribute));
            self.outline.frame.dir = Some((dir.to_ascii_lowercase(), span));
        }
        if self.outline.frame.lang.is_none() {
            self.outline.frame.lang = self.value(tag, "lang");
        }
    }

    fn finish_block(&mut self) {
        self.breaks = 0;
        let Some(span) = self.open.span else {
            self.open.text.clear();
            return;
        };
        let open = std::mem::take(&mut self.open);
        if let Some(link) = &mut self.link {
            link.is_counted = false;
        }
        let is_one_link = open.link_count == 1 && !open.has_text_outside_links;
        let kind = match self.heading {
            Some(level) => ItemKind::Heading(level),
            None if is_one_link && open.has_button => ItemKind::Button,
            None if is_one_link => ItemKind::Link,
            None => ItemKind::Text,
        };
        let item = Item {
            kind,
            span,
            text: open.text.trim_end().to_owned(),
            source: None,
            links: open.links,
            placeholders: open.placeholders,
        };
        let look = self.look;
        self.outline.blocks.push(Block { item, look });
    }
}

fn attribute_end(attribute: &crate::domain::syntax::Attribute) -> usize {
    let value = attribute.value.as_ref();
    value.map_or(attribute.name.end, |value| {
        value.span.end + usize::from(value.quoted)
    })
}

/// Whether an element stands within a line of text; all others start a new block.
fn is_inline(name: &str) -> bool {
    let mut lower = [0; 8];
    let Some(lower) = lower.get_mut(..name.len()) else {
        return false;
    };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"abbr"
            | b"acronym"
            | b"b"
            | b"bdi"
            | b"bdo"
            | b"big"
            | b"cite"
            | b"code"
            | b"data"
            | b"del"
            | b"dfn"
            | b"em"
            | b"font"
            | b"i"
            | b"ins"
            | b"kbd"
            | b"label"
            | b"mark"
            | b"q"
            | b"s"
            | b"samp"
            | b"small"
            | b"span"
            | b"strike"
            | b"strong"
            | b"sub"
            | b"sup"
            | b"time"
            | b"tt"
            | b"u"
            | b"var"
            | b"wbr"
    )
}

/// The level of a heading element.
fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}
