//! An HTTP request, without its secrets.

use std::sync::Arc;

use egui::{Margin, ScrollArea, Ui};

use super::RequestEvent;
use crate::domain::connector::{FieldUse, HttpBody, HttpRequest};
use crate::domain::syntax::Language;
use crate::ui::panels::SourceView;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{Button, ButtonLook, KeyValue, Segment, icon_button, segmented};

/// A part of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    #[default]
    Summary,
    Body,
}

/// The view's own state.
#[derive(Default)]
pub(super) struct HttpView {
    part: Part,
    source: SourceView,
}

/// What is shown of a request, made once for each.
pub(super) struct Made {
    rows: Vec<(String, String)>,
    preview: String,
    curl: String,
    body: Arc<str>,
    language: Language,
}

impl Made {
    pub fn of(request: &HttpRequest) -> Self {
        let shown = request.masked();
        let mut rows = vec![
            ("Method".to_owned(), shown.method.to_owned()),
            ("Address".to_owned(), shown.url.clone()),
        ];
        rows.extend(shown.headers.clone());
        let bytes = request.body.text().len();
        rows.push(("Body".to_owned(), format!("{bytes} bytes")));
        Self {
            rows,
            preview: request.preview(),
            curl: request.curl(),
            body: shown.body.pretty().into(),
            language: match shown.body {
                HttpBody::Json(_) => Language::Json,
                HttpBody::Form(_) => Language::Plain,
            },
        }
    }
}

impl HttpView {
    pub fn ui(&mut self, ui: &mut Ui, made: &Made, fields: &[FieldUse]) -> Option<RequestEvent> {
        let margin = Margin::symmetric(space::M as i8, space::XS as i8);
        let frame = egui::Frame::new().inner_margin(margin);
        let event = frame.show(ui, |ui| self.bar_ui(ui, made)).inner;
        match self.part {
            Part::Summary => summary_ui(ui, made, fields),
            Part::Body => self.source.ui(ui, "Body", made.language, &made.body),
        }
        event
    }

    fn bar_ui(&mut self, ui: &mut Ui, made: &Made) -> Option<RequestEvent> {
        ui.horizontal(|ui| {
            let parts = [
                Segment::new(Part::Summary, "Summary"),
                Segment::new(Part::Body, "Body"),
            ];
            segmented(ui, "Part of the request", &mut self.part, &parts);
            let (name, text) = match self.part {
                Part::Summary => ("Copy the request", made.preview.as_str()),
                Part::Body => ("Copy the body", &*made.body),
            };
            let is_clicked = icon_button(ui, icons::COPY, name, None).clicked();
            let button = Button::new("Copy as curl", ButtonLook::Flat);
            if ui.add(button).clicked() {
                return Some(RequestEvent::Copy(made.curl.clone()));
            }
            is_clicked.then(|| RequestEvent::Copy(text.to_owned()))
        })
        .inner
    }
}

fn summary_ui(ui: &mut Ui, made: &Made, fields: &[FieldUse]) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let margin = Margin::symmetric(space::M as i8, space::XS as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (key, value) in &made.rows {
                // Wide enough for the longest header, Postmark's.
                KeyValue::new(key, value).key_width(164.0).show(ui);
            }
            super::fields::ui(ui, fields, 164.0);
        });
    });
}
