//! The clients there are models of.

use serde::{Deserialize, Serialize};

use super::Dark;
use super::facts::DATE;

/// A mail client, or a group of its versions that behave alike.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Client {
    /// None in particular: a browser that shows all that is written.
    #[default]
    AsWritten,
    /// Gmail in a browser.
    GmailWeb,
    /// The Gmail app with a Google account.
    GmailApp,
    /// The Gmail app with an account of another provider.
    GmailAppOther,
    /// Outlook for Windows as it draws with Word.
    OutlookWindows,
    /// Outlook.com, and the new Outlook that shows the same.
    OutlookCom,
    /// Apple Mail.
    AppleMail,
    /// Yahoo Mail.
    Yahoo,
    /// Samsung Email.
    Samsung,
    /// A reader that shows plain text only.
    PlainText,
}

impl Client {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 10] = [
        Self::AsWritten,
        Self::GmailWeb,
        Self::GmailApp,
        Self::GmailAppOther,
        Self::OutlookWindows,
        Self::OutlookCom,
        Self::AppleMail,
        Self::Yahoo,
        Self::Samsung,
        Self::PlainText,
    ];

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AsWritten => "As written",
            Self::GmailWeb => "Gmail, web",
            Self::GmailApp => "Gmail app",
            Self::GmailAppOther => "Gmail app, other account",
            Self::OutlookWindows => "Outlook Windows",
            Self::OutlookCom => "Outlook.com",
            Self::AppleMail => "Apple Mail",
            Self::Yahoo => "Yahoo Mail",
            Self::Samsung => "Samsung Email",
            Self::PlainText => "Plain text only",
        }
    }

    /// A word or two for where there is little room, each unlike all others.
    pub const fn short_label(self) -> &'static str {
        match self {
            Self::AsWritten => "As written",
            Self::GmailWeb => "Gmail web",
            Self::GmailApp => "Gmail app",
            Self::GmailAppOther => "Gmail app*",
            Self::OutlookWindows => "Outlook Win",
            Self::OutlookCom => "Outlook.com",
            Self::AppleMail => "Apple Mail",
            Self::Yahoo => "Yahoo",
            Self::Samsung => "Samsung",
            Self::PlainText => "Plain text",
        }
    }

    /// Its name on the command line and in settings.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::AsWritten => "as-written",
            Self::GmailWeb => "gmail-web",
            Self::GmailApp => "gmail-app",
            Self::GmailAppOther => "gmail-app-other",
            Self::OutlookWindows => "outlook-windows",
            Self::OutlookCom => "outlook-com",
            Self::AppleMail => "apple-mail",
            Self::Yahoo => "yahoo",
            Self::Samsung => "samsung",
            Self::PlainText => "plain-text",
        }
    }

    /// The client of a [`Client::slug`].
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|client| client.slug() == slug)
    }

    /// Says that the picture is a model of the client, and how old its data are.
    pub fn disclaimer(self) -> String {
        match self {
            Self::AsWritten => "What a browser makes of the mail, not what any client shows".into(),
            Self::PlainText => {
                "A model of a reader without HTML; programs differ in how they make text of a mail"
                    .into()
            }
            _ => format!(
                "A model of {}, made from tests that others published; newest data {DATE}, some \
                 tests are from 2019. The client itself may show something else",
                self.label()
            ),
        }
    }

    /// The letter of the client in the table of facts.
    pub(super) const fn letter(self) -> Option<char> {
        match self {
            Self::AsWritten | Self::PlainText => None,
            Self::GmailWeb => Some('G'),
            Self::GmailApp | Self::GmailAppOther => Some('A'),
            Self::OutlookWindows => Some('W'),
            Self::OutlookCom => Some('O'),
            Self::AppleMail => Some('P'),
            Self::Yahoo => Some('Y'),
            Self::Samsung => Some('S'),
        }
    }

    /// Whether `prefers-color-scheme` can match in it (Can I email, 2023-03-08).
    pub const fn honours_scheme(self) -> bool {
        matches!(
            self,
            Self::AsWritten | Self::OutlookCom | Self::AppleMail | Self::Samsung
        )
    }

    /// What it is reported to do for a reader in the dark (Adobe Journey Optimizer's page on dark
    /// mode and email-bugs#68, which differ in details).
    pub const fn usual_dark(self) -> Dark {
        match self {
            Self::AsWritten | Self::AppleMail => Dark::Author,
            Self::GmailApp | Self::GmailAppOther | Self::OutlookCom | Self::Samsung => {
                Dark::Partial
            }
            Self::OutlookWindows => Dark::Full,
            Self::GmailWeb | Self::Yahoo | Self::PlainText => Dark::Light,
        }
    }

    /// What to know of a dark model in this client.
    pub(super) const fn dark_note(self, dark: Dark) -> Option<&'static str> {
        match (self, dark) {
            (Self::GmailWeb | Self::Yahoo, Dark::Partial | Dark::Full) => {
                Some("This client is reported to leave the colours of mails alone in the dark")
            }
            (Self::PlainText, _) | (_, Dark::Light) => None,
            (_, Dark::Author) if !self.honours_scheme() => Some(
                "This client ignores prefers-color-scheme: the author’s dark colours do not show",
            ),
            (Self::AppleMail, Dark::Partial | Dark::Full) => Some(
                "Apple Mail turns colours over only in mails without colours of their own; this \
                 shows what it would look like if it did in all",
            ),
            (_, Dark::Partial | Dark::Full) => Some(
                "The colours are computed by a formula; clients drift, and pictures are left as \
                 they are",
            ),
            _ => None,
        }
    }
}
