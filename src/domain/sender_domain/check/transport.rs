//! Encryption of mail to the domain: MTA-STS (RFC 8461) and the reports about it (RFC 8460).

use super::look::{Look, Section, below, few, texts};
use super::{DomainCheck, FetchedText};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::RecordFix;
use crate::domain::sender_domain::dns::{Inquiry, Name, Question, RecordType};
use crate::domain::sender_domain::fix::{text_change, text_finding};
use crate::domain::sender_domain::mta_sts::{MtaStsMode, MtaStsPolicy, MtaStsRecord};
use crate::domain::sender_domain::mx::MxReport;
use crate::domain::sender_domain::report::{MtaStsSection, ReportFinding, TextSection};
use crate::domain::sender_domain::tls_rpt::TlsRptRecord;

pub(super) fn mta_sts(
    check: &DomainCheck,
    mx: &MxReport,
    inquiry: &Inquiry,
) -> Section<MtaStsSection> {
    let mut look = Look::new(inquiry);
    let mut findings = Vec::new();
    let mut value = MtaStsSection::default();
    let Some(name) = below("_mta-sts", &check.domain) else {
        return look.finish(value, findings);
    };
    let found = look.ask(&name, RecordType::Txt).map(texts);
    let texts = found.unwrap_or_default();
    let (record, on_number) = MtaStsRecord::choose(texts.iter().map(String::as_str));
    for finding in on_number {
        let records = texts
            .iter()
            .filter(|text| MtaStsRecord::parse(text).is_some());
        findings.push(several(finding, &name, records));
    }
    if let Some(record) = record {
        let text = record.print();
        let told = few(record.findings, |it| (it.code, name.clone())).into_iter();
        findings.extend(told.map(|finding| text_finding(finding, &name, &text)));
        value.record = Some(text);
        value.mode = policy(check, mx, &mut look, &mut findings);
    }
    findings.extend(look.unchecked(
        Severity::Info,
        "mtasts.unchecked",
        &name,
        "Whether mail to the domain must be encrypted",
    ));
    look.finish(value, findings)
}

/// The mode of the policy, with its findings.
fn policy(
    check: &DomainCheck,
    mx: &MxReport,
    look: &mut Look<'_>,
    findings: &mut Vec<ReportFinding>,
) -> Option<&'static str> {
    let host = below("mta-sts", &check.domain)?;
    let text = match &check.options.mta_sts_policy {
        FetchedText::NotFetched => return None,
        FetchedText::Failed(why) => {
            let message = format!("The policy at https://{host} cannot be had: {why}");
            let finding = Finding::new(Severity::Warning, "mtasts.unreachable", message).hint(
                "Serve it at /.well-known/mta-sts.txt with a valid certificate and without redirect",
            );
            findings.push(ReportFinding::of(finding, &host));
            return None;
        }
        FetchedText::Fetched(text) => text,
    };
    let policy = MtaStsPolicy::parse(text);
    // The mail hosts decide which lines it needs.
    look.ask(&check.domain, RecordType::Mx);
    let hosts: Vec<String> = mx
        .hosts
        .iter()
        .filter(|host| !host.name.is_root())
        .map(|host| host.name.to_string())
        .collect();
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    let uncovered = policy.uncovered(&hosts).into_iter();
    let flaws = few(policy.findings.clone(), |it| (it.code, host.clone()));
    for finding in flaws.into_iter().chain(uncovered) {
        findings.push(ReportFinding::of(finding, &host).in_record(text.as_str()));
    }
    policy.mode.map(|mode| match mode {
        MtaStsMode::Enforce => "enforce",
        MtaStsMode::Testing => "testing",
        MtaStsMode::None => "none",
    })
}

pub(super) fn tls_rpt(check: &DomainCheck, inquiry: &Inquiry) -> Section<TextSection> {
    let mut look = Look::new(inquiry);
    let mut findings = Vec::new();
    let mut value = TextSection::default();
    let Some(name) = below("_smtp._tls", &check.domain) else {
        return look.finish(value, findings);
    };
    let found = look.ask(&name, RecordType::Txt).map(texts);
    let texts = found.unwrap_or_default();
    let (record, on_number) = TlsRptRecord::choose(texts.iter().map(String::as_str));
    for finding in on_number {
        let records = texts
            .iter()
            .filter(|text| TlsRptRecord::parse(text).is_some());
        findings.push(several(finding, &name, records));
    }
    if let Some(record) = record {
        let text = record.print();
        let told = few(record.findings, |it| (it.code, name.clone())).into_iter();
        findings.extend(told.map(|finding| text_finding(finding, &name, &text)));
        value.record = Some(text);
    }
    findings.extend(look.unchecked(
        Severity::Info,
        "tlsrpt.unchecked",
        &name,
        "Who gets reports about encryption",
    ));
    look.finish(value, findings)
}

/// The finding on several records, with all but the first removed.
pub(super) fn several<'a>(
    finding: Finding,
    name: &Name,
    records: impl Iterator<Item = &'a String>,
) -> ReportFinding {
    let changes: Vec<_> = records
        .skip(1)
        .map(|text| text_change(name, Some(text), None))
        .collect();
    ReportFinding::of(finding, name)
        .arg("count", changes.len() + 1)
        .shown_by(Question::new(name.clone(), RecordType::Txt))
        .fix(RecordFix {
            title: "Keep the first record".to_owned(),
            changes,
        })
}
