//! *Languages*: which mail every language gets.

use egui::Ui;

use crate::ui::{Commands, View};

/// The screen's own state.
#[derive(Default)]
pub struct LanguagesScreen {
    filter: String,
}

impl LanguagesScreen {
    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, _view: &View<'_>, _commands: &mut Commands) {
        ui.text_edit_singleline(&mut self.filter);
    }
}
