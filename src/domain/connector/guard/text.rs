//! What zod 3 checks of texts beyond their type.

use serde_json::Value;

use super::{ConfigIssue, PathPart, Verdict, wrong_type};

/// What a test has against a text.
pub enum Objection {
    /// zod's own check of this name, such as `email`.
    Format(&'static str),
    /// Logto's sentence.
    Custom(&'static str),
}

pub(super) fn run_test(
    test: fn(&str) -> Option<Objection>,
    text: &str,
    path: &[PathPart],
) -> Verdict {
    match test(text) {
        None => Verdict::Valid,
        Some(Objection::Format(name)) => Verdict::Dirty(vec![
            ConfigIssue::new(path, "invalid_string", format!("Invalid {name}"))
                .with("validation", name),
        ]),
        Some(Objection::Custom(message)) => {
            Verdict::Dirty(vec![ConfigIssue::new(path, "custom", message)])
        }
    }
}

pub(super) fn run_enum(
    options: &'static [&'static str],
    value: Option<&Value>,
    path: &[PathPart],
) -> Verdict {
    match value {
        Some(Value::Number(_)) => {
            let quoted: Vec<String> = options.iter().map(|option| format!("'{option}'")).collect();
            Verdict::Invalid(vec![wrong_type(&quoted.join(" | "), value, path)])
        }
        _ => super::run_enum(options, value, path),
    }
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
