//! What stands in a plain text: paragraphs, with the web addresses in them as links.

use super::outline::{Block, Frame, Outline};
use super::references::path;
use super::{Item, ItemKind};
use crate::domain::finding::Span;
use crate::domain::syntax::placeholder_spans;

/// What ends a web address in a text.
const ENDS_ADDRESS: [char; 5] = ['>', '<', '"', ')', ']'];

/// The outline of a plain text: paragraphs are what empty lines separate.
pub(super) fn of_text(content: &str) -> Outline {
    let mut placeholders = placeholder_spans(content).into_iter().peekable();
    let mut blocks = Vec::new();
    for span in paragraphs(content) {
        let text = content.get(span.range()).unwrap_or_default();
        let mut paths = Vec::new();
        while let Some(placeholder) = placeholders.next_if(|next| next.start < span.end) {
            let written = content.get(placeholder.range()).unwrap_or_default();
            paths.push(path(written).to_owned());
        }
        let item = Item {
            kind: ItemKind::Text,
            span,
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            source: None,
            links: addresses(text).map(str::to_owned).collect(),
            placeholders: paths,
        };
        blocks.push(Block { item, look: 0 });
    }
    Outline {
        blocks,
        frame: Frame::default(),
    }
}

/// The paragraphs without the blanks around them.
fn paragraphs(content: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in content.split_inclusive('\n') {
        let visible = line.trim();
        if visible.is_empty() {
            found.extend(open.take());
        } else {
            let start = at + (line.len() - line.trim_start().len());
            let first = open.map_or(start, |open| open.start);
            open = Some(Span::new(first, start + visible.len()));
        }
        at += line.len();
    }
    found.extend(open);
    found
}

/// The web addresses in a text.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter_map(|word| {
        let start = word.find("https://").or_else(|| word.find("http://"))?;
        let address = word.get(start..)?;
        let end = address.find(ENDS_ADDRESS).unwrap_or(address.len());
        Some(
            address
                .get(..end)?
                .trim_end_matches(['.', ',', ';', ':', '!', '?']),
        )
    })
}
