//! The payload being edited.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::finding::Span;
use crate::domain::logto::{
    Flow, UsageType, context_failed_payload, in_language, minimal_payload, sample_payload,
};

/// Where a payload came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PayloadChoice {
    /// Every variable of the flow.
    #[default]
    Full,
    /// Only what is always there.
    Minimal,
    /// What is left when Logto could not look up the context.
    ContextFailed,
    /// A set of the workspace, by name.
    Set(String),
}

impl PayloadChoice {
    /// The payload, where it is built in.
    pub fn built_in(&self, flow: Flow, usage_type: UsageType) -> Option<Value> {
        match self {
            Self::Full => Some(sample_payload(flow, usage_type)),
            Self::Minimal => Some(minimal_payload(flow, usage_type)),
            Self::ContextFailed => Some(context_failed_payload(flow, usage_type)),
            Self::Set(_) => None,
        }
    }

    /// The same for a mail in a language; none for a template without one, such as the connector's own.
    pub fn built_in_for(
        &self,
        flow: Flow,
        usage_type: UsageType,
        tag: Option<&str>,
    ) -> Option<Value> {
        let value = self.built_in(flow, usage_type)?;
        Some(match tag.filter(|tag| !tag.is_empty()) {
            Some(tag) => in_language(value, tag),
            None => value,
        })
    }
}

/// Why a payload cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadError {
    /// What is wrong, for people.
    pub message: String,
    /// Where, in the text.
    pub span: Span,
}

/// A payload as its JSON was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadDraft {
    /// Where it came from.
    pub choice: PayloadChoice,
    /// Its JSON as typed, broken or not.
    pub text: Arc<str>,
    /// The value used for rendering: the last one that could be read.
    pub value: Arc<Value>,
    /// Why the text cannot be read now.
    pub error: Option<PayloadError>,
    /// Whether it differs from what was chosen.
    pub is_modified: bool,
}

impl PayloadDraft {
    /// A payload as it was chosen.
    pub fn chosen(choice: PayloadChoice, value: Value) -> Self {
        Self {
            choice,
            text: pretty(&value).into(),
            value: Arc::new(value),
            error: None,
            is_modified: false,
        }
    }

    /// Takes over a text as typed.
    pub fn set_text(&mut self, text: Arc<str>) {
        match parse(&text) {
            Ok(value) => {
                self.value = Arc::new(value);
                self.error = None;
            }
            Err(error) => self.error = Some(error),
        }
        self.text = text;
        self.is_modified = true;
    }
}

/// JSON with two spaces of indentation.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

/// Reads JSON; the error stands at its place.
pub fn parse(text: &str) -> Result<Value, PayloadError> {
    serde_json::from_str(text).map_err(|error| {
        let line_start = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum::<usize>();
        let at = (line_start + error.column().saturating_sub(1)).min(text.len());
        let start = text.floor_char_boundary(at);
        let end = text.ceil_char_boundary((start + 1).min(text.len()));
        let message = error.to_string();
        let message = message
            .rsplit_once(" at line ")
            .map_or(message.as_str(), |(what, _)| what);
        PayloadError {
            message: format!("Not JSON: {message} (line {})", error.line().max(1)),
            span: Span::new(start, end),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_text_keeps_the_last_value_and_names_the_place() {
        let mut draft = PayloadDraft::chosen(PayloadChoice::Full, serde_json::json!({"code": "1"}));
        draft.set_text("{\n  \"code\": oops\n}".into());
        assert_eq!(*draft.value, serde_json::json!({"code": "1"}));
        let error = draft.error.unwrap();
        assert!(error.message.contains("line 2"), "{}", error.message);
        assert_eq!(draft.text.get(error.span.range()), Some("o"));
    }

    #[test]
    fn no_text_is_said_to_be_no_json() {
        let error = parse("").unwrap_err();
        assert_eq!(error.span, Span::new(0, 0));
    }
}
