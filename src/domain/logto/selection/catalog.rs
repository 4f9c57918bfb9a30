//! What templates there are, asked by the choice.

use std::collections::BTreeSet;

use crate::domain::logto::UsageType;

/// The templates of a tenant, or of a workspace that stands for one.
pub trait TemplateCatalog {
    /// Whether there is a custom template of that type under exactly that tag.
    fn has_custom(&self, usage_type: UsageType, language_tag: &str) -> bool;

    /// Whether the connector's configuration has a template of that type.
    fn has_config(&self, usage_type: UsageType) -> bool;

    /// The tags that have a custom template of that type, sorted; only for explanations.
    fn custom_tags(&self, usage_type: UsageType) -> Vec<String>;
}

/// A catalog of names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TemplateList {
    custom: BTreeSet<(UsageType, String)>,
    config: BTreeSet<UsageType>,
}

impl TemplateList {
    /// The same list with a custom template.
    pub fn custom(mut self, usage_type: UsageType, language_tag: impl Into<String>) -> Self {
        self.custom.insert((usage_type, language_tag.into()));
        self
    }

    /// The same list with a template in the connector's configuration.
    pub fn config(mut self, usage_type: UsageType) -> Self {
        self.config.insert(usage_type);
        self
    }
}

impl TemplateCatalog for TemplateList {
    fn has_custom(&self, usage_type: UsageType, language_tag: &str) -> bool {
        self.custom.contains(&(usage_type, language_tag.to_owned()))
    }

    fn has_config(&self, usage_type: UsageType) -> bool {
        self.config.contains(&usage_type)
    }

    fn custom_tags(&self, usage_type: UsageType) -> Vec<String> {
        self.custom
            .iter()
            .filter(|(stored, _)| *stored == usage_type)
            .map(|(_, tag)| tag.clone())
            .collect()
    }
}
