//! Certificates of mail hosts in the DNS (RFC 7672). The certificates themselves are not looked at.

use super::look::{Look, Section, below};
use super::{DomainCheck, Wanted};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::{Answer, Inquiry, Name, Question, RecordData, RecordType};
use crate::domain::sender_domain::mx::{MOST_HOSTS, MxReport};
use crate::domain::sender_domain::report::{DaneHost, DaneState, ReportFinding, SectionState};

pub(super) fn check(
    check: &DomainCheck,
    mx: &MxReport,
    inquiry: &Inquiry,
) -> Section<Vec<DaneHost>> {
    let mut look = Look::new(inquiry);
    if check.options.dane == Wanted::No {
        let mut section = look.finish(Vec::new(), Vec::new());
        section.state = SectionState::NotWanted;
        return section;
    }
    let own = look.ask(&check.domain, RecordType::Mx);
    let mut hosts = Vec::new();
    let mut findings = Vec::new();
    let named = mx.hosts.iter().filter(|host| !host.name.is_root());
    for host in named.take(MOST_HOSTS) {
        let Some(name) = below("_25._tcp", &host.name) else {
            continue;
        };
        let answer = look.ask(&name, RecordType::Tlsa);
        let records: Vec<String> = answer.map(tlsa).unwrap_or_default();
        let flaw = answer.and_then(|answer| flaw(&name, answer, &records, own));
        let state = match answer {
            Some(answer) if answer.is_void() => DaneState::Missing,
            Some(answer) if !answer.is_failure() && flaw.is_none() => DaneState::Usable,
            Some(answer) if !answer.is_failure() => DaneState::Unusable,
            _ => DaneState::Unknown,
        };
        findings.extend(flaw.map(|finding| {
            let question = Question::new(name.clone(), RecordType::Tlsa);
            ReportFinding::of(finding, &name).shown_by(question)
        }));
        hosts.push(DaneHost {
            host: host.name.clone(),
            state,
            records,
        });
    }
    findings.extend(look.unchecked(
        Severity::Info,
        "dane.unchecked",
        &check.domain,
        "The certificates of the mail hosts in the DNS",
    ));
    look.finish(hosts, findings)
}

/// The records of an answer, as a zone file shows them.
fn tlsa(answer: &Answer) -> Vec<String> {
    answer
        .records()
        .iter()
        .filter_map(|data| match data {
            RecordData::Other {
                record_type: RecordType::Tlsa,
                text,
            } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

/// Why senders do not use the records, or what they lack.
fn flaw(name: &Name, answer: &Answer, records: &[String], mx: Option<&Answer>) -> Option<Finding> {
    if answer.is_void() {
        let message = format!("There is no certificate at {name}");
        let finding = Finding::new(Severity::Info, "dane.missing", message).hint(
            "Publish TLSA records if the zone is signed; they keep mail to the host encrypted",
        );
        return Some(finding);
    }
    if answer.is_failure() {
        return None;
    }
    if !answer.authenticated || !mx.is_some_and(|mx| mx.authenticated) {
        let message =
            format!("Senders ignore the certificate at {name}, as the way to it is unsigned");
        let finding = Finding::new(Severity::Info, "dane.unsigned", message).hint(
            "Sign the zones of the domain and of the mail host, and ask a resolver that validates",
        );
        return Some(finding);
    }
    if records.iter().any(|record| is_usable(record)) {
        return None;
    }
    let message = format!("Senders can use none of the records at {name}");
    Some(
        Finding::new(Severity::Warning, "dane.unusable", message).hint(
            "Publish “3 1 1” and the SHA-256 of the server's public key in hexadecimal digits",
        ),
    )
}

/// Whether a record is one that senders use: of usage 2 or 3 (RFC 7672 section 3.1.3), with a digest
/// of the right length.
fn is_usable(record: &str) -> bool {
    let mut fields = record.split_whitespace();
    let mut number = || fields.next()?.parse::<u8>().ok();
    let (usage, selector, matching) = (number(), number(), number());
    let data: String = fields.collect();
    let is_hex = data.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has_length = match matching {
        Some(0) => !data.is_empty() && data.len().is_multiple_of(2),
        Some(1) => data.len() == 64,
        Some(2) => data.len() == 128,
        _ => false,
    };
    matches!(usage, Some(2 | 3)) && matches!(selector, Some(0 | 1)) && is_hex && has_length
}
