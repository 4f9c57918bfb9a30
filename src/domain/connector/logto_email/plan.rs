//! What becomes of a message.

use serde_json::{Map, Value, json};

use super::super::{HttpRequest, PlanError, PlanInput, non_empty};
use super::config::LogtoEmailConfig;

/// Always [`PlanError::NotImplemented`]: a self-hosted Logto has no client for Logto Cloud
/// (`connector-logto-email/src/index.ts`, `sendMessage`).
pub const fn plan(
    _config: &LogtoEmailConfig,
    _input: &PlanInput<'_>,
) -> Result<HttpRequest, PlanError> {
    Err(PlanError::NotImplemented)
}

/// The message that Logto hands to its cloud service, for showing only: the template is the
/// service's own, and it chooses the language.
pub fn cloud_message(config: &LogtoEmailConfig, input: &PlanInput<'_>) -> Value {
    let fields = &config.fields;
    let mut payload: Map<String, Value> = input.payload.as_object().cloned().unwrap_or_default();
    for (name, text) in [
        ("senderName", &fields.sender_name),
        ("companyInformation", &fields.company_information),
        ("appLogo", &fields.app_logo),
    ] {
        if let Some(text) = non_empty(text.as_deref()) {
            payload.insert(name.to_owned(), json!(text));
        }
    }
    json!({ "data": { "to": input.to, "type": input.usage_type, "payload": payload } })
}
