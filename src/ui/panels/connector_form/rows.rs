//! One row of the form: the name of a field, its control, its help and what is wrong with it.

use egui::{Align, Id, Label, Layout, RichText, TextEdit, Ui, vec2};
use serde_json::Value;

use super::typed::Read;
use super::{ConnectorForm, ConnectorFormEvent, ConnectorFormView};
use crate::domain::connector::form::{FieldKind, FormField};
use crate::domain::connector::{PathPart, SecretReference};
use crate::domain::finding::Severity;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, LabelledCombo, named, toggle};

/// A field while it is drawn.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// Its keys from the root of the configuration.
    pub path: &'a [&'a str],
    /// What it is.
    pub field: &'a FormField,
    /// The form.
    pub view: &'a ConnectorFormView<'a>,
}

impl Row<'_> {
    /// Draws the name, and beside it what `content` draws.
    pub fn beside_name(&self, ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
        ui.horizontal_top(|ui| {
            let names = (ui.available_width() * 0.34).clamp(130.0, 200.0).round();
            name_ui(ui, self.field, names);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                content(ui);
            });
        });
        ui.add_space(space::XS);
    }

    pub fn value(&self) -> Option<&Value> {
        self.path
            .iter()
            .try_fold(self.view.config, |value, key| value.get(key))
    }

    fn owned(&self) -> Vec<String> {
        self.path.iter().map(|key| (*key).to_owned()).collect()
    }

    /// What keeps it from working although Logto's guard takes it.
    fn error(&self) -> Option<String> {
        let place = format!("{}: ", self.path.join("."));
        let mut errors = self.view.findings.iter();
        errors.find_map(|finding| {
            let message = finding.message.strip_prefix(&place)?;
            (finding.severity == Severity::Error).then(|| message.to_owned())
        })
    }

    /// What Logto's guard says about it, or about something in it.
    fn issue(&self) -> Option<String> {
        let mut issues = self.view.issues.iter();
        let issue = issues.find(|issue| {
            let starts = self.path.iter().zip(&issue.path);
            let is_same = |(key, part): (&&str, &PathPart)| matches!(part, PathPart::Key(name) if name == key);
            issue.path.len() >= self.path.len() && starts.into_iter().all(is_same)
        })?;
        let plain = issue.plain(self.view.config);
        let is_itself = issue.path.len() == self.path.len();
        Some(if is_itself {
            plain
        } else {
            format!("{}: {plain}", issue.path_text())
        })
    }
}

impl ConnectorForm {
    /// Draws a row; what was asked for.
    pub(super) fn field_ui(&mut self, ui: &mut Ui, row: &Row<'_>) -> Option<ConnectorFormEvent> {
        let is_enabled = row.view.is_writable;
        let mut event = None;
        row.beside_name(ui, |ui| {
            let control = ui.add_enabled_ui(is_enabled, |ui| self.control_ui(ui, row));
            event = control.inner;
            self.below_ui(ui, row);
        });
        event
    }

    fn control_ui(&mut self, ui: &mut Ui, row: &Row<'_>) -> Option<ConnectorFormEvent> {
        let value = row.value();
        match row.field.kind {
            FieldKind::Switch => {
                let mut on = value == Some(&Value::Bool(true));
                let words = match value {
                    Some(Value::Bool(true)) => "On",
                    Some(Value::Bool(false)) => "Off",
                    _ => "Not set, which counts as off",
                };
                let changed = named(toggle(ui, words, &mut on), row.field.label).changed();
                changed.then(|| ConnectorFormEvent::Set(row.owned(), Some(Value::Bool(on))))
            }
            FieldKind::Select(choices) => {
                let mut chosen = value.and_then(Value::as_str).unwrap_or_default().to_owned();
                let mut options = vec![(String::new(), "Not set")];
                options.extend(choices.iter().map(|one| (one.value.to_owned(), one.label)));
                let other = chosen.clone();
                if options.iter().all(|(value, _)| *value != chosen) {
                    options.push((chosen.clone(), &other));
                }
                let combo = LabelledCombo::new("", &mut chosen, &options).hide_label();
                let changed = named(combo.show(ui), row.field.label).changed();
                changed.then(|| {
                    let value = (!chosen.is_empty()).then(|| Value::String(chosen));
                    ConnectorFormEvent::Set(row.owned(), value)
                })
            }
            FieldKind::Templates => templates_ui(ui, value),
            _ if row.field.is_secret => self.secret_ui(ui, row),
            _ => self.text_ui(ui, row, Look::Plain),
        }
    }

    /// A secret: where it is kept, or what is typed of it.
    fn secret_ui(&mut self, ui: &mut Ui, row: &Row<'_>) -> Option<ConnectorFormEvent> {
        let text = row.value().and_then(Value::as_str).unwrap_or_default();
        let reference = SecretReference::parse(text);
        if let Some(reference) = &reference {
            let mut event = None;
            let missing = (row.view.missing)(reference);
            let tokens = tokens(ui.ctx());
            let is_unkept = missing.is_none() && (row.view.is_unkept)(reference);
            let (color, verb) = match &missing {
                Some(_) => (tokens.warning, "Set…"),
                None if is_unkept => (tokens.warning, "Keep…"),
                None => (tokens.success, "Change…"),
            };
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let name = format!("{verb} {}", row.field.label);
                    let button = ui.add(Button::new(verb, ButtonLook::Flat));
                    if named(button, &name).clicked() {
                        event = Some(ConnectorFormEvent::KeepSecret(row.owned()));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.label(icons::inline(icons::KEY).color(color));
                        let words = words(reference, is_unkept);
                        ui.add(Label::new(words).truncate());
                    });
                });
            });
            if let Some(missing) = missing {
                let missing = RichText::new(missing).small().color(tokens.warning);
                ui.add(Label::new(missing).wrap());
            }
            return event;
        }
        let event = self.text_ui(ui, row, Look::Secret);
        if text.is_empty() {
            return event;
        }
        let mut kept = None;
        ui.horizontal_wrapped(|ui| {
            let warning = tokens(ui.ctx()).warning;
            let words = "Only in memory yet: saving asks where to keep it";
            ui.label(RichText::new(words).small().color(warning));
            let button = Button::new("Keep it now…", ButtonLook::Flat);
            if ui.add(button).clicked() {
                kept = Some(ConnectorFormEvent::KeepSecret(row.owned()));
            }
        });
        kept.or(event)
    }

    fn text_ui(&mut self, ui: &mut Ui, row: &Row<'_>, look: Look) -> Option<ConnectorFormEvent> {
        let typed = self.typed.entry(row.path.join(".")).or_default();
        typed.follow(row.value());
        let is_long = matches!(row.field.kind, FieldKind::Json | FieldKind::Multiline);
        let edit = if is_long {
            let rows = typed.text.lines().count().clamp(2, 8);
            TextEdit::multiline(&mut typed.text).desired_rows(rows)
        } else {
            TextEdit::singleline(&mut typed.text)
        };
        let id = Id::unique("connector field").with(row.view.of);
        let mut edit = edit
            .id(id.with(row.path))
            .hint_text(hint(row.field))
            .margin(vec2(7.0, 4.0))
            .desired_width(ui.available_width())
            .password(look == Look::Secret);
        if is_long {
            edit = edit.font(fonts::mono()).lock_focus(false);
        }
        let response = named(ui.add(edit), row.field.label);
        if !response.changed() {
            return None;
        }
        match typed.read(&row.field.kind) {
            Read::Value(value) => Some(ConnectorFormEvent::Set(row.owned(), value)),
            Read::Nothing => None,
        }
    }

    /// What stands below the control: what is wrong, else what it is for.
    fn below_ui(&self, ui: &mut Ui, row: &Row<'_>) {
        let tokens = tokens(ui.ctx());
        let typed = self.typed.get(&row.path.join("."));
        let typed = typed.and_then(|typed| typed.error.clone());
        let wrong = typed.or_else(|| row.issue()).or_else(|| row.error());
        let (text, color) = match &wrong {
            Some(wrong) => (wrong.as_str(), tokens.error),
            None if row.field.help.is_empty() => return,
            None => (row.field.help, tokens.text_muted),
        };
        let text = RichText::new(text).small().color(color);
        ui.add(Label::new(text).wrap());
    }
}

/// How a text is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Secret,
}

/// Where a secret is kept, in words.
fn words(reference: &SecretReference, is_unkept: bool) -> String {
    match reference {
        one if is_unkept => format!("Only until Letterhead closes, as {}", one.name()),
        SecretReference::Environment(name) => format!("In the environment, as {name}"),
        SecretReference::Keyring(name) => format!("Kept outside the workspace, as {name}"),
    }
}

fn name_ui(ui: &mut Ui, field: &FormField, width: f32) {
    let size = vec2(width, ui.spacing().interact_size.y);
    let tokens = tokens(ui.ctx());
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(width);
        let name = RichText::new(field.label).color(tokens.text);
        let tooltip = if field.in_console {
            format!("{} in the JSON", field.key)
        } else {
            format!(
                "{} in the JSON; Logto takes it, its Console has no field for it",
                field.key
            )
        };
        ui.add(Label::new(name).truncate()).on_hover_text(tooltip);
        if field.is_required {
            ui.label(RichText::new("*").color(tokens.error))
                .on_hover_text("Logto refuses the connector without it");
        }
    });
}

fn hint(field: &FormField) -> &'static str {
    field.placeholder
}

/// The templates of a configuration: how many, for which usage types.
fn templates_ui(ui: &mut Ui, value: Option<&Value>) -> Option<ConnectorFormEvent> {
    let mut event = None;
    let types: Vec<String> = match value {
        Some(Value::Array(templates)) => templates
            .iter()
            .map(|template| {
                let usage_type = template.get("usageType").and_then(Value::as_str);
                usage_type.unwrap_or("without usage type").to_owned()
            })
            .collect(),
        Some(Value::Object(deliveries)) => deliveries.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let words = if types.is_empty() {
        "None".to_owned()
    } else {
        types.join(", ")
    };
    ui.add(Label::new(words).wrap());
    let button = Button::new("Edit in Design…", ButtonLook::Quiet);
    if ui.add_enabled(!types.is_empty(), button).clicked() {
        event = Some(ConnectorFormEvent::ShowTemplates);
    }
    event
}
