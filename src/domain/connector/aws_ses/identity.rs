//! The request for what SES knows of a domain.

use jiff::Timestamp;

use super::super::secret::Secret;
use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError};
use super::config::AwsSesConfig;
use super::region::endpoint;
use super::sign::{Signed, Signer, sha256_hex};

/// `GetEmailIdentity` of SES v2, signed for `date`.
///
/// The connector's key needs the permission `ses:GetEmailIdentity`, which sending does not. The
/// empty form is no body. Source:
/// <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html>
///
/// # Errors
///
/// Where the AWS client would refuse the region, or the identity is no domain.
pub fn identity_request(
    config: &AwsSesConfig,
    identity: &str,
    date: Timestamp,
) -> Result<HttpRequest, PlanError> {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_');
    if identity.is_empty() || !identity.chars().all(is_plain) {
        return Err(PlanError::General(format!("{identity} is no domain")));
    }
    let fields = &config.fields;
    let endpoint = endpoint(&fields.region).map_err(PlanError::Uncaught)?;
    let path = format!("/v2/email/identities/{identity}");
    let body_sha256 = sha256_hex(b"");
    let signer = Signer {
        access_key_id: &fields.access_key_id,
        secret: &fields.access_key_secret,
        region: &endpoint.region,
        date,
    };
    let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = [
        own("host", &endpoint.host),
        own("x-amz-content-sha256", &body_sha256),
        own("x-amz-date", &signer.long_date()),
    ];
    let (authorization, signature) = signer.authorization(&Signed {
        method: "GET",
        path: &path,
        headers: &headers,
        body_sha256: &body_sha256,
    });
    Ok(HttpRequest {
        method: "GET",
        url: format!("https://{}{path}", endpoint.host),
        headers: vec![
            own("x-amz-date", &signer.long_date()),
            own("x-amz-content-sha256", &body_sha256),
            own("authorization", &authorization),
        ],
        body: HttpBody::Form(Vec::new()),
        secrets: vec![Secret::new(signature)],
        connector: HttpConnector::AwsSes,
    })
}
