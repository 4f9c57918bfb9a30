//! Why a client changes a mail.

use std::borrow::Cow;

/// One rule of the model of a client.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    /// A stable name in kebab-case.
    pub id: &'static str,
    /// What the client does, as a sentence without a period.
    pub text: Cow<'static, str>,
    /// Who says so: an address or a document.
    pub source: Cow<'static, str>,
    /// When that was tested or written: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: &'static str,
}

impl Rule {
    /// A rule.
    pub(super) const fn new(
        id: &'static str,
        text: &'static str,
        source: &'static str,
        date: &'static str,
    ) -> Self {
        Self {
            id,
            text: Cow::Borrowed(text),
            source: Cow::Borrowed(source),
            date,
        }
    }
}
