//! From a configuration and a message to a signed request.

use serde_json::{Map, Value, json};

use super::super::kit::template_for;
use super::super::secret::Secret;
use super::super::{
    EndpointOverride, HttpBody, HttpConnector, HttpRequest, PlanError, PlanInput, js,
};
use super::config::{AwsSesConfig, Fields};
use super::region::endpoint;
use super::sign::{Signed, Signer, sha256_hex};

const METHOD: &str = "POST";
const PATH: &str = "/v2/email/outbound-emails";

/// What the connector would send (`connector-aws-ses/src/index.ts`, `sendMessage`).
///
/// The request is signed for the time of the stamp, which SES accepts for some minutes. The
/// signature covers the body as [`HttpBody::text`] prints it.
pub fn plan(config: &AwsSesConfig, input: &PlanInput<'_>) -> Result<HttpRequest, PlanError> {
    plan_at(config, input, None)
}

/// As [`plan`], but sent to and signed for the host of an override, if there is one.
pub fn plan_at(
    config: &AwsSesConfig,
    input: &PlanInput<'_>,
    base: Option<&EndpointOverride>,
) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let template = template_for(&fields.templates, input)?;
    let endpoint = endpoint(&fields.region).map_err(PlanError::Uncaught)?;
    let subject = input.rendered(&template.subject)?;
    let html = input.rendered(&template.content)?;
    let body = body(fields, input.to, &subject, &html);
    let body_sha256 = sha256_hex(js::json(&body).as_bytes());
    let signer = Signer {
        access_key_id: &fields.access_key_id,
        secret: &fields.access_key_secret,
        region: &endpoint.region,
        date: input.stamp.date,
    };
    let host = base.map_or_else(|| endpoint.host.clone(), EndpointOverride::authority);
    let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    // Signed by name.
    let headers = [
        own("content-type", "application/json"),
        own("host", &host),
        own("x-amz-content-sha256", &body_sha256),
        own("x-amz-date", &signer.long_date()),
    ];
    let (authorization, signature) = signer.authorization(&Signed {
        method: METHOD,
        path: PATH,
        headers: &headers,
        body_sha256: &body_sha256,
    });
    Ok(HttpRequest {
        method: METHOD,
        url: match base {
            Some(base) => base.with_target(PATH),
            None => format!("https://{host}{PATH}"),
        },
        headers: vec![
            own("content-type", "application/json"),
            own("x-amz-date", &signer.long_date()),
            own("x-amz-content-sha256", &body_sha256),
            own("authorization", &authorization),
        ],
        body: HttpBody::Json(body),
        // The key secret is not sent, but an answer that names it must not show it either.
        secrets: vec![Secret::new(signature), fields.access_key_secret.clone()],
        connector: HttpConnector::AwsSes,
    })
}

/// The body in the SDK's order; keys that are not set are left out, empty texts are not.
fn body(fields: &Fields, to: &str, subject: &str, html: &str) -> Value {
    let content = json!({
        "Simple": {
            "Subject": { "Data": subject, "Charset": "utf8" },
            "Body": { "Html": { "Data": html } },
        },
    });
    let text = |text: &Option<String>| text.clone().map(Value::String);
    let members = [
        ("Content", Some(content)),
        ("FromEmailAddress", text(&fields.email_address)),
        (
            "FromEmailAddressIdentityArn",
            text(&fields.email_address_identity_arn),
        ),
        ("Destination", Some(json!({ "ToAddresses": [to] }))),
        (
            "FeedbackForwardingEmailAddress",
            text(&fields.feedback_forwarding_email_address),
        ),
        (
            "FeedbackForwardingEmailAddressIdentityArn",
            text(&fields.feedback_forwarding_email_address_identity_arn),
        ),
        ("ConfigurationSetName", text(&fields.configuration_set_name)),
    ];
    let members = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(members.collect::<Map<_, _>>())
}
