//! The text formats of a workspace.
