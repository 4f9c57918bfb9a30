//! The connector profiles as they are edited, read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::App;
use crate::domain::authoring::SourceKey;
use crate::domain::connector::{Connector, Secret, SecretReference, console};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::UsageType;
use crate::domain::workspace::{ConnectorProfile, TemplateKey};
use crate::model::{Document, Model, ProfileView, TemplateTexts, UnfinishedJson};

/// Reads the profiles whose text changed, and shows one if none is shown.
pub(super) fn derive(app: &mut App) {
    let secrets = &app.secrets;
    let look_up = |reference: &SecretReference| secrets.get(reference);
    let model = &mut app.model;
    let mut texts = Vec::new();
    for (key, document) in &model.sources {
        if let SourceKey::Connector(name) = key {
            texts.push((name.clone(), Arc::clone(&document.texts.content)));
        }
    }
    let is_there = |name: &String| texts.iter().any(|(other, _)| other == name);
    model.connectors.views.retain(|name, _| is_there(name));
    for (name, text) in texts {
        let before = model.connectors.views.get(&name);
        if before.is_none_or(|view| !Arc::ptr_eq(&view.text, &text)) {
            let view = read(&name, text, before.map(Arc::as_ref), &look_up);
            model.connectors.views.insert(name, Arc::new(view));
        }
    }
    fit_selected(model);
    mirror(model);
}

/// Looks the profiles over again whose address is one of these secrets: it is known by now, or is
/// another one.
pub(super) fn look_over(app: &mut App, changed: &[SecretReference]) {
    let secrets = &app.secrets;
    let look_up = |reference: &SecretReference| secrets.get(reference);
    for view in app.model.connectors.views.values_mut() {
        let addresses = view.profile.iter();
        let mut addresses = addresses.flat_map(|profile| profile.address_references());
        if addresses.any(|(_, reference)| changed.contains(&reference)) {
            let text = Arc::clone(&view.text);
            *view = Arc::new(read(&view.name, text, Some(view), &look_up));
        }
    }
}

fn fit_selected(model: &mut Model) {
    let connectors = &mut model.connectors;
    let is_there = |name: &String| connectors.views.contains_key(name);
    if connectors
        .selected
        .as_ref()
        .is_none_or(|name| !is_there(name))
    {
        let first = connectors.views.keys().next().cloned();
        connectors.selected = first;
    }
    if connectors
        .compare_with
        .as_ref()
        .is_some_and(|name| !is_there(name))
    {
        connectors.compare_with = None;
    }
}

/// Reads the text of a profile; what it said `before` stays while it cannot be read.
fn read(
    name: &str,
    text: Arc<str>,
    before: Option<&ProfileView>,
    look_up: &dyn Fn(&SecretReference) -> Option<Secret>,
) -> ProfileView {
    let parsed = match ConnectorProfile::parse(name, &text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let mut view = before.cloned().unwrap_or_else(|| ProfileView {
                name: name.to_owned(),
                text: Arc::clone(&text),
                profile: None,
                error: None,
                json: "".into(),
                unfinished: None,
                issues: Arc::from([]),
                findings: Arc::from([]),
            });
            view.text = text;
            view.error = Some(error);
            return view;
        }
    };
    let profile = parsed.value;
    let mut findings = parsed.findings;
    let mut issues = Vec::new();
    match Connector::inspect(&profile.factory, &profile.with_known_addresses(look_up)) {
        Ok(found) => {
            issues = found.issues;
            // Nobody saves a sandbox at Logto, where most of the traps are.
            if !profile.sandbox {
                findings.extend(found.findings);
            }
        }
        Err(error) => {
            let finding = Finding::new(Severity::Error, "connector-factory", error.to_string());
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| finding.severity);
    let json = profile.config_json().pretty();
    let json = match before {
        // The editor keeps what is typed in it as long as this stays the same.
        Some(before) if *before.json == *json => Arc::clone(&before.json),
        _ => json.into(),
    };
    ProfileView {
        name: name.to_owned(),
        text,
        json,
        unfinished: unfinished(&profile),
        profile: Some(Arc::new(profile)),
        error: None,
        issues: issues.into(),
        findings: findings.into(),
    }
}

fn unfinished(profile: &ConnectorProfile) -> Option<Arc<UnfinishedJson>> {
    let error = profile.unfinished_error()?;
    let text = profile.unfinished.clone()?;
    Some(Arc::new(UnfinishedJson { text, error }))
}

/// Brings the connector's own templates up to what the profile that sends says.
fn mirror(model: &mut Model) {
    let name = model.active_profile().cloned();
    let view = name
        .as_ref()
        .and_then(|name| model.connectors.views.get(name))
        .cloned();
    let profile = view.as_ref().and_then(|view| view.profile.clone());
    let Some((name, profile)) = name.zip(profile) else {
        model.connectors.defaults.clear();
        model.connectors.stored.clear();
        return;
    };
    let saved = model.sources.get(&SourceKey::Connector(name.clone()));
    let saved = saved
        .and_then(|document| document.saved.as_ref())
        .map(|texts| Arc::clone(&texts.content));
    let Some(view) = view else {
        return;
    };
    let of = (name, Arc::clone(&view.text), saved);
    if model
        .connectors
        .mirrored
        .as_ref()
        .is_some_and(|before| is_same(before, &of))
    {
        return;
    }
    let now = templates(&profile);
    model.connectors.stored = stored(&profile);
    let saved =
        of.2.as_ref()
            .and_then(|text| ConnectorProfile::parse(&of.0, text).ok());
    let saved = saved
        .map(|parsed| templates(&parsed.value))
        .unwrap_or_default();
    let defaults = &mut model.connectors.defaults;
    defaults.retain(|key, _| now.contains_key(key));
    for (key, texts) in now {
        let document = defaults
            .entry(key.clone())
            .or_insert_with(|| Document::from_disk(texts.clone()));
        if document.texts != texts {
            document.texts = texts;
            document.revision += 1;
        }
        document.saved = saved.get(&key).cloned();
        document.kept_revision = document.revision;
    }
    model.connectors.mirrored = Some(of);
}

type Mirrored = (String, Arc<str>, Option<Arc<str>>);

fn is_same(one: &Mirrored, other: &Mirrored) -> bool {
    let saved = match (&one.2, &other.2) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    };
    saved && one.0 == other.0 && Arc::ptr_eq(&one.1, &other.1)
}

/// The types of which the configuration names a template that the provider stores.
fn stored(profile: &ConnectorProfile) -> BTreeSet<UsageType> {
    let all = console::templates_of(&profile.config);
    let named = all.iter().filter(|template| template.details().is_none());
    named
        .filter_map(|template| template.usage_type.parse().ok())
        .collect()
}

/// The templates whose texts stand in the configuration of a profile, the first of each type.
fn templates(profile: &ConnectorProfile) -> BTreeMap<TemplateKey, TemplateTexts> {
    let mut texts = BTreeMap::new();
    for template in console::templates_of(&profile.config) {
        if let (Ok(usage_type), Some(details)) = (template.usage_type.parse(), template.details()) {
            let key = TemplateKey::connector_default(usage_type);
            texts
                .entry(key)
                .or_insert_with(|| TemplateTexts::from(&details));
        }
    }
    texts
}
