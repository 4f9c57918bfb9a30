//! Connector profiles: which is shown, which sends, and their changes.

mod copying;
mod fields;
mod keeping;
mod promote;

use std::sync::Arc;

use self::fields::KeyOrders;
pub(in crate::app) use self::keeping::hold_back;
use crate::app::{App, disk, secrets};
use crate::domain::authoring::SourceKey;
use crate::domain::connector::{console, form};
use crate::domain::workspace::{ConnectorProfile, TemplateKey, with_connector};
use crate::model::{
    ConnectorsTab, CopiedJson, Dialog, Document, EditKind, FileKey, NoticeKind, ProfileChange,
    ProfileCommand, Screen, TemplateTexts,
};

/// Does one command about profiles.
pub(super) fn perform(app: &mut App, command: ProfileCommand) {
    match command {
        ProfileCommand::Select(name) => select(app, name),
        ProfileCommand::ShowTab(tab) => app.model.connectors.tab = tab,
        ProfileCommand::Use(name) => activate(app, &name),
        ProfileCommand::Change(name, wanted) => change(app, &name, wanted),
        ProfileCommand::ShowTemplates(name) => show_templates(app, &name),
        ProfileCommand::AskKeepSecret(name, path) => {
            app.model.dialog = Some(Dialog::KeepSecret(name, path));
            secrets::check(app);
        }
        ProfileCommand::CopyConfig(name) => copying::copy(app, CopiedJson::Config(name)),
        ProfileCommand::Create {
            name,
            title,
            factory,
        } => create(app, name, &title, &factory),
        ProfileCommand::Import {
            name,
            title,
            factory,
            json,
            place,
        } => keeping::import(app, (name, &title), factory.as_deref(), &json, place),
        ProfileCommand::Duplicate(name) => duplicate(app, &name),
        ProfileCommand::AskDelete(name) => {
            app.model.dialog = Some(Dialog::DeleteProfile(name));
        }
        ProfileCommand::Delete(name) => delete(app, &name),
        ProfileCommand::Restore(name, text) => restore(app, name, text),
        ProfileCommand::KeepSecret {
            profile,
            path,
            reference,
            secret,
        } => keeping::keep_secret(app, &profile, &path, reference, secret),
        ProfileCommand::KeepSecrets(name, place) => keeping::keep_all(app, &name, place),
        ProfileCommand::AskSecretsFile => {
            app.model.dialog = Some(Dialog::SecretsFile);
        }
        ProfileCommand::UseSecretsFile(passphrase) => secrets::use_file(app, &passphrase),
        ProfileCommand::CompareWith(with) => {
            app.model.connectors.compare_with = with;
            app.model.connectors.promoted.clear();
        }
        ProfileCommand::TakeOver(pointer, is_taken) => promote::take_over(app, pointer, is_taken),
        ProfileCommand::Promote => promote::promote(app),
        ProfileCommand::Save(name) => {
            disk::save_file(app, &FileKey::Source(SourceKey::Connector(name)));
        }
        ProfileCommand::TakeBack(name, text) => promote::take_back(app, &name, &text),
        ProfileCommand::CopyPromotion => copying::copy(app, CopiedJson::Promotion),
        ProfileCommand::AskCopySecrets(what) => copying::ask(app, what),
        ProfileCommand::CopyWithSecrets(what) => copying::copy_with_secrets(app, &what),
    }
}

/// Asks for the JSON of the Console, and looks whether its secrets can be kept.
pub(super) fn ask_import(app: &mut App) {
    app.model.dialog = Some(Dialog::ImportConnector);
    secrets::check(app);
}

/// Shows a profile.
pub(super) fn select(app: &mut App, name: String) {
    app.model.screen = Screen::Connectors;
    app.model.connectors.selected = Some(name);
}

/// Sends with a profile from now on.
pub(super) fn activate(app: &mut App, name: &str) {
    super::languages::change_settings(app, |text| with_connector(text, Some(name)));
}

/// Changes a profile, as a step that can be undone.
pub(super) fn change(app: &mut App, name: &str, change: ProfileChange) {
    let kind = match change {
        ProfileChange::Environment(_) | ProfileChange::AcceptInvalid(_) => EditKind::Step,
        _ => EditKind::Type(crate::domain::logto::Field::Content),
    };
    let mut orders = std::mem::take(&mut app.model.connectors.key_orders);
    change_with(app, name, kind, |profile| {
        apply(&mut orders, profile, change);
    });
    app.model.connectors.key_orders = orders;
}

fn apply(orders: &mut KeyOrders, profile: &mut ConnectorProfile, change: ProfileChange) {
    match change {
        ProfileChange::Title(title) => profile.title = title,
        ProfileChange::Environment(environment) => profile.environment = environment,
        ProfileChange::Allow(list) => profile.allow = list,
        ProfileChange::Endpoint(endpoint) => profile.endpoint = endpoint,
        ProfileChange::AcceptInvalid(accept) => profile.accept_invalid_certificates = accept,
        ProfileChange::Config(json) => *profile = profile.clone().with_config(&json),
        ProfileChange::Unfinished(text) => profile.unfinished = text,
        ProfileChange::Field(path, value) => fields::set(orders, profile, &path, value),
    }
}

/// Changes the text of a profile by what `change` does to what it says.
pub(super) fn change_with(
    app: &mut App,
    name: &str,
    kind: EditKind,
    change: impl FnOnce(&mut ConnectorProfile),
) {
    let key = SourceKey::Connector(name.to_owned());
    let now_ms = app.model.now_ms;
    let Some(document) = app.model.sources.get_mut(&key) else {
        return;
    };
    // What cannot be read is left alone; the screen says so.
    let Ok(parsed) = ConnectorProfile::parse(name, &document.texts.content) else {
        return;
    };
    let mut profile = parsed.value;
    change(&mut profile);
    let text: Arc<str> = profile.print().into();
    document.edit(TemplateTexts::of_source(text), kind, now_ms);
}

/// Changes one of the connector's own templates, and with it the profile that holds it.
pub(super) fn change_default(
    app: &mut App,
    key: &TemplateKey,
    kind: EditKind,
    change: impl FnOnce(&mut TemplateTexts),
) {
    let Some(name) = app.model.active_profile().cloned() else {
        return;
    };
    let Some(document) = app.model.connectors.defaults.get_mut(key) else {
        return;
    };
    change(&mut document.texts);
    document.revision += 1;
    document.kept_revision = document.revision;
    let texts = document.texts.clone();
    change_with(app, &name, kind, |profile| {
        let details = texts.to_details();
        let config = &profile.config;
        let changed = console::with_template(config, &profile.factory, key.usage_type, &details);
        profile.config = changed.unwrap_or_else(|| config.clone());
    });
}

/// Shows the templates in the configuration of a profile, which sends from now on.
pub(super) fn show_templates(app: &mut App, name: &str) {
    if app
        .model
        .active_profile()
        .is_none_or(|active| active != name)
    {
        activate(app, name);
        let title = format!("{name} sends from now on");
        let detail = "The connector's own templates in Design are those of the profile that sends";
        app.model.notify(NoticeKind::Info, title, detail);
    }
    app.model.settings.connector = Some(name.to_owned());
    crate::app::connectors::derive(app);
    let first = app.model.connectors.defaults.keys().next().cloned();
    if let Some(key) = first {
        super::select(app, key);
    }
}

/// Makes a profile with what the Console would begin with; it is saved when the person says so.
pub(super) fn create(app: &mut App, name: String, title: &str, factory: &str) {
    app.model.dialog = None;
    let config = form::starting_config(factory);
    let mut profile = ConnectorProfile::new(name.clone(), factory, config);
    title.clone_into(&mut profile.title);
    insert(app, name, &profile);
}

fn insert(app: &mut App, name: String, profile: &ConnectorProfile) {
    let key = SourceKey::Connector(name.clone());
    let texts = TemplateTexts::of_source(profile.print().into());
    app.model.sources.insert(key, Document::unsaved(texts));
    app.model.connectors.tab = ConnectorsTab::Settings;
    select(app, name);
}

/// Deletes a profile; its file is brought back by the notice.
pub(super) fn delete(app: &mut App, name: &str) {
    app.model.dialog = None;
    let key = SourceKey::Connector(name.to_owned());
    let document = app.model.sources.get(&key);
    if document.is_some_and(|document| document.saved.is_some()) {
        disk::delete_source(app, key);
    } else {
        super::removed(app, &FileKey::Source(key));
    }
}

/// Brings a deleted profile back.
pub(super) fn restore(app: &mut App, name: String, text: Arc<str>) {
    let key = SourceKey::Connector(name.clone());
    let document = Document::unsaved(TemplateTexts::of_source(text));
    app.model.sources.entry(key.clone()).or_insert(document);
    select(app, name);
    disk::save_file(app, &FileKey::Source(key));
}

pub(super) fn lift(app: &mut App, name: String, is_lifted: bool) {
    let lifted = &mut app.model.connectors.lifted;
    if is_lifted {
        lifted.insert(name);
    } else {
        lifted.remove(&name);
    }
}

/// Makes a copy of a profile under the next free name.
fn duplicate(app: &mut App, name: &str) {
    let views = &app.model.connectors.views;
    let Some(profile) = views.get(name).and_then(|view| view.profile.clone()) else {
        return;
    };
    let mut names = (2_usize..).map(|number| format!("{name}-{number}"));
    let Some(free) = names.find(|name| !views.contains_key(name)) else {
        return;
    };
    let mut copy = (*profile).clone();
    copy.name.clone_from(&free);
    copy.title = format!("{}, copy", profile.title);
    insert(app, free, &copy);
}
