//! Whether a mail may be sent: nobody gets one by mistake.
//!
//! A pure decision. It does not know profiles or allow lists; it takes what it needs of them, so
//! that the window and the command line decide alike.

mod address;
mod words;

use serde::Serialize;

pub use crate::domain::workspace::{Environment, Reach};

pub use address::{OneAddress, RecipientProblem, one_address};

/// What the decision needs to know of a profile.
#[derive(Clone, Copy)]
pub struct SendFacts<'a> {
    /// What people call the profile.
    pub profile: &'a str,
    /// The file of the profile, for the sentence on how to allow an address.
    pub file: &'a str,
    /// What the profile is for.
    pub environment: Environment,
    /// How far its mails go.
    pub reach: Reach,
    /// The address that stands in for the provider, such as that of a mock.
    pub endpoint: Option<&'a str>,
    /// Whether a person has lifted the allow list for as long as the program runs.
    pub is_lifted: bool,
    /// Whether the allow list has any entry.
    pub has_allow_list: bool,
    /// Whether the allow list has that address.
    pub permits: &'a dyn Fn(&str) -> bool,
}

/// The decision on one send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "camelCase")]
pub enum Verdict {
    /// It may be sent.
    Go,
    /// It may be sent once a person has said yes to this question.
    AskProduction(Question),
    /// It may not be sent.
    Refused(Refusal),
}

/// What a person is asked before a production profile sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// The question itself.
    pub title: String,
    /// What will happen, and what follows from it.
    pub text: String,
    /// The words of the button that sends.
    pub confirm: String,
}

/// Why a mail may not be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// A stable name in kebab-case, for example `recipient-not-allowed`.
    pub code: &'static str,
    /// Why, in one or two sentences.
    pub why: String,
    /// What would allow it.
    pub how: String,
}

/// Why a text is no recipient at all, whoever sends; none if it is one address.
pub fn no_recipient(recipient: &str) -> Option<Refusal> {
    let problem = one_address(recipient).err()?;
    Some(words::bad_recipient(problem, recipient))
}

/// Decides on one mail to `recipient`.
pub fn may_send(facts: &SendFacts<'_>, recipient: &str) -> Verdict {
    may_send_many(facts, recipient, 1)
}

/// Decides on `count` mails to `recipient`, so that a person is asked once for a batch.
///
/// The sandbox always goes: nothing leaves the machine; and what says that it is one and is not,
/// never. Else the recipient must be one address that
/// the allow list has, or the list must be lifted; and production asks even then.
pub fn may_send_many(facts: &SendFacts<'_>, recipient: &str, count: usize) -> Verdict {
    if facts.reach == Reach::NoInbox {
        return Verdict::Refused(words::no_sandbox(facts));
    }
    let address = match one_address(recipient) {
        Ok(address) => address,
        // The inbox takes anything, which is how a bad recipient is tried out.
        Err(_) if facts.reach == Reach::Inbox => return Verdict::Go,
        Err(problem) => return Verdict::Refused(words::bad_recipient(problem, recipient)),
    };
    if facts.reach == Reach::Inbox {
        return Verdict::Go;
    }
    if !facts.is_lifted && !(facts.permits)(address.as_str()) {
        return Verdict::Refused(words::not_allowed(facts, &address));
    }
    match facts.environment {
        Environment::Development => Verdict::Go,
        Environment::Production => {
            Verdict::AskProduction(words::production(facts, &address, count))
        }
    }
}

#[cfg(test)]
mod tests;
