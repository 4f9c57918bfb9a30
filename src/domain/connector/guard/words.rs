//! What a guard refuses, in plain words. zod's own word stands beside it, for looking it up.

use serde_json::Value;

use super::{ConfigIssue, PathPart};
use crate::domain::finding::{Finding, Severity};

/// What is wrong at a place, and what to do.
struct Words {
    what: String,
    advice: String,
}

impl ConfigIssue {
    /// The issue as a finding.
    pub fn finding(&self) -> Finding {
        self.finding_in(&Value::Null)
    }

    /// The issue of that configuration as a finding: in plain words, with its path before them and
    /// zod's own word behind the advice.
    pub fn finding_in(&self, config: &Value) -> Finding {
        let Words { what, advice } = self.words(config);
        let message = match self.path.as_slice() {
            [] => what,
            _ => format!("{}: {what}", self.path_text()),
        };
        let hint = format!("{advice} (Logto's word: {})", self.message);
        Finding::new(Severity::Error, "connector-config-invalid", message).hint(hint)
    }

    /// What is wrong at its place and what to do, in one or two sentences without the path.
    pub fn plain(&self, config: &Value) -> String {
        let Words { what, advice } = self.words(config);
        format!("{what}. {advice}")
    }

    fn words(&self, config: &Value) -> Words {
        let detail = |name: &str| self.details.get(name);
        let is_missing = !config.is_null() && self.value_in(config).is_none();
        let (what, advice) = match self.code {
            "invalid_union" if is_missing => missing(None),
            "invalid_type" if self.message == "Required" => missing(detail("expected")),
            "invalid_type" => wrong_type(detail("expected"), detail("received")),
            "invalid_string" => wrong_text(detail("validation"), self.value_in(config)),
            "invalid_enum_value" => none_of(detail("options")),
            "invalid_literal" => none_of(detail("expected")),
            "unrecognized_keys" => unknown_keys(detail("keys")),
            "invalid_union" => no_shape(detail("unionErrors"), self.path.len()),
            _ => custom(&self.message),
        };
        Words { what, advice }
    }

    /// What stands at its place.
    fn value_in<'a>(&self, config: &'a Value) -> Option<&'a Value> {
        self.path.iter().try_fold(config, |value, part| match part {
            PathPart::Key(key) => value.get(key.as_str()),
            PathPart::Index(index) => value.get(*index),
        })
    }
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

fn listed(value: Option<&Value>) -> String {
    match value {
        Some(Value::Array(items)) => {
            let items = items.iter().filter_map(Value::as_str);
            items.collect::<Vec<_>>().join(", ")
        }
        other => text(other).to_owned(),
    }
}

fn missing(expected: Option<&Value>) -> (String, String) {
    let what = "It is missing, and Logto refuses the connector without it";
    (what.to_owned(), format!("Add it: {}", kind(text(expected))))
}

fn wrong_type(expected: Option<&Value>, received: Option<&Value>) -> (String, String) {
    let (expected, received) = (kind(text(expected)), kind(text(received)));
    (
        format!("It is {received}, and Logto takes {expected} only"),
        format!("Write {expected}"),
    )
}

/// A type of JSON for people. What zod lists as options comes here too.
fn kind(name: &str) -> String {
    let kind = match name {
        "string" => "a text in quotes",
        "number" => "a number without quotes",
        "boolean" => "true or false without quotes",
        "array" => "a list in brackets",
        "object" => "an object in braces",
        "null" => "null",
        "" => "a value",
        options => return format!("one of {}", options.replace(" | ", ", ")),
    };
    kind.to_owned()
}

fn wrong_text(validation: Option<&Value>, value: Option<&Value>) -> (String, String) {
    let end = validation.and_then(|rule| rule.get("endsWith"));
    let (what, advice) = match (validation.and_then(Value::as_str), end) {
        (Some("url"), _) => (
            "It is no address of the web",
            "Write it whole, as in https://api.example.com",
        ),
        (Some("email"), _) => (
            "It is no e-mail address as Logto takes them",
            "Write the address alone, as in mail@example.com",
        ),
        (_, Some(end)) => return wrong_end(text(Some(end)), text(value)),
        _ => ("Logto does not take this text", "Write another"),
    };
    (what.to_owned(), advice.to_owned())
}

/// An address that goes on behind its end is the usual mistake.
fn wrong_end(end: &str, value: &str) -> (String, String) {
    match value.rsplit_once(end) {
        Some((_, "/")) => (
            format!("There is a slash behind {end}, where Logto wants the end"),
            "Remove the slash".to_owned(),
        ),
        Some((_, more)) if more.starts_with(['/', ':', '?', '#']) => (
            format!("It goes on behind {end}, where Logto wants the end"),
            format!("Remove “{more}”"),
        ),
        _ => (
            format!("Logto takes only what ends with {end}"),
            format!("Write an address that ends with {end}, or leave it out"),
        ),
    }
}

fn none_of(options: Option<&Value>) -> (String, String) {
    let what = "This is nothing that Logto knows here".to_owned();
    (what, format!("Write one of: {}", listed(options)))
}

fn unknown_keys(keys: Option<&Value>) -> (String, String) {
    let what = format!("Logto refuses what it does not know: {}", listed(keys));
    (what, "Remove it, or check the spelling".to_owned())
}

/// None of several shapes fits: what each would need.
fn no_shape(errors: Option<&Value>, depth: usize) -> (String, String) {
    let mut shapes: Vec<String> = Vec::new();
    for error in errors.and_then(Value::as_array).into_iter().flatten() {
        shapes_of(error, depth, &mut shapes);
    }
    shapes.dedup();
    let what = "It fits none of the forms that Logto takes here".to_owned();
    let advice = match shapes.as_slice() {
        [] => "Compare it with the connector's documentation".to_owned(),
        shapes => format!("Mend one of these: {}", shapes.join("; or ")),
    };
    (what, advice)
}

fn shapes_of(error: &Value, depth: usize, shapes: &mut Vec<String>) {
    let issues = error.get("issues").and_then(Value::as_array);
    let mut needs = Vec::new();
    for issue in issues.into_iter().flatten() {
        if let Some(inner) = issue.get("unionErrors").and_then(Value::as_array) {
            for error in inner {
                shapes_of(error, depth, shapes);
            }
            continue;
        }
        let path = issue.get("path").and_then(Value::as_array);
        let path = path.into_iter().flatten().skip(depth);
        let path: Vec<String> = path
            .map(|part| {
                part.as_str()
                    .map_or_else(|| part.to_string(), str::to_owned)
            })
            .collect();
        let message = text(issue.get("message"));
        needs.push(match (path.join("."), message) {
            (path, "Required") => format!("{path} is missing"),
            (path, message) if path.is_empty() => message.to_owned(),
            (path, message) => format!("{path}: {message}"),
        });
    }
    if !needs.is_empty() {
        shapes.push(needs.join(" and "));
    }
}

/// Logto's own rules say in words what is wrong.
fn custom(message: &str) -> (String, String) {
    let types = message
        .split_once("UsageType (")
        .and_then(|(_, rest)| rest.split_once(')'));
    match types {
        Some((types, _)) => (
            format!("There is no template for {types}, and Logto refuses the connector without"),
            "Add one for each of them".to_owned(),
        ),
        None => (
            message.trim_end_matches(['.', '!']).to_owned(),
            "Logto refuses the connector until that is changed".to_owned(),
        ),
    }
}
