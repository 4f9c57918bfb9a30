//! What mails are made from and with: templates, payloads, the profile that sends.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Document, FileKey, Model, PayloadChoice, ProfileView, Screen};
use crate::domain::authoring::SourceKey;
use crate::domain::logto::{TemplateCatalog, TemplateSupport, UsageType};
use crate::domain::workspace::TemplateKey;

impl Model {
    /// A template as it is edited: a file of the workspace, or one of the connector's own.
    pub fn template(&self, key: &TemplateKey) -> Option<&Document> {
        if key.is_connector_default() {
            return self.connectors.defaults.get(key);
        }
        self.documents.get(key)
    }

    /// Every template: in the order of types, the connector's own before those of the workspace.
    pub fn template_keys(&self) -> impl Iterator<Item = &TemplateKey> {
        let all = self.documents.keys().chain(self.connectors.defaults.keys());
        all.collect::<BTreeSet<_>>().into_iter()
    }

    /// The connector profile that Letterhead plans and sends with, as Logto has one e-mail connector:
    /// the one that the settings name, else the sandbox, else the first.
    pub fn active_profile(&self) -> Option<&String> {
        let views = &self.connectors.views;
        let named = self.settings.connector.as_ref();
        let named = named.and_then(|name| views.get_key_value(name));
        let is_sandbox = |view: &ProfileView| {
            let profile = view.profile.as_ref();
            profile.is_some_and(|profile| profile.goes_to_inbox())
        };
        let sandbox = || views.iter().find(|(_, view)| is_sandbox(view));
        let chosen = named.or_else(sandbox).or_else(|| views.iter().next());
        chosen.map(|(name, _)| name)
    }

    /// What the connector that sends looks at.
    pub fn template_support(&self) -> TemplateSupport {
        let name = self.active_profile();
        let view = name.and_then(|name| self.connectors.views.get(name));
        let profile = view.and_then(|view| view.profile.as_ref());
        let support = profile.and_then(|profile| TemplateSupport::of_factory(&profile.factory));
        support.unwrap_or(TemplateSupport::CustomAndConfig)
    }

    /// The file of the profile that sends: the connector's own templates stand in it.
    pub fn active_profile_file(&self) -> Option<FileKey> {
        let name = self.active_profile()?.clone();
        Some(FileKey::Source(SourceKey::Connector(name)))
    }

    /// The templates of a type: the connector's own, then those of the workspace by tag.
    pub fn templates_of(&self, usage_type: UsageType) -> impl Iterator<Item = TemplateKey> {
        let default = TemplateKey::connector_default(usage_type);
        let default = self.template(&default).is_some().then_some(default);
        self.tags(usage_type).cloned().chain(default)
    }

    /// The tags that have templates of any type, sorted.
    pub fn languages_with_templates(&self) -> Vec<&str> {
        let tags = self.documents.keys().map(|key| key.tag.as_str());
        tags.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The profile that would send now: on the *Connectors* screen the one shown, elsewhere the
    /// active one.
    pub fn sending_profile(&self) -> Option<&Arc<ProfileView>> {
        if self.screen == Screen::Connectors {
            return self.connectors.shown();
        }
        self.connectors.views.get(self.active_profile()?)
    }

    /// What people call a payload.
    pub fn payload_name(&self, choice: &PayloadChoice) -> String {
        match choice {
            PayloadChoice::Full => "Everything filled in".to_owned(),
            PayloadChoice::Minimal => "Only what is always there".to_owned(),
            PayloadChoice::ContextFailed => "Context look-up failed".to_owned(),
            PayloadChoice::Set(name) => {
                let mut sets = self.workspace.iter().flat_map(|open| &open.files.payloads);
                sets.find(|set| set.name == *name)
                    .map_or_else(|| name.clone(), |set| set.title.clone())
            }
        }
    }

    /// The payloads that fit the flow and the usage type, with their names.
    pub fn payload_choices(&self) -> Vec<(PayloadChoice, String)> {
        let Some(key) = &self.design.selected else {
            return Vec::new();
        };
        let built_in = [
            PayloadChoice::Full,
            PayloadChoice::Minimal,
            PayloadChoice::ContextFailed,
        ];
        let sets = self.workspace.iter().flat_map(|open| &open.files.payloads);
        let sets = sets
            .filter(|set| set.flows.is_empty() || set.flows.contains(&self.design.flow))
            .filter(|set| set.usage_types.is_empty() || set.usage_types.contains(&key.usage_type))
            .map(|set| PayloadChoice::Set(set.name.clone()));
        built_in
            .into_iter()
            .chain(sets)
            .map(|choice| {
                let name = self.payload_name(&choice);
                (choice, name)
            })
            .collect()
    }
}

/// The templates as they are edited, saved or not.
impl TemplateCatalog for Model {
    fn has_custom(&self, usage_type: UsageType, language_tag: &str) -> bool {
        let tag = language_tag.to_owned();
        self.documents
            .contains_key(&TemplateKey { usage_type, tag })
    }

    fn has_config(&self, usage_type: UsageType) -> bool {
        let key = TemplateKey::connector_default(usage_type);
        self.connectors.defaults.contains_key(&key)
    }

    fn custom_tags(&self, usage_type: UsageType) -> Vec<String> {
        self.tags(usage_type).map(|key| key.tag.clone()).collect()
    }
}
