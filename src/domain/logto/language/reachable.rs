//! Which languages mails can be in at all.

use std::collections::HashSet;

use super::experience::Languages;
use super::{LanguageLibrary, console};
use crate::domain::logto::flow::LocaleSource;

/// The languages that some request resolves to, by where its flow takes the language from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachableLanguages {
    experience: HashSet<String>,
}

impl ReachableLanguages {
    /// Those of a tenant. Automatic detection makes no difference: `ui_locales` always count.
    pub fn new(library: &LanguageLibrary) -> Self {
        let languages = Languages::new(library);
        let experience = languages.reachable().into_iter().map(str::to_owned);
        Self {
            experience: experience.collect(),
        }
    }

    /// Whether some request of a flow with that source has exactly `tag` as the language of its
    /// mail.
    pub fn contains(&self, source: LocaleSource, tag: &str) -> bool {
        match source {
            LocaleSource::Experience => self.experience.contains(tag),
            LocaleSource::ConsoleLanguages => console::supported(tag) == Some(tag),
            // An empty locale counts as none.
            LocaleSource::Raw => !tag.is_empty(),
            LocaleSource::None => false,
        }
    }
}
