//! What several connectors share (`connector-kit/src/index.ts` and each connector's `types.ts`).

mod config_template;
pub mod mailbox;

use serde_json::Value;

pub use config_template::{ConfigTemplate, template_for};

use crate::domain::logto::UsageType;

/// The types that every list of templates must have.
pub const REQUIRED_TYPES: [&str; 4] = ["Register", "SignIn", "ForgotPassword", "Generic"];

/// Logto's usage types, where a guard allows no others.
pub const USAGE_TYPES: &[&str] = &[
    UsageType::SignIn.as_str(),
    UsageType::Register.as_str(),
    UsageType::ForgotPassword.as_str(),
    UsageType::OrganizationInvitation.as_str(),
    UsageType::Generic.as_str(),
    UsageType::UserPermissionValidation.as_str(),
    UsageType::BindNewIdentifier.as_str(),
    UsageType::MfaVerification.as_str(),
    UsageType::BindMfa.as_str(),
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

/// The first of that type, else the first for `Generic`, with its position
/// (`connector-kit/src/index.ts`, `getConfigTemplateByType`).
pub fn by_type<T>(
    templates: &[T],
    usage_type: UsageType,
    name: impl Fn(&T) -> &str,
) -> Option<(usize, &T)> {
    let first = |wanted: UsageType| {
        let mut all = templates.iter().enumerate();
        all.find(|(_, template)| name(template) == wanted.as_str())
    };
    first(usage_type).or_else(|| first(UsageType::Generic))
}
