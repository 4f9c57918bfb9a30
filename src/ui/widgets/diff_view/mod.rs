//! Two texts compared: beside each other or in one column, by lines and words.
//!
//! Unchanged stretches are folded. The comparison is kept until a text changes, and only rows in
//! view are laid out, so that a long text costs little per frame.

mod model;
mod rows;

use egui::{
    EventFilter, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::paint;
use super::strings::WidgetStrings;
use crate::ui::theme::{fonts, space, tokens};
pub use model::DiffLayout;
use model::{Model, Row};
use rows::Page;

/// What a comparison keeps between frames.
#[derive(Debug, Clone, Default)]
pub struct DiffState {
    model: Model,
    rows: Vec<Row>,
    layout: Option<DiffLayout>,
    /// The first pairs of the folds that were opened.
    open: Vec<usize>,
}

/// How much two texts differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiffOutput {
    /// Lines that only the new text has.
    pub added: usize,
    /// Lines that only the old text has.
    pub removed: usize,
}

/// A comparison that takes all space there is.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is shown"]
pub struct DiffView<'a> {
    name: &'a str,
    old: &'a str,
    new: &'a str,
    titles: Option<(&'a str, &'a str)>,
    layout: DiffLayout,
}

impl<'a> DiffView<'a> {
    /// A comparison that assistive technology calls `name`.
    pub const fn new(name: &'a str, old: &'a str, new: &'a str) -> Self {
        Self {
            name,
            old,
            new,
            titles: None,
            layout: DiffLayout::SideBySide,
        }
    }

    /// With what the texts are, above them.
    pub const fn titles(mut self, old: &'a str, new: &'a str) -> Self {
        self.titles = Some((old, new));
        self
    }

    /// Beside each other or in one column.
    pub const fn layout(mut self, layout: DiffLayout) -> Self {
        self.layout = layout;
        self
    }

    /// Shows it. A stop for Tab: arrows, Page Up, Page Down, Home and End scroll; the folds are
    /// stops of their own.
    pub fn show(self, ui: &mut Ui, state: &mut DiffState) -> DiffOutput {
        let changed = state.model.update(self.old, self.new);
        if changed {
            state.open.clear();
        }
        if changed || state.layout != Some(self.layout) {
            state.layout = Some(self.layout);
            state.rows = model::rows(&state.model.pairs, self.layout, &state.open);
        }
        let output = DiffOutput {
            added: state.model.added,
            removed: state.model.removed,
        };
        let rect = ui.available_rect_before_wrap();
        let id = ui.scope_id().with(("diff", self.name));
        let view = ui.interact(rect, id, Sense::focusable_noninteractive());
        view.widget_info(|| WidgetInfo::labeled(Role::Document, ui.is_enabled(), self.name));
        ui.painter().rect_filled(rect, 0.0, tokens(ui.ctx()).sunken);
        let builder = UiBuilder::new().max_rect(rect).accessibility_parent(id);
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            paint::scroll_over(ui);
            self.titles_ui(ui);
            if output == DiffOutput::default() {
                equal_ui(ui);
            } else {
                self.rows_ui(ui, id, state);
            }
        });
        paint::focus_ring(ui, &view, rect, paint::Ring::Inside);
        output
    }

    fn titles_ui(&self, ui: &mut Ui) {
        let Some((old, new)) = self.titles else {
            return;
        };
        let height = ui.spacing().interact_size.y;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        ui.painter()
            .rect_filled(rect, 0.0, tokens(ui.ctx()).surface);
        let second = match self.layout {
            DiffLayout::SideBySide => rect.center().x,
            DiffLayout::Unified => rect.left() + rect.width() / 2.0,
        };
        for (left, words) in [(rect.left(), old), (second, new)] {
            let room = rect.width() / 2.0 - 2.0 * space::M;
            let galley = paint::line(ui, words, fonts::caption(), room);
            let at = egui::pos2(left + space::M, rect.center().y);
            let color = tokens(ui.ctx()).text_muted;
            paint::text_at(ui.painter(), at, egui::Align2::LEFT_CENTER, galley, color);
        }
        paint::hairline_below(ui, rect);
    }

    fn rows_ui(&self, ui: &mut Ui, id: Id, state: &mut DiffState) {
        let page = Page::new(ui, self.old, self.new, self.layout, &state.model);
        let scroll = keys(ui, id, page.row_height);
        let count = state.rows.len();
        let mut opened = None;
        let area = ScrollArea::both().id_salt(id).auto_shrink(false);
        let frame = ui.available_rect_before_wrap();
        area.show_viewport(ui, |ui, view| {
            let page = page.scrolled(view.left());
            ui.set_height(count as f32 * page.row_height);
            ui.set_width(frame.width() + page.overhang(frame.width()));
            if scroll != 0.0 {
                ui.scroll_with_delta(vec2(0.0, -scroll));
            }
            let first = (view.top() / page.row_height).floor().max(0.0) as usize;
            let end = (view.bottom() / page.row_height).ceil().max(0.0) as usize;
            let top = ui.max_rect().top();
            for index in first..end.min(count) {
                let Some(row) = state.rows.get(index) else {
                    continue;
                };
                let y = top + index as f32 * page.row_height;
                let rect = Rect::from_x_y_ranges(frame.x_range(), y..=y + page.row_height);
                let row_id = id.with(("row", index));
                if let Row::Fold(folded) = row {
                    if rows::fold_ui(ui, rect, row_id, folded.len()).clicked() {
                        opened = Some(folded.start);
                    }
                } else {
                    page.row_ui(ui, rect, row_id, row, &state.model);
                }
            }
        });
        if let Some(fold) = opened {
            state.open.push(fold);
            state.rows = model::rows(&state.model.pairs, self.layout, &state.open);
        }
    }
}

fn equal_ui(ui: &mut Ui) {
    let strings = WidgetStrings::of(ui.ctx());
    let rect = ui.available_rect_before_wrap();
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &strings.equal));
    let body = egui::TextStyle::Body.resolve(ui.style());
    let galley = paint::line(ui, &strings.equal, body, rect.width());
    paint::centered(ui.painter(), rect, galley, tokens(ui.ctx()).text_muted);
}

/// How far the keys scroll, in points, downwards.
fn keys(ui: &Ui, id: Id, row: f32) -> f32 {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return 0.0;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let page = ui.available_height() - row;
    let far = f32::from(u16::MAX) * row;
    ui.input_mut(|input| {
        let steps = [
            (Key::ArrowDown, row),
            (Key::ArrowUp, -row),
            (Key::PageDown, page),
            (Key::PageUp, -page),
            (Key::Home, -far),
            (Key::End, far),
        ];
        steps
            .into_iter()
            .map(|(key, step)| {
                let count = input.count_and_consume_key(Modifiers::NONE, key);
                count as f32 * step
            })
            .sum()
    })
}
