//! What a configuration cannot do.

use super::super::traps::Traps;
use super::config::{LogtoEmailConfig, guard};
use crate::domain::finding::{Finding, Severity};

impl LogtoEmailConfig {
    /// Problems that no guard of Logto's reports; each but the first begins with its place.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let mut traps = Traps::of(&guard(), self.to_json());
        traps.add(
            Severity::Info,
            "logto-email-cloud-only",
            "",
            &format!(
                "Logto Cloud sends with this connector, from {}; a self-hosted Logto answers 501",
                Self::SENDER
            ),
            "Use another connector to send or test from here",
        );
        traps.optional_text("senderName", fields.sender_name.as_deref());
        traps.optional_text("companyInformation", fields.company_information.as_deref());
        for key in ["templates", "fromEmail", "replyTo"] {
            if self.to_json().get(key).is_some() {
                traps.add(
                    Severity::Warning,
                    "logto-email-key-ignored",
                    key,
                    "Logto Cloud has its own, so this key does nothing",
                    "Remove the key, or use another connector",
                );
            }
        }
        traps.findings()
    }
}
