//! Widgets of ours that know nothing of the model.
//!
//! Plain arguments go in, a response comes out. Every widget paints with the theme's tokens only,
//! has an accessible name and role, is operated by keyboard with a visible focus ring, and takes
//! the same space in every state. Nothing repaints by itself unless something is seen to run.

mod badge;
mod busy;
mod button;
mod chip;
pub mod code_editor;
mod combo;
mod data_grid;
mod dialog;
mod diff_view;
mod empty_state;
mod field;
mod focus;
mod key_value;
mod list;
mod list_row;
mod named;
mod nav;
mod notices;
mod paint;
pub mod palette;
mod roving;
mod search_field;
mod segmented;
mod strings;
mod tab_bar;
mod texture_view;
mod toggle;
mod tone;

pub use badge::{Badge, badge};
pub use busy::{busy, progress_bar};
pub use button::{
    Button, ButtonLook, IconButton, icon_button, menu_item, primary_button, quiet_button,
};
pub use chip::{Chip, ChipState, chip, chip_in_row};
pub use combo::{LabelledCombo, labelled_combo};
pub use data_grid::{DataGrid, GridCell, GridHead, GridHeader, GridResponse, GridState, Place};
pub use dialog::{Dialog, DialogAnswer};
pub use diff_view::{DiffLayout, DiffOutput, DiffState, DiffView};
pub use empty_state::empty_state;
pub use field::{LabelledField, labelled_field};
pub use focus::focus_after_dialog;
pub use key_value::{KeyValue, key_value};
pub use list::{List, ListKeys, ListOutput, RowFocus, Sideways};
pub use list_row::{ListRow, RowResponse, list_row};
pub use named::named;
pub use nav::nav_button;
pub use notices::{Notice, NoticeId, Notices};
pub use paint::menu_mark;
pub use roving::RowStops;
pub use search_field::search_field;
pub use segmented::{Segment, segmented};
pub use strings::WidgetStrings;
pub use tab_bar::{Tab, tab_bar};
pub use texture_view::{
    DESK, PageLink, PageTile, TextureView, TextureViewOutput, TextureViewState, ZOOM,
};
pub use toggle::{toggle, toggle_in_row};
pub use tone::Tone;
