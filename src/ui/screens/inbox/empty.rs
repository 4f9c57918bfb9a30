//! What the screen says when there is no message.

use egui::{RichText, Ui};

use crate::model::{Action, InboxServer};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{primary_button, quiet_button};
use crate::ui::{Commands, View};

/// Draws it.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let tokens = tokens(ui.ctx());
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.28).max(space::XL));
        ui.set_max_width(440.0);
        ui.label(icons::INBOX.rich_text().size(36.0).color(tokens.text_faint));
        ui.add_space(space::S);
        ui.label(RichText::new("No message yet").font(fonts::title()));
        match &view.model.inbox.server {
            InboxServer::Starting => {
                ui.label("The inbox is starting.");
            }
            InboxServer::Failed { reason } => {
                ui.label(RichText::new("The inbox does not run").color(tokens.error));
                ui.label(reason);
            }
            InboxServer::Listening { port } => {
                ui.label("Send a test of the open template, or point any program of this machine at the inbox: a Logto with the SMTP connector, for example.");
                ui.add_space(space::S);
                ui.label(RichText::new(format!("SMTP  127.0.0.1:{port}")).monospace());
                ui.label(
                    RichText::new("Any user and password, no TLS needed. Nothing is sent on.")
                        .small()
                        .color(tokens.text_muted),
                );
                ui.add_space(space::M);
                ui.horizontal(|ui| {
                    ui.add_space((ui.available_width() - 376.0).max(0.0) / 2.0);
                    let can_send = Action::SendTest.is_enabled(view.model);
                    ui.add_enabled_ui(can_send, |ui| {
                        if primary_button(ui, "Send test").clicked() {
                            commands.act(Action::SendTest);
                        }
                    });
                    if quiet_button(ui, "Copy address").clicked() {
                        commands.act(Action::CopyInboxAddress);
                    }
                    if quiet_button(ui, Action::CheckMessageFile.label()).clicked() {
                        commands.act(Action::CheckMessageFile);
                    }
                });
            }
        }
    });
}
