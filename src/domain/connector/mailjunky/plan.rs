//! From a configuration and a message to a request.

use serde_json::{Value, json};

use super::super::kit::{mailbox, template_for};
use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, PlanInput, got, non_empty};
use super::config::MailJunkyConfig;
use super::html_text;
use crate::domain::logto::ContentType;

const URL: &str = "https://mailjunky.ai/api/v1/emails/send";

/// What the connector would send (`connector-mailjunky/src/index.ts`, `sendMessage`).
///
/// An HTML mail also gets a text made from it, without any angle bracket.
pub fn plan(config: &MailJunkyConfig, input: &PlanInput<'_>) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let template = template_for(&fields.templates, input)?;
    let name = fields.from_name.as_deref();
    let send_from = match non_empty(template.send_from.as_deref()) {
        Some(send_from) => input.rendered(send_from)?,
        None => String::new(),
    };
    let from = if send_from.is_empty() {
        mailbox::format(&fields.from_email, name)
    } else {
        let from = mailbox::parse_send_from(&send_from, &fields.from_email, name);
        mailbox::format(&from.email, from.name.as_deref())
    };
    let mut body = json!({
        "from": from,
        "to": input.to,
        "subject": input.rendered(&template.subject)?,
    });
    let content = input.rendered(&template.content)?;
    if template.content_type == Some(ContentType::Plain) {
        body["text"] = Value::String(content);
    } else {
        let text = html_text::convert(&content).replace(['<', '>'], "");
        body["html"] = Value::String(content);
        body["text"] = Value::String(text);
    }
    let authorization = format!("Bearer {}", fields.api_key.expose());
    // Of what its client refuses, this connector passes on the sentence only.
    let authorization = got::header("authorization", &authorization)
        .map_err(|error| PlanError::General(error.to_string()))?;
    Ok(HttpRequest {
        method: "POST",
        url: URL.to_owned(),
        headers: vec![
            authorization,
            ("content-type".to_owned(), "application/json".to_owned()),
        ],
        body: HttpBody::Json(body),
        secrets: vec![fields.api_key.clone()],
        connector: HttpConnector::MailJunky,
    })
}
