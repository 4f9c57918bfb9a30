//! What Logto stores of one template.

use serde::{Deserialize, Serialize};

/// Logto's `contentType` of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ContentType {
    /// The content is HTML.
    #[serde(rename = "text/html")]
    Html,
    /// The content is plain text.
    #[serde(rename = "text/plain")]
    Plain,
}

impl ContentType {
    /// The media type as Logto writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Plain => "text/plain",
        }
    }
}

/// Logto's `EmailTemplateDetails` (`connector-kit/src/types/email-template.ts`): the texts as
/// stored, placeholders unreplaced.
///
/// `subject` and `content` must be there but may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateDetails {
    /// The subject line.
    pub subject: String,
    /// The body.
    pub content: String,
    /// What the content is; connectors take a missing one as HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<ContentType>,
    /// The Reply-To address, where the connector honours it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The sender, where the connector honours it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_from: Option<String>,
}
