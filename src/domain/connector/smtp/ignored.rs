//! Keys that Logto's guard lets pass and nodemailer obeys, but this program does not.

use serde_json::Value;

use super::config::SmtpConfig;
use crate::domain::finding::{Finding, Severity};

/// A key at the top of the configuration, whether the mail or its way becomes another by it, and
/// what nodemailer does because of it (`lib/nodemailer.js`, `lib/mailer`, `lib/smtp-connection`).
const KEYS: [(&str, Severity, &str); 18] = [
    (
        "service",
        Severity::Warning,
        "takes host, port and TLS from its own list instead",
    ),
    (
        "url",
        Severity::Warning,
        "takes host, port, TLS and login from that address instead",
    ),
    (
        "sendmail",
        Severity::Warning,
        "hands the mail to a program instead of this server",
    ),
    (
        "streamTransport",
        Severity::Warning,
        "sends nothing and reports success",
    ),
    (
        "jsonTransport",
        Severity::Warning,
        "sends nothing and reports success",
    ),
    (
        "SES",
        Severity::Warning,
        "hands the mail to an AWS client instead of this server",
    ),
    ("proxy", Severity::Warning, "connects through that proxy"),
    (
        "socket",
        Severity::Warning,
        "uses a connection made elsewhere",
    ),
    (
        "connection",
        Severity::Warning,
        "uses a connection made elsewhere",
    ),
    (
        "secured",
        Severity::Warning,
        "takes the connection for encrypted",
    ),
    (
        "dkim",
        Severity::Warning,
        "signs the mail with that DKIM key",
    ),
    ("lmtp", Severity::Warning, "speaks LMTP instead of SMTP"),
    (
        "opportunisticTLS",
        Severity::Warning,
        "goes on unencrypted if STARTTLS is refused",
    ),
    (
        "forceAuth",
        Severity::Warning,
        "logs in even if the server does not offer it",
    ),
    (
        "customAuth",
        Severity::Warning,
        "logs in by a method of its own",
    ),
    (
        "attachDataUrls",
        Severity::Warning,
        "turns embedded pictures into attachments",
    ),
    (
        "pool",
        Severity::Info,
        "keeps connections for the next mails",
    ),
    (
        "allowInternalNetworkInterfaces",
        Severity::Info,
        "looks up addresses otherwise",
    ),
];

/// The keys of `tls` this program obeys too.
const TLS_KEYS: [&str; 6] = [
    "rejectUnauthorized",
    "servername",
    "minVersion",
    "ca",
    "cert",
    "key",
];

/// The keys of an OAuth 2 login that nodemailer reads and this program does not.
const AUTH_KEYS: [&str; 3] = ["tls", "timeout", "provisionCallback"];

/// The keys of a configuration that have an effect on Logto's mailer only.
pub(super) fn ignored_keys(config: &SmtpConfig) -> Vec<String> {
    let source = config.to_json();
    let top = KEYS.iter().map(|(key, ..)| *key);
    let top = top
        .filter(|key| source.get(key).is_some_and(is_truthy))
        .map(str::to_owned);
    let tls = config.fields.tls.keys();
    let tls = tls
        .filter(|key| !TLS_KEYS.contains(&key.as_str()))
        .map(|key| format!("tls.{key}"));
    let auth = AUTH_KEYS.into_iter();
    let auth = auth
        .filter(|key| config.fields.auth.other.get(*key).is_some_and(is_truthy))
        .map(|key| format!("auth.{key}"));
    top.chain(tls).chain(auth).collect()
}

/// What an ignored key means for a test from here.
pub(super) fn finding(key: &str) -> Finding {
    let known = KEYS.iter().find(|(name, ..)| *name == key);
    let Some((_, severity, effect)) = known else {
        let message = format!("Logto's mailer obeys “{key}”; a test from here does not");
        return Finding::new(Severity::Info, "smtp-key-ignored", message);
    };
    let message = format!("Because of “{key}” Logto's mailer {effect}; a test from here does not");
    let hint = format!("Remove “{key}”, or judge the result of the test with this in mind");
    Finding::new(*severity, "smtp-key-ignored", message).hint(hint)
}

/// Whether JavaScript takes a value for true.
fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Bool(true) | Value::Array(_) | Value::Object(_) => true,
    }
}
