//! One message: rendering, text, headers, source, details, checks.

use std::sync::Arc;

use egui::{Align, Id, Layout, RichText, ScrollArea, Ui};

use super::checks;
use crate::domain::message::RenderedBody;
use crate::domain::syntax::Language;
use crate::model::{Action, Arrival, Command, EngineState, MessageId, MessageTab, OpenMessage};
use crate::ui::screens::page::{PageState, PageView};
use crate::ui::theme::{self, fonts, icons, space, tokens};
use crate::ui::widgets::code_editor::{CodeEditor, CodeEditorState};
use crate::ui::widgets::{Segment, icon_button, segmented};
use crate::ui::{Commands, View, shortcuts};

/// The view's own state.
#[derive(Default)]
pub(super) struct MessageView {
    page: PageState,
    shown: Option<MessageId>,
    source: CodeEditorState,
    /// The source as the editor wants it, of the message it is of.
    text: String,
    of: Option<Arc<str>>,
}

impl MessageView {
    /// Draws the message.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let inbox = &view.model.inbox;
        if let Some(error) = inbox.open.error() {
            note_ui(ui, "The message cannot be read", error);
            return;
        }
        let Some(message) = inbox.open.shown() else {
            if inbox.selected.is_none() {
                note_ui(ui, "No message is chosen", "Choose one in the list");
            }
            return;
        };
        egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::L as i8, space::M as i8))
            .show(ui, |ui| head_ui(ui, view, message, commands));
        let rect = ui.available_rect_before_wrap();
        let line = egui::Stroke::new(1.0, tokens(ui.ctx()).border);
        ui.painter().hline(rect.x_range(), rect.top(), line);
        match inbox.tab {
            MessageTab::Rendering => self.rendering_ui(ui, view, message, commands),
            MessageTab::Text => text_ui(ui, message),
            MessageTab::Headers => headers_ui(ui, message, commands),
            MessageTab::Source => self.source_ui(ui, message),
            MessageTab::Details => details_ui(ui, message),
            MessageTab::Checks => checks::ui(ui, view.model, message, commands),
        }
    }

    fn rendering_ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        message: &OpenMessage,
        commands: &mut Commands,
    ) {
        if message.rendering == RenderedBody::Empty {
            note_ui(
                ui,
                "The message has no text",
                "Its source shows what it has instead",
            );
            return;
        }
        if let EngineState::Unavailable(obstacle) = &view.model.preview.engine {
            note_ui(
                ui,
                &obstacle.title,
                "Text, headers and source can be read without it",
            );
            return;
        }
        let rect = ui.available_rect_before_wrap();
        ui.painter().rect_filled(rect, 0.0, tokens(ui.ctx()).canvas);
        let page = PageView {
            name: "Message as a reader sees it",
            picture: &view.pictures.message,
            page: &view.model.preview.message,
            zoom: 1.0,
            now_ms: view.model.now_ms,
        };
        if self.shown.as_ref() != Some(&message.row.id) {
            self.shown = Some(message.row.id.clone());
            self.page.show_top();
        }
        let output = page.show(ui, &mut self.page);
        if let Some(viewport) = output.viewport {
            commands.push(Command::Look(viewport));
        }
        if let Some(url) = output.link {
            commands.push(Command::AskLink(url));
        }
    }

    fn source_ui(&mut self, ui: &mut Ui, message: &OpenMessage) {
        if self
            .of
            .as_ref()
            .is_none_or(|of| !Arc::ptr_eq(of, &message.source))
        {
            self.text = message.source.to_string();
            self.of = Some(Arc::clone(&message.source));
        }
        if message.source_is_lossy {
            let color = tokens(ui.ctx()).warning;
            let text =
                "Some bytes are no UTF-8 and are shown as �; a saved file has them unchanged";
            ui.label(RichText::new(text).small().color(color));
        }
        let editor_theme = theme::editor(theme::tokens(ui.ctx()));
        CodeEditor::new(Id::unique("message source"), "Source", &editor_theme)
            .language(Language::Plain)
            .read_only(true)
            .show(ui, &mut self.source, &mut self.text);
    }
}

fn note_ui(ui: &mut Ui, title: &str, detail: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).max(space::XL));
        ui.set_max_width(420.0);
        ui.label(RichText::new(title).font(fonts::title()));
        ui.label(RichText::new(detail).color(tokens(ui.ctx()).text_muted));
    });
}

fn head_ui(ui: &mut Ui, view: &View<'_>, message: &OpenMessage, commands: &mut Commands) {
    let muted = tokens(ui.ctx()).text_muted;
    ui.spacing_mut().item_spacing.y = space::XS;
    let subject = message.parsed.subject.as_deref().unwrap_or("No subject");
    let subject = RichText::new(subject).font(fonts::title());
    ui.add(egui::Label::new(subject).wrap().selectable(true));
    let join = |list: &[crate::domain::message::ParsedAddress]| {
        let list: Vec<String> = list.iter().map(ToString::to_string).collect();
        list.join(", ")
    };
    let parsed = &message.parsed;
    let mut line = format!("{} → {}", join(&parsed.from), join(&parsed.to));
    if !parsed.reply_to.is_empty() {
        line = format!("{line}   ·   replies to {}", join(&parsed.reply_to));
    }
    ui.add(egui::Label::new(RichText::new(line).color(muted)).selectable(true));
    if let Some(flaw) = &message.row.flaw {
        ui.label(RichText::new(flaw).color(tokens(ui.ctx()).warning));
    }
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let mut tab = view.model.inbox.tab;
        let tabs = [
            Segment::new(MessageTab::Rendering, "Rendering"),
            Segment::new(MessageTab::Text, "Text"),
            Segment::new(MessageTab::Headers, "Headers"),
            Segment::new(MessageTab::Source, "Source"),
            Segment::new(MessageTab::Details, "Details"),
            Segment::new(MessageTab::Checks, "Checks"),
        ];
        if segmented(ui, "View of the message", &mut tab, &tabs).changed() {
            commands.push(Command::SetMessageTab(tab));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let keys = shortcuts::text(ui.ctx(), Action::DeleteMessage);
            let label = Action::DeleteMessage.label();
            if icon_button(ui, icons::DELETE, label, keys.as_deref()).clicked() {
                commands.act(Action::DeleteMessage);
            }
            if icon_button(ui, icons::SAVE, "Save as .eml…", None).clicked() {
                commands.push(Command::SaveMessage(message.row.id.clone()));
            }
            if icon_button(ui, icons::COPY, "Copy source", None).clicked() {
                commands.push(Command::Copy(message.source.to_string()));
            }
        });
    });
}

pub(super) fn padded(ui: &mut Ui, body: impl FnOnce(&mut Ui)) {
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new()
            .inner_margin(egui::Margin::same(space::L as i8))
            .show(ui, body);
    });
}

fn text_ui(ui: &mut Ui, message: &OpenMessage) {
    let text = match (&message.parsed.text, &message.rendering) {
        (Some(text), _) | (None, RenderedBody::Plain(text)) => text.as_str(),
        _ => {
            let detail = "Logto’s SMTP connector sends HTML templates as one HTML part";
            note_ui(ui, "The message has no plain text part", detail);
            return;
        }
    };
    padded(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(text).monospace()).selectable(true));
    });
}

fn headers_ui(ui: &mut Ui, message: &OpenMessage, commands: &mut Commands) {
    let muted = tokens(ui.ctx()).text_muted;
    padded(ui, |ui| {
        egui::Grid::new("headers")
            .num_columns(2)
            .spacing([space::L, space::S])
            .show(ui, |ui| {
                for header in &message.parsed.headers {
                    let name = ui.label(RichText::new(&header.name).color(muted));
                    let value = egui::Label::new(&header.value).wrap().selectable(true);
                    ui.add(value).on_hover_text(header.raw.trim());
                    if name.interact(egui::Sense::click()).clicked() {
                        let text = format!("{}:{}", header.name, header.raw);
                        commands.push(Command::Copy(text));
                    }
                    ui.end_row();
                }
            });
    });
}

fn details_ui(ui: &mut Ui, message: &OpenMessage) {
    let arrival = &message.arrival;
    let color = tokens(ui.ctx());
    padded(ui, |ui| {
        let mut rows = match &message.row.added_from {
            Some(file) => vec![("Added from", file.clone())],
            None => arrival_rows(arrival),
        };
        rows.push(("Size", format!("{} bytes", message.row.size)));
        rows.push(("File", message.path.display().to_string()));
        egui::Grid::new("arrival")
            .num_columns(2)
            .spacing([space::L, space::S])
            .show(ui, |ui| {
                for (label, value) in rows {
                    ui.label(RichText::new(label).color(color.text_muted));
                    ui.add(egui::Label::new(value).selectable(true));
                    ui.end_row();
                }
            });
        structure_ui(ui, message);
        if arrival.dialogue.is_empty() {
            return;
        }
        ui.add_space(space::L);
        ui.label(RichText::new("What was said").font(fonts::medium()));
        for line in &arrival.dialogue {
            let who = if line.from_client { "C" } else { "S" };
            let text = RichText::new(format!("{who}  {}", line.text)).monospace();
            let text = if line.from_client {
                text
            } else {
                text.color(color.text_muted)
            };
            ui.add(egui::Label::new(text).selectable(true));
        }
    });
}

/// What the client said that handed the message in.
fn arrival_rows(arrival: &Arrival) -> Vec<(&'static str, String)> {
    let encrypted = if arrival.is_encrypted { "Yes" } else { "No" };
    let user = arrival.auth_user.as_deref().unwrap_or("Nobody logged in");
    vec![
        ("Envelope sender", arrival.mail_from.clone()),
        ("Envelope recipients", arrival.rcpt_to.join(", ")),
        ("Client", format!("{} ({})", arrival.helo, arrival.peer)),
        ("Encrypted", encrypted.to_owned()),
        ("Login", user.to_owned()),
    ]
}

fn structure_ui(ui: &mut Ui, message: &OpenMessage) {
    let color = tokens(ui.ctx());
    ui.add_space(space::L);
    ui.label(RichText::new("Parts").font(fonts::medium()));
    for node in &message.parsed.structure {
        let name = node.file_name.as_deref().unwrap_or_default();
        let charset = node.charset.as_deref().unwrap_or_default();
        let indent = "    ".repeat(node.depth);
        let text = format!(
            "{indent}{}  {charset}  {}  {} bytes  {name}",
            node.content_type, node.encoding, node.size,
        );
        ui.add(egui::Label::new(RichText::new(text).monospace()).selectable(true));
    }
    for defect in &message.parsed.defects {
        ui.label(RichText::new(&defect.message).color(color.warning));
    }
}
