//! A catalog read once.

use crate::domain::logto::{TemplateCatalog, UsageType};

/// The tags of each type, sorted, and what the connector's configuration has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snapshot {
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    usage_type: UsageType,
    custom_tags: Vec<String>,
    has_config: bool,
}

impl Snapshot {
    pub(super) fn of(catalog: &impl TemplateCatalog) -> Self {
        let rows = UsageType::ALL.into_iter().map(|usage_type| {
            let mut custom_tags = catalog.custom_tags(usage_type);
            custom_tags.sort_unstable();
            Row {
                usage_type,
                custom_tags,
                has_config: catalog.has_config(usage_type),
            }
        });
        Self {
            rows: rows.collect(),
        }
    }

    /// The tags of all custom templates, some more than once.
    pub(super) fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = self.rows.iter().flat_map(|row| &row.custom_tags);
        tags.map(String::as_str)
    }

    fn row(&self, usage_type: UsageType) -> Option<&Row> {
        self.rows.iter().find(|row| row.usage_type == usage_type)
    }
}

impl Row {
    fn has_custom(&self, tag: &str) -> bool {
        let search = |known: &String| known.as_str().cmp(tag);
        self.custom_tags.binary_search_by(search).is_ok()
    }
}

impl TemplateCatalog for Snapshot {
    fn has_custom(&self, usage_type: UsageType, language_tag: &str) -> bool {
        let row = self.row(usage_type);
        row.is_some_and(|row| row.has_custom(language_tag))
    }

    fn has_config(&self, usage_type: UsageType) -> bool {
        self.row(usage_type).is_some_and(|row| row.has_config)
    }

    fn custom_tags(&self, usage_type: UsageType) -> Vec<String> {
        let row = self.row(usage_type);
        row.map(|row| row.custom_tags.clone()).unwrap_or_default()
    }
}
