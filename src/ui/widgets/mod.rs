//! Widgets of ours that know nothing of the model.

pub mod code_editor;
