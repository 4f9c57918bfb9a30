//! Findings about the networks a record lets pass.

use super::super::super::Qualifier;
use super::super::super::network::Network;
use super::{MOST_TERMS, Place, at, with_hint};
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
    for term in terms.take(MOST_TERMS) {
        let passes = matches!(term.directive(), Some((Qualifier::Pass, _)));
        for network in term.networks.iter().filter(|_| passes) {
            let told = [reserved(place, *network), broad(place, *network)];
            is_told |= told[1].is_some();
            found.extend(told.into_iter().flatten().map(|told| at(told, term.span)));
        }
    }
    if place.is_own && !is_told {
        found.extend(total(place));
    }
}

fn reserved(place: &Place<'_>, network: Network) -> Option<DomainFinding> {
    let purpose = network.reserved_for()?;
    let told = place.finding(
        place.severity(Severity::Warning),
        "spf.private-address",
        "5.6",
        format!("No mail comes from {network}, as that network {purpose}"),
    );
    Some(with_hint(
        told,
        "Name the address that receivers see, or remove the term",
    ))
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
