//! From a configuration and a message to a signed request.

use super::super::kit::template_for;
use super::super::secret::Secret;
use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, PlanInput, non_empty};
use super::config::{AliyunDmConfig, DEFAULT_REGION};
use super::sign::signature;

/// What the connector would send (`connector-aliyun-dm/src/index.ts`, `sendMessage`).
///
/// Time and nonce of the signature are those of the stamp; Aliyun takes a nonce only once.
pub fn plan(config: &AliyunDmConfig, input: &PlanInput<'_>) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let template = template_for(&fields.templates, input)?;
    let from_alias = match non_empty(template.send_from.as_deref()) {
        Some(send_from) => Some(input.rendered(send_from)?),
        None => fields.from_alias.clone(),
    };
    let subject = input.rendered(&template.subject)?;
    let html = input.rendered(&template.content)?;
    let timestamp = input.stamp.date.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut form: Vec<(String, String)> = [
        ("Action", Some("SingleSendMail")),
        ("Format", Some("json")),
        ("SignatureMethod", Some("HMAC-SHA1")),
        ("SignatureVersion", Some("1.0")),
        ("Version", Some("2015-11-23")),
        ("AccessKeyId", Some(fields.access_key_id.as_str())),
        ("AccountName", Some(fields.account_name.as_str())),
        ("ReplyToAddress", Some("false")),
        ("AddressType", Some("1")),
        ("ToAddress", Some(input.to)),
        ("FromAlias", from_alias.as_deref()),
        ("Subject", Some(subject.as_str())),
        ("HtmlBody", Some(html.as_str())),
        ("RegionId", Some(config.region())),
        ("SignatureNonce", Some(input.stamp.message_id.as_str())),
        ("Timestamp", Some(timestamp.as_str())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
    .collect();
    let signature = signature(&form, &fields.access_key_secret);
    form.push(("Signature".to_owned(), signature.clone()));
    Ok(HttpRequest {
        method: "POST",
        url: endpoint(config.region()),
        headers: vec![(
            "content-type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        )],
        body: HttpBody::Form(form),
        // The key secret is not sent, but an answer that names it must not show it either.
        secrets: vec![Secret::new(signature), fields.access_key_secret.clone()],
        connector: HttpConnector::AliyunDm,
    })
}

pub(super) fn endpoint(region: &str) -> String {
    if region == DEFAULT_REGION {
        "https://dm.aliyuncs.com/".to_owned()
    } else {
        format!("https://dm.{region}.aliyuncs.com/")
    }
}
