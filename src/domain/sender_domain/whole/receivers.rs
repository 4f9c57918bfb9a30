//! The demands of receivers that only the connector can meet.

use crate::domain::sender_domain::alignment::{Outcome, UseReport};
use crate::domain::sender_domain::receivers::{
    DemandedOf, ReceiverReport, ReceiverRule, RuleState,
};

/// The rule of every pack about the domain in From.
const ALIGNMENT: &str = "alignment";

/// Judges whether the domain in From is that of SPF or DKIM, by what the connector sends from it.
pub(super) fn judge(receivers: &mut [ReceiverReport], sent: &UseReport) {
    let (state, why) = match sent.outcome {
        Outcome::Unknown => return,
        Outcome::None => (RuleState::NotMet, "Neither SPF nor DKIM speaks for it"),
        Outcome::Both => (RuleState::Met, "SPF and DKIM speak for it"),
        Outcome::BySpf => (RuleState::Met, "SPF speaks for it"),
        Outcome::ByDkim => (RuleState::Met, "DKIM speaks for it"),
    };
    for receiver in receivers {
        for rule in receiver
            .rules
            .iter_mut()
            .filter(|rule| rule.id == ALIGNMENT)
        {
            rule.state = state;
            why.clone_into(&mut rule.why);
        }
        let everybody = |rule: &&ReceiverRule| rule.of == DemandedOf::Everybody;
        receiver.passes = passes(receiver.rules.iter().filter(everybody));
        receiver.passes_bulk = passes(receiver.rules.iter());
    }
}

/// No if a rule is not met, none if one cannot be told.
fn passes<'a>(rules: impl Iterator<Item = &'a ReceiverRule>) -> Option<bool> {
    let mut is_known = true;
    for rule in rules {
        match rule.state {
            RuleState::NotMet => return Some(false),
            RuleState::Unknown => is_known = false,
            RuleState::Met | RuleState::NotApplicable => {}
        }
    }
    is_known.then_some(true)
}
