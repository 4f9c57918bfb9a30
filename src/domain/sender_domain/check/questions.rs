//! The questions that follow from the domain itself, all asked at once.

use super::look::below;
use super::{DomainCheck, Wanted};
use crate::domain::fingerprint::fingerprint;
use crate::domain::sender_domain::dmarc::TreeWalk;
use crate::domain::sender_domain::dns::{Name, Question, RecordType};

/// How many names above the domain are looked at for the start of the zone.
const MOST_PARENTS: usize = 4;

/// The first questions, the most important ones first.
pub(super) fn first(check: &DomainCheck) -> Vec<Question> {
    let domain = &check.domain;
    let mut wanted = Vec::new();
    let mut ask = |name: Option<Name>, types: &[RecordType]| {
        let name = name.into_iter();
        let both =
            name.flat_map(|name| types.iter().map(move |it| Question::new(name.clone(), *it)));
        wanted.extend(both);
    };
    use RecordType::{A, Aaaa, Cname, Ds, Mx, Ns, Ptr, Soa, Spf, Txt};
    ask(Some(domain.clone()), &[Txt, Mx]);
    for walked in TreeWalk::domains(&domain.to_string()) {
        ask(dmarc_name(&walked), &[Txt]);
    }
    for selector in &check.selectors {
        ask(selector_name(selector, domain), &[Txt]);
    }
    ask(below("_domainkey", domain), &[Txt]);
    ask(probe_name(domain), &[Txt]);
    for ip in &check.sending_ips {
        ask(Some(Name::of_address(*ip)), &[Ptr]);
    }
    ask(Some(domain.clone()), &[A, Aaaa, Soa, Ns, Ds, Cname, Spf]);
    for zone in zones(domain).into_iter().skip(1) {
        ask(Some(zone), &[Soa]);
    }
    ask(below("_mta-sts", domain), &[Txt]);
    ask(below("_smtp._tls", domain), &[Txt]);
    if check.options.bimi == Wanted::Yes {
        ask(below("default._bimi", domain), &[Txt]);
    }
    for name in check.helo.iter().chain(&check.smtp_hosts) {
        ask(Some(name.clone()), &[A, Aaaa]);
    }
    wanted.extend(check.expected.iter().cloned());
    wanted
}

/// Where the DMARC record of a domain stands.
pub(super) fn dmarc_name(domain: &str) -> Option<Name> {
    let domain: Name = domain.parse().ok()?;
    below("_dmarc", &domain)
}

/// Where the key of a selector stands. A selector may have dots; none if it is no name.
pub(super) fn selector_name(selector: &str, domain: &Name) -> Option<Name> {
    let parent = below("_domainkey", domain)?;
    below(selector, &parent)
}

/// A selector that nobody has, to see whether a wildcard answers. It is the same for each run, so
/// that a recorded check can be run again.
pub(super) fn probe_name(domain: &Name) -> Option<Name> {
    let text = domain.to_string().to_ascii_lowercase();
    let label = format!("probe-{:016x}", fingerprint(text.as_bytes()));
    selector_name(&label, domain)
}

/// The names at which the zone of the domain can start, the nearest first.
pub(super) fn zones(domain: &Name) -> Vec<Name> {
    let names = std::iter::successors(Some(domain.clone()), Name::parent);
    names
        .take(MOST_PARENTS + 1)
        .take_while(|name| name.labels().len() > 1)
        .collect()
}
