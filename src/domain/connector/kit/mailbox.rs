//! Mailboxes as `connector-kit/src/smtp-mailbox.ts` reads and writes them.

use crate::domain::logto::is_js_white_space;

/// An address, with a name or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The address, cleaned but not checked.
    pub email: String,
    /// The name, cleaned; none if nothing is left of it.
    pub name: Option<String>,
}

/// The text without ASCII control characters, which would break a header.
pub fn strip_control(text: &str) -> String {
    text.chars()
        .filter(|char| !char.is_ascii_control())
        .collect()
}

/// JavaScript's `trim`.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_js_white_space)
}

/// `Name <address>`, or the address alone where no name is left; nothing is quoted.
pub fn format(email: &str, name: Option<&str>) -> String {
    let email = clean(email);
    match name.map(clean).filter(|name| !name.is_empty()) {
        Some(name) => format!("{name} <{email}>"),
        None => email,
    }
}

/// Reads a rendered `sendFrom`: a mailbox, a bare address, or a name for the fallback's address.
pub fn parse_send_from(text: &str, fallback_email: &str, fallback_name: Option<&str>) -> Mailbox {
    let stripped = strip_control(text);
    let text = trim(&stripped);
    if let Some((name, email)) = split(text) {
        return Mailbox {
            email: clean(email),
            name: non_empty(clean(name)),
        };
    }
    if text.contains('@') && !text.contains(' ') {
        return Mailbox {
            email: clean(text),
            name: None,
        };
    }
    let name = if text.is_empty() {
        fallback_name.unwrap_or_default()
    } else {
        text
    };
    Mailbox {
        email: clean(fallback_email),
        name: non_empty(clean(name)),
    }
}

/// Name and address of `Name <address>`, both trimmed; the bracket that opens is the first one
/// after the last but one that closes.
fn split(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix('>')?;
    let from = inner.rfind('>').map_or(0, |at| at + 1);
    let open = from + inner.get(from..)?.find('<')?;
    let email = trim(inner.get(open + 1..)?);
    (!email.is_empty()).then(|| (trim(inner.get(..open).unwrap_or_default()), email))
}

fn clean(text: &str) -> String {
    let kept = strip_control(text).replace(['<', '>'], "");
    trim(&kept).to_owned()
}

fn non_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/kit-mailbox.json");

    #[test]
    fn mailboxes_are_read_and_written_as_logto_does() {
        let recorded: Value = serde_json::from_str(RECORDED).unwrap();
        let cases = recorded["cases"].as_array().unwrap();
        assert_eq!(cases.len(), 23);
        for case in cases {
            let arg = |index: usize| case["args"][index].as_str();
            let first = arg(0).unwrap();
            let out = match case["fn"].as_str().unwrap() {
                "stripHeaderControlChars" => json!(strip_control(first)),
                "formatMailbox" => json!(format(first, arg(1))),
                _ => {
                    let mailbox = parse_send_from(first, arg(1).unwrap(), arg(2));
                    match mailbox.name {
                        Some(name) => json!({ "email": mailbox.email, "name": name }),
                        None => json!({ "email": mailbox.email }),
                    }
                }
            };
            assert_eq!(out, case["out"], "{case}");
        }
    }
}
