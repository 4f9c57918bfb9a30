//! What goes out: the texts as Logto renders them.

use std::sync::Arc;

use egui::{Grid, RichText, ScrollArea, Ui};

use crate::domain::finding::Span;
use crate::domain::logto::{Field, Outcome, Placeholder, RenderError};
use crate::domain::syntax::Language;
use crate::ui::panels::SourceView;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{KeyValue, Segment, Tone, empty_state, segmented};

/// What is shown.
pub struct RenderedView<'a> {
    /// Labels and texts of the header fields.
    pub fields: &'a [(&'a str, String)],
    /// The body, or why there is none.
    pub content: Result<&'a Arc<str>, RenderError>,
    /// How the body is coloured.
    pub language: Language,
    /// The placeholders, each with the text it is in and what it printed.
    pub placeholders: &'a [(Field, &'a Placeholder, &'a str)],
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderedEvent {
    /// Show a place of the template.
    Reveal(Field, Span),
}

/// A part of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    #[default]
    Source,
    Placeholders,
}

/// The panel's own state.
#[derive(Default)]
pub struct RenderedPanel {
    part: Part,
    source: SourceView,
}

impl RenderedPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &RenderedView<'_>) -> Option<RenderedEvent> {
        let tokens = tokens(ui.ctx());
        egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::M as i8, space::XS as i8))
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (label, text) in view.fields {
                    KeyValue::new(label, text).key_width(76.0).show(ui);
                }
                ui.add_space(space::XS);
                ui.horizontal(|ui| {
                    let parts = [
                        Segment::new(Part::Source, "Source"),
                        Segment::new(Part::Placeholders, "Placeholders"),
                    ];
                    segmented(ui, "Part", &mut self.part, &parts);
                    if let Ok(content) = view.content {
                        let bytes = content.len();
                        let text = format!("{:.1} KB", bytes as f32 / 1024.0);
                        let text = RichText::new(text).small().color(tokens.text_faint);
                        ui.label(text).on_hover_text(format!("{bytes} bytes"));
                    }
                });
            });
        match (self.part, view.content) {
            (Part::Source, Ok(content)) => {
                self.source
                    .ui(ui, "Rendered content", view.language, content);
                None
            }
            (Part::Source, Err(error)) => {
                let sentence = format!("{error}. Logto’s API would answer with HTTP 500");
                empty_state(
                    ui,
                    icons::ERROR,
                    "Logto would not send this mail",
                    &sentence,
                    None,
                );
                None
            }
            (Part::Placeholders, _) => placeholders_ui(ui, view),
        }
    }
}

fn placeholders_ui(ui: &mut Ui, view: &RenderedView<'_>) -> Option<RenderedEvent> {
    if view.placeholders.is_empty() {
        let sentence = "Every mail of this template reads the same";
        empty_state(ui, icons::PAYLOAD, "No placeholders", sentence, None);
        return None;
    }
    let mut event = None;
    let tokens = tokens(ui.ctx());
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8))
            .show(ui, |ui| {
                let grid = Grid::new("placeholders").num_columns(4);
                grid.spacing([space::L, space::XS]).show(ui, |ui| {
                    for head in ["Placeholder", "In", "What becomes of it", "Prints"] {
                        let text = RichText::new(head).font(fonts::caption());
                        ui.label(text.color(tokens.text_muted));
                    }
                    ui.end_row();
                    for (field, placeholder, printed) in view.placeholders {
                        let text = RichText::new(format!("{{{{{}}}}}", placeholder.path));
                        if ui.link(text.monospace()).clicked() {
                            event = Some(RenderedEvent::Reveal(*field, placeholder.span));
                        }
                        ui.label(field_word(*field));
                        let (tone, words) = outcome(placeholder.outcome);
                        ui.label(RichText::new(words).color(tone.color(tokens)));
                        let printed: String = printed.chars().take(80).collect();
                        ui.monospace(printed);
                        ui.end_row();
                    }
                });
            });
    });
    event
}

/// A field in a word.
pub const fn field_word(field: Field) -> &'static str {
    match field {
        Field::Subject => "Subject",
        Field::Content => "Content",
        Field::ReplyTo => "Reply-To",
        Field::SendFrom => "From",
    }
}

/// What Logto does with a placeholder, in words.
const fn outcome(outcome: Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Replaced => (Tone::Neutral, "Replaced"),
        Outcome::KeptRootAbsent => (Tone::Warning, "Mailed as it stands: not in the payload"),
        Outcome::EmptyLeafAbsent => (Tone::Warning, "Prints nothing: the object lacks it"),
        Outcome::EmptyNull => (Tone::Warning, "Prints nothing: it is null"),
        Outcome::MatchedPrototypeName => {
            (Tone::Error, "Prints what JavaScript has under this name")
        }
        Outcome::NotAPlaceholder => (
            Tone::Warning,
            "Mailed as it stands: no placeholder for Logto",
        ),
        Outcome::Throws(_) => (Tone::Error, "Logto fails and sends no mail"),
    }
}
