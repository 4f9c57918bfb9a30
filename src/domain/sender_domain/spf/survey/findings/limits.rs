//! Findings about the limits of RFC 7208 section 4.6.4, and about targets that lead nowhere.

use super::super::super::record::{Directive, Record};
use super::super::super::{MOST_LOOKUPS, MOST_MX_HOSTS, MOST_VOID_LOOKUPS, Mechanism, Qualifier};
use super::super::Survey;
use super::super::branch::{Branch, BranchState, SurveyVerdict, SurveyedTerm};
use super::{at, count, descending, finding, replacement, with_hint};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::DomainFinding;
use crate::domain::sender_domain::dns::{LookupOutcome, Name};

/// From how many look-ups on the number is told.
const TOLD_LOOKUPS: u32 = 8;

pub(super) fn of(survey: &Survey, found: &mut Vec<DomainFinding>) {
    lookups(survey, found);
    voids(survey, found);
    for branch in survey.root.all_branches() {
        let subject = Name::from_plain(&branch.domain).unwrap_or_default();
        for term in branch.terms.iter().filter(|term| term.is_read) {
            found.extend(void_term(&subject, term));
            found.extend(mx_hosts(&subject, term));
            found.extend(failure(&subject, term));
            found.extend(target(&subject, term));
        }
    }
}

fn lookups(survey: &Survey, found: &mut Vec<DomainFinding>) {
    let lookups = survey.root.cost.lookups;
    if lookups < TOLD_LOOKUPS {
        return;
    }
    let is_over = lookups > MOST_LOOKUPS;
    let (severity, message) = if is_over {
        (
            Severity::Error,
            format!(
                "The record needs {lookups} look-ups, and receivers refuse it after {MOST_LOOKUPS}"
            ),
        )
    } else {
        (
            Severity::Info,
            format!("The record needs {lookups} of the {MOST_LOOKUPS} look-ups there may be"),
        )
    };
    let over = finding(
        severity,
        "spf.lookup-limit",
        &survey.domain,
        "4.6.4",
        message,
    );
    let mut costly: Vec<&SurveyedTerm> = survey
        .root
        .terms
        .iter()
        .filter(|term| term.cost.lookups > 1)
        .collect();
    costly.sort_by_key(|term| descending(term.cost.lookups));
    let shares: Vec<String> = costly
        .iter()
        .take(3)
        .map(|term| format!("{} takes {}", term.term, term.cost.lookups))
        .collect();
    found.push(match (shares.is_empty(), is_over) {
        (true, _) => with_hint(over, "Replace a and mx by the networks they stand for"),
        (false, true) => with_hint(
            over,
            format!(
                "Remove what no longer sends for the domain: {}",
                shares.join(", ")
            ),
        ),
        (false, false) => with_hint(over, format!("Where they go: {}", shares.join(", "))),
    });
}

fn voids(survey: &Survey, found: &mut Vec<DomainFinding>) {
    let void = survey.root.cost.void;
    let kind = if void.is_over() {
        None
    } else if void.ipv4 > MOST_VOID_LOOKUPS {
        Some(("IPv4", void.ipv4))
    } else if void.ipv6 > MOST_VOID_LOOKUPS {
        Some(("IPv6", void.ipv6))
    } else {
        return;
    };
    let (severity, message) = match kind {
        None => (
            Severity::Error,
            format!(
                "{} look-ups of the record find nothing, and receivers refuse it after \
                 {MOST_VOID_LOOKUPS}",
                void.any
            ),
        ),
        Some((kind, number)) => (
            Severity::Warning,
            format!(
                "For a server that sends over {kind}, {number} look-ups of the record find nothing, \
                 and receivers refuse it after {MOST_VOID_LOOKUPS}"
            ),
        ),
    };
    let over = finding(severity, "spf.void-limit", &survey.domain, "4.6.4", message);
    found.push(with_hint(
        over,
        "Remove the terms whose names have no addresses, or name networks in their place",
    ));
}

fn void_term(subject: &Name, term: &SurveyedTerm) -> Option<DomainFinding> {
    // What stands in a branch is told there.
    if term.branch.is_some() || term.cost.void.any == 0 {
        return None;
    }
    let name = term.target.clone().unwrap_or_else(|| subject.to_string());
    let void = finding(
        Severity::Warning,
        "spf.void-limit",
        subject,
        "4.6.4",
        format!("“{}” finds nothing at {name}", term.term),
    );
    let void = with_hint(void, "Remove the term, or give the name its records back");
    Some(at(void, term.span))
}

fn mx_hosts(subject: &Name, term: &SurveyedTerm) -> Option<DomainFinding> {
    (term.mx_hosts > MOST_MX_HOSTS).then(|| {
        let over = finding(
            Severity::Error,
            "spf.mx-limit",
            subject,
            "4.6.4",
            format!(
                "“{}” leads to {} mail hosts, and receivers refuse more than {MOST_MX_HOSTS}",
                term.term, term.mx_hosts
            ),
        );
        at(
            with_hint(over, "Name the networks of the hosts in its place"),
            term.span,
        )
    })
}

fn failure(subject: &Name, term: &SurveyedTerm) -> Option<DomainFinding> {
    let question = term.failure.as_ref()?;
    let failed = finding(
        Severity::Error,
        "spf.temperror",
        subject,
        "5",
        format!(
            "The DNS gives no answer about the {} records of {}, which “{}” looks at",
            question.record_type, question.name, term.term
        ),
    );
    Some(at(
        with_hint(
            failed,
            "Check the name servers of that name, then try again",
        ),
        term.span,
    ))
}

/// Findings about where an include or a redirect leads.
fn target(subject: &Name, term: &SurveyedTerm) -> Option<DomainFinding> {
    let branch = term.branch.as_deref()?;
    let is_redirect = term.is_redirect();
    let (none_code, section) = if is_redirect {
        ("spf.redirect-none", "6.1")
    } else {
        ("spf.include-none", "5.2")
    };
    let domain = &branch.domain;
    let (severity, code, section, message, hint) = match &branch.state {
        BranchState::NoRecord => (
            Severity::Error,
            none_code,
            section,
            format!("{domain} has no SPF record, so receivers refuse this one"),
            "Correct the name, or remove the term",
        ),
        BranchState::Malformed => (
            Severity::Error,
            none_code,
            section,
            format!("“{domain}” cannot have an SPF record, so receivers refuse this one"),
            "Write the whole name of the domain, or remove the term",
        ),
        BranchState::Loop => (
            Severity::Error,
            "spf.loop",
            "4.6.4",
            format!(
                "“{}” leads back to {domain}, so receivers never come to an end",
                term.term
            ),
            "Remove the term",
        ),
        BranchState::Unknown(LookupOutcome::NotAsked) => (
            Severity::Warning,
            "spf.unchecked",
            "4.6.4",
            format!("The record of {domain} was not looked at, as the check had asked enough"),
            "Include fewer records",
        ),
        BranchState::Unknown(_) => (
            Severity::Error,
            "spf.temperror",
            section,
            format!("The DNS gives no answer about the record of {domain}"),
            "Check the name servers of that domain, then try again",
        ),
        BranchState::NotFollowed => (
            Severity::Warning,
            "spf.lookup-limit",
            "4.6.4",
            format!("The record of {domain} was not looked at, as there are too many already"),
            "Include fewer records",
        ),
        BranchState::Several(_) => (
            Severity::Error,
            "spf.include-error",
            section,
            format!("{domain} has several SPF records, so receivers refuse this one"),
            "Ask its owner to publish one record, or remove the term",
        ),
        BranchState::Record(record, _) if !record.problems.is_empty() => (
            Severity::Error,
            "spf.include-error",
            section,
            format!("The record of {domain} is broken, so receivers refuse this one"),
            "Ask its owner to correct the record, or remove the term",
        ),
        BranchState::Record(..) if !is_redirect && passes_all(term, branch) => (
            Severity::Error,
            "spf.include-passes-all",
            section,
            format!("The record of {domain} lets every server pass, and this one includes it"),
            "Remove the term, as anybody can send for the domain by it",
        ),
        BranchState::Record(..) | BranchState::DependsOnMail => return None,
    };
    let found = finding(severity, code, subject, section, message);
    Some(at(with_hint(found, hint), term.span))
}

fn passes_all(term: &SurveyedTerm, branch: &Branch) -> bool {
    let includes = matches!(
        term.directive(),
        Some((Qualifier::Pass, Mechanism::Include(_)))
    );
    includes && branch.passes_all()
}

/// The record without includes, where there are too many.
pub(super) fn flatten(survey: &Survey, found: &mut Vec<DomainFinding>) {
    if survey.root.cost.lookups <= MOST_LOOKUPS || survey.root.verdict() != SurveyVerdict::Ok {
        return;
    }
    let (Some(flattened), Some(old)) = (survey.flattened(), survey.record()) else {
        return;
    };
    let is_network = |directive: &Directive| {
        matches!(directive.mechanism, Mechanism::Ip4(..) | Mechanism::Ip6(..))
    };
    let named = Record::parse(&flattened);
    let named = named.directives().filter(|(_, it)| is_network(it)).count();
    let networks = count(named, "network", "networks");
    let bytes = flattened.len();
    let flat = finding(
        Severity::Info,
        "spf.flatten",
        &survey.domain,
        "10.1",
        format!("Without look-ups the record would name {networks} in {bytes} bytes"),
    );
    found.push(
        with_hint(
            flat,
            "Publish that only as a last resort: it goes stale when a provider changes its servers",
        )
        .record_fix(
            "Name the networks instead",
            vec![replacement(&survey.domain, Some(old), Some(flattened))],
        ),
    );
}
