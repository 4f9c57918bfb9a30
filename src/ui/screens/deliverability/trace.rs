//! Every question and its answer, with the server and the time.

use egui::{Align, Frame, Label, Layout, Margin, RichText, ScrollArea, Ui, vec2};

use super::block::copy_button;
use crate::model::{CheckedDomain, TraceKind, TraceRow};
use crate::ui::theme::icons;
use crate::ui::theme::{fonts, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, Tone};

/// The height of a row.
const ROW: f32 = 26.0;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, checked: &CheckedDomain) {
    let margin = Margin::symmetric(space::L as i8, space::S as i8);
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            let color = tokens(ui.ctx()).text_muted;
            let words = "Every question of the check, in the order of the answers";
            ui.label(RichText::new(words).color(color));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = Button::new("Copy all", ButtonLook::Quiet).icon(icons::COPY);
                if ui.add(button).clicked() {
                    ui.ctx().copy_text(all(&checked.trace));
                }
            });
        });
        let columns = Columns::of(ui.available_width());
        heads_ui(ui, &columns);
        let rows = checked.trace.len();
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .auto_shrink(false)
            .show_rows(ui, ROW, rows, |ui, range| {
                for row in checked.trace.get(range).unwrap_or_default() {
                    row_ui(ui, row, &columns);
                }
            });
    });
}

/// The widths of the columns.
struct Columns {
    question: f32,
    answer: f32,
    server: f32,
    level: f32,
    time: f32,
}

impl Columns {
    fn of(width: f32) -> Self {
        let (server, level, time) = (128.0, 40.0, 92.0);
        let rest = (width - server - level - time - 34.0 - 6.0 * space::S).max(200.0);
        Self {
            question: rest * 0.42,
            answer: rest * 0.58,
            server,
            level,
            time,
        }
    }
}

fn heads_ui(ui: &mut Ui, columns: &Columns) {
    let heads = [
        ("Question", columns.question),
        ("Answer", columns.answer),
        ("Server", columns.server),
        ("Level", columns.level),
        ("At + time", columns.time),
    ];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for (head, width) in heads {
            let color = tokens(ui.ctx()).text_muted;
            cell(
                ui,
                width,
                RichText::new(head).font(fonts::caption()).color(color),
            );
        }
    });
}

fn cell(ui: &mut Ui, width: f32, text: RichText) -> egui::Response {
    let size = vec2(width, ROW - 2.0);
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_size(size);
        ui.add(Label::new(text).truncate())
    })
    .inner
}

fn row_ui(ui: &mut Ui, row: &TraceRow, columns: &Columns) {
    let tokens = tokens(ui.ctx());
    ui.horizontal(|ui| {
        ui.set_min_height(ROW);
        ui.spacing_mut().item_spacing.x = space::S;
        cell(
            ui,
            columns.question,
            RichText::new(&row.question).font(fonts::mono()),
        );
        let color = match row.kind {
            TraceKind::Records => tokens.text,
            TraceKind::Nothing => tokens.text_muted,
            TraceKind::Failure => Tone::Warning.color(tokens),
        };
        let text = answer(row);
        let shown = cell(
            ui,
            columns.answer,
            RichText::new(&text).font(fonts::mono()).color(color),
        );
        if row.records.len() > 1 {
            shown.on_hover_text(row.records.join("\n"));
        }
        let small = |text: String| RichText::new(text).small().color(tokens.text_muted);
        cell(ui, columns.server, small(row.server.clone()));
        cell(ui, columns.level, small(row.level.to_string()));
        let time = format!("{:.0} + {:.1} ms", row.asked_ms, row.took_ms);
        cell(ui, columns.time, small(time));
        let name = format!("Copy the answer about {}", row.question);
        copy_button(ui, &name, &line(row));
    });
}

fn answer(row: &TraceRow) -> String {
    match row.kind {
        TraceKind::Records => row.records.join(" · "),
        TraceKind::Nothing | TraceKind::Failure if row.records.is_empty() => row.outcome.to_owned(),
        TraceKind::Nothing | TraceKind::Failure => {
            format!("{}: {}", row.outcome, row.records.join(" · "))
        }
    }
}

fn line(row: &TraceRow) -> String {
    format!(
        "{}\t{}\t{}\tlevel {}\t{:.1} ms",
        row.question,
        answer(row),
        row.server,
        row.level,
        row.took_ms
    )
}

fn all(rows: &[TraceRow]) -> String {
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
