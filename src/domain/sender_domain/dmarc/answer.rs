//! What the TXT records at one `_dmarc` name amount to (RFC 9989 section 4.10, step 2), and records
//! that were meant for DMARC but are discarded.

use super::record::DmarcRecord;
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::sender_domain::tag_list::TagList;

/// The TXT texts at one name, sorted into those that count and those that do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DmarcAnswer {
    /// The records that start as DMARC records do. If there is more than one, receivers discard all.
    pub records: Vec<DmarcRecord>,
    /// Findings on the answer: too many records, and texts that nearly are one. Spans lie in the
    /// text at the index beside them.
    pub findings: Vec<(usize, Finding)>,
}

impl DmarcAnswer {
    /// Sorts the texts found at one name, which may be none.
    pub fn read<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut records = Vec::new();
        let mut findings = Vec::new();
        let mut second = None;
        for (index, text) in texts.into_iter().enumerate() {
            if let Some(record) = DmarcRecord::parse(text) {
                records.push(record);
                if records.len() == 2 {
                    second = Some(index);
                }
            } else if let Some(finding) = near_miss(text) {
                findings.push((index, finding));
            }
        }
        if let Some(index) = second {
            let message = format!(
                "There are {} DMARC records, so receivers discard all of them",
                records.len()
            );
            let finding = Finding::new(Severity::Error, "dmarc.multiple", message)
                .hint("Keep one record and delete the others");
            findings.insert(0, (index, finding));
        }
        Self { records, findings }
    }

    /// The record that counts.
    pub fn record(&self) -> Option<&DmarcRecord> {
        match self.records.as_slice() {
            [record] => Some(record),
            _ => None,
        }
    }
}

/// The finding for a DMARC record among the TXT records of the domain itself, where nobody looks.
pub fn misplaced(text: &str, domain: &str) -> Option<Finding> {
    DmarcRecord::parse(text)?;
    let message = format!("A DMARC record stands at {domain}, where no receiver looks for it");
    Some(
        Finding::new(Severity::Error, "dmarc.wrong-location", message)
            .hint(format!("Move it to _dmarc.{domain}"))
            .at(0..text.len()),
    )
}

/// Why a text is no DMARC record, though it was meant as one or stands in the place of one.
fn near_miss(text: &str) -> Option<Finding> {
    let compact: String = text.chars().filter(|it| it.is_alphanumeric()).collect();
    let compact = compact.to_ascii_lowercase();
    if compact.starts_with("vspf1") {
        let message = "An SPF record answers for the DMARC name, probably by a wildcard";
        return Some(
            Finding::new(Severity::Warning, "dmarc.near-miss", message)
                .hint("Receivers discard it; publish a DMARC record at this name of its own"),
        );
    }
    let looks_meant = compact.contains("dmarc1") || compact.starts_with("vdmarc");
    if !looks_meant {
        return None;
    }
    let finding = Finding::new(
        Severity::Error,
        "dmarc.near-miss",
        "Receivers discard this record, as it does not begin with “v=DMARC1;”",
    )
    .at(0..text.len());
    let Some(repaired) = repaired(text) else {
        return Some(finding.hint("Write the record anew: v=DMARC1; p=none"));
    };
    Some(finding.hint(format!("Publish: {repaired}")).fix(Fix {
        title: "Begin with v=DMARC1".to_owned(),
        span: Span::new(0, text.len()),
        replacement: repaired,
    }))
}

/// The record with its version at the start and everything else kept in order.
fn repaired(text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|it| !matches!(it, '"' | '\\' | '“' | '”'))
        .collect();
    let list = TagList::parse(&bare);
    let mut parts = vec!["v=DMARC1".to_owned()];
    for part in bare.split(';') {
        let part = part.trim();
        let after = after_version(part);
        let rest = after.unwrap_or(part).trim();
        if !rest.is_empty() {
            parts.push(rest.to_owned());
        }
    }
    let is_any_tag = list.tags().iter().any(|tag| !list.value(tag).is_empty());
    let repaired = parts.join("; ");
    DmarcRecord::parse(&repaired)
        .filter(|_| is_any_tag)
        .map(|_record| repaired)
}

/// What follows the version in a part that holds one, however it is written.
fn after_version(part: &str) -> Option<&str> {
    let start = part.trim_start_matches(['v', 'V']).trim_start();
    let start = start.trim_start_matches(['=', ':']).trim_start();
    let word = start.get(..5)?;
    if !word.eq_ignore_ascii_case("dmarc") {
        return None;
    }
    let rest = start.get(5..)?.trim_start_matches([' ', '-', '_']);
    let rest = rest.strip_prefix('1').unwrap_or(rest);
    Some(rest.trim_start_matches([',', ':', '.', ' ']))
}
