//! Variables that some mails of this type do not have.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use super::{is_told, texts};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{
    Field, Flow, Outcome, Presence, UsageType, VariablePath, paths, placeholders,
};

/// A template that names more variables is told of the first ones.
const MOST_PATHS: usize = 200;

/// What is mailed in place of a variable that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Printed {
    /// The braces and all in them.
    AsWritten,
    /// Nothing.
    Nothing,
}

/// When a variable is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Absence {
    printed: Printed,
    when: String,
}

/// The variables of each flow that counts.
struct Flows(Vec<(Flow, Vec<VariablePath>)>);

pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let flows = Flows::of(input.flows(), input.usage_type);
    for (field, text) in texts(input) {
        let made;
        let all = match field {
            Field::Content => &page.placeholders,
            Field::Subject => &page.subject_placeholders,
            Field::ReplyTo | Field::SendFrom => {
                made = placeholders(text, input.payload);
                &made
            }
        };
        let mut paths: Vec<(&str, Span, usize)> = Vec::new();
        for placeholder in all {
            if placeholder.outcome == Outcome::NotAPlaceholder {
                continue;
            }
            let known = paths
                .iter()
                .position(|(path, ..)| *path == placeholder.path);
            if let Some((_, _, count)) = known.and_then(|index| paths.get_mut(index)) {
                *count += 1;
            } else if paths.len() < MOST_PATHS {
                paths.push((&placeholder.path, placeholder.span, 1));
            }
        }
        for (path, span, count) in paths {
            if !is_told(found.so_far(), field, span) {
                found.extend(flows.findings(field, path, span, count));
            }
        }
    }
}

impl Flows {
    fn of(flows: Vec<Flow>, usage_type: UsageType) -> Self {
        let variables = |flow| (flow, paths(flow, usage_type));
        Self(flows.into_iter().map(variables).collect())
    }

    fn findings(
        &self,
        field: Field,
        path: &str,
        span: Span,
        count: usize,
    ) -> Option<crate::domain::logto::FieldFinding> {
        let mut absences: Vec<(Absence, Vec<&'static str>)> = Vec::new();
        for (flow, variables) in &self.0 {
            let Some(absence) = absence(*flow, variables, path) else {
                continue;
            };
            match absences.iter_mut().find(|(other, _)| *other == absence) {
                Some((_, labels)) => labels.push(flow.label()),
                None => absences.push((absence, vec![flow.label()])),
            }
        }
        let printed = absences.iter().map(|(absence, _)| absence.printed).min()?;
        let whens: Vec<String> = absences
            .iter()
            .filter(|(absence, _)| absence.printed == printed)
            .map(|(absence, labels)| format!("{} ({})", absence.when, labels.join("; ")))
            .collect();
        let whens = whens.join(", or ");
        let places = match count {
            1 => String::new(),
            _ => format!(", here and in {} more places", count - 1),
        };
        let finding = match printed {
            Printed::AsWritten => Finding::new(
                Severity::Warning,
                "variable-may-leak",
                format!("Readers see {{{{{path}}}}} as it stands {whens}{places}"),
            )
            .hint("Write the text so that it can do without, or use a variable that every mail of this type has"),
            Printed::Nothing => Finding::new(
                Severity::Info,
                "variable-may-be-empty",
                format!("{{{{{path}}}}} prints nothing {whens}{places}"),
            )
            .hint("See that the sentence and the layout are right without it"),
        };
        let finding = finding.at(span);
        Some(crate::domain::logto::FieldFinding { field, finding })
    }
}

/// When `path` is missing in a flow; none if it never is, and if the flow does not know it within a
/// variable that it has, which is told otherwise.
fn absence(flow: Flow, variables: &[VariablePath], path: &str) -> Option<Absence> {
    let root = path.split('.').next().unwrap_or(path);
    let find = |path: &str| variables.iter().find(|variable| variable.path == path);
    let Some(root) = find(root) else {
        if flow.takes_extra_variables() {
            return None;
        }
        return Some(Absence {
            printed: Printed::AsWritten,
            when: "where the flow does not have it".to_owned(),
        });
    };
    if let Presence::Optional { absent_when } = root.presence {
        return Some(Absence {
            printed: Printed::AsWritten,
            when: absent_when.to_owned(),
        });
    }
    let variable = find(path)?;
    let when = match variable.presence {
        Presence::Optional { absent_when } => absent_when,
        Presence::Always if variable.nullable => "if it was never filled in",
        Presence::Always => return None,
    };
    Some(Absence {
        printed: Printed::Nothing,
        when: when.to_owned(),
    })
}
