//! A list with one stop for Tab, whose rows the arrows move among; only rows in view are built.

use egui::{
    EventFilter, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::list_row::RowResponse;
use super::paint;

/// How a row takes part in the list it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowFocus {
    /// It stands alone and is a stop for Tab itself.
    #[default]
    Own,
    /// The list is the stop; `ring` says that the list has the keyboard and this is its row.
    List {
        /// Whether the row shows the ring.
        ring: bool,
    },
}

/// Left or Right, for what a row holds, such as chips or children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sideways {
    /// Left.
    Back,
    /// Right.
    Forth,
}

/// What the keys ask of a list that has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListKeys {
    /// Whether the list has the keyboard.
    pub focused: bool,
    /// The row to move to.
    pub moved: Option<usize>,
    /// Where to move within the row.
    pub sideways: Option<Sideways>,
    /// Whether Enter or Space was pressed.
    pub activated: bool,
}

impl ListKeys {
    /// Takes the keys of the list `id` away: arrows, Home, End, Page Up, Page Down, Enter, Space.
    ///
    /// `current` is the row it stands on, `page` how many rows are in view.
    pub fn take(ui: &Ui, id: Id, current: Option<usize>, count: usize, page: usize) -> Self {
        if !ui.memory(|memory| memory.has_focus(id)) {
            return Self::default();
        }
        let filter = EventFilter {
            vertical_arrows: true,
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let mut keys = Self {
            focused: true,
            ..Self::default()
        };
        let Some(last) = count.checked_sub(1) else {
            return keys;
        };
        let page = page.max(1);
        ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            keys.moved = if pressed(Key::ArrowDown) {
                Some(current.map_or(0, |row| row + 1))
            } else if pressed(Key::ArrowUp) {
                Some(current.map_or(last, |row| row.saturating_sub(1)))
            } else if pressed(Key::PageDown) {
                Some(current.unwrap_or(0).saturating_add(page))
            } else if pressed(Key::PageUp) {
                Some(current.unwrap_or(0).saturating_sub(page))
            } else if pressed(Key::Home) {
                Some(0)
            } else if pressed(Key::End) {
                Some(last)
            } else {
                None
            };
            if pressed(Key::ArrowLeft) {
                keys.sideways = Some(Sideways::Back);
            } else if pressed(Key::ArrowRight) {
                keys.sideways = Some(Sideways::Forth);
            }
            keys.activated = pressed(Key::Enter) || pressed(Key::Space);
        });
        keys.moved = keys
            .moved
            .map(|row| row.min(last))
            .filter(|row| Some(*row) != current);
        keys
    }
}

/// What happened in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListOutput {
    /// The row that was pressed or moved to, to be selected.
    pub picked: Option<usize>,
    /// The row that was double-clicked, or confirmed with Enter or Space.
    pub activated: Option<usize>,
    /// The row and its chip that was pressed.
    pub chip: Option<(usize, usize)>,
    /// Left or Right on the selected row.
    pub sideways: Option<Sideways>,
}

/// A scrolled list of rows of one height; one of them may be taller.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is shown"]
pub struct List<'a> {
    label: &'a str,
    rows: usize,
    row_height: f32,
    reveal: bool,
    tall: Option<(usize, f32)>,
}

impl<'a> List<'a> {
    /// A list of `rows` rows, each `row_height` high, that assistive technology calls `label`.
    pub const fn new(label: &'a str, rows: usize, row_height: f32) -> Self {
        Self {
            label,
            rows,
            row_height,
            reveal: false,
            tall: None,
        }
    }

    /// With one row of another height, for what is shown of it in full.
    pub const fn tall(mut self, row: Option<usize>, height: f32) -> Self {
        self.tall = match row {
            Some(row) => Some((row, height)),
            None => None,
        };
        self
    }

    /// How much taller than the others that row is.
    fn more(&self) -> f32 {
        self.tall
            .map_or(0.0, |(_, height)| height - self.row_height)
    }

    /// Where a row starts, and how high it is.
    fn place(&self, index: usize) -> (f32, f32) {
        let top = index as f32 * self.row_height;
        match self.tall {
            Some((tall, height)) if tall == index => (top, height),
            Some((tall, _)) if tall < index => (top + self.more(), self.row_height),
            _ => (top, self.row_height),
        }
    }

    /// The row at a height.
    fn row_at(&self, y: f32) -> f32 {
        let plain = y / self.row_height;
        let Some((tall, height)) = self.tall else {
            return plain;
        };
        let start = tall as f32;
        if plain < start {
            return plain;
        }
        let below = y - start * self.row_height - height;
        if below < 0.0 {
            // Within the tall one.
            start + (1.0 + below / height).clamp(0.0, 1.0)
        } else {
            start + 1.0 + below / self.row_height
        }
    }

    /// Scrolls to the selected row, when `reveal`; for when it was selected from elsewhere.
    pub const fn reveal(mut self, reveal: bool) -> Self {
        self.reveal = reveal;
        self
    }

    /// The id that has the keyboard when the list does, for asking egui about the focus.
    pub fn id(&self, ui: &Ui) -> Id {
        ui.scope_id().with(("list", self.label))
    }

    /// Shows the list in all space there is; `row` shows one and gets told how it takes part.
    pub fn show(
        self,
        ui: &mut Ui,
        selected: Option<usize>,
        mut row: impl FnMut(&mut Ui, usize, RowFocus) -> RowResponse,
    ) -> ListOutput {
        let id = self.id(ui);
        let rect = ui.available_rect_before_wrap();
        let list = ui.interact(rect, id, Sense::focusable_noninteractive());
        let page = (rect.height() / self.row_height).floor().max(1.0) as usize;
        let keys = ListKeys::take(ui, id, selected, self.rows, page);
        list.widget_info(|| WidgetInfo::labeled(Role::ListBox, ui.is_enabled(), self.label));
        let mut output = ListOutput {
            picked: keys.moved,
            sideways: keys.sideways,
            activated: if keys.activated { selected } else { None },
            chip: None,
        };
        let builder = UiBuilder::new().max_rect(rect).accessibility_parent(id);
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            paint::scroll_over(ui);
            let area = ScrollArea::vertical().id_salt(id).auto_shrink(false);
            area.show_viewport(ui, |ui, view| {
                let top = ui.max_rect().top();
                ui.set_height(self.rows as f32 * self.row_height + self.more());
                let target = keys.moved.or(if self.reveal { selected } else { None });
                if let Some(target) = target {
                    let (start, height) = self.place(target);
                    let range = ui.max_rect().x_range();
                    let y = top + start;
                    let rect = Rect::from_x_y_ranges(range, y..=y + height);
                    ui.scroll_to_rect(rect, None);
                }
                let first = self.row_at(view.top()).floor().max(0.0) as usize;
                let end = self.row_at(view.bottom()).ceil().max(0.0) as usize;
                for index in first..end.min(self.rows) {
                    let focus = RowFocus::List {
                        ring: keys.focused && selected == Some(index),
                    };
                    let response = self.row_ui(ui, index, top, |ui| row(ui, index, focus));
                    if selected == Some(index) {
                        let active = response.response.id.accesskit_id();
                        ui.ctx()
                            .accesskit_node_builder(id, |node| node.set_active_descendant(active));
                    }
                    output.take(index, &response);
                }
            });
        });
        if selected.is_none() {
            paint::focus_ring(ui, &list, rect, paint::Ring::Inside);
        }
        if output.picked.is_some() && !keys.focused {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        output
    }

    fn row_ui(
        &self,
        ui: &mut Ui,
        index: usize,
        top: f32,
        show: impl FnOnce(&mut Ui) -> RowResponse,
    ) -> RowResponse {
        let (start, height) = self.place(index);
        let at = pos2(ui.max_rect().left(), top + start);
        let rect = Rect::from_min_size(at, vec2(ui.max_rect().width(), height));
        // An id of the row's own, so that it stays the same while the list scrolls.
        let scope = ui.scope_id().with(("row", index));
        let builder = UiBuilder::new().max_rect(rect).scope_id(scope);
        ui.scope_builder(builder, show).inner
    }
}

impl ListOutput {
    fn take(&mut self, index: usize, row: &RowResponse) {
        if let Some(chip) = row.chip {
            self.chip = Some((index, chip));
        }
        if row.response.clicked() {
            self.picked = Some(index);
        }
        if row.response.double_clicked() {
            self.activated = Some(index);
        }
    }
}
