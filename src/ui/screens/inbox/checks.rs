//! What a message proves about its sender; nothing is asked before a person says so.

mod client;
mod report;

use std::time::Duration;

use egui::{Align, Color32, Frame, Label, Layout, Margin, RichText, Ui};

use super::message::padded;
use crate::domain::sender_domain::message::{MessageReport, ResultWord};
use crate::domain::sender_domain::shown::shown;
use crate::model::{
    CheckState, Command, MessageCheckView, MessageClient, MessageId, Model, OpenMessage, TaskKey,
};
use crate::ui::Commands;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, Tone, busy, icon_button};

/// Draws the checks of a message.
pub(super) fn ui(ui: &mut Ui, model: &Model, message: &OpenMessage, commands: &mut Commands) {
    let id = &message.row.id;
    let nothing = MessageCheckView::default();
    let view = model.inbox.checks.get(id).unwrap_or(&nothing);
    let address = view.client.as_ref().map(MessageClient::address);
    let wrong = address.and_then(Result::err);
    let margin = Margin::symmetric(space::L as i8, space::S as i8);
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                buttons_ui(ui, view, wrong.is_none(), id, commands);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    verdict_ui(ui, model, view);
                });
            });
        });
        ui.add_enabled_ui(!view.is_running(), |ui| {
            client::ui(ui, id, &message.client, view.client.as_ref(), commands);
        });
        let (color, words) = aside(ui, model, view, wrong);
        ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
    });
    if let Some(report) = view.report.as_deref() {
        // Each message is scrolled by itself.
        let is_from_file = message.row.added_from.is_some();
        ui.push_id(&id.0, |ui| {
            padded(ui, |ui| report::ui(ui, report, is_from_file));
        });
    }
}

/// What is to be known about the check itself: what is in its way, or whom it asks.
fn aside(
    ui: &Ui,
    model: &Model,
    view: &MessageCheckView,
    wrong: Option<String>,
) -> (Color32, String) {
    let tokens = tokens(ui.ctx());
    if let Some(why) = wrong {
        return (tokens.error, why);
    }
    match &view.state {
        CheckState::Failed(why) => (tokens.error, why.clone()),
        CheckState::Stopped => (tokens.text_muted, stopped(view).to_owned()),
        CheckState::Idle if view.report.is_some() && view.client != view.checked_client => (
            tokens.warning,
            "Changed since this result: check again".to_owned(),
        ),
        _ => (tokens.text_muted, asked(model, view)),
    }
}

fn buttons_ui(
    ui: &mut Ui,
    view: &MessageCheckView,
    can_check: bool,
    id: &MessageId,
    commands: &mut Commands,
) {
    if view.is_running() {
        let stop = Button::new("Stop", ButtonLook::Quiet).icon(icons::CLOSE);
        if ui.add(stop).clicked() {
            commands.push(Command::Cancel(TaskKey::CheckMessage(id.clone())));
        }
    } else {
        let (label, look) = match view.report {
            Some(_) => ("Check again", ButtonLook::Quiet),
            None => ("Check", ButtonLook::Primary),
        };
        let button = Button::new(label, look).icon(icons::DOMAIN);
        if ui.add_enabled(can_check, button).clicked() {
            commands.push(Command::CheckMessage(id.clone()));
        }
    }
    if let Some(report) = view.report.as_deref()
        && icon_button(ui, icons::COPY, "Copy the report as text", None).clicked()
    {
        commands.push(Command::Copy(report.to_string()));
    }
}

fn verdict_ui(ui: &mut Ui, model: &Model, view: &MessageCheckView) {
    let tokens = tokens(ui.ctx());
    ui.spacing_mut().item_spacing.x = space::S;
    let words = if let CheckState::Running { since_ms, step } = &view.state {
        let elapsed = Duration::from_millis(model.now_ms.saturating_sub(*since_ms));
        busy(ui, step, elapsed);
        step.clone()
    } else if let Some(report) = view.report.as_deref() {
        let (tone, words) = verdict(report);
        ui.label(icons::inline(tone.icon()).color(tone.color(tokens)));
        words
    } else {
        "Not checked yet".to_owned()
    };
    ui.add(Label::new(RichText::new(words).font(fonts::medium())).wrap());
}

/// Whether the message speaks for the domain in From, in one sentence.
fn verdict(report: &MessageReport) -> (Tone, String) {
    let domain = report.dmarc.domain.as_deref().unwrap_or("its sender");
    let domain = shown(domain);
    match report.dmarc.ruling.result {
        ResultWord::Pass => (
            Tone::Success,
            format!("The message proves that it comes from {domain}"),
        ),
        ResultWord::TempError => (
            Tone::Neutral,
            "Open: the DNS did not answer. Check again later".to_owned(),
        ),
        ResultWord::None => (
            Tone::Warning,
            format!("Nobody says what mail of {domain} has to prove: it has no DMARC record"),
        ),
        _ => (
            Tone::Error,
            format!("The message does not prove that it comes from {domain}"),
        ),
    }
}

const fn stopped(view: &MessageCheckView) -> &'static str {
    match view.report {
        Some(_) => "Stopped: this is the result of the check before",
        None => "Stopped before there was a result",
    }
}

/// Who is asked, before it is.
fn asked(model: &Model, view: &MessageCheckView) -> String {
    let whom = match model.deliverability.server.trim() {
        "" => "the name servers of this computer".to_owned(),
        server => shown(server),
    };
    if view.report.is_some() {
        return format!("A new check asks {whom}");
    }
    format!(
        "A check asks the DNS for the records of the domains in the message, by {whom}, as chosen \
         under Deliverability"
    )
}

/// The tone of a result.
const fn tone(result: ResultWord) -> Tone {
    match result {
        ResultWord::Pass => Tone::Success,
        ResultWord::Fail | ResultWord::PermError | ResultWord::Policy => Tone::Error,
        ResultWord::SoftFail => Tone::Warning,
        ResultWord::None | ResultWord::Neutral | ResultWord::TempError => Tone::Neutral,
    }
}
