//! Findings about the networks a record lets pass.

use super::super::super::Qualifier;
use super::super::super::network::Network;
use super::super::branch::SurveyedTerm;
use super::{MOST_TERMS, Place, at, list_of, with_hint};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::DomainFinding;

/// The shortest prefixes that a domain's own record should have, and those of a provider's.
const OWN_BITS: (u8, u8) = (16, 32);
const PROVIDER_BITS: (u8, u8) = (12, 24);

/// More addresses of IPv4 than this are a quarter of a percent of the Internet.
const MANY_ADDRESSES: u128 = 1 << 24;

pub(super) fn of(place: &Place<'_>, found: &mut Vec<DomainFinding>) {
    let mut is_told = false;
    let terms = place.branch.terms.iter().filter(|term| term.is_read);
    let passing = terms.filter(|it| matches!(it.directive(), Some((Qualifier::Pass, _))));
    let passing: Vec<&SurveyedTerm> = passing.take(MOST_TERMS).collect();
    reserved(place, &passing, found);
    for term in passing {
        for network in &term.networks {
            let told = broad(place, *network);
            is_told |= told.is_some();
            found.extend(told.map(|told| at(told, term.span)));
        }
    }
    if place.is_own && !is_told {
        found.extend(total(place));
    }
}

/// Networks that no mail comes from, each once with all the terms that lead to it.
fn reserved(place: &Place<'_>, terms: &[&SurveyedTerm], found: &mut Vec<DomainFinding>) {
    let mut told: Vec<Network> = Vec::new();
    for network in terms.iter().flat_map(|term| &term.networks) {
        let Some(purpose) = network.reserved_for() else {
            continue;
        };
        if told.contains(network) {
            continue;
        }
        told.push(*network);
        let leading = terms.iter().filter(|term| term.networks.contains(network));
        let leading: Vec<&&SurveyedTerm> = leading.collect();
        let words: Vec<String> = leading.iter().map(|term| term.term.to_string()).collect();
        let by = if words.as_slice() == [network.term()] {
            String::new()
        } else {
            let lead = if words.len() == 1 { "leads" } else { "lead" };
            let words = list_of(words.iter().map(String::as_str));
            format!("; {words} {lead} to it")
        };
        let finding = place.finding(
            place.severity(Severity::Warning),
            "spf.private-address",
            "5.6",
            format!("No mail comes from {network}, as that network {purpose}{by}"),
        );
        let hint = "Name the address that receivers see, or remove the term";
        let finding = with_hint(finding, hint);
        found.extend(leading.first().map(|term| at(finding, term.span)));
    }
}

fn broad(place: &Place<'_>, network: Network) -> Option<DomainFinding> {
    let (ipv4, ipv6) = if place.is_own {
        OWN_BITS
    } else {
        PROVIDER_BITS
    };
    let least = if network.is_ipv4() { ipv4 } else { ipv6 };
    if network.length() >= least {
        return None;
    }
    let size = if network.is_ipv4() {
        format!("{} addresses", network.addresses())
    } else {
        format!("all addresses that share {} bits", network.length())
    };
    let told = place.finding(
        Severity::Warning,
        "spf.too-broad",
        "5.6",
        format!("The record lets {size} pass by {network}"),
    );
    Some(with_hint(
        told,
        "Name only the networks that send for the domain",
    ))
}

/// The sum over the whole tree.
fn total(place: &Place<'_>) -> Option<DomainFinding> {
    let networks = Network::without_contained(place.branch.networks());
    let total: u128 = networks
        .iter()
        .filter(|network| network.is_ipv4())
        .fold(0, |sum, network| sum.saturating_add(network.addresses()));
    (total > MANY_ADDRESSES).then(|| {
        let told = place.finding(
            Severity::Warning,
            "spf.too-broad",
            "5.6",
            format!("The record and all it includes let {total} addresses pass"),
        );
        with_hint(told, "Remove providers that no longer send for the domain")
    })
}
