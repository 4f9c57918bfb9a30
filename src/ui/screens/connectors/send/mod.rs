//! Sending with a profile: one mail, or a batch.

mod batch;
mod message;
mod result;

use std::time::Duration;

use egui::{CentralPanel, Frame, Label, Margin, Panel, RichText, ScrollArea, Ui};

use self::batch::BatchSide;
use self::message::MessageFields;
pub(super) use self::result::{RecordView, tone};
use crate::domain::send_history::SendEnd;
use crate::model::{
    Action, Command, Model, ProfileCommand, ProfileView, SendCommand, SendState, TaskKey,
};
use crate::ui::panels::request::{RequestEvent, RequestPanel};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, Segment, named, segmented, toggle};
use crate::ui::{Commands, View};

/// One mail or many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mode {
    #[default]
    One,
    Batch,
}

/// The tab's own state.
#[derive(Default)]
pub(super) struct SendTab {
    mode: Mode,
    fields: MessageFields,
    request: RequestPanel,
    record: RecordView,
    batch: BatchSide,
}

impl SendTab {
    /// Draws the tab.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        shown: &ProfileView,
        commands: &mut Commands,
    ) {
        let width = ui.available_width();
        Panel::left("send message")
            .default_size((width * 0.4).clamp(280.0, 460.0))
            .size_range(260.0..=(width - 320.0).max(280.0))
            .frame(Frame::new().inner_margin(Margin::symmetric(space::M as i8, space::S as i8)))
            .show(ui, |ui| {
                if self.mode == Mode::Batch {
                    // Below the choice whatever its length, so that it can be stopped at any time.
                    Panel::bottom("batch run")
                        .frame(Frame::new().inner_margin(Margin::symmetric(0, space::S as i8)))
                        .show(ui, |ui| {
                            batch::run_ui(ui, view.model, shown, commands);
                        });
                }
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    // The bar of the scroll area lies over its content.
                    let margin = Margin {
                        right: space::M as i8,
                        ..Margin::ZERO
                    };
                    Frame::new().inner_margin(margin).show(ui, |ui| {
                        ui.set_max_width(ui.available_width());
                        self.left_ui(ui, view, shown, commands);
                    });
                });
            });
        CentralPanel::default()
            .frame(Frame::new().fill(tokens(ui.ctx()).sunken))
            .show(ui, |ui| match self.mode {
                Mode::One => self.request_ui(ui, view.model, commands),
                Mode::Batch => self.batch.table_ui(ui, view.model, commands),
            });
    }

    fn left_ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        shown: &ProfileView,
        commands: &mut Commands,
    ) {
        let model = view.model;
        ui.spacing_mut().item_spacing.y = space::S;
        let modes = [
            Segment::new(Mode::One, "One mail"),
            Segment::new(Mode::Batch, "Batch").tooltip("Types by languages by payloads"),
        ];
        segmented(ui, "How many", &mut self.mode, &modes);
        match self.mode {
            Mode::One => {
                self.fields.ui(ui, model, commands);
                reach_ui(ui, model, shown, commands);
                gaps_ui(ui, model, shown, commands);
                send_ui(ui, model, shown, commands);
                // What another profile sends or sent is shown with that one; what runs is told above.
                let last = model.sending.last.as_ref();
                let last = last.filter(|record| {
                    record.send.profile == shown.name && record.end != SendEnd::Waiting
                });
                if let Some(record) = last {
                    ui.separator();
                    self.record.ui(ui, record, commands);
                }
            }
            Mode::Batch => {
                self.fields.recipient_ui(ui, model, commands);
                reach_ui(ui, model, shown, commands);
                gaps_ui(ui, model, shown, commands);
                batch::choice_ui(ui, model, commands);
            }
        }
    }

    fn request_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let waiting = "Choose a template to see the request";
        let request = model.design.request.as_ref();
        match self
            .request
            .ui(ui, request, &model.design.field_uses, waiting)
        {
            Some(RequestEvent::Copy(text)) => commands.push(Command::Copy(text)),
            Some(RequestEvent::SaveEml) => commands.push(Command::SaveRequest),
            None => {}
        }
    }
}

/// Whom the profile may send to, and the switch that lifts its list.
fn reach_ui(ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
    let Some(profile) = &shown.profile else {
        return;
    };
    let tokens = tokens(ui.ctx());
    if profile.goes_to_inbox() {
        let words = "The sandbox: the mail goes to the inbox on this machine, whoever it is for.";
        let words = RichText::new(words).small().color(tokens.text_muted);
        ui.add(Label::new(words).wrap());
        return;
    }
    let recipient = &model.design.recipient;
    if !profile.allow.permits(recipient) {
        let mut lifted = model.connectors.lifted.contains(&shown.name);
        let words = format!("{recipient} is not on the list of this profile");
        ui.add(Label::new(RichText::new(words).small().color(tokens.warning)).wrap());
        let label = "Send to anybody until Letterhead closes";
        if toggle(ui, label, &mut lifted).changed() {
            commands.push(SendCommand::LiftList(shown.name.clone(), lifted));
        }
    }
    if let Some(endpoint) = profile.over() {
        let words = format!("Not to the provider: requests go to {endpoint}");
        ui.add(Label::new(RichText::new(words).small().color(tokens.warning)).wrap());
    }
}

/// The secrets that are missing, each with a way to give it.
fn gaps_ui(ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
    let Some(profile) = &shown.profile else {
        return;
    };
    for gap in model.connectors.missing_secrets(profile) {
        ui.horizontal_wrapped(|ui| {
            let words = format!("{} is missing: {}", gap.path, gap.why);
            let color = tokens(ui.ctx()).warning;
            ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
            let Some(keys) = gap.keys else {
                return;
            };
            let button = named(
                ui.add(Button::new("Type it…", ButtonLook::Flat)),
                &format!("Type {}…", gap.path),
            );
            if button.clicked() {
                let name = shown.name.clone();
                commands.push(ProfileCommand::AskKeepSecret(name, keys));
            }
        });
    }
}

/// Why nothing can be sent with the profile now; none if it can.
pub(super) fn hindrance(model: &Model, shown: &ProfileView) -> Option<String> {
    if model.send.is_running() {
        return Some("A mail is being sent: wait for what comes of it".to_owned());
    }
    let profile = shown.profile.as_ref()?;
    let recipient = &model.design.recipient;
    let is_free = profile.goes_to_inbox() || model.connectors.lifted.contains(&shown.name);
    (!is_free && !profile.allow.permits(recipient)).then(|| {
        format!(
            "{recipient} is not on the list of this profile: add it in the settings, or lift the list"
        )
    })
}

/// The button that sends, and what runs.
fn send_ui(ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
    let (words, look) = if shown.is_production() {
        ("Send with production…", ButtonLook::Danger)
    } else {
        ("Send", ButtonLook::Primary)
    };
    let button = Button::new(words, look).icon(icons::SEND);
    let hindrance = hindrance(model, shown);
    let enabled = Action::SendTest.is_enabled(model) && hindrance.is_none();
    let response = ui.add_enabled(enabled, button);
    let response = match hindrance {
        Some(why) => response.on_disabled_hover_text(why),
        None => response,
    };
    if response.clicked() {
        commands.act(Action::SendTest);
    }
    if let SendState::Running { step, can_cancel } = &model.send {
        running_ui(ui, model, shown, step, *can_cancel, commands);
    }
}

/// What the send that runs is at, and since when.
fn running_ui(
    ui: &mut Ui,
    model: &Model,
    shown: &ProfileView,
    step: &str,
    can_cancel: bool,
    commands: &mut Commands,
) {
    let elapsed = model.elapsed(&TaskKey::Send).unwrap_or_default();
    let sent_with = model.sending.last.as_ref().map(|last| &last.send.profile);
    let other = sent_with.filter(|name| **name != shown.name);
    let seconds = elapsed.as_secs();
    let words = match other {
        Some(name) => format!("With “{}”: {step}, {seconds} s", title(model, name)),
        None => format!("{step}, {seconds} s"),
    };
    ui.add(Label::new(RichText::new(words).small()).wrap());
    if can_cancel && ui.add(Button::new("Stop", ButtonLook::Quiet)).clicked() {
        commands.act(Action::CancelSend);
    }
    ui.request_repaint_after(Duration::from_millis(500));
}

/// What people call a profile.
pub(super) fn title<'a>(model: &'a Model, name: &'a str) -> &'a str {
    let view = model.connectors.views.get(name);
    view.map_or(name, |view| view.title())
}
