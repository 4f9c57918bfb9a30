//! Profiles on their way to the disk: what must not get there.
//!
//! Secrets that somebody typed or pasted live in memory until they are kept somewhere. A file of
//! the workspace is not written before; a draft is, with references in their place.

use std::borrow::Cow;

use super::{ConnectorProfile, SecretReference, cleaned, secrets_in_clear};
use crate::domain::connector::console::JsonError;
use crate::domain::connector::form::{SecretAt, is_secret_key, is_secret_name};

/// Why the text of a profile is not written into the workspace as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldBack {
    /// Secrets stand in it; these are their places.
    Secrets(Vec<SecretAt>),
    /// JSON was begun and cannot be read yet.
    Unfinished(JsonError),
    /// It cannot be read, and something in it looks like a secret.
    Unreadable,
}

/// Why the text of the profile `name` is not to be written, if it is not.
pub fn held_back(name: &str, text: &str) -> Option<HeldBack> {
    let Ok(parsed) = ConnectorProfile::parse(name, text) else {
        let hides = matches!(masked(name, text), Cow::Owned(_));
        return hides.then_some(HeldBack::Unreadable);
    };
    let profile = parsed.value;
    if let Some(error) = profile.unfinished_error() {
        return Some(HeldBack::Unfinished(error));
    }
    let secrets = secrets_in_clear(&profile);
    if !secrets.is_empty() {
        return Some(HeldBack::Secrets(secrets));
    }
    let is_opaque = parsed.findings.iter().any(is_config_unreadable);
    let hides = is_opaque && matches!(masked(name, text), Cow::Owned(_));
    hides.then_some(HeldBack::Unreadable)
}

/// The text of the profile `name` with references in place of its secrets, as a draft may hold it;
/// the very text if it has none. What cannot be read is searched for names of secrets.
pub fn without_secrets<'a>(name: &str, text: &'a str) -> Cow<'a, str> {
    let Ok(parsed) = ConnectorProfile::parse(name, text) else {
        return masked(name, text);
    };
    let is_opaque = parsed.findings.iter().any(is_config_unreadable);
    let profile = parsed.value;
    if is_opaque && profile.unfinished.is_none() {
        return masked(name, text);
    }
    let (mut clean, found) = cleaned(&profile, &|at| profile.keyring_entry_for(at));
    let unfinished = profile.unfinished.as_deref().map(|text| masked(name, text));
    let is_hidden = matches!(unfinished, Some(Cow::Owned(_)));
    if found.is_empty() && !is_hidden {
        return Cow::Borrowed(text);
    }
    clean.unfinished = unfinished.map(Cow::into_owned);
    let mut printed = clean.print();
    for (reference, secret) in found {
        // A comment may repeat it. Short ones are parts of words.
        if secret.expose().len() >= SHORTEST {
            printed = printed.replace(secret.expose(), &reference.to_string());
        }
    }
    Cow::Owned(printed)
}

fn is_config_unreadable(finding: &crate::domain::finding::Finding) -> bool {
    finding.code == "connector-config-unreadable"
}

/// A secret of fewer bytes is not looked for in other places.
const SHORTEST: usize = 6;

/// A text that cannot be read, JSON or TOML, without what stands behind names of secrets, keys in
/// PEM and logins in addresses. It hides rather too much.
fn masked<'a>(profile: &str, text: &'a str) -> Cow<'a, str> {
    if is_one_word(text) {
        return Cow::Owned(reference(profile, "secret"));
    }
    let mut hidden = values_of_secret_names(profile, text);
    hidden.extend(keys_in_pem(profile, text));
    hidden.extend(logins(text));
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    hidden.sort_by_key(|part| part.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for part in hidden {
        if part.start >= at {
            out.push_str(text.get(at..part.start).unwrap_or_default());
            out.push_str(&part.instead);
        }
        at = at.max(part.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// A part of a text, and what stands in its place.
struct Hidden {
    start: usize,
    end: usize,
    instead: String,
}

/// Somebody may have pasted a key where JSON belongs.
fn is_one_word(text: &str) -> bool {
    let text = text.trim();
    let is_of_json = |char: char| char.is_whitespace() || matches!(char, '{' | '}' | '[' | ']');
    text.len() >= SHORTEST
        && !text.contains(is_of_json)
        && SecretReference::parse(text.trim_matches(['"', '\''])).is_none()
}

fn reference(profile: &str, name: &str) -> String {
    SecretReference::Keyring(format!("{profile}.{name}")).to_string()
}

fn values_of_secret_names(profile: &str, text: &str) -> Vec<Hidden> {
    let is_of_name = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
    let mut hidden = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(begins) = rest.find(is_of_name)
    {
        let start = at + begins;
        let word = text.get(start..).unwrap_or_default();
        let length = word.find(|char| !is_of_name(char)).unwrap_or(word.len());
        let name = word.get(..length).unwrap_or_default();
        at = start + length;
        if is_secret_name(name)
            && let Some(value) = value_after(text, at)
            && let Some(part) = hide(profile, name, text, value)
        {
            at = part.end;
            hidden.push(part);
        }
    }
    hidden
}

/// Where the value begins of a name that ends at `end`.
fn value_after(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let unquoted = rest.trim_start_matches(['\\', '"', '\'']);
    let is_quoted = unquoted.len() < rest.len();
    let after = unquoted.trim_start();
    let value = match after.strip_prefix([':', '=']) {
        Some(value) => value.trim_start(),
        // The colon may be what is missing.
        None if is_quoted && after.starts_with(['"', '\'']) => after,
        None => return None,
    };
    (!value.is_empty()).then(|| text.len() - value.len())
}

/// The value that begins at `start`, with a reference in its place.
fn hide(profile: &str, name: &str, text: &str, start: usize) -> Option<Hidden> {
    let value = text.get(start..)?;
    let first = value.chars().next()?;
    let length = match first {
        // A name that only sounds like it may have other things inside, each with its own name.
        '{' if !is_secret_key(name) => return None,
        '{' | '[' => bracketed(value),
        '"' | '\'' => quoted(value, first),
        _ => value.find([',', '}', '\n']).unwrap_or(value.len()),
    };
    let shown = value.get(..length)?;
    let inner = shown.trim_matches(['"', '\'', ' ', '\r']);
    if inner.is_empty() || SecretReference::parse(inner).is_some() {
        return None;
    }
    Some(Hidden {
        start,
        end: start + length,
        instead: format!("\"{}\"", reference(profile, name)),
    })
}

/// The length in bytes of a list or an object with all that is inside; the whole rest if it does not
/// end.
fn bracketed(value: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = value.get(at..)
        && let Some(char) = rest.chars().next()
    {
        at += match char {
            '"' | '\'' => quoted(rest, char),
            _ => char.len_utf8(),
        };
        match char {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a quoted text in bytes, with what clings to its end: a quote too many must not
/// show the rest. The whole rest if it does not end.
fn quoted(value: &str, quote: char) -> usize {
    let three = [quote; 3].iter().collect::<String>();
    let (open, close) = if value.starts_with(&three) {
        (3, three.as_str())
    } else {
        (1, three.get(..1).unwrap_or_default())
    };
    let mut from = open;
    let end = loop {
        let Some(found) = value.get(from..).and_then(|rest| rest.find(close)) else {
            return value.len();
        };
        let at = from + found;
        let before = value.get(..at).unwrap_or_default();
        let escapes = before.len() - before.trim_end_matches('\\').len();
        if quote == '\'' || escapes % 2 == 0 {
            break at + close.len();
        }
        from = at + 1;
    };
    let rest = value.get(end..).unwrap_or_default();
    let ends = |char: char| char.is_whitespace() || matches!(char, ',' | '}' | ']');
    end + rest.find(ends).unwrap_or(rest.len())
}

fn keys_in_pem(profile: &str, text: &str) -> Vec<Hidden> {
    const BEGIN: &str = "-----BEGIN";
    const END: &str = "-----END";
    let mut hidden = Vec::new();
    for (start, _) in text.match_indices(BEGIN) {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(END).map_or(text.len(), |at| {
            let last = rest.get(at + END.len()..).unwrap_or_default();
            let dashes = last.find("-----").map_or(last.len(), |dash| dash + 5);
            start + at + END.len() + dashes
        });
        hidden.push(Hidden {
            start,
            end,
            instead: reference(profile, "privateKey"),
        });
    }
    hidden
}

/// Users and passwords in addresses: `https://user:password@host`.
fn logins(text: &str) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        let rest = text.get(start..).unwrap_or_default();
        let ends = |char: char| char.is_whitespace() || matches!(char, '/' | '?' | '#' | '"');
        let authority = rest.get(..rest.find(ends).unwrap_or(rest.len()));
        if let Some(length) = authority.and_then(|authority| authority.rfind('@'))
            && length > 0
        {
            hidden.push(Hidden {
                start,
                end: start + length,
                instead: "•••".to_owned(),
            });
        }
    }
    hidden
}

#[cfg(test)]
mod tests;
