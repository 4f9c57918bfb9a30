//! Why Logto takes this template: the language, step by step, then the places looked at.

mod inputs;
mod table;

use egui::{Label, RichText, ScrollArea, Ui};

use crate::domain::logto::{LocaleRequest, Place, Resolution, Trace, UsageType};
use crate::domain::workspace::TemplateKey;
use crate::ui::theme::{fonts, icons, size, space, tokens};
use crate::ui::widgets::{Tone, quiet_button};

use inputs::Inputs;

/// From this width on the steps stand beside what they come from.
const WIDE: f32 = 720.0;

/// What is shown.
pub struct TraceView<'a> {
    /// What asks for a language.
    pub locale: &'a LocaleRequest,
    /// Whether that follows the open template.
    pub follows: bool,
    /// How the language was found.
    pub resolution: &'a Resolution,
    /// How the template was found.
    pub trace: &'a Trace,
    /// The open template.
    pub open: &'a TemplateKey,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceEvent {
    /// Another request.
    SetLocale(LocaleRequest),
    /// The request that asks for the open template.
    Follow,
    /// Open this template.
    Open(UsageType, String),
}

/// The panel's own state.
#[derive(Default)]
pub struct TracePanel {
    inputs: Inputs,
}

impl TracePanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
        let mut event = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new()
                .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8))
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::XS;
                    event = verdict_ui(ui, view);
                    let asked = if ui.available_width() >= WIDE {
                        self.beside_ui(ui, view)
                    } else {
                        // The reasons come first; what they come from follows below.
                        let asked = steps_ui(ui, view);
                        self.request_ui(ui, view).or(asked)
                    };
                    event = asked.or_else(|| event.take());
                });
        });
        event
    }

    /// What the request asks for at the left, the steps at the right.
    fn beside_ui(&mut self, ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
        let mut event = None;
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                event = self.request_ui(left, view);
                event = steps_ui(right, view).or_else(|| event.take());
            }
        });
        event
    }

    fn request_ui(&mut self, ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
        heading(ui, "What the request asks for");
        self.inputs.ui(ui, view)
    }
}

/// The steps to the language and to the template, and what is surprising about them.
fn steps_ui(ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
    heading(ui, "Language");
    table::language_ui(ui, view);
    heading(ui, "Template");
    let event = table::places_ui(ui, view);
    notes_ui(ui, &view.trace.notes);
    event
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(space::S);
    let color = tokens(ui.ctx()).text_muted;
    ui.label(RichText::new(text).font(fonts::caption()).color(color));
}

/// The answer, before its reasons.
fn verdict_ui(ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
    let tokens = tokens(ui.ctx());
    let (tone, words) = match (&view.trace.chosen, &view.trace.error) {
        (Some(place), _) if is_open(place, view.open) => (
            Tone::Success,
            format!("Logto takes this template, {}", view.open),
        ),
        (Some(place), _) => (Tone::Warning, format!("Logto takes another one: {place}")),
        (None, Some(error)) => (
            Tone::Error,
            format!(
                "Logto sends no mail: {} (HTTP {})",
                error.code, error.status
            ),
        ),
        (None, None) => (
            Tone::Neutral,
            "The connector hands the payload over; the receiver makes the mail".to_owned(),
        ),
    };
    let mut event = None;
    ui.horizontal(|ui| {
        let icon = tone.icon().rich_text().size(size::BODY + 4.0);
        ui.label(icon.color(tone.color(tokens)));
        let words = RichText::new(words).font(fonts::medium());
        ui.add(Label::new(words).selectable(true));
        if let Some(Place::Custom {
            usage_type,
            language_tag,
        }) = &view.trace.chosen
            && tone == Tone::Warning
            && quiet_button(ui, "Open it").clicked()
        {
            event = Some(TraceEvent::Open(*usage_type, language_tag.clone()));
        }
    });
    event
}

fn is_open(place: &Place, open: &TemplateKey) -> bool {
    matches!(place, Place::Custom { usage_type, language_tag }
        if *usage_type == open.usage_type && *language_tag == open.tag)
}

/// What is surprising about the choice.
fn notes_ui(ui: &mut Ui, notes: &[String]) {
    if notes.is_empty() {
        return;
    }
    heading(ui, "Worth knowing");
    for note in notes {
        ui.horizontal_top(|ui| {
            let color = tokens(ui.ctx()).text_muted;
            ui.label(icons::inline(icons::INFO).color(color));
            ui.add(Label::new(note).wrap().selectable(true));
        });
    }
}
