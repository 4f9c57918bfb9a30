//! Selectors that are tried where none is known: those of the services in the SPF record, then
//! common ones. That nothing is found proves nothing.

use super::{DomainCheck, Guessing};
use crate::domain::sender_domain::provider::ProviderRules;
use crate::domain::sender_domain::report::{DkimNames, Existence};
use crate::domain::sender_domain::spf::Survey;

/// How many are tried.
const MOST_GUESSES: usize = 14;

/// Names that several services and many servers use.
const COMMON: [&str; 14] = [
    "default",
    "google",
    "selector1",
    "selector2",
    "s1",
    "s2",
    "k1",
    "pdk1",
    "mail",
    "dkim",
    "resend",
    "smtp",
    "fm1",
    "zoho",
];

/// Whether selectors are tried. Where no name exists below `_domainkey` there is none (RFC 8020),
/// and where every name answers, an answer says nothing.
pub(super) fn is_wanted(check: &DomainCheck, names: &DkimNames) -> bool {
    check.options.guessing == Guessing::IfNoneGiven
        && check.selectors.is_empty()
        && names.below == Existence::Yes
        && names.wildcard == Existence::No
}

/// The selectors to try, each once.
pub(super) fn selectors(survey: &Survey) -> Vec<String> {
    // Only the record itself, so that the choice does not change while answers come.
    let targets = survey
        .root
        .terms
        .iter()
        .filter_map(|term| term.target.as_deref());
    let rules = ProviderRules::embedded();
    let services = targets.filter_map(|target| rules.service_of_text(target));
    let mut chosen: Vec<&str> = Vec::new();
    let likely = services.flat_map(|service| &service.selectors);
    for selector in likely.map(String::as_str).chain(COMMON) {
        if chosen.len() < MOST_GUESSES && !chosen.contains(&selector) {
            chosen.push(selector);
        }
    }
    chosen.into_iter().map(str::to_owned).collect()
}
