//! What zod 3 checks of a text beyond its type.

use serde_json::{Value, json};

use super::super::url::Url;
use super::{ConfigIssue, PathPart, Verdict};

/// A rule a text has to keep.
#[derive(Clone, Copy)]
pub(in crate::domain::connector) enum TextRule {
    /// `url()`: what JavaScript's `URL` can read.
    Url,
    /// `endsWith(…)`, letters as they are.
    EndsWith(&'static str),
}

impl TextRule {
    fn is_kept_by(self, text: &str) -> bool {
        match self {
            Self::Url => Url::parse(text).is_some(),
            Self::EndsWith(end) => text.ends_with(end),
        }
    }

    /// zod's name of the rule, and its sentence on a text that breaks it.
    fn issue(self) -> (Value, String) {
        match self {
            Self::Url => (json!("url"), "Invalid url".to_owned()),
            Self::EndsWith(end) => (
                json!({ "endsWith": end }),
                format!("Invalid input: must end with \"{end}\""),
            ),
        }
    }
}

pub(super) fn run(rules: &[TextRule], text: &str, path: &[PathPart]) -> Verdict {
    let issues: Vec<ConfigIssue> = rules
        .iter()
        .filter(|rule| !rule.is_kept_by(text))
        .map(|rule| {
            let (validation, message) = rule.issue();
            ConfigIssue::new(path, "invalid_string", message).with("validation", validation)
        })
        .collect();
    if issues.is_empty() {
        Verdict::Valid
    } else {
        // The shape is right, so zod goes on with the rest.
        Verdict::Dirty(issues)
    }
}
