//! The command palette over the closed list of actions, and the templates.

use egui::Ui;

use super::action_icons;
use super::theme::icons;
use super::widgets::palette::{Palette, PaletteAnswer, PaletteItem, PaletteState};
use super::{Commands, View, shortcuts};
use crate::domain::authoring::SourceKey;
use crate::domain::emulate::{Client, Dark};
use crate::domain::workspace::TemplateKey;
use crate::model::{Action, ClientCommand, Command, EditorPart, Group};

/// Each client and each way to show the dark, to be chosen by name.
fn looks() -> Vec<(ClientCommand, String)> {
    let clients = Client::ALL.map(|client| {
        let name = format!("Show as {}", client.label());
        (ClientCommand::SetClient(client), name)
    });
    let colours = Dark::ALL.map(|dark| {
        let name = format!("Show in colours: {}", dark.label());
        (ClientCommand::SetDark(dark), name)
    });
    clients.into_iter().chain(colours).collect()
}

/// The palette's own state.
#[derive(Default)]
pub(super) struct ActionPalette {
    state: PaletteState,
}

impl ActionPalette {
    /// Draws the palette.
    pub fn ui(&mut self, ui: &Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        let actions = Action::ALL
            .into_iter()
            .filter(|action| *action != Action::ShowPalette);
        let actions: Vec<(Action, Option<String>)> = actions
            .map(|action| (action, shortcuts::text(ui.ctx(), action)))
            .collect();
        let keys: Vec<&TemplateKey> = model.template_keys().collect();
        let names: Vec<String> = keys.iter().map(|key| format!("Open {key}")).collect();
        // All shared files, whether the open template uses them or not.
        let sources: Vec<&SourceKey> = model.sources.keys().collect();
        let files: Vec<String> = sources.iter().map(|key| format!("Edit {key}")).collect();
        let looks: Vec<(ClientCommand, String)> = looks();
        let count = actions.len() + names.len() + files.len() + looks.len();
        let mut items: Vec<PaletteItem<'_>> = Vec::with_capacity(count);
        for (action, keys) in &actions {
            let mut item = PaletteItem::new(action.label());
            item.detail = action.group().label();
            item.shortcut = keys.as_deref();
            item.icon = action_icons::icon(*action);
            item.enabled = action.is_enabled(model);
            items.push(item);
        }
        for name in &names {
            let mut item = PaletteItem::new(name);
            item.detail = "Templates";
            item.icon = Some(icons::TEMPLATES);
            items.push(item);
        }
        for file in &files {
            let mut item = PaletteItem::new(file);
            item.detail = "Layouts, strings and brand";
            item.icon = Some(icons::LAYOUT);
            items.push(item);
        }
        for (_, name) in &looks {
            let mut item = PaletteItem::new(name);
            item.detail = Group::Preview.label();
            item.enabled = model.document().is_some();
            items.push(item);
        }
        let recent: Vec<usize> = model
            .recent_actions
            .iter()
            .filter_map(|recent| actions.iter().position(|(action, _)| action == recent))
            .collect();
        let palette = Palette::new(Action::ShowPalette.label(), &items)
            .hint("Type what you want to do, or a template such as SignIn fr")
            .recent(&recent);
        let answer = palette.show(ui.ctx(), &mut self.state);
        if answer.is_some() {
            // The next time begins with an empty field.
            self.state = PaletteState::default();
        }
        match answer {
            Some(PaletteAnswer::Chosen(index)) => {
                commands.push(Command::CloseDialog);
                if let Some((action, _)) = actions.get(index) {
                    commands.push(Command::DoFromPalette(*action));
                } else if let Some(key) = keys.get(index - actions.len()) {
                    commands.push(Command::Select((*key).clone()));
                } else if let Some(key) = sources.get(index - actions.len() - keys.len()) {
                    commands.push(Command::ShowPart(EditorPart::Source((*key).clone())));
                    commands.act(Action::FocusEditor);
                } else if let Some((look, _)) = looks.get(index + looks.len() - count) {
                    commands.push(Command::Client(*look));
                }
            }
            Some(PaletteAnswer::Dismissed) => commands.push(Command::CloseDialog),
            None => {}
        }
    }
}
