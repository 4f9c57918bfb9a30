//! What SMTP2GO says of a mail it answers 200 to.

use serde_json::Value;

use super::Accepted;
use super::facts::text_of;

/// The ids, and the failures that Logto does not look for
/// (`connector-smtp2go-email/src/index.ts`, which passes any 200 on).
pub(super) fn accepted(body: &Value) -> Accepted {
    let data = body.get("data").unwrap_or(&Value::Null);
    let accepted = Accepted::default()
        .fact("email_id", text_of(data, "email_id"))
        .fact("request_id", text_of(body, "request_id"))
        .fact("succeeded", text_of(data, "succeeded"))
        .fact("failed", text_of(data, "failed"));
    let failures = data.get("failures").and_then(Value::as_array);
    let reasons: Vec<String> = failures
        .into_iter()
        .flatten()
        .map(|reason| {
            reason
                .as_str()
                .map_or_else(|| reason.to_string(), str::to_owned)
        })
        .chain(text_of(data, "error"))
        .collect();
    let has_failed = data
        .get("failed")
        .and_then(Value::as_u64)
        .unwrap_or_default()
        > 0;
    let has_sent = data.get("succeeded").and_then(Value::as_u64) != Some(0);
    if !has_failed && has_sent && reasons.is_empty() {
        return accepted;
    }
    let reason = if reasons.is_empty() {
        "it gives no reason".to_owned()
    } else {
        format!("it says: {}", reasons.join("; "))
    };
    let message = format!(
        "SMTP2GO answered 200 but did not send the mail ({reason}); Logto takes it for sent, so \
         nobody is told and no code arrives"
    );
    let hint = "Read the reason, then look at the sender and the recipient in SMTP2GO's reports; a \
                success in Logto does not count here";
    accepted.doubt("smtp2go-failed-in-200", message, hint)
}
