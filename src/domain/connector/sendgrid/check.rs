//! What passes the guard and fails or surprises later.

use super::super::non_empty;
use super::super::traps::Traps;
use super::config::{SendgridConfig, guard};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::TemplateDetails;

/// What of a custom template this connector ignores or takes otherwise than it is meant.
pub fn template_findings(template: &TemplateDetails) -> Vec<Finding> {
    let mut traps = Traps::default();
    traps.reply_to_ignored("SendGrid", template);
    traps.send_from_is_name(template);
    traps.findings()
}

impl SendgridConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let guard = guard();
        let mut traps = Traps::of(&guard, self.to_json());
        traps.header_secret("apiKey", &fields.api_key, Some("Bearer "));
        traps.sender("fromEmail", &fields.from_email);
        if fields.from_email.contains(['<', '>']) {
            traps.add(
                Severity::Error,
                "sendgrid-sender-not-bare",
                "fromEmail",
                "SendGrid takes an address alone here and refuses one with a name",
                "Write the address here and the name in “fromName”",
            );
        }
        if non_empty(fields.from_name.as_deref()).is_some() {
            traps.add(
                Severity::Warning,
                "sendgrid-name-of-recipient",
                "fromName",
                "In mails made from custom templates Logto gives this name to the recipient, and \
                 none to the sender",
                "Give each custom template its own sender, which is the name only, and leave \
                 “fromName” out if all mails are made from custom templates",
            );
        }
        traps.templates(&fields.templates);
        traps.unread(&guard, self.to_json(), &[]);
        traps.findings()
    }
}
