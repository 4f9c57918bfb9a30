//! A mail read once, for all rules.

use std::cell::OnceCell;

use super::input::CheckInput;
use super::outline::Outline;
use crate::domain::finding::Span;
use crate::domain::logto::{ContentType, Outcome, Placeholder, placeholders};
use crate::domain::markup::html::{Document, Kind, NodeId, NodeKind};
use crate::domain::markup::style::{Colour, Display, Environment, Painted, Styled};

/// The content of a mail as a tree with its styles, and the placeholders of all its texts.
///
/// Of a plain text the tree is empty.
#[derive(Debug)]
pub struct Page {
    /// Whether the content is HTML for those who read it.
    pub is_html: bool,
    /// The content as a tree; its spans count in the content.
    pub document: Document,
    /// The styles in a wide light window of a client that honours all.
    pub light: Styled,
    /// What is seen of all elements in light, over white.
    pub painted: Painted,
    /// What stands in and around each node.
    pub outline: Outline,
    /// The styles in the dark, once it is asked for; nothing if the author wrote nothing for the dark.
    dark: OnceCell<Option<Styled>>,
    /// How much of each node is seen.
    seen: Vec<Seen>,
    /// The text nodes of the body that are not blank.
    texts: Vec<NodeId>,
    /// The placeholders of the content.
    pub placeholders: Vec<Placeholder>,
    /// The placeholders of the subject.
    pub subject_placeholders: Vec<Placeholder>,
}

/// The background of a window in the dark, as Chromium has it for `color-scheme: dark`.
const DARK_CANVAS: Colour = Colour::rgb(18.0 / 255.0, 18.0 / 255.0, 18.0 / 255.0);

impl Page {
    /// Reads a mail.
    pub fn read(input: &CheckInput<'_>) -> Self {
        let details = input.details;
        let is_html = details.content_type != Some(ContentType::Plain);
        let document = Document::parse(if is_html {
            details.content.as_str()
        } else {
            ""
        });
        let light = Styled::new(&document, &Environment::default());
        let outline = Outline::of(&document);
        Self {
            is_html,
            seen: seen(&document, &light),
            texts: texts(&document, &outline),
            painted: Painted::of(&document, &light, Colour::WHITE),
            outline,
            light,
            document,
            dark: OnceCell::new(),
            placeholders: placeholders(&details.content, input.payload),
            subject_placeholders: placeholders(&details.subject, input.payload),
        }
    }

    /// The styles in the dark, if the author wrote any for it.
    pub fn dark(&self) -> Option<&Styled> {
        let made = self.dark.get_or_init(|| {
            let source = self.document.source();
            contains_ignoring_case(source, "prefers-color-scheme").then(|| {
                let dark = Environment::default().dark();
                self.light.in_environment(&self.document, &dark)
            })
        });
        made.as_ref()
    }

    /// The background of the window in the dark: dark only if the author asked for it.
    pub fn dark_canvas(&self) -> Colour {
        let document = &self.document;
        let names_scheme = |id: NodeId| {
            let name = document.attr(id, "name").unwrap_or_default();
            let content = document.attr(id, "content").unwrap_or_default();
            name.eq_ignore_ascii_case("color-scheme") && content.contains("dark")
        };
        if document.elements_of(Kind::Meta).any(names_scheme) {
            DARK_CANVAS
        } else {
            Colour::WHITE
        }
    }

    /// Whether the text of a node may be read: it stands in the body, is drawn, and has a size.
    pub fn is_read(&self, id: NodeId) -> bool {
        self.seen.get(id.index()) == Some(&Seen::Read)
    }

    /// Whether an element is drawn.
    pub fn is_drawn(&self, id: NodeId) -> bool {
        self.seen.get(id.index()) != Some(&Seen::Not)
    }

    /// The text nodes of the body that are not blank, in order.
    pub fn texts(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.texts.iter().copied()
    }

    /// The placeholders of the content that Logto replaces if it can, by path.
    pub fn uses<'p>(&'p self, path: &'p str) -> impl Iterator<Item = &'p Placeholder> {
        let recognised = |found: &&Placeholder| found.outcome != Outcome::NotAPlaceholder;
        self.placeholders
            .iter()
            .filter(recognised)
            .filter(move |found| found.path == path)
    }

    /// Where in the content the mark-up of a node begins: its start tag, or itself.
    pub fn place(&self, id: NodeId) -> Span {
        self.document
            .start_tag(id)
            .unwrap_or_else(|| self.document.span(id))
    }

    /// Where the tag of a node says something: after the name of its element.
    pub fn after_name(&self, id: NodeId) -> Option<usize> {
        let tag = self.document.start_tag(id)?;
        Some(tag.start + 1 + self.document.name(id).len())
    }
}

/// How much of a node is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// It is not drawn.
    Not,
    /// It is drawn, but so small or faint that nobody reads it, as hidden preview texts are.
    Shrunk,
    /// It can be read.
    Read,
}

/// How much of each node is seen, found from the top down.
fn seen(document: &Document, styled: &Styled) -> Vec<Seen> {
    let mut boxes = vec![Seen::Read; document.node_count()];
    let mut all = boxes.clone();
    for id in document.walk() {
        let around = document
            .parent(id)
            .and_then(|parent| boxes.get(parent.index()))
            .copied();
        let own = styled.computed(id).map_or(Seen::Read, |style| {
            let is_faint = style.opacity <= 0.01 || is_closed(style);
            match style.display {
                Display::None => Seen::Not,
                _ if is_faint => Seen::Shrunk,
                _ => Seen::Read,
            }
        });
        let mut seen = least(own, around.unwrap_or(Seen::Read));
        if let Some(slot) = boxes.get_mut(id.index()) {
            *slot = seen;
        }
        // A child can be visible in what is not, and larger than what is tiny.
        if let Some(style) = styled.around(document, id) {
            if !style.is_visible {
                seen = Seen::Not;
            } else if style.font_size.is_some_and(|size| size <= 2.0) {
                seen = least(seen, Seen::Shrunk);
            }
        }
        if let Some(slot) = all.get_mut(id.index()) {
            *slot = seen;
        }
    }
    all
}

const fn least(one: Seen, other: Seen) -> Seen {
    match (one, other) {
        (Seen::Not, _) | (_, Seen::Not) => Seen::Not,
        (Seen::Shrunk, _) | (_, Seen::Shrunk) => Seen::Shrunk,
        _ => Seen::Read,
    }
}

fn texts(document: &Document, outline: &Outline) -> Vec<NodeId> {
    let body = document.body().unwrap_or(NodeId::ROOT);
    let is_written = |id: &NodeId| {
        let is_text = document
            .node(*id)
            .is_some_and(|node| matches!(node.kind, NodeKind::Text(_)));
        is_text && outline.letters(*id) > 0
    };
    document.descendants(body).filter(is_written).collect()
}

/// Whether a box has no height and hides what does not fit.
fn is_closed(style: &crate::domain::markup::style::Computed) -> bool {
    use crate::domain::markup::style::Length;
    let is_none = |length: Length| matches!(length, Length::Px(size) if size <= 1.0);
    style.hides_overflow && (is_none(style.max_height) || is_none(style.height))
}

/// Blanks, and what fills up hidden preview texts.
pub(super) const fn is_filler(char: char) -> bool {
    char.is_whitespace()
        || matches!(
            char,
            '\u{a0}'
                | '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2007}'
                | '\u{2060}'..='\u{2064}'
                | '\u{feff}'
                | '\u{847}'
        )
}

/// Whether `text` holds the ASCII word `word`, in whatever case.
pub(super) fn contains_ignoring_case(text: &str, word: &str) -> bool {
    let (Some(first), length) = (word.bytes().next(), word.len()) else {
        return true;
    };
    let (low, high) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    memchr::memchr2_iter(low, high, text.as_bytes()).any(|at| {
        let part = text.as_bytes().get(at..at + length);
        part.is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    })
}
