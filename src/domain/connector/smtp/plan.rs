//! From a configuration and a message to a submission.

use core::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde_json::{Map, Number, Value};

use super::super::kit::template_for;
use super::super::secret::Secret;
use super::super::{PlanError, PlanInput, non_empty};
use super::config::{Auth, SmtpConfig};
use super::ignored::ignored_keys;
use super::submission::{
    ClientIdentity, MinTlsVersion, SmtpAuth, SmtpSecurity, SmtpSubmission, SmtpTimeouts, StartTls,
    TlsSettings,
};
use super::token::TokenRequest;
use crate::domain::logto::ContentType;
use crate::domain::message::{MailDraft, compose};

/// What the connector would do with a message (`connector-smtp/src/index.ts`, `sendMessage`).
///
/// Fails where Logto would fail before it connects, and where nodemailer would refuse what the
/// configuration or the payload asks for.
pub fn plan(config: &SmtpConfig, input: &PlanInput<'_>) -> Result<SmtpSubmission, PlanError> {
    let fields = &config.fields;
    let template = template_for(&fields.templates, input)?;
    let optional = |template: Option<&str>, default: &str| match non_empty(template) {
        Some(template) => input.rendered(template),
        None => Ok(default.to_owned()),
    };
    let composed = compose(&MailDraft {
        from: &optional(template.send_from.as_deref(), &fields.from_email)?,
        to: input.to,
        reply_to: &optional(
            template.reply_to.as_deref(),
            fields.reply_to.as_deref().unwrap_or_default(),
        )?,
        subject: &input.rendered(&template.subject)?,
        content_type: template.content_type.unwrap_or(ContentType::Html),
        content: &input.rendered(&template.content)?,
        custom_headers: &custom_headers(&fields.custom_headers),
        stamp: input.stamp,
    });
    if composed.envelope.rcpt_to.is_empty() {
        return Err(PlanError::General("No recipients defined".to_owned()));
    }
    let host = non_empty(Some(&fields.host)).unwrap_or("localhost");
    let (port, security) = port_and_security(config)?;
    Ok(SmtpSubmission {
        host: host.to_owned(),
        port,
        security,
        tls: tls_settings(config, host)?,
        ehlo_name: ehlo_name(fields.name.as_deref(), input.hostname),
        local_address: local_address(fields.local_address.as_deref())?,
        auth: auth(&fields.auth, &fields.auth_method),
        timeouts: timeouts(config),
        envelope: composed.envelope,
        message: composed.message,
        message_id: composed.message_id,
        ignored_keys: ignored_keys(config),
    })
}

fn custom_headers(headers: &Map<String, Value>) -> Vec<(String, Vec<String>)> {
    headers
        .iter()
        .map(|(name, value)| {
            let values = match value {
                Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
                _ => value.as_str().into_iter().collect::<Vec<_>>(),
            };
            (
                name.clone(),
                values.into_iter().map(str::to_owned).collect(),
            )
        })
        .collect()
}

/// The port with nodemailer's default for 0, and the TLS matrix.
pub(super) fn port_and_security(config: &SmtpConfig) -> Result<(u16, SmtpSecurity), PlanError> {
    let fields = &config.fields;
    let is_secure = fields.secure.unwrap_or(false);
    let given = fields.port.as_f64().unwrap_or_default();
    let port = if given == 0.0 {
        if is_secure { 465 } else { 587 }
    } else if given.fract() == 0.0 && (1.0..=f64::from(u16::MAX)).contains(&given) {
        given as u16
    } else {
        return Err(PlanError::General(format!(
            "Port should be >= 0 and < 65536. Received {}.",
            fields.port
        )));
    };
    let by_port = fields.secure.is_none() && port == 465;
    let security = if is_secure || by_port {
        SmtpSecurity::Implicit { by_port }
    } else {
        SmtpSecurity::Plain {
            starttls: match (fields.ignore_tls, fields.require_tls) {
                (true, _) => StartTls::Never,
                (false, true) => StartTls::Required,
                (false, false) => StartTls::IfOffered,
            },
        }
    };
    Ok((port, security))
}

fn tls_settings(config: &SmtpConfig, host: &str) -> Result<TlsSettings, PlanError> {
    let tls = &config.fields.tls;
    let server_name = non_empty(tls.get("servername").and_then(Value::as_str))
        .or_else(|| non_empty(config.fields.servername.as_deref()))
        .unwrap_or(host);
    let texts = |key: &str| match tls.get(key) {
        Some(Value::String(pem)) => Some(vec![pem.clone()]),
        Some(Value::Array(list)) => {
            let texts = list.iter().filter_map(Value::as_str);
            Some(texts.map(str::to_owned).collect::<Vec<_>>())
        }
        _ => None,
    };
    let identity = texts("cert")
        .zip(texts("key"))
        .map(|(certificates, keys)| ClientIdentity {
            certificate_pem: certificates.join("\n"),
            key_pem: Secret::new(keys.join("\n")),
        });
    let min_version = match tls.get("minVersion").and_then(Value::as_str) {
        None | Some("TLSv1" | "TLSv1.1" | "TLSv1.2") => MinTlsVersion::V1_2,
        Some("TLSv1.3") => MinTlsVersion::V1_3,
        Some(other) => {
            return Err(PlanError::General(format!(
                "\"{other}\" is not a valid minimum TLS protocol version"
            )));
        }
    };
    Ok(TlsSettings {
        server_name: server_name.to_owned(),
        accept_invalid: tls.get("rejectUnauthorized") == Some(&Value::Bool(false)),
        accepted_by_profile: false,
        min_version,
        roots_pem: texts("ca"),
        identity,
    })
}

/// `name`, else the machine's name if it has a dot, else `[127.0.0.1]`; an address in brackets.
fn ehlo_name(name: Option<&str>, hostname: Option<&str>) -> String {
    let default = || match hostname {
        Some(hostname) if hostname.parse::<Ipv4Addr>().is_ok() => format!("[{hostname}]"),
        Some(hostname) if hostname.contains('.') => hostname.to_owned(),
        _ => "[127.0.0.1]".to_owned(),
    };
    non_empty(name)
        .map_or_else(default, str::to_owned)
        .replace(['\r', '\n'], "")
}

fn local_address(text: Option<&str>) -> Result<Option<IpAddr>, PlanError> {
    non_empty(text)
        .map(|text| {
            text.parse()
                .map_err(|_error| PlanError::General(format!("Invalid IP address: {text}")))
        })
        .transpose()
}

/// nodemailer's `getAuth`: `OAuth2` only where the type says so, whatever else is given.
fn auth(auth: &Auth, auth_method: &Value) -> SmtpAuth {
    let is_empty = auth.kind.is_none()
        && auth.user.is_none()
        && auth.pass.is_none()
        && auth.access_token.is_none()
        && auth.refresh_token.is_none()
        && auth.service_client.is_none();
    if is_empty && auth.other.is_empty() {
        return SmtpAuth::None;
    }
    let user = auth.user.clone().unwrap_or_default();
    let is_oauth2 = auth
        .kind
        .as_deref()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("oauth2"));
    if !is_oauth2 {
        let named = |value: &Value| value.as_str().map(str::trim).map(str::to_uppercase);
        return SmtpAuth::Login {
            user,
            pass: auth.pass.clone().unwrap_or_default(),
            mechanism: named(&auth.method)
                .or_else(|| named(auth_method))
                .filter(|name| !name.is_empty()),
        };
    }
    let renewal = TokenRequest::read(auth, &user).map(Box::new);
    match &auth.access_token {
        _ if user.is_empty() => SmtpAuth::None,
        Some(token) if !token.is_empty() => SmtpAuth::XOAuth2 {
            user,
            access_token: token.clone(),
            renew_at_ms: auth
                .expires
                .as_ref()
                .and_then(Number::as_f64)
                .filter(|expires| *expires != 0.0 && renewal.is_some()),
            renewal,
        },
        _ => SmtpAuth::XOAuth2Fetched {
            user,
            request: renewal,
        },
    }
}

fn timeouts(config: &SmtpConfig) -> SmtpTimeouts {
    let fields = &config.fields;
    let default = SmtpTimeouts::default();
    let or = |given: Option<&Number>, default: Duration| match given.and_then(Number::as_f64) {
        None | Some(0.0) => default,
        // Node takes a delay outside of its range for one millisecond.
        Some(ms) if !(1.0..=2_147_483_647.0).contains(&ms) => Duration::from_millis(1),
        Some(ms) => Duration::from_millis(ms as u64),
    };
    SmtpTimeouts {
        dns: or(fields.dns_timeout.as_ref(), default.dns),
        connection: or(fields.connection_timeout.as_ref(), default.connection),
        greeting: or(fields.greeting_timeout.as_ref(), default.greeting),
        socket: or(fields.socket_timeout.as_ref(), default.socket),
    }
}
