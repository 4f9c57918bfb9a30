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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn details_are_read_and_written_as_logto_does() {
        let recorded: Value = serde_json::from_str(include_str!(
            "../../../tests/fixtures/logto/kit-template-details.json"
        ))
        .unwrap();
        for case in recorded["cases"].as_array().unwrap() {
            let details = serde_json::from_value::<TemplateDetails>(case["value"].clone());
            assert_eq!(
                details.is_ok(),
                case["accepted"].as_bool().unwrap(),
                "{case}"
            );
            if let Ok(details) = details {
                assert_eq!(serde_json::to_value(details).unwrap(), case["parsed"]);
            }
        }
    }

    #[test]
    fn unknown_keys_are_dropped_and_the_content_type_is_closed() {
        let read = |json: &str| serde_json::from_str::<TemplateDetails>(json);
        let details = read(r#"{"subject":"","content":"","contentType":"text/plain","x":1}"#);
        assert_eq!(details.unwrap().content_type, Some(ContentType::Plain));
        assert!(read(r#"{"subject":"","content":"","contentType":"text/markdown"}"#).is_err());
        assert!(read(r#"{"subject":""}"#).is_err());
        assert!(read(r#"{"subject":null,"content":""}"#).is_err());
    }
}
