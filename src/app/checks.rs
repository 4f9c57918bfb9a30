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
    FieldFinding, LanguageLibrary, TemplateCatalog, TemplateDetails, UsageType,
};
use crate::domain::workspace::{Settings, TemplateKey};
use crate::model::{Model, ProfileView, TaskKey, TemplateTexts};
use crate::tasks::IfBusy;

/// What a check was made from.
#[derive(Clone)]
pub(super) struct CheckedOf {
    key: TemplateKey,
    texts: TemplateTexts,
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
            && Arc::ptr_eq(&self.payload, &other.payload)
            && self.texts == other.texts
            && self.settings == other.settings
    }
}

/// The templates there are, as a check asks for them.
pub(super) struct Templates {
    custom: BTreeMap<UsageType, BTreeSet<String>>,
    config: BTreeSet<UsageType>,
}

impl Templates {
    /// Those there are now.
    pub fn of(model: &Model) -> Self {
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

/// The checks of the open mail that run or ran.
#[derive(Default)]
pub(super) struct Checking {
    /// What the newest one was made from.
    of: Option<CheckedOf>,
    /// Its number.
    run: u64,
    /// Whether it still runs.
    is_running: bool,
}

impl Checking {
    /// Without what another workspace had; what still runs is not listened to.
    pub fn forgotten(&self) -> Self {
        Self {
            of: None,
            run: self.run + 1,
            is_running: false,
        }
    }
}

/// Starts a check if what it would be made from has changed. One at a time: what is typed while
/// one runs is looked at when it has ended.
pub(super) fn derive(app: &mut App) {
    let wanted = wanted(&app.model);
    let checking = &mut app.derived.checking;
    if checking.of == wanted {
        app.model.design.is_checking = checking.is_running;
        return;
    }
    let Some(of) = wanted else {
        app.model.design.checked = None;
        app.model.design.checked_texts = None;
        app.model.design.is_checking = false;
        *checking = checking.forgotten();
        return;
    };
    app.model.design.is_checking = true;
    let is_same_mail = checking
        .of
        .as_ref()
        .is_some_and(|known| known.key == of.key);
    if checking.is_running && is_same_mail {
        return;
    }
    checking.run += 1;
    checking.is_running = true;
    let run = checking.run;
    let model = &app.model;
    let work = Work {
        key: of.key.clone(),
        details: of.texts.to_details(),
        payload: Arc::clone(&of.payload),
        connector: of.profile.as_deref().and_then(connector_of),
        library: of.settings.languages.clone(),
        templates: Templates::of(model),
    };
    app.derived.checking.of = Some(of);
    app.start_blocking(TaskKey::Check, IfBusy::Replace, move |reporter, token| {
        if token.is_cancelled() {
            return;
        }
        let findings = work.run();
        reporter.send(Event::MailChecked { run, findings });
    });
}

/// The connector of a profile, if its configuration can be read.
pub(super) fn connector_of(view: &ProfileView) -> Option<Connector> {
    let profile = view.profile.as_ref()?;
    Connector::from_json(&profile.factory, profile.config.clone()).ok()
}

/// The profile that mails are sent with.
pub(super) fn profile_in_use(model: &Model) -> Option<Arc<ProfileView>> {
    let active = model.active_profile()?;
    model.connectors.views.get(active).cloned()
}

fn wanted(model: &Model) -> Option<CheckedOf> {
    let key = model.design.selected.clone()?;
    let composition = model.design.composition.as_ref();
    if composition.is_some_and(|(_, composition)| composition.is_failed) {
        return None;
    }
    Some(CheckedOf {
        texts: model.flat(&key)?,
        payload: Arc::clone(&model.design.payload()?.value),
        profile: profile_in_use(model),
        settings: model.settings.clone(),
        key,
    })
}

/// Takes over what a check found, if it is the newest one.
pub(super) fn checked(app: &mut App, run: u64, findings: Vec<FieldFinding>) {
    let checking = &mut app.derived.checking;
    if checking.run != run {
        return;
    }
    checking.is_running = false;
    if let Some(of) = &checking.of {
        app.model.design.checked = Some((of.key.clone(), findings.into()));
        app.model.design.checked_texts = Some(of.texts.clone());
    }
}

/// The check ended by a mistake of this program; the next change is checked again.
pub(super) const fn panicked(app: &mut App) {
    app.derived.checking.is_running = false;
}
