//! Drawing only: reads the model, queues commands.

mod action_icons;
mod dialogs;
mod menu_bar;
mod notices;
mod palette;
pub mod panels;

mod pictures;
mod screens;
pub mod shortcuts;
mod status_line;
pub mod theme;
pub mod widgets;
mod window;

pub use pictures::{Picture, PictureData, Pictures, Strip, Tile};
pub use window::Window;

use crate::model::{Action, Command, Model};

/// What a frame is drawn from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// What the program knows.
    pub model: &'a Model,
    /// Pictures of mails.
    pub pictures: &'a Pictures,
}

/// The commands queued while drawing.
#[derive(Debug, Default)]
pub struct Commands(Vec<Command>);

impl Commands {
    /// Queues a command.
    pub fn push(&mut self, command: impl Into<Command>) {
        self.0.push(command.into());
    }

    /// Queues an action.
    pub fn act(&mut self, action: Action) {
        self.0.push(Command::Do(action));
    }

    /// Queues commands.
    pub fn extend<C: Into<Command>>(&mut self, commands: impl IntoIterator<Item = C>) {
        self.0.extend(commands.into_iter().map(Into::into));
    }

    /// What was queued.
    pub fn into_vec(self) -> Vec<Command> {
        self.0
    }
}
