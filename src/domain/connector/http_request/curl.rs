//! A request as a command line.

use super::{HttpBody, HttpRequest};

impl HttpRequest {
    /// The request as a command of curl, a line for each part; secrets are masked, so that a person
    /// puts them in where they want to run it.
    pub fn curl(&self) -> String {
        let shown = self.masked();
        let mut lines = vec![format!("curl -X {} {}", shown.method, quoted(&shown.url))];
        for (name, value) in &shown.headers {
            lines.push(format!("-H {}", quoted(&format!("{name}: {value}"))));
        }
        let is_form = matches!(shown.body, HttpBody::Form(_));
        let says_type = shown.headers.iter().any(|(name, _)| name == "content-type");
        if !is_form && !says_type {
            lines.push("-H 'content-type: application/json'".to_owned());
        }
        lines.push(format!("--data-raw {}", quoted(&shown.body.text())));
        lines.join(" \\\n  ")
    }
}

/// A text as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::connector::{HttpConnector, Secret};

    #[test]
    fn a_shell_gets_every_byte_and_no_secret() {
        let request = HttpRequest {
            method: "POST",
            url: "https://example.com/a".to_owned(),
            headers: vec![("authorization".to_owned(), "Bearer k-1".to_owned())],
            body: HttpBody::Json(json!({"text": "it's"})),
            secrets: vec![Secret::new("k-1")],
            connector: HttpConnector::HttpEmail,
        };
        let expected = "curl -X POST 'https://example.com/a' \\\n  \
                        -H 'authorization: Bearer ••••••' \\\n  \
                        -H 'content-type: application/json' \\\n  \
                        --data-raw '{\"text\":\"it'\\''s\"}'";
        assert_eq!(request.curl(), expected);
    }
}
