//! The requests for what Postmark knows of a domain.

use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, Secret, got};

/// The Domains API: the list, or with an id one domain with its records.
///
/// It wants the token of the account; the connector has only that of a server, which is refused. The
/// empty form is no body. Source: <https://postmarkapp.com/developer/api/domains-api>
///
/// # Errors
///
/// Where no request can carry the token.
pub fn domains_request(account_token: &Secret, id: Option<u64>) -> Result<HttpRequest, PlanError> {
    let path = match id {
        Some(id) => format!("/{id}"),
        None => "?count=500&offset=0".to_owned(),
    };
    Ok(HttpRequest {
        method: "GET",
        url: format!("https://api.postmarkapp.com/domains{path}"),
        headers: vec![
            ("accept".to_owned(), "application/json".to_owned()),
            got::header("x-postmark-account-token", account_token.expose())?,
        ],
        body: HttpBody::Form(Vec::new()),
        secrets: vec![account_token.clone()],
        connector: HttpConnector::Postmark,
    })
}
