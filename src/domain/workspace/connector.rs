//! A connector profile: `connectors/<name>.toml`.

use serde_json::Value;
use toml_edit::Document;

use super::problem::ParseError;
use super::table::Reader;
use super::template::Parsed;
use crate::domain::finding::{Finding, Severity};

const KEYS: [&str; 4] = ["factory", "title", "sandbox", "config"];

/// A way to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorProfile {
    /// The name of its file, without the ending.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Logto's id of the connector.
    pub factory: String,
    /// Whether mails go to the inbox instead of the server that `config` names.
    pub sandbox: bool,
    /// The configuration as Logto stores it.
    pub config: Value,
}

impl ConnectorProfile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where it is not TOML.
    pub fn parse(name: &str, text: &str) -> Result<Parsed<Self>, ParseError> {
        let document = Document::parse(text).map_err(|error| ParseError::toml(text, 0, &error))?;
        let mut reader = Reader::new(document.as_table(), 0);
        let profile = Self {
            name: name.to_owned(),
            title: reader.text("title").unwrap_or_else(|| name.to_owned()),
            factory: reader.text("factory").unwrap_or_default(),
            sandbox: reader.flag("sandbox").unwrap_or_default(),
            config: reader
                .json("config")
                .unwrap_or_else(|| Value::Object(serde_json::Map::new())),
        };
        if profile.factory.is_empty() {
            let message = "The profile names no factory, so it is no connector of Logto";
            let finding = Finding::new(Severity::Error, "connector-no-factory", message)
                .hint("For SMTP: factory = \"simple-mail-transfer-protocol\"");
            reader.findings.push(finding);
        }
        reader.report_unknown(&KEYS);
        Ok(Parsed {
            value: profile,
            findings: reader.findings,
        })
    }

    /// Whether its configuration has a template of that type.
    pub fn has_template(&self, usage_type: &str) -> bool {
        let templates = self.config.get("templates").and_then(Value::as_array);
        templates.is_some_and(|templates| {
            templates.iter().any(|template| {
                template.get("usageType").and_then(Value::as_str) == Some(usage_type)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_keeps_its_configuration_as_logto_names_it() {
        let text = "factory = \"simple-mail-transfer-protocol\"\nsandbox = true\n[config]\nfromEmail = \"a@example.com\"\n[[config.templates]]\nusageType = \"SignIn\"\n";
        let profile = ConnectorProfile::parse("sandbox", text).unwrap().value;
        assert!(profile.sandbox);
        assert_eq!(profile.config["fromEmail"], "a@example.com");
        assert!(profile.has_template("SignIn") && !profile.has_template("Generic"));
    }
}
