//! What a configuration will run into at SMTP2GO.

use super::super::traps::Traps;
use super::config::{Smtp2goConfig, guard};
use crate::domain::finding::{Finding, Severity};

impl Smtp2goConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let guard = guard();
        let mut traps = Traps::of(&guard, self.to_json());
        traps.untrimmed("apiKey", fields.api_key.expose());
        traps.add(
            Severity::Info,
            "connector-key-in-errors",
            "apiKey",
            "If SMTP2GO cannot be reached, the error that Logto answers with has the key in it",
            "Do not pass such an error on, and renew the key if one got out",
        );
        traps.display_name("senderName", fields.sender_name.as_deref());
        traps.templates(&fields.templates);
        traps.html_by_default(&fields.templates);
        traps.unread(&guard, self.to_json(), &[]);
        traps.findings()
    }
}
