//! Findings about the placeholders of a template, for one flow and usage type.
//!
//! What a variable is comes from the flow's shape, so that a finding does not depend on which
//! payload is looked at; the payload only tells what a caller adds to an invitation.

mod missing;
mod names;
mod suggest;
mod syntax;

use serde::Serialize;
use serde_json::Value;

use self::suggest::Suggestions;
use super::flow::{Flow, Variable, variables};
use super::render::{Outcome, Placeholder, placeholders};
use super::{TemplateDetails, UsageType};
use crate::domain::finding::{Finding, Fix, Severity, Span};

/// A text of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The subject line.
    Subject,
    /// The body.
    Content,
    /// The Reply-To address.
    ReplyTo,
    /// The sender.
    SendFrom,
}

/// A finding and the text it is about; its spans count in that text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldFinding {
    /// The text.
    pub field: Field,
    /// What is wrong with it.
    pub finding: Finding,
}

/// Checks the placeholders of a template for a mail of `usage_type` that `flow` sends.
///
/// Codes: `flow-never-sends-type`, `placeholder-unknown-root`, `placeholder-unknown-path`,
/// `placeholder-prints-object`, `placeholder-unsupported`, `placeholder-invisible-character`,
/// `placeholder-inherited-name`, `placeholder-throws`, `placeholder-triple-braces`,
/// `placeholder-code-in-invitation`, `template-code-missing`, `template-link-missing`.
///
/// Findings come in the order of [`Field`] and of the text.
pub fn check_placeholders(
    details: &TemplateDetails,
    flow: Flow,
    usage_type: UsageType,
    payload: &Value,
) -> Vec<FieldFinding> {
    if !flow.sends(usage_type) {
        let message = format!("{} never sends {usage_type} mails", flow.label());
        let finding = Finding::new(Severity::Warning, "flow-never-sends-type", message);
        return vec![FieldFinding {
            field: Field::Content,
            finding,
        }];
    }
    let check = Check {
        flow,
        variables: variables(flow, usage_type),
        suggestions: Suggestions::new(flow, usage_type),
    };
    let mut findings = Vec::new();
    for (field, text) in texts(details) {
        let found = placeholders(text, payload);
        let of_field = found
            .iter()
            .flat_map(|placeholder| check.placeholder(text, placeholder))
            .chain(missing::check(flow, field, &found, &details.subject));
        findings.extend(of_field.map(|finding| FieldFinding { field, finding }));
    }
    findings
}

fn texts(details: &TemplateDetails) -> impl Iterator<Item = (Field, &str)> {
    [
        (Field::Subject, Some(details.subject.as_str())),
        (Field::Content, Some(details.content.as_str())),
        (Field::ReplyTo, details.reply_to.as_deref()),
        (Field::SendFrom, details.send_from.as_deref()),
    ]
    .into_iter()
    .filter_map(|(field, text)| Some((field, text?)))
}

/// What is known about the mail.
struct Check {
    flow: Flow,
    variables: &'static [Variable],
    suggestions: Suggestions,
}

impl Check {
    /// What is wrong with one placeholder; at most one finding about its name, one about its braces.
    fn placeholder(&self, text: &str, placeholder: &Placeholder) -> Vec<Finding> {
        let about_name = match placeholder.outcome {
            Outcome::NotAPlaceholder => Some(syntax::unsupported(placeholder, &self.suggestions)),
            Outcome::MatchedPrototypeName => Some(names::inherited(placeholder)),
            Outcome::Throws(error) => Some(names::throws(placeholder, error)),
            _ if syntax::is_keyword(&placeholder.path) && !self.is_added(placeholder) => {
                Some(syntax::unsupported(placeholder, &self.suggestions))
            }
            _ => self.name(placeholder),
        };
        let about_braces = (placeholder.outcome != Outcome::NotAPlaceholder)
            .then(|| syntax::triple_braces(text, placeholder))
            .flatten();
        about_name.into_iter().chain(about_braces).collect()
    }

    /// Whether the caller of the flow gives this variable in the payload.
    fn is_added(&self, placeholder: &Placeholder) -> bool {
        self.flow.takes_extra_variables()
            && matches!(placeholder.outcome, Outcome::Replaced | Outcome::EmptyNull)
    }
}

/// A path as it looks in a template.
fn braced(path: &str) -> String {
    format!("{{{{{path}}}}}")
}

fn rename(path_span: Span, path: &str) -> Fix {
    Fix {
        title: format!("Rename to {}", braced(path)),
        span: path_span,
        replacement: path.to_owned(),
    }
}

#[cfg(test)]
mod tests;
