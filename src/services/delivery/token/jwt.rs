//! The signed request of a service account (RFC 7519, RFC 7523).

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use serde_json::json;

use super::TokenError;
use crate::domain::connector::smtp::{TokenGrant, TokenRequest};

/// The JWT of a request, signed with RS256.
pub(super) fn signed(request: &TokenRequest, now: Timestamp) -> Result<String, TokenError> {
    let TokenGrant::ServiceKey {
        client,
        user,
        key,
        has_passphrase,
        scope,
        lifetime_secs,
    } = &request.grant
    else {
        return Err(TokenError::NoWay);
    };
    let unusable = || TokenError::Key {
        has_passphrase: *has_passphrase,
    };
    let key = key_pair(key.expose()).ok_or_else(unusable)?;
    let issued = now.as_second();
    let claims = json!({
        "iss": client,
        "scope": scope,
        "sub": user,
        "aud": request.url,
        "iat": issued,
        "exp": issued + i64::from(*lifetime_secs),
    });
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"JWT"}"#);
    let text = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut signature = vec![0; key.public_modulus_len()];
    let random = SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
        .map_err(|_error| unusable())?;
    Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// An RSA key in PEM, of PKCS#8 or PKCS#1.
fn key_pair(pem: &str) -> Option<RsaKeyPair> {
    match PrivateKeyDer::from_pem_slice(pem.as_bytes()).ok()? {
        PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).ok(),
        PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::encoding::AsDer as _;
    use aws_lc_rs::rsa::KeySize;
    use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
    use base64::engine::general_purpose::STANDARD;

    use super::*;
    use crate::domain::connector::Secret;

    fn request(key: &str) -> TokenRequest {
        TokenRequest {
            url: "https://token.example.org/token".to_owned(),
            grant: TokenGrant::ServiceKey {
                client: "mailer@project.iam.example.org".to_owned(),
                user: "user@example.org".to_owned(),
                key: Secret::new(key),
                has_passphrase: false,
                scope: "https://mail.google.com/".to_owned(),
                lifetime_secs: 300,
            },
            headers: Vec::new(),
            params: Vec::new(),
        }
    }

    #[test]
    fn the_claims_are_nodemailers_and_the_signature_is_that_of_the_key() {
        let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let der = key.as_der().unwrap();
        let lines = STANDARD.encode(der.as_ref());
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n");
        let now = "2026-01-02T03:04:05Z".parse().unwrap();
        let jwt = signed(&request(&pem), now).unwrap();
        let (text, signature) = jwt.rsplit_once('.').unwrap();
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref());
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        public.verify(text.as_bytes(), &signature).unwrap();
        let claims = text.split_once('.').unwrap().1;
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!(
            claims,
            r#"{"iss":"mailer@project.iam.example.org","scope":"https://mail.google.com/","sub":"user@example.org","aud":"https://token.example.org/token","iat":1767323045,"exp":1767323345}"#
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let now = "2026-01-02T03:04:05Z".parse().unwrap();
        for pem in [
            "",
            "no key",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        ] {
            let error = signed(&request(pem), now).unwrap_err();
            assert!(matches!(error, TokenError::Key { .. }), "{error}");
        }
    }
}
