//! The fields above the editor: what the open template is, its subject, sender and so on.

use std::sync::Arc;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::text::{CCursor, CCursorRange};
use egui::{Align, Context, Id, Layout, RichText, TextEdit, Ui};

use crate::domain::authoring::SourceKey;
use crate::domain::finding::{Severity, Span};
use crate::domain::logto::{ContentType, Field};
use crate::domain::workspace::TemplateKey;
use crate::model::{Action, Command, Document, EditKind, FileKey, Model, TemplateTexts};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{
    Button, ButtonLook, IconButton, LabelledCombo, LabelledField, Segment, segmented,
};
use crate::ui::{Commands, View, shortcuts};

/// Width of the labels at the left.
const LABEL: f32 = 76.0;

/// The fields' own state.
#[derive(Default)]
pub(super) struct Fields {
    texts: [FieldText; 3],
    shown: Option<TemplateKey>,
    recipient: String,
    wanted: Option<(Field, Option<Span>)>,
}

/// What is typed into a field.
#[derive(Default)]
struct FieldText {
    text: String,
    /// What the model had when `text` was last the same.
    model: Option<Arc<str>>,
}

/// The fields of one line, in their order.
const LINES: [(Field, &str, &str); 3] = [
    (Field::Subject, "Subject", "What the reader sees first"),
    (Field::ReplyTo, "Reply-To", "The connector’s setting"),
    (Field::SendFrom, "From", "The connector’s sender"),
];

impl Fields {
    /// Puts the keyboard into a field, and selects a place of it.
    pub fn focus(&mut self, field: Field, span: Option<Span>) {
        self.wanted = Some((field, span));
    }

    /// Whether one of the fields has the keyboard.
    pub fn has_focus(ctx: &Context) -> bool {
        let ids = LINES.map(|(field, ..)| id(field));
        ctx.memory(|memory| ids.iter().any(|id| memory.has_focus(*id)))
    }

    /// Draws the fields.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        let (Some(key), Some(document)) = (&model.design.selected, model.document()) else {
            return;
        };
        if self.shown.as_ref() != Some(key) {
            self.shown = Some(key.clone());
            self.texts = Default::default();
        }
        ui.spacing_mut().item_spacing.y = space::XS;
        self.head_ui(ui, view, commands, key, document);
        conflict_ui(ui, commands, key, document);
        let more = model.design.view.more_fields;
        for (index, (field, label, hint)) in LINES.into_iter().enumerate() {
            if index == 0 || more {
                self.line_ui(ui, view, commands, (index, field, label, hint));
            }
        }
        if more {
            content_type_ui(ui, document, commands);
            layout_ui(ui, model, document, commands);
        }
    }

    fn head_ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        commands: &mut Commands,
        key: &TemplateKey,
        document: &Document,
    ) {
        let model = view.model;
        let row = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        let layout = Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(row, layout, |ui| {
            self.send_ui(ui, view, commands);
            let save = IconButton::new(icons::SAVE, Action::Save.label());
            let keys = shortcuts::text(ui.ctx(), Action::Save);
            let enabled = Action::Save.is_enabled(model);
            let save = save.shortcut(keys.as_deref());
            if ui.add_enabled(enabled, save).clicked() {
                commands.act(Action::Save);
            }
            let more = model.design.view.more_fields;
            let toggle = IconButton::new(icons::MORE, "Sender, Reply-To and content type");
            if ui.add(toggle.selected(more)).clicked() {
                commands.push(Command::SetMoreFields(!more));
            }
            // The title takes what the buttons leave.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = RichText::new(key.to_string()).font(fonts::title());
                ui.add(egui::Label::new(title).truncate());
                if document.is_modified() {
                    let color = tokens(ui.ctx()).accent;
                    ui.label(RichText::new("●").small().color(color))
                        .on_hover_text("Not saved");
                }
            });
        });
    }

    fn send_ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        let recipient = &model.design.recipient;
        // A click into the field must not close it, as it would a menu.
        let behavior = egui::PopupCloseBehavior::CloseOnClickOutside;
        let config = MenuConfig::new().close_behavior(behavior);
        let menu = MenuButton::new(icons::EXPAND.rich_text()).config(config);
        let (button, _) = menu.ui(ui, |ui| {
            ui.set_width(280.0);
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                self.recipient_ui(ui, recipient, commands);
            });
        });
        button.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, true, "Recipient of test mails")
        });
        let keys = shortcuts::text(ui.ctx(), Action::SendTest).unwrap_or_default();
        let button = Button::new("Send test", ButtonLook::Primary).icon(icons::SEND);
        let enabled = Action::SendTest.is_enabled(model);
        let hint =
            format!("Sends this template as it stands to {recipient}, into the inbox ({keys})");
        if ui
            .add_enabled(enabled, button)
            .on_hover_text(hint)
            .clicked()
        {
            commands.act(Action::SendTest);
        }
    }

    fn recipient_ui(&mut self, ui: &mut Ui, recipient: &str, commands: &mut Commands) {
        // What was chosen elsewhere is taken over while nobody types here.
        if !ui.ctx().text_edit_focused() {
            recipient.clone_into(&mut self.recipient);
        }
        let field = LabelledField::new("Send test to", &mut self.recipient).show(ui);
        if field.changed() {
            commands.push(Command::SetRecipient(self.recipient.clone()));
        }
        let note = "The sandbox keeps every mail on this machine, whoever it is for.";
        let color = tokens(ui.ctx()).text_muted;
        ui.add(egui::Label::new(RichText::new(note).small().color(color)).wrap());
    }

    fn line_ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        commands: &mut Commands,
        (index, field, label, hint): (usize, Field, &str, &str),
    ) {
        let Some(document) = view.model.document() else {
            return;
        };
        let Some(line) = self.texts.get_mut(index) else {
            return;
        };
        line.follow(document.texts.field(field));
        let mut text = std::mem::take(&mut line.text);
        let worst = view.model.design.analysis.as_ref().and_then(|analysis| {
            let mut found = analysis.findings.iter();
            found.find(|found| found.field == field)
        });
        let mut changed = None;
        ui.horizontal(|ui| {
            let tokens = tokens(ui.ctx());
            let color = match worst.map(|found| found.finding.severity) {
                Some(Severity::Error) => tokens.error,
                Some(Severity::Warning) => tokens.warning,
                _ => tokens.text_muted,
            };
            let size = egui::vec2(LABEL, ui.spacing().interact_size.y);
            let name = egui::Label::new(RichText::new(label).color(color));
            let layout = Layout::left_to_right(Align::Center);
            let label = ui.allocate_ui_with_layout(size, layout, |ui| {
                ui.set_min_width(LABEL);
                ui.add(name)
            });
            let edit = TextEdit::singleline(&mut text)
                .id(id(field))
                .hint_text(hint)
                .margin(egui::vec2(7.0, 4.0))
                .desired_width(f32::INFINITY);
            let response = ui.add(edit).labelled_by(label.inner.id);
            if response.changed() {
                let text: Arc<str> = text.as_str().into();
                changed = Some(Arc::clone(&text));
                let kind = EditKind::Type(field);
                commands.push(Command::Edit { field, text, kind });
            }
            if let Some(found) = worst {
                response.clone().on_hover_text(&found.finding.message);
            }
            self.reveal(ui, field, &text, &response);
        });
        composed_ui(ui, view.model, field, &text);
        if let Some(line) = self.texts.get_mut(index) {
            line.text = text;
            if changed.is_some() {
                line.model = changed;
            }
        }
    }

    fn reveal(&mut self, ui: &Ui, field: Field, text: &str, response: &egui::Response) {
        let Some((_, span)) = self.wanted.take_if(|(wanted, _)| *wanted == field) else {
            return;
        };
        response.request_focus();
        let Some(span) = span else {
            return;
        };
        let chars = |byte: usize| {
            let before = text.get(..byte).unwrap_or(text);
            CCursor::new(before.chars().count())
        };
        let mut state = TextEdit::load_state(ui.ctx(), response.id).unwrap_or_default();
        let range = CCursorRange::two(chars(span.start), chars(span.end));
        state.cursor.set_char_range(Some(range));
        state.store(ui.ctx(), response.id);
    }
}

impl FieldText {
    /// Takes over what was changed elsewhere, by undo for example.
    fn follow(&mut self, model: &Arc<str>) {
        if self.model.as_ref() != Some(model) {
            self.text = model.to_string();
            self.model = Some(Arc::clone(model));
        }
    }
}

/// What composing makes of a field, below it, where that differs from what is written.
fn composed_ui(ui: &mut Ui, model: &Model, field: Field, written: &str) {
    let composition = model.design.composition.as_ref();
    let Some((_, composition)) = composition.filter(|(_, made)| !made.is_failed) else {
        return;
    };
    let composed = TemplateTexts::from(&composition.details);
    let composed = composed.field(field);
    if **composed == *written {
        return;
    }
    ui.horizontal(|ui| {
        ui.add_space(LABEL + ui.spacing().item_spacing.x + 7.0);
        let color = tokens(ui.ctx()).text_muted;
        let text = RichText::new(composed.as_ref()).color(color);
        ui.add(egui::Label::new(text).truncate())
            .on_hover_text("Composed, as Logto stores it");
    });
}

/// The layout that the template is composed with.
fn layout_ui(ui: &mut Ui, model: &Model, document: &Document, commands: &mut Commands) {
    let names = model.sources.keys().filter_map(|key| match key {
        SourceKey::Layout(name) => Some(name.as_str()),
        _ => None,
    });
    let mut options: Vec<(Arc<str>, &str)> = vec![("".into(), "None: taken as it stands")];
    options.extend(names.map(|name| (Arc::from(name), name)));
    let current = &document.texts.layout;
    if options.iter().all(|(name, _)| name != current) {
        options.push((Arc::clone(current), current));
    }
    if options.len() == 1 {
        return;
    }
    let mut value = Arc::clone(current);
    let combo = LabelledCombo::new("Layout", &mut value, &options).left(LABEL);
    if combo.show(ui).changed() {
        commands.push(Command::SetLayout(value));
    }
}

fn id(field: Field) -> Id {
    Id::unique(("template field", field))
}

fn conflict_ui(ui: &mut Ui, commands: &mut Commands, key: &TemplateKey, document: &Document) {
    if document.conflict.is_none() {
        return;
    }
    let tokens = tokens(ui.ctx());
    egui::Frame::new()
        .fill(tokens.warning_subtle)
        .corner_radius(f32::from(space::RADIUS))
        .inner_margin(egui::Margin::symmetric(8, 4))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                let text = "Another program changed this file; your changes are kept";
                ui.label(RichText::new(text).color(tokens.warning));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if ui.add(Button::new("Compare…", ButtonLook::Quiet)).clicked() {
                        commands.push(Command::AskConflict(FileKey::Template(key.clone())));
                    }
                });
            });
        });
}

fn content_type_ui(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    ui.horizontal(|ui| {
        let size = egui::vec2(LABEL, ui.spacing().interact_size.y);
        let color = tokens(ui.ctx()).text_muted;
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(LABEL);
            ui.label(RichText::new("Content").color(color));
        });
        let mut value = document.texts.content_type;
        let choices = [
            Segment::new(Some(ContentType::Html), "HTML").tooltip("contentType: text/html"),
            Segment::new(Some(ContentType::Plain), "Plain text").tooltip("contentType: text/plain"),
            Segment::new(None, "Not set").tooltip("Connectors take a missing contentType as HTML"),
        ];
        if segmented(ui, "Content type", &mut value, &choices).changed() {
            commands.push(Command::SetContentType(value));
        }
    });
}
