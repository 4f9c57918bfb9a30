//! The picture of a mail on a desk, with its links.

use std::time::Duration;

use egui::{Rect, Ui, pos2, vec2};

use crate::model::{Page, STAYS_MS, Viewport};
use crate::ui::Picture;
use crate::ui::widgets::{DESK, PageLink, PageTile, TextureView, TextureViewState};

/// A mail shorter than this is shown on a page of this height, in CSS pixels.
const SHORTEST: f32 = 240.0;

/// What a page remembers from frame to frame.
#[derive(Default)]
pub(super) struct PageState {
    view: TextureViewState,
    viewport: Option<Viewport>,
}

/// How a page is shown.
pub(super) struct PageView<'a> {
    /// What assistive technology calls it.
    pub name: &'a str,
    /// Its pixels.
    pub picture: &'a Picture,
    /// What belongs to them.
    pub page: &'a Page,
    /// Points per CSS pixel.
    pub zoom: f32,
    /// The window's time.
    pub now_ms: u64,
}

/// What happened on a page.
#[derive(Default)]
pub(super) struct PageOutput {
    /// What is looked at, if that changed.
    pub viewport: Option<Viewport>,
    /// The link that was pressed.
    pub link: Option<String>,
    /// The size asked for, if another was.
    pub zoom: Option<f32>,
}

impl PageState {
    /// How far the page is scrolled, as a part of all there is, from 0 to 1; and its room in points.
    pub fn scroll(&self) -> (f32, f32) {
        (self.view.scroll().y, self.view.scroll_room())
    }

    /// Scrolls to a place.
    pub fn scroll_to(&mut self, y: f32) {
        self.view.set_scroll_y(y);
    }

    /// Shows the top of the page again.
    pub fn show_top(&mut self) {
        self.view.reset_scroll();
    }
}

impl PageView<'_> {
    /// Shows the page in all space there is.
    pub fn show(self, ui: &mut Ui, state: &mut PageState) -> PageOutput {
        let room = ui.available_size();
        let mut output = PageOutput::default();
        state.view.set_zoom(self.zoom);
        let zoom = state.view.zoom();
        let is_presentable = self.page.is_presentable(self.now_ms);
        if is_presentable && self.page.is_of_another() {
            let rest = Duration::from_millis(STAYS_MS);
            ui.ctx().request_repaint_after(rest);
        }
        if !self.picture.is_empty() && is_presentable {
            self.picture_ui(ui, state, &mut output);
            if (state.view.zoom() - zoom).abs() > 0.001 {
                output.zoom = Some(state.view.zoom());
            }
        }
        let viewport = Viewport {
            width: room.x - 2.0 * DESK,
            height: room.y / zoom,
            top: (state.view.scroll().y - DESK).max(0.0) / zoom,
            zoom,
            pixels_per_point: ui.pixels_per_point(),
        };
        if state.viewport != Some(viewport) {
            state.viewport = Some(viewport);
            output.viewport = Some(viewport);
        }
        output
    }

    fn picture_ui(&self, ui: &mut Ui, state: &mut PageState, output: &mut PageOutput) {
        let picture = self.picture;
        let info = &self.page.info;
        let height = info.content_height.max(SHORTEST).ceil();
        let size = vec2(picture.css_width, picture.css_height.min(height));
        let width = picture.pixel_width as f32;
        let tiles = picture.tiles.iter().map(|tile| PageTile {
            texture: tile.texture.id(),
            pixels: Rect::from_min_size(pos2(0.0, tile.y as f32), vec2(width, tile.height as f32)),
        });
        let tiles: Vec<PageTile> = tiles.collect();
        let links = info.links.iter().map(|link| PageLink {
            area: Rect::from_min_size(pos2(link.x, link.y), vec2(link.width, link.height)),
            target: &link.url,
        });
        let links: Vec<PageLink<'_>> = links.collect();
        let shown = TextureView::new(self.name, size, &tiles)
            .pixels_per_css(picture.scale)
            .links(&links)
            .show(ui, &mut state.view);
        let link = shown.pressed.and_then(|index| info.links.get(index));
        output.link = link.map(|link| link.url.clone());
    }
}

/// The size at which a page fits the width there is, no larger than asked for.
pub(super) fn fitting_zoom(zoom: f32, css_width: f32, room: f32) -> f32 {
    if css_width <= 0.0 {
        return zoom;
    }
    zoom.min((room - 2.0 * DESK) / css_width)
}
