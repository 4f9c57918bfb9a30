//! The request for what the provider knows of a domain.

use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, got};
use super::config::SendgridConfig;

/// `GET /v3/whitelabel/domains`, the list of authenticated domains.
///
/// A key that may only send is refused. The empty form is no body. Source:
/// <https://www.twilio.com/docs/sendgrid/api-reference/domain-authentication/list-all-authenticated-domains>
///
/// # Errors
///
/// Where no request can carry the key.
pub fn domains_request(config: &SendgridConfig) -> Result<HttpRequest, PlanError> {
    let key = &config.fields.api_key;
    let authorization = format!("Bearer {}", key.expose());
    Ok(HttpRequest {
        method: "GET",
        url: "https://api.sendgrid.com/v3/whitelabel/domains?limit=200".to_owned(),
        headers: vec![got::header("authorization", &authorization)?],
        body: HttpBody::Form(Vec::new()),
        secrets: vec![key.clone()],
        connector: HttpConnector::Sendgrid,
    })
}
