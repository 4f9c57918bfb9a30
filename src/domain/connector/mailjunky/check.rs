//! What a configuration or a template will run into at `MailJunky`.

use super::super::traps::Traps;
use super::config::{MailJunkyConfig, guard};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::TemplateDetails;

/// What of a custom template this connector ignores.
pub fn template_findings(template: &TemplateDetails) -> Vec<Finding> {
    let mut traps = Traps::default();
    traps.reply_to_ignored("MailJunky", template);
    traps.findings()
}

impl MailJunkyConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let guard = guard();
        let mut traps = Traps::of(&guard, self.to_json());
        traps.header_secret("apiKey", &fields.api_key, Some("Bearer "));
        traps.untrimmed("fromEmail", &fields.from_email);
        traps.sender("fromEmail", &fields.from_email);
        if fields.from_email.contains(['<', '>']) {
            traps.add(
                Severity::Error,
                "mailjunky-sender-mailbox",
                "fromEmail",
                "Logto takes the whole text for the address and removes its brackets",
                "Write the address alone; the name goes into “fromName”",
            );
        }
        traps.display_name("fromName", fields.from_name.as_deref());
        traps.templates(&fields.templates);
        traps.html_by_default(&fields.templates);
        traps.unread(&guard, self.to_json(), &[]);
        traps.findings()
    }
}
