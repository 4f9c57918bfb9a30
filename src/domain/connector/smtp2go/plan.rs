//! From a configuration and a message to a request.

use serde_json::{Value, json};

use super::super::kit::{mailbox, template_for};
use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, PlanInput, non_empty};
use super::config::Smtp2goConfig;
use crate::domain::logto::ContentType;

const URL: &str = "https://api.smtp2go.com/v3/email/send";

/// What the connector would send (`connector-smtp2go-email/src/index.ts`, `sendMessage`).
///
/// The API key travels in the body.
pub fn plan(config: &Smtp2goConfig, input: &PlanInput<'_>) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let template = template_for(&fields.templates, input)?;
    let subject = input.rendered(&template.subject)?;
    let content = input.rendered(&template.content)?;
    let name = fields.sender_name.as_deref();
    let send_from = match non_empty(template.send_from.as_deref()) {
        Some(send_from) => input.rendered(send_from)?,
        None => String::new(),
    };
    let sender = if send_from.is_empty() {
        mailbox::format(&fields.sender, name)
    } else {
        let sender = mailbox::parse_send_from(&send_from, &fields.sender, name);
        mailbox::format(&sender.email, sender.name.as_deref())
    };
    let content_key = match template.content_type {
        None | Some(ContentType::Html) => "html_body",
        Some(ContentType::Plain) => "text_body",
    };
    let mut body = json!({
        "api_key": fields.api_key.expose(),
        "to": [input.to],
        "sender": sender,
        "subject": subject,
    });
    body[content_key] = Value::String(content);
    if let Some(reply_to) = non_empty(template.reply_to.as_deref()) {
        let rendered = mailbox::strip_control(&input.rendered(reply_to)?);
        let reply_to = mailbox::trim(&rendered);
        if !reply_to.is_empty() {
            body["custom_headers"] = json!([{ "header": "Reply-To", "value": reply_to }]);
        }
    }
    Ok(HttpRequest {
        method: "POST",
        url: URL.to_owned(),
        headers: [
            ("content-type", "application/json"),
            ("accept", "application/json"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into(),
        body: HttpBody::Json(body),
        secrets: vec![fields.api_key.clone()],
        connector: HttpConnector::Smtp2go,
    })
}
