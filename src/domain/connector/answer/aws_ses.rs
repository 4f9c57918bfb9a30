//! What the AWS SDK, and so the connector for Amazon SES, makes of an outcome.

use serde_json::{Map, Value, json};

use super::super::LogtoError;
use super::{Accepted, HttpAnswer, NetworkTrouble, uncaught};

/// The exceptions that `SendEmail` of version 2 documents; their message is made a text.
const KNOWN: [&str; 8] = [
    "AccountSuspendedException",
    "BadRequestException",
    "LimitExceededException",
    "MailFromDomainNotVerifiedException",
    "MessageRejected",
    "NotFoundException",
    "SendingPausedException",
    "TooManyRequestsException",
];

/// As `connector-aws-ses/src/index.ts` and the SDK 3.556 (`protocols/Aws_restJson1`) have it: what
/// SES says is `connector.invalid_response`, everything else a plain 500.
pub(super) fn judge(outcome: Result<&HttpAnswer, &NetworkTrouble>) -> Result<Accepted, LogtoError> {
    let answer = outcome.map_err(|_trouble| uncaught())?;
    // The SDK takes an empty body for an empty object.
    let body = body(answer).ok_or_else(uncaught)?;
    if answer.status >= 300 {
        return Err(refusal(answer, &body));
    }
    let fields = body.as_object().ok_or_else(uncaught)?;
    let message_id = match fields.get("MessageId") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id.clone()),
        Some(Value::Array(_) | Value::Object(_)) => return Err(uncaught()),
        Some(other) => Some(other.to_string()),
    };
    if answer.status != 200 {
        return Err(invalid_response(response(answer, message_id)));
    }
    let has_id = message_id.is_some();
    let accepted = Accepted::default()
        .fact("MessageId", message_id)
        .fact("x-amzn-RequestId", answer.header("x-amzn-requestid"));
    if has_id {
        return Ok(accepted);
    }
    let message = "The answer is 200 but names no MessageId, so nothing shows that Amazon SES took \
                   the mail";
    let hint = "Check that the address is that of Amazon SES and no other service's";
    Ok(accepted.doubt("ses-no-message-id", message, hint))
}

fn body(answer: &HttpAnswer) -> Option<Value> {
    if answer.body.is_empty() {
        return Some(Value::Object(Map::new()));
    }
    answer.json()
}

fn refusal(answer: &HttpAnswer, body: &Value) -> LogtoError {
    if body.is_null() {
        return uncaught();
    }
    let message = [body.get("message"), body.get("Message")]
        .into_iter()
        .flatten()
        .find(|message| !message.is_null());
    let is_known = error_code(answer).is_some_and(|code| KNOWN.contains(&code.as_str()));
    let data = match message {
        Some(Value::String(text)) if !text.is_empty() => json!({ "message": text }),
        Some(Value::Number(number)) if is_known => json!({ "message": number.to_string() }),
        Some(Value::Bool(true)) if is_known => json!({ "message": "true" }),
        Some(Value::Number(number)) if number.as_f64() != Some(0.0) => json!(number),
        Some(other @ (Value::Bool(true) | Value::Array(_) | Value::Object(_))) => other.clone(),
        _ => json!({ "message": "UnknownError" }),
    };
    invalid_response(data)
}

/// The SDK's output, which the connector passes on where the status is another than 200.
fn response(answer: &HttpAnswer, message_id: Option<String>) -> Value {
    let mut metadata = Map::new();
    metadata.insert("httpStatusCode".to_owned(), json!(answer.status));
    for (name, header) in [
        ("requestId", "x-amzn-requestid"),
        ("extendedRequestId", "x-amz-id-2"),
        ("cfId", "x-amz-cf-id"),
    ] {
        let value = answer.header(header).map(Value::from);
        metadata.extend(value.map(|value| (name.to_owned(), value)));
    }
    metadata.insert("attempts".to_owned(), json!(1));
    metadata.insert("totalRetryDelay".to_owned(), json!(0));
    let mut data = Map::new();
    data.insert("$metadata".to_owned(), Value::Object(metadata));
    data.extend(message_id.map(|id| ("MessageId".to_owned(), Value::String(id))));
    Value::Object(data)
}

/// The name of the exception: of a header, else of the body, without what is around it.
pub(super) fn error_code(answer: &HttpAnswer) -> Option<String> {
    let body = answer.json();
    let of_body = |key: &str| {
        let value = body.as_ref()?.get(key)?;
        value
            .as_str()
            .map(str::to_owned)
            .or_else(|| value.as_u64().map(|code| code.to_string()))
    };
    let code = answer
        .header("x-amzn-errortype")
        .map(str::to_owned)
        .or_else(|| of_body("code"))
        .or_else(|| of_body("__type"))?;
    let code = code.split([',', ':']).next().unwrap_or_default();
    Some(code.rsplit('#').next().unwrap_or_default().to_owned())
}

fn invalid_response(data: Value) -> LogtoError {
    LogtoError {
        code: "connector.invalid_response",
        status: 400,
        data,
    }
}
