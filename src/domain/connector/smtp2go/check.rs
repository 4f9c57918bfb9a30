//! What a configuration will run into at SMTP2GO.

use super::super::kit::Advice;
use super::config::Smtp2goConfig;
use crate::domain::finding::{Finding, Severity};

/// Problems that no guard of Logto's reports; each message begins with its place.
pub fn findings(config: &Smtp2goConfig) -> Vec<Finding> {
    let fields = &config.fields;
    let mut advice = Advice::default();
    advice.required_text("apiKey", fields.api_key.expose());
    advice.add(
        Severity::Info,
        "connector-key-in-errors",
        "apiKey: If SMTP2GO cannot be reached, the error that Logto answers with has the key in it"
            .to_owned(),
        "Do not pass such an error on, and renew the key if one got out",
    );
    advice.optional_text("senderName", fields.sender_name.as_deref());
    advice.display_name("senderName", fields.sender_name.as_deref());
    advice.templates(&fields.templates);
    advice.html_by_default(&fields.templates);
    advice.findings()
}
