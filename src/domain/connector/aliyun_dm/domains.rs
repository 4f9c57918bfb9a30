//! The requests for what Aliyun knows of a domain.

use super::super::secret::Secret;
use super::super::{HttpBody, HttpConnector, HttpRequest};
use super::config::AliyunDmConfig;
use super::plan::endpoint;
use super::sign::signature;
use crate::domain::message::MessageStamp;

/// `QueryDomainByParam`, which leads from a domain to its id
/// (<https://www.alibabacloud.com/help/en/direct-mail/api-dm-2015-11-23-querydomainbyparam>).
pub fn list_request(config: &AliyunDmConfig, domain: &str, stamp: &MessageStamp) -> HttpRequest {
    let own = [("KeyWord", domain), ("PageNo", "1"), ("PageSize", "50")];
    request(config, "QueryDomainByParam", &own, stamp)
}

/// `DescDomain`, which tells the records of a domain
/// (<https://www.alibabacloud.com/help/en/direct-mail/api-dm-2015-11-23-descdomain>).
pub fn describe_request(config: &AliyunDmConfig, id: &str, stamp: &MessageStamp) -> HttpRequest {
    request(config, "DescDomain", &[("DomainId", id)], stamp)
}

/// Time and nonce of the signature are those of the stamp; Aliyun takes a nonce only once.
fn request(
    config: &AliyunDmConfig,
    action: &str,
    own: &[(&str, &str)],
    stamp: &MessageStamp,
) -> HttpRequest {
    let fields = &config.fields;
    let timestamp = stamp.date.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let nonce = format!("{}-{action}", stamp.message_id);
    let common = [
        ("Action", action),
        ("Format", "json"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("Version", "2015-11-23"),
        ("AccessKeyId", fields.access_key_id.as_str()),
        ("RegionId", config.region()),
        ("SignatureNonce", nonce.as_str()),
        ("Timestamp", timestamp.as_str()),
    ];
    let all = common.iter().chain(own);
    let mut form: Vec<(String, String)> = all
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let signature = signature(&form, &fields.access_key_secret);
    form.push(("Signature".to_owned(), signature.clone()));
    HttpRequest {
        method: "POST",
        url: endpoint(config.region()),
        headers: vec![(
            "content-type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        )],
        body: HttpBody::Form(form),
        secrets: vec![Secret::new(signature)],
        connector: HttpConnector::AliyunDm,
    }
}
