//! Findings about the variable that a mail is for.

use serde_json::{Map, Value};

use super::Field;
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::flow::Flow;
use crate::domain::logto::render::{Placeholder, placeholders};

/// The finding if the content has no code, or an invitation no link; `found` are the placeholders
/// of the field.
pub(super) fn check(
    flow: Flow,
    field: Field,
    found: &[Placeholder],
    subject: &str,
) -> Option<Finding> {
    if field != Field::Content {
        None
    } else if flow.takes_extra_variables() {
        (!names(found, "link")).then(link_missing)
    } else {
        (!names(found, "code")).then(|| code_missing(subject))
    }
}

fn link_missing() -> Finding {
    Finding::new(
        Severity::Warning,
        "template-link-missing",
        "The content has no {{link}}, so the invitation cannot be accepted from the mail",
    )
    .hint("Give the link in the message payload and print it with {{link}}")
}

fn code_missing(subject: &str) -> Finding {
    let of_subject = placeholders(subject, &Value::Object(Map::new()));
    let (severity, message) = if names(&of_subject, "code") {
        (Severity::Warning, "Only the subject has {{code}}")
    } else {
        (
            Severity::Error,
            "The content has no {{code}}, so the reader gets no code",
        )
    };
    Finding::new(severity, "template-code-missing", message)
        .hint("Logto does not demand it, and sends the mail without")
}

fn names(found: &[Placeholder], path: &str) -> bool {
    found.iter().any(|placeholder| placeholder.path == path)
}
