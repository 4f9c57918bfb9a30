//! What the templates do for each sign-in feature of Logto, and which features the tenant uses.

use egui::{Align, Label, Layout, Margin, RichText, ScrollArea, Ui, UiBuilder, vec2};

use crate::domain::coverage::{Break, Feature, FeatureCoverage, TypeCoverage, Verdict};
use crate::domain::finding::Severity;
use crate::domain::logto::UsageType;
use crate::ui::theme::{fonts, icons, size, space, tokens};
use crate::ui::widgets::{
    Badge, Chip, ChipState, IconButton, RowStops, Tone, badge, chip_in_row, toggle_in_row,
};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeatureEvent {
    /// Say that the tenant uses a feature, or no longer.
    Switch(Feature, bool),
    /// Show the templates of a type, in the language of most interest: the first that gets no
    /// mail, else the first with a template of its own; none where there is neither.
    Open(UsageType, Option<String>),
}

/// Lines are no longer than this, so that what belongs together stands together.
const WIDEST: f32 = 860.0;
/// From this width on, the chips stand beside the name.
const WIDE: f32 = 620.0;
/// Width of the column of switches and names.
const NAME: f32 = 236.0;
/// Width of the column of verdicts.
const VERDICT: f32 = 72.0;
/// Where words below a name start: where the name does.
const INDENT: f32 = 36.0;

/// Shows one row per feature under a line that sums them up, in all space there is.
///
/// Each row is one stop for Tab; Left and Right move among its switch, chips and details. Rows that
/// break come unfolded. Without `is_writable` no switch can be thrown.
pub fn features_ui(
    ui: &mut Ui,
    coverage: &[FeatureCoverage],
    is_writable: bool,
) -> Option<FeatureEvent> {
    let mut event = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let margin = Margin::symmetric(space::M as i8, space::S as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(WIDEST));
            ui.spacing_mut().item_spacing.y = 0.0;
            summary_ui(ui, coverage);
            for row in coverage {
                hairline_ui(ui);
                let id = ui.scope_id().with(row.feature.key());
                // An id of the row's own, so that unfolding one renames nothing below it.
                let builder = UiBuilder::new().scope_id(id);
                let shown = ui.scope_builder(builder, |ui| row_ui(ui, row, is_writable));
                event = shown.inner.or_else(|| event.take());
            }
        });
    });
    event
}

/// How the features stand, in one line.
fn summary_ui(ui: &mut Ui, coverage: &[FeatureCoverage]) {
    let worst = coverage.iter().filter_map(|row| row.verdict).max();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if let Some(verdict) = worst {
            let tone = tone(verdict);
            let icon = tone.icon().rich_text().size(size::BODY + 4.0);
            ui.label(icon.color(tone.color(tokens(ui.ctx()))));
        }
        let words = RichText::new(summary(coverage)).font(fonts::medium());
        ui.add(Label::new(words).wrap());
    });
    ui.add_space(space::S);
}

fn summary(coverage: &[FeatureCoverage]) -> String {
    let count = |wanted| {
        let same = |row: &&FeatureCoverage| row.verdict == Some(wanted);
        coverage.iter().filter(same).count()
    };
    let parts = [
        (count(Verdict::Complete), "complete", "complete"),
        (count(Verdict::FallsBack), "falls back", "fall back"),
        (count(Verdict::Breaks), "breaks", "break"),
    ];
    let on: usize = parts.iter().map(|(count, ..)| count).sum();
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    match on {
        0 => "No feature is on".to_owned(),
        1 => format!("1 feature on: {}", parts.join(", ")),
        _ => format!("{on} features on: {}", parts.join(", ")),
    }
}

const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Complete => Tone::Success,
        // Every built-in language counts, so that in most tenants something always falls back.
        Verdict::FallsBack => Tone::Neutral,
        Verdict::Breaks => Tone::Error,
    }
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Complete => "Complete",
        Verdict::FallsBack => "Falls back",
        Verdict::Breaks => "Breaks",
    }
}

fn hairline_ui(ui: &mut Ui) {
    let color = tokens(ui.ctx()).border;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), egui::Sense::hover());
    let stroke = egui::Stroke::new(1.0, color);
    ui.painter().hline(rect.x_range(), rect.center().y, stroke);
}

fn row_ui(ui: &mut Ui, row: &FeatureCoverage, is_writable: bool) -> Option<FeatureEvent> {
    let controls = usize::from(is_writable) + row.types.len() + usize::from(row.is_on());
    let mut parts = Row {
        row,
        is_writable,
        fold: Fold::of(ui, row),
        stops: RowStops::begin(ui, ui.scope_id().with("stops"), controls),
        event: None,
    };
    ui.add_space(space::S);
    let is_wide = ui.available_width() >= WIDE;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let height = ui.spacing().interact_size.y;
        let after = VERDICT + height + 2.0 * space::M;
        let room = ui.available_width();
        let name = if is_wide { NAME } else { room - after };
        cell_ui(ui, name, |ui| parts.switch_ui(ui));
        if is_wide {
            cell_ui(ui, room - NAME - space::M - after, |ui| parts.chips_ui(ui));
        }
        cell_ui(ui, VERDICT, |ui| parts.verdict_ui(ui));
        parts.fold_ui(ui);
    });
    below_ui(ui, |ui| parts.help_ui(ui));
    if !is_wide && !row.types.is_empty() {
        below_ui(ui, |ui| {
            ui.horizontal_wrapped(|ui| parts.chips_ui(ui));
        });
    }
    if row.is_on() && parts.fold.is_open {
        below_ui(ui, |ui| parts.details_ui(ui));
    }
    ui.add_space(space::S);
    parts.stops.end(ui);
    parts.event
}

/// A part of a row's first line, as wide as all of its column.
fn cell_ui(ui: &mut Ui, width: f32, show: impl FnOnce(&mut Ui)) {
    let cell = vec2(width, ui.spacing().interact_size.y);
    let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
    ui.allocate_ui_with_layout(cell, layout, |ui| {
        ui.set_min_width(width);
        show(ui);
    });
}

/// A part of a row below its name.
fn below_ui(ui: &mut Ui, show: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(INDENT);
        ui.vertical(show);
    });
}

/// Whether the details of a row are shown.
struct Fold {
    id: egui::Id,
    is_open: bool,
}

impl Fold {
    /// What was chosen by hand holds until the verdict changes.
    fn of(ui: &Ui, row: &FeatureCoverage) -> Self {
        let id = ui.scope_id().with(("open", row.verdict));
        let chosen: Option<bool> = ui.data(|data| data.get_temp(id));
        Self {
            id,
            is_open: chosen.unwrap_or_else(|| row.verdict == Some(Verdict::Breaks)),
        }
    }
}

/// A row while it is drawn.
struct Row<'a> {
    row: &'a FeatureCoverage,
    is_writable: bool,
    fold: Fold,
    stops: RowStops,
    event: Option<FeatureEvent>,
}

impl Row<'_> {
    fn switch_ui(&mut self, ui: &mut Ui) {
        let feature = self.row.feature;
        let mut is_on = self.row.is_on();
        if !self.is_writable {
            let shown = ui.add_enabled_ui(false, |ui| {
                toggle_in_row(ui, feature.name(), &mut is_on, egui::Sense::CLICK)
            });
            shown
                .inner
                .on_disabled_hover_text("This workspace is read-only");
            return;
        }
        let response = toggle_in_row(ui, feature.name(), &mut is_on, self.stops.sense());
        self.stops.add(&response);
        if response.changed() {
            self.event = Some(FeatureEvent::Switch(feature, is_on));
        }
    }

    fn chips_ui(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        for covered in &self.row.types {
            let (text, name) = chip_words(covered);
            let state = if covered.not_found.is_empty() {
                ChipState::Clean
            } else {
                ChipState::Broken
            };
            let chip = Chip::new(&text, &name).state(state);
            let response = chip_in_row(ui, &chip, self.stops.sense());
            self.stops.add(&response);
            if response.clicked() {
                let tag = covered.not_found.first().or_else(|| covered.own.first());
                let event = FeatureEvent::Open(covered.usage_type, tag.cloned());
                self.event = Some(event);
            }
        }
    }

    fn verdict_ui(&self, ui: &mut Ui) {
        if let Some(verdict) = self.row.verdict {
            badge(ui, &Badge::new(word(verdict), tone(verdict)));
        }
    }

    fn fold_ui(&mut self, ui: &mut Ui) {
        if !self.row.is_on() {
            return;
        }
        let icon = if self.fold.is_open {
            icons::EXPAND
        } else {
            icons::COLLAPSED
        };
        let name = format!("Details of {}", self.row.feature.name());
        let button = IconButton::new(icon, &name).sense(self.stops.sense());
        let response = ui.add(button);
        self.stops.add(&response);
        if response.clicked() {
            self.fold.is_open = !self.fold.is_open;
            ui.data_mut(|data| data.insert_temp(self.fold.id, self.fold.is_open));
        }
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_expanded(self.fold.is_open);
        });
    }

    fn help_ui(&self, ui: &mut Ui) {
        let tokens = tokens(ui.ctx());
        let color = if self.row.is_on() {
            tokens.text_muted
        } else {
            tokens.text_faint
        };
        let help = RichText::new(self.row.feature.help()).small().color(color);
        ui.add(Label::new(help).wrap().selectable(false));
        ui.add_space(space::XS);
    }

    fn details_ui(&self, ui: &mut Ui) {
        ui.add_space(space::XS);
        ui.spacing_mut().item_spacing.y = space::XS;
        for found in &self.row.breaks {
            break_ui(ui, found);
        }
        for covered in &self.row.types {
            if let Some(words) = own_words(covered, self.row.types.len() > 1) {
                line_ui(ui, Tone::Success, &words);
            }
        }
    }
}

fn break_ui(ui: &mut Ui, found: &Break) {
    let tone = match found.severity {
        Severity::Error => Tone::Error,
        Severity::Warning | Severity::Info => Tone::Neutral,
    };
    line_ui(ui, tone, &found.message);
}

/// A sentence with its mark. Only what is wrong stands out.
fn line_ui(ui: &mut Ui, tone: Tone, words: &str) {
    let tokens = tokens(ui.ctx());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(icons::inline(tone.icon()).color(tone.color(tokens)));
        let color = if tone == Tone::Error {
            tokens.text
        } else {
            tokens.text_muted
        };
        let words = RichText::new(words).color(color);
        ui.add(Label::new(words).wrap().selectable(true));
    });
}

/// Which languages have a template of their own, if that is worth a line.
fn own_words(covered: &TypeCoverage, is_one_of_many: bool) -> Option<String> {
    let words = match (covered.own.as_slice(), has_gaps(covered)) {
        ([], true) => return None,
        ([], false) => "No template needed, the connector hands the payload over".to_owned(),
        (own, _) => format!("Own template in {}", own.join(", ")),
    };
    Some(if is_one_of_many {
        format!("{}: {words}", covered.usage_type)
    } else {
        words
    })
}

const fn has_gaps(covered: &TypeCoverage) -> bool {
    !covered.falls_back.is_empty() || !covered.not_found.is_empty()
}

/// What a chip says, and what it is called.
fn chip_words(covered: &TypeCoverage) -> (String, String) {
    let usage_type = covered.usage_type;
    let missing = covered.not_found.len();
    let fallen = covered.falls_back.len();
    match (missing, fallen) {
        (0, 0) if covered.own.is_empty() => (
            usage_type.to_string(),
            format!("{usage_type}: no template needed"),
        ),
        (0, 0) => (usage_type.to_string(), format!("{usage_type}: complete")),
        (0, _) => (
            format!(
                "{usage_type} · {fallen} {}",
                if fallen == 1 {
                    "falls back"
                } else {
                    "fall back"
                }
            ),
            format!("{usage_type}: falls back for {}", languages(fallen)),
        ),
        _ => (
            format!("{usage_type} · {missing} without mail"),
            format!("{usage_type}: no mail in {}", languages(missing)),
        ),
    }
}

fn languages(count: usize) -> String {
    match count {
        1 => "1 language".to_owned(),
        _ => format!("{count} languages"),
    }
}
