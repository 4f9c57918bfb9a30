//! What the *Languages* screen shows, made from the templates as they are edited.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{App, perform};
use crate::domain::authoring::{source_text, version};
use crate::domain::coverage::{Feature, coverage_of_grid, grid, who_gets_what};
use crate::domain::logto::{self, SelectionRequest, UsageType, flows_of};
use crate::domain::workspace::TemplateKey;
use crate::model::{LanguagesTab, Model, Screen, Why};

/// Brings the screen up to date, while it is shown.
pub(super) fn derive(app: &mut App) {
    if app.model.screen != Screen::Languages || app.model.workspace.is_none() {
        return;
    }
    let model = &app.model;
    let support = model.template_support();
    let library = &model.settings.languages;
    let made = grid(model, library, support);
    let off = &model.settings.features_off;
    let on: BTreeSet<Feature> = Feature::ALL
        .into_iter()
        .filter(|one| !off.contains(one))
        .collect();
    let features =
        (model.languages.tab == LanguagesTab::Features).then(|| coverage_of_grid(&made, &on));
    let served = (model.languages.tab == LanguagesTab::Browsers).then(|| {
        let usage_type = model.languages.served_type;
        let flow = flows_of(usage_type).first().copied();
        flow.map_or_else(Vec::new, |flow| {
            who_gets_what(model, library, support, usage_type, flow)
        })
    });
    let stale = stale(app);
    resolve(&mut app.model);
    let languages = &mut app.model.languages;
    if languages.grid.as_deref() != Some(&made) {
        languages.grid = Some(Arc::new(made));
    }
    if let Some(features) = features.filter(|features| **features != *languages.features) {
        languages.features = features.into();
    }
    if let Some(served) = served.filter(|served| **served != *languages.served) {
        languages.served = served.into();
    }
    if stale != *languages.stale {
        languages.stale = Arc::new(stale);
    }
}

/// Answers the request of the resolver, for the usage type of the cell that is looked at.
fn resolve(model: &mut Model) {
    let Some(cell) = model.languages.cell.clone() else {
        model.languages.why = None;
        return;
    };
    let flows = flows_of(cell.usage_type);
    let locale = &mut model.languages.locale;
    if let Some(first) = flows.first().filter(|_| !flows.contains(&locale.flow)) {
        locale.flow = *first;
    }
    locale.library.clone_from(&model.settings.languages);
    if model.languages.locale_follows && !cell.is_connector_default() {
        perform::follow_template(locale, &cell.tag);
    }
    let locale = &model.languages.locale;
    let resolution = logto::resolve(locale);
    let request = SelectionRequest {
        usage_type: cell.usage_type,
        locale: resolution.locale.clone(),
        fallback: locale.library.fallback.clone(),
        support: model.template_support(),
    };
    let trace = logto::choose(&request, model);
    model.languages.why = Some(Arc::new(Why { resolution, trace }));
}

/// What the source language says of a usage type, as the window has it; nothing without a template.
pub(super) fn source_of(app: &App, usage_type: UsageType) -> Option<String> {
    let sources = app.composing.sources();
    let language = app.composing.settings().source_language();
    let key = TemplateKey::new(usage_type, language);
    let texts = &app.model.documents.get(&key)?.texts;
    let strings = texts.layout().and_then(|_| sources.strings.get(language));
    let strings = strings.map(AsRef::as_ref);
    Some(source_text(usage_type, &texts.to_details(), strings))
}

/// The translations that were made from another text than the source language has now.
fn stale(app: &App) -> BTreeSet<TemplateKey> {
    let language = app.composing.settings().source_language();
    let versions: BTreeMap<UsageType, String> = UsageType::ALL
        .into_iter()
        .filter_map(|usage_type| Some((usage_type, version(&source_of(app, usage_type)?))))
        .collect();
    let documents = app.model.documents.iter();
    let is_stale = |key: &TemplateKey, from: &str| {
        let now = versions.get(&key.usage_type);
        key.tag != language && !from.is_empty() && now.is_some_and(|now| now != from)
    };
    documents
        .filter(|(key, document)| is_stale(key, &document.texts.translated_from))
        .map(|(key, _)| key.clone())
        .collect()
}
