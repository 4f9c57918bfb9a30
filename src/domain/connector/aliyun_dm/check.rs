//! What a configuration will run into at Aliyun.

use super::super::kit::Advice;
use super::config::AliyunDmConfig;
use crate::domain::finding::{Finding, Severity};

/// Limits of `SingleSendMail` as Aliyun documents them.
const MAX_ALIAS_CHARS: usize = 15;
const MAX_SUBJECT_CHARS: usize = 100;
const MAX_BODY_BYTES: usize = 80 * 1024;

/// Problems that no guard of Logto's reports; each message begins with its place.
pub fn findings(config: &AliyunDmConfig) -> Vec<Finding> {
    let fields = &config.fields;
    let mut advice = Advice::default();
    advice.required_text("accessKeyId", &fields.access_key_id);
    advice.required_text("accessKeySecret", fields.access_key_secret.expose());
    advice.required_text("accountName", &fields.account_name);
    let is_address = fields.account_name.contains('@') && !fields.account_name.contains(['<', ' ']);
    if !fields.account_name.is_empty() && !is_address {
        advice.add(
            Severity::Warning,
            "aliyun-sender-not-an-address",
            "accountName: Aliyun wants the bare address of a sender that it knows".to_owned(),
            "Write the address alone; the name goes into “fromAlias”",
        );
    }
    advice.optional_text("fromAlias", fields.from_alias.as_deref());
    let alias_chars = fields
        .from_alias
        .as_deref()
        .unwrap_or_default()
        .chars()
        .count();
    if alias_chars > MAX_ALIAS_CHARS {
        advice.add(
            Severity::Warning,
            "aliyun-alias-too-long",
            format!("fromAlias: The name has {alias_chars} characters, and Aliyun allows {MAX_ALIAS_CHARS}"),
            "Shorten the name",
        );
    }
    advice.templates(&fields.templates);
    advice.always_html("Aliyun", config.to_json(), &fields.templates);
    for (index, template) in fields.templates.iter().enumerate() {
        let subject_chars = template.subject.chars().count();
        if subject_chars > MAX_SUBJECT_CHARS {
            advice.add(
                Severity::Warning,
                "aliyun-subject-too-long",
                format!("templates[{index}].subject: The subject has {subject_chars} characters, and Aliyun allows {MAX_SUBJECT_CHARS}"),
                "Shorten it, and leave room for the values of placeholders",
            );
        }
        if template.content.len() > MAX_BODY_BYTES {
            advice.add(
                Severity::Warning,
                "aliyun-body-too-long",
                format!(
                    "templates[{index}].content: The body has {} KiB, and Aliyun allows 80",
                    template.content.len() / 1024
                ),
                "Shorten it; embedded pictures are the usual cause",
            );
        }
    }
    advice.findings()
}
