//! Which template a mail is made from, and why.
//!
//! Restates `getI18nEmailTemplate` (`core/src/libraries/connector.ts`), which looks up the tenant's
//! custom templates, and `getConfigTemplateByType` (`connector-kit/src/index.ts`), which looks into
//! the connector's configuration. Tags are compared as plain texts: `fr-CA` never finds `fr`.

mod catalog;
mod notes;
mod order;
mod support;

use std::fmt;

use serde::Serialize;

pub use self::catalog::{TemplateCatalog, TemplateList};
pub use self::order::first_place;
use self::order::order;
pub use self::support::TemplateSupport;
use super::UsageType;

/// The mail to find a template for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SelectionRequest {
    /// Its usage type.
    pub usage_type: UsageType,
    /// Its language, as [`resolve`](super::resolve) found it.
    pub locale: Option<String>,
    /// The tenant's fallback language.
    pub fallback: String,
    /// What the connector looks at.
    pub support: TemplateSupport,
}

/// Where a template stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase", tag = "in")]
pub enum Place {
    /// A custom template of the tenant.
    #[serde(rename_all = "camelCase")]
    Custom {
        /// Its type.
        usage_type: UsageType,
        /// Its language tag, as stored.
        language_tag: String,
    },
    /// An entry of the connector's configuration, which has no language.
    #[serde(rename_all = "camelCase")]
    Config {
        /// Its type.
        usage_type: UsageType,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom {
                usage_type,
                language_tag,
            } => write!(f, "custom template {usage_type} · {language_tag}"),
            Self::Config { usage_type } => {
                write!(f, "{usage_type} in the connector’s configuration")
            }
        }
    }
}

/// What became of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PlaceOutcome {
    /// The mail is made from it.
    Chosen,
    /// There is no template.
    Absent,
    /// Logto does not look there.
    NotTried,
}

/// A place where a template could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceTried {
    /// The place.
    pub place: Place,
    /// What became of it.
    pub outcome: PlaceOutcome,
    /// Why, in one sentence.
    pub reason: String,
}

/// No template: Logto sends no mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase")]
#[error("no template for {usage_type} ({code}, HTTP {status})")]
pub struct TemplateNotFound {
    /// The type that has no template.
    pub usage_type: UsageType,
    /// Logto's error code.
    pub code: &'static str,
    /// The HTTP status of Logto's answer.
    pub status: u16,
}

impl TemplateNotFound {
    /// Logto's error for `usage_type` (`core/src/middleware/koa-connector-error-handler.ts`).
    pub const fn new(usage_type: UsageType) -> Self {
        Self {
            usage_type,
            code: "connector.template_not_found",
            status: 400,
        }
    }
}

/// How a template was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// What was asked.
    pub request: SelectionRequest,
    /// Every place, in the order Logto looks.
    pub places: Vec<PlaceTried>,
    /// The place the mail is made from.
    pub chosen: Option<Place>,
    /// Logto's error, if it found none where it needs one.
    pub error: Option<TemplateNotFound>,
    /// The types whose template in the configuration is never used, because a custom Generic
    /// template in the fallback language is found before.
    pub shadowed: Vec<UsageType>,
    /// What is surprising about it, a sentence each.
    pub notes: Vec<String>,
}

/// Chooses the template for a mail as Logto does.
pub fn choose(request: &SelectionRequest, templates: &impl TemplateCatalog) -> Trace {
    let mut chosen: Option<Place> = None;
    let mut places = Vec::new();
    let order = order(
        request.usage_type,
        request.locale.as_deref(),
        &request.fallback,
        request.support,
    );
    for (place_ref, skipped) in order {
        let place = Place::from(place_ref);
        let (outcome, reason) = match (&chosen, skipped) {
            (_, Some(reason)) => (PlaceOutcome::NotTried, reason.to_owned()),
            (Some(_), None) => (
                PlaceOutcome::NotTried,
                "A template is already found".to_owned(),
            ),
            (None, None) if place_ref.exists(templates) => {
                chosen = Some(place.clone());
                (
                    PlaceOutcome::Chosen,
                    format!("There is a {}", describe(&place)),
                )
            }
            (None, None) => (
                PlaceOutcome::Absent,
                format!("There is no {}", describe(&place)),
            ),
        };
        places.push(PlaceTried {
            place,
            outcome,
            reason,
        });
    }
    let error = (chosen.is_none() && request.support.uses_config())
        .then(|| TemplateNotFound::new(request.usage_type));
    let shadowed = notes::shadowed(request, templates);
    let notes = notes::notes(request, templates, chosen.as_ref(), &shadowed);
    Trace {
        request: request.clone(),
        places,
        chosen,
        error,
        shadowed,
        notes,
    }
}

/// A place in words, to follow “a” or “no”.
fn describe(place: &Place) -> String {
    match place {
        Place::Custom {
            usage_type,
            language_tag,
        } => format!("custom {usage_type} template in {language_tag}"),
        Place::Config { usage_type } => {
            format!("{usage_type} template in the connector's configuration")
        }
    }
}

#[cfg(test)]
mod tests;
