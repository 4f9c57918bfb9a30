//! Whether a domain meets the rules of a receiver.

use super::packs::{PACKS, Pack, Test};
use super::{DemandedOf, ReceiverReport, ReceiverRule, RuleState};
use crate::domain::sender_domain::mx::Reverse;
use crate::domain::sender_domain::report::{DomainReport, Existence, SectionState, SelectorSource};
use crate::domain::sender_domain::spf::{SpfResult, SurveyVerdict};

/// What each receiver makes of the domain of a report.
pub fn judge(report: &DomainReport) -> Vec<ReceiverReport> {
    PACKS.iter().map(|pack| judge_pack(pack, report)).collect()
}

fn judge_pack(pack: &Pack, report: &DomainReport) -> ReceiverReport {
    let rules: Vec<ReceiverRule> = pack
        .rules
        .iter()
        .map(|rule| {
            let (state, why) = judge_rule(rule.test, report);
            ReceiverRule {
                id: rule.id,
                demand: rule.demand,
                of: rule.of,
                state,
                why,
                source: rule.source,
            }
        })
        .collect();
    let everybody = |rule: &&ReceiverRule| rule.of == DemandedOf::Everybody;
    ReceiverReport {
        id: pack.id,
        name: pack.name,
        since: pack.since,
        passes: passes(&rules.iter().filter(everybody).collect::<Vec<_>>()),
        passes_bulk: passes(&rules.iter().collect::<Vec<_>>()),
        rules,
    }
}

/// Whether all rules are met that the DNS can tell about. What it cannot tell is left out.
fn passes(rules: &[&ReceiverRule]) -> Option<bool> {
    let is = |state| rules.iter().any(|rule| rule.state == state);
    if is(RuleState::NotMet) {
        return Some(false);
    }
    (!is(RuleState::Unknown)).then_some(true)
}

fn judge_rule(test: Test, report: &DomainReport) -> (RuleState, String) {
    let (state, why) = match test {
        Test::Spf => spf(report),
        Test::Dkim => dkim(report),
        Test::SpfOrDkim => either(spf(report), dkim(report)),
        Test::SpfAndDkim => both(spf(report), dkim(report)),
        Test::Dmarc => dmarc(report),
        Test::ReverseNames => reverse_names(report),
        Test::FromResolves => from_resolves(report),
        Test::FromReceives => from_receives(report),
        Test::OtherThan(domains) => other_than(domains, report),
        Test::Alignment => (
            RuleState::Unknown,
            "It follows from the connector that sends, not from the DNS".to_owned(),
        ),
        Test::Tls => (
            RuleState::NotApplicable,
            "The server that sends sees to it, not the DNS".to_owned(),
        ),
        Test::Unsubscribe => (
            RuleState::NotApplicable,
            "Sign-in codes are no marketing mail".to_owned(),
        ),
        Test::Complaints => (
            RuleState::NotApplicable,
            "Only the receiver knows; its postmaster pages show it".to_owned(),
        ),
    };
    (state, why)
}

type Judged = (RuleState, String);

/// Whether mail of the domain can pass SPF.
pub(in super::super) fn spf_state(report: &DomainReport) -> RuleState {
    spf(report).0
}

/// Whether mail of the domain can pass DKIM.
pub(in super::super) fn dkim_state(report: &DomainReport) -> RuleState {
    dkim(report).0
}

fn spf(report: &DomainReport) -> Judged {
    let told = |state, why: &str| (state, why.to_owned());
    let refused = report
        .spf
        .results
        .iter()
        .find(|it| it.result.is_some_and(|result| result != SpfResult::Pass));
    match (&report.sections.spf, report.spf.verdict) {
        (SectionState::Waiting, _) | (_, None) => told(RuleState::Unknown, "It is still looked at"),
        (_, Some(SurveyVerdict::None)) => told(RuleState::NotMet, "There is no SPF record"),
        (_, Some(SurveyVerdict::PermError)) => told(
            RuleState::NotMet,
            "The SPF record is broken, so receivers ignore it",
        ),
        (_, Some(SurveyVerdict::TempError)) => told(RuleState::Unknown, "SPF could not be checked"),
        (_, Some(SurveyVerdict::Ok)) => match refused {
            Some(refused) => (
                RuleState::NotMet,
                format!("The SPF record does not let {} send", refused.ip),
            ),
            None => told(RuleState::Met, "The SPF record is sound"),
        },
    }
}

fn dkim(report: &DomainReport) -> Judged {
    let told = |state, why: &str| (state, why.to_owned());
    if report.sections.dkim.is_waiting() {
        return told(RuleState::Unknown, "It is still looked at");
    }
    if let Some(key) = report.dkim.iter().find(|key| key.usable) {
        let selector = &key.selector;
        return (
            RuleState::Met,
            format!("There is a DKIM key under the selector {selector}"),
        );
    }
    if matches!(report.sections.dkim, SectionState::Unchecked { .. }) {
        return told(RuleState::Unknown, "DKIM could not be checked");
    }
    let is_given = report
        .dkim
        .iter()
        .any(|key| key.source == SelectorSource::Given);
    if is_given {
        told(
            RuleState::NotMet,
            "There is no usable DKIM key under the selectors given",
        )
    } else if report.dkim_names.below == Existence::No {
        told(RuleState::NotMet, "There is no DKIM key at all")
    } else {
        told(
            RuleState::Unknown,
            "The selector of the DKIM key is not known",
        )
    }
}

fn either(one: Judged, other: Judged) -> Judged {
    let rank = |state| match state {
        RuleState::Met => 0,
        RuleState::Unknown => 1,
        RuleState::NotMet | RuleState::NotApplicable => 2,
    };
    match (one.0, other.0) {
        (RuleState::NotMet, RuleState::NotMet) => join(RuleState::NotMet, &one.1, &other.1),
        _ if rank(one.0) <= rank(other.0) => one,
        _ => other,
    }
}

fn both(one: Judged, other: Judged) -> Judged {
    match (one.0, other.0) {
        (RuleState::NotMet, RuleState::NotMet) | (RuleState::Met, RuleState::Met) => {
            join(one.0, &one.1, &other.1)
        }
        (RuleState::NotMet, _) => one,
        (_, RuleState::NotMet) | (RuleState::Met, _) => other,
        _ => one,
    }
}

/// Two sentences without periods as one.
fn join(state: RuleState, one: &str, other: &str) -> Judged {
    let mut rest = other.chars();
    let first = rest.next().map(|it| it.to_lowercase().to_string());
    let other = format!("{}{}", first.unwrap_or_default(), rest.as_str());
    (state, format!("{one}, and {other}"))
}

fn dmarc(report: &DomainReport) -> Judged {
    if report.sections.dmarc.is_waiting() {
        return (RuleState::Unknown, "It is still looked at".to_owned());
    }
    match (report.dmarc.verdict, report.dmarc.effective) {
        (Some("ok"), Some(policy)) => (
            RuleState::Met,
            format!("The policy “{policy}” applies to mail of the domain"),
        ),
        (Some("ok"), None) => (
            RuleState::NotMet,
            "The DMARC record has no valid policy, so receivers apply none".to_owned(),
        ),
        (Some("none"), _) => (RuleState::NotMet, "There is no DMARC record".to_owned()),
        _ => (RuleState::Unknown, "DMARC could not be checked".to_owned()),
    }
}

fn reverse_names(report: &DomainReport) -> Judged {
    if report.ip.is_empty() {
        let why = "The servers are the provider's, who sees to their names".to_owned();
        return (RuleState::NotApplicable, why);
    }
    let of = |is: fn(&Reverse) -> bool| report.ip.iter().find(|it| is(&it.reverse));
    if let Some(found) = of(|it| matches!(it, Reverse::None | Reverse::Unconfirmed(_)))
        && !report.sections.ip.is_waiting()
    {
        let why = format!("{} has no name that leads back to it", found.ip);
        return (RuleState::NotMet, why);
    }
    if of(|it| *it == Reverse::Unknown).is_some() || report.sections.ip.is_waiting() {
        return (
            RuleState::Unknown,
            "The names of the servers could not be checked".to_owned(),
        );
    }
    (
        RuleState::Met,
        "The names of all servers lead back to them".to_owned(),
    )
}

fn from_resolves(report: &DomainReport) -> Judged {
    let mx = &report.mx;
    if report.sections.mx.is_waiting() {
        (RuleState::Unknown, "It is still looked at".to_owned())
    } else if !mx.hosts.is_empty() || !mx.own_addresses.is_empty() {
        let why = "The domain has a mail host or an address".to_owned();
        (RuleState::Met, why)
    } else if report.sections.mx == SectionState::Known {
        let why = "The domain has neither mail host nor address".to_owned();
        (RuleState::NotMet, why)
    } else {
        let why = "The mail hosts could not be checked".to_owned();
        (RuleState::Unknown, why)
    }
}

fn from_receives(report: &DomainReport) -> Judged {
    match from_resolves(report) {
        (RuleState::Met, _) if report.mx.null => (
            RuleState::NotMet,
            "The domain says that it takes no mail".to_owned(),
        ),
        (RuleState::Met, _) => (
            RuleState::Unknown,
            "The domain takes mail; whether the address is read, the DNS cannot tell".to_owned(),
        ),
        judged => judged,
    }
}

fn other_than(domains: &[&str], report: &DomainReport) -> Judged {
    let own = report.domain.to_string().to_ascii_lowercase();
    if domains.contains(&own.as_str()) {
        let why = format!("{own} belongs to the receiver, who refuses it from others");
        (RuleState::NotMet, why)
    } else {
        (RuleState::Met, format!("The domain is {own}"))
    }
}
