//! Placeholders that tags or character references cut into pieces, as visual editors leave them.

use super::super::flat::FlatText;
use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::logto::{Field, FieldFinding, Outcome, placeholders};
use crate::domain::markup::html::{TokenKind, tokens};

/// The placeholders that are cut.
pub(super) struct Split {
    spans: Vec<Span>,
    has_code: bool,
}

impl Split {
    /// Where they stand.
    pub(super) fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.spans.iter().copied()
    }

    /// Whether a finding is about a placeholder that is cut.
    pub(super) fn explains(&self, told: &FieldFinding) -> bool {
        if told.field != Field::Content {
            return false;
        }
        match told.finding.span {
            None => self.has_code && told.finding.code == "template-code-missing",
            Some(span) => self
                .spans
                .iter()
                .any(|cut| cut.start < span.end && span.start < cut.end),
        }
    }
}

pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) -> Split {
    let mut split = Split {
        spans: Vec::new(),
        has_code: false,
    };
    let document = &page.document;
    if !document.source().contains(['{', '&']) {
        return split;
    }
    let flat = FlatText::of(document, page.texts());
    for placeholder in placeholders(&flat.text, input.payload) {
        if placeholder.outcome == Outcome::NotAPlaceholder {
            continue;
        }
        let Some(span) = flat.source_span(document, placeholder.span) else {
            continue;
        };
        let written = document.slice(span);
        if written.len() > 2000 || Some(written) == flat.text.get(placeholder.span.range()) {
            continue;
        }
        split.spans.push(span);
        split.has_code |= placeholder.path == "code";
        found.content(finding(written, &placeholder.path, span));
    }
    split
}

fn finding(written: &str, path: &str, span: Span) -> Finding {
    let what = if written.contains('<') {
        "tags stand within its braces"
    } else {
        "its braces or its name are written as character references"
    };
    Finding::new(
        Severity::Error,
        "code-split-by-tags",
        format!("{{{{{path}}}}} is mailed as written: {what}"),
    )
    .hint("Logto looks for the braces and the name in the text as it stands, before any mail client reads tags")
    .at(span)
    .fix(Fix {
        title: format!("Put {{{{{path}}}}} together"),
        span,
        replacement: mended(written, path),
    })
}

/// The placeholder in one piece: the start tags within it go before it, the end tags after it.
fn mended(written: &str, path: &str) -> String {
    let mut before = String::new();
    let mut after = String::new();
    for token in tokens(written) {
        let text = written.get(token.span.range()).unwrap_or_default();
        match token.kind {
            TokenKind::StartTag(_) => before.push_str(text),
            TokenKind::EndTag(_) => after.push_str(text),
            _ => {}
        }
    }
    format!("{before}{{{{{path}}}}}{after}")
}
