//! Character references that nobody knows: `&nbps;`.

use memchr::memchr_iter;

use super::super::found::Found;
use crate::domain::character_reference::{LONGEST_NAME, named};
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::markup::html::{Document, NodeKind, TextKind};

/// The references that mails have, to find which one was meant.
const USUAL: [&str; 18] = [
    "nbsp", "amp", "lt", "gt", "quot", "apos", "copy", "reg", "trade", "mdash", "ndash", "hellip",
    "euro", "zwnj", "shy", "rarr", "middot", "bull",
];

/// Adds the references of texts that no mail client knows.
pub(super) fn check(document: &Document, found: &mut Found) {
    for id in document.walk() {
        let Some(node) = document.node(id) else {
            continue;
        };
        if !matches!(node.kind, NodeKind::Text(TextKind::WithReferences)) {
            continue;
        }
        let text = document.slice(node.span);
        for at in memchr_iter(b'&', text.as_bytes()) {
            if let Some(name) = unknown(text.get(at + 1..).unwrap_or_default()) {
                found.content(finding(name, node.span.start + at));
            }
        }
    }
}

/// The name after an `&`, if it is closed by a semicolon and stands for nothing.
fn unknown(rest: &str) -> Option<&str> {
    let rest = rest.get(..rest.floor_char_boundary(LONGEST_NAME + 1))?;
    let end = rest.find(|char: char| !char.is_ascii_alphanumeric())?;
    let name = rest.get(..end)?;
    let with_end = rest.get(..=end).filter(|text| text.ends_with(';'))?;
    // Without its semicolon the beginning of a name can still be one: `&copyright;`.
    let begins = |length: &usize| {
        name.get(..*length)
            .is_some_and(|part| named(part).is_some())
    };
    let is_known = named(with_end).is_some() || (1..=name.len()).any(|length| begins(&length));
    (!name.is_empty() && !is_known).then_some(name)
}

fn finding(name: &str, at: usize) -> Finding {
    let span = Span::new(at, at + name.len() + 2);
    let message = format!("Readers see &{name}; as it stands: there is no such character");
    let finding = Finding::new(Severity::Info, "markup-unknown-reference", message)
        .hint("Write the character itself, or the right name of it")
        .at(span);
    let fix = meant(name).map(|meant| Fix {
        title: format!("Write &{meant};"),
        span,
        replacement: format!("&{meant};"),
    });
    Finding { fix, ..finding }
}

/// The usual reference that has the same letters in another order or in another case.
fn meant(name: &str) -> Option<&'static str> {
    let letters = |name: &str| {
        let mut letters: Vec<u8> = name.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
        letters.sort_unstable();
        letters
    };
    let wanted = letters(name);
    USUAL.into_iter().find(|usual| letters(usual) == wanted)
}
