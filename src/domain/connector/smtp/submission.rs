//! One mail over one SMTP connection, as a value.

use core::net::IpAddr;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::super::secret::Secret;
use super::token::TokenRequest;
use crate::domain::message::{self, Envelope, MailMessage};

/// Everything the SMTP connector would do with one message.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SmtpSubmission {
    /// The name or address to connect to.
    pub host: String,
    /// The port.
    pub port: u16,
    /// When TLS begins.
    pub security: SmtpSecurity,
    /// How the server's certificate is checked.
    pub tls: TlsSettings,
    /// The name given with `EHLO`.
    pub ehlo_name: String,
    /// The address of this machine to connect from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_address: Option<IpAddr>,
    /// The login.
    pub auth: SmtpAuth,
    /// How long each phase may take.
    pub timeouts: SmtpTimeouts,
    /// Sender and recipients.
    pub envelope: Envelope,
    /// The mail.
    pub message: MailMessage,
    /// The mail's id.
    pub message_id: String,
    /// Keys of the configuration that nodemailer would obey and this plan does not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignored_keys: Vec<String>,
}

/// When TLS begins (nodemailer `smtp-connection`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(
    tag = "mode",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SmtpSecurity {
    /// With the first byte.
    Implicit {
        /// Whether the port 465 decided it, as the configuration has no `secure`.
        by_port: bool,
    },
    /// The connection begins plain.
    Plain {
        /// What becomes of `STARTTLS`.
        starttls: StartTls,
    },
}

/// What becomes of `STARTTLS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StartTls {
    /// Used if offered.
    IfOffered,
    /// Insisted on, even if not offered (`requireTLS`).
    Required,
    /// Not used even if offered (`ignoreTLS`, which outweighs `requireTLS`).
    Never,
}

/// How the server's certificate is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TlsSettings {
    /// The name or address the certificate must be for.
    pub server_name: String,
    /// Whether any certificate will do (`tls.rejectUnauthorized: false`).
    pub accept_invalid: bool,
    /// Whether that is so by the switch of a profile alone, which Logto knows nothing of.
    #[serde(skip)]
    pub accepted_by_profile: bool,
    /// The oldest version allowed.
    pub min_version: MinTlsVersion,
    /// PEM certificates that replace the system's (`tls.ca`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roots_pem: Option<Vec<String>>,
    /// What this client shows if the server asks who it is (`tls.cert` and `tls.key`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<ClientIdentity>,
}

impl TlsSettings {
    /// Takes any certificate, as the profile asks for.
    pub const fn accept_for_profile(&mut self) {
        self.accepted_by_profile = !self.accept_invalid;
        self.accept_invalid = true;
    }
}

/// A certificate of this client and its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientIdentity {
    /// The certificate in PEM, with those that signed it after it.
    pub certificate_pem: String,
    /// The private key in PEM.
    pub key_pem: Secret,
}

/// The oldest TLS version allowed; older ones than 1.2 are not spoken here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum MinTlsVersion {
    /// TLS 1.2
    #[serde(rename = "TLSv1.2")]
    V1_2,
    /// TLS 1.3
    #[serde(rename = "TLSv1.3")]
    V1_3,
}

/// The login, used only if the server offers `AUTH`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SmtpAuth {
    /// `auth: {}`
    None,
    /// A name and a password; nodemailer prefers PLAIN, then LOGIN.
    Login {
        /// The name; the login fails if it or the password is empty.
        user: String,
        /// The password.
        pass: Secret,
        /// The one mechanism to use, in capitals, if the configuration names one.
        #[serde(skip_serializing_if = "Option::is_none")]
        mechanism: Option<String>,
    },
    /// XOAUTH2 with a token that is at hand.
    #[serde(rename = "xoauth2")]
    XOAuth2 {
        /// The mailbox.
        user: String,
        /// The access token.
        access_token: Secret,
        /// When a new token is asked for, in milliseconds since 1970, if one can be.
        #[serde(skip_serializing_if = "Option::is_none")]
        renew_at_ms: Option<f64>,
        /// How a new token is fetched once this one has expired or is refused.
        #[serde(skip_serializing_if = "Option::is_none")]
        renewal: Option<Box<TokenRequest>>,
    },
    /// XOAUTH2 with a token that has to be fetched first.
    #[serde(rename = "xoauth2Fetched")]
    XOAuth2Fetched {
        /// The mailbox.
        user: String,
        /// How it is fetched; none if there is neither a token nor a way to one.
        request: Option<Box<TokenRequest>>,
    },
}

impl SmtpAuth {
    /// What must not be shown, in every form in which a conversation may hold it.
    pub fn secrets(&self) -> Vec<Secret> {
        let (user, secret, request) = match self {
            Self::None => return Vec::new(),
            Self::Login { user, pass, .. } => (user, Some(pass), None),
            Self::XOAuth2 {
                user,
                access_token,
                renewal,
                ..
            } => (user, Some(access_token), renewal.as_deref()),
            Self::XOAuth2Fetched { user, request } => (user, None, request.as_deref()),
        };
        let mut secrets: Vec<Secret> = Vec::new();
        if let Some(secret) = secret {
            secrets.extend(super::secrets_of_login(user, secret.expose()));
        }
        if let Some(request) = request {
            secrets.extend(request.secrets());
        }
        secrets.retain(|secret| !secret.is_empty());
        secrets
    }
}

/// How long each phase may take; nodemailer's defaults stand where the configuration has none or 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SmtpTimeouts {
    /// Looking up the host: 30 s.
    #[serde(rename = "dnsMs", serialize_with = "milliseconds")]
    pub dns: Duration,
    /// Connecting, the TLS handshake of implicit TLS included: 2 min.
    #[serde(rename = "connectionMs", serialize_with = "milliseconds")]
    pub connection: Duration,
    /// Until the server's first line: 30 s.
    #[serde(rename = "greetingMs", serialize_with = "milliseconds")]
    pub greeting: Duration,
    /// Without a byte from the server: 10 min.
    #[serde(rename = "socketMs", serialize_with = "milliseconds")]
    pub socket: Duration,
}

impl Default for SmtpTimeouts {
    fn default() -> Self {
        Self {
            dns: Duration::from_secs(30),
            connection: Duration::from_mins(2),
            greeting: Duration::from_secs(30),
            socket: Duration::from_mins(10),
        }
    }
}

impl SmtpSubmission {
    /// The bytes of the mail, as they are sent and as an `.eml` file holds them: CRLF, no
    /// dot-stuffing.
    pub fn eml(&self) -> Vec<u8> {
        message::build(&self.message)
    }
}

fn milliseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}
