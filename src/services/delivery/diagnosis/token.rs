//! Why there is no access token (RFC 6749, 5.2).

use super::new;
use crate::domain::connector::{Diagnosis, SmtpSubmission};
use crate::services::delivery::token::TokenError;

pub(super) fn diagnosis(error: &TokenError, submission: &SmtpSubmission) -> Diagnosis {
    match error {
        TokenError::NoWay => new(
            "There is no access token",
            "The login is of type OAuth2, but “auth” has neither an access token nor a refresh token \
             nor a service key.",
            ["Fill in “auth.refreshToken”, “auth.clientId” and “auth.clientSecret”"],
        ),
        TokenError::Key {
            has_passphrase: true,
        } => new(
            "The private key is locked",
            "The key has a passphrase. Logto's mailer reads such keys; a test from here does not.",
            ["For the test, give a key without a passphrase, or an “auth.accessToken”"],
        ),
        TokenError::Key { .. } => new(
            "The private key cannot be used",
            "“auth.privateKey” is no RSA key in PEM. In JSON its line ends must be \\n.",
            ["Copy “private_key” from the JSON file of the service account, with its line ends"],
        ),
        TokenError::Address(detail) => new(
            "The address for access tokens cannot be used",
            format!("“auth.accessUrl” cannot be asked: {detail}."),
            ["Give “auth.accessUrl” a whole address beginning with https://"],
        ),
        TokenError::Network { host, message } => new(
            "The token server cannot be reached",
            format!("{host} does not answer: {message}."),
            [
                "Check “auth.accessUrl”",
                "Check the network of this machine",
            ],
        ),
        TokenError::Refused { code, message } => refused(code, message, submission),
        TokenError::Answer { status, message } => new(
            "What answers for access tokens is no token server",
            format!("The answer with status {status} is of no use: {message}."),
            ["Check “auth.accessUrl”; it is the token endpoint, not the page to sign in"],
        ),
    }
}

fn refused(code: &str, message: &str, submission: &SmtpSubmission) -> Diagnosis {
    let title = "The token server gives no access token";
    let why = |text: &str| format!("{text} It says: {message}.");
    let told = match code {
        "invalid_grant" => new(
            title,
            why(
                "The refresh token or the signed request is not valid, has expired or was revoked.",
            ),
            [
                "Grant access again and put the new refresh token into “auth.refreshToken”",
                "Google's tokens of an app in testing expire after seven days: publish the app",
                "With a service key check “auth.user”, domain-wide delegation and the clock here",
            ],
        ),
        "invalid_client" | "unauthorized_client" => new(
            title,
            why("The application is not known there or may not ask in this way."),
            [
                "Check “auth.clientId” and “auth.clientSecret”; secrets expire at Microsoft",
                "Check “auth.accessUrl”, which holds the tenant at Microsoft",
            ],
        ),
        "invalid_scope" => new(
            title,
            why("The scope asked for is not granted."),
            [
                "Grant the scope for SMTP, at Google https://mail.google.com/, at Microsoft SMTP.Send",
            ],
        ),
        _ => new(
            title,
            why("The server refuses the request."),
            ["Read the server's answer", "Check all of “auth”"],
        ),
    };
    let named = submission.provider().is_some_and(|name| name == "Gmail");
    Diagnosis {
        provider_code: Some(code.to_owned()),
        link: named.then_some("https://developers.google.com/identity/protocols/oauth2"),
        ..told
    }
}
