//! The icons in use, by meaning; all of one set (Material Symbols Rounded, outlined).

use egui::RichText;
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons as set;

use super::tokens::size;

/// One icon.
pub type Icon = MaterialIcon;

pub use set::{
    ICON_ADD as ADD, ICON_ARTICLE as TEMPLATES, ICON_CABLE as CONNECTOR, ICON_CHECK as CHECK,
    ICON_CHEVRON_RIGHT as COLLAPSED, ICON_CLOSE as CLOSE, ICON_COMPARE as COMPARE,
    ICON_CONTENT_COPY as COPY, ICON_DARK_MODE as DARK, ICON_DATA_OBJECT as PAYLOAD,
    ICON_DELETE as DELETE, ICON_DESKTOP_WINDOWS as DESKTOP, ICON_DOWNLOAD as IMPORT,
    ICON_EDIT as DESIGN, ICON_ERROR as ERROR, ICON_EXPAND_MORE as EXPAND,
    ICON_EXTENSION as PARTIAL, ICON_FIT_WIDTH as FIT, ICON_FOLDER_OPEN as FOLDER,
    ICON_GRID_VIEW as SHEET, ICON_HELP as HELP, ICON_HIDE_IMAGE as IMAGES_OFF,
    ICON_HISTORY as RECENT, ICON_IMAGE as IMAGES_ON, ICON_INBOX as INBOX, ICON_INFO as INFO,
    ICON_KEY as KEY, ICON_KEYBOARD_ARROW_DOWN as NEXT, ICON_KEYBOARD_ARROW_UP as PREVIOUS,
    ICON_KEYBOARD_COMMAND_KEY as COMMAND, ICON_LANGUAGE as LANGUAGE, ICON_LIGHT_MODE as LIGHT,
    ICON_LOCK as LOCK, ICON_MAIL as MAIL, ICON_MATCH_CASE as MATCH_CASE,
    ICON_MATCH_WORD as MATCH_WORD, ICON_MORE_HORIZ as MORE, ICON_OPEN_IN_NEW as OPEN_OUTSIDE,
    ICON_PALETTE as BRAND, ICON_PUBLIC as REMOTE, ICON_REDO as REDO, ICON_REFRESH as REFRESH,
    ICON_REMOVE as REMOVE, ICON_SAVE as SAVE, ICON_SEARCH as SEARCH, ICON_SEND as SEND,
    ICON_SMARTPHONE as PHONE, ICON_SPEED as STRESS, ICON_SUBDIRECTORY_ARROW_LEFT as FALLBACK,
    ICON_UNDO as UNDO, ICON_UPLOAD as EXPORT, ICON_VIEW_QUILT as LAYOUT, ICON_WARNING as WARNING,
};

/// The icon as text of the size that bars use.
pub fn bar(icon: Icon) -> RichText {
    icon.rich_text().size(size::ICON)
}

/// The icon as text of the size of running text.
pub fn inline(icon: Icon) -> RichText {
    icon.rich_text().size(size::BODY + 2.0)
}
