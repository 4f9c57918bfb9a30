//! Drawing only: reads the model, queues commands.

pub mod widgets;
