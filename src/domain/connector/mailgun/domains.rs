//! The request for what Mailgun knows of a domain.

use super::super::url::Url;
use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, got};
use super::config::{DEFAULT_ENDPOINT, MailgunConfig};

/// `GET /v4/domains/{name}` for the connector's sending domain.
///
/// A key that may only send is refused. The empty form is no body. Source:
/// <https://documentation.mailgun.com/docs/mailgun/api-reference/openapi-final/tag/Domains>
///
/// # Errors
///
/// Where no request can be made of endpoint and domain.
pub fn domain_request(config: &MailgunConfig) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_');
    if fields.domain.is_empty() || !fields.domain.chars().all(is_plain) {
        return Err(PlanError::General(format!(
            "{} is no domain",
            fields.domain
        )));
    }
    let endpoint = fields.endpoint.as_deref().unwrap_or(DEFAULT_ENDPOINT);
    let url = Url::parse(endpoint)
        .and_then(|url| url.join(&format!("/v4/domains/{}", fields.domain)))
        .ok_or_else(|| PlanError::General("Invalid URL".to_owned()))?;
    got::must_be_web(&url)?;
    let basic = got::Basic::new("api", fields.api_key.expose());
    Ok(HttpRequest {
        method: "GET",
        url: url.without_user(),
        headers: vec![got::header("authorization", &basic.value)?],
        body: HttpBody::Form(Vec::new()),
        secrets: basic.secrets,
        connector: HttpConnector::Mailgun,
    })
}
