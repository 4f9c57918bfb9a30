//! What somebody may paste: a configuration, connectors of the Management API, or templates alone.

use serde_json::Value;

use super::json::{DuplicateKey, JsonError, SpelledJson};
use crate::domain::connector::Connector;
use crate::domain::finding::{Finding, Severity};

/// What a pasted text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paste {
    /// Configurations: one, or those in a list of connectors.
    Connectors(Vec<PastedConnector>),
    /// Templates without a configuration around them: one or more entries of `templates`, or
    /// `deliveries`. They are put into a configuration with [`super::with_template`].
    Templates(SpelledJson),
}

/// A configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedConnector {
    /// Logto's id of the connector, where it was told; else see [`super::guess_factory`].
    pub factory: Option<String>,
    /// The id of the row in Logto's database, where it was told.
    pub id: Option<String>,
    /// The configuration as it was written.
    pub config: SpelledJson,
}

/// Why a text can be pasted nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// It is no JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// It is JSON, but no object.
    #[error("this is {0}; the configuration of a connector is an object, which begins with {{")]
    NoObject(&'static str),
    /// A list of connectors without one for e-mail.
    #[error("none of these connectors is one of Logto's for e-mail: {0}")]
    NoEmail(String),
    /// A connector of the API without a configuration.
    #[error("the connector {0} has no config; ask for it with GET /api/connectors")]
    NoConfig(String),
}

/// Reads a pasted text, with what is odd about it.
///
/// Of a list of connectors those for e-mail are taken, the others told.
///
/// # Errors
///
/// Where it is no JSON, or none that belongs to a connector.
pub fn paste(text: &str) -> Result<(Paste, Vec<Finding>), PasteError> {
    let (json, duplicates) = SpelledJson::parse(text)?;
    let mut findings: Vec<Finding> = duplicates.iter().map(twice).collect();
    let value = json.value();
    let paste = match &value {
        Value::Object(_) if is_api_object(&value) => {
            Paste::Connectors(vec![api_object(&json, &value, &[])?])
        }
        Value::Object(fields) if is_template(&value) || are_deliveries(fields) => {
            Paste::Templates(json)
        }
        Value::Object(_) => Paste::Connectors(vec![PastedConnector {
            factory: None,
            id: None,
            config: json,
        }]),
        Value::Array(items) if !items.is_empty() && items.iter().all(is_template) => {
            Paste::Templates(json)
        }
        Value::Array(items) if items.iter().any(is_api_object) => {
            Paste::Connectors(from_list(&json, items, &mut findings)?)
        }
        Value::Array(items) if items.is_empty() => {
            return Err(PasteError::NoObject("an empty list"));
        }
        Value::Array(_) => return Err(PasteError::NoObject("a list of something else")),
        Value::String(_) => return Err(PasteError::NoObject("a text")),
        Value::Number(_) => return Err(PasteError::NoObject("a number")),
        Value::Bool(_) => return Err(PasteError::NoObject("true or false")),
        Value::Null => return Err(PasteError::NoObject("null")),
    };
    Ok((paste, findings))
}

fn twice(duplicate: &DuplicateKey) -> Finding {
    let DuplicateKey { key, line, column } = duplicate;
    let message = format!("{key} stands twice; the last one counts (line {line}, column {column})");
    Finding::new(Severity::Warning, "json-key-twice", message).hint("Remove one of them")
}

/// `{id, connectorId, config, …}`, or the body of a test, `{config, email}`.
fn is_api_object(value: &Value) -> bool {
    value.get("connectorId").is_some_and(Value::is_string)
        || value.get("config").is_some_and(Value::is_object)
}

/// An entry of `templates`; the seed of Logto has such as files of their own.
fn is_template(value: &Value) -> bool {
    value.get("usageType").is_some_and(Value::is_string)
}

/// The `deliveries` of Mailgun: nothing but objects with a body.
fn are_deliveries(fields: &serde_json::Map<String, Value>) -> bool {
    let has_body = |value: &Value| value.get("html").is_some() || value.get("template").is_some();
    !fields.is_empty() && fields.values().all(has_body)
}

fn from_list(
    json: &SpelledJson,
    items: &[Value],
    findings: &mut Vec<Finding>,
) -> Result<Vec<PastedConnector>, PasteError> {
    let (mut connectors, mut others) = (Vec::new(), Vec::new());
    for (index, item) in items.iter().enumerate() {
        let id = item.get("connectorId").and_then(Value::as_str);
        match id {
            Some(id) if !Connector::FACTORY_IDS.contains(&id) => others.push(id),
            _ if !is_api_object(item) => others.push("an entry that is no connector"),
            _ => connectors.push(api_object(json, item, &[&index.to_string()])?),
        }
    }
    let others = others.join(", ");
    if connectors.is_empty() {
        return Err(PasteError::NoEmail(others));
    }
    if !others.is_empty() {
        let message = format!("Left out, since they are none of Logto's for e-mail: {others}");
        findings.push(Finding::new(Severity::Info, "paste-left-out", message));
    }
    Ok(connectors)
}

/// The connector at `path` of the text.
fn api_object(
    json: &SpelledJson,
    value: &Value,
    path: &[&str],
) -> Result<PastedConnector, PasteError> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let factory = text("connectorId");
    let config = value
        .get("config")
        .filter(|config| config.is_object())
        .and_then(|_| json.part(&[path, &["config"]].concat()));
    let no_config = || PasteError::NoConfig(factory.clone().unwrap_or_default());
    Ok(PastedConnector {
        config: config.ok_or_else(no_config)?,
        id: text("id"),
        factory,
    })
}
