//! The picture of the open template, alone or beside that of another language.

use egui::{RichText, Ui};

use super::PreviewPanel;
use crate::model::{Command, Width};
use crate::ui::screens::page::{PageState, PageView, fitting_zoom};
use crate::ui::theme::space;
use crate::ui::{Commands, View};

impl PreviewPanel {
    pub(super) fn page_ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        let settings = &model.design.view;
        if self.shown != model.design.selected {
            self.shown.clone_from(&model.design.selected);
            self.page.show_top();
        }
        let wished = match settings.width {
            Width::Desktop => 640.0,
            Width::Phone => 375.0,
            Width::Free => 0.0,
        };
        let room = ui.available_rect_before_wrap();
        if settings.side_by_side {
            self.variants_ui(ui, view, commands, wished);
            return;
        }
        let Some(with) = &model.design.compare else {
            self.own_ui(ui, view, commands, wished);
            return;
        };
        let own = room.with_max_x(room.center().x - 0.5);
        let other = room.with_min_x(room.center().x + 0.5);
        let names = [model.design.selected.as_ref(), Some(with)];
        for (rect, name) in [own, other].into_iter().zip(names) {
            let builder = egui::UiBuilder::new().max_rect(rect);
            ui.scope_builder(builder, |ui| {
                ui.set_clip_rect(rect);
                let text = name.map(ToString::to_string).unwrap_or_default();
                let margin = egui::Margin::symmetric(space::M as i8, 4);
                egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                    ui.label(RichText::new(text).strong());
                });
                if rect == own {
                    self.own_ui(ui, view, commands, wished);
                } else {
                    self.compared_ui(ui, view, wished);
                }
            });
        }
        self.scroll_together();
    }

    /// The template beside the open one.
    fn compared_ui(&mut self, ui: &mut Ui, view: &View<'_>, wished: f32) {
        let model = view.model;
        let page = PageView {
            name: "Preview of the other language",
            picture: &view.pictures.compared,
            page: &model.preview.compared,
            zoom: fitting_zoom(model.design.view.zoom, wished, ui.available_width()),
            now_ms: model.now_ms,
        };
        page.show(ui, &mut self.compared);
    }

    /// Lets the page follow that was not scrolled.
    fn scroll_together(&mut self) {
        let part = |page: &PageState| {
            let (y, room) = page.scroll();
            if room > 1.0 { y / room } else { 0.0 }
        };
        let differs = |part: f32| (part - self.scrolled).abs() > 0.002;
        let (own, other) = (part(&self.page), part(&self.compared));
        if differs(own) {
            self.scrolled = own;
            let (_, room) = self.compared.scroll();
            self.compared.scroll_to(own * room);
        } else if differs(other) {
            self.scrolled = other;
            let (_, room) = self.page.scroll();
            self.page.scroll_to(other * room);
        }
    }

    pub(super) fn own_ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        commands: &mut Commands,
        wished: f32,
    ) {
        let model = view.model;
        let zoom = fitting_zoom(model.design.view.zoom, wished, ui.available_width());
        let page = PageView {
            name: "Preview",
            picture: &view.pictures.template,
            page: &model.preview.template,
            zoom,
            now_ms: model.now_ms,
        };
        let output = page.show(ui, &mut self.page);
        if let Some(viewport) = output.viewport {
            commands.push(Command::Look(viewport));
        }
        if let Some(url) = output.link {
            commands.push(Command::AskLink(url));
        }
        if let Some(zoom) = output.zoom {
            commands.push(Command::SetZoom(zoom));
        }
    }
}
