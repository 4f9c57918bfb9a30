//! What passes the guard and fails or surprises later.

use super::super::traps::Traps;
use super::config::{PostmarkConfig, guard};
use crate::domain::finding::{Finding, Severity};

impl PostmarkConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let guard = guard();
        let mut traps = Traps::of(&guard, self.to_json());
        traps.header_secret("serverToken", &fields.server_token, None);
        traps.sender("fromEmail", &fields.from_email);
        traps.add(
            Severity::Info,
            "postmark-own-templates",
            "templates",
            "Mails are made from Postmark's templates, in one language; Logto's custom templates \
             are not used",
            "Write the texts in Postmark, where {{locale}} and the other variables are at hand",
        );
        let names = fields
            .templates
            .iter()
            .enumerate()
            .map(|(index, template)| {
                let path = format!("templates[{index}].usageType");
                (path, template.usage_type.as_str())
            });
        traps.usage_types(names);
        for (index, template) in fields.templates.iter().enumerate() {
            let alias = &template.template_alias;
            if !alias.is_empty() && alias.bytes().all(|byte| byte.is_ascii_digit()) {
                traps.add(
                    Severity::Warning,
                    "postmark-alias-is-id",
                    &format!("templates[{index}].templateAlias"),
                    "This looks like the id of a template, but Logto sends it as an alias",
                    "Write the template's alias, which Postmark shows beside its name",
                );
            }
        }
        traps.unread(&guard, self.to_json(), &[]);
        traps.findings()
    }
}
