//! The command palette: a field over a list that narrows while one types.

mod matching;
mod rows;

use egui::{
    Align2, Context, EventFilter, Frame, Id, Key, Margin, Modal, Modifiers, Rect, Role, ScrollArea,
    Sense, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::strings::WidgetStrings;
use super::{dialog, focus, paint};
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::{size, space, tokens};
use matching::{Found, Row};

/// One thing that can be chosen.
#[derive(Debug, Clone, Copy)]
pub struct PaletteItem<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it belongs or what it acts on; may be empty.
    pub detail: &'a str,
    /// Its keys, as people write them.
    pub shortcut: Option<&'a str>,
    /// Before the title.
    pub icon: Option<Icon>,
    /// Whether it can be chosen now; shown faint otherwise.
    pub enabled: bool,
    /// More words it is found by; not shown.
    pub keywords: &'a str,
}

impl<'a> PaletteItem<'a> {
    /// An enabled item with a title only.
    pub const fn new(title: &'a str) -> Self {
        Self {
            title,
            detail: "",
            shortcut: None,
            icon: None,
            enabled: true,
            keywords: "",
        }
    }
}

/// How the palette ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaletteAnswer {
    /// The item of this index was chosen.
    Chosen(usize),
    /// Escape was pressed, or the pointer outside.
    Dismissed,
}

/// What the palette keeps between frames; start with a new one each time it opens.
#[derive(Debug, Clone, Default)]
pub struct PaletteState {
    /// What was typed.
    pub query: String,
    /// The row with the mark.
    cursor: usize,
    found: Found,
    focus_before: Option<Id>,
}

/// The palette. Show it in each frame in which it is open.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is shown"]
pub struct Palette<'a> {
    name: &'a str,
    hint: &'a str,
    items: &'a [PaletteItem<'a>],
    recent: &'a [usize],
}

const WIDTH: f32 = 580.0;
const FIELD: f32 = 46.0;
const ROW: f32 = 34.0;
const ROWS_IN_VIEW: u8 = 10;
/// Around the rows.
const PAD: f32 = 6.0;

impl<'a> Palette<'a> {
    /// A palette that assistive technology calls `name`.
    pub const fn new(name: &'a str, items: &'a [PaletteItem<'a>]) -> Self {
        Self {
            name,
            hint: "",
            items,
            recent: &[],
        }
    }

    /// With words in the empty field.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// With the indices of the items used last, the last one first; they stand on top while
    /// nothing is typed, and win among equals afterwards.
    pub const fn recent(mut self, recent: &'a [usize]) -> Self {
        self.recent = recent;
        self
    }

    /// Shows it in the upper third; returns the answer in the frame it is given.
    pub fn show(self, ctx: &Context, state: &mut PaletteState) -> Option<PaletteAnswer> {
        let id = Id::unique("letterhead.palette");
        let opened = paint::just_opened(ctx, id);
        if opened {
            state.focus_before = focus::behind(ctx);
        }
        let top = (ctx.content_rect().height() * 0.12).round();
        let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, top));
        let modal = Modal::new(id)
            .area(area)
            .backdrop_color(paint::backdrop(ctx))
            .frame(dialog::frame(ctx).inner_margin(Margin::ZERO));
        let shown = modal.show(ctx, |ui| {
            let named = UiBuilder::new()
                .accessibility_role(Role::Dialog)
                .accessibility_label(self.name);
            ui.scope_builder(named, |ui| self.content_ui(ui, id, opened, state))
                .inner
        });
        let dismissed = shown.should_close();
        let chosen = shown.inner.map(PaletteAnswer::Chosen);
        let answer = if dismissed {
            chosen.or(Some(PaletteAnswer::Dismissed))
        } else {
            chosen
        };
        if answer.is_some() {
            focus::give_back(ctx, state.focus_before.take());
        }
        answer
    }

    fn content_ui(
        &self,
        ui: &mut Ui,
        id: Id,
        opened: bool,
        state: &mut PaletteState,
    ) -> Option<usize> {
        let room = ui.ctx().content_rect().width() - 2.0 * space::XL;
        ui.set_width(WIDTH.min(room));
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        // The field gets the keyboard with its first frame only; what was typed already is its too.
        let typed = if opened { texts(ui) } else { String::new() };
        state.query.push_str(&typed);
        if state.found.update(&state.query, self.items, self.recent) {
            state.cursor = state.found.first();
        }
        // The key that opened the palette is still down then, if nothing was typed after it.
        let confirmed = if opened && typed.is_empty() {
            Pressed::default()
        } else {
            keys(ui, state)
        };
        let field = id.with("query");
        let changed = self.field_ui(ui, field, &mut state.query);
        if changed && state.found.update(&state.query, self.items, self.recent) {
            state.cursor = state.found.first();
        }
        let clicked = self.list_ui(ui, field, state, confirmed.moved || changed);
        let chosen = match clicked {
            None if confirmed.enter => state.found.item(state.cursor),
            clicked => clicked,
        };
        chosen.filter(|index| self.items.get(*index).is_some_and(|item| item.enabled))
    }

    fn field_ui(&self, ui: &mut Ui, id: Id, query: &mut String) -> bool {
        let tokens = tokens(ui.ctx());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), FIELD), Sense::hover());
        let icon = paint::icon(ui, icons::SEARCH, size::ICON);
        let at = pos2(rect.left() + space::L, rect.center().y);
        paint::text_at(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            icon,
            tokens.text_faint,
        );
        let inner = Rect::from_min_max(
            pos2(rect.left() + space::L + size::ICON + space::M, rect.top()),
            pos2(rect.right() - space::L, rect.bottom()),
        );
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
            ..EventFilter::default()
        };
        let edit = TextEdit::singleline(query)
            .id(id)
            .hint_text(self.hint)
            .font(egui::FontId::proportional(size::TITLE - 1.0))
            .frame(Frame::NONE)
            .desired_width(inner.width())
            .min_size(inner.size())
            .align(Align2::LEFT_CENTER)
            .event_filter(filter);
        let response = ui
            .new_child(UiBuilder::new().max_rect(inner))
            .add(edit)
            .accessible_name(self.name);
        if !response.has_focus() {
            response.request_focus();
        }
        paint::hairline_below(ui, rect);
        response.changed()
    }

    /// The rows; returns the item that was pressed.
    fn list_ui(
        &self,
        ui: &mut Ui,
        field: Id,
        state: &mut PaletteState,
        reveal: bool,
    ) -> Option<usize> {
        let rows = state.found.rows.len();
        if rows == 0 {
            rows::nothing_ui(ui, &WidgetStrings::of(ui.ctx()).no_match);
            return None;
        }
        let height = rows.min(ROWS_IN_VIEW.into()) as f32 * ROW + 2.0 * PAD;
        let (rect, list) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        list.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, self.name));
        let inner = UiBuilder::new()
            .max_rect(rect.shrink2(vec2(0.0, PAD)))
            .accessibility_parent(list.id);
        let mut child = ui.new_child(inner);
        paint::scroll_over(&mut child);
        let moved = child.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
        let area = ScrollArea::vertical().id_salt("rows").auto_shrink(false);
        let mut pressed = None;
        area.show_viewport(&mut child, |ui, view| {
            let top = ui.max_rect().top();
            let width = ui.max_rect().x_range();
            ui.set_height(rows as f32 * ROW);
            let rect_of = |row: usize| {
                let y = top + row as f32 * ROW;
                Rect::from_x_y_ranges(width, y..=y + ROW)
            };
            if reveal {
                ui.scroll_to_rect(rect_of(state.cursor), None);
            }
            let first = (view.top() / ROW).floor().max(0.0) as usize;
            let end = ((view.bottom() / ROW).ceil().max(0.0) as usize).min(rows);
            for index in first..end {
                let place = Place {
                    rect: rect_of(index),
                    field,
                    list: list.id,
                    moved,
                };
                if let Some(item) = self.row_ui(ui, state, index, place) {
                    pressed = Some(item);
                }
            }
        });
        pressed
    }

    /// One row; returns its item when it was pressed.
    fn row_ui(
        &self,
        ui: &Ui,
        state: &mut PaletteState,
        index: usize,
        place: Place,
    ) -> Option<usize> {
        let item = match state.found.rows.get(index)? {
            Row::Caption(caption) => {
                rows::caption_ui(ui, place.rect, *caption);
                return None;
            }
            Row::Item(item) => *item,
        };
        let shown = self.items.get(item)?;
        let marked = index == state.cursor;
        let id = place.list.with(item);
        let response = rows::item_ui(ui, place.rect, id, shown, marked, &mut state.found);
        if marked {
            let active = response.id.accesskit_id();
            ui.ctx().accesskit_node_builder(place.field, |node| {
                node.set_active_descendant(active);
            });
        }
        if response.hovered() && place.moved {
            state.cursor = index;
        }
        response.clicked().then_some(item)
    }
}

/// Where a row stands.
#[derive(Clone, Copy)]
struct Place {
    rect: Rect,
    field: Id,
    list: Id,
    /// Whether the pointer moved in this frame: the mark follows it then, and only then, so that
    /// rows scrolled under a resting pointer do not take it.
    moved: bool,
}

#[derive(Default)]
struct Pressed {
    moved: bool,
    enter: bool,
}

/// Takes the keys that move the mark and choose, before the field sees them.
/// The texts typed in this frame.
fn texts(ui: &Ui) -> String {
    ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            egui::Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    })
}

fn keys(ui: &Ui, state: &mut PaletteState) -> Pressed {
    let mut step = 0_isize;
    let mut enter = false;
    let page = isize::from(ROWS_IN_VIEW) - 1;
    ui.input_mut(|input| {
        let mut count = |modifiers, key| input.count_and_consume_key(modifiers, key).cast_signed();
        step += count(Modifiers::NONE, Key::ArrowDown) - count(Modifiers::NONE, Key::ArrowUp);
        step += count(Modifiers::CTRL, Key::N) - count(Modifiers::CTRL, Key::P);
        step +=
            page * (count(Modifiers::NONE, Key::PageDown) - count(Modifiers::NONE, Key::PageUp));
        enter = count(Modifiers::NONE, Key::Enter) > 0;
    });
    state.cursor = state.found.step(state.cursor, step);
    Pressed {
        moved: step != 0,
        enter,
    }
}
