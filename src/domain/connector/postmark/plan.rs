//! From a configuration and a message to a request.

use serde_json::json;

use super::super::kit::by_type;
use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, PlanInput, Secret};
use super::config::PostmarkConfig;

const ENDPOINT: &str = "https://api.postmarkapp.com/email/withTemplate";

/// What the connector would send (`connector-postmark/src/index.ts`, `sendMessage`), by way of
/// Postmark's own client and axios.
///
/// The custom template is not looked at, and nothing is rendered: Postmark does that.
pub fn plan(config: &PostmarkConfig, input: &PlanInput<'_>) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let found = by_type(&fields.templates, input.usage_type, |template| {
        &template.usage_type
    });
    let (_, template) = found.ok_or(PlanError::TemplateNotFound(input.usage_type))?;
    let token = fields.server_token.expose();
    if token.trim().is_empty() {
        let message = "A valid API token must be provided.";
        return Err(PlanError::Uncaught(message.to_owned()));
    }
    let token = as_axios_sends(token);
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Ok(HttpRequest {
        method: "POST",
        url: ENDPOINT.to_owned(),
        headers: vec![
            header("accept", "application/json"),
            header("content-type", "application/json"),
            header("x-postmark-server-token", &token),
        ],
        body: HttpBody::Json(json!({
            "From": fields.from_email,
            "TemplateAlias": template.template_alias,
            "To": input.to,
            "TemplateModel": input.payload,
        })),
        secrets: vec![fields.server_token.clone(), Secret::new(token)],
        connector: HttpConnector::Postmark,
    })
}

/// What axios leaves of a header's value: it drops what no header may have.
fn as_axios_sends(value: &str) -> String {
    let kept: String = value
        .chars()
        .filter(|char| matches!(char, '\t' | ' '..='~' | '\u{80}'..='\u{ff}'))
        .collect();
    kept.trim_matches(['\t', ' ']).to_owned()
}
