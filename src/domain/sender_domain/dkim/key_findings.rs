//! The sentences on key records.

use super::public_key::KeyFlaw;
use crate::domain::finding::{Finding, Fix, Severity, Span};

const KNOWN_TAGS: [&str; 8] = ["v", "g", "h", "k", "n", "p", "s", "t"];

pub(super) fn error(code: &'static str, message: impl Into<String>) -> Finding {
    Finding::new(Severity::Error, code, message)
}

pub(super) fn unknown_tag(name: &str, span: Span) -> Option<Finding> {
    if KNOWN_TAGS.contains(&name) {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let finding = if KNOWN_TAGS.contains(&lower.as_str()) {
        let message = format!("Verifiers do not take “{name}” for “{lower}”");
        Finding::new(Severity::Warning, "dkim.syntax", message)
            .hint("Names of tags are written in small letters")
            .fix(Fix {
                title: format!("Write {lower}"),
                span,
                replacement: lower,
            })
    } else {
        let message = format!("Verifiers ignore the tag “{}”", name.escape_debug());
        Finding::new(Severity::Info, "dkim.unknown-tag", message)
    };
    Some(finding.at(span))
}

pub(super) fn wrong_padding(span: Span) -> Finding {
    let message = "The Base64 of the key does not end as it should, which some verifiers refuse";
    Finding::new(Severity::Warning, "dkim.bad-key", message)
        .hint("Copy the key again up to its last character, “=” signs included")
        .at(span)
}

/// What to tell about a value of `p=` that is no key.
pub(super) fn flaw_finding(flaw: &KeyFlaw, value: Span) -> Finding {
    let copy_again = "Copy the key again as your provider shows it";
    let (message, hint, span) = match flaw {
        KeyFlaw::Pem => (
            "The key still has the lines of a PEM file around it".to_owned(),
            "Publish only what stands between the BEGIN and END lines",
            value,
        ),
        KeyFlaw::NotBase64(at) => (
            "The key has a character that Base64 does not have".to_owned(),
            copy_again,
            *at,
        ),
        KeyFlaw::BadLength => (
            "The Base64 of the key is not complete".to_owned(),
            copy_again,
            value,
        ),
        KeyFlaw::CutOff { announced, present } => (
            format!("The key is cut off: it has {present} of {announced} bytes"),
            "Strings over 255 characters must be split into several; check the record in DNS",
            value,
        ),
        KeyFlaw::Trailing { extra } => (
            format!("The key is followed by {extra} bytes that do not belong to it"),
            copy_again,
            value,
        ),
        KeyFlaw::NotAnRsaKey => (
            "The value of “p=” is no RSA key".to_owned(),
            copy_again,
            value,
        ),
        KeyFlaw::WrappedEd25519 { .. } => (
            "The Ed25519 key is wrapped, but verifiers want its bare 32 bytes".to_owned(),
            "Publish the bare key",
            value,
        ),
        KeyFlaw::Ed25519Length(length) => (
            format!("An Ed25519 key has 32 bytes, this one has {length}"),
            copy_again,
            value,
        ),
        KeyFlaw::BadExponent => (
            "The RSA key has an exponent with which nothing can be verified".to_owned(),
            "Create a new key",
            value,
        ),
    };
    let finding = error("dkim.bad-key", message).hint(hint).at(span);
    match flaw {
        KeyFlaw::WrappedEd25519 { bare } => finding.fix(Fix {
            title: "Publish the bare key".to_owned(),
            span: value,
            replacement: bare.clone(),
        }),
        _ => finding,
    }
}
