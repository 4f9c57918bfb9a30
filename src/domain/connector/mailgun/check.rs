//! What passes the guard and fails or surprises later.

use serde_json::Value;

use super::super::traps::Traps;
use super::super::url::Url;
use super::super::{got, js, non_empty};
use super::config::{MailgunConfig, MailgunDelivery, MailgunSource, guard};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{ContentType, Outcome, TemplateDetails, UsageType, placeholders};

/// How many bytes Mailgun allows for all variables and headers of a mail.
const MOST_VARIABLES: usize = 16_384;

/// The names Logto gives to its own variables (`connector-kit/src/types/passwordless.ts`).
const PAYLOAD_KEYS: [&str; 8] = [
    "code",
    "link",
    "locale",
    "uiLocales",
    "application",
    "organization",
    "user",
    "inviter",
];

/// What of a custom template this connector takes otherwise than it is meant.
pub fn template_findings(template: &TemplateDetails) -> Vec<Finding> {
    let mut traps = Traps::default();
    if let Some(sender) = &template.send_from
        && !sender.contains(['@', '{'])
    {
        traps.add(
            Severity::Error,
            "mailgun-sender-without-address",
            "sendFrom",
            "It takes the place of the connector's whole sender and has no address, so Mailgun \
             will refuse the mail",
            "Write it as “Name <address>”, or leave it out",
        );
    }
    if template.content_type == Some(ContentType::Plain) {
        traps.add(
            Severity::Info,
            "mailgun-plain-as-html",
            "contentType",
            "The content is sent as HTML too, where line breaks are lost",
            "Write the template as HTML",
        );
    }
    traps.findings()
}

impl MailgunConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let guard = guard();
        let mut traps = Traps::of(&guard, self.to_json());
        if let Some(endpoint) = &fields.endpoint {
            endpoint_findings(&mut traps, endpoint);
        }
        let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_');
        if !fields.domain.chars().all(is_plain) {
            traps.add(
                Severity::Error,
                "mailgun-domain-not-plain",
                "domain",
                "The domain goes into the address of the request as it is, and this one changes it",
                "Write the domain alone, such as mg.example.com",
            );
        }
        traps.untrimmed("apiKey", fields.api_key.expose());
        traps.sender("from", &fields.from);
        let names = self.deliveries().iter();
        traps.usage_types(names.map(|(name, _)| (format!("deliveries.{name}"), name.as_str())));
        self.missing(&mut traps);
        for (name, delivery) in self.deliveries() {
            delivery_findings(&mut traps, &format!("deliveries.{name}"), delivery);
        }
        self.invitation(&mut traps);
        traps.unread(&guard, self.to_json(), &[]);
        self.unread(&mut traps);
        traps.findings()
    }

    fn missing(&self, traps: &mut Traps) {
        let missing: Vec<&str> = UsageType::ALL
            .into_iter()
            .filter(|usage_type| self.delivery(*usage_type).is_none())
            .map(UsageType::as_str)
            .collect();
        if !missing.is_empty() && !self.deliveries().is_empty() {
            let message = format!(
                "There is neither a delivery for {} nor one for Generic, so these mails are sent \
                 only where the tenant has a custom template for them",
                missing.join(", ")
            );
            let hint = "Add a delivery for Generic, which stands in for every other";
            traps.add(
                Severity::Warning,
                "mailgun-no-generic",
                "deliveries",
                &message,
                hint,
            );
        }
    }

    fn invitation(&self, traps: &mut Traps) {
        if let Some((name, delivery)) = self.delivery(UsageType::OrganizationInvitation)
            && let MailgunSource::Raw { html, text } = &delivery.source
        {
            let others = [text.as_deref(), delivery.subject.as_deref()];
            let mut texts: Vec<&str> = others.into_iter().flatten().collect();
            texts.push(html);
            traps.invitation(&format!("deliveries.{name}"), &texts);
        }
    }

    fn unread(&self, traps: &mut Traps) {
        let deliveries = self.to_json().get("deliveries").and_then(Value::as_object);
        for (name, delivery) in deliveries.into_iter().flatten() {
            let known: &[&str] = if delivery.get("template").is_some() {
                // `html` and `text` beside a template have a finding of their own.
                &[
                    "template",
                    "variables",
                    "subject",
                    "replyTo",
                    "html",
                    "text",
                ]
            } else {
                &["html", "text", "subject", "replyTo"]
            };
            traps.unread_keys(&format!("deliveries.{name}"), delivery, known);
            for key in ["html", "text"] {
                if delivery.get("template").is_some() && delivery.get(key).is_some() {
                    traps.add(
                        Severity::Warning,
                        "mailgun-text-beside-template",
                        &format!("deliveries.{name}.{key}"),
                        "The template at Mailgun is used, so this text never is",
                        "Remove this text or “template”",
                    );
                }
            }
        }
    }
}

fn endpoint_findings(traps: &mut Traps, endpoint: &str) {
    // What the guard lets pass can be read.
    let Some(url) = Url::parse(endpoint) else {
        return;
    };
    let hint = "Leave “endpoint” out, or write https://api.eu.mailgun.net for the EU";
    let mut add =
        |severity, code, message: &str| traps.add(severity, code, "endpoint", message, hint);
    if got::must_be_web(&url).is_err() {
        let message = "Logto's client sends to http:// and https:// only";
        add(Severity::Error, "mailgun-endpoint-unusable", message);
    } else if !url.host.ends_with(".mailgun.net") {
        let message = format!(
            "The key and every mail are sent to {}, which is not Mailgun",
            url.host
        );
        add(Severity::Error, "mailgun-endpoint-elsewhere", &message);
    } else if url.scheme == "http" {
        let message = "The key and every code are sent unencrypted";
        add(Severity::Warning, "mailgun-endpoint-in-clear", message);
    } else if !matches!(url.host.as_str(), "api.mailgun.net" | "api.eu.mailgun.net") {
        let message = "Mailgun takes mails at api.mailgun.net and api.eu.mailgun.net";
        add(Severity::Warning, "mailgun-endpoint-unknown", message);
    } else if url.join("/").as_ref() != Some(&url) {
        let message = "Only scheme, host and port of the endpoint are used";
        add(Severity::Info, "mailgun-endpoint-cut", message);
    }
}

fn delivery_findings(traps: &mut Traps, path: &str, delivery: &MailgunDelivery) {
    let reply_to = delivery.reply_to.as_deref().unwrap_or_default();
    let mut replaced = placeholders(reply_to, &Value::Null).into_iter();
    if replaced.any(|placeholder| placeholder.outcome != Outcome::NotAPlaceholder) {
        traps.add(
            Severity::Warning,
            "mailgun-reply-to-raw",
            &format!("{path}.replyTo"),
            "Placeholders are not replaced here, so the address is sent with its braces",
            "Write an address, or use a custom template, whose Reply-To is rendered",
        );
    }
    match &delivery.source {
        MailgunSource::Raw { .. } => {
            if non_empty(delivery.subject.as_deref()).is_none() {
                traps.add(
                    Severity::Warning,
                    "mailgun-no-subject",
                    path,
                    "There is no subject, so the mail comes without one",
                    "Add “subject”",
                );
            }
        }
        MailgunSource::Template { variables, .. } => variable_findings(traps, path, variables),
    }
}

fn variable_findings(traps: &mut Traps, path: &str, variables: &Value) {
    let path = format!("{path}.variables");
    for name in PAYLOAD_KEYS {
        if variables.get(name).is_some() {
            traps.add(
                Severity::Info,
                "mailgun-variable-replaced",
                &format!("{path}.{name}"),
                "Logto has a variable of this name, which takes its place wherever it is sent",
                "Use another name",
            );
        }
    }
    let bytes = js::json(variables).len();
    if bytes > MOST_VARIABLES {
        traps.add(
            Severity::Error,
            "mailgun-variables-too-large",
            &path,
            &format!(
                "These are {bytes} bytes, and Mailgun allows {MOST_VARIABLES} for all variables"
            ),
            "Move long texts into the template at Mailgun",
        );
    }
}
