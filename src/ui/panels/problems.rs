//! What is wrong, most severe first.

use egui::{Align, Label, Layout, RichText, ScrollArea, Sense, Ui, vec2};

use crate::domain::finding::{Finding, Severity};
use crate::ui::theme::{icons, size, space, tokens};
use crate::ui::widgets::{Tone, empty_state};

/// One problem.
#[derive(Debug, Clone, Copy)]
pub struct ProblemRow<'a> {
    /// Where it is: a field of the template, or a file.
    pub place: &'a str,
    /// The line there, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub finding: &'a Finding,
    /// Whether the place can be shown.
    pub can_reveal: bool,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemsEvent {
    /// Show the place of this row.
    Reveal(usize),
    /// Mend this row.
    Fix(usize),
}

/// Height of a row.
const ROW: f32 = 42.0;

/// Shows the problems in all space there is.
pub fn ui(ui: &mut Ui, rows: &[ProblemRow<'_>]) -> Option<ProblemsEvent> {
    if rows.is_empty() {
        let sentence =
            "Placeholders are checked against the variables that the chosen flow carries";
        empty_state(ui, icons::CHECK, "No problems found", sentence, None);
        return None;
    }
    let mut event = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for index in range {
                if let Some(row) = rows.get(index) {
                    event = row_ui(ui, index, row).or(event);
                }
            }
        });
    event
}

fn row_ui(ui: &mut Ui, index: usize, row: &ProblemRow<'_>) -> Option<ProblemsEvent> {
    let tokens = tokens(ui.ctx());
    let mut event = None;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let finding = row.finding;
    response.widget_info(|| {
        let severity = severity_word(finding.severity);
        let name = format!("{severity}: {}, {}", finding.message, place(row));
        egui::WidgetInfo::labeled(egui::Role::Button, true, name)
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
    let hint = finding.hint.as_deref().unwrap_or_default();
    let response = response.on_hover_text(format!("{}\n{hint}", finding.message).trim_end());
    if response.clicked() && row.can_reveal {
        event = Some(ProblemsEvent::Reveal(index));
    }
    let inner = rect.shrink2(vec2(space::M, 4.0));
    let builder = egui::UiBuilder::new()
        .max_rect(inner)
        .layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(builder, |ui| {
        let text = RichText::new(place(row)).small().color(tokens.text_faint);
        ui.add(Label::new(text).selectable(false));
        if let Some(fix) = &finding.fix
            && ui.small_button(&fix.title).clicked()
        {
            event = Some(ProblemsEvent::Fix(index));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let tone = Tone::from(finding.severity);
            let icon = tone.icon().rich_text().size(size::BODY + 4.0);
            ui.label(icon.color(tone.color(tokens)));
            ui.add_space(space::XS);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                words(ui, &finding.message, tokens.text);
                words(ui, hint, tokens.text_muted);
            });
        });
    });
    event
}

fn words(ui: &mut Ui, text: &str, color: egui::Color32) {
    let text = RichText::new(text).color(color);
    ui.add(Label::new(text).selectable(false).truncate());
}

fn place(row: &ProblemRow<'_>) -> String {
    match row.line {
        Some(line) if row.place == "Content" => format!("line {line}"),
        Some(line) => format!("{}, line {line}", row.place),
        None => row.place.to_owned(),
    }
}

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Note",
    }
}
