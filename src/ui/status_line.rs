//! The line at the bottom: running work, the inbox, the preview, the cursor.

use std::time::Duration;

use egui::{Align, Layout, RichText, Ui};

use super::theme::{icons, space, tokens};
use super::widgets::{Tone, busy, icon_button};
use super::{Commands, View, shortcuts};
use crate::model::{
    Action, Command, EngineState, InboxServer, PanelTab, Screen, SendState, TaskKey,
};

/// What the words at the end of the line may take.
const ENDS: f32 = 430.0;

/// The height of the line.
pub const HEIGHT: f32 = 26.0;

/// Draws the line; `place` tells where the cursor of the editor is.
pub fn ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands, place: Option<&str>) {
    ui.horizontal_centered(|ui| {
        ui.set_min_height(HEIGHT);
        ui.add_space(space::M);
        work_ui(ui, view, commands);
        let room = (ui.available_width() - ENDS).max(0.0);
        problem_ui(ui, view, room);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::M);
            inbox_ui(ui, view, commands);
            ui.add_space(space::M);
            engine_ui(ui, view);
            if let Some(place) = place.filter(|_| view.model.screen == Screen::Design) {
                ui.add_space(space::M);
                small(ui, place);
            }
            if view.model.profile.is_shown {
                ui.add_space(space::M);
                profile_ui(ui, view);
            }
        });
    });
}

fn small(ui: &mut Ui, text: &str) -> egui::Response {
    let color = tokens(ui.ctx()).text_faint;
    ui.label(RichText::new(text).small().color(color))
}

/// The problem at hand, where the list does not show it.
fn problem_ui(ui: &mut Ui, view: &View<'_>, room: f32) {
    let design = &view.model.design;
    let is_listed = design.view.panel_open && design.view.tab == PanelTab::Problems;
    if view.model.screen != Screen::Design || is_listed {
        return;
    }
    let Some(problem) = design.problem_at_hand() else {
        return;
    };
    let finding = &problem.finding;
    let tone = Tone::from(finding.severity);
    let color = tone.color(tokens(ui.ctx()));
    let keys = shortcuts::text(ui.ctx(), Action::FixProblem).unwrap_or_default();
    let fix = finding.fix.as_ref();
    let fix = fix.map_or_else(String::new, |fix| format!("  ·  {keys}: {}", fix.title));
    ui.add_space(space::M);
    ui.scope(|ui| {
        ui.set_max_width(room);
        ui.label(icons::inline(tone.icon()).color(color));
        let words = format!("{}{fix}", finding.message);
        let label = egui::Label::new(RichText::new(words).small()).truncate();
        ui.add(label);
    });
}

fn work_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let model = view.model;
    if let SendState::Running { step, can_cancel } = &model.send {
        let elapsed = model.elapsed(&TaskKey::Send).unwrap_or_default();
        busy(ui, "Sending test", elapsed);
        small(
            ui,
            &format!("Sending test: {step}, {} s", elapsed.as_secs()),
        );
        // Once the mail is handed over there is nothing to stop.
        if *can_cancel && icon_button(ui, icons::CLOSE, Action::CancelSend.label(), None).clicked()
        {
            commands.act(Action::CancelSend);
        }
        return;
    }
    let slow = model.work.iter().find_map(|work| {
        let elapsed = Duration::from_millis(model.now_ms.saturating_sub(work.since_ms));
        Some((work, work.key.label()?, elapsed))
    });
    if let Some((work, label, elapsed)) = slow {
        busy(ui, &label, elapsed);
        if elapsed > Duration::from_millis(200) {
            small(ui, &label);
            if work.key.can_cancel() && icon_button(ui, icons::CLOSE, "Stop", None).clicked() {
                commands.push(Command::Cancel(work.key.clone()));
            }
        }
        return;
    }
    let unsaved = model.files().filter(|(_, document)| document.is_modified());
    let is_kept = model
        .files()
        .all(|(_, document)| document.kept_revision >= document.revision);
    let words = if is_kept { "; kept as a draft" } else { "" };
    match unsaved.count() {
        0 => small(ui, "All saved"),
        1 => small(ui, &format!("1 file not saved{words}")),
        count => small(ui, &format!("{count} files not saved{words}")),
    };
}

fn inbox_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    match &view.model.inbox.server {
        InboxServer::Starting => {
            small(ui, "Inbox starts…");
        }
        InboxServer::Listening { port } => {
            let text = RichText::new(format!("Inbox on 127.0.0.1:{port}")).small();
            let link = ui.add(egui::Button::new(text).frame(false));
            let hint = "SMTP server that takes any mail of this machine. Click to copy the address";
            if link.on_hover_text(hint).clicked() {
                commands.act(Action::CopyInboxAddress);
            }
        }
        InboxServer::Failed { reason } => {
            let color = tokens(ui.ctx()).error;
            let text = RichText::new("Inbox does not run").small().color(color);
            ui.label(text).on_hover_text(reason);
        }
    }
}

fn engine_ui(ui: &mut Ui, view: &View<'_>) {
    let tokens = tokens(ui.ctx());
    match &view.model.preview.engine {
        EngineState::Starting => {
            small(ui, "Preview starts…");
        }
        EngineState::Running { engine } => {
            small(ui, engine);
        }
        EngineState::Restarting => {
            let text = RichText::new("Preview starts again…").small();
            ui.label(text.color(tokens.warning));
        }
        EngineState::Unavailable(obstacle) => {
            let text = RichText::new("No preview").small().color(tokens.error);
            ui.label(text).on_hover_text(&obstacle.title);
        }
    }
}

fn profile_ui(ui: &mut Ui, view: &View<'_>) {
    let profile = &view.model.profile;
    let key = &profile.key_to_picture;
    let millis =
        |value: Option<f32>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
    let text = format!(
        "Key to picture {} / {} ms (median / 95 %, {} keys)  ·  frame {} ms  ·  check {} ms",
        millis(key.quantile(0.5)),
        millis(key.quantile(0.95)),
        key.count(),
        millis(profile.frame.quantile(0.5)),
        millis(profile.analysis.quantile(0.5)),
    );
    small(ui, &text);
}
