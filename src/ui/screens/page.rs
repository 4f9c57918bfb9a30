//! The picture of a mail on a desk, with its links.

use egui::{
    Color32, CursorIcon, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2,
};

use crate::model::{Page, Viewport};
use crate::ui::Picture;
use crate::ui::theme::{space, tokens};

/// Around the page.
const MARGIN: f32 = space::L;

/// A mail shorter than this is shown on a page of this height, in CSS pixels.
const SHORTEST: f32 = 240.0;

/// How a page is shown.
pub(super) struct PageView<'a> {
    /// Tells pages apart.
    pub id: &'static str,
    /// What assistive technology calls it.
    pub name: &'a str,
    /// Its pixels.
    pub picture: &'a Picture,
    /// What belongs to them.
    pub page: &'a Page,
    /// Points per CSS pixel.
    pub zoom: f32,
}

/// What happened on a page.
#[derive(Default)]
pub(super) struct PageOutput {
    /// What is looked at, if that changed.
    pub viewport: Option<Viewport>,
    /// The link that was pressed.
    pub link: Option<String>,
    /// The size asked for with Ctrl and the wheel, as a factor.
    pub zoom_factor: Option<f32>,
}

impl PageView<'_> {
    /// Shows the page in all space there is. `known` is the viewport told last.
    pub fn show(self, ui: &mut Ui, known: &mut Option<Viewport>) -> PageOutput {
        let mut output = PageOutput::default();
        let area = ui.available_rect_before_wrap();
        let pointed = ui.rect_contains_pointer(area);
        let factor = ui.input(egui::InputState::zoom_delta);
        if pointed && (factor - 1.0).abs() > 0.001 {
            output.zoom_factor = Some(factor);
        }
        let scroll = ScrollArea::both().id_salt(self.id).auto_shrink(false);
        let shown = scroll.show_viewport(ui, |ui, view| {
            if !self.picture.is_empty() {
                output.link = self.page_ui(ui, area);
            }
            view
        });
        let top = (shown.inner.top() - MARGIN).max(0.0) / self.zoom;
        let viewport = Viewport {
            width: area.width() - 2.0 * MARGIN,
            height: area.height() / self.zoom,
            top,
            pixels_per_point: ui.pixels_per_point(),
        };
        if *known != Some(viewport) {
            *known = Some(viewport);
            output.viewport = Some(viewport);
        }
        output
    }

    fn page_ui(&self, ui: &mut Ui, area: Rect) -> Option<String> {
        let tokens = tokens(ui.ctx());
        let picture = self.picture;
        let height = picture
            .css_height
            .min(self.page.info.content_height.max(SHORTEST).ceil());
        let size = vec2(picture.css_width, height) * self.zoom;
        let desk = vec2(
            (size.x + 2.0 * MARGIN).max(area.width()),
            (size.y + 2.0 * MARGIN).max(area.height()),
        );
        let (rect, _) = ui.allocate_exact_size(desk, Sense::hover());
        let left = (rect.center().x - size.x / 2.0).max(rect.left() + MARGIN);
        let page = Rect::from_min_size(pos2(left.round(), rect.top() + MARGIN), size);
        let painter = ui.painter();
        let shadow = egui::epaint::Shadow {
            offset: [0, 2],
            blur: 16,
            spread: 0,
            color: tokens.shadow,
        };
        painter.add(shadow.as_shape(page, 3.0));
        let clipped = painter.with_clip_rect(page.intersect(ui.clip_rect()));
        let uv = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        let per_pixel = self.zoom / picture.scale;
        for tile in &picture.tiles {
            let size = vec2(picture.pixel_width as f32, tile.height as f32) * per_pixel;
            let min = page.min + vec2(0.0, tile.y as f32 * per_pixel);
            clipped.image(
                tile.texture.id(),
                Rect::from_min_size(min, size),
                uv,
                Color32::WHITE,
            );
        }
        painter.rect_stroke(
            page,
            3.0,
            Stroke::new(1.0, tokens.border),
            StrokeKind::Outside,
        );
        let response = ui.interact(page, ui.scope_id().with((self.id, "page")), Sense::click());
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::Image, true, self.name);
            info.current_text_value = Some(self.page.info.text.clone());
            info
        });
        self.links_ui(ui, page, &response)
    }

    fn links_ui(&self, ui: &Ui, page: Rect, response: &egui::Response) -> Option<String> {
        let at = response.hover_pos()?;
        let link = self.page.info.links.iter().find(|link| {
            let min = page.min + vec2(link.x, link.y) * self.zoom;
            Rect::from_min_size(min, vec2(link.width, link.height) * self.zoom).contains(at)
        })?;
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        response.clone().on_hover_text_at_pointer(&link.url);
        response.clicked().then(|| link.url.clone())
    }
}

/// The size at which a page fits the width there is, no larger than asked for.
pub(super) fn fitting_zoom(zoom: f32, css_width: f32, room: f32) -> f32 {
    if css_width <= 0.0 {
        return zoom;
    }
    zoom.min((room - 2.0 * MARGIN) / css_width).max(0.3)
}
