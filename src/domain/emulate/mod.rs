//! A mail as each client is likely to show it: transforms of the rendered HTML.
//!
//! Each client is a model made of rules; a rule names its source and the day of it. What no rule
//! speaks of stays byte for byte, since everything is done by edits at places in the text. A
//! value that is or holds a placeholder is left alone.

mod apple_mail;
mod client;
mod common;
mod dark;
mod facts;
mod filter;
mod gmail;
mod images;
mod outlook_com;
mod outlook_windows;
mod plain_text;
mod rule;
mod samsung;
mod sheets;
mod work;
mod yahoo;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use client::Client;
pub use dark::FORCED_DARK;
pub use facts::DATE as FACTS_DATE;
pub use plain_text::text_of;
pub use rule::Rule;
pub use work::Change;

use crate::domain::finding::Span;
use work::Work;

/// Whether the client shows images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Images {
    /// It does.
    #[default]
    On,
    /// It does not: their alternative texts stand in their place.
    Off,
}

/// What the client does to colours for a reader in the dark.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Dark {
    /// Nothing: the reader uses a light theme.
    #[default]
    Light,
    /// It lets `prefers-color-scheme: dark` match, and changes nothing itself.
    Author,
    /// It makes light backgrounds dark, and dark text on them light.
    Partial,
    /// It turns all colours over, dark ones too.
    Full,
}

impl Dark {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Light, Self::Author, Self::Partial, Self::Full];

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Author => "Dark by author",
            Self::Partial => "Dark, partial",
            Self::Full => "Dark, full",
        }
    }

    /// The same in a word, where there is little room.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Author => "Author",
            Self::Partial => "Partial",
            Self::Full => "Full",
        }
    }

    /// Its name on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Author => "author",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }
}

/// How a mail is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct View {
    /// The client.
    pub client: Client,
    /// Whether it shows images.
    pub images: Images,
    /// What it does in the dark.
    pub dark: Dark,
}

/// A mail as a client is likely to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emulated {
    /// The HTML to be drawn; of a reader of plain text a page that shows [`Emulated::text`].
    pub html: String,
    /// The text that a reader of plain text shows.
    pub text: Option<String>,
    /// Whether `prefers-color-scheme: dark` is to match when it is drawn.
    pub prefers_dark: bool,
    /// What was removed or changed, by its place in the HTML that was given.
    pub changes: Vec<Change>,
    /// How many changes more there are than are listed.
    pub unlisted: usize,
    /// What a reader of the result should know.
    pub notes: Vec<Cow<'static, str>>,
}

impl Emulated {
    /// Says that the picture is a model of the client, and how old its data are.
    pub fn disclaimer(client: Client) -> String {
        client.disclaimer()
    }
}

/// Shows a mail as the client of `view` is likely to; `plain_text` is its text part, if it has one.
///
/// Any text is taken; the time is linear in its length.
pub fn emulate(html: &str, plain_text: Option<&str>, view: View) -> Emulated {
    let mut work = Work::new(html);
    if view.client == Client::PlainText {
        return plain_text::read(work, plain_text);
    }
    client_edits(&mut work, view.client);
    if view.images == Images::Off {
        work.edit(images::off);
    }
    if matches!(view.dark, Dark::Partial | Dark::Full) {
        dark::invert(&mut work, view.client, view.dark);
    }
    if view.dark != Dark::Light
        && let Some(note) = view.client.dark_note(view.dark)
    {
        work.note(note);
    }
    work.finish(view.dark == Dark::Author && view.client.honours_scheme())
}

/// What the client itself does to the mail, images and colours apart.
fn client_edits(work: &mut Work, client: Client) {
    match client {
        Client::AsWritten | Client::PlainText => {}
        Client::GmailWeb => gmail::web(work),
        Client::GmailApp => gmail::app(work),
        Client::GmailAppOther => gmail::app_other(work),
        Client::OutlookWindows => outlook_windows::show(work),
        Client::OutlookCom => outlook_com::show(work),
        Client::AppleMail => apple_mail::show(work),
        Client::Yahoo => yahoo::show(work),
        Client::Samsung => samsung::show(work),
    }
}

/// All rules of the model of a client, its own ones first.
pub fn rules(client: Client) -> Vec<&'static Rule> {
    let own: &[&'static Rule] = match client {
        Client::AsWritten => &[],
        Client::PlainText => plain_text::RULES,
        Client::GmailWeb => gmail::WEB_RULES,
        Client::GmailApp => gmail::APP_RULES,
        Client::GmailAppOther => gmail::OTHER_RULES,
        Client::OutlookWindows => outlook_windows::RULES,
        Client::OutlookCom => outlook_com::RULES,
        Client::AppleMail => apple_mail::RULES,
        Client::Yahoo => yahoo::RULES,
        Client::Samsung => samsung::RULES,
    };
    let mut all = own.to_vec();
    if client == Client::PlainText {
        return all;
    }
    if client != Client::AsWritten {
        all.extend(common::RULES);
    }
    if let Some(letter) = client.letter() {
        all.extend(facts::of(letter).map(|fact| &fact.rule));
    }
    all.extend(images::RULES);
    all.extend(dark::RULES);
    all
}

/// The whole of a text.
const fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

#[cfg(test)]
mod tests;
