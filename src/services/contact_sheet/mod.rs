//! Finished thumbnails of mails, as files that people look through and sign off.
//!
//! One [`Sheet`] becomes one self-contained HTML file ([`html`]), pages as pictures ([`png_pages`])
//! or a PDF with the same pages ([`pdf`]). The pictures come from elsewhere: nothing here draws a
//! mail. Nothing is read or written but the given writer and the fonts of the system, which stand
//! in for scripts that Inter lacks. A flaw of one picture never stops a sheet: its place says why
//! it is missing.

mod clean;
mod error;
mod groups;
mod html;
mod pages;
mod pdf;
mod picture;
mod png_file;

pub use error::SheetError;
pub use html::{html, write_html};
pub use pages::{Page, PageSize, png_pages};
pub use pdf::pdf;
pub use picture::Picture;

/// What goes on a contact sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The heading, for example the name of the workspace.
    pub title: String,
    /// When the pictures were made, as people write it.
    pub made_at: String,
    /// The mails. Usage types and languages are shown in the order in which they come first.
    pub cells: Vec<SheetCell>,
}

/// One mail on a contact sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// Logto's usage type, for example `SignIn`.
    pub usage_type: String,
    /// The language tag, for example `pt-BR`.
    pub language: String,
    /// The language's English name, for example `Portuguese (Brazil)`.
    pub language_name: String,
    /// Whether the language is written from right to left.
    pub direction_is_rtl: bool,
    /// How the mail was looked at, for example `Light · 640 px`.
    pub variant: String,
    /// The subject of the mail, in any script.
    pub subject: String,
    /// Where the template comes from, for example `falls back to en`.
    pub state: String,
    /// What the mail looks like.
    pub picture: CellPicture,
}

/// The picture of a mail, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellPicture {
    /// The mail as drawn.
    Drawn(Picture),
    /// The mail was not drawn; a sentence for people.
    Failed(String),
}

#[cfg(test)]
mod testing;
