//! What only somebody who knows Logto can tell of a mail.

mod braces;
mod code;
mod connector;
mod contexts;
mod escape;
mod expiry;
pub(super) mod foreign;
mod leak;
mod reach;
mod split;

use super::found::Found;
use super::input::CheckInput;
use super::page::Page;
use crate::domain::logto::{Field, FieldFinding, check_placeholders};

/// Adds what is wrong.
pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let split = split::check(page, input, found);
    let flow = input.flows().first().copied();
    if let Some(flow) = flow {
        let told = check_placeholders(input.details, flow, input.usage_type, input.payload);
        let wanted = told.into_iter().filter(|told| !split.explains(told));
        let wanted = wanted.map(|told| code::with_fix(page, input, told));
        found.extend(wanted);
    }
    braces::check(page, input, &split, found);
    leak::check(page, input, found);
    code::check(page, input, found);
    expiry::check(page, input, found);
    escape::check(page, input, found);
    connector::check(input, found);
    reach::check(input, found);
    foreign::check(input, found);
}

/// The texts of a template by field.
pub(super) fn texts<'a>(input: &CheckInput<'a>) -> Vec<(Field, &'a str)> {
    let details = input.details;
    [
        (Field::Subject, Some(details.subject.as_str())),
        (Field::Content, Some(details.content.as_str())),
        (Field::ReplyTo, details.reply_to.as_deref()),
        (Field::SendFrom, details.send_from.as_deref()),
    ]
    .into_iter()
    .filter_map(|(field, text)| Some((field, text?)))
    .collect()
}

/// Whether a finding of the field overlaps the span.
fn is_told(findings: &[FieldFinding], field: Field, span: crate::domain::finding::Span) -> bool {
    findings.iter().any(|told| {
        let other = told.finding.span;
        told.field == field
            && told.finding.code.starts_with("placeholder-")
            && other.is_some_and(|other| other.start < span.end && span.start < other.end)
    })
}
