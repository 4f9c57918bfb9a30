//! What a configuration will run into at `MailJunky`.

use super::super::kit::Advice;
use super::config::MailJunkyConfig;
use crate::domain::finding::{Finding, Severity};

/// Problems that no guard of Logto's reports; each message begins with its place.
pub fn findings(config: &MailJunkyConfig) -> Vec<Finding> {
    let fields = &config.fields;
    let mut advice = Advice::default();
    advice.required_text("apiKey", fields.api_key.expose());
    advice.required_text("fromEmail", &fields.from_email);
    let email = fields.from_email.as_str();
    if email.contains(['<', '>']) {
        advice.add(
            Severity::Error,
            "mailjunky-sender-mailbox",
            "fromEmail: Logto takes the whole text for the address and removes its brackets"
                .to_owned(),
            "Write the address alone; the name goes into “fromName”",
        );
    } else if !email.is_empty() && !email.contains('@') {
        advice.add(
            Severity::Error,
            "mailjunky-sender-no-address",
            "fromEmail: The text is no address, though Logto's guard lets it pass".to_owned(),
            "Write the address alone; the name goes into “fromName”",
        );
    }
    advice.optional_text("fromName", fields.from_name.as_deref());
    advice.display_name("fromName", fields.from_name.as_deref());
    advice.templates(&fields.templates);
    advice.html_by_default(&fields.templates);
    advice.findings()
}
