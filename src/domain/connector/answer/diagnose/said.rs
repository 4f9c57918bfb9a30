//! What a provider says of a failure, found where each puts it.

use serde_json::Value;

use super::super::facts::{beginning, text_of};
use super::super::{HttpAnswer, HttpConnector, aws_ses};

/// A provider's code and sentence.
#[derive(Default)]
pub(super) struct Said {
    /// Its own code.
    pub code: Option<String>,
    /// Its sentence, shortened for showing.
    pub message: Option<String>,
    /// The whole sentence and the field it is about, in small letters.
    pub searched: String,
}

impl Said {
    pub fn of(connector: HttpConnector, answer: &HttpAnswer) -> Self {
        let body = answer.json().unwrap_or(Value::Null);
        match connector {
            HttpConnector::AliyunDm => {
                Self::new(text_of(&body, "Code"), [text_of(&body, "Message")])
            }
            HttpConnector::AwsSes => {
                let message = text_of(&body, "message").or_else(|| text_of(&body, "Message"));
                let code = aws_ses::error_code(answer).or_else(|| element(answer, "Code"));
                Self::new(code, [message.or_else(|| element(answer, "Message"))])
            }
            HttpConnector::Postmark => {
                Self::new(text_of(&body, "ErrorCode"), [text_of(&body, "Message")])
            }
            HttpConnector::Sendgrid => of_sendgrid(&body),
            HttpConnector::Smtp2go => of_smtp2go(&body),
            HttpConnector::Mailgun | HttpConnector::MailJunky | HttpConnector::HttpEmail => {
                of_any(answer, &body)
            }
        }
    }

    fn new<const N: usize>(code: Option<String>, messages: [Option<String>; N]) -> Self {
        let parts: Vec<String> = messages.into_iter().flatten().collect();
        let whole = parts.join("; ");
        Self {
            code: code.filter(|code| !code.is_empty()),
            message: Some(beginning(&whole)).filter(|message| !message.is_empty()),
            searched: whole.to_lowercase(),
        }
    }
}

/// The text of an element of XML, in which the older interfaces of Amazon answer.
fn element(answer: &HttpAnswer, name: &str) -> Option<String> {
    let text = answer.text();
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (value, _) = rest.split_once(&format!("</{name}>"))?;
    Some(value.trim().to_owned())
}

/// `{errors: [{message, field, help}]}`
fn of_sendgrid(body: &Value) -> Said {
    let errors = body.get("errors").and_then(Value::as_array);
    let mut messages = Vec::new();
    let mut field = None;
    for error in errors.into_iter().flatten() {
        let of_field = text_of(error, "field");
        let about = of_field.as_ref().map(|field| format!(" (field {field})"));
        messages.extend(
            text_of(error, "message").map(|text| format!("{text}{}", about.unwrap_or_default())),
        );
        field = field.or(of_field);
    }
    let whole = Some(messages.join("; "));
    Said::new(field, [whole.filter(|whole| !whole.is_empty())])
}

/// `{data: {error, error_code, field_validation_errors: {fieldname, message}}}`; the example of the
/// documentation has no `data` around it.
fn of_smtp2go(body: &Value) -> Said {
    let data = body.get("data").unwrap_or(body);
    let code = text_of(data, "error_code");
    let code = code.map(|code| code.trim_start_matches("E_ApiResponseCodes.").to_owned());
    let field = data
        .get("field_validation_errors")
        .and_then(|field| text_of(field, "message"));
    let failures = data.get("failures").and_then(Value::as_array);
    let failures: Vec<&str> = failures
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let failures = Some(failures.join("; ")).filter(|text| !text.is_empty());
    Said::new(code, [field.or_else(|| text_of(data, "error")), failures])
}

/// The usual places of a JSON body, else the body itself unless it is a page.
fn of_any(answer: &HttpAnswer, body: &Value) -> Said {
    let names = ["message", "error", "detail", "title", "msg"];
    let found = names
        .into_iter()
        .find_map(|name| text_of(body, name).or_else(|| text_of(body.get(name)?, "message")));
    let whole = found.or_else(|| {
        let text = answer.text();
        (!answer.is_web_page() && !text.trim().is_empty()).then(|| text.into_owned())
    });
    Said::new(text_of(body, "code"), [whole])
}
