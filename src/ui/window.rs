//! The window: bars around a screen, and what stands before it.

use egui::{CentralPanel, Frame, Panel, Ui, ViewportCommand};

use super::dialogs::Dialogs;
use super::notices::NoticeStack;
use super::palette::ActionPalette;
use super::screens::{
    ConnectorsScreen, DeliverabilityScreen, DesignScreen, InboxScreen, LanguagesScreen,
};
use super::theme::{icons, space, tokens};
use super::widgets::{Badge, Tone, nav_button};
use super::{Commands, View, menu_bar, shortcuts, status_line};
use crate::model::{Action, Command, Dialog, Screen, UiRequest};

/// The window's own state: what was typed but not yet asked for, scroll positions, open lists.
#[derive(Default)]
pub struct Window {
    design: DesignScreen,
    languages: LanguagesScreen,
    connectors: ConnectorsScreen,
    inbox: InboxScreen,
    deliverability: DeliverabilityScreen,
    palette: ActionPalette,
    dialogs: Dialogs,
    notices: NoticeStack,
    /// Whether a dialog stood before everything else in the last frame.
    had_dialog: bool,
}

impl Window {
    /// Does what was asked of the window itself.
    pub fn handle(&mut self, ctx: &egui::Context, requests: Vec<UiRequest>) {
        for request in requests {
            match request {
                UiRequest::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
                UiRequest::Copy(text) => ctx.copy_text(text),
                UiRequest::FocusGrid => self.languages.focus_grid(),
                UiRequest::FocusSearch => self.inbox.focus_search(),
                request => self.design.handle(&request),
            }
        }
    }

    /// Whether the editor of the content has the keyboard.
    pub fn is_editing(ctx: &egui::Context) -> bool {
        DesignScreen::is_editing(ctx)
    }

    /// Draws a frame; what was asked for while doing so.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>) -> Vec<Command> {
        let mut commands = Commands::default();
        if view.model.dialog.is_none() {
            let leaves = |action| DesignScreen::leaves_keys(ui.ctx(), view, action);
            for action in shortcuts::pressed(ui.ctx(), view.model, leaves) {
                commands.act(action);
            }
        }
        let has_dialog = view.model.dialog.is_some();
        let had_dialog = std::mem::replace(&mut self.had_dialog, has_dialog);
        let is_opening = has_dialog && !had_dialog;
        // What is typed right after a dialog was asked for is meant for it, not for what is behind.
        let held = if is_opening {
            hold_keys(ui.ctx())
        } else {
            Vec::new()
        };
        let tokens = tokens(ui.ctx());
        let bar = Frame::new().fill(tokens.surface);
        Panel::top("menus")
            .exact_size(menu_bar::HEIGHT)
            .frame(bar)
            .show(ui, |ui| menu_bar::ui(ui, view, &mut commands));
        Panel::bottom("status")
            .exact_size(status_line::HEIGHT)
            .frame(bar)
            .show(ui, |ui| {
                status_line::ui(ui, view, &mut commands, self.design.cursor_place());
            });
        Panel::left("screens")
            .exact_size(space::SCREENS)
            .resizable(false)
            .frame(bar)
            .show(ui, |ui| screens_ui(ui, view, &mut commands));
        CentralPanel::default()
            .frame(Frame::new().fill(tokens.surface))
            .show(ui, |ui| match view.model.screen {
                Screen::Design => self.design.ui(ui, view, &mut commands),
                Screen::Languages => self.languages.ui(ui, view, &mut commands),
                Screen::Connectors => self.connectors.ui(ui, view, &mut commands),
                Screen::Inbox => self.inbox.ui(ui, view, &mut commands),
                Screen::Deliverability => self.deliverability.ui(ui, view, &mut commands),
            });
        self.notices.ui(ui, view, &mut commands);
        ui.input_mut(|input| input.events.extend(held));
        match &view.model.dialog {
            Some(Dialog::Palette) => self.palette.ui(ui, view, &mut commands),
            _ => self.dialogs.ui(ui, view, &mut commands),
        }
        commands.into_vec()
    }
}

/// Takes the keys and texts of this frame away.
fn hold_keys(ctx: &egui::Context) -> Vec<egui::Event> {
    let is_key = |event: &egui::Event| {
        matches!(
            event,
            egui::Event::Text(_) | egui::Event::Key { .. } | egui::Event::Paste(_)
        )
    };
    ctx.input_mut(|input| {
        let (held, rest) = std::mem::take(&mut input.events)
            .into_iter()
            .partition(is_key);
        input.events = rest;
        held
    })
}

fn screens_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add_space(space::XS);
    let model = view.model;
    let unseen = Badge::count(model.inbox.unseen, Tone::Accent);
    let entries = [
        (
            icons::DESIGN,
            "Design",
            Action::ShowDesign,
            Screen::Design,
            None,
        ),
        (
            icons::LANGUAGE,
            "Languages",
            Action::ShowLanguages,
            Screen::Languages,
            None,
        ),
        (
            icons::CONNECTOR,
            "Connectors",
            Action::ShowConnectors,
            Screen::Connectors,
            None,
        ),
        (
            icons::INBOX,
            "Inbox",
            Action::ShowInbox,
            Screen::Inbox,
            unseen,
        ),
        (
            icons::DOMAIN,
            "Deliverability",
            Action::ShowDeliverability,
            Screen::Deliverability,
            None,
        ),
    ];
    for (icon, label, action, screen, badge) in entries {
        let keys = shortcuts::text(ui.ctx(), action);
        let selected = model.screen == screen;
        let button = nav_button(ui, icon, label, keys.as_deref(), selected, badge.as_ref());
        if button.clicked() {
            commands.act(action);
        }
    }
}
