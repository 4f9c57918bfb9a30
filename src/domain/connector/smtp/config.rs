//! The configuration of the SMTP connector and its guard (`connector-smtp/src/types.ts`).

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Number, Value, json};

use super::super::guard::{Check, ConfigIssue, UnknownKeys, either, optional, required};
use super::super::kit::{ConfigTemplate, should_be_provided};
use super::super::secret::Secret;
use crate::domain::logto::{ContentType, TemplateDetails, UsageType};

const LOGIN_TYPES: &[&str] = &["login", "Login", "LOGIN"];
const OAUTH2_TYPES: &[&str] = &["oauth2", "OAuth2", "OAUTH2"];

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// It is made from JSON only, so it always prints as it was read. `Debug` shows the host and no
/// secret: unknown keys may hold some too.
#[derive(Clone, PartialEq)]
pub struct SmtpConfig {
    source: Value,
    pub(super) fields: Fields,
}

/// What the connector reads, in Logto's names.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub host: String,
    pub port: Number,
    pub auth: Auth,
    pub from_email: String,
    pub reply_to: Option<String>,
    #[serde(deserialize_with = "read_templates")]
    pub templates: Vec<ConfigTemplate>,
    pub name: Option<String>,
    pub local_address: Option<String>,
    pub connection_timeout: Option<Number>,
    pub greeting_timeout: Option<Number>,
    pub socket_timeout: Option<Number>,
    pub dns_timeout: Option<Number>,
    pub secure: Option<bool>,
    #[serde(default)]
    pub tls: Map<String, Value>,
    pub servername: Option<String>,
    #[serde(rename = "ignoreTLS", default)]
    pub ignore_tls: bool,
    #[serde(rename = "requireTLS", default)]
    pub require_tls: bool,
    #[serde(default)]
    pub custom_headers: Map<String, Value>,
    /// Not in the guard; nodemailer reads it.
    #[serde(default)]
    pub auth_method: Value,
}

/// `auth`; the guard has already seen to it that it is one of the three known shapes.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Auth {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub user: Option<String>,
    pub pass: Option<Secret>,
    pub service_client: Option<String>,
    pub refresh_token: Option<Secret>,
    pub access_token: Option<Secret>,
    pub expires: Option<Number>,
    /// Not in the guard; an `OAuth2` shape lets it pass and nodemailer reads it.
    #[serde(default)]
    pub method: Value,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A template of this connector, which calls the type of the content otherwise than the others do.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    usage_type: String,
    content_type: ContentType,
    subject: String,
    content: String,
}

fn read_templates<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<ConfigTemplate>, D::Error> {
    let read = Vec::<Template>::deserialize(deserializer)?.into_iter();
    let templates = read.map(|template| ConfigTemplate {
        usage_type: template.usage_type,
        content_type: Some(template.content_type),
        subject: template.subject,
        content: template.content,
    });
    Ok(templates.collect())
}

impl SmtpConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "simple-mail-transfer-protocol";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// A configuration for a server without TLS and login, such as a capture server on loopback.
    pub fn plain(
        host: &str,
        port: u16,
        from_email: &str,
        templates: &[(UsageType, TemplateDetails)],
    ) -> Result<Self, Vec<ConfigIssue>> {
        let templates: Vec<Value> = templates
            .iter()
            .map(|(usage_type, template)| {
                json!({
                    "usageType": usage_type,
                    "contentType": template.content_type.unwrap_or(ContentType::Html),
                    "subject": template.subject,
                    "content": template.content,
                })
            })
            .collect();
        Self::from_json(json!({
            "host": host,
            "port": port,
            "auth": {},
            "fromEmail": from_email,
            "templates": templates,
            "secure": false,
            "ignoreTLS": true,
        }))
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The server's name or address.
    pub fn host(&self) -> &str {
        &self.fields.host
    }

    /// The default sender: an address or a mailbox.
    pub fn sender(&self) -> &str {
        &self.fields.from_email
    }

    /// The templates, in their order.
    pub fn templates(&self) -> &[ConfigTemplate] {
        &self.fields.templates
    }
}

impl fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpConfig")
            .field("host", &self.fields.host)
            .field("port", &self.fields.port)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    Check::Object(
        vec![
            required("host", Check::String),
            required("port", Check::Number),
            required("auth", auth_guard()),
            required("fromEmail", Check::String),
            optional("replyTo", Check::String),
            required(
                "templates",
                Check::Array(Box::new(template_guard()), should_be_provided),
            ),
            optional("logger", Check::Boolean),
            optional("debug", Check::Boolean),
            optional("disableFileAccess", Check::Boolean),
            optional("disableUrlAccess", Check::Boolean),
            optional("name", Check::String),
            optional("localAddress", Check::String),
            optional("connectionTimeout", Check::Number),
            optional("greetingTimeout", Check::Number),
            optional("socketTimeout", Check::Number),
            optional("dnsTimeout", Check::Number),
            optional("secure", Check::Boolean),
            optional("tls", either(any_object(), any_object())),
            optional("servername", Check::String),
            optional("ignoreTLS", Check::Boolean),
            optional("requireTLS", Check::Boolean),
            optional(
                "customHeaders",
                Check::Record(Box::new(either(Check::String, string_array()))),
            ),
        ],
        UnknownKeys::Kept,
    )
}

fn any_object() -> Check {
    Check::Object(Vec::new(), UnknownKeys::Kept)
}

fn string_array() -> Check {
    Check::Array(Box::new(Check::String), |_| None)
}

fn template_guard() -> Check {
    Check::Object(
        vec![
            required("usageType", Check::String),
            required("contentType", Check::Enum(&["text/plain", "text/html"])),
            required("subject", Check::String),
            required("content", Check::String),
        ],
        UnknownKeys::Kept,
    )
}

fn auth_guard() -> Check {
    let login = Check::Object(
        vec![
            optional("user", Check::String),
            optional("pass", Check::String),
            optional("type", Check::Enum(LOGIN_TYPES)),
        ],
        UnknownKeys::Refused,
    );
    let key = Check::Object(
        vec![
            optional("type", Check::Enum(OAUTH2_TYPES)),
            required("user", Check::String),
            required(
                "privateKey",
                either(
                    Check::String,
                    Check::Object(
                        vec![
                            required("key", Check::String),
                            required("passphrase", Check::String),
                        ],
                        UnknownKeys::Kept,
                    ),
                ),
            ),
            required("serviceClient", Check::String),
        ],
        UnknownKeys::Kept,
    );
    let token = Check::Object(
        vec![
            optional("type", Check::Enum(OAUTH2_TYPES)),
            required("user", Check::String),
            optional("clientId", Check::String),
            optional("clientSecret", Check::String),
            optional("refreshToken", Check::String),
            optional("accessToken", Check::String),
            optional("expires", Check::Number),
            optional("accessUrl", Check::String),
        ],
        UnknownKeys::Kept,
    );
    either(either(login, key), token)
}
