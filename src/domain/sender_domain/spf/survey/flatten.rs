//! A record without includes (RFC 7208 section 10.1 names the price: it goes stale).

use super::super::network::Network;
use super::super::record::{Mechanism, Qualifier, TermKind};
use super::branch::{Branch, BranchState, SurveyedTerm};

/// The record of `root` with each passing include, `a` and `mx` replaced by the networks they stand
/// for; none if that would not mean the same to the servers of the Internet.
pub(super) fn flattened(root: &Branch) -> Option<String> {
    let record = root.record()?;
    if !record.problems.is_empty() || root.terms.iter().any(SurveyedTerm::is_redirect) {
        return None;
    }
    let mut networks = Vec::new();
    let mut kept = Vec::new();
    for term in root.terms.iter().filter(|term| is_kept(term)) {
        match replaced(term) {
            Some(Ok(found)) => networks.extend(found),
            Some(Err(NotPlain)) => return None,
            None => kept.push(term.term.to_string()),
        }
    }
    // No mail comes from a network that is not on the Internet, so no room is given to one beside
    // others. Those of examples stay: they stand for others, and in examples one sees what becomes
    // of each.
    let is_public =
        |network: &Network| network.reserved_for().is_none() || network.is_for_examples();
    if networks.iter().any(is_public) {
        networks.retain(is_public);
    }
    let terms = Network::without_contained(networks)
        .into_iter()
        .map(Network::term);
    let words: Vec<String> = std::iter::once("v=spf1".to_owned())
        .chain(terms)
        .chain(kept)
        .collect();
    Some(words.join(" "))
}

/// Terms behind `all` fall away; every modifier stays.
const fn is_kept(term: &SurveyedTerm) -> bool {
    term.is_read || matches!(term.term.kind, TermKind::Modifier(_))
}

/// Something that networks alone cannot express, or that is not known.
struct NotPlain;

/// The networks in place of a term; none if the term stays.
fn replaced(term: &SurveyedTerm) -> Option<Result<Vec<Network>, NotPlain>> {
    let (qualifier, mechanism) = term.directive()?;
    match mechanism {
        Mechanism::All | Mechanism::Ptr(_) | Mechanism::Exists(_) => None,
        _ if term.is_sample => None,
        // What is refused or left open before others pass cannot move.
        _ if qualifier != Qualifier::Pass => Some(Err(NotPlain)),
        _ => Some(plain_networks(term)),
    }
}

fn plain_networks(term: &SurveyedTerm) -> Result<Vec<Network>, NotPlain> {
    if term.failure.is_some() {
        return Err(NotPlain);
    }
    let Some(branch) = &term.branch else {
        return Ok(term.networks.clone());
    };
    let BranchState::Record(record, _) = &branch.state else {
        return Err(NotPlain);
    };
    if !record.problems.is_empty() {
        return Err(NotPlain);
    }
    let mut networks = Vec::new();
    for inner in branch.terms.iter().filter(|inner| inner.is_read) {
        let found = match inner.directive() {
            // An include passes or does nothing, so all but a pass at its end means nothing.
            Some((qualifier, Mechanism::All)) if qualifier != Qualifier::Pass => continue,
            None if !inner.is_redirect() => continue,
            None => plain_networks(inner)?,
            Some(_) => replaced(inner).unwrap_or(Err(NotPlain))?,
        };
        networks.extend(found);
    }
    Ok(networks)
}
