//! Whether DMARC reports can arrive: the other side agrees, and its mail hosts exist.

use super::look::{Look, texts};
use super::questions::dmarc_name;
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::RecordFix;
use crate::domain::sender_domain::dmarc::{
    Authorization, DmarcAnswer, DmarcRecord, Found, ReportDestination, TreeWalk,
    authorization_name, destinations, is_external,
};
use crate::domain::sender_domain::dns::{Answer, Name, Question, RecordData, RecordType};
use crate::domain::sender_domain::domain_name;
use crate::domain::sender_domain::fix::text_change;
use crate::domain::sender_domain::report::ReportFinding;
use crate::domain::sender_domain::report_uri::ReportTarget;

/// How many hosts are looked at; receivers need not send to more either.
const MOST_HOSTS: usize = 4;

pub(super) fn check(
    location: &str,
    organization: Option<&str>,
    record: &DmarcRecord,
    look: &mut Look<'_>,
) -> Vec<ReportFinding> {
    let mut findings = Vec::new();
    let Some(owner) = dmarc_name(location) else {
        return findings;
    };
    let text = record.tags.text();
    let policy_organization = organization.unwrap_or(location);
    for destination in destinations(record).iter().take(MOST_HOSTS) {
        if is_external_host(policy_organization, &destination.host, look) {
            findings.extend(agreement(location, &owner, destination, look));
        }
        if is_mailbox(record, &destination.host) {
            findings.extend(undeliverable(&owner, destination, look));
        }
    }
    findings
        .into_iter()
        .map(|finding| finding.in_record(text))
        .collect()
}

/// Whether a host belongs to another organization. One that does not lie below the organization
/// never belongs to it, so only of others the walk is needed.
fn is_external_host(organization: &str, host: &str, look: &mut Look<'_>) -> bool {
    if domain_name::is_same(organization, host) {
        return false;
    }
    if !domain_name::is_same_or_below(host, organization) {
        return true;
    }
    let walk = TreeWalk::new(host, |domain| {
        let answer = dmarc_name(domain).and_then(|name| look.ask(&name, RecordType::Txt));
        let Some(answer) = answer.filter(|answer| !answer.is_failure()) else {
            return Found::NoAnswer;
        };
        let texts = texts(answer);
        let read = DmarcAnswer::read(texts.iter().map(String::as_str));
        read.record().map_or(Found::Nothing, |record| {
            Found::Record(Box::new(record.clone()))
        })
    });
    let host_organization = walk.organizational_domain();
    host_organization.is_some_and(|it| is_external(organization, &it))
}

fn agreement(
    location: &str,
    owner: &Name,
    destination: &ReportDestination,
    look: &mut Look<'_>,
) -> Option<ReportFinding> {
    let host = &destination.host;
    let name: Option<Name> = authorization_name(location, host).and_then(|it| it.parse().ok());
    let Some(name) = name else {
        let finding = Authorization::Refused.finding(location, destination)?;
        return Some(ReportFinding::of(finding, owner).arg("host", host.as_str()));
    };
    let answer = look.ask(&name, RecordType::Txt)?;
    let question = Question::new(name.clone(), RecordType::Txt);
    if answer.is_failure() {
        let message = format!("Whether {host} agrees to reports could not be checked");
        let finding = Finding::new(Severity::Warning, "dmarc.unchecked", message)
            .hint("Check again in a while");
        return Some(ReportFinding::of(finding, owner).shown_by(question));
    }
    let texts = texts(answer);
    let authorization = Authorization::read(host, texts.iter().map(String::as_str));
    let finding = authorization.finding(location, destination)?;
    let told = ReportFinding::of(finding, owner)
        .arg("host", host.as_str())
        .arg("name", name.to_string())
        .shown_by(question);
    if authorization != Authorization::Refused {
        return Some(told);
    }
    Some(told.fix(RecordFix {
        title: format!("The owner of {host} publishes that it takes reports"),
        changes: vec![text_change(&name, None, Some("v=DMARC1"))],
    }))
}

fn is_mailbox(record: &DmarcRecord, host: &str) -> bool {
    let uris = record.aggregate.iter().chain(&record.failure);
    uris.into_iter().any(
        |uri| matches!(&uri.target, ReportTarget::Mailbox { host: named, .. } if named == host),
    )
}

/// The finding that no mail can arrive at the host of a report address (RFC 5321 section 5.1).
fn undeliverable(
    owner: &Name,
    destination: &ReportDestination,
    look: &mut Look<'_>,
) -> Option<ReportFinding> {
    let host: Name = destination.host.parse().ok()?;
    let mx = look.ask(&host, RecordType::Mx)?;
    let is_null =
        |data: &RecordData| matches!(data, RecordData::Mx { exchange, .. } if exchange.is_root());
    let message = if !mx.records().is_empty() && mx.records().iter().all(is_null) {
        format!("No report arrives at {host}, which says that it takes no mail")
    } else if mx.is_void() {
        let [ipv4, ipv6] = [RecordType::A, RecordType::Aaaa].map(|it| look.ask(&host, it));
        let are_void = ipv4.is_some_and(Answer::is_void) && ipv6.is_some_and(Answer::is_void);
        if !are_void {
            return None;
        }
        format!("No report arrives at {host}, which has neither mail host nor address")
    } else {
        return None;
    };
    let finding = Finding::new(Severity::Warning, "dmarc.rua-undeliverable", message)
        .hint("Name an address that takes mail");
    let finding = match destination.uris.first() {
        Some(span) => finding.at(*span),
        None => finding,
    };
    Some(
        ReportFinding::of(finding, owner)
            .arg("host", host.to_string())
            .shown_by(Question::new(host, RecordType::Mx)),
    )
}
