//! Version 1.0 of Aliyun's signatures of remote procedure calls.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::js::push_percent;
use super::super::secret::Secret;

/// The signature of a form that is posted to `/`, without its own field.
pub fn signature(form: &[(String, String)], secret: &Secret) -> String {
    let mut pairs: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.sort();
    let text = format!("POST&%2F&{}", encode(&pairs.join("&")));
    let key = hmac::Key::new(
        hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        format!("{}&", secret.expose()).as_bytes(),
    );
    STANDARD.encode(hmac::sign(&key, text.as_bytes()))
}

/// Percent-encodes all but the unreserved characters (RFC 3986, 2.3).
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            push_percent(&mut encoded, byte);
        }
    }
    encoded
}
