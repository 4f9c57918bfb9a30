//! From a configuration and a message to a request.

use serde_json::{Map, Value, json};

use super::super::{
    HttpBody, HttpConnector, HttpRequest, PlanError, PlanInput, Secret, got, non_empty,
    secret_parts,
};
use super::config::HttpEmailConfig;

/// What the connector would send (`connector-http-email/src/index.ts`, `sendMessage`).
///
/// The custom template is not looked at, and nothing is rendered: whoever listens does that.
pub fn plan(config: &HttpEmailConfig, input: &PlanInput<'_>) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let target = got::target(&fields.endpoint)?;
    let content_type = got::header("content-type", "application/json")?;
    let mut secrets: Vec<_> = fields.authorization.iter().cloned().collect();
    let parts = secret_parts(&fields.endpoint, false);
    secrets.extend(parts.into_iter().map(Secret::new));
    let headers = match (target.basic, &fields.authorization) {
        (Some(basic), given) => {
            secrets.extend(basic.secrets);
            let authorization = got::header("authorization", &basic.value)?;
            // got puts it in place of the given one, or at the end.
            match given {
                Some(_) => vec![authorization, content_type],
                None => vec![content_type, authorization],
            }
        }
        (None, Some(given)) => vec![got::header("authorization", given.expose())?, content_type],
        (None, None) => vec![content_type],
    };
    let mut body = Map::new();
    body.insert("to".to_owned(), json!(input.to));
    body.insert("type".to_owned(), json!(input.usage_type));
    body.insert("payload".to_owned(), input.payload.clone());
    let ip = non_empty(input.ip);
    body.extend(ip.map(|ip| ("ip".to_owned(), json!(ip))));
    Ok(HttpRequest {
        method: "POST",
        url: target.url,
        headers,
        body: HttpBody::Json(Value::Object(body)),
        secrets,
        connector: HttpConnector::HttpEmail,
    })
}
