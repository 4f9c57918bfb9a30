//! What is looked at, and how.

use crate::app::App;
use crate::domain::authoring::SourceKey;
use crate::domain::logto::{Flow, LocaleRequest, LocaleSource};
use crate::domain::workspace::TemplateKey;
use crate::model::{
    Dialog, Document, EditorPart, PanelTab, Screen, TemplateTexts, UiRequest, Viewport,
};

/// How far the preview can be shrunk and enlarged.
const ZOOM: std::ops::RangeInclusive<f32> = 0.5..=2.0;

pub(in crate::app) fn select(app: &mut App, key: TemplateKey) {
    if app.model.template(&key).is_none() {
        return;
    }
    if app.model.screen != Screen::Design {
        // From elsewhere a template is opened, not what it shares with others.
        app.model.design.part = EditorPart::Own;
    }
    app.model.screen = Screen::Design;
    if app.model.design.selected.as_ref() != Some(&key) {
        app.model.design.locale_follows = true;
        open(app, key);
    }
}

/// Opens a template without leaving the screen: it is the mail to send.
pub(super) fn choose_message(app: &mut App, key: TemplateKey) {
    if app.model.template(&key).is_some() {
        app.model.design.locale_follows = true;
        open(app, key);
    }
}

/// Opens a template; the part shown stays where it makes sense for the other one too.
fn open(app: &mut App, key: TemplateKey) {
    let design = &mut app.model.design;
    if design.selected.as_ref() != Some(&key) {
        design.leave_mail();
    }
    design.edited_last = None;
    // The other language stays; another type has another counterpart.
    if let Some(compare) = &mut design.compare {
        compare.usage_type = key.usage_type;
    }
    if let (EditorPart::Source(SourceKey::Strings(tag)), Some(before)) =
        (&mut design.part, &design.selected)
        && *tag == before.tag
    {
        tag.clone_from(&key.tag);
    }
    let is_itself = design.compare.as_ref() == Some(&key);
    design.selected = Some(key);
    if is_itself {
        app.model.design.compare = app.model.compare_with();
    }
    fit_part(app);
}

/// Opens a template with another one beside it.
pub(super) fn compare(app: &mut App, key: TemplateKey, with: TemplateKey) {
    select(app, key);
    app.model.design.compare = Some(with);
    app.model.design.view.side_by_side = false;
    app.model.design.view.tab = PanelTab::Compare;
}

/// Shows the template in the source language beside the open one, or no other.
pub(super) fn toggle_compare(app: &mut App) {
    let with = app.model.compare_with();
    let compare = &mut app.model.design.compare;
    *compare = if compare.is_some() { None } else { with };
    let is_on = compare.is_some();
    let view = &mut app.model.design.view;
    if is_on {
        view.side_by_side = false;
        view.tab = PanelTab::Compare;
    } else if view.tab == PanelTab::Compare {
        view.tab = PanelTab::Problems;
    }
}

/// Shows another part of the open template in the editor.
pub(super) fn show_part(app: &mut App, part: EditorPart) {
    if let EditorPart::Source(SourceKey::Connector(name)) = part {
        super::connectors::select(app, name);
        return;
    }
    app.model.screen = Screen::Design;
    if let EditorPart::Source(key) = &part
        && !app.model.sources.contains_key(key)
    {
        // A file that is missed is made by writing into it.
        let document = Document::unsaved(TemplateTexts::of_source("".into()));
        app.model.sources.insert(key.clone(), document);
    }
    app.model.design.part = part;
    app.model.design.edited_last = None;
    fit_part(app);
}

/// Shows the text `by` places further in the bar above the editor.
pub(super) fn step_part(app: &mut App, by: isize) {
    let parts = app.model.parts();
    let at = parts.iter().position(|part| *part == app.model.design.part);
    let next = at.map_or(0, |at| at.saturating_add_signed(by));
    if let Some(part) = parts.into_iter().nth(next) {
        show_part(app, part);
    }
}

/// Shows the template itself if the part that should be shown is not there.
pub(in crate::app) fn fit_part(app: &mut App) {
    let model = &mut app.model;
    let has_layout = model
        .document()
        .is_some_and(|document| document.texts.layout().is_some());
    let is_there = match &model.design.part {
        EditorPart::Own => true,
        EditorPart::Composed => has_layout,
        EditorPart::Source(key) => model.sources.contains_key(key),
    };
    if !is_there {
        model.design.part = EditorPart::Own;
    }
}

/// Opens a template that the request at hand leads to.
pub(super) fn select_keeping_request(app: &mut App, key: TemplateKey) {
    if app.model.template(&key).is_some() {
        open(app, key);
        app.model.design.locale_follows = false;
    }
}

/// Opens the template `by` places down the list.
pub(super) fn step(app: &mut App, by: isize) {
    let keys: Vec<&TemplateKey> = app.model.template_keys().collect();
    let at = app
        .model
        .design
        .selected
        .as_ref()
        .and_then(|selected| keys.iter().position(|key| *key == selected));
    let next = at.map_or(0, |at| at.saturating_add_signed(by).min(keys.len() - 1));
    if let Some(key) = keys.get(next).map(|key| (*key).clone()) {
        select(app, key);
    }
}

pub(super) fn set_flow(app: &mut App, flow: Flow) {
    let sends = app
        .model
        .design
        .selected
        .as_ref()
        .is_some_and(|key| flow.sends(key.usage_type));
    if sends {
        app.model.design.flow = flow;
    }
}

pub(super) fn set_locale(app: &mut App, locale: LocaleRequest) {
    app.model.design.locale_follows = false;
    app.model.design.locale = locale;
}

/// Makes the request ask for `tag`, in the way its flow knows.
pub(in crate::app) fn follow_template(locale: &mut LocaleRequest, tag: &str) {
    locale.ui_locales = None;
    locale.query_locales.clear();
    locale.accept_language = None;
    locale.message_locale = None;
    match locale.flow.locale_source() {
        LocaleSource::Experience => locale.ui_locales = Some(tag.to_owned()),
        LocaleSource::ConsoleLanguages => locale.accept_language = Some(tag.to_owned()),
        LocaleSource::Raw => locale.message_locale = Some(tag.to_owned()),
        LocaleSource::None => {}
    }
}

/// Shows a tab of the bottom panel, or puts the keyboard into it if it is shown already.
pub(super) fn go_to_tab(app: &mut App, tab: PanelTab) {
    let view = &app.model.design.view;
    if app.model.screen == Screen::Design && view.panel_open && view.tab == tab {
        app.model.requests.push(UiRequest::FocusPanel);
    } else {
        show_tab(app, tab);
    }
}

pub(super) fn show_tab(app: &mut App, tab: PanelTab) {
    app.model.screen = Screen::Design;
    let view = &mut app.model.design.view;
    view.tab = tab;
    view.panel_open = true;
}

pub(super) fn look(app: &mut App, viewport: Viewport) {
    let (view, known) = match app.model.screen {
        Screen::Design => (
            crate::app::pump::TEMPLATE,
            &mut app.derived.template_viewport,
        ),
        Screen::Connectors | Screen::Languages | Screen::Deliverability => return,
        Screen::Inbox => (crate::app::pump::MESSAGE, &mut app.derived.message_viewport),
    };
    *known = Some(viewport);
    app.pump.look(view, viewport);
}

pub(super) fn set_zoom(app: &mut App, zoom: f32) {
    app.model.design.view.zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
}

/// Enlarges or shrinks the preview by a step.
pub(super) fn zoom_by(app: &mut App, factor: f32) {
    let zoom = app.model.design.view.zoom * factor;
    set_zoom(app, (zoom * 20.0).round() / 20.0);
}

/// Asks before a link is opened: what a mail shows is not always where it leads.
pub(super) fn ask_link(app: &mut App, url: String) {
    app.model.dialog = Some(Dialog::OpenLink(url));
}

pub(super) fn open_link(app: &mut App, url: String) {
    app.model.dialog = None;
    super::super::perform::files::hand_over(app, url.clone().into(), url);
}
