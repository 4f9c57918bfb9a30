//! Changes of the domain's own SPF record for findings whose survey names none.

use core::net::IpAddr;

use super::DomainCheck;
use crate::domain::finding::Span;
use crate::domain::sender_domain::dns::{Inquiry, Name, Question, RecordData, RecordType};
use crate::domain::sender_domain::report::ReportFinding;
use crate::domain::sender_domain::spf::{
    BranchState, Qualifier, Record, Survey, SurveyedTerm, TermKind,
};
use crate::domain::sender_domain::{RecordChange, RecordFix};

/// Findings that go away with the term they are about.
const MENDED_BY_REMOVAL: [&str; 8] = [
    "spf.include-none",
    "spf.include-passes-all",
    "spf.include-error",
    "spf.loop",
    "spf.mx-limit",
    "spf.ptr",
    "spf.redirect-none",
    "spf.void-limit",
];

/// How many records the domain has.
pub(super) fn record_count(survey: &Survey) -> usize {
    match &survey.root.state {
        BranchState::Several(records) => records.len(),
        BranchState::Record(..) => 1,
        _ => 0,
    }
}

/// The change that solves a finding, if there is one.
pub(super) fn fix(
    told: &ReportFinding,
    check: &DomainCheck,
    survey: &Survey,
    inquiry: &Inquiry,
) -> Option<RecordFix> {
    match told.id {
        "spf.missing" => first_record(check),
        "spf.near-miss" => moved(survey, inquiry),
        "spf.type99" => retired(survey, inquiry),
        "spf.cname" => survey.alias.as_ref().map(|target| RecordFix {
            title: "Remove the alias".to_owned(),
            changes: vec![RecordChange {
                name: survey.domain.clone(),
                record_type: RecordType::Cname,
                old: Some(target.to_string()),
                new: None,
            }],
        }),
        "spf.private-address" if told.subject == survey.domain => without_reserved(survey),
        id if MENDED_BY_REMOVAL.contains(&id) && told.subject == survey.domain => {
            let span = told.span?;
            let mut record = survey.root.record()?.clone();
            let meant = record.terms.iter().find(|term| term.span == span)?;
            // A term that stands there twice fails twice.
            let meant = meant.kind.clone();
            record.terms.retain(|term| term.kind != meant);
            Some(exchanged(survey, "Remove the term", &record))
        }
        _ => None,
    }
}

/// The change that lets an address send.
pub(super) fn authorize(told: &ReportFinding, ip: IpAddr, survey: &Survey) -> Option<RecordFix> {
    if told.id != "spf.ip-not-authorized" {
        return None;
    }
    let record = survey.root.record()?;
    // First, so that no term before it can say otherwise.
    let rest = record.text.get("v=spf1".len()..)?;
    let text = format!("v=spf1 {}{rest}", address_term(ip));
    let change = RecordChange {
        name: survey.domain.clone(),
        record_type: RecordType::Txt,
        old: Some(record.text.clone()),
        new: Some(text),
    };
    Some(RecordFix {
        title: format!("Let {ip} send"),
        changes: vec![change],
    })
}

/// The record without the terms that lead only to networks no mail comes from.
fn without_reserved(survey: &Survey) -> Option<RecordFix> {
    let is_useless = |term: &SurveyedTerm| {
        let mut networks = term.networks.iter();
        term.is_read
            && term.branch.is_none()
            && !term.networks.is_empty()
            && networks.all(|network| network.reserved_for().is_some())
    };
    let useless = survey.root.terms.iter().filter(|term| is_useless(term));
    let useless: Vec<Span> = useless.map(|term| term.span).collect();
    let title = match useless.len() {
        0 => return None,
        1 => "Remove the term",
        _ => "Remove the terms that lead only to such networks",
    };
    let mut record = survey.root.record()?.clone();
    record.terms.retain(|term| !useless.contains(&term.span));
    Some(exchanged(survey, title, &record))
}

fn address_term(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => format!("ip4:{ip}"),
        IpAddr::V6(ip) => format!("ip6:{ip}"),
    }
}

fn exchanged(survey: &Survey, title: &str, record: &Record) -> RecordFix {
    let is_empty = !record
        .terms
        .iter()
        .any(|term| matches!(term.kind, TermKind::Directive(_)));
    let mut text = record.to_string();
    // No proposal of ours ends in a word that lets everybody pass.
    let open = Record::parse(&text);
    if let Some((term, Qualifier::Pass)) = open.all()
        && text.get(term.span.range()).is_some()
    {
        text.replace_range(term.span.range(), "~all");
    }
    RecordFix {
        title: title.to_owned(),
        changes: vec![RecordChange {
            name: survey.domain.clone(),
            record_type: RecordType::Txt,
            old: survey.record().map(str::to_owned),
            // A record that names nobody says nothing about anybody.
            new: Some(if is_empty {
                format!("{} ~all", text.trim_end())
            } else {
                text
            }),
        }],
    }
}

/// The first record of a domain whose sending addresses are known.
fn first_record(check: &DomainCheck) -> Option<RecordFix> {
    if check.sending_ips.is_empty() {
        return None;
    }
    let terms: Vec<String> = check
        .sending_ips
        .iter()
        .map(|ip| address_term(*ip))
        .collect();
    Some(RecordFix {
        title: "Let your own servers send".to_owned(),
        changes: vec![RecordChange {
            name: check.domain.clone(),
            record_type: RecordType::Txt,
            old: None,
            new: Some(format!("v=spf1 {} ~all", terms.join(" "))),
        }],
    })
}

/// The record moved to its place from where a form put it.
fn moved(survey: &Survey, inquiry: &Inquiry) -> Option<RecordFix> {
    let place = survey.misplaced.as_ref()?;
    let text = text_at(place, inquiry)?;
    let change = |name: &Name, old: Option<&str>, new: Option<&str>| RecordChange {
        name: name.clone(),
        record_type: RecordType::Txt,
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    };
    Some(RecordFix {
        title: format!("Move the record to {}", survey.domain),
        changes: vec![
            change(place, Some(&text), None),
            change(&survey.domain, None, Some(&text)),
        ],
    })
}

fn text_at(name: &Name, inquiry: &Inquiry) -> Option<String> {
    let answer = inquiry.get(&Question::new(name.clone(), RecordType::Txt))?;
    let texts = answer.records().iter().filter_map(|data| match data {
        RecordData::Txt(text) => Some(text.text()),
        _ => None,
    });
    texts
        .into_iter()
        .find(|text| crate::domain::sender_domain::spf::is_spf(text))
}

/// The records of the retired type removed.
fn retired(survey: &Survey, inquiry: &Inquiry) -> Option<RecordFix> {
    let question = Question::new(survey.domain.clone(), RecordType::Spf);
    let answer = inquiry.get(&question)?;
    let changes: Vec<RecordChange> = answer
        .records()
        .iter()
        .filter_map(|data| match data {
            RecordData::Spf(text) => Some(RecordChange {
                name: survey.domain.clone(),
                record_type: RecordType::Spf,
                old: Some(text.text()),
                new: None,
            }),
            _ => None,
        })
        .collect();
    (!changes.is_empty()).then(|| RecordFix {
        title: "Remove the records of the type SPF".to_owned(),
        changes,
    })
}
