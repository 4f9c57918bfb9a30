//! What a configuration or a template will run into at Aliyun.

use super::super::traps::Traps;
use super::config::{AliyunDmConfig, guard};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::TemplateDetails;

/// Limits of `SingleSendMail` as Aliyun documents them.
const MAX_ALIAS_CHARS: usize = 15;
const MAX_SUBJECT_CHARS: usize = 100;
const MAX_BODY_BYTES: usize = 80 * 1024;

/// What of a custom template this connector ignores or takes otherwise than it is meant.
pub fn template_findings(template: &TemplateDetails) -> Vec<Finding> {
    let mut traps = Traps::default();
    traps.reply_to_ignored("Aliyun", template);
    traps.send_from_is_name(template);
    traps.plain_ignored("Aliyun", template);
    lengths(&mut traps, "", &template.subject, &template.content);
    traps.findings()
}

impl AliyunDmConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let guard = guard();
        let mut traps = Traps::of(&guard, self.to_json());
        traps.untrimmed("accessKeyId", &fields.access_key_id);
        traps.untrimmed("accessKeySecret", fields.access_key_secret.expose());
        let sender = fields.account_name.as_str();
        if !sender.is_empty() && (!sender.contains('@') || sender.contains(['<', ' '])) {
            traps.add(
                Severity::Warning,
                "aliyun-sender-not-an-address",
                "accountName",
                "Aliyun wants the bare address of a sender that it knows",
                "Write the address alone; the name goes into “fromAlias”",
            );
        }
        traps.optional_text("fromAlias", fields.from_alias.as_deref());
        let alias = fields.from_alias.as_deref().unwrap_or_default();
        let alias_chars = alias.chars().count();
        if alias_chars > MAX_ALIAS_CHARS {
            traps.add(
                Severity::Warning,
                "aliyun-alias-too-long",
                "fromAlias",
                &format!(
                    "The name has {alias_chars} characters, and Aliyun allows {MAX_ALIAS_CHARS}"
                ),
                "Shorten the name",
            );
        }
        traps.templates(&fields.templates);
        traps.always_html("Aliyun", self.to_json(), &fields.templates);
        for (index, template) in fields.templates.iter().enumerate() {
            let path = format!("templates[{index}].");
            lengths(&mut traps, &path, &template.subject, &template.content);
        }
        traps.unread(&guard, self.to_json(), &["type", "contentType"]);
        traps.findings()
    }
}

/// `path` is what stands before the keys of the template.
fn lengths(traps: &mut Traps, path: &str, subject: &str, content: &str) {
    let subject_chars = subject.chars().count();
    if subject_chars > MAX_SUBJECT_CHARS {
        traps.add(
            Severity::Warning,
            "aliyun-subject-too-long",
            &format!("{path}subject"),
            &format!(
                "The subject has {subject_chars} characters, and Aliyun allows {MAX_SUBJECT_CHARS}"
            ),
            "Shorten it, and leave room for the values of placeholders",
        );
    }
    if content.len() > MAX_BODY_BYTES {
        traps.add(
            Severity::Warning,
            "aliyun-body-too-long",
            &format!("{path}content"),
            &format!(
                "The body has {} KiB, and Aliyun allows {}",
                content.len() / 1024,
                MAX_BODY_BYTES / 1024
            ),
            "Shorten it; embedded pictures are the usual cause",
        );
    }
}
