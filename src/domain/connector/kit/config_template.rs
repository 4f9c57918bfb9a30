//! A template as it stands in a connector's configuration.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::super::{PlanError, PlanInput};
use super::by_type;
use crate::domain::logto::{ContentType, TemplateDetails};

/// One template of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigTemplate {
    /// Any text for most connectors; Logto looks for the name of a usage type.
    pub usage_type: String,
    /// What the content is, if the template says so; some connectors do not ask.
    #[serde(rename = "type", default, deserialize_with = "known_content_type")]
    pub content_type: Option<ContentType>,
    /// The subject, placeholders unreplaced.
    pub subject: String,
    /// The body, placeholders unreplaced.
    pub content: String,
}

/// Guards that do not name the key let any value of it pass.
fn known_content_type<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ContentType>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).ok())
}

/// The custom template if there is one, else that of the configuration (see [`by_type`]).
pub fn template_for(
    templates: &[ConfigTemplate],
    input: &PlanInput<'_>,
) -> Result<TemplateDetails, PlanError> {
    if let Some(custom) = input.custom_template {
        return Ok(custom.clone());
    }
    let found = by_type(templates, input.usage_type, |template| &template.usage_type);
    let (_, template) = found.ok_or(PlanError::TemplateNotFound(input.usage_type))?;
    Ok(TemplateDetails {
        subject: template.subject.clone(),
        content: template.content.clone(),
        content_type: template.content_type,
        reply_to: None,
        send_from: None,
    })
}
