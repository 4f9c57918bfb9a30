//! A row of a list: a mark, a title, secondary text, chips and a label at the end.

use egui::{Align2, Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::chip::Chip;
use super::list::RowFocus;
use super::paint::{self, Ring};
use super::tone::Tone;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::{fonts, size, space, tokens};

/// A row of constant height.
#[derive(Debug, Clone)]
#[must_use = "it does nothing until it is shown"]
pub struct ListRow<'a> {
    title: &'a str,
    secondary: Option<&'a str>,
    lead: Lead,
    label: Option<(&'a str, Tone)>,
    chips: &'a [Chip<'a>],
    selected: bool,
    tall: bool,
    indent: f32,
    focus: RowFocus,
}

#[derive(Debug, Clone, Copy)]
enum Lead {
    Nothing,
    Icon(Icon, Tone),
    Dot(Tone),
}

/// What happened to a row.
#[derive(Debug)]
pub struct RowResponse {
    /// Of the row itself.
    pub response: Response,
    /// The chip that was pressed.
    pub chip: Option<usize>,
}

impl<'a> ListRow<'a> {
    /// Height of a row of one line.
    pub const HEIGHT: f32 = 30.0;
    /// Height of a row of two lines.
    pub const TALL: f32 = 50.0;

    /// A row of one line.
    pub const fn new(title: &'a str) -> Self {
        Self {
            title,
            secondary: None,
            lead: Lead::Nothing,
            label: None,
            chips: &[],
            selected: false,
            tall: false,
            indent: 0.0,
            focus: RowFocus::Own,
        }
    }

    /// With an icon before the title.
    pub const fn icon(mut self, icon: Icon, tone: Tone) -> Self {
        self.lead = Lead::Icon(icon, tone);
        self
    }

    /// With a dot before the title.
    pub const fn dot(mut self, tone: Tone) -> Self {
        self.lead = Lead::Dot(tone);
        self
    }

    /// With secondary text: behind the title, or below it in a tall row.
    pub const fn secondary(mut self, text: &'a str) -> Self {
        self.secondary = Some(text);
        self
    }

    /// With a label at the end.
    pub const fn label(mut self, text: &'a str, tone: Tone) -> Self {
        self.label = Some((text, tone));
        self
    }

    /// With chips: at the end, or below the title in a tall row.
    pub const fn chips(mut self, chips: &'a [Chip<'a>]) -> Self {
        self.chips = chips;
        self
    }

    /// Marks the row as selected.
    pub const fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Makes it a row of two lines.
    pub const fn tall(mut self) -> Self {
        self.tall = true;
        self
    }

    /// Moves it in by that many steps, for trees.
    pub fn indent(mut self, steps: usize) -> Self {
        self.indent = steps as f32 * space::L;
        self
    }

    /// Says how the row takes part in a [`super::List`].
    pub const fn focus(mut self, focus: RowFocus) -> Self {
        self.focus = focus;
        self
    }

    /// Shows the row over the full width.
    pub fn show(self, ui: &mut Ui) -> RowResponse {
        let height = if self.tall { Self::TALL } else { Self::HEIGHT };
        let sense = match self.focus {
            RowFocus::Own => Sense::click(),
            RowFocus::List { .. } => Sense::CLICK,
        };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
        if !ui.is_rect_visible(rect) {
            return RowResponse {
                response,
                chip: None,
            };
        }
        self.describe(ui, &response);
        let plate = rect.shrink2(vec2(space::XS, 1.0));
        self.paint_plate(ui, &response, plate);
        let mut left = plate.left() + space::S + self.indent;
        let lines = if self.tall {
            [plate.top() + 14.0, plate.bottom() - 14.0]
        } else {
            [plate.center().y; 2]
        };
        left = self.paint_lead(ui, left, lines[0]);
        let mut right = plate.right() - space::S;
        if let Some((text, tone)) = self.label {
            let galley = paint::line(ui, text, fonts::caption(), rect.width() / 2.0);
            let width = galley.size().x;
            let color = tone.color(tokens(ui.ctx()));
            let at = pos2(right, lines[0]);
            paint::text_at(ui.painter(), at, Align2::RIGHT_CENTER, galley, color);
            right -= width + space::S;
        }
        let room = if self.tall {
            left..=plate.right() - space::S
        } else {
            // The title keeps two fifths of the row.
            left + (right - left) * 0.4..=right
        };
        let (chip, chips_left) = self.chips_ui(
            ui,
            &response,
            Rect::from_x_y_ranges(room, lines[1]..=lines[1]),
        );
        if !self.tall && !self.chips.is_empty() {
            right = chips_left - space::S;
        }
        self.paint_words(ui, left..=right, plate.right() - space::S, lines);
        RowResponse { response, chip }
    }

    fn describe(&self, ui: &Ui, response: &Response) {
        let role = match self.focus {
            RowFocus::Own => Role::ListItem,
            RowFocus::List { .. } => Role::ListBoxOption,
        };
        let words = [
            Some(self.title),
            self.secondary,
            self.label.map(|label| label.0),
        ];
        let name = words.into_iter().flatten().collect::<Vec<_>>().join(", ");
        response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), &name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_selected(self.selected);
        });
    }

    fn paint_plate(&self, ui: &Ui, response: &Response, plate: Rect) {
        let tokens = tokens(ui.ctx());
        let fill = if self.selected {
            tokens.accent_subtle
        } else {
            paint::flat_fill(tokens, response)
        };
        if fill != Color32::TRANSPARENT {
            ui.painter().rect_filled(plate, paint::RADIUS, fill);
        }
        match self.focus {
            RowFocus::Own => paint::focus_ring(ui, response, plate, Ring::Inside),
            RowFocus::List { ring: true } => paint::ring_around(ui, plate, Ring::Inside),
            RowFocus::List { ring: false } => {}
        }
    }

    /// Paints the mark; returns where the words start.
    fn paint_lead(&self, ui: &Ui, left: f32, y: f32) -> f32 {
        let tokens = tokens(ui.ctx());
        match self.lead {
            Lead::Nothing => left + 2.0,
            Lead::Icon(icon, tone) => {
                let galley = paint::icon(ui, icon, size::BODY + 3.0);
                let at = pos2(left + 8.0, y);
                let color = tone.color(tokens);
                paint::text_at(ui.painter(), at, Align2::CENTER_CENTER, galley, color);
                left + 16.0 + space::S
            }
            Lead::Dot(tone) => {
                ui.painter()
                    .circle_filled(pos2(left + 8.0, y), 3.5, tone.color(tokens));
                left + 16.0 + space::S
            }
        }
    }

    fn paint_words(&self, ui: &Ui, room: std::ops::RangeInclusive<f32>, end: f32, lines: [f32; 2]) {
        let tokens = tokens(ui.ctx());
        let (left, right) = (*room.start(), *room.end());
        let font = if self.selected {
            fonts::medium()
        } else {
            egui::TextStyle::Body.resolve(ui.style())
        };
        let title = paint::line(ui, self.title, font, right - left);
        let title_right = left + title.size().x;
        let at = pos2(left, lines[0]);
        paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, title, tokens.text);
        let Some(secondary) = self.secondary else {
            return;
        };
        let (x, until) = if self.tall {
            (left, end)
        } else {
            (title_right + space::S, right)
        };
        if until - x < size::BODY {
            return;
        }
        let small = egui::TextStyle::Small.resolve(ui.style());
        let galley = paint::line(ui, secondary, small, until - x);
        let at = pos2(x, lines[1]);
        paint::text_at(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            galley,
            tokens.text_muted,
        );
    }

    /// Shows the chips that fit and how many do not; returns the pressed one and their left edge.
    fn chips_ui(&self, ui: &Ui, row: &Response, room: Rect) -> (Option<usize>, f32) {
        let widths: Vec<f32> = self.chips.iter().map(|chip| chip.size(ui).x).collect();
        let more_width = 26.0;
        let all: f32 = widths.iter().map(|width| width + space::XS).sum();
        let fits = |used: f32| used <= room.width() + space::XS;
        let mut shown = Vec::new();
        let mut used = if fits(all) { 0.0 } else { more_width };
        // The selected one is always among them.
        let selected = self.chips.iter().position(|chip| chip.selected);
        let first = selected.into_iter();
        let others = (0..self.chips.len()).filter(|index| Some(*index) != selected);
        for index in first.chain(others) {
            let width = widths.get(index).copied().unwrap_or_default() + space::XS;
            if !fits(used + width) {
                break;
            }
            used += width;
            shown.push(index);
        }
        shown.sort_unstable();
        let start = if self.tall {
            room.left()
        } else {
            room.right() + space::XS - used
        };
        let mut x = start;
        let mut pressed = None;
        for index in &shown {
            let Some(chip) = self.chips.get(*index) else {
                continue;
            };
            let size = chip.size(ui);
            let rect = Align2::LEFT_CENTER.anchor_size(pos2(x, room.center().y), size);
            x += size.x + space::XS;
            let id = row.id.with(("chip", index));
            if chip.show_in(ui, rect, id, Sense::CLICK).clicked() {
                pressed = Some(*index);
            }
        }
        let hidden = self.chips.len() - shown.len();
        if hidden > 0 {
            let galley = paint::line(ui, &format!("+{hidden}"), fonts::caption(), more_width);
            let at = pos2(x + 2.0, room.center().y);
            let color = tokens(ui.ctx()).text_faint;
            paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, galley, color);
        }
        (pressed, start)
    }
}

/// A row by itself, a stop for Tab.
pub fn list_row(ui: &mut Ui, row: ListRow<'_>) -> RowResponse {
    row.show(ui)
}
