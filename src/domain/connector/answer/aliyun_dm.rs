//! What Aliyun's connector makes of an outcome.

use serde_json::{Map, Value, json};

use super::super::LogtoError;
use super::super::guard::{Check, ConfigIssue, UnknownKeys, optional, required};
use super::facts::text_of;
use super::{Accepted, HttpAnswer, NetworkTrouble, uncaught};

/// As `connector-aliyun-dm/src/index.ts` has it: an error with code and message is
/// `connector.general`, any other answer `connector.invalid_response`, no answer a plain 500.
pub(super) fn judge(outcome: Result<&HttpAnswer, &NetworkTrouble>) -> Result<Accepted, LogtoError> {
    let answer = outcome.map_err(|_trouble| uncaught())?;
    if !answer.is_ok_for_got() {
        return Err(refusal(answer));
    }
    let fields = [
        required("EnvId", Check::String),
        required("RequestId", Check::String),
    ];
    let body = checked(answer, &Check::Object(fields.into(), UnknownKeys::Kept))?;
    Ok(Accepted::default()
        .fact("EnvId", text_of(&body, "EnvId"))
        .fact("RequestId", text_of(&body, "RequestId")))
}

fn refusal(answer: &HttpAnswer) -> LogtoError {
    let fields = vec![
        required("Code", Check::String),
        required("Message", Check::String),
        optional("RequestId", Check::String),
        optional("HostId", Check::String),
        optional("Recommend", Check::String),
    ];
    match checked(answer, &Check::Object(fields, UnknownKeys::Kept)) {
        Err(error) => error,
        Ok(body) => {
            // The guard drops every other key.
            let kept = [
                ("errorDescription", "Message"),
                ("Code", "Code"),
                ("RequestId", "RequestId"),
                ("HostId", "HostId"),
                ("Recommend", "Recommend"),
            ];
            let data = kept
                .into_iter()
                .filter_map(|(name, key)| Some((name.to_owned(), body.get(key)?.clone())));
            LogtoError {
                code: "connector.general",
                status: 400,
                data: Value::Object(data.collect::<Map<_, _>>()),
            }
        }
    }
}

/// The body, if it is JSON that passes the guard.
fn checked(answer: &HttpAnswer, guard: &Check) -> Result<Value, LogtoError> {
    let data = match answer.json() {
        None => json!({ "message": answer.text() }),
        Some(body) => {
            let issues = guard.issues(&body);
            if issues.is_empty() {
                return Ok(body);
            }
            let issues: Vec<Value> = issues.iter().map(ConfigIssue::to_zod).collect();
            json!({ "issues": issues, "name": "ZodError" })
        }
    };
    Err(LogtoError {
        code: "connector.invalid_response",
        status: 400,
        data,
    })
}
