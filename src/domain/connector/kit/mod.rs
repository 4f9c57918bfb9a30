//! What several connectors share (`connector-kit/src/index.ts` and each connector's `types.ts`).

mod advice;
mod config_template;
pub mod mailbox;
#[cfg(test)]
pub mod recorded;

use serde_json::Value;

pub use advice::Advice;
pub use config_template::{ConfigTemplate, template_for};

use super::{PlanError, PlanInput};

const REQUIRED_TYPES: [&str; 4] = ["Register", "SignIn", "ForgotPassword", "Generic"];

/// Logto's usage types, where a guard allows no others.
pub const USAGE_TYPES: &[&str] = &[
    "SignIn",
    "Register",
    "ForgotPassword",
    "OrganizationInvitation",
    "Generic",
    "UserPermissionValidation",
    "BindNewIdentifier",
    "MfaVerification",
    "BindMfa",
];

/// The types every list of templates must have and this one lacks, joined by commas; none if it
/// has all.
pub fn missing_types(templates: &[Value]) -> Option<String> {
    let has = |name: &str| {
        templates
            .iter()
            .any(|template| template.get("usageType").and_then(Value::as_str) == Some(name))
    };
    let missing: Vec<&str> = REQUIRED_TYPES
        .into_iter()
        .filter(|name| !has(name))
        .collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// The sentence most guards have for [`missing_types`].
pub fn should_be_provided(templates: &[Value]) -> Option<String> {
    missing_types(templates)
        .map(|missing| format!("Template with UsageType ({missing}) should be provided!"))
}

/// A template with the values of the message.
pub fn render(input: &PlanInput<'_>, template: &str) -> Result<String, PlanError> {
    (input.render)(template, input.payload).map_err(PlanError::Render)
}
