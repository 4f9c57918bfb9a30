//! *Inbox*: the messages caught on this machine.

mod checks;
mod empty;
mod list;
mod message;

use egui::{CentralPanel, Frame, Panel, Ui};

use self::list::MessageList;
use self::message::MessageView;
use crate::ui::theme::tokens;
use crate::ui::{Commands, View};

/// The screen's own state.
#[derive(Default)]
pub struct InboxScreen {
    list: MessageList,
    message: MessageView,
}

impl InboxScreen {
    /// Puts the keyboard into the search field.
    pub fn focus_search(&mut self) {
        self.list.focus();
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let inbox = &view.model.inbox;
        if inbox.total == 0 {
            empty::ui(ui, view, commands);
            return;
        }
        let tokens = tokens(ui.ctx());
        let width = ui.available_width();
        Panel::left("messages")
            .default_size((width * 0.32).clamp(260.0, 420.0))
            .size_range(220.0..=(width - 320.0).max(240.0))
            .frame(Frame::new().fill(tokens.surface))
            .show(ui, |ui| self.list.ui(ui, view, commands));
        CentralPanel::default()
            .frame(Frame::new().fill(tokens.surface))
            .show(ui, |ui| self.message.ui(ui, view, commands));
    }
}
