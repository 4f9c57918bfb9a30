//! The form of each connector, as Logto's Console shows it: fields in its order, with its labels,
//! kinds and defaults, and our own words on what they do.
//!
//! Labels, keys, kinds, placeholders and options are those of the `formItems` in each connector's
//! `src/constant.ts`. Nothing here sends or stores; a configuration is edited as JSON, so that keys
//! nobody knows survive.

mod auth;
mod edit;
mod factory;
mod fields;
mod secrets;
mod starting;
#[cfg(test)]
mod tests;

use serde_json::Value;

pub use auth::AuthKind;
pub use edit::{FieldValue, get, remove, set, set_in_order};
pub use factory::{FactoryInfo, factories, factory};
pub use secrets::{
    Certainty, SecretAt, SecretPath, Step, collect_filled, is_secret_key, is_secret_name,
    secret_paths, secret_text, secrets_in,
};
pub use starting::starting_config;

/// One field of a connector's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormField {
    /// The key in the configuration; for a field of [`AuthKind::fields`], the key inside `auth`.
    pub key: &'static str,
    /// What Logto's Console writes above the field.
    pub label: &'static str,
    /// How it is filled in.
    pub kind: FieldKind,
    /// Whether Logto's guard refuses a configuration without it.
    pub is_required: bool,
    /// What a new connector has there.
    pub default: FieldDefault,
    /// What the Console shows in the empty field; empty for nothing.
    pub placeholder: &'static str,
    /// What it does, in one or two sentences.
    pub help: &'static str,
    /// Whether the value is a password, key or token and nothing else.
    pub is_secret: bool,
    /// Whether the Console shows the field. If not, the guard takes the key all the same.
    pub in_console: bool,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    Multiline,
    /// A number; an empty field has no key.
    Number,
    /// On or off; one that was never touched has no key.
    Switch,
    /// One of these.
    Select(&'static [Choice]),
    /// Any JSON.
    Json,
    /// The templates by usage type: `templates`, or `deliveries` for Mailgun.
    Templates,
    /// The login of SMTP: a JSON field in the Console, sub-forms here, see [`AuthKind`].
    Auth,
}

/// One option of a [`FieldKind::Select`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: &'static str,
    /// What is shown.
    pub label: &'static str,
}

/// What a new connector has in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldDefault {
    /// Nothing: the key is left out.
    None,
    /// This JSON.
    Json(&'static str),
    /// The templates of [`starting_config`].
    Templates,
}

impl FormField {
    /// What a new connector of that factory has in this field, if anything.
    pub fn default_value(&self, factory_id: &str) -> Option<Value> {
        match self.default {
            FieldDefault::None => None,
            FieldDefault::Json(json) => serde_json::from_str(json).ok(),
            FieldDefault::Templates => starting::templates(factory_id),
        }
    }
}

/// The fields of a connector, in the order of the Console; none for a factory that is not known
/// here.
pub fn fields(factory_id: &str) -> Option<&'static [FormField]> {
    fields::of(factory_id)
}
