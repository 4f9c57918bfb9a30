//! Findings about terms that another one makes superfluous.

use super::super::super::network::Network;
use super::super::super::{Mechanism, Qualifier};
use super::super::Survey;
use super::super::branch::SurveyedTerm;
use super::repair::is_same;
use super::{MOST_TERMS, Place, at, with_hint};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::DomainFinding;

pub(super) fn of(survey: &Survey, found: &mut Vec<DomainFinding>) {
    let Some(record) = survey.root.record() else {
        return;
    };
    let place = Place::new(survey, &survey.root, record);
    let terms: Vec<&SurveyedTerm> = survey
        .root
        .terms
        .iter()
        .filter(|term| term.is_read)
        .take(MOST_TERMS)
        .collect();
    for (index, term) in terms.iter().enumerate() {
        if term.directive().is_none() {
            continue;
        }
        let (before, after) = terms.split_at(index);
        let others: Vec<&SurveyedTerm> =
            before.iter().chain(after.iter().skip(1)).copied().collect();
        let twin = before.iter().find(|other| is_same(&other.term, &term.term));
        let told = if twin.is_some() {
            let all = terms
                .iter()
                .filter(|other| is_same(&other.term, &term.term));
            let times = match all.count() {
                2 => "twice".to_owned(),
                count => format!("{count} times"),
            };
            let message = format!("“{}” stands in the record {times}", term.term);
            Some(("spf.duplicate-term", message))
        } else if let Some(other) = others.iter().find(|other| reaches(other, term)) {
            let message = format!("“{}” is included by “{}” already", term.term, other.term);
            Some(("spf.duplicate-term", message))
        } else {
            covering(term, before, &others)
        };
        if let Some((code, message)) = told {
            let told = place.finding(Severity::Info, code, "4.6.2", message);
            let shorter = place.without(|other| match twin {
                Some(first) => other.span != first.span && is_same(other, &term.term),
                None => other.span == term.span,
            });
            let told = with_hint(
                told,
                "Remove the term; the record means the same without it",
            );
            found.push(at(
                place.publish(told, "Remove the term", shorter),
                term.span,
            ));
        }
    }
}

/// Whether the include `term` is also reached inside the include `other`.
fn reaches(other: &SurveyedTerm, term: &SurveyedTerm) -> bool {
    let (Some(branch), Some(target)) = (&other.branch, &term.target) else {
        return false;
    };
    let is_plain = matches!(
        term.directive(),
        Some((Qualifier::Pass, Mechanism::Include(_)))
    ) && matches!(
        other.directive(),
        Some((Qualifier::Pass, Mechanism::Include(_)))
    );
    is_plain
        && branch
            .all_branches()
            .iter()
            .skip(1)
            .any(|inner| inner.domain.eq_ignore_ascii_case(target))
}

/// Another term that lets pass all the network `term` does. Of two that are equal the first stays.
fn covering(
    term: &SurveyedTerm,
    before: &[&SurveyedTerm],
    others: &[&SurveyedTerm],
) -> Option<(&'static str, String)> {
    let is_network = matches!(
        term.directive(),
        Some((Qualifier::Pass, Mechanism::Ip4(..) | Mechanism::Ip6(..)))
    );
    let [network] = term.networks.as_slice() else {
        return None;
    };
    let covers = |other: &SurveyedTerm, found: Network| {
        let is_equal = found == *network && other.branch.is_none();
        let is_before = before.iter().any(|earlier| earlier.span == other.span);
        found.contains(*network) && (!is_equal || is_before)
    };
    let other = others.iter().find(|other| {
        // Addresses of names change, so a network beside them is not superfluous.
        let is_lasting = !matches!(
            other.directive(),
            None | Some((
                _,
                Mechanism::A(..) | Mechanism::Mx(..) | Mechanism::Exists(_)
            ))
        );
        is_network
            && is_lasting
            && other
                .passing_networks()
                .into_iter()
                .any(|found| covers(other, found))
    })?;
    Some((
        "spf.overlap",
        format!(
            "All of “{}” lies in what “{}” lets pass",
            term.term, other.term
        ),
    ))
}
