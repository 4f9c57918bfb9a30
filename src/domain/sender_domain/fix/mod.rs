//! Changes of records: how they come out of findings, how they are written down for a zone file, a
//! form or a reader, and the proof that they solve what they are meant to.

mod apply;
mod mend;
mod place;
mod print;
mod prove;
mod tags;

#[cfg(test)]
mod tests;

pub use apply::{apply, data_text};
pub(super) use place::placed;
pub use print::{FormAction, FormEntry, diff, form_entries, txt_strings, zone_file};
pub use prove::{Proof, ProofSummary, ProofVerdict, prove};

use super::bimi::BimiRecord;
use super::dkim::KeyRecord;
use super::dmarc::DmarcAnswer;
use super::dns::{Name, Question, RecordType};
use super::mta_sts::MtaStsRecord;
use super::report::ReportFinding;
use super::tls_rpt::TlsRptRecord;
use super::{RecordChange, RecordFix};

use crate::domain::finding::Finding;

/// How often a record is mended for one finding.
const MOST_ROUNDS: usize = 6;

/// A finding about a text record, with the change of the record that would solve it, where there is
/// one.
pub(super) fn text_finding(finding: Finding, owner: &Name, text: &str) -> ReportFinding {
    let mended = mended(&finding, owner, text);
    let meant = finding.span.and_then(|span| text.get(span.range()));
    let meant = meant.filter(|meant| !meant.is_empty()).map(str::to_owned);
    let mut told = ReportFinding::of(finding, owner)
        .shown_by(Question::new(owner.clone(), RecordType::Txt))
        .in_record(text);
    if let Some(meant) = meant {
        told = told.arg("term", meant);
    }
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

/// What a change does, and the text after it. One flaw may hide another of its kind, so the text is
/// read again until there are fewer.
fn mended(finding: &Finding, owner: &Name, text: &str) -> Option<(String, String)> {
    let count = |text: &str| {
        let found = flaws(finding.code, text);
        found
            .iter()
            .filter(|it| it.code == finding.code && it.severity <= finding.severity)
            .count()
    };
    let before = count(text);
    let (title, mut new) = mended_once(finding, owner, text)?;
    for _ in 0..MOST_ROUNDS {
        if count(&new) < before {
            return Some((title, new));
        }
        let found = flaws(finding.code, &new);
        let next = found
            .iter()
            .filter(|it| it.code == finding.code)
            .find_map(|it| mended_once(it, owner, &new))?;
        new = next.1;
    }
    None
}

fn mended_once(finding: &Finding, owner: &Name, text: &str) -> Option<(String, String)> {
    let by_span = finding.fix.as_ref().and_then(|fix| {
        let mut mended = text.to_owned();
        mended.get(fix.span.range())?;
        mended.replace_range(fix.span.range(), &fix.replacement);
        Some((fix.title.clone(), mended))
    });
    by_span.or_else(|| mend::text(finding, owner, text))
}

/// The findings of a text read as the record that an id belongs to.
fn flaws(code: &str, text: &str) -> Vec<Finding> {
    match code.split('.').next() {
        Some("dkim") => KeyRecord::parse(text).findings,
        Some("dmarc") => {
            let answer = DmarcAnswer::read([text]);
            let about = answer.findings.into_iter().map(|(_, finding)| finding);
            let inside = answer.records.into_iter().flat_map(|it| it.findings);
            about.chain(inside).collect()
        }
        Some("mtasts") => MtaStsRecord::parse(text).map_or_else(Vec::new, |it| it.findings),
        Some("tlsrpt") => TlsRptRecord::parse(text).map_or_else(Vec::new, |it| it.findings),
        Some("bimi") => BimiRecord::parse(text).map_or_else(Vec::new, |it| it.findings),
        _ => Vec::new(),
    }
}
