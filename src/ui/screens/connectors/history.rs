//! What was sent: searchable, and to be sent again.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};
use jiff::tz::TimeZone;

use super::send::{RecordView, tone};
use crate::domain::send_history::{OutcomeKind, SentRecord};
use crate::model::SendCommand;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{
    Button, ButtonLook, LabelledCombo, List, ListRow, Segment, empty_state, icon_button,
    search_field, segmented,
};
use crate::ui::{Commands, View};

/// The tab's own state.
#[derive(Default)]
pub(super) struct HistoryTab {
    query: String,
    record: RecordView,
    zone: Option<TimeZone>,
}

impl HistoryTab {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let history = &view.model.sending.history;
        if history.records.is_empty() && history.all_profiles && history.search.is_all() {
            let sentence =
                "Every send leaves a line here, with the request, the answer and what to do";
            empty_state(ui, icons::RECENT, "Nothing was sent yet", sentence, None);
            return;
        }
        let width = ui.available_width();
        Panel::left("sends")
            .default_size((width * 0.42).clamp(280.0, 520.0))
            .size_range(240.0..=(width - 300.0).max(260.0))
            .frame(Frame::new())
            .show(ui, |ui| self.list_ui(ui, view, commands));
        CentralPanel::default()
            .frame(Frame::new().inner_margin(Margin::same(space::M as i8)))
            .show(ui, |ui| {
                let selected = history.selected.as_ref();
                let mut records = history.records.iter();
                let Some(record) = records.find(|record| Some(&record.send.id) == selected) else {
                    return;
                };
                ui.horizontal(|ui| {
                    let again = Button::new("Send again…", ButtonLook::Primary).icon(icons::SEND);
                    if ui.add(again).clicked() {
                        commands.push(SendCommand::Again(record.send.id.clone()));
                    }
                });
                ScrollArea::vertical()
                    .auto_shrink(false)
                    .show(ui, |ui| self.record.ui(ui, record, commands));
            });
    }

    fn list_ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let history = &view.model.sending.history;
        let margin = Margin::symmetric(space::M as i8, 6);
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let mut search = history.search.clone();
            let field = search_field(ui, "Search sends", "Search sends", &mut self.query);
            if field.changed() {
                search.text.clone_from(&self.query);
            }
            let mut all = history.all_profiles;
            let whose = [
                Segment::new(false, "This profile"),
                Segment::new(true, "All"),
            ];
            if segmented(ui, "Whose sends", &mut all, &whose).changed() {
                commands.push(SendCommand::ShowAllSends(all));
            }
            ui.horizontal(|ui| {
                let mut options: Vec<(Option<OutcomeKind>, &str)> = vec![(None, "Any result")];
                options.extend(OutcomeKind::ALL.map(|kind| (Some(kind), kind.label())));
                ui.scope(|ui| {
                    ui.set_max_width(160.0);
                    LabelledCombo::new("", &mut search.outcome, &options)
                        .hide_label()
                        .show(ui);
                });
                let words = match history.records.len() {
                    1 => "1 send".to_owned(),
                    count => format!("{count} sends"),
                };
                let color = tokens(ui.ctx()).text_muted;
                ui.label(RichText::new(words).small().color(color));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if icon_button(ui, icons::DELETE, "Forget all sends…", None).clicked() {
                        commands.push(SendCommand::AskClearHistory);
                    }
                });
            });
            if search != history.search {
                commands.push(SendCommand::SearchHistory(search));
            }
        });
        let records = &history.records;
        let zone = self.zone.get_or_insert_with(TimeZone::system).clone();
        let selected = history.selected.as_ref();
        let selected = records
            .iter()
            .position(|record| Some(&record.send.id) == selected);
        let list = List::new("Sends", records.len(), ListRow::TALL);
        let output = list.show(ui, selected, |ui, index, focus| {
            let record = records.get(index);
            let (title, secondary, time) = record.map(|one| words(one, &zone)).unwrap_or_default();
            let dot = record
                .map(|record| tone(record.outcome()))
                .unwrap_or_default();
            ListRow::new(&title)
                .secondary(&secondary)
                .label(&time, crate::ui::widgets::Tone::Neutral)
                .dot(dot)
                .tall()
                .selected(selected == Some(index))
                .focus(focus)
                .show(ui)
        });
        if let Some(record) = output.picked.and_then(|index| records.get(index)) {
            commands.push(SendCommand::SelectRecord(record.send.id.clone()));
        }
    }
}

fn words(record: &SentRecord, zone: &TimeZone) -> (String, String, String) {
    let send = &record.send;
    let language = send
        .language
        .requested
        .as_deref()
        .unwrap_or("connector default");
    let title = format!("{} · {language} → {}", send.usage_type, send.recipient);
    let secondary = format!("{} · {}", send.profile, record.summary());
    let time = send
        .at
        .to_zoned(zone.clone())
        .strftime("%d %b %H:%M:%S")
        .to_string();
    (title, secondary, time)
}
