//! What a reader without HTML shows: the text part, or what can be made of the HTML.

use super::Emulated;
use super::images::escaped;
use super::rule::Rule;
use super::work::Work;
use crate::domain::markup::html::{Document, Kind, NodeId};

pub(super) const RULES: &[&Rule] = &[&PART, &DERIVED];

static PART: Rule = Rule::new(
    "plain-text-part",
    "A reader without HTML shows the text part",
    "RFC 2046, section 5.1.4",
    "1996-11",
);
static DERIVED: Rule = Rule::new(
    "plain-text-derived",
    "Without a text part, a reader of plain text makes one of the HTML: styles do not count, and \
     programs differ in the details",
    "RFC 2046, section 5.1.4; w3m and lynx as mutt calls them",
    "2023",
);

/// Lists nest visibly no deeper than this.
const DEEPEST_LIST: usize = 8;

/// Shows the text.
pub(super) fn read(mut work: Work, part: Option<&str>) -> Emulated {
    let (text, rule) = match part {
        Some(part) => (part.to_owned(), &PART),
        None => (text_of(&work.document()), &DERIVED),
    };
    if part.is_none() {
        work.note("The mail has no text part; the text is made from the HTML");
    }
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><pre dir=\"auto\" style=\"white-space:pre-wrap;\
         overflow-wrap:anywhere;font:13px/1.45 ui-monospace,monospace;margin:16px\">{}</pre>",
        escaped(&text)
    );
    work.finish_text(text, page, rule)
}

/// The text of a mail as programs without HTML show it: blocks in lines of their own, cells of a
/// row apart, addresses of links after their texts, alternative texts for images.
pub fn text_of(document: &Document) -> String {
    let mut writer = Writer::default();
    let Some(start) = document.body() else {
        return String::new();
    };
    let mut stack = vec![Step::Enter(start)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Enter(id) => {
                if let Some(text) = document.text(id) {
                    writer.text(&text.text);
                    continue;
                }
                let Some(kind) = document.kind(id) else {
                    continue;
                };
                if writer.enter(document, id, kind) {
                    stack.push(Step::Leave(id, kind, writer.output.len()));
                    let from = stack.len();
                    stack.extend(document.children(id).map(Step::Enter));
                    if let Some(children) = stack.get_mut(from..) {
                        children.reverse();
                    }
                }
            }
            Step::Leave(id, kind, from) => writer.leave(document, id, kind, from),
        }
    }
    writer.finish()
}

enum Step {
    Enter(NodeId),
    Leave(NodeId, Kind, usize),
}

#[derive(Default)]
struct Writer {
    output: String,
    /// Line breaks that come before the next text.
    breaks: usize,
    /// Whether a blank comes before the next text.
    blank: bool,
    /// Lines are kept as they are within this many elements.
    preformatted: usize,
    /// For each list that is open the number of its next item; none for bullets.
    lists: Vec<Option<usize>>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            self.start();
            self.output.push_str(text);
            return;
        }
        for (index, word) in text
            .split(|char: char| char.is_ascii_whitespace())
            .enumerate()
        {
            self.blank |= index > 0;
            let word = word.trim_matches(is_invisible);
            if !word.is_empty() {
                self.start();
                self.output.push_str(word);
            }
        }
    }

    /// Writes what was put off.
    fn start(&mut self) {
        if !self.output.is_empty() && self.breaks > 0 {
            let length = self.output.trim_end_matches(' ').len();
            self.output.truncate(length);
            for _ in 0..self.breaks.min(2) {
                self.output.push('\n');
            }
        } else if self.blank && !self.output.is_empty() && !self.output.ends_with([' ', '\n']) {
            self.output.push(' ');
        }
        self.breaks = 0;
        self.blank = false;
    }

    fn lines(&mut self, count: usize) {
        self.breaks = self.breaks.max(count);
    }

    /// Starts an element; whether its content is to be read.
    fn enter(&mut self, document: &Document, id: NodeId, kind: Kind) -> bool {
        match kind {
            Kind::Head | Kind::Style | Kind::Script | Kind::Title | Kind::Template | Kind::Svg => {
                return false;
            }
            Kind::Br => {
                self.breaks += 1;
                return false;
            }
            Kind::Hr => {
                self.lines(1);
                self.start();
                self.output
                    .push_str("----------------------------------------");
                self.lines(1);
                return false;
            }
            Kind::Img => {
                let alt = document.attr(id, "alt").unwrap_or_default();
                if !alt.trim().is_empty() {
                    self.start();
                    self.output.push('[');
                    self.text(alt.trim());
                    self.output.push(']');
                }
                return false;
            }
            Kind::Ul => self.lists.push(None),
            Kind::Ol => self.lists.push(Some(1)),
            Kind::Pre => self.preformatted += 1,
            Kind::Td | Kind::Th => self.blank = true,
            _ => {}
        }
        self.lines(lines_around(kind));
        if kind == Kind::Li {
            self.bullet();
        }
        true
    }

    fn bullet(&mut self) {
        self.start();
        let depth = self.lists.len().clamp(1, DEEPEST_LIST) - 1;
        self.output.push_str(&"  ".repeat(depth));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.output.extend([number.to_string().as_str(), ". "]);
                *number += 1;
            }
            _ => self.output.push_str("- "),
        }
    }

    fn leave(&mut self, document: &Document, id: NodeId, kind: Kind, from: usize) {
        match kind {
            Kind::A => self.address(document, id, from),
            Kind::Ul | Kind::Ol => {
                self.lists.pop();
            }
            Kind::Pre => self.preformatted = self.preformatted.saturating_sub(1),
            Kind::Td | Kind::Th => self.blank = true,
            _ => {}
        }
        self.lines(lines_around(kind));
    }

    /// Writes where a link leads, unless its text says so.
    fn address(&mut self, document: &Document, id: NodeId, from: usize) {
        let Some(address) = document.attr(id, "href") else {
            return;
        };
        let address = address.trim();
        let shown = self.output.get(from..).unwrap_or_default();
        let bare = address.strip_prefix("mailto:").unwrap_or(address);
        if bare.is_empty() || bare.starts_with('#') || shown.trim() == bare {
            return;
        }
        self.blank = true;
        self.start();
        self.output.extend(["<", bare, ">"]);
    }

    fn finish(mut self) -> String {
        let length = self.output.trim_end().len();
        self.output.truncate(length);
        if !self.output.is_empty() {
            self.output.push('\n');
        }
        self.output
    }
}

/// How many line breaks stand before and after an element.
const fn lines_around(kind: Kind) -> usize {
    match kind {
        Kind::P
        | Kind::H1
        | Kind::H2
        | Kind::H3
        | Kind::H4
        | Kind::H5
        | Kind::H6
        | Kind::Ul
        | Kind::Ol
        | Kind::Blockquote
        | Kind::Pre
        | Kind::Table => 2,
        Kind::Div
        | Kind::Tr
        | Kind::Li
        | Kind::Section
        | Kind::Article
        | Kind::Header
        | Kind::Footer
        | Kind::Main
        | Kind::Center
        | Kind::Dl
        | Kind::Dt
        | Kind::Dd
        | Kind::Address
        | Kind::Form
        | Kind::Caption => 1,
        _ => 0,
    }
}

/// Marks without width that senders fill the preview with.
const fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{200b}'..='\u{200d}' | '\u{2007}' | '\u{feff}' | '\u{34f}' | '\u{ad}' | '\u{a0}'
    )
}
