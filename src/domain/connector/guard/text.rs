//! What zod 3 checks of texts.

use serde_json::{Value, json};

use super::super::url::Url;
use super::{ConfigIssue, PathPart, Verdict, wrong_type};

/// A rule a text has to keep.
#[derive(Clone, Copy)]
pub(in crate::domain::connector) enum TextRule {
    /// `url()`: what JavaScript's `URL` can read.
    Url,
    /// `email()`
    Email,
    /// `endsWith(…)`, letters as they are.
    EndsWith(&'static str),
    /// A refinement of Logto's own, with its sentence on a text that it is true of.
    Not(fn(&str) -> bool, &'static str),
}

impl TextRule {
    pub(super) fn is_kept_by(self, text: &str) -> bool {
        match self {
            Self::Url => Url::parse(text).is_some(),
            Self::Email => is_email(text),
            Self::EndsWith(end) => text.ends_with(end),
            Self::Not(is_refused, _) => !is_refused(text),
        }
    }

    fn issue(self, path: &[PathPart]) -> ConfigIssue {
        let (validation, message) = match self {
            Self::Url => (json!("url"), "Invalid url".to_owned()),
            Self::Email => (json!("email"), "Invalid email".to_owned()),
            Self::EndsWith(end) => (
                json!({ "endsWith": end }),
                format!("Invalid input: must end with \"{end}\""),
            ),
            Self::Not(_, message) => return ConfigIssue::new(path, "custom", message),
        };
        ConfigIssue::new(path, "invalid_string", message).with("validation", validation)
    }
}

pub(super) fn run(rules: &[TextRule], text: &str, path: &[PathPart]) -> Verdict {
    let broken = rules.iter().filter(|rule| !rule.is_kept_by(text));
    let issues: Vec<ConfigIssue> = broken.map(|rule| rule.issue(path)).collect();
    if issues.is_empty() {
        Verdict::Valid
    } else {
        // The shape is right, so zod goes on with the rest.
        Verdict::Dirty(issues)
    }
}

/// zod's pattern of an address: no dot at either end of the local part nor two in a row, and a
/// domain that ends in letters.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"_'+-.".contains(&byte);
    let local_fits = !local.starts_with('.')
        && !local.contains("..")
        && !local.ends_with(['.', '\''])
        && !local.is_empty()
        && local.bytes().all(is_local);
    let Some((labels, top)) = domain.rsplit_once('.') else {
        return false;
    };
    let is_label = |label: &str| {
        label.starts_with(|char: char| char.is_ascii_alphanumeric())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    local_fits
        && labels.split('.').all(is_label)
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// `nativeEnum`: a number, too, is compared with the options.
pub(super) fn run_native_enum(
    options: &'static [&'static str],
    value: Option<&Value>,
    path: &[PathPart],
) -> Verdict {
    let received = match value {
        Some(Value::String(text)) if options.contains(&text.as_str()) => return Verdict::Valid,
        Some(value @ (Value::String(_) | Value::Number(_))) => value,
        _ => return Verdict::Invalid(vec![wrong_type(&listed(options), value, path)]),
    };
    let expected = listed(options);
    let shown = received
        .as_str()
        .map_or_else(|| received.to_string(), str::to_owned);
    let message = format!("Invalid enum value. Expected {expected}, received '{shown}'");
    Verdict::Invalid(vec![
        ConfigIssue::new(path, "invalid_enum_value", message)
            .with("received", received.clone())
            .with("options", options.to_vec()),
    ])
}

/// `z.enum`: a number is of the wrong type.
pub(super) fn run_enum(
    options: &'static [&'static str],
    value: Option<&Value>,
    path: &[PathPart],
) -> Verdict {
    match value {
        Some(Value::Number(_)) => Verdict::Invalid(vec![wrong_type(&listed(options), value, path)]),
        _ => run_native_enum(options, value, path),
    }
}

fn listed(options: &[&str]) -> String {
    let quoted: Vec<String> = options.iter().map(|option| format!("'{option}'")).collect();
    quoted.join(" | ")
}

pub(super) fn run_literal(
    expected: &'static str,
    value: Option<&Value>,
    path: &[PathPart],
) -> Verdict {
    if value.and_then(Value::as_str) == Some(expected) {
        return Verdict::Valid;
    }
    let message = format!("Invalid literal value, expected \"{expected}\"");
    let issue = ConfigIssue::new(path, "invalid_literal", message).with("expected", expected);
    Verdict::Invalid(vec![match value {
        Some(received) => issue.with("received", received.clone()),
        None => issue,
    }])
}
