//! A page made of pictures, on a desk: zoomed, scrolled, with links to press.

mod links;

use std::ops::RangeInclusive;

use egui::{
    Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Pos2, Rect, Role, ScrollArea, Sense,
    Shape, Stroke, StrokeKind, TextureId, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::paint::{self, Ring};
use crate::ui::theme::{space, tokens};

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageTile {
    /// Its picture, all of it.
    pub texture: TextureId,
    /// Where it stands, in pixels of the pictures from the page's upper left corner.
    pub pixels: Rect,
}

/// A place on the page that leads elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLink<'a> {
    /// In CSS pixels from the page's upper left corner.
    pub area: Rect,
    /// Where it leads.
    pub target: &'a str,
}

/// Zoom that can be chosen; 1 shows a CSS pixel as a point.
pub const ZOOM: RangeInclusive<f32> = 0.25..=2.0;

/// What a view keeps between frames.
#[derive(Debug, Clone)]
pub struct TextureViewState {
    zoom: f32,
    reset: bool,
    scroll: Vec2,
    /// How far it could be scrolled.
    room: Vec2,
    /// Where to scroll next.
    wanted_y: Option<f32>,
}

impl Default for TextureViewState {
    fn default() -> Self {
        Self {
            zoom: 1.0,
            reset: true,
            scroll: Vec2::ZERO,
            room: Vec2::ZERO,
            wanted_y: None,
        }
    }
}

impl TextureViewState {
    /// The zoom in use.
    pub const fn zoom(&self) -> f32 {
        self.zoom
    }

    /// Sets the zoom, within [`ZOOM`].
    pub fn set_zoom(&mut self, zoom: f32) {
        self.zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
    }

    /// How far the view is scrolled, in points from the upper left corner of the desk.
    pub const fn scroll(&self) -> Vec2 {
        self.scroll
    }

    /// How far the view can be scrolled down, in points.
    pub const fn scroll_room(&self) -> f32 {
        self.room.y
    }

    /// Scrolls to a place with the next frame, in points from the top.
    pub const fn set_scroll_y(&mut self, y: f32) {
        self.wanted_y = Some(y);
    }

    /// Shows the top of the page in the next frame.
    pub const fn reset_scroll(&mut self) {
        self.reset = true;
    }
}

/// What happened in a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextureViewOutput {
    /// The link under the pointer or with the keyboard.
    pub hovered: Option<usize>,
    /// The link that was pressed.
    pub pressed: Option<usize>,
    /// Where the page lies in the window.
    pub page: Option<Rect>,
}

/// A page on a desk, in all space there is.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is shown"]
pub struct TextureView<'a> {
    name: &'a str,
    page: Vec2,
    tiles: &'a [PageTile],
    pixels_per_css: f32,
    links: &'a [PageLink<'a>],
}

/// Between the page and the edge of its desk, in points.
pub const DESK: f32 = space::L;

impl<'a> TextureView<'a> {
    /// A page that assistive technology calls `name`, `page` CSS pixels wide and high.
    pub const fn new(name: &'a str, page: Vec2, tiles: &'a [PageTile]) -> Self {
        Self {
            name,
            page,
            tiles,
            pixels_per_css: 1.0,
            links: &[],
        }
    }

    /// With pictures that have this many pixels to a CSS pixel.
    pub const fn pixels_per_css(mut self, ratio: f32) -> Self {
        self.pixels_per_css = ratio;
        self
    }

    /// With links.
    pub const fn links(mut self, links: &'a [PageLink<'a>]) -> Self {
        self.links = links;
        self
    }

    /// Shows the page. A stop for Tab: arrows, Page Up, Page Down, Home and End scroll, `+`, `-`
    /// and `0` zoom, as Ctrl and the wheel do; each link is a stop of its own.
    pub fn show(self, ui: &mut Ui, state: &mut TextureViewState) -> TextureViewOutput {
        let rect = ui.available_rect_before_wrap();
        let id = ui.scope_id().with(("texture_view", self.name));
        let view = ui.interact(rect, id, Sense::focusable_noninteractive());
        view.widget_info(|| WidgetInfo::labeled(Role::Document, ui.is_enabled(), self.name));
        ui.painter().rect_filled(rect, 0.0, tokens(ui.ctx()).canvas);
        let keyed = self.keys(ui, id, state);
        let zoomed = self.zoom(ui, rect, state);
        let mut area = ScrollArea::both().id_salt(id).auto_shrink(false);
        if std::mem::take(&mut state.reset) {
            area = area.scroll_offset(Vec2::ZERO);
        } else if let Some(offset) = zoomed {
            area = area.scroll_offset(offset);
        } else if let Some(y) = state.wanted_y.take() {
            area = area.vertical_scroll_offset(y);
        }
        let mut output = TextureViewOutput::default();
        let builder = UiBuilder::new().max_rect(rect).accessibility_parent(id);
        ui.scope_builder(builder, |ui| {
            paint::scroll_over(ui);
            let shown = area.show_viewport(ui, |ui, view| {
                let origin = ui.max_rect().min;
                let size = self.page * state.zoom;
                ui.set_min_size(size + Vec2::splat(2.0 * DESK));
                if keyed != Vec2::ZERO {
                    ui.scroll_with_delta(-keyed);
                }
                let page = Rect::from_min_size(origin + margin(view.size(), size), size);
                let page = on_pixels(page, ui.pixels_per_point());
                self.paint(ui, page, state.zoom);
                output = links::show(ui, id, page, state.zoom, self.links);
                output.page = Some(page);
            });
            state.scroll = shown.state.clamped_offset();
            state.room = (shown.content_size - shown.inner_rect.size()).max(Vec2::ZERO);
        });
        paint::focus_ring(ui, &view, rect, Ring::Inside);
        output
    }

    /// Zooms about the pointer; returns where to scroll then.
    fn zoom(&self, ui: &Ui, rect: Rect, state: &mut TextureViewState) -> Option<Vec2> {
        let pointer = ui.input(|input| input.pointer.hover_pos());
        let over = pointer.filter(|_| ui.rect_contains_pointer(rect))?;
        let factor = ui.input(|input| input.zoom_delta());
        if (factor - 1.0).abs() < f32::EPSILON {
            return None;
        }
        let before = state.zoom;
        state.set_zoom(before * factor);
        let place = over - rect.min;
        let at = |zoom: f32| margin(rect.size(), self.page * zoom);
        // The point of the page under the pointer stays there.
        let point = (place + state.scroll - at(before)) / before;
        let offset = point * state.zoom + at(state.zoom) - place;
        Some(offset.max(Vec2::ZERO))
    }

    /// Zooms by key; returns how far to scroll.
    fn keys(&self, ui: &Ui, id: Id, state: &mut TextureViewState) -> Vec2 {
        if !ui.memory(|memory| memory.has_focus(id)) {
            return Vec2::ZERO;
        }
        let filter = EventFilter {
            vertical_arrows: true,
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let page = ui.available_height() * 0.9;
        let all = self.page.y * state.zoom + 2.0 * DESK;
        let mut by = Vec2::ZERO;
        ui.input_mut(|input| {
            let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key) as f32;
            by.y += 48.0 * (pressed(Key::ArrowDown) - pressed(Key::ArrowUp));
            by.x += 48.0 * (pressed(Key::ArrowRight) - pressed(Key::ArrowLeft));
            by.y += page * (pressed(Key::PageDown) + pressed(Key::Space) - pressed(Key::PageUp));
            by.y += all * (pressed(Key::End) - pressed(Key::Home));
            let steps = pressed(Key::Plus) + pressed(Key::Equals) - pressed(Key::Minus);
            if pressed(Key::Num0) > 0.0 {
                state.zoom = 1.0;
            }
            state.set_zoom(state.zoom + steps * 0.1);
        });
        by
    }

    fn paint(&self, ui: &Ui, page: Rect, zoom: f32) {
        let tokens = tokens(ui.ctx());
        let painter = ui.painter();
        let corner = CornerRadius::same(2);
        painter.add(ui.visuals().popup_shadow.as_shape(page, corner));
        painter.rect_filled(page, corner, tokens.sunken);
        let scale = zoom / self.pixels_per_css;
        // The pictures may be higher than the page, which ends where the mail does.
        let painter = painter.with_clip_rect(page.intersect(painter.clip_rect()));
        let all = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        for tile in self.tiles {
            let rect = Rect::from_min_max(
                page.min + tile.pixels.min.to_vec2() * scale,
                page.min + tile.pixels.max.to_vec2() * scale,
            );
            if ui.is_rect_visible(rect) {
                painter.add(Shape::image(tile.texture, rect, all, Color32::WHITE));
            }
        }
        let stroke = Stroke::new(1.0, tokens.border);
        ui.painter()
            .rect_stroke(page, corner, stroke, StrokeKind::Outside);
    }
}

/// Where the page stands on its desk: in the middle of the width, at the top.
fn margin(view: Vec2, size: Vec2) -> Vec2 {
    vec2(((view.x - size.x) / 2.0).max(DESK), DESK)
}

/// Moves the page onto whole pixels of the screen, without which its text would blur.
fn on_pixels(page: Rect, pixels_per_point: f32) -> Rect {
    let round = |value: f32| (value * pixels_per_point).round() / pixels_per_point;
    Rect::from_min_size(pos2(round(page.min.x), round(page.min.y)), page.size())
}
