//! The sentences of the decision.

use super::address::{OneAddress, RecipientProblem};
use super::{Question, Refusal, SendFacts};

pub(super) fn bad_recipient(problem: RecipientProblem, recipient: &str) -> Refusal {
    let (code, why, how) = match problem {
        RecipientProblem::Empty => (
            "recipient-missing",
            "There is no recipient.".to_owned(),
            "Enter the address that should get the mail.",
        ),
        RecipientProblem::Several => (
            "recipient-several",
            format!("“{}” names more than one recipient.", recipient.trim()),
            "Logto sends each mail to one person. Enter one address.",
        ),
        RecipientProblem::NoAddress => (
            "recipient-no-address",
            format!("“{}” is not an e-mail address.", recipient.trim()),
            "Enter an address such as ann@example.com.",
        ),
        RecipientProblem::Unseen => (
            "recipient-unseen-characters",
            "The recipient contains line breaks or other invisible characters.".to_owned(),
            "Type the address again instead of pasting it.",
        ),
    };
    Refusal {
        code,
        why,
        how: how.to_owned(),
    }
}

pub(super) fn no_sandbox(facts: &SendFacts<'_>) -> Refusal {
    let SendFacts { profile, file, .. } = facts;
    Refusal {
        code: "sandbox-not-smtp",
        why: format!(
            "“{profile}” says that it is a sandbox, but only SMTP can be led to the inbox: the mail \
             would go out for real."
        ),
        how: format!(
            "Take “sandbox” out of {file}, or give “endpoint” there the address of a mock."
        ),
    }
}

pub(super) fn not_allowed(facts: &SendFacts<'_>, address: &OneAddress) -> Refusal {
    let SendFacts { profile, file, .. } = facts;
    let why = if facts.has_allow_list {
        format!("{address} is not among the addresses that “{profile}” may send to.")
    } else {
        format!("“{profile}” sends real mail and does not say yet to whom it may.")
    };
    Refusal {
        code: "recipient-not-allowed",
        why,
        how: format!(
            "Add the address to the allow list in {file} (allow = [\"{}\"]), or lift the list until \
             the program ends.",
            toml_text(address.as_str())
        ),
    }
}

/// An address as it stands between the quotes of a TOML string.
fn toml_text(address: &str) -> String {
    address.replace('\\', "\\\\").replace('"', "\\\"")
}

pub(super) fn production(facts: &SendFacts<'_>, address: &OneAddress, count: usize) -> Question {
    let SendFacts { profile, .. } = facts;
    let (mails, what, confirm) = match count {
        1 => (
            "a real mail".to_owned(),
            "The mail".to_owned(),
            "Send it".to_owned(),
        ),
        _ => (
            format!("{count} real mails"),
            "They".to_owned(),
            format!("Send {count} mails"),
        ),
    };
    let mut text = match facts.endpoint {
        None => format!(
            "“{profile}” is a production profile. {what} will go out through its provider to \
             {address}, under the name your users know, and cannot be called back."
        ),
        Some(endpoint) => format!(
            "“{profile}” is a production profile whose requests go to {endpoint} in place of its \
             provider. {what} to {address} will go there, with the key of production, and cannot be \
             called back."
        ),
    };
    if facts.is_lifted {
        text.push_str(" The allow list is lifted, so any address is accepted.");
    }
    Question {
        title: format!("Send {mails} to {address}?"),
        text,
        confirm,
    }
}
