//! The zone: where it starts, whether it is signed (RFC 4033), and whether more than one server has
//! it.

use super::DomainCheck;
use super::look::{Look, Section};
use super::questions::zones;
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::{
    Answer, Inquiry, LookupOutcome, Name, Question, RecordData, RecordType,
};
use crate::domain::sender_domain::report::{DnssecSection, DnssecState, ReportFinding};

pub(super) struct ZoneOutcome {
    pub section: Section<DnssecSection>,
    pub zone: Option<Name>,
}

pub(super) fn check(check: &DomainCheck, inquiry: &Inquiry) -> ZoneOutcome {
    let mut look = Look::new(inquiry);
    let domain = &check.domain;
    let zone = zones(domain)
        .into_iter()
        .find(|name| look.ask(name, RecordType::Soa).is_some_and(starts_zone));
    let mut findings = Vec::new();
    let mut value = DnssecSection::default();
    let bogus: Vec<Question> = inquiry
        .answers()
        .filter(|(question, answer)| {
            answer.outcome == LookupOutcome::Bogus && question.name.is_at_or_below(domain)
        })
        .map(|(question, _)| question.clone())
        .collect();
    if let Some(zone) = &zone {
        let ds = look.ask(zone, RecordType::Ds);
        value.state = state(ds, !bogus.is_empty(), zone, inquiry);
        let servers = look.ask(zone, RecordType::Ns);
        findings.extend(servers.and_then(|answer| single_server(zone, answer)));
    } else if !bogus.is_empty() {
        value.state = DnssecState::Bogus;
    }
    let subject = zone.as_ref().unwrap_or(domain);
    findings.extend(about(value.state, subject, bogus));
    if value.state != DnssecState::Bogus {
        findings.extend(look.unchecked(
            Severity::Info,
            "dnssec.unchecked",
            subject,
            "Whether the answers are signed",
        ));
    }
    ZoneOutcome {
        section: look.finish(value, findings),
        zone,
    }
}

/// Whether an answer about the start of a zone is one: the records of the name itself, not those of
/// an alias's target.
fn starts_zone(answer: &Answer) -> bool {
    !answer.records().is_empty() && answer.aliases.is_empty()
}

fn state(ds: Option<&Answer>, is_bogus: bool, zone: &Name, inquiry: &Inquiry) -> DnssecState {
    if is_bogus {
        return DnssecState::Bogus;
    }
    match ds {
        Some(answer) if answer.is_void() => DnssecState::Unsigned,
        Some(answer) if !answer.records().is_empty() => {
            let is_vouched = inquiry
                .answers()
                .any(|(question, it)| it.authenticated && question.name.is_at_or_below(zone));
            if is_vouched {
                DnssecState::Validated
            } else {
                DnssecState::Signed
            }
        }
        _ => DnssecState::Unknown,
    }
}

fn about(state: DnssecState, zone: &Name, bogus: Vec<Question>) -> Option<ReportFinding> {
    let ds = Question::new(zone.clone(), RecordType::Ds);
    let finding = match state {
        DnssecState::Bogus => {
            let message = format!("{zone} is signed wrongly, so many receivers find nothing of it");
            let finding = Finding::new(Severity::Error, "dnssec.bogus", message).hint(
                "Renew the signatures, or remove the DS records at the registrar until they are \
                 right",
            );
            let told = ReportFinding::of(finding, zone).shown_by(ds);
            return Some(bogus.into_iter().fold(told, ReportFinding::shown_by));
        }
        DnssecState::Unsigned => {
            let message = format!("{zone} is not signed, so its records can be forged on the way");
            Finding::new(Severity::Info, "dnssec.unsigned", message)
                .hint("Switch DNSSEC on where the zone is kept; mail arrives without it as well")
        }
        DnssecState::Signed => {
            let message = format!(
                "{zone} is signed, but the resolver that was asked does not check signatures"
            );
            Finding::new(Severity::Info, "dnssec.not-validated", message)
                .hint("Ask a resolver that does, to be sure that the signatures are right")
        }
        DnssecState::Validated | DnssecState::Unknown => return None,
    };
    Some(ReportFinding::of(finding, zone).shown_by(ds))
}

fn single_server(zone: &Name, answer: &Answer) -> Option<ReportFinding> {
    let [RecordData::Ns(server)] = answer.records() else {
        return None;
    };
    let message = format!("{zone} has one name server only, {server}");
    let finding = Finding::new(Severity::Warning, "ns.single", message)
        .hint("Add a second one elsewhere; while the one is away, no mail of the domain passes");
    let question = Question::new(zone.clone(), RecordType::Ns);
    Some(ReportFinding::of(finding, zone).shown_by(question))
}
