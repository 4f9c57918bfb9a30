//! What the models of clients remove or change.

use egui::{RichText, Ui};

use super::problems::{self, ProblemRow, ProblemsEvent};
use crate::domain::emulate::{Change, Emulated};
use crate::domain::finding::{Finding, Severity, Span};
use crate::model::ShownVariant;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::empty_state;

/// Shows the changes of all variants; the part of the rendered content whose source is to be
/// shown. `lines` tells where a part of the rendered content was written, as a line from 1.
pub fn ui(
    ui: &mut Ui,
    shown: &[ShownVariant],
    lines: &dyn Fn(Span) -> Option<usize>,
) -> Option<Span> {
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
    let color = tokens(ui.ctx()).text_muted;
    for (one, emulated) in &models {
        let disclaimer = Emulated::disclaimer(one.variant.client);
        let note = RichText::new(disclaimer).small().color(color);
        ui.add(egui::Label::new(note).truncate())
            .on_hover_text(emulated.notes.join("\n"));
    }
    ui.add_space(space::XS);
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
            let line = lines(change.span);
            ProblemRow {
                place,
                line,
                finding,
                can_reveal: line.is_some(),
            }
        })
        .collect();
    match problems::ui(ui, &rows) {
        Some(ProblemsEvent::Reveal(index)) => changes.get(index).map(|(_, change)| change.span),
        Some(ProblemsEvent::Fix(_)) | None => None,
    }
}

fn finding(change: &Change) -> Finding {
    let message = format!("{}: {}", change.why(), change.what);
    let hint = format!("{}, {}", change.date(), change.source());
    Finding::new(Severity::Info, change.rule.id, message).hint(hint)
}
