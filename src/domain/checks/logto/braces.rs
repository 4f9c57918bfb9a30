//! Braces that are no placeholder to Logto, because one of them is missing or too many.
//!
//! Logto replaces `{{ name }}` and nothing else (`connector-kit/src/index.ts`,
//! `replaceSendMessageHandlebars`), so that readers see any other brace as it stands.

use std::collections::HashSet;

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use super::split::Split;
use super::texts;
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::logto::{Field, paths, placeholders};
use crate::domain::markup::html::{NodeKind, TextKind};

/// A text whose braces are looked at.
struct Braces<'t> {
    text: &'t str,
    /// What is explained elsewhere, in order; none overlaps another.
    known: Vec<Span>,
    /// The variables that the mail may have.
    names: &'t HashSet<String>,
}

/// Adds what is wrong with braces that no other rule tells of.
pub(super) fn check(page: &Page, input: &CheckInput<'_>, split: &Split, found: &mut Found) {
    let names: HashSet<String> = input
        .flows()
        .into_iter()
        .flat_map(|flow| paths(flow, input.usage_type))
        .map(|path| path.path)
        .collect();
    for (field, text) in texts(input) {
        if !text.contains(['{', '}']) {
            continue;
        }
        let mut known: Vec<Span> = placeholders(text, input.payload)
            .into_iter()
            .map(|placeholder| with_pairs(text, placeholder.span))
            .collect();
        if field == Field::Content {
            known.extend(not_read(page));
            known.extend(split.spans());
        }
        let braces = Braces {
            text,
            known: disjoint(known),
            names: &names,
        };
        for finding in braces.findings() {
            found.add(field, finding);
        }
    }
}

/// A placeholder with as many more braces as stand on both sides, which are told of as triple.
fn with_pairs(text: &str, span: Span) -> Span {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (span.start, span.end);
    while start > 0 && bytes.get(start - 1) == Some(&b'{') && bytes.get(end) == Some(&b'}') {
        start -= 1;
        end += 1;
    }
    Span::new(start, end)
}

/// Style sheets, scripts and comments, where braces are none that anybody reads.
fn not_read(page: &Page) -> impl Iterator<Item = Span> + '_ {
    let document = &page.document;
    document.walk().filter_map(|id| {
        let node = document.node(id)?;
        match node.kind {
            NodeKind::Comment(_) | NodeKind::Text(TextKind::Raw) => Some(node.span),
            _ => None,
        }
    })
}

/// The spans in order, those that touch the same text as one.
fn disjoint(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

impl Braces<'_> {
    /// What is wrong, from left to right; each byte is looked at a fixed number of times.
    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut at = 0;
        let mut known = self.known.iter().peekable();
        while let Some(next) = self.next_brace(at) {
            while known.next_if(|span| span.end <= next).is_some() {}
            if let Some(span) = known.peek().filter(|span| span.start <= next) {
                at = span.end;
                continue;
            }
            let limit = known.peek().map_or(self.text.len(), |span| span.start);
            let (finding, end) = if self.byte(next) == Some(b'{') {
                self.opening(next, limit)
            } else {
                self.closing(next, limit)
            };
            findings.extend(finding);
            at = end;
        }
        findings
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn next_brace(&self, from: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(from..)?;
        memchr::memchr2(b'{', b'}', rest).map(|found| from + found)
    }

    /// Where a run of `wanted` ends that starts at `at`, at the latest at `limit`.
    fn run(&self, at: usize, limit: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(at..limit).unwrap_or_default();
        let length = rest.iter().position(|byte| !wanted(*byte));
        length.map_or(limit, |length| at + length)
    }

    /// What is wrong with opening braces, and where to go on.
    fn opening(&self, start: usize, limit: usize) -> (Option<Finding>, usize) {
        let inside = self.run(start, limit, |byte| byte == b'{');
        let count = inside - start;
        if inside == limit && limit < self.text.len() && self.is_placeholder_at(limit) {
            return (Some(extra(Span::new(start, inside), "before")), inside);
        }
        let blank = |byte: u8| byte.is_ascii_whitespace();
        let name_start = self.run(inside, limit, blank);
        let name_end = self.run(name_start, limit, |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')
        });
        let name = self.text.get(name_start..name_end).unwrap_or_default();
        let close = self.run(name_end, limit, blank);
        let end = self.run(close, limit, |byte| byte == b'}');
        let closed = end - close;
        let is_known = self.names.contains(name);
        match (count, closed) {
            (1, 1) if is_known => (Some(single(Span::new(start, end), name)), end),
            (1, 2..) if is_known => (Some(lopsided(Span::new(start, end), name)), end),
            (1, _) => (None, inside),
            (_, 0) => {
                let end = if name.is_empty() { inside } else { name_end };
                let fix = is_known.then_some(name);
                (Some(unclosed(Span::new(start, end), name, fix)), end)
            }
            _ if name.is_empty() => (Some(extra(Span::new(start, end), "without a name")), end),
            _ => (Some(lopsided(Span::new(start, end), name)), end),
        }
    }

    /// What is wrong with closing braces, and where to go on. One alone is a character like others.
    fn closing(&self, start: usize, limit: usize) -> (Option<Finding>, usize) {
        let end = self.run(start, limit, |byte| byte == b'}');
        let follows = start > 0
            && self
                .known
                .binary_search_by_key(&start, |span| span.end)
                .is_ok();
        let follows = follows && self.byte(start - 1) == Some(b'}');
        let span = Span::new(start, end);
        let finding = if follows {
            Some(extra(span, "after"))
        } else {
            (end - start > 1).then(|| extra(span, "without {{ before them"))
        };
        (finding, end)
    }

    fn is_placeholder_at(&self, at: usize) -> bool {
        self.byte(at) == Some(b'{')
    }
}

const HINT: &str = "Logto replaces names like {{code}} or {{application.name}} and nothing else";

fn together(span: Span, name: &str) -> Fix {
    Fix {
        title: format!("Write {{{{{name}}}}}"),
        span,
        replacement: format!("{{{{{name}}}}}"),
    }
}

fn unclosed(span: Span, name: &str, known: Option<&str>) -> Finding {
    let message = format!("{{{{{name} is mailed as written: its braces are never closed");
    let finding = Finding::new(Severity::Error, "placeholder-unclosed", message);
    Finding {
        fix: known.map(|name| together(span, name)),
        ..finding.hint(HINT).at(span)
    }
}

fn lopsided(span: Span, name: &str) -> Finding {
    Finding::new(
        Severity::Error,
        "placeholder-unclosed",
        format!(
            "The braces around {name} are mailed as written: a placeholder has two on each side"
        ),
    )
    .hint(HINT)
    .at(span)
    .fix(together(span, name))
}

fn single(span: Span, name: &str) -> Finding {
    Finding::new(
        Severity::Warning,
        "placeholder-single-braces",
        format!("{{{name}}} looks like a placeholder, but with one brace on each side it is mailed as written"),
    )
    .hint(HINT)
    .at(span)
    .fix(together(span, name))
}

fn extra(span: Span, what: &str) -> Finding {
    let (message, is_safe) = match what {
        "before" => ("Readers see the braces before this placeholder", true),
        "after" => ("Readers see the braces after this placeholder", true),
        "without a name" => ("Readers see these braces: there is no name in them", false),
        _ => (
            "Readers see these braces: no {{ before them belongs to them",
            false,
        ),
    };
    let finding = Finding::new(Severity::Warning, "placeholder-stray-braces", message)
        .hint("A placeholder has two braces on each side; take the others out")
        .at(span);
    let fix = is_safe.then(|| Fix {
        title: "Remove the braces".to_owned(),
        span,
        replacement: String::new(),
    });
    Finding { fix, ..finding }
}
