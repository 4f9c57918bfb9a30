//! Changes of records: how they come out of findings, how they are written down for a zone file, a
//! form or a reader, and the proof that they solve what they are meant to.

mod apply;
mod mend;
mod print;
mod prove;
mod tags;

#[cfg(test)]
mod tests;

pub use apply::{apply, data_text};
pub use print::{FormAction, FormEntry, diff, form_entries, txt_strings, zone_file};
pub use prove::{Proof, prove};

use super::dns::{Name, Question, RecordType};
use super::report::ReportFinding;
use super::{RecordChange, RecordFix};
use crate::domain::finding::Finding;

/// A finding about a text record, with the change of the record that would solve it, where there is
/// one.
pub(super) fn text_finding(finding: Finding, owner: &Name, text: &str) -> ReportFinding {
    let by_span = finding.fix.as_ref().and_then(|fix| {
        let mut mended = text.to_owned();
        mended.get(fix.span.range())?;
        mended.replace_range(fix.span.range(), &fix.replacement);
        Some((fix.title.clone(), mended))
    });
    let mended = by_span.or_else(|| mend::text(&finding, owner, text));
    let told = ReportFinding::of(finding, owner)
        .shown_by(Question::new(owner.clone(), RecordType::Txt))
        .in_record(text);
    match mended {
        Some((title, new)) if new != text => told.fix(exchange(title, owner, text, &new)),
        _ => told,
    }
}

/// The exchange of one text for another.
pub(super) fn exchange(title: impl Into<String>, owner: &Name, old: &str, new: &str) -> RecordFix {
    RecordFix {
        title: title.into(),
        changes: vec![text_change(owner, Some(old), Some(new))],
    }
}

/// One change of a text record.
pub(super) fn text_change(owner: &Name, old: Option<&str>, new: Option<&str>) -> RecordChange {
    RecordChange {
        name: owner.clone(),
        record_type: RecordType::Txt,
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    }
}
