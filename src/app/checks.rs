//! The checks of the open mail, in the background: typing never waits for them, and what was found
//! last stays until the new findings are there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::{App, Event};
use crate::domain::checks::{CheckInput, Tenant, check_with};
use crate::domain::clients::checks::MORE;
use crate::domain::connector::Connector;
use crate::domain::emulate::FORCED_DARK;
use crate::domain::logto::{
    FieldFinding, Flow, LanguageLibrary, TemplateCatalog, TemplateDetails, UsageType,
};
use crate::domain::workspace::{Settings, TemplateKey};
use crate::model::{Model, ProfileView, TaskKey, TemplateTexts};
use crate::tasks::IfBusy;

/// What a check was made from.
#[derive(Clone)]
pub(super) struct CheckedOf {
    key: TemplateKey,
    texts: TemplateTexts,
    flow: Flow,
    payload: Arc<Value>,
    profile: Option<Arc<ProfileView>>,
    settings: Settings,
}

impl PartialEq for CheckedOf {
    fn eq(&self, other: &Self) -> bool {
        let is_same_profile = match (&self.profile, &other.profile) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        is_same_profile
            && self.key == other.key
            && self.flow == other.flow
            && Arc::ptr_eq(&self.payload, &other.payload)
            && self.texts == other.texts
            && self.settings == other.settings
    }
}

/// The templates there are, as a check asks for them.
struct Templates {
    custom: BTreeMap<UsageType, BTreeSet<String>>,
    config: BTreeSet<UsageType>,
}

impl Templates {
    fn of(model: &Model) -> Self {
        let mut custom: BTreeMap<UsageType, BTreeSet<String>> = BTreeMap::new();
        for key in model.documents.keys() {
            let tags = custom.entry(key.usage_type).or_default();
            tags.insert(key.tag.clone());
        }
        let config = model.connectors.defaults.keys();
        Self {
            custom,
            config: config.map(|key| key.usage_type).collect(),
        }
    }
}

impl TemplateCatalog for Templates {
    fn has_custom(&self, usage_type: UsageType, language_tag: &str) -> bool {
        let tags = self.custom.get(&usage_type);
        tags.is_some_and(|tags| tags.contains(language_tag))
    }

    fn has_config(&self, usage_type: UsageType) -> bool {
        self.config.contains(&usage_type)
    }

    fn custom_tags(&self, usage_type: UsageType) -> Vec<String> {
        let tags = self.custom.get(&usage_type);
        tags.into_iter().flatten().cloned().collect()
    }
}

/// What a check needs, to be handed to the background.
struct Work {
    key: TemplateKey,
    details: TemplateDetails,
    flow: Flow,
    payload: Arc<Value>,
    connector: Option<Connector>,
    library: LanguageLibrary,
    templates: Templates,
}

impl Work {
    fn run(&self) -> Vec<FieldFinding> {
        let mut input = CheckInput::new(
            &self.details,
            self.key.usage_type,
            &self.key.tag,
            &self.payload,
        )
        .by(self.flow)
        .through(self.connector.as_ref())
        .darkened(&FORCED_DARK);
        // The connector's own template has no language that could be reached.
        if !self.key.is_connector_default() {
            input = input.of(Tenant {
                library: &self.library,
                catalog: &self.templates,
            });
        }
        check_with(&input, MORE)
    }
}

/// Starts a check if what it would be made from has changed.
pub(super) fn derive(app: &mut App) {
    let model = &app.model;
    let wanted = wanted(model);
    if app.derived.checked_of == wanted {
        return;
    }
    let Some(of) = wanted else {
        app.model.design.checked = None;
        app.derived.checked_of = None;
        return;
    };
    let profile = of.profile.as_ref().and_then(|view| view.profile.as_ref());
    let connector = profile
        .and_then(|profile| Connector::from_json(&profile.factory, profile.config.clone()).ok());
    let work = Work {
        key: of.key.clone(),
        details: of.texts.to_details(),
        flow: of.flow,
        payload: Arc::clone(&of.payload),
        connector,
        library: of.settings.languages.clone(),
        templates: Templates::of(model),
    };
    app.derived.checked_of = Some(of);
    app.start_blocking(TaskKey::Check, IfBusy::Replace, move |reporter, token| {
        if token.is_cancelled() {
            return;
        }
        let findings = work.run();
        reporter.send(Event::MailChecked {
            key: work.key,
            findings,
        });
    });
}

fn wanted(model: &Model) -> Option<CheckedOf> {
    let key = model.design.selected.clone()?;
    let composition = model.design.composition.as_ref();
    if composition.is_some_and(|(_, composition)| composition.is_failed) {
        return None;
    }
    let active = model.active_profile();
    Some(CheckedOf {
        texts: model.flat(&key)?,
        flow: model.design.flow,
        payload: Arc::clone(&model.design.payload()?.value),
        profile: active
            .and_then(|name| model.connectors.views.get(name))
            .cloned(),
        settings: model.settings.clone(),
        key,
    })
}

/// Takes over what a check found, if the mail is still the one that is open.
pub(super) fn checked(app: &mut App, key: &TemplateKey, findings: Vec<FieldFinding>) {
    if app.model.design.selected.as_ref() != Some(key) {
        return;
    }
    app.model.design.checked = Some((key.clone(), findings.into()));
}
