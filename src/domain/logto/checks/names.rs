//! Findings about the name in a placeholder that Logto recognises.

use super::{Check, braced, rename};
use crate::domain::finding::{Finding, Fix, Severity};
use crate::domain::logto::flow::{Kind, Variable};
use crate::domain::logto::render::{Placeholder, RenderError};

impl Check {
    /// What is wrong with the name of a placeholder that Logto recognises.
    pub(super) fn name(&self, placeholder: &Placeholder) -> Option<Finding> {
        if self.is_added(placeholder) {
            return None;
        }
        let mut names = placeholder.path.split('.');
        let root = names.next().unwrap_or_default();
        let Some(variable) = find(self.variables, root) else {
            return Some(self.unknown_root(placeholder, root));
        };
        let mut parent = variable;
        for name in names {
            match (parent.kind, find(parent.fields(), name)) {
                (Kind::Any, _) => return None,
                (_, Some(field)) => parent = field,
                (_, None) => return Some(self.unknown_path(placeholder, parent, name)),
            }
        }
        matches!(parent.kind, Kind::Object(_)).then(|| {
            Finding::new(
                Severity::Error,
                "placeholder-prints-object",
                format!("{} prints [object Object]", braced(&placeholder.path)),
            )
            .hint("Name one of its fields")
            .at(placeholder.span)
        })
    }

    fn unknown_root(&self, placeholder: &Placeholder, root: &str) -> Finding {
        if self.flow.takes_extra_variables() && root == "code" {
            return code_in_invitation(placeholder);
        }
        let shown = braced(&placeholder.path);
        let label = self.flow.label();
        let (severity, message, hint) = if root.is_empty() {
            (
                Severity::Error,
                format!("{shown} is mailed as written: a path cannot start with a dot"),
                "Start with the name of a variable".to_owned(),
            )
        } else if self.flow.takes_extra_variables() {
            (
                Severity::Warning,
                format!("{shown} is mailed as written unless the message payload gives {root}"),
                format!("Logto gives no {root}; the caller of the API can"),
            )
        } else {
            (
                Severity::Error,
                format!("{shown} is mailed as written: {label} gives no {root}"),
                "Remove it, or use a variable of this flow".to_owned(),
            )
        };
        Finding {
            hint: Some(hint),
            fix: self.rename(placeholder),
            ..Finding::new(severity, "placeholder-unknown-root", message).at(placeholder.span)
        }
    }

    fn unknown_path(&self, placeholder: &Placeholder, parent: &Variable, name: &str) -> Finding {
        let reason = match parent.kind {
            Kind::Object(_) if name.is_empty() => {
                "a name is missing between or after the dots".to_owned()
            }
            Kind::Object(_) => format!("{} has no {name}", parent.name),
            _ => format!("{} is a text and has no fields", parent.name),
        };
        let message = format!("{} prints nothing: {reason}", braced(&placeholder.path));
        Finding {
            fix: self.rename(placeholder),
            ..Finding::new(Severity::Warning, "placeholder-unknown-path", message)
                .at(placeholder.span)
        }
    }

    fn rename(&self, placeholder: &Placeholder) -> Option<Fix> {
        let path = self.suggestions.nearest(&placeholder.path)?;
        Some(rename(placeholder.path_span, path))
    }
}

fn find(variables: &'static [Variable], name: &str) -> Option<&'static Variable> {
    variables.iter().find(|variable| variable.name == name)
}

fn code_in_invitation(placeholder: &Placeholder) -> Finding {
    Finding::new(
        Severity::Error,
        "placeholder-code-in-invitation",
        "An invitation carries no code, so {{code}} is mailed as written",
    )
    .hint("An invitation is accepted with a link, which the caller gives in the message payload")
    .at(placeholder.span)
    .fix(rename(placeholder.path_span, "link"))
}

/// What JavaScript finds where the payload has nothing.
pub(super) fn inherited(placeholder: &Placeholder) -> Finding {
    Finding::new(
        Severity::Error,
        "placeholder-inherited-name",
        format!(
            "{} prints what JavaScript's objects inherit, not a variable",
            braced(&placeholder.path)
        ),
    )
    .hint("Remove it")
    .at(placeholder.span)
}

/// An object that stops the mail.
pub(super) fn throws(placeholder: &Placeholder, error: RenderError) -> Finding {
    Finding::new(
        Severity::Error,
        "placeholder-throws",
        format!("{} stops the mail: {error}", braced(&placeholder.path)),
    )
    .hint("Logto answers with HTTP 500; change the payload")
    .at(placeholder.span)
}
