//! Which template a mail is made from, and why.
//!
//! Restates `getI18nEmailTemplate` (`core/src/libraries/connector.ts`), which looks up the tenant's
//! custom templates, and `getConfigTemplateByType` (`connector-kit/src/index.ts`), which looks into
//! the connector's configuration. Tags are compared as plain texts: `fr-CA` never finds `fr`.

mod catalog;
mod notes;
mod support;

use std::fmt;

use serde::Serialize;

pub use self::catalog::{TemplateCatalog, TemplateList};
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
    for (place, skipped) in order(request) {
        let (outcome, reason) = match (&chosen, skipped) {
            (_, Some(reason)) => (PlaceOutcome::NotTried, reason.to_owned()),
            (Some(_), None) => (
                PlaceOutcome::NotTried,
                "A template is already found".to_owned(),
            ),
            (None, None) if exists(&place, templates) => {
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

/// All five places in Logto's order, each with the reason why it is skipped, if it is.
fn order(request: &SelectionRequest) -> Vec<(Place, Option<&'static str>)> {
    let SelectionRequest {
        usage_type,
        locale,
        fallback,
        support,
    } = request;
    let generic = *usage_type == UsageType::Generic;
    let custom = |usage_type, language_tag: &str| Place::Custom {
        usage_type,
        language_tag: language_tag.to_owned(),
    };
    let config = |usage_type| Place::Config { usage_type };
    let custom_skipped =
        (!support.uses_custom()).then_some("The connector does not use custom templates");
    let config_skipped = (!support.uses_config())
        .then_some("The connector hands over the payload, without a template");
    let generic_skipped = (!support.falls_back_to_generic())
        .then_some("The connector takes no Generic template for another type");

    let mut order = Vec::with_capacity(5);
    // An empty locale counts as none.
    if let Some(locale) = locale.as_deref().filter(|locale| !locale.is_empty()) {
        order.push((custom(*usage_type, locale), custom_skipped));
    }
    let same_language = locale.as_deref() == Some(fallback);
    if !same_language {
        order.push((custom(*usage_type, fallback), custom_skipped));
    }
    if !generic {
        order.push((custom(UsageType::Generic, fallback), custom_skipped));
    }
    order.push((config(*usage_type), config_skipped));
    if !generic {
        order.push((
            config(UsageType::Generic),
            config_skipped.or(generic_skipped),
        ));
    }
    order
}

fn exists(place: &Place, templates: &impl TemplateCatalog) -> bool {
    match place {
        Place::Custom {
            usage_type,
            language_tag,
        } => templates.has_custom(*usage_type, language_tag),
        Place::Config { usage_type } => templates.has_config(*usage_type),
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
