//! What is told of a mail that Logto takes for sent, whoever took it.

use serde_json::Value;

use super::{Accepted, HttpAnswer};

/// The most of a body that is told, in characters.
const MOST_TOLD: usize = 200;

/// A text or a number of an object.
pub(super) fn text_of(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The beginning of a text on one line, for showing.
pub(super) fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(MOST_TOLD) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

impl Accepted {
    /// Adds what is odd about a success that has nothing to do with the provider.
    pub(super) fn with_oddities(self, answer: &HttpAnswer, expects_json: bool) -> Self {
        let hint = "Open the address in a browser on this network; a portal, a proxy or a wrong \
                    address may have answered in the provider's place";
        let accepted = if answer.status == 304 {
            let message = "The answer is 304 (not modified), which Logto takes for success, but \
                           which says nothing about a mail";
            self.doubt("http-not-modified", message, hint)
        } else {
            self
        };
        if answer.is_web_page() {
            let message = "A web page came back where the provider's confirmation should be; Logto \
                           takes it for success, but most likely no mail was sent";
            return accepted.doubt("http-web-page", message, hint);
        }
        if expects_json && !matches!(answer.json(), Some(Value::Object(_))) {
            let message = "The answer is not the confirmation this provider gives; Logto takes it \
                           for success all the same";
            return accepted.doubt("http-no-confirmation", message, hint);
        }
        accepted
    }
}
