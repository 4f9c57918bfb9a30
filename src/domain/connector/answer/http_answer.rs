//! An answer as it came, and how JavaScript reads it.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// An answer to a request.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// The words after the status, as the other side wrote them; empty if it wrote none.
    pub reason: String,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    #[serde(serialize_with = "as_text")]
    pub body: Vec<u8>,
    /// Whether the body was longer and its end was not read.
    pub is_cut: bool,
    /// The address that answered, after all redirects, without its path.
    pub origin: String,
}

fn as_text<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(body))
}

/// The length of the body only: it may be a megabyte.
impl fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpAnswer")
            .field("status", &self.status)
            .field("reason", &self.reason)
            .field("headers", &self.headers)
            .field("bytes", &self.body.len())
            .field("is_cut", &self.is_cut)
            .field("origin", &self.origin)
            .finish()
    }
}

impl HttpAnswer {
    /// The first header of that name, given in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text, a byte order mark included.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// `JSON.parse` of the body; none if it is no JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.text()).ok()
    }

    /// Whether the status is one of 200 to 299.
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Whether got, and with it Logto, takes it for a success.
    pub(super) const fn is_ok_for_got(&self) -> bool {
        self.is_success() || self.status == 304
    }

    /// Whether the body is a web page, whatever its status.
    pub fn is_web_page(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        let text = self.text();
        let start: String = text.trim_start().chars().take(15).collect();
        let start = start.to_ascii_lowercase();
        kind.to_ascii_lowercase().starts_with("text/html")
            || start.starts_with("<!doctype html")
            || start.starts_with("<html")
    }
}
