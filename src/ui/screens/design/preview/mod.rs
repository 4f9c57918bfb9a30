//! The preview and the bar above it.

mod clients;
mod pages;
mod stress;

use std::time::Duration;

use egui::{Align, Layout, RichText, Ui};

use crate::domain::logto::{self, Flow};
use crate::domain::workspace::TemplateKey;
use crate::model::{Action, Command, EngineState, Model, PanelTab, PayloadChoice, Scheme, Width};
use crate::ui::screens::page::PageState;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{IconButton, LabelledCombo, Segment, busy, quiet_button, segmented};
use crate::ui::{Commands, View, shortcuts};

/// The preview's own state.
#[derive(Default)]
pub(super) struct PreviewPanel {
    page: PageState,
    compared: PageState,
    /// The variants beside the first, whose page is that of the open template.
    variants: [PageState; 3],
    /// How far both pages were scrolled, as parts of all there is.
    scrolled: f32,
    shown: Option<TemplateKey>,
}

impl PreviewPanel {
    /// Draws the preview.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let tokens = tokens(ui.ctx());
        egui::Frame::new()
            .fill(tokens.surface)
            .inner_margin(egui::Margin::symmetric(space::M as i8, 6))
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                data_ui(ui, view.model, commands);
                look_ui(ui, view, commands);
                clients::bar_ui(ui, view.model, commands);
                subject_ui(ui, view.model);
            });
        let rect = ui.available_rect_before_wrap();
        let line = egui::Stroke::new(1.0, tokens.border);
        ui.painter().hline(rect.x_range(), rect.top(), line);
        if obstacle_ui(ui, view, commands) {
            return;
        }
        notes_ui(ui, view.model, commands);
        self.page_ui(ui, view, commands);
    }
}

/// The flow and the payload.
fn data_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let Some(key) = &model.design.selected else {
        return;
    };
    let muted = tokens(ui.ctx()).text_muted;
    ui.horizontal(|ui| {
        let half = (ui.available_width() - 110.0).max(160.0) / 2.0;
        ui.label(RichText::new("Flow").color(muted));
        let mut flow = model.design.flow;
        let flows = logto::flows_of(key.usage_type);
        let flows: Vec<(Flow, &str)> = flows.iter().map(|flow| (*flow, flow.label())).collect();
        let response = clients::narrowed(ui, half, |ui| {
            let combo = LabelledCombo::new("Flow", &mut flow, &flows);
            combo.hide_label().show(ui)
        });
        if flow != model.design.flow {
            commands.push(Command::SetFlow(flow));
        }
        response.on_hover_text(flow.route());
        ui.label(RichText::new("Payload").color(muted));
        let room = ui.available_width();
        clients::narrowed(ui, room, |ui| payloads_ui(ui, model, commands));
    });
}

fn payload_label(model: &Model) -> String {
    let Some(payload) = model.design.payload() else {
        return String::new();
    };
    let name = model.payload_name(&payload.choice);
    if payload.is_modified {
        format!("{name}, changed")
    } else {
        name
    }
}

/// The payloads, and the way to the one shown.
fn payloads_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let chosen = model.design.payload().map(|payload| payload.choice.clone());
    let choices = model.payload_choices();
    let mut options: Vec<(Option<PayloadChoice>, &str)> = choices
        .iter()
        .map(|(choice, label)| (Some(choice.clone()), label.as_ref()))
        .collect();
    options.push((None, "Edit variables…"));
    let label = payload_label(model);
    let mut value = chosen.clone();
    LabelledCombo::new("Payload", &mut value, &options)
        .hide_label()
        .shown(&label)
        .show(ui);
    match value {
        value if value == chosen => {}
        Some(choice) => commands.push(Command::ChoosePayload(choice)),
        None => commands.push(Command::ShowTab(PanelTab::Payload)),
    }
}

/// Width, theme, images, size.
fn look_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let model = view.model;
    let settings = &model.design.view;
    ui.horizontal(|ui| {
        let mut width = settings.width;
        let widths = [
            Segment::of_icon(Width::Desktop, icons::DESKTOP, "Desktop, 640 pixels"),
            Segment::of_icon(Width::Phone, icons::PHONE, "Phone, 375 pixels"),
            Segment::of_icon(Width::Free, icons::FIT, "As wide as the panel"),
        ];
        if segmented(ui, "Width", &mut width, &widths).changed() {
            commands.push(Command::SetWidth(width));
        }
        let mut scheme = settings.scheme;
        let schemes = [
            Segment::of_icon(Scheme::Light, icons::LIGHT, "Reader with a light theme"),
            Segment::of_icon(Scheme::Dark, icons::DARK, "Reader with a dark theme"),
        ];
        if segmented(ui, "Reader’s theme", &mut scheme, &schemes).changed() {
            commands.push(Command::SetScheme(scheme));
        }
        switch_ui(ui, model, commands, Action::ToggleImages);
        switch_ui(ui, model, commands, Action::ToggleRemote);
        if Action::ToggleCompare.is_enabled(model) {
            switch_ui(ui, model, commands, Action::ToggleCompare);
        }
        stress::ui(ui, model, commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for action in [Action::OpenInBrowser, Action::CopyText] {
                if ui.available_width() < ui.spacing().interact_size.y {
                    // Keys and the menu have it too.
                    continue;
                }
                let Some(icon) = crate::ui::action_icons::icon(action) else {
                    continue;
                };
                let keys = shortcuts::text(ui.ctx(), action);
                let button = IconButton::new(icon, action.label()).shortcut(keys.as_deref());
                if ui.add(button).clicked() {
                    commands.act(action);
                }
            }
            // The switches at the left come first where there is no room for all.
            if ui.available_width() > 44.0 {
                zoom_ui(ui, settings.zoom, commands);
            }
            let page = &model.preview.template;
            if page.is_stale() {
                let since = model.now_ms.saturating_sub(page.requested_at_ms);
                busy(ui, "Drawing the mail", Duration::from_millis(since));
            }
        });
    });
}

fn switch_ui(ui: &mut Ui, model: &Model, commands: &mut Commands, action: Action) {
    let on = action.is_on(model).unwrap_or_default();
    let icon = match (action, on) {
        (Action::ToggleImages, false) => icons::IMAGES_OFF,
        (Action::ToggleImages, true) => icons::IMAGES_ON,
        (Action::ToggleCompare, _) => icons::COMPARE,
        _ => icons::REMOTE,
    };
    let keys = shortcuts::text(ui.ctx(), action);
    let button = IconButton::new(icon, action.label()).shortcut(keys.as_deref());
    if ui.add(button.selected(on)).clicked() {
        commands.act(action);
    }
}

fn zoom_ui(ui: &mut Ui, zoom: f32, commands: &mut Commands) {
    let text = RichText::new(format!("{:.0} %", zoom * 100.0)).small();
    let button = egui::Button::new(text)
        .frame(false)
        .min_size(egui::vec2(40.0, 0.0));
    let response = ui.add(button).on_hover_text(Action::ZoomReset.label());
    if response.clicked() {
        commands.act(Action::ZoomReset);
    }
}

/// What the reader's list of mails shows.
fn subject_ui(ui: &mut Ui, model: &Model) {
    let Some(analysis) = &model.design.analysis else {
        return;
    };
    let color = tokens(ui.ctx());
    let text = match &analysis.subject {
        Ok(rendered) if rendered.text.is_empty() => {
            RichText::new("No subject").color(color.text_faint)
        }
        Ok(rendered) => RichText::new(&rendered.text).font(fonts::medium()),
        Err(error) => RichText::new(error.to_string()).color(color.error),
    };
    let label = egui::Label::new(text).truncate().selectable(true);
    ui.add(label).on_hover_text("The subject as it is sent");
}

/// Why there is no picture, where there is none; whether it filled the space.
fn obstacle_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> bool {
    let model = view.model;
    if let EngineState::Unavailable(obstacle) = &model.preview.engine {
        ui.vertical_centered(|ui| {
            ui.add_space(space::XL);
            ui.set_max_width(360.0);
            ui.label(RichText::new(&obstacle.title).font(fonts::title()));
            ui.label(RichText::new(&obstacle.reason).color(tokens(ui.ctx()).text_muted));
            if let Some(package) = &obstacle.install {
                let command = format!("sudo apt install {package}");
                ui.add_space(space::S);
                ui.label("Install the web engine, then start the preview again:");
                ui.horizontal(|ui| {
                    ui.monospace(&command);
                    let copy = IconButton::new(icons::COPY, "Copy the command");
                    if ui.add(copy).clicked() {
                        commands.push(Command::Copy(command.clone()));
                    }
                });
            }
            ui.add_space(space::M);
            ui.label("Everything else works without it; Rendered shows the source of the mail.");
            ui.add_space(space::S);
            if quiet_button(ui, Action::RetryPreview.label()).clicked() {
                commands.act(Action::RetryPreview);
            }
        });
        return true;
    }
    let failed = model.design.analysis.as_ref();
    let failed = failed.and_then(|analysis| analysis.content.as_ref().err());
    let Some(error) = failed else {
        return false;
    };
    ui.vertical_centered(|ui| {
        ui.add_space(space::XL);
        ui.set_max_width(360.0);
        ui.label(RichText::new("Logto would not send this mail").font(fonts::title()));
        let text = format!("Rendering fails: {error}. Its API would answer with HTTP 500.");
        ui.label(RichText::new(text).color(tokens(ui.ctx()).text_muted));
    });
    true
}

/// What the picture does not show.
fn notes_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let composition = model.design.composition.as_ref();
    if let Some((_, composition)) = composition.filter(|(_, made)| made.is_failed) {
        let why = composition.findings.first();
        let why = why.map_or("", |found| found.finding.message.as_str());
        let note = if model.design.analysis.is_some() {
            format!("Not composed: {why}. The picture is of what was composed last")
        } else {
            format!("Not composed: {why}. Problems tell where")
        };
        strip_ui(ui, &note, Some(Action::ShowProblems), commands);
    }
    let page = &model.preview.template;
    if page.is_of_another() {
        return;
    }
    let remote = page
        .info
        .blocked
        .iter()
        .filter(|one| !one.url.is_empty())
        .count();
    let mut notes: Vec<String> = Vec::new();
    if let Some(cut) = &page.info.cut {
        notes.push(format!("The lower part is not shown: {cut}"));
    }
    if let Some(failed) = &page.failed {
        notes.push(format!("The preview is not up to date: {failed}"));
    }
    if model.preview.engine == EngineState::Restarting {
        notes.push("The web engine crashed and starts again; your text is untouched".to_owned());
    }
    for note in notes {
        strip_ui(ui, &note, None, commands);
    }
    if remote > 0 && model.design.view.images && !model.allows_remote() {
        let note = match remote {
            1 => "1 resource from the network is not loaded".to_owned(),
            count => format!("{count} resources from the network are not loaded"),
        };
        strip_ui(ui, &note, Some(Action::ToggleRemote), commands);
    }
}

fn strip_ui(ui: &mut Ui, note: &str, action: Option<Action>, commands: &mut Commands) {
    let tokens = tokens(ui.ctx());
    egui::Frame::new()
        .fill(tokens.warning_subtle)
        .inner_margin(egui::Margin::symmetric(space::M as i8, 4))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                let text = RichText::new(note).small().color(tokens.warning);
                ui.add(egui::Label::new(text).truncate());
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if action.is_some() && ui.small_button("Load for this template").clicked() {
                        commands.push(Command::Do(action.unwrap_or(Action::ToggleRemote)));
                    }
                });
            });
        });
}
