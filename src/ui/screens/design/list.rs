//! The list of templates: usage types, each with its languages.

use egui::{Id, RichText, ScrollArea, Ui};

use crate::domain::finding::Severity;
use crate::domain::logto::UsageType;
use crate::domain::workspace::{BrokenFile, TemplateKey};
use crate::model::{Action, Command, Model};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{Chip, ChipState, IconButton, chip, search_field};
use crate::ui::{Commands, View};

/// The panel's own state.
#[derive(Default)]
pub(super) struct TemplateListPanel {
    filter: String,
    focus: bool,
    shown: Option<TemplateKey>,
}

impl TemplateListPanel {
    /// Puts the keyboard into the list.
    pub fn focus(&mut self) {
        self.focus = true;
    }

    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        ui.spacing_mut().item_spacing.y = space::XS;
        egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::M as i8, 6))
            .show(ui, |ui| {
                let search = search_field(
                    ui,
                    "Filter templates",
                    "Filter, such as fr or sign",
                    &mut self.filter,
                );
                if std::mem::take(&mut self.focus) {
                    search.request_focus();
                }
                if search.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
                    self.open_first(model, commands);
                }
            });
        let follow = self.shown != model.design.selected;
        self.shown.clone_from(&model.design.selected);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for usage_type in UsageType::ALL {
                self.usage_type_ui(ui, view, commands, usage_type, follow);
            }
            broken_ui(ui, model);
            ui.add_space(space::L);
        });
    }

    fn matches(&self, key: &TemplateKey) -> bool {
        let text = format!("{} {}", key.usage_type, tag_word(key)).to_lowercase();
        let words = self.filter.to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    }

    fn open_first(&self, model: &Model, commands: &mut Commands) {
        if let Some(key) = model.template_keys().find(|key| self.matches(key)) {
            commands.push(Command::Select(key.clone()));
            commands.act(Action::FocusEditor);
        }
    }

    fn usage_type_ui(
        &self,
        ui: &mut Ui,
        view: &View<'_>,
        commands: &mut Commands,
        usage_type: UsageType,
        follow: bool,
    ) {
        let model = view.model;
        let default = TemplateKey::connector_default(usage_type);
        let default = model.template(&default).is_some().then_some(&default);
        let keys: Vec<&TemplateKey> = model
            .tags(usage_type)
            .chain(default)
            .filter(|key| self.matches(key))
            .collect();
        if keys.is_empty() && !self.filter.is_empty() {
            return;
        }
        let selected = model.design.selected.as_ref();
        let is_open = selected.is_some_and(|key| key.usage_type == usage_type);
        let margin = egui::Margin {
            left: space::M as i8,
            right: space::S as i8,
            top: 3,
            bottom: 5,
        };
        let frame = egui::Frame::new().inner_margin(margin);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            let count = keys.len();
            head_ui(ui, commands, usage_type, is_open, count);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(5.0, 5.0);
                for key in keys {
                    // A chip is a scope of its own, which the layout does not wrap by itself.
                    let width = tag_word(key).len() as f32 * 7.5 + 20.0;
                    if ui.available_size_before_wrap().x < width {
                        ui.end_row();
                    }
                    let response = tag_ui(ui, model, key);
                    if response.clicked() {
                        commands.push(Command::Select(key.clone()));
                    }
                    if follow && selected == Some(key) {
                        response.scroll_to_me(None);
                    }
                }
            });
        });
    }
}

fn head_ui(
    ui: &mut Ui,
    commands: &mut Commands,
    usage_type: UsageType,
    is_open: bool,
    count: usize,
) {
    let tokens = tokens(ui.ctx());
    let name = usage_type.as_str();
    let row = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    let from_right = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(row, from_right, |ui| {
        let add = format!("New {name} template…");
        if ui.add(IconButton::new(icons::ADD, &add)).clicked() {
            commands.push(Command::AskNewTemplate(usage_type));
        }
        // The name takes what the button leaves.
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            let text = if is_open {
                RichText::new(name).font(fonts::medium()).color(tokens.text)
            } else {
                RichText::new(name).color(tokens.text_muted)
            };
            ui.add(egui::Label::new(text).truncate());
            if count == 0 {
                let color = tokens.text_faint;
                ui.label(RichText::new("none").small().color(color));
            }
        });
    });
}

fn tag_ui(ui: &mut Ui, model: &Model, key: &TemplateKey) -> egui::Response {
    let (state, words) = state(model, key);
    let document = model.template(key);
    let unsaved = document.is_some_and(|document| document.is_modified());
    let selected = model.design.selected.as_ref() == Some(key);
    let mut name = key.to_string();
    for words in [words, if unsaved { "not saved" } else { "" }] {
        if !words.is_empty() {
            name = format!("{name}, {words}");
        }
    }
    ui.push_id(Id::unique(key), |ui| {
        chip(
            ui,
            &Chip::new(tag_word(key), &name)
                .state(state)
                .unsaved(unsaved)
                .selected(selected),
        )
    })
    .inner
}

/// What the chip of a template says.
const fn tag_word(key: &TemplateKey) -> &str {
    if key.is_connector_default() {
        "connector"
    } else {
        key.tag.as_str()
    }
}

/// What is wrong with a template, and its words.
fn state(model: &Model, key: &TemplateKey) -> (ChipState, &'static str) {
    let Some(document) = model.template(key) else {
        return (ChipState::Clean, "");
    };
    if document.conflict.is_some() {
        return (ChipState::Broken, "changed by another program too");
    }
    match model.worst(key) {
        Some(Severity::Error) => (ChipState::Broken, "has errors"),
        Some(Severity::Warning) => (ChipState::Problem, "has warnings"),
        Some(Severity::Info) | None => (ChipState::Clean, ""),
    }
}

fn broken_ui(ui: &mut Ui, model: &Model) {
    let broken = model.workspace.iter().flat_map(|open| &open.files.broken);
    let broken: Vec<&BrokenFile> = broken.collect();
    if broken.is_empty() {
        return;
    }
    let tokens = tokens(ui.ctx());
    egui::Frame::new()
        .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8))
        .show(ui, |ui| {
            ui.label(RichText::new("Files that cannot be read").color(tokens.error));
            for file in broken {
                let place = match (file.line, file.column) {
                    (Some(line), Some(column)) => format!(", line {line}, column {column}"),
                    (Some(line), None) => format!(", line {line}"),
                    _ => String::new(),
                };
                let name = format!("{}{place}", file.path.display());
                ui.label(RichText::new(name).small());
                ui.label(
                    RichText::new(&file.message)
                        .small()
                        .color(tokens.text_muted),
                );
            }
        });
}
