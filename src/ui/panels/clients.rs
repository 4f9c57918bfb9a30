//! What the models of clients remove or change.

use egui::{RichText, Ui};

use super::problems::{self, MoreActions, ProblemRow, ProblemsEvent};
use crate::domain::emulate::{Change, Emulated, FACTS_DATE};
use crate::domain::finding::{Finding, Severity, Span};
use crate::model::ShownVariant;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::empty_state;

/// Where the source of a change can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It cannot.
    Nowhere,
    /// In this line of the template, from 1.
    Line(usize),
    /// In a file that the template is composed from.
    Elsewhere,
}

/// Shows the changes of all variants; the part of the rendered content whose source is to be
/// shown. `reach` tells whether that of a part can be shown.
pub fn ui(ui: &mut Ui, shown: &[ShownVariant], reach: &dyn Fn(Span) -> Reach) -> Option<Span> {
    let models: Vec<(&ShownVariant, &Emulated)> = shown
        .iter()
        .filter_map(|one| Some((one, one.emulated.as_deref()?)))
        .collect();
    if models.is_empty() {
        let sentence = "Choose a client above the preview to see what it would leave out";
        empty_state(
            ui,
            icons::CHECK,
            "The mail is shown as written",
            sentence,
            None,
        );
        return None;
    }
    notes_ui(ui, &models);
    let changes: Vec<(String, &Change)> = models
        .iter()
        .flat_map(|(one, emulated)| {
            let label = one.variant.label();
            emulated
                .changes
                .iter()
                .map(move |change| (label.clone(), change))
        })
        .collect();
    if changes.is_empty() {
        let sentence = "The rules of the model take nothing away and change no colour";
        empty_state(ui, icons::CHECK, "Nothing is changed", sentence, None);
        return None;
    }
    let findings: Vec<Finding> = changes.iter().map(|(_, change)| finding(change)).collect();
    let rows: Vec<ProblemRow<'_>> = changes
        .iter()
        .zip(&findings)
        .map(|((place, change), finding)| {
            let reach = reach(change.span);
            ProblemRow {
                place,
                line: match reach {
                    Reach::Line(line) => Some(line),
                    Reach::Nowhere | Reach::Elsewhere => None,
                },
                finding,
                mails: 0,
                ignored: None,
                can_reveal: reach != Reach::Nowhere,
                fold: None,
                is_inside: false,
                more: MoreActions::default(),
            }
        })
        .collect();
    match problems::ui(ui, &rows) {
        Some(ProblemsEvent::Reveal(index)) => changes.get(index).map(|(_, change)| change.span),
        _ => None,
    }
}

/// Says that these are models, and what else there is to know of them.
fn notes_ui(ui: &mut Ui, models: &[(&ShownVariant, &Emulated)]) {
    let color = tokens(ui.ctx()).text_muted;
    let small = |text: String| egui::Label::new(RichText::new(text).small().color(color));
    let disclaimer = match models {
        [(one, _)] => Emulated::disclaimer(one.variant.client),
        _ => format!(
            "Models of these clients, made from tests that others published; newest data \
             {FACTS_DATE}, some tests are from 2019. The clients may show something else"
        ),
    };
    let mut notes: Vec<String> = Vec::new();
    for (one, emulated) in models {
        for note in &emulated.notes {
            notes.push(format!("{}: {note}", one.variant.label()));
        }
    }
    let margin = egui::Margin::symmetric(space::M as i8, 4);
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.add(small(disclaimer).truncate().selectable(false));
        if !notes.is_empty() {
            let line = notes.join(" · ");
            let response = ui.add(small(line).truncate().selectable(false));
            response.on_hover_text(notes.join("\n"));
        }
    });
}

fn finding(change: &Change) -> Finding {
    let message = format!("{}: {}", change.why(), change.what);
    let hint = format!("{}, {}", change.date(), change.source());
    Finding::new(Severity::Info, change.rule.id, message).hint(hint)
}
