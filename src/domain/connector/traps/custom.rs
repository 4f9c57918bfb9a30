//! What connectors make of a custom template otherwise than it is meant.

use super::Traps;
use crate::domain::connector::non_empty;
use crate::domain::finding::Severity;
use crate::domain::logto::{ContentType, TemplateDetails};

impl Traps {
    /// For a connector that sends no Reply-To.
    pub fn reply_to_ignored(&mut self, provider: &str, template: &TemplateDetails) {
        if non_empty(template.reply_to.as_deref()).is_some() {
            self.add(
                Severity::Warning,
                "connector-reply-to-ignored",
                "replyTo",
                &format!(
                    "Logto's {provider} connector does not send it, so answers go to the sender"
                ),
                "Send from an address that takes answers, or use another connector",
            );
        }
    }

    /// For a connector that knows no sender but its own.
    pub fn send_from_ignored(&mut self, provider: &str, template: &TemplateDetails) {
        if non_empty(template.send_from.as_deref()).is_some() {
            self.add(
                Severity::Warning,
                "connector-sender-ignored",
                "sendFrom",
                &format!("Logto's {provider} connector sends from its own sender only"),
                "Leave it out, or use another connector",
            );
        }
    }

    /// For a connector that takes all of the sender for a name.
    pub fn send_from_is_name(&mut self, template: &TemplateDetails) {
        let sender = template.send_from.as_deref().unwrap_or_default();
        if sender.contains(['@', '<', '>']) {
            self.add(
                Severity::Warning,
                "connector-sender-is-name",
                "sendFrom",
                "All of it becomes the sender's name; the address is that of the connector",
                "Write the name only",
            );
        }
    }

    /// For a provider that Logto gives nothing but HTML.
    pub fn plain_ignored(&mut self, provider: &str, template: &TemplateDetails) {
        if template.content_type == Some(ContentType::Plain) {
            self.not_html(provider, "contentType");
        }
    }

    /// A type of the content, at `path`, that changes nothing.
    pub(super) fn not_html(&mut self, provider: &str, path: &str) {
        self.add(
            Severity::Warning,
            "connector-always-html",
            path,
            &format!("Logto sends through {provider} as HTML, whatever this says"),
            "Write the content as HTML, and leave this out",
        );
    }
}
