//! The bar above the editor that shows the texts which make up the open template.

use egui::{ScrollArea, Ui};

use crate::domain::authoring::SourceKey;
use crate::model::{Command, EditorPart, FileKey, Model};
use crate::ui::Commands;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::space;
use crate::ui::widgets::{Segment, segmented};

/// One text.
struct Part {
    part: EditorPart,
    icon: Icon,
    text: String,
    tooltip: String,
}

/// Draws the bar, if the open template is composed.
pub(super) fn ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let parts = parts(model);
    if parts.len() < 2 {
        return;
    }
    let segments: Vec<Segment<'_, usize>> = parts
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let segment = Segment::new(index, &part.text).icon(part.icon);
            segment.tooltip(&part.tooltip)
        })
        .collect();
    let shown = parts.iter().position(|part| part.part == model.design.part);
    let mut value = shown.unwrap_or_default();
    egui::Frame::new()
        .inner_margin(egui::Margin::symmetric(space::M as i8, 4))
        .show(ui, |ui| {
            let area = ScrollArea::horizontal().id_salt("parts");
            let hidden = egui::scroll_area::ScrollBarVisibility::AlwaysHidden;
            area.scroll_bar_visibility(hidden).show(ui, |ui| {
                let response = segmented(ui, "Texts of this template", &mut value, &segments);
                if response.changed()
                    && let Some(part) = parts.get(value)
                {
                    commands.push(Command::ShowPart(part.part.clone()));
                }
            });
        });
}

fn parts(model: &Model) -> Vec<Part> {
    let parts = model.parts().into_iter();
    let own = model.shown_own();
    let parts = parts.map(|part| match &part {
        EditorPart::Own => Part {
            icon: icons::DESIGN,
            text: marked("Template", model, own.as_ref()),
            tooltip: "What this template puts into the layout".to_owned(),
            part,
        },
        EditorPart::Composed => Part {
            icon: icons::MAIL,
            text: "Composed".to_owned(),
            tooltip: "The flat text that Logto stores, to be read".to_owned(),
            part,
        },
        EditorPart::Source(key) => source(model, key),
    });
    parts.collect()
}

fn source(model: &Model, key: &SourceKey) -> Part {
    let (icon, text, what) = match key {
        SourceKey::Layout(name) => (icons::LAYOUT, name.clone(), "The layout"),
        SourceKey::Partial(name) => (icons::PARTIAL, name.clone(), "A partial"),
        SourceKey::Strings(tag) => (icons::LANGUAGE, tag.clone(), "The strings"),
        SourceKey::Settings => (icons::BRAND, "Brand".to_owned(), "The brand tokens"),
        SourceKey::Connector(name) => (icons::CONNECTOR, name.clone(), "The connector profile"),
    };
    let users = users(model, key);
    let shared = match users {
        0 => String::new(),
        1 => "; one template uses it".to_owned(),
        count => format!("; {count} templates use it"),
    };
    Part {
        part: EditorPart::Source(key.clone()),
        icon,
        text: marked(&text, model, Some(&FileKey::Source(key.clone()))),
        tooltip: format!("{what}: {key}{shared}"),
    }
}

/// How many templates are composed from a file.
fn users(model: &Model, key: &SourceKey) -> usize {
    let made = model.composed.values();
    made.filter(|made| made.sources.contains(key)).count()
}

/// The text with a dot if its file is not saved.
fn marked(text: &str, model: &Model, file: Option<&FileKey>) -> String {
    let document = file.and_then(|file| model.file(file));
    if document.is_some_and(|document| document.is_modified()) {
        format!("{text} ●")
    } else {
        text.to_owned()
    }
}
