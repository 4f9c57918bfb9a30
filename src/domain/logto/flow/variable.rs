//! The type of a variable tree, and its paths for completion.

use serde::Serialize;

use super::shapes;
use super::{Flow, UsageType};

/// What a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A text.
    Text,
    /// The address of a page or picture.
    Url,
    /// A text or null; null prints nothing.
    NullableText,
    /// The address of a picture, or null.
    NullableUrl,
    /// An object with these fields; printed by itself it reads `[object Object]`.
    Object(&'static [Variable]),
    /// Any JSON value.
    Any,
}

/// Whether a variable is in the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// In every mail of the flow; see [`Variable::from_context`] for the one exception.
    Always,
    /// Only sometimes.
    Optional {
        /// When it is missing, as the rest of a sentence that starts with “Missing”.
        absent_when: &'static str,
    },
}

/// A variable that a template can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Variable {
    /// Its name, one step of a path.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is there.
    pub presence: Presence,
    /// Whether Logto looks it up for the mail. If one look-up fails, because the application was
    /// deleted for example, Logto drops all that it looked up and sends the mail without.
    pub from_context: bool,
    /// What it is, in one sentence.
    pub doc: &'static str,
    /// A realistic value, where the kind is no object.
    pub sample: &'static str,
}

impl Variable {
    /// Its fields, if it is an object.
    pub const fn fields(&self) -> &'static [Self] {
        match self.kind {
            Kind::Object(fields) => fields,
            _ => &[],
        }
    }

    /// Whether null is a possible value.
    pub const fn is_nullable(&self) -> bool {
        matches!(self.kind, Kind::NullableText | Kind::NullableUrl)
    }
}

/// A path that a placeholder can name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VariablePath {
    /// As it stands in a placeholder: `application.name`.
    pub path: String,
    /// What it is, in one sentence.
    pub doc: &'static str,
    /// Whether it is there; the first reason on the way if it may be missing.
    pub presence: Presence,
    /// Whether it can be null, which prints nothing.
    pub nullable: bool,
    /// What it holds.
    pub kind: Kind,
}

/// The variables that `flow` carries in mails of `usage_type`.
///
/// Empty if the flow never sends that type. Today all types of one flow carry the same.
pub fn variables(flow: Flow, usage_type: UsageType) -> &'static [Variable] {
    if flow.sends(usage_type) {
        shapes::of_flow(flow)
    } else {
        &[]
    }
}

/// All paths into [`variables`], parents before their fields.
pub fn paths(flow: Flow, usage_type: UsageType) -> Vec<VariablePath> {
    let mut found = Vec::new();
    collect(
        variables(flow, usage_type),
        "",
        Presence::Always,
        &mut found,
    );
    found
}

fn collect(
    variables: &'static [Variable],
    prefix: &str,
    parent: Presence,
    found: &mut Vec<VariablePath>,
) {
    for variable in variables {
        let path = format!("{prefix}{}", variable.name);
        let presence = match parent {
            Presence::Always => variable.presence,
            Presence::Optional { .. } => parent,
        };
        let below = format!("{path}.");
        found.push(VariablePath {
            path,
            doc: variable.doc,
            presence,
            nullable: variable.is_nullable(),
            kind: variable.kind,
        });
        collect(variable.fields(), &below, presence, found);
    }
}
