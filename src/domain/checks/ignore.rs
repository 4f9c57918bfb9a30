//! Findings that a workspace does not want to hear of, with the reason.

use serde::Serialize;

use crate::domain::logto::UsageType;

/// A wish not to hear of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ignore {
    /// The id of the rule.
    pub rule: String,
    /// The templates: `SignIn/en`, `SignIn/*`, `*/de`; none stands for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Why; for people.
    pub reason: String,
}

impl Ignore {
    /// Whether it is about a finding of this code in this template.
    pub fn covers(&self, code: &str, usage_type: UsageType, tag: &str) -> bool {
        self.rule == code
            && self
                .template
                .as_deref()
                .is_none_or(|template| names(template, usage_type, tag))
    }
}

/// Whether a pattern names a template.
fn names(pattern: &str, usage_type: UsageType, tag: &str) -> bool {
    let (wanted_type, wanted_tag) = pattern.split_once('/').unwrap_or((pattern, "*"));
    let wanted_tag = wanted_tag.strip_suffix(".html").unwrap_or(wanted_tag);
    let is = |wanted: &str, name: &str| wanted == "*" || wanted == name;
    is(wanted_type, usage_type.as_str()) && is(wanted_tag, tag)
}

/// The first wish that covers a finding.
pub fn ignored_by<'i>(
    ignores: &'i [Ignore],
    code: &str,
    usage_type: UsageType,
    tag: &str,
) -> Option<&'i Ignore> {
    ignores
        .iter()
        .find(|ignore| ignore.covers(code, usage_type, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_covers_the_templates_that_it_names() {
        let covers = |template: Option<&str>| {
            let ignore = Ignore {
                rule: "text-small".to_owned(),
                template: template.map(str::to_owned),
                reason: "wanted".to_owned(),
            };
            ignore.covers("text-small", UsageType::SignIn, "pt-BR")
        };
        for (template, expected) in [
            (None, true),
            (Some("SignIn/pt-BR"), true),
            (Some("SignIn/pt-BR.html"), true),
            (Some("SignIn/*"), true),
            (Some("SignIn"), true),
            (Some("*/pt-BR"), true),
            (Some("*"), true),
            (Some("SignIn/pt"), false),
            (Some("Register/*"), false),
            (Some(""), false),
        ] {
            assert_eq!(covers(template), expected, "{template:?}");
        }
        let other = Ignore {
            rule: "text-small".to_owned(),
            ..Ignore::default()
        };
        assert!(!other.covers("contrast-low", UsageType::SignIn, "en"));
    }
}
