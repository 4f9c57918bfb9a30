//! Signature Version 4 of AWS, over the SHA-256 of the body.

use std::fmt::Write as _;

use aws_lc_rs::{digest, hmac};
use jiff::Timestamp;

use super::super::secret::Secret;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const SERVICE: &str = "ses";

/// Who signs, when and for which region.
pub struct Signer<'a> {
    pub access_key_id: &'a str,
    pub secret: &'a Secret,
    pub region: &'a str,
    pub date: Timestamp,
}

/// What is signed of a request without query.
pub struct Signed<'a> {
    pub method: &'a str,
    /// The path, which has no character that would need escaping.
    pub path: &'a str,
    /// Names in small letters, sorted.
    pub headers: &'a [(String, String)],
    /// The SHA-256 of the body, in hexadecimal.
    pub body_sha256: &'a str,
}

impl Signer<'_> {
    /// The time as the header `x-amz-date` gives it.
    pub fn long_date(&self) -> String {
        self.date.strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// The value of `authorization`, and the signature in it.
    pub fn authorization(&self, request: &Signed<'_>) -> (String, String) {
        let names: Vec<&str> = request
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let names = names.join(";");
        let date = self.date.strftime("%Y%m%d").to_string();
        let scope = format!("{date}/{}/{SERVICE}/aws4_request", self.region);
        let text = format!(
            "{ALGORITHM}\n{}\n{scope}\n{}",
            self.long_date(),
            sha256_hex(canonical(request, &names).as_bytes())
        );
        let key = [self.region, SERVICE, "aws4_request"].into_iter().fold(
            hmac_sha256(format!("AWS4{}", self.secret.expose()).as_bytes(), &date),
            |key, part| hmac_sha256(key.as_ref(), part),
        );
        let signature = hex(hmac_sha256(key.as_ref(), &text).as_ref());
        let header = format!(
            "{ALGORITHM} Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            self.access_key_id
        );
        (header, signature)
    }
}

fn canonical(request: &Signed<'_>, names: &str) -> String {
    let mut text = format!("{}\n{}\n\n", request.method, request.path);
    for (name, value) in request.headers {
        text.extend([name, ":", &one_spaced(value), "\n"]);
    }
    text.extend(["\n", names, "\n", request.body_sha256]);
    text
}

/// Runs of blanks as one, none at the ends.
fn one_spaced(value: &str) -> String {
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The SHA-256 in small hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hmac_sha256(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}
