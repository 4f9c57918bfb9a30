//! What a configuration cannot do.

use super::super::kit::Advice;
use super::config::LogtoEmailConfig;
use crate::domain::finding::{Finding, Severity};

/// Problems that no guard of Logto's reports; each but the first begins with its place.
pub fn findings(config: &LogtoEmailConfig) -> Vec<Finding> {
    let fields = &config.fields;
    let mut advice = Advice::default();
    advice.add(
        Severity::Info,
        "logto-email-cloud-only",
        format!(
            "Logto Cloud sends with this connector, from {}; a self-hosted Logto answers 501",
            LogtoEmailConfig::SENDER
        ),
        "Use another connector to send or test from here",
    );
    advice.optional_text("senderName", fields.sender_name.as_deref());
    advice.optional_text("companyInformation", fields.company_information.as_deref());
    for key in ["templates", "fromEmail", "replyTo"] {
        if config.to_json().get(key).is_some() {
            advice.add(
                Severity::Warning,
                "logto-email-key-ignored",
                format!("{key}: Logto Cloud has its own, so this key does nothing"),
                "Remove the key, or use another connector",
            );
        }
    }
    advice.findings()
}
