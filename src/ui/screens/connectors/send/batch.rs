//! A batch: types by languages by payloads, to one recipient.

use egui::{Align, Frame, Label, Layout, Margin, RichText, Ui};

use crate::domain::batch::{BatchState, Ending, Row, RowState};
use crate::domain::logto::UsageType;
use crate::domain::send_history::SendId;
use crate::model::{BatchWish, Model, PayloadChoice, ProfileView, SendCommand, TableFormat};
use crate::ui::Commands;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{
    Button, ButtonLook, Chip, List, ListRow, Segment, Tone, chip, empty_state, progress_bar,
    segmented, toggle,
};

/// The batch's own state.
#[derive(Default)]
pub(super) struct BatchSide {
    row: Option<usize>,
}

impl BatchSide {
    /// Draws the table of mails and what became of each.
    pub fn table_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let rows = model.sending.rows();
        if rows.is_empty() {
            let sentence =
                "Choose usage types, languages and payloads; each combination is one mail";
            empty_state(ui, icons::SEND, "No mails yet", sentence, None);
            return;
        }
        let margin = Margin::symmetric(space::M as i8, 6);
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.horizontal(|ui| {
                let sent = rows.iter().filter(|row| row.item.is_sent()).count();
                let words = match (sent, rows.len()) {
                    (1, 1) => "1 mail".to_owned(),
                    (sent, all) if sent == all => format!("{all} mails"),
                    (sent, all) => format!(
                        "{sent} mails; {} combinations send nothing of their own",
                        all - sent
                    ),
                };
                ui.label(RichText::new(words).color(tokens(ui.ctx()).text_muted));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    copy_ui(ui, "Copy as Markdown", TableFormat::Markdown, commands);
                    copy_ui(ui, "Copy as CSV", TableFormat::Csv, commands);
                });
            });
        });
        self.row = self.row.filter(|row| *row < rows.len());
        let list = List::new("Mails of the batch", rows.len(), ListRow::TALL);
        let selected = self.row;
        let output = list.show(ui, selected, |ui, index, focus| {
            let row = rows.get(index);
            let title = row.map(title).unwrap_or_default();
            let details = row.map(Row::details).unwrap_or_default();
            let (result, tone) = row.map_or(("", Tone::Neutral), |row| (row.result(), tone(row)));
            ListRow::new(&title)
                .secondary(&details)
                .label(result, tone)
                .tall()
                .selected(selected == Some(index))
                .focus(focus)
                .show(ui)
        });
        if let Some(picked) = output.picked {
            self.row = Some(picked);
        }
        let opened = output.activated.and_then(|index| rows.get(index));
        if let Some(id) = opened.and_then(record) {
            commands.push(SendCommand::ShowRecord(id.clone()));
        }
    }
}

/// Draws what is chosen.
pub(super) fn choice_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let before = &model.sending.wish;
    let mut wish = before.clone();
    let is_over = model
        .sending
        .batch
        .as_ref()
        .is_none_or(|run| is_over(run.state()));
    ui.add_enabled_ui(is_over, |ui| {
        types_ui(ui, &mut wish);
        languages_ui(ui, model, &mut wish);
        payloads_ui(ui, model, &mut wish);
        pace_ui(ui, &mut wish);
    });
    if wish != *before {
        commands.push(SendCommand::SetBatch(wish));
    }
}

fn copy_ui(ui: &mut Ui, words: &str, format: TableFormat, commands: &mut Commands) {
    if ui.add(Button::new(words, ButtonLook::Flat)).clicked() {
        commands.push(SendCommand::CopyBatch(format));
    }
}

const fn is_over(state: BatchState) -> bool {
    matches!(state, BatchState::Over(_))
}

fn record(row: &Row) -> Option<&SendId> {
    match &row.state {
        RowState::Ended { record, .. } => record.as_ref(),
        _ => None,
    }
}

fn title(row: &Row) -> String {
    let item = &row.item;
    let language = if item.language.is_empty() {
        "connector default"
    } else {
        &item.language
    };
    format!("{} · {language} · {}", item.usage_type, item.payload_title)
}

fn tone(row: &Row) -> Tone {
    match &row.state {
        RowState::Planned | RowState::Waiting | RowState::NotSent { .. } => Tone::Neutral,
        RowState::Running { .. } => Tone::Accent,
        RowState::Ended { outcome, .. } => super::result::tone(outcome),
    }
}

/// A group of chips of which any number can be chosen, with one to choose all or none.
fn chips_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    label: &str,
    all: &[(T, String)],
    chosen: &mut Vec<T>,
) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(label).font(fonts::medium()));
        let is_all = chosen.len() == all.len();
        let words = if is_all { "None" } else { "All" };
        let name = format!("{words}: {label}");
        let button = crate::ui::widgets::named(ui.add(Button::new(words, ButtonLook::Flat)), &name);
        if button.clicked() {
            *chosen = if is_all {
                Vec::new()
            } else {
                all.iter().map(|(value, _)| value.clone()).collect()
            };
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(5.0, 5.0);
        for (value, words) in all {
            // A chip is a scope of its own, which the layout does not wrap by itself.
            let width = words.chars().count() as f32 * 7.5 + 20.0;
            if ui.available_size_before_wrap().x < width {
                ui.end_row();
            }
            let is_chosen = chosen.contains(value);
            let one = Chip::new(words, words).selected(is_chosen);
            let pressed = ui.push_id((label, words), |ui| chip(ui, &one).clicked());
            if pressed.inner {
                if is_chosen {
                    chosen.retain(|other| other != value);
                } else {
                    chosen.push(value.clone());
                }
            }
        }
    });
}

fn types_ui(ui: &mut Ui, wish: &mut BatchWish) {
    let all = UsageType::ALL.map(|one| (one, one.as_str().to_owned()));
    chips_ui(ui, "Usage types", &all, &mut wish.usage_types);
}

fn languages_ui(ui: &mut Ui, model: &Model, wish: &mut BatchWish) {
    let all: Vec<(String, String)> = model
        .languages_with_templates()
        .into_iter()
        .map(|tag| (tag.to_owned(), tag.to_owned()))
        .collect();
    chips_ui(ui, "Languages", &all, &mut wish.languages);
}

fn payloads_ui(ui: &mut Ui, model: &Model, wish: &mut BatchWish) {
    let built_in = [
        PayloadChoice::Full,
        PayloadChoice::Minimal,
        PayloadChoice::ContextFailed,
    ];
    let sets = model.workspace.iter().flat_map(|open| &open.files.payloads);
    let sets = sets.map(|set| PayloadChoice::Set(set.name.clone()));
    let all: Vec<(PayloadChoice, String)> = built_in
        .into_iter()
        .chain(sets)
        .map(|choice| (choice.clone(), model.payload_name(&choice)))
        .collect();
    chips_ui(ui, "Payloads", &all, &mut wish.payloads);
}

fn pace_ui(ui: &mut Ui, wish: &mut BatchWish) {
    ui.horizontal(|ui| {
        ui.label("At most");
        let paces = [
            Segment::new(1, "1 a second"),
            Segment::new(5, "5"),
            Segment::new(14, "14").tooltip("What a new SES account may send"),
        ];
        segmented(ui, "Mails a second", &mut wish.per_second, &paces);
    });
    let label = "Send mails that say the same too";
    toggle(ui, label, &mut wish.sends_duplicates);
}

/// Draws how far the batch is, and the buttons that start and stop it.
pub(super) fn run_ui(ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
    let Some(run) = &model.sending.batch else {
        start_ui(ui, model, shown, commands);
        return;
    };
    // It runs on while another profile is looked at.
    if let Some(name) = &model.sending.batch_profile
        && *name != shown.name
    {
        let words = format!("This batch is sent with “{}”", super::title(model, name));
        ui.add(Label::new(RichText::new(words).font(fonts::medium())).wrap());
    }
    let progress = run.progress();
    let fraction = progress.ended as f32 / progress.total.max(1) as f32;
    let state = match run.state() {
        BatchState::Running => "Sending".to_owned(),
        BatchState::Paused => "Paused".to_owned(),
        BatchState::Over(Ending::Done) => "Done".to_owned(),
        BatchState::Over(Ending::Cancelled) => "Stopped".to_owned(),
        BatchState::Over(Ending::Stopped) => "Stopped after failures in a row".to_owned(),
    };
    let left = progress.left.map_or_else(String::new, |left| {
        format!(", about {} s left", left.as_secs().max(1))
    });
    let doubt = match progress.in_doubt {
        0 => String::new(),
        count => format!(", {count} in doubt"),
    };
    let words = format!(
        "{state}: {} of {} sent, {} failed{doubt}{left}",
        progress.delivered, progress.total, progress.failed
    );
    progress_bar(ui, "Batch", Some(fraction), &words);
    ui.horizontal(|ui| match run.state() {
        BatchState::Running => {
            button(ui, "Pause", SendCommand::PauseBatch(true), commands);
            button(ui, "Stop", SendCommand::StopBatch, commands);
        }
        BatchState::Paused => {
            button(ui, "Go on", SendCommand::PauseBatch(false), commands);
            button(ui, "Stop", SendCommand::StopBatch, commands);
        }
        BatchState::Over(_) => {
            button(ui, "New batch", SendCommand::ForgetBatch, commands);
            let again = run.failed().len() + run.left_out().len();
            if again > 0 {
                let words = format!("Send the {again} others");
                button(ui, &words, SendCommand::BatchAgain, commands);
            }
        }
    });
    if is_over(run.state()) && progress.in_doubt > 0 {
        let words = "No answer that can be trusted came to those in doubt: look whether they \
                     arrived. They are not sent again from here, as they could come twice.";
        note(ui, words);
    }
    if let Some(recipient) = run.rows().first().map(|row| &row.item.recipient) {
        note(ui, &format!("To {recipient} with {}", shown.title()));
    }
}

fn note(ui: &mut Ui, words: &str) {
    let color = tokens(ui.ctx()).text_muted;
    ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
}

fn button(ui: &mut Ui, words: &str, command: SendCommand, commands: &mut Commands) {
    if ui.add(Button::new(words, ButtonLook::Quiet)).clicked() {
        commands.push(command);
    }
}

fn start_ui(ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
    let count = model
        .sending
        .rows()
        .iter()
        .filter(|row| row.item.is_sent())
        .count();
    let words = match count {
        1 => "Send 1 mail".to_owned(),
        count => format!("Send {count} mails"),
    };
    let hindrance = super::hindrance(model, shown);
    let is_ready = count > 0 && hindrance.is_none();
    let start = Button::new(&words, ButtonLook::Primary).icon(icons::SEND);
    let response = ui.add_enabled(is_ready, start);
    let response = match hindrance {
        Some(why) => response.on_disabled_hover_text(why),
        None => response,
    };
    if response.clicked() {
        commands.push(SendCommand::StartBatch);
    }
    note(
        ui,
        &format!("To {} with {}", model.design.recipient, shown.title()),
    );
}
