//! How a row of the list is drawn.

use egui::{
    Align, Align2, Label, Layout, Rect, RichText, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::{Asked, MoreActions, ProblemRow, ROW};
use crate::domain::finding::Severity;
use crate::ui::theme::{fonts, icons, size, space, tokens};
use crate::ui::widgets::{RowFocus, Tone};

/// From this width on a row has room for all its buttons.
const ROOMY: f32 = 420.0;

/// How far rows are set in below the one that stands for them.
const INDENT: f32 = 20.0;

/// Height of the line with the place and the buttons of the current row.
const LAST_LINE: f32 = 26.0;

/// Room above the words of the current row, and below its last line.
const PAD: f32 = 6.0;

/// How a row stands in the list.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub focus: RowFocus,
    pub is_current: bool,
}

/// The height of the current row in a list of this width: all that it says is shown.
pub(super) fn full_height(ui: &Ui, row: &ProblemRow<'_>, width: f32) -> f32 {
    let room = words_rect(row, Rect::from_min_size(pos2(0.0, 0.0), vec2(width, ROW))).width();
    let body = egui::TextStyle::Body.resolve(ui.style());
    let message = height(ui, &row.finding.message, body, room);
    let small = egui::TextStyle::Small.resolve(ui.style());
    let below = below(row).map_or(0.0, |below| height(ui, &below, small, room) + 2.0);
    (2.0 * PAD + message + below + LAST_LINE).max(ROW)
}

fn height(ui: &Ui, text: &str, font: egui::FontId, width: f32) -> f32 {
    let color = egui::Color32::PLACEHOLDER;
    let galley = ui
        .ctx()
        .fonts_mut(|fonts| fonts.layout(text.to_owned(), font, color, width));
    galley.size().y.ceil()
}

/// The plate that a row is drawn on.
fn plate(rect: Rect) -> Rect {
    rect.shrink2(vec2(space::XS, 1.0))
}

/// Where the icon of a row stands, from the left.
fn icon_left(row: &ProblemRow<'_>, plate: Rect) -> f32 {
    let indent = if row.is_inside { INDENT } else { 0.0 };
    plate.left() + space::S + 8.0 + indent
}

/// What the icon leaves for words.
fn words_rect(row: &ProblemRow<'_>, rect: Rect) -> Rect {
    let plate = plate(rect);
    let mut words = plate;
    words.min.x = icon_left(row, plate) + 8.0 + space::S + 2.0;
    words.max.x -= space::S;
    words
}

pub(super) fn row_ui(
    ui: &mut Ui,
    row: &ProblemRow<'_>,
    state: State,
) -> (egui::Response, Option<Asked>) {
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::CLICK);
    describe(ui, &response, row, state);
    let plate = plate(rect);
    ground_ui(ui, plate, &response, state);
    icon_ui(ui, row, plate);
    let words = words_rect(row, rect);
    let builder = UiBuilder::new().max_rect(words);
    let asked = ui.scope_builder(builder, |ui| {
        if state.is_current {
            full_ui(ui, row)
        } else {
            lines_ui(ui, row)
        }
    });
    let mut asked = asked
        .inner
        .or_else(|| row.pressed().filter(|_| response.clicked()));
    asked = menu_ui(&response, row).or(asked);
    let hint = row.finding.hint.as_deref().unwrap_or_default();
    let tooltip = format!("{}\n{hint}", row.finding.message);
    (response.on_hover_text(tooltip.trim_end()), asked)
}

fn icon_ui(ui: &Ui, row: &ProblemRow<'_>, plate: Rect) {
    let tokens = tokens(ui.ctx());
    let tone = Tone::from(row.finding.severity);
    let icon = match row.fold {
        Some(true) => icons::EXPAND,
        Some(false) => icons::COLLAPSED,
        None => tone.icon(),
    };
    let color = match (row.fold, row.ignored) {
        (None, None) => tone.color(tokens),
        _ => tokens.text_muted,
    };
    let at = pos2(icon_left(row, plate), plate.top() + ROW / 2.0 - 1.0);
    ui.painter().text(
        at,
        Align2::CENTER_CENTER,
        icon.codepoint,
        egui::FontId::new(size::BODY + 4.0, icon.font_family()),
        color,
    );
}

/// The plate of a row that is current or under the pointer, and the ring of the keyboard.
fn ground_ui(ui: &Ui, plate: Rect, response: &egui::Response, state: State) {
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

/// What stands below the message.
fn below(row: &ProblemRow<'_>) -> Option<String> {
    let reason = row.ignored.filter(|_| row.fold.is_none());
    let reason = reason.map(|reason| format!("Ignored: {reason}"));
    reason.or_else(|| row.finding.hint.clone())
}

/// The message in the colour of the row.
fn message(ui: &Ui, row: &ProblemRow<'_>) -> RichText {
    let message = RichText::new(&row.finding.message);
    match row.ignored {
        Some(_) => message.color(tokens(ui.ctx()).text_muted),
        None => message,
    }
}

/// A row that is not the current one: two lines, cut where there is no room.
fn lines_ui(ui: &mut Ui, row: &ProblemRow<'_>) -> Option<Asked> {
    let mut asked = None;
    let room = ui.available_rect_before_wrap();
    let muted = tokens(ui.ctx()).text_muted;
    let place = RichText::new(place(row)).small().color(muted);
    let from_the_end = Layout::right_to_left(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(from_the_end), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        // A long path leaves the sentence three fifths of the row.
        ui.scope(|ui| {
            ui.set_max_width(room.width() * 0.4);
            ui.add(Label::new(place).selectable(false).truncate());
        });
        if let Some(fix) = row.finding.fix.as_ref().filter(|_| room.width() >= ROOMY) {
            let words = RichText::new(&fix.title).font(fonts::caption());
            // Only the buttons of the current row are stops for Tab.
            let button = egui::Button::new(words).sense(Sense::CLICK);
            if ui.add(button).clicked() {
                asked = Some(Asked::Fix);
            }
        }
        let room = ui.available_rect_before_wrap();
        let below = below(row);
        let middle = if below.is_some() { -8.5 } else { 0.0 };
        line_ui(ui, room, middle, message(ui, row));
        if let Some(hint) = &below {
            let hint = RichText::new(hint).small().color(muted);
            line_ui(ui, room, 8.5, hint);
        }
    });
    asked
}

fn line_ui(ui: &mut Ui, room: Rect, dy: f32, text: RichText) {
    let middle = pos2(room.center().x, room.center().y + dy);
    let at = Rect::from_center_size(middle, vec2(room.width(), 18.0));
    let layout = Layout::left_to_right(Align::Center);
    let builder = UiBuilder::new().max_rect(at).layout(layout);
    ui.scope_builder(builder, |ui| {
        let label = Label::new(text).selectable(false).truncate();
        ui.add(label.show_tooltip_when_elided(false));
    });
}

/// The current row: all it says, then its place and its buttons.
fn full_ui(ui: &mut Ui, row: &ProblemRow<'_>) -> Option<Asked> {
    let muted = tokens(ui.ctx()).text_muted;
    let room = ui.available_rect_before_wrap();
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add_space(PAD);
    ui.add(Label::new(message(ui, row)).selectable(false).wrap());
    if let Some(below) = below(row) {
        let below = RichText::new(below).small().color(muted);
        ui.add(Label::new(below).selectable(false).wrap());
    }
    let last = Rect::from_min_max(pos2(room.left(), room.bottom() - PAD - LAST_LINE), room.max);
    let last = last.with_max_y(room.bottom() - PAD + 2.0);
    let layout = Layout::left_to_right(Align::Center);
    let builder = UiBuilder::new().max_rect(last).layout(layout);
    let asked = ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let asked = buttons_ui(ui, row, room.width());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let place = RichText::new(place(row)).small().color(muted);
            ui.add(Label::new(place).selectable(false).truncate());
        });
        asked
    });
    asked.inner
}

/// The fix and what else can be done; where there is little room that is one menu.
fn buttons_ui(ui: &mut Ui, row: &ProblemRow<'_>, width: f32) -> Option<Asked> {
    let mut asked = None;
    if let Some(fix) = &row.finding.fix {
        ui.scope(|ui| {
            ui.set_max_width(width * 0.5);
            if button_ui(ui, &fix.title) {
                asked = Some(Asked::Fix);
            }
        });
    }
    let others = row.more.titles();
    if width >= ROOMY {
        for (title, what) in others {
            if button_ui(ui, &title) {
                asked = Some(what);
            }
        }
    } else if !others.is_empty() {
        let words = RichText::new("More…").font(fonts::caption());
        ui.menu_button(words, |ui| asked = items_ui(ui, others).or(asked));
    }
    asked
}

fn button_ui(ui: &mut Ui, title: &str) -> bool {
    let button = egui::Button::new(RichText::new(title).font(fonts::caption()));
    ui.add(button.truncate()).clicked()
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
    response.context_menu(|ui| asked = items_ui(ui, titles));
    asked
}

fn items_ui(ui: &mut Ui, titles: Vec<(String, Asked)>) -> Option<Asked> {
    let mut asked = None;
    for (title, what) in titles {
        if ui.button(title).clicked() {
            asked = Some(what);
            ui.close();
        }
    }
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
