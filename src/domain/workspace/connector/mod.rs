//! A connector profile: `connectors/<name>.toml`.
//!
//! ```toml
//! title = "Production"
//! factory = "postmark-mail"
//! environment = "production"
//! allow = ["me@example.com", "*@example.org"]
//!
//! [config]
//! serverToken = "${POSTMARK_TOKEN}"
//! fromEmail = "accounts@example.org"
//! ```
//!
//! Secrets stand in the file as references only: `${NAME}` for a variable of the environment,
//! `${keyring:NAME}` for the keyring of the system. Where a TOML table cannot hold a configuration
//! exactly, `config` is a text of JSON instead; both are read.
//!
//! While JSON is typed that cannot be read yet, a draft has it as `unfinished-json` beside the last
//! configuration that could be read; no saved file has.

mod allow;
mod draft;
mod print;
mod secrets;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use toml_edit::{Document, Item};

use super::json::to_json;
use super::kept::Kept;
use super::problem::{ParseError, with_span};
use super::table::Reader;
use super::template::Parsed;
use crate::domain::connector::SmtpConfig;
use crate::domain::connector::console::{JsonError, SpelledJson};
use crate::domain::finding::{Finding, Severity, Span};

pub use crate::domain::connector::SecretReference;
pub use allow::{AllowList, Refused};
pub use draft::{HeldBack, held_back, without_secrets};
pub use secrets::{
    MissingSecret, cleaned, missing_words, resolve, resolve_known, secrets_in_clear,
};

/// The key of [`ConnectorProfile::unfinished`].
const UNFINISHED: &str = "unfinished-json";

const KEYS: [&str; 9] = [
    "title",
    "factory",
    "environment",
    "sandbox",
    "allow",
    "endpoint",
    "accept-invalid-certificates",
    "config",
    UNFINISHED,
];

/// A way to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorProfile {
    /// The name of its file, without the ending.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Logto's id of the connector.
    pub factory: String,
    /// Who gets its mails.
    pub environment: Environment,
    /// Whether mails are meant for the inbox instead of the server that `config` names; see
    /// [`Self::goes_to_inbox`].
    pub sandbox: bool,
    /// Whom this program may send to with it; nobody if empty.
    pub allow: AllowList,
    /// Where requests go instead of to the provider: a mock, or a proxy.
    pub endpoint: Option<String>,
    /// Whether a certificate that proves nothing is accepted, for servers on one's own desk.
    pub accept_invalid_certificates: bool,
    /// The configuration as Logto stores it, with references in place of secrets.
    pub config: Value,
    /// What was typed of the configuration as JSON and cannot be read yet; `config` is then the
    /// last that could.
    pub unfinished: Option<String>,
    /// How it was spelled, where that is not the plainest way.
    spelled: Spelled,
    kept: Kept,
}

/// Who gets the mails of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// The people who build the product. What names no environment is for them.
    #[default]
    Development,
    /// The people who use it.
    Production,
}

impl Environment {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Development, Self::Production];

    /// The name in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Production => "production",
        }
    }

    /// The name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Development => "Development",
            Self::Production => "Production",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No environment has that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an environment is development or production")]
pub struct UnknownEnvironment;

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|environment| environment.as_str() == text)
            .ok_or(UnknownEnvironment)
    }
}

/// How far the mails of a profile go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// To whom they are for.
    World,
    /// To the inbox of this program and nowhere else.
    Inbox,
    /// The profile says that they go to the inbox, and its connector cannot be led there: nothing is
    /// sent with it.
    NoInbox,
}

impl ConnectorProfile {
    /// A new profile for development, which may send to nobody.
    pub fn new(name: impl Into<String>, factory: impl Into<String>, config: Value) -> Self {
        let name = name.into();
        Self {
            title: name.clone(),
            name,
            factory: factory.into(),
            environment: Environment::Development,
            sandbox: false,
            allow: AllowList::default(),
            endpoint: None,
            accept_invalid_certificates: false,
            config,
            unfinished: None,
            spelled: Spelled::default(),
            kept: Kept::default(),
        }
    }

    /// The same profile with a configuration as somebody wrote it.
    pub fn with_config(mut self, json: &SpelledJson) -> Self {
        self.config = json.value();
        self.spelled = Spelled::of(json, &self.config);
        self.unfinished = None;
        self
    }

    /// Why the JSON that was typed cannot be read yet, if there is such.
    pub fn unfinished_error(&self) -> Option<JsonError> {
        SpelledJson::parse_object(self.unfinished.as_deref()?).err()
    }

    /// The configuration as the Console takes it, spelled as it was written, secrets as they stand.
    pub fn config_json(&self) -> SpelledJson {
        self.spelled.of_value(&self.config)
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where it is not TOML.
    pub fn parse(name: &str, text: &str) -> Result<Parsed<Self>, ParseError> {
        let document = Document::parse(text).map_err(|error| ParseError::toml(text, 0, &error))?;
        let mut reader = Reader::new(document.as_table(), 0);
        let mut profile = Self {
            title: reader.text("title").unwrap_or_else(|| name.to_owned()),
            sandbox: reader.flag("sandbox").unwrap_or_default(),
            endpoint: reader.text("endpoint").filter(|text| !text.is_empty()),
            accept_invalid_certificates: reader
                .flag("accept-invalid-certificates")
                .unwrap_or_default(),
            kept: Kept::new(text),
            ..Self::new(
                name,
                reader.text("factory").unwrap_or_default(),
                Value::Object(Map::new()),
            )
        };
        if let Some(environment) = reader.text("environment") {
            match environment.parse() {
                Ok(environment) => profile.environment = environment,
                Err(UnknownEnvironment) => {
                    reader.wrong_kind("environment", "\"development\" or \"production\"");
                }
            }
        }
        profile.allow = AllowList::new(reader.texts("allow").unwrap_or_default());
        match document.get("config").map(config_of) {
            None => {}
            Some(Ok(config)) => profile = profile.with_config(&config),
            Some(Err(message)) => {
                let finding = Finding::new(Severity::Error, "connector-config-unreadable", message)
                    .hint("config is a table, or a text of JSON that begins with {");
                let span = document.get("config").and_then(Item::span);
                let finding = with_span(finding, span.map(Span::from));
                reader.findings.push(finding);
            }
        }
        // What has become readable meanwhile is the configuration, as if it had been typed to its end.
        if let Some(text) = reader.text(UNFINISHED) {
            match SpelledJson::parse_object(&text) {
                Ok(config) => profile = profile.with_config(&config),
                Err(_) => profile.unfinished = Some(text),
            }
        }
        let mut findings = profile.findings();
        let allow = document.get("allow").and_then(Item::span).map(Span::from);
        let entries = profile.allow.findings().into_iter();
        findings.extend(entries.map(|finding| with_span(finding, allow)));
        reader.findings.append(&mut findings);
        reader.report_unknown(&KEYS);
        Ok(Parsed {
            value: profile,
            findings: reader.findings,
        })
    }

    /// This profile, to be written in place of `old`: with its comments and the keys that are
    /// unknown here.
    pub fn in_place_of(mut self, old: &Self) -> Self {
        self.kept = old.kept.clone();
        self
    }

    /// How far its mails go: of all connectors only SMTP can be led to the inbox.
    pub fn reach(&self) -> Reach {
        match self.sandbox {
            false => Reach::World,
            true if self.factory == SmtpConfig::FACTORY_ID => Reach::Inbox,
            true => Reach::NoInbox,
        }
    }

    /// Whether its mails go to the inbox of this program and nowhere else.
    pub fn goes_to_inbox(&self) -> bool {
        self.reach() == Reach::Inbox
    }

    /// Where its requests go instead of to the provider; of SMTP the configuration itself names the
    /// server, and a sandbox goes to the inbox.
    pub fn over(&self) -> Option<&str> {
        let is_http = self.factory != SmtpConfig::FACTORY_ID && !self.sandbox;
        self.endpoint.as_deref().filter(|_| is_http)
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

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.factory.is_empty() {
            let message = "The profile names no factory, so it is no connector of Logto";
            let finding = Finding::new(Severity::Error, "connector-no-factory", message)
                .hint("For SMTP: factory = \"simple-mail-transfer-protocol\"");
            findings.push(finding);
        }
        if let Some(error) = self.unfinished_error() {
            let message = format!("The JSON of the configuration is not finished: {error}");
            let finding = Finding::new(Severity::Error, "connector-config-unreadable", message)
                .hint("Until it can be read, the last configuration that could be is used");
            findings.push(finding);
        }
        if self.reach() == Reach::NoInbox {
            let message = "Only SMTP can be a sandbox: this connector would send for real";
            let finding = Finding::new(Severity::Error, "connector-sandbox-not-smtp", message)
                .hint("Nothing is sent with it. Take sandbox away, or give endpoint the address of a mock");
            findings.push(finding);
        }
        findings.extend(secrets::findings(self));
        findings
    }
}

/// The configuration of an item, a table or JSON in a text; else what is wrong.
fn config_of(item: &Item) -> Result<SpelledJson, String> {
    let json = match item.as_str() {
        None => SpelledJson::from(&to_json(item)),
        Some(text) => {
            let parsed = SpelledJson::parse(text);
            let (json, _) = parsed.map_err(|error| format!("config is no JSON: {error} of it"))?;
            json
        }
    };
    if json.value().is_object() {
        Ok(json)
    } else {
        Err("config is no object; it is ignored".to_owned())
    }
}

/// The spelling of a configuration, if there is more to it than its value.
///
/// All are equal: what counts is what a configuration says.
#[derive(Debug, Clone, Default)]
struct Spelled(Option<Box<SpelledJson>>);

impl PartialEq for Spelled {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Spelled {}

impl Spelled {
    fn of(json: &SpelledJson, value: &Value) -> Self {
        let is_plain = SpelledJson::from(value) == *json;
        Self((!is_plain).then(|| Box::new(json.clone())))
    }

    /// A value, spelled as it was as far as it is the same.
    fn of_value(&self, value: &Value) -> SpelledJson {
        match &self.0 {
            Some(json) => json.retold(value),
            None => SpelledJson::from(value),
        }
    }
}
