//! The contact sheet: all mails as thumbnails, for sign-off.

use std::sync::Arc;

use super::{Scheme, Width};
use crate::domain::workspace::TemplateKey;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent switches, each with a control of its own"
)]
pub struct SheetOptions {
    /// For readers with a light theme.
    pub light: bool,
    /// For readers with a dark theme.
    pub dark: bool,
    /// 640 pixels wide.
    pub desktop: bool,
    /// 375 pixels wide.
    pub phone: bool,
    /// Also the cells without a template of their own: the mail that readers get instead.
    pub fallbacks: bool,
}

impl Default for SheetOptions {
    fn default() -> Self {
        Self {
            light: true,
            dark: false,
            desktop: true,
            phone: false,
            fallbacks: false,
        }
    }
}

impl SheetOptions {
    /// Each way to look at a mail.
    pub fn variants(self) -> Vec<(Scheme, Width)> {
        let schemes = [(self.light, Scheme::Light), (self.dark, Scheme::Dark)];
        let widths = [(self.desktop, Width::Desktop), (self.phone, Width::Phone)];
        let widths = || widths.into_iter().filter(|(is_on, _)| *is_on);
        let schemes = schemes.into_iter().filter(|(is_on, _)| *is_on);
        let pairs = schemes.flat_map(|(_, scheme)| widths().map(move |(_, width)| (scheme, width)));
        pairs.collect()
    }
}

/// The pixels of a thumbnail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Rows of opaque pixels, red first.
    pub rgba: Vec<u8>,
}

/// One mail on the sheet.
#[derive(Debug, Clone)]
pub struct SheetEntry {
    /// The cell of the grid.
    pub key: TemplateKey,
    /// The reader's theme.
    pub scheme: Scheme,
    /// The width of the reader's window.
    pub width: Width,
    /// The subject.
    pub subject: String,
    /// Where the template comes from.
    pub state: String,
    /// What it looks like, once it is drawn; why it cannot be drawn, if so.
    pub picture: Option<Result<Arc<Thumbnail>, String>>,
}

impl SheetEntry {
    /// How the mail is looked at, in words.
    pub fn variant(&self) -> &'static str {
        match (self.scheme, self.width) {
            (Scheme::Light, Width::Phone) => "Light · 375 px",
            (Scheme::Dark, Width::Phone) => "Dark · 375 px",
            (Scheme::Light, _) => "Light · 640 px",
            (Scheme::Dark, _) => "Dark · 640 px",
        }
    }
}

/// A kind of file that the sheet can be saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFile {
    /// One page for a browser.
    Html,
    /// Pages to be printed.
    Pdf,
    /// A picture for each page.
    Png,
}

/// The sheet.
#[derive(Debug, Clone, Default)]
pub struct SheetModel {
    /// What is to be drawn next.
    pub options: SheetOptions,
    /// The mails, drawn or not.
    pub entries: Vec<SheetEntry>,
    /// Whether it is being drawn.
    pub is_drawing: bool,
    /// Why it could not be drawn, if so.
    pub failed: Option<String>,
    /// How long drawing took, in milliseconds.
    pub took_ms: Option<u64>,
    /// When drawing began, in milliseconds of the window's time.
    pub since_ms: u64,
}

impl SheetModel {
    /// How many mails are drawn, or cannot be.
    pub fn done(&self) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.picture.is_some())
            .count()
    }
}
