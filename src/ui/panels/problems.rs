//! What is wrong, most severe first.

use egui::{Align, Align2, Label, Layout, RichText, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::domain::finding::{Finding, Severity};
use crate::ui::theme::{fonts, icons, size, space, tokens};
use crate::ui::widgets::{List, RowFocus, RowResponse, Tone, empty_state};

/// One problem.
#[derive(Debug, Clone, Copy)]
pub struct ProblemRow<'a> {
    /// Where it is: a field of the template, or a file.
    pub place: &'a str,
    /// The line there, from 1.
    pub line: Option<usize>,
    /// How many mails have it from that file; 0 or 1 is not told.
    pub mails: usize,
    /// What is wrong.
    pub finding: &'a Finding,
    /// Why it is ignored, if it is.
    pub ignored: Option<&'a str>,
    /// Whether the place can be shown.
    pub can_reveal: bool,
    /// Whether the rows that it stands for are shown, if it stands for others.
    pub fold: Option<bool>,
    /// Whether it is one of those.
    pub is_inside: bool,
    /// What else can be done about it.
    pub more: MoreActions,
}

/// What can be done about a problem besides mending it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoreActions {
    /// How many of its kind can be mended with it; 0 if that is none but itself.
    pub fix_all: usize,
    /// Whether its rule can be explained.
    pub can_explain: bool,
    /// Whether its rule can be ignored.
    pub can_ignore: bool,
}

/// What was asked for; the number is the place of the row in what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemsEvent {
    /// Show or hide the rows that this one stands for.
    Toggle(usize),
    /// Show the place of this row.
    Reveal(usize),
    /// Mend this row.
    Fix(usize),
    /// Mend all rows of the kind of this one.
    FixAll(usize),
    /// Explain the rule of this row.
    Why(usize),
    /// Ignore the rule of this row.
    Ignore(usize),
}

impl ProblemsEvent {
    /// The place of the row in what was given.
    pub const fn row(self) -> usize {
        match self {
            Self::Toggle(row)
            | Self::Reveal(row)
            | Self::Fix(row)
            | Self::FixAll(row)
            | Self::Why(row)
            | Self::Ignore(row) => row,
        }
    }
}

/// Height of a row.
const ROW: f32 = 44.0;

/// From this width on a row has room for all its buttons.
const ROOMY: f32 = 420.0;

/// How far rows are set in below the one that stands for them.
const INDENT: f32 = 20.0;

/// Shows the problems in all space there is: the most severe first, and in the order given within a
/// severity. The list is one stop for Tab; the fix of its current row is the next.
pub fn ui(ui: &mut Ui, rows: &[ProblemRow<'_>]) -> Option<ProblemsEvent> {
    if rows.is_empty() {
        let sentence =
            "Placeholders are checked against the variables that the chosen flow carries";
        empty_state(ui, icons::CHECK, "No problems found", sentence, None);
        return None;
    }
    let order = order(rows);
    let list = List::new("Problems", rows.len(), ROW);
    // The panel has no state of its own but this row, which may be forgotten.
    let memory = list.id(ui).with("current");
    let current: Option<usize> = ui.data(|data| data.get_temp(memory));
    let current = current.filter(|current| *current < rows.len());
    let mut event = None;
    let output = list.show(ui, current, |ui, at, focus| {
        let index = order.get(at).copied().unwrap_or(at);
        let shown = rows.get(index).map(|row| {
            let state = State {
                focus,
                is_current: current == Some(at),
            };
            row_ui(ui, row, state)
        });
        let (response, asked) = shown.unwrap_or_else(|| (ui.response(), None));
        event = asked.map(|asked| asked.of(index)).or(event);
        RowResponse {
            response,
            chip: None,
        }
    });
    if let Some(picked) = output.picked {
        ui.data_mut(|data| data.insert_temp(memory, picked));
    }
    let activated = output.activated.and_then(|at| order.get(at).copied());
    let activated = activated.and_then(|index| Some((index, rows.get(index)?.pressed()?)));
    event.or_else(|| activated.map(|(index, asked)| asked.of(index)))
}

impl ProblemRow<'_> {
    /// What pressing the row itself asks for.
    const fn pressed(&self) -> Option<Asked> {
        match (self.fold, self.can_reveal) {
            (Some(_), _) => Some(Asked::Toggle),
            (None, true) => Some(Asked::Reveal),
            (None, false) => None,
        }
    }
}

/// The rows by severity, those ignored after all others, each by its place in what was given.
fn order(rows: &[ProblemRow<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| {
        let row = rows.get(*index);
        row.map(|row| (row.ignored.is_some(), row.finding.severity))
    });
    order
}

/// How a row stands in the list.
#[derive(Clone, Copy)]
struct State {
    focus: RowFocus,
    is_current: bool,
}

/// What was asked of a row.
#[derive(Clone, Copy)]
enum Asked {
    Toggle,
    Reveal,
    Fix,
    FixAll,
    Why,
    Ignore,
}

impl Asked {
    const fn of(self, index: usize) -> ProblemsEvent {
        match self {
            Self::Toggle => ProblemsEvent::Toggle(index),
            Self::Reveal => ProblemsEvent::Reveal(index),
            Self::Fix => ProblemsEvent::Fix(index),
            Self::FixAll => ProblemsEvent::FixAll(index),
            Self::Why => ProblemsEvent::Why(index),
            Self::Ignore => ProblemsEvent::Ignore(index),
        }
    }
}

fn row_ui(ui: &mut Ui, row: &ProblemRow<'_>, state: State) -> (egui::Response, Option<Asked>) {
    let finding = row.finding;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
    describe(ui, &response, row, state);
    let tokens = tokens(ui.ctx());
    let plate = rect.shrink2(vec2(space::XS, 1.0));
    ground_ui(ui, plate, &response, state);
    let tone = Tone::from(finding.severity);
    let indent = if row.is_inside { INDENT } else { 0.0 };
    let icon_at = pos2(plate.left() + space::S + 8.0 + indent, plate.center().y);
    let icon = match row.fold {
        Some(true) => icons::EXPAND,
        Some(false) => icons::COLLAPSED,
        None => tone.icon(),
    };
    let color = match (row.fold, row.ignored) {
        (None, None) => tone.color(tokens),
        _ => tokens.text_muted,
    };
    ui.painter().text(
        icon_at,
        Align2::CENTER_CENTER,
        icon.codepoint,
        egui::FontId::new(size::BODY + 4.0, icon.font_family()),
        color,
    );
    let mut asked = row.pressed().filter(|_| response.clicked());
    let mut words = plate;
    words.min.x = icon_at.x + 8.0 + space::S + 2.0;
    words.max.x -= space::S;
    let from_the_end = Layout::right_to_left(Align::Center);
    let builder = UiBuilder::new().max_rect(words).layout(from_the_end);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let place = RichText::new(place(row)).small().color(tokens.text_muted);
        // A long path leaves the sentence three fifths of the row.
        ui.scope(|ui| {
            ui.set_max_width(words.width() * 0.4);
            ui.add(Label::new(place).selectable(false).truncate());
        });
        if let Some(fix) = &finding.fix
            && fix_ui(ui, &fix.title, state.is_current)
        {
            asked = Some(Asked::Fix);
        }
        let is_active = state.is_current || ui.rect_contains_pointer(rect);
        // In a narrow row the sentence comes first; its menu has the same.
        if is_active && words.width() >= ROOMY {
            asked = more_ui(ui, row.more, state).or(asked);
        }
        words_ui(ui, row, plate);
    });
    asked = menu_ui(&response, row).or(asked);
    let hint = finding.hint.as_deref().unwrap_or_default();
    let tooltip = format!("{}\n{hint}", finding.message);
    (response.on_hover_text(tooltip.trim_end()), asked)
}

/// The plate of a row that is current or under the pointer, and the ring of the keyboard.
fn ground_ui(ui: &Ui, plate: egui::Rect, response: &egui::Response, state: State) {
    let tokens = tokens(ui.ctx());
    if state.is_current || response.hovered() {
        let fill = if state.is_current {
            tokens.accent_subtle
        } else {
            tokens.hover
        };
        ui.painter().rect_filled(plate, space::RADIUS, fill);
    }
    if state.focus == (RowFocus::List { ring: true }) {
        let stroke = egui::Stroke::new(1.5, tokens.accent);
        let kind = egui::StrokeKind::Inside;
        ui.painter().rect_stroke(plate, space::RADIUS, stroke, kind);
    }
}

/// The sentences of a row, in what its buttons leave.
fn words_ui(ui: &mut Ui, row: &ProblemRow<'_>, plate: egui::Rect) {
    let finding = row.finding;
    let tokens = tokens(ui.ctx());
    let room = ui.available_rect_before_wrap();
    let below = row.ignored.filter(|_| row.fold.is_none());
    let below = below.map(|reason| format!("Ignored: {reason}"));
    let below = below.or_else(|| finding.hint.clone());
    let middle = if below.is_some() { -8.5 } else { 0.0 };
    let line = |ui: &mut Ui, dy: f32, text: RichText| {
        let at = egui::Rect::from_center_size(
            pos2(room.center().x, plate.center().y + dy),
            vec2(room.width(), 18.0),
        );
        let layout = Layout::left_to_right(Align::Center);
        let builder = UiBuilder::new().max_rect(at).layout(layout);
        ui.scope_builder(builder, |ui| {
            let label = Label::new(text).selectable(false).truncate();
            ui.add(label.show_tooltip_when_elided(false));
        });
    };
    let message = RichText::new(&finding.message);
    line(
        ui,
        middle,
        match row.ignored {
            Some(_) => message.color(tokens.text_muted),
            None => message,
        },
    );
    if let Some(hint) = &below {
        line(
            ui,
            8.5,
            RichText::new(hint).small().color(tokens.text_muted),
        );
    }
}

/// The button that mends a row; only that of the current row is a stop for Tab.
fn fix_ui(ui: &mut Ui, title: &str, is_current: bool) -> bool {
    let sense = if is_current {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let button = egui::Button::new(RichText::new(title).font(fonts::caption())).sense(sense);
    ui.add(button).clicked()
}

/// The other buttons, of the row that is current or under the pointer.
fn more_ui(ui: &mut Ui, more: MoreActions, state: State) -> Option<Asked> {
    let mut asked = None;
    for (title, what) in more.titles() {
        if fix_ui(ui, &title, state.is_current) {
            asked = Some(what);
        }
    }
    asked
}

/// All that can be done about a row, on a right click.
fn menu_ui(response: &egui::Response, row: &ProblemRow<'_>) -> Option<Asked> {
    let fix = row.finding.fix.as_ref();
    let fix = fix.map(|fix| (fix.title.clone(), Asked::Fix));
    let titles: Vec<(String, Asked)> = fix.into_iter().chain(row.more.titles()).collect();
    if titles.is_empty() {
        return None;
    }
    let mut asked = None;
    response.context_menu(|ui| {
        for (title, what) in titles {
            if ui.button(title).clicked() {
                asked = Some(what);
                ui.close();
            }
        }
    });
    asked
}

impl MoreActions {
    /// What can be done, and what it is called.
    fn titles(self) -> Vec<(String, Asked)> {
        let all = (self.fix_all > 1).then(|| (format!("Fix all {}", self.fix_all), Asked::FixAll));
        let why = self.can_explain.then(|| ("Why".to_owned(), Asked::Why));
        let ignore = self
            .can_ignore
            .then(|| ("Ignore…".to_owned(), Asked::Ignore));
        [all, why, ignore].into_iter().flatten().collect()
    }
}

fn describe(ui: &Ui, response: &egui::Response, row: &ProblemRow<'_>, state: State) {
    let severity = severity_word(row.finding.severity);
    let place = place(row);
    let place = if place.is_empty() {
        String::new()
    } else {
        format!(", {place}")
    };
    let name = format!("{severity}: {}{place}", row.finding.message);
    let role = egui::Role::ListBoxOption;
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), &name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(state.is_current);
        if let Some(is_open) = row.fold {
            node.set_expanded(is_open);
        }
        if let Some(hint) = &row.finding.hint {
            node.set_description(hint.as_str());
        }
    });
}

fn place(row: &ProblemRow<'_>) -> String {
    let place = match row.line {
        Some(line) if row.place.eq_ignore_ascii_case("content") => format!("line {line}"),
        Some(line) => format!("{}, line {line}", row.place),
        None => row.place.to_owned(),
    };
    if row.mails > 1 {
        format!("{place} · {} mails", row.mails)
    } else {
        place
    }
}

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_severe_come_first_and_equals_stay_in_order() {
        let findings = [
            Severity::Info,
            Severity::Warning,
            Severity::Error,
            Severity::Warning,
        ]
        .map(|severity| Finding::new(severity, "code", "message"));
        let rows: Vec<ProblemRow<'_>> = findings
            .iter()
            .map(|finding| ProblemRow {
                place: "Content",
                line: None,
                mails: 0,
                finding,
                ignored: None,
                can_reveal: true,
                fold: None,
                is_inside: false,
                more: MoreActions::default(),
            })
            .collect();
        assert_eq!(order(&rows), [2, 1, 3, 0]);
    }
}
