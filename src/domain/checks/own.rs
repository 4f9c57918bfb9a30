//! What a composed mail lacks is put into the template's own content, not into a layout that other
//! mails share.

use crate::domain::authoring::Composition;
use crate::domain::finding::{Finding, Fix, Span};
use crate::domain::markup::html::{Document, Kind, NodeId};

/// A finding of a missing code or link as one of the template's own content, with spans that count
/// in `own`; nothing for other findings and for templates that are not composed.
pub fn in_own_content(
    finding: &Finding,
    composition: Option<&Composition>,
    own: &str,
) -> Option<Finding> {
    composition?;
    if !matches!(
        finding.code,
        "template-code-missing" | "template-link-missing"
    ) {
        return None;
    }
    let at = end_of_text(own);
    let span = Span::new(at, at);
    let fix = finding.fix.clone().map(|fix| Fix { span, ..fix });
    Some(Finding {
        span: Some(span),
        fix,
        ..finding.clone()
    })
}

/// After the first paragraph, else where the text ends.
fn end_of_text(own: &str) -> usize {
    let document = Document::parse(own);
    let is_paragraph = |id: &NodeId| {
        let element = document.element(*id);
        let is_closed = element.is_some_and(|element| element.end_tag.is_some());
        is_closed && !document.text_content(*id).trim().is_empty()
    };
    let paragraph = document.elements_of(Kind::P).find(is_paragraph);
    paragraph.map_or_else(|| own.trim_end().len(), |id| document.span(id).end)
}
