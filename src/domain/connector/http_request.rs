//! One HTTP request, as a value.

mod curl;

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::answer::HttpConnector;
use super::js;
use super::secret::Secret;

/// Everything a connector that speaks HTTP would send for one message.
///
/// It serializes as it goes over the wire, secrets included; what is shown to people goes through
/// [`HttpRequest::masked`] first, as `Debug` does.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpRequest {
    /// The verb, in capitals.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// Name (in small letters) and value of each header that decides something; what every HTTP
    /// client adds by itself (`host`, `content-length`, `connection`, …) is not listed.
    pub headers: Vec<(String, String)>,
    /// What follows the headers.
    pub body: HttpBody,
    /// Texts that must be masked wherever they stand in the request.
    #[serde(skip)]
    pub secrets: Vec<Secret>,
    /// Whose request it is: this decides who follows a redirect, who asks again and what an answer
    /// means.
    #[serde(skip)]
    pub connector: HttpConnector,
}

/// The body of a request.
#[derive(Clone, PartialEq, Eq)]
pub enum HttpBody {
    /// One JSON value.
    Json(Value),
    /// `application/x-www-form-urlencoded`, in order.
    Form(Vec<(String, String)>),
}

impl Serialize for HttpBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(value) => value.serialize(serializer),
            Self::Form(fields) => serializer.collect_map(fields.iter().map(|(k, v)| (k, v))),
        }
    }
}

impl HttpBody {
    /// The text that is sent, as JavaScript writes it.
    pub fn text(&self) -> String {
        match self {
            Self::Json(value) => js::json(value),
            Self::Form(fields) => js::form(fields),
        }
    }

    /// The body for people to read, which is not what is sent: JSON indented, a form decoded and
    /// one field to a line.
    pub fn pretty(&self) -> String {
        match self {
            Self::Json(value) => format!("{value:#}"),
            Self::Form(fields) => {
                let lines = fields
                    .iter()
                    .map(|(name, value)| format!("{name} = {value}"));
                lines.collect::<Vec<_>>().join("\n")
            }
        }
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.masked();
        f.debug_struct("HttpRequest")
            .field("method", &shown.method)
            .field("url", &shown.url)
            .field("headers", &shown.headers)
            .field("body", &shown.body.pretty())
            .finish_non_exhaustive()
    }
}

impl HttpRequest {
    /// Method, address and headers, one to a line; secrets are masked.
    pub fn head_preview(&self) -> String {
        let shown = self.masked();
        let mut lines = vec![format!("{} {}", shown.method, shown.url)];
        let headers = shown.headers.iter();
        lines.extend(headers.map(|(name, value)| format!("{name}: {value}")));
        lines.join("\n")
    }

    /// The whole request for people to read, secrets masked; see [`HttpBody::pretty`].
    pub fn preview(&self) -> String {
        let body = self.masked().body.pretty();
        format!("{}\n\n{body}\n", self.head_preview())
    }

    /// The same request with [`Secret::MASK`] in place of each secret, in URL, headers and body.
    pub fn masked(&self) -> Self {
        let mask = |text: &str| {
            self.secrets
                .iter()
                .filter(|secret| !secret.is_empty())
                .fold(text.to_owned(), |text, secret| {
                    text.replace(secret.expose(), Secret::MASK)
                })
        };
        Self {
            method: self.method,
            url: mask(&self.url),
            headers: self
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), mask(value)))
                .collect(),
            body: match &self.body {
                HttpBody::Json(value) => HttpBody::Json(mask_json(value, &mask)),
                HttpBody::Form(fields) => HttpBody::Form(
                    fields
                        .iter()
                        .map(|(name, value)| (name.clone(), mask(value)))
                        .collect(),
                ),
            },
            secrets: Vec::new(),
            connector: self.connector,
        }
    }
}

fn mask_json(value: &Value, mask: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(mask(text)),
        Value::Array(items) => items.iter().map(|item| mask_json(item, mask)).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(key, item)| (key.clone(), mask_json(item, mask)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_masked_request_holds_no_secret_anywhere() {
        let request = HttpRequest {
            method: "POST",
            url: "https://example.com/send?key=k-1".to_owned(),
            headers: vec![("authorization".to_owned(), "Bearer k-1".to_owned())],
            body: HttpBody::Json(json!({"api_key": "k-1", "to": ["a@example.com", "k-1"]})),
            secrets: vec![Secret::new("k-1"), Secret::new("")],
            connector: HttpConnector::HttpEmail,
        };
        let shown = serde_json::to_string(&request.masked()).unwrap();
        assert!(!shown.contains("k-1"), "{shown}");
        assert!(shown.contains("a@example.com") && shown.contains("Bearer"));
        assert!(
            serde_json::to_string(&request)
                .unwrap()
                .contains("Bearer k-1")
        );
    }

    #[test]
    fn what_is_printed_is_readable_and_masked() {
        let mut request = HttpRequest {
            method: "POST",
            url: "https://example.com/send".to_owned(),
            headers: vec![("authorization".to_owned(), "Bearer k-1".to_owned())],
            body: HttpBody::Form(vec![
                ("from".to_owned(), "A & B <a@example.com>".to_owned()),
                ("html".to_owned(), "k-1 ü".to_owned()),
            ]),
            secrets: vec![Secret::new("k-1")],
            connector: HttpConnector::HttpEmail,
        };
        let head = "POST https://example.com/send\nauthorization: Bearer ••••••";
        let body = "from = A & B <a@example.com>\nhtml = •••••• ü";
        assert_eq!(request.preview(), format!("{head}\n\n{body}\n"));
        assert_eq!(
            request.body.text(),
            "from=A+%26+B+%3Ca%40example.com%3E&html=k-1+%C3%BC"
        );
        request.body = HttpBody::Json(json!({"a": {"b": "k-1"}}));
        assert_eq!(request.body.text(), r#"{"a":{"b":"k-1"}}"#);
        let preview = request.preview();
        let (_, body) = preview.split_once("\n\n").unwrap();
        assert_eq!(body, "{\n  \"a\": {\n    \"b\": \"••••••\"\n  }\n}\n");
        assert!(!format!("{request:?}").contains("k-1"));
    }
}
