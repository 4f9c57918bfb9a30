//! What passes the guard and fails or surprises later.

use super::super::non_empty;
use super::super::traps::{Traps, by_type, emptied};
use super::config::{SendgridConfig, guard};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{TemplateDetails, UsageType};

/// What of a custom template this connector ignores or takes otherwise than it is meant.
pub fn template_findings(template: &TemplateDetails) -> Vec<Finding> {
    let mut traps = Traps::default();
    if non_empty(template.reply_to.as_deref()).is_some() {
        traps.add(
            Severity::Warning,
            "sendgrid-reply-to-ignored",
            "replyTo",
            "Logto's SendGrid connector does not send it, so answers go to the sender",
            "Send from an address that takes answers, or use another connector",
        );
    }
    let sender = template.send_from.as_deref().unwrap_or_default();
    if sender.contains(['@', '<', '>']) {
        traps.add(
            Severity::Warning,
            "sendgrid-sender-is-name",
            "sendFrom",
            "All of it becomes the sender's name; the address is that of the connector",
            "Write the name only",
        );
    }
    traps.findings()
}

impl SendgridConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let mut traps = Traps::with(emptied(&guard(), self.to_json()));
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
        self.template_findings(&mut traps);
        traps.findings()
    }

    fn template_findings(&self, traps: &mut Traps) {
        let templates = &self.fields.templates;
        let names = templates.iter().enumerate().map(|(index, template)| {
            let path = format!("templates[{index}].usageType");
            (path, template.usage_type.as_str())
        });
        traps.usage_types(names);
        let invitation = by_type(templates, UsageType::OrganizationInvitation, |template| {
            &template.usage_type
        });
        if let Some((index, template)) = invitation {
            let texts = [template.subject.as_str(), template.content.as_str()];
            traps.invitation(&format!("templates[{index}]"), &texts);
        }
        let source = self.to_json();
        let top = ["apiKey", "fromEmail", "fromName", "templates"];
        traps.unread_keys("", source, &top);
        let listed = source.get("templates").and_then(|list| list.as_array());
        for (index, template) in listed.into_iter().flatten().enumerate() {
            let known = ["usageType", "type", "subject", "content"];
            traps.unread_keys(&format!("templates[{index}]"), template, &known);
        }
    }
}
