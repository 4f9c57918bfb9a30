//! The connectors that send by got and pass its errors on, each in its own way.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::super::LogtoError;
use super::facts::{beginning, text_of};
use super::{Accepted, HttpAnswer, HttpConnector, NetworkTrouble, smtp2go};
use crate::domain::finding::{Finding, Severity};

/// What `SendGrid`'s, Mailgun's, SMTP2GO's, `MailJunky`'s and the HTTP connector make of an outcome
/// (`src/index.ts` of each, `sendMessage`).
pub(super) fn judge(
    connector: HttpConnector,
    outcome: Result<&HttpAnswer, &NetworkTrouble>,
) -> Result<Accepted, LogtoError> {
    let answer = outcome.map_err(|trouble| of_trouble(connector, trouble))?;
    if !answer.is_ok_for_got() {
        return Err(of_status(connector, answer));
    }
    let text = answer.text();
    let body = answer.json().unwrap_or(Value::Null);
    let accepted = Accepted::default();
    match connector {
        // An empty body is no JSON, and fine for got.
        HttpConnector::Smtp2go if !text.is_empty() && answer.json().is_none() => Err(general(
            json!({ "name": "ParseError", "code": "ERR_BODY_PARSE_FAILURE" }),
        )),
        HttpConnector::Smtp2go => Ok(smtp2go::accepted(&body).with_oddities(answer, true)),
        HttpConnector::Sendgrid => Ok(accepted
            .fact("X-Message-Id", answer.header("x-message-id"))
            .with_oddities(answer, false)),
        HttpConnector::Mailgun => Ok(accepted
            .fact("id", text_of(&body, "id"))
            .fact("message", text_of(&body, "message"))
            .with_oddities(answer, true)),
        HttpConnector::MailJunky => Ok(accepted
            .fact("id", text_of(&body, "id"))
            .fact("status", text_of(&body, "status"))
            .with_oddities(answer, true)),
        _ => {
            let said = Some(beginning(&text)).filter(|said| !said.is_empty());
            Ok(accepted.fact("Answer", said).with_oddities(answer, false))
        }
    }
}

/// What all but `MailJunky` pass on is the error object with the whole request, key and code included;
/// of that only what tells the trouble is kept.
fn of_trouble(connector: HttpConnector, trouble: &NetworkTrouble) -> LogtoError {
    match connector {
        HttpConnector::MailJunky => LogtoError::general(&trouble.message),
        _ => general(json!({ "name": trouble.name_in_got(), "code": trouble.code })),
    }
}

/// That Logto's own answer holds the request, where it does: got's error is passed on whole, and the
/// API gives it to whoever asked for the mail (`koa-connector-error-handler.ts`).
pub(super) fn leak(
    connector: HttpConnector,
    outcome: Result<&HttpAnswer, &NetworkTrouble>,
) -> Option<Finding> {
    let is_passed_on = match outcome {
        Err(_) => matches!(
            connector,
            HttpConnector::HttpEmail
                | HttpConnector::Mailgun
                | HttpConnector::Sendgrid
                | HttpConnector::Smtp2go
        ),
        // An answer that is no JSON is such an error for this connector.
        Ok(answer) => connector == HttpConnector::Smtp2go && answer.is_ok_for_got(),
    };
    let message = "Where this happens to Logto itself, its answer holds the whole request with the \
                   key, and anyone who asks for a mail may see it";
    let hint = "Do not paste such an answer anywhere, and change the key if it was seen";
    let finding = Finding::new(Severity::Warning, "logto-leaks-request", message);
    is_passed_on.then(|| finding.hint(hint))
}

fn of_status(connector: HttpConnector, answer: &HttpAnswer) -> LogtoError {
    let status = answer.status;
    match connector {
        HttpConnector::Mailgun => general(json!({ "statusCode": status, "body": answer.text() })),
        HttpConnector::Smtp2go => {
            let body = answer.json();
            let body = body.unwrap_or_else(|| Value::from(answer.text().into_owned()));
            general(json!({ "statusCode": status, "body": body }))
        }
        HttpConnector::MailJunky => {
            let reason = reason(answer);
            let space = if reason.is_empty() { "" } else { " " };
            LogtoError::general(&format!(
                "MailJunky API request failed (status: {status}{space}{reason})."
            ))
        }
        _ => LogtoError::general(&answer.text()),
    }
}

/// What the other side wrote, or else Node's words for the status (`http.STATUS_CODES`).
fn reason(answer: &HttpAnswer) -> Cow<'_, str> {
    if !answer.reason.is_empty() {
        return Cow::Borrowed(&answer.reason);
    }
    let known = NODE_REASONS
        .iter()
        .find(|(status, _)| *status == answer.status);
    Cow::Borrowed(known.map_or("", |(_, words)| words))
}

/// Of `http.STATUS_CODES` of Node 20, what is no success.
const NODE_REASONS: [(u16, &str); 49] = [
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (305, "Use Proxy"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Payload Too Large"),
    (414, "URI Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (417, "Expectation Failed"),
    (418, "I'm a Teapot"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Entity"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Too Early"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (505, "HTTP Version Not Supported"),
    (506, "Variant Also Negotiates"),
    (507, "Insufficient Storage"),
    (508, "Loop Detected"),
    (509, "Bandwidth Limit Exceeded"),
    (510, "Not Extended"),
    (511, "Network Authentication Required"),
];

const fn general(data: Value) -> LogtoError {
    LogtoError {
        code: "connector.general",
        status: 400,
        data,
    }
}
