//! What became of a send.

use egui::{Label, RichText, Ui};

use crate::domain::send_history::{Outcome, SendEnd, SentRecord};
use crate::domain::syntax::Language;
use crate::model::Command;
use crate::ui::Commands;
use crate::ui::panels::SourceView;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, KeyValue, Segment, Tone, segmented};

/// A part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    #[default]
    Conversation,
    Request,
    Payload,
}

/// The view's own state.
#[derive(Default)]
pub(in super::super) struct RecordView {
    part: Part,
    source: SourceView,
    shown: Option<(String, std::sync::Arc<str>)>,
}

/// The colour and icon of an outcome.
pub(in super::super) const fn tone(outcome: &Outcome) -> Tone {
    match outcome {
        Outcome::Delivered { .. } => Tone::Success,
        Outcome::Failed { .. } => Tone::Error,
        Outcome::Cancelled => Tone::Neutral,
        Outcome::Doubtful { .. } | Outcome::InDoubt { .. } | Outcome::Unknown => Tone::Warning,
    }
}

impl RecordView {
    /// Draws a record: what came of it, what to do, and what was said.
    pub fn ui(&mut self, ui: &mut Ui, record: &SentRecord, commands: &mut Commands) {
        ui.spacing_mut().item_spacing.y = space::XS;
        outcome_ui(ui, record);
        facts_ui(ui, record);
        ui.horizontal(|ui| {
            let parts = [
                Segment::new(Part::Conversation, "Conversation"),
                Segment::new(Part::Request, "Request"),
                Segment::new(Part::Payload, "Payload"),
            ];
            segmented(ui, "Part of the record", &mut self.part, &parts);
            let copy = Button::new("Copy", ButtonLook::Flat).icon(icons::COPY);
            if ui.add(copy).clicked() {
                commands.push(Command::Copy(self.text(record).0.to_string()));
            }
        });
        let (text, language) = self.text(record);
        if text.is_empty() && record.end == SendEnd::Waiting {
            return;
        }
        if text.is_empty() {
            let color = tokens(ui.ctx()).text_muted;
            ui.label(RichText::new("Nothing was said").small().color(color));
            return;
        }
        let height = ui.available_height().max(220.0);
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            self.source.ui(ui, "Record", language, &text);
        });
    }

    fn text(&mut self, record: &SentRecord) -> (std::sync::Arc<str>, Language) {
        let language = match self.part {
            Part::Conversation | Part::Request => Language::Plain,
            Part::Payload => Language::Json,
        };
        let id = format!(
            "{} {:?} {}",
            record.send.id.as_str(),
            self.part,
            record.transcript().len()
        );
        if let Some((of, text)) = &self.shown
            && *of == id
        {
            return (std::sync::Arc::clone(text), language);
        }
        let text: std::sync::Arc<str> = match self.part {
            Part::Conversation => record.transcript().into(),
            Part::Request => record.send.request.text.as_str().into(),
            Part::Payload => format!("{:#}", record.send.payload.value).into(),
        };
        self.shown = Some((id, std::sync::Arc::clone(&text)));
        (text, language)
    }
}

fn outcome_ui(ui: &mut Ui, record: &SentRecord) {
    let tokens = tokens(ui.ctx());
    let outcome = record.outcome();
    let tone = tone(outcome);
    ui.horizontal_top(|ui| {
        ui.label(icons::inline(tone.icon()).color(tone.color(tokens)));
        ui.vertical(|ui| {
            let summary = RichText::new(record.summary()).font(fonts::medium());
            ui.add(Label::new(summary).wrap());
            if let Outcome::Doubtful { why, .. } = outcome {
                ui.add(Label::new(why.as_str()).wrap().selectable(true));
            }
            if let Outcome::InDoubt { .. } = outcome {
                let words = "Look whether it arrived before you send it again";
                ui.add(Label::new(words).wrap());
            }
            if let Outcome::Failed { code, why, .. } | Outcome::InDoubt { code, why, .. } = outcome
            {
                ui.add(Label::new(why.as_str()).wrap().selectable(true));
                if !code.is_empty() {
                    let words = format!("Logto would answer {code}");
                    ui.label(RichText::new(words).small().color(tokens.text_muted));
                }
            }
        });
    });
}

fn facts_ui(ui: &mut Ui, record: &SentRecord) {
    let send = &record.send;
    let mut rows = vec![
        (
            "Mail",
            format!(
                "{} {}",
                send.usage_type,
                send.language
                    .requested
                    .as_deref()
                    .unwrap_or("connector default")
            ),
        ),
        ("To", send.recipient.clone()),
        ("With", send.profile.clone()),
    ];
    if let Some(millis) = record.duration_ms() {
        rows.push(("Took", format!("{millis} ms")));
    }
    if let Outcome::Delivered { facts } | Outcome::Doubtful { facts, .. } = record.outcome() {
        rows.extend(
            facts
                .iter()
                .map(|fact| (fact.name.as_str(), fact.value.clone())),
        );
    }
    for (name, value) in &rows {
        KeyValue::new(name, value).key_width(92.0).show(ui);
    }
}
