//! What Postmark's client, and so the connector, makes of an outcome.

use serde_json::Value;

use super::super::{LogtoError, js};
use super::facts::text_of;
use super::{Accepted, HttpAnswer, NetworkTrouble, TroubleKind};

/// As `connector-postmark/src/index.ts` and postmark 4.0.5 (`client/HttpClient.ts`,
/// `transformError`) have it: always `connector.general` with a sentence.
pub(super) fn judge(outcome: Result<&HttpAnswer, &NetworkTrouble>) -> Result<Accepted, LogtoError> {
    let answer = outcome.map_err(|trouble| LogtoError::general(of_trouble(trouble)))?;
    let body = body(answer);
    if !answer.is_success() {
        return Err(LogtoError::general(&sentence(answer.status, body.as_ref())));
    }
    Ok(accepted(&body.unwrap_or(Value::Null)).with_oddities(answer, true))
}

/// The client looks for a code in the data of an answer that has no data yet.
fn of_trouble(trouble: &NetworkTrouble) -> &str {
    match trouble.kind {
        TroubleKind::Cut => "Cannot read properties of undefined (reading 'ErrorCode')",
        _ => &trouble.message,
    }
}

/// The JSON of the body without a byte order mark, as axios reads it; what is none stays text.
fn body(answer: &HttpAnswer) -> Option<Value> {
    let text = answer.text();
    serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text)).ok()
}

fn sentence(status: u16, body: Option<&Value>) -> String {
    match body {
        Some(Value::Null) => "Cannot read properties of null (reading 'ErrorCode')".to_owned(),
        Some(Value::Object(fields)) if fields.contains_key("Message") => {
            let message = fields.get("Message").unwrap_or(&Value::Null);
            // A value without a text has none in JavaScript either.
            js::text(message).unwrap_or_default()
        }
        _ => format!("Request failed with status code {status}"),
    }
}

fn accepted(body: &Value) -> Accepted {
    let accepted = Accepted::default()
        .fact("MessageID", text_of(body, "MessageID"))
        .fact("SubmittedAt", text_of(body, "SubmittedAt"))
        .fact("To", text_of(body, "To"))
        .fact("Message", text_of(body, "Message"));
    let Some(code) = text_of(body, "ErrorCode").filter(|code| code != "0") else {
        return accepted;
    };
    let said = text_of(body, "Message").unwrap_or_default();
    let message = format!(
        "Postmark answered 200 with its error {code} ({said}); Logto takes it for sent, but no mail \
         left"
    );
    let hint = "Look the error up in Postmark's documentation; Logto will not report it";
    accepted
        .fact("ErrorCode", Some(code))
        .doubt("postmark-error-in-200", message, hint)
}
