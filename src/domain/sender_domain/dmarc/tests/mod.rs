mod policy;
mod record;
mod reports;

use super::*;
use crate::domain::finding::{Finding, Severity};

fn codes(findings: &[Finding]) -> Vec<(&'static str, Severity)> {
    findings.iter().map(|it| (it.code, it.severity)).collect()
}

fn record(text: &str) -> DmarcRecord {
    DmarcRecord::parse(text).unwrap_or_else(|| panic!("no record: {text}"))
}

/// The text with the first fix of a finding of this code applied.
fn mended(record: &DmarcRecord, code: &str) -> String {
    let finding = record.findings.iter().find(|it| it.code == code);
    let fix = finding.and_then(|it| it.fix.clone());
    let fix = fix.unwrap_or_else(|| panic!("no fix for {code}: {:?}", record.findings));
    let mut text = record.print();
    text.replace_range(fix.span.range(), &fix.replacement);
    text
}
