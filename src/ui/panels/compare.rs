//! In what two languages of a template differ: their items beside each other.

use egui::{Align, Label, Layout, RichText, ScrollArea, Sense, Ui, WidgetInfo};

use crate::domain::compare::{Comparison, Item, ItemKind, RowState, Side};
use crate::domain::finding::Span;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{Tone, empty_state};

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareEvent {
    /// Show a place of the content of one side.
    Reveal(Side, Span),
}

/// Height of a row.
const ROW: f32 = 26.0;

/// Width between the two sides, for the mark.
const MIDDLE: f32 = 28.0;

/// Shows the comparison; `names` are those of the sides.
pub fn ui(ui: &mut Ui, comparison: &Comparison, names: [&str; 2]) -> Option<CompareEvent> {
    if comparison.rows.is_empty() && comparison.findings.is_empty() {
        let sentence = "Neither of the two contents has a text, a link or a picture";
        empty_state(ui, icons::COMPARE, "Nothing to compare", sentence, None);
        return None;
    }
    let mut event = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let margin = egui::Margin::symmetric(space::M as i8, space::S as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            summary_ui(ui, comparison);
            for found in &comparison.findings {
                let shown = finding_ui(ui, found);
                event = shown.or(event);
            }
            ui.add_space(space::S);
            row_ui(ui, |ui, side| {
                let color = tokens(ui.ctx()).text_muted;
                let name = if side == Side::Left {
                    names[0]
                } else {
                    names[1]
                };
                ui.label(RichText::new(name).color(color));
                None
            });
            for row in &comparison.rows {
                let shown = item_row_ui(ui, row);
                event = shown.or(event);
            }
        });
    });
    event
}

fn summary_ui(ui: &mut Ui, comparison: &Comparison) {
    let counts = comparison.counts;
    let different = counts.differs + counts.only_left + counts.only_right;
    let (icon, tone, text) = if comparison.is_same() {
        let text = "Both have the same texts, links, pictures and placeholders".to_owned();
        (icons::CHECK, Tone::Success, text)
    } else {
        let text = match different {
            0 => format!("{} parts have their counterpart", counts.same),
            1 => format!("1 part differs, {} have their counterpart", counts.same),
            _ => format!(
                "{different} parts differ, {} have their counterpart",
                counts.same
            ),
        };
        (icons::COMPARE, Tone::Neutral, text)
    };
    ui.horizontal(|ui| {
        let color = tone.color(tokens(ui.ctx()));
        ui.label(icons::inline(icon).color(color));
        ui.label(RichText::new(text).strong());
    });
}

fn finding_ui(ui: &mut Ui, found: &crate::domain::compare::SideFinding) -> Option<CompareEvent> {
    let tone = Tone::from(found.finding.severity);
    let mut event = None;
    ui.horizontal(|ui| {
        let color = tone.color(tokens(ui.ctx()));
        ui.label(icons::inline(tone.icon()).color(color));
        let text = Label::new(&found.finding.message)
            .wrap()
            .sense(Sense::click());
        let response = ui.add(text);
        let is_content = found.field == crate::domain::logto::Field::Content;
        let span = found.finding.span.filter(|_| is_content);
        if let Some(span) = span.filter(|_| response.clicked()) {
            event = Some(CompareEvent::Reveal(found.side, span));
        }
        if let Some(hint) = &found.finding.hint {
            response.on_hover_text(hint);
        }
    });
    event
}

/// Two sides with room for a mark between them.
fn row_ui(
    ui: &mut Ui,
    mut side: impl FnMut(&mut Ui, Side) -> Option<CompareEvent>,
) -> Option<CompareEvent> {
    let width = ((ui.available_width() - MIDDLE) / 2.0).max(60.0);
    let mut event = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (which, gap) in [(Side::Left, MIDDLE), (Side::Right, 0.0)] {
            let size = egui::vec2(width, ROW);
            let layout = Layout::left_to_right(Align::Center);
            let shown = ui.allocate_ui_with_layout(size, layout, |ui| {
                ui.set_min_width(width);
                ui.set_max_width(width);
                side(ui, which)
            });
            event = shown.inner.or(event);
            ui.add_space(gap);
        }
    });
    event
}

fn item_row_ui(ui: &mut Ui, row: &crate::domain::compare::Row) -> Option<CompareEvent> {
    let tone = match row.state {
        RowState::Same => Tone::Neutral,
        RowState::Differs => Tone::Warning,
        RowState::OnlyLeft | RowState::OnlyRight => Tone::Error,
    };
    row_ui(ui, |ui, side| {
        let item = match side {
            Side::Left => &row.left,
            Side::Right => &row.right,
        };
        if let Some(item) = item {
            return item_ui(ui, item, side, tone);
        }
        let color = tone.color(tokens(ui.ctx()));
        ui.label(RichText::new("— missing").color(color));
        None
    })
}

fn item_ui(ui: &mut Ui, item: &Item, side: Side, tone: Tone) -> Option<CompareEvent> {
    let kind = match item.kind {
        ItemKind::Heading(level) => format!("h{level}"),
        ItemKind::Text => "text".to_owned(),
        ItemKind::Link => "link".to_owned(),
        ItemKind::Button => "button".to_owned(),
        ItemKind::Image => "picture".to_owned(),
    };
    let tokens = tokens(ui.ctx());
    let color = match tone {
        Tone::Neutral => tokens.text_muted,
        other => other.color(tokens),
    };
    ui.add_sized(
        egui::vec2(52.0, ROW),
        Label::new(RichText::new(kind).small().color(color)).truncate(),
    );
    let text = Label::new(&item.text).truncate().sense(Sense::click());
    let response = ui.add(text);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Link, true, &item.text));
    let mut more: Vec<String> = item.links.iter().map(|link| format!("→ {link}")).collect();
    more.extend(item.source.iter().cloned());
    let clicked = response.clicked();
    if !more.is_empty() {
        response.on_hover_text(more.join("\n"));
    }
    clicked.then_some(CompareEvent::Reveal(side, item.span))
}
