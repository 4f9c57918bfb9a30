//! Drawing only: reads the model, queues commands.

pub mod theme;
pub mod widgets;
