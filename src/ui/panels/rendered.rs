//! What goes out: the texts as Logto renders them.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Grid, Label, Margin, RichText, ScrollArea, Ui};

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

/// Above this Gmail cuts a mail off, in bytes of the content.
const CLIPPED_ABOVE_BYTES: usize = 102 * 1024;

/// Most characters of a value that are shown.
const MOST_SHOWN: usize = 80;

/// A part of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    #[default]
    Source,
    Placeholders,
    Header,
}

/// The panel's own state.
#[derive(Default)]
pub struct RenderedPanel {
    part: Part,
    source: SourceView,
    /// The group whose occurrences are gone through, and which of them is next.
    next: Option<(Field, String, usize)>,
}

impl RenderedPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &RenderedView<'_>) -> Option<RenderedEvent> {
        let frame = egui::Frame::new();
        frame
            .inner_margin(Margin::symmetric(space::M as i8, space::XS as i8))
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    let parts = [
                        Segment::new(Part::Source, "Source"),
                        Segment::new(Part::Placeholders, "Placeholders"),
                        Segment::new(Part::Header, "Header"),
                    ];
                    segmented(ui, "Part", &mut self.part, &parts);
                    if let Ok(content) = view.content {
                        size_ui(ui, content.len());
                    }
                    let subject = view.fields.first().filter(|_| self.part != Part::Header);
                    if let Some((label, text)) = subject {
                        summary_ui(ui, label, text);
                    }
                });
            });
        match (self.part, view.content) {
            (Part::Header, _) => {
                header_ui(ui, view.fields);
                None
            }
            (Part::Source, Ok(content)) => {
                self.source
                    .ui(ui, "Rendered content", view.language, content);
                None
            }
            (Part::Source, Err(error)) => {
                let sentence = format!(
                    "{}. Logto’s API would answer with HTTP 500",
                    error_words(error)
                );
                let title = "Logto would not send this mail";
                empty_state(ui, icons::ERROR, title, &sentence, None);
                None
            }
            (Part::Placeholders, _) => self.placeholders_ui(ui, view),
        }
    }

    fn placeholders_ui(&mut self, ui: &mut Ui, view: &RenderedView<'_>) -> Option<RenderedEvent> {
        if view.placeholders.is_empty() {
            let sentence = "Every mail of this template reads the same";
            empty_state(ui, icons::PAYLOAD, "No placeholders", sentence, None);
            return None;
        }
        let mut event = None;
        let groups = groups(view.placeholders);
        ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            let margin = Margin::symmetric(space::M as i8, space::S as i8);
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                let grid = Grid::new("placeholders").num_columns(5);
                grid.spacing([space::L, space::XS]).show(ui, |ui| {
                    heads_ui(ui);
                    for group in &groups {
                        event = self.group_ui(ui, group).or_else(|| event.take());
                    }
                });
            });
        });
        event
    }

    /// A row of the table. Clicking it again goes on to the next occurrence.
    fn group_ui(&mut self, ui: &mut Ui, group: &Group<'_>) -> Option<RenderedEvent> {
        let tokens = tokens(ui.ctx());
        let name = format!("{{{{{}}}}}", group.path);
        let link = ui.link(RichText::new(name).monospace());
        let at = link.clicked().then(|| self.advance(group));
        let span = at.and_then(|at| group.spans.get(at).copied());
        let event = span.map(|span| RenderedEvent::Reveal(group.field, span));
        if group.spans.len() > 1 {
            link.on_hover_text("Shows the first place, then the next");
        }
        ui.label(field_word(group.field));
        ui.label(format!("{}×", group.spans.len()));
        let (tone, words) = outcome(group.outcome);
        let color = tone.color(tokens);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let icon = match tone {
                Tone::Neutral => icons::CHECK,
                tone => tone.icon(),
            };
            ui.label(icons::inline(icon).color(color));
            ui.label(RichText::new(words).color(color));
        });
        printed_ui(ui, group.printed);
        ui.end_row();
        event
    }

    /// Which occurrence is shown now.
    fn advance(&mut self, group: &Group<'_>) -> usize {
        let at = match &self.next {
            Some((field, path, next))
                if (*field, path.as_str()) == (group.field, group.path)
                    && *next < group.spans.len() =>
            {
                *next
            }
            _ => 0,
        };
        self.next = Some((group.field, group.path.to_owned(), at + 1));
        at
    }
}

/// Equal placeholders of one text.
struct Group<'a> {
    field: Field,
    path: &'a str,
    outcome: Outcome,
    printed: &'a str,
    spans: Vec<Span>,
}

/// Equal placeholders together, in the order of their first occurrence.
fn groups<'a>(placeholders: &[(Field, &'a Placeholder, &'a str)]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places: BTreeMap<(Field, &str), usize> = BTreeMap::new();
    for (field, placeholder, printed) in placeholders {
        let path = placeholder.path.as_str();
        // One payload and one path make one outcome.
        let place = *places.entry((*field, path)).or_insert(groups.len());
        if let Some(group) = groups.get_mut(place) {
            group.spans.push(placeholder.span);
        } else {
            groups.push(Group {
                field: *field,
                path,
                outcome: placeholder.outcome,
                printed,
                spans: vec![placeholder.span],
            });
        }
    }
    groups
}

fn heads_ui(ui: &mut Ui) {
    for head in ["Placeholder", "In", "Times", "What becomes of it", "Prints"] {
        let text = RichText::new(head).font(fonts::caption());
        ui.label(text.color(tokens(ui.ctx()).text_muted));
    }
    ui.end_row();
}

fn printed_ui(ui: &mut Ui, printed: &str) {
    let mut shown: String = printed.chars().take(MOST_SHOWN).collect();
    if shown.len() < printed.len() {
        shown.push('…');
    }
    ui.add(Label::new(RichText::new(shown).monospace()).extend());
}

/// The size of the content, and what Gmail makes of it.
fn size_ui(ui: &mut Ui, bytes: usize) {
    let tokens = tokens(ui.ctx());
    let text = format!("{:.1} KB", bytes as f32 / 1024.0);
    let exact = format!("{bytes} bytes of content");
    if bytes > CLIPPED_ABOVE_BYTES {
        ui.label(icons::inline(icons::WARNING).color(tokens.warning));
        let text = format!("{text}, Gmail clips above 102 KB");
        let words = RichText::new(text).small().color(tokens.warning);
        ui.label(words).on_hover_text(exact);
    } else {
        let words = RichText::new(text).small().color(tokens.text_faint);
        ui.label(words).on_hover_text(exact);
    }
}

/// The first field of the header in the rest of the bar.
fn summary_ui(ui: &mut Ui, label: &str, text: &str) {
    let tokens = tokens(ui.ctx());
    ui.separator();
    ui.label(RichText::new(label).color(tokens.text_muted));
    ui.add(Label::new(text).truncate().selectable(true));
}

fn header_ui(ui: &mut Ui, fields: &[(&str, String)]) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let margin = Margin::symmetric(space::M as i8, space::XS as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (label, text) in fields {
                KeyValue::new(label, text).key_width(76.0).show(ui);
            }
        });
    });
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

/// What Logto cannot do, in a sentence.
const fn error_words(error: RenderError) -> &'static str {
    match error {
        RenderError::NotPrimitive => {
            "A placeholder leads to an object with a toString of its own, which cannot be printed"
        }
        RenderError::PayloadNotAnObject => "The payload is no object, so nothing can be looked up",
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
