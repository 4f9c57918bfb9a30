//! The list of messages with its search.

use std::path::Path;

use egui::{RichText, Ui};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{Action, Command, MessageId, MessageRow};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{List, ListRow, icon_button, search_field};
use crate::ui::{Commands, View, shortcuts};

/// The panel's own state.
#[derive(Default)]
pub(super) struct MessageList {
    query: String,
    focus: bool,
    shown: Option<MessageId>,
    zone: Option<TimeZone>,
}

impl MessageList {
    /// Puts the keyboard into the search field.
    pub fn focus(&mut self) {
        self.focus = true;
    }

    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let inbox = &view.model.inbox;
        egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::M as i8, 6))
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                self.search_ui(ui, view, commands);
            });
        if inbox.messages.is_empty() {
            ui.vertical_centered(|ui| {
                ui.add_space(space::XL);
                ui.label(format!("No message contains “{}”", inbox.query));
            });
            return;
        }
        let zone = self.zone.get_or_insert_with(TimeZone::system).clone();
        let selected = inbox.selected.as_ref();
        let selected_row = inbox
            .messages
            .iter()
            .position(|row| Some(&row.id) == selected);
        let reveal = self.shown.as_ref() != selected;
        self.shown = selected.cloned();
        let list = List::new("Messages", inbox.messages.len(), ListRow::TALL).reveal(reveal);
        let output = list.show(ui, selected_row, |ui, index, focus| {
            let row = inbox.messages.get(index);
            let (title, secondary, time) = row.map(|row| words(row, &zone)).unwrap_or_default();
            ListRow::new(&title)
                .secondary(&secondary)
                .label(&time, crate::ui::widgets::Tone::Neutral)
                .tall()
                .selected(selected_row == Some(index))
                .focus(focus)
                .show(ui)
        });
        if let Some(row) = output.picked.and_then(|index| inbox.messages.get(index)) {
            commands.push(Command::SelectMessage(row.id.clone()));
        }
    }

    fn search_ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let inbox = &view.model.inbox;
        let search = search_field(ui, "Search messages", "Search messages", &mut self.query);
        if std::mem::take(&mut self.focus) {
            search.request_focus();
        }
        if !search.has_focus() && !search.changed() && self.query != inbox.query {
            self.query.clone_from(&inbox.query);
        }
        if search.changed() {
            commands.push(Command::Search(self.query.clone()));
        }
        ui.horizontal(|ui| {
            let count = if inbox.query.is_empty() {
                match inbox.total {
                    1 => "1 message".to_owned(),
                    total => format!("{total} messages"),
                }
            } else {
                format!("{} of {} messages", inbox.messages.len(), inbox.total)
            };
            let color = tokens(ui.ctx()).text_muted;
            ui.label(RichText::new(count).small().color(color));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let actions = [
                    (Action::ClearInbox, icons::DELETE),
                    (Action::RefreshInbox, icons::REFRESH),
                    (Action::CheckMessageFile, icons::IMPORT),
                ];
                for (action, icon) in actions {
                    let keys = shortcuts::text(ui.ctx(), action);
                    let enabled = action.is_enabled(view.model);
                    let button = ui.add_enabled_ui(enabled, |ui| {
                        icon_button(ui, icon, action.label(), keys.as_deref())
                    });
                    if button.inner.clicked() {
                        commands.act(action);
                    }
                }
            });
        });
    }
}

/// Subject, people and time of a message.
fn words(row: &MessageRow, zone: &TimeZone) -> (String, String, String) {
    let subject = if row.subject.is_empty() {
        "No subject".to_owned()
    } else {
        row.subject.clone()
    };
    let mut people = format!("{} → {}", row.from, row.to);
    if let Some(file) = &row.added_from {
        let file = Path::new(file).file_name();
        let file = file.unwrap_or_default().to_string_lossy();
        people = format!("File {file} · {people}");
    }
    (subject, people, short_time(row.received_at, zone))
}

/// A time of today as a time, any other as a date with time.
fn short_time(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%d %b %H:%M")
        .to_string()
}
