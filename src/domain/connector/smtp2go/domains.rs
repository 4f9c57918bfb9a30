//! The request for what SMTP2GO knows of a domain.

use serde_json::json;

use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, got};
use super::config::Smtp2goConfig;

/// `POST /v3/domain/view` (<https://developers.smtp2go.com/reference/view-sender-domains>). The key
/// needs the permission for this endpoint, which sending does not.
///
/// # Errors
///
/// Where no request can carry the key.
pub fn domain_request(config: &Smtp2goConfig, domain: &str) -> Result<HttpRequest, PlanError> {
    let key = &config.fields.api_key;
    Ok(HttpRequest {
        method: "POST",
        url: "https://api.smtp2go.com/v3/domain/view".to_owned(),
        headers: vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("accept".to_owned(), "application/json".to_owned()),
            got::header("x-smtp2go-api-key", key.expose())?,
        ],
        body: HttpBody::Json(json!({ "domain": domain })),
        secrets: vec![key.clone()],
        connector: HttpConnector::Smtp2go,
    })
}
