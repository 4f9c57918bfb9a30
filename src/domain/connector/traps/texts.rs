//! Single texts of a configuration: keys, senders, names.

use super::Traps;
use crate::domain::connector::got;
use crate::domain::connector::secret::Secret;
use crate::domain::finding::Severity;
use crate::domain::logto::is_js_white_space;

impl Traps {
    /// A text that may have been pasted with white space around it.
    pub fn untrimmed(&mut self, path: &str, text: &str) {
        if text.trim_matches(is_js_white_space) != text {
            self.add(
                Severity::Warning,
                "connector-text-untrimmed",
                path,
                "It begins or ends with a space or line break, which is sent along",
                "Remove it",
            );
        }
    }

    /// A text that may be left out.
    pub fn optional_text(&mut self, path: &str, text: Option<&str>) {
        match text {
            Some("") => self.add(
                Severity::Info,
                "connector-text-empty",
                path,
                "It is empty, and Logto drops what is empty when it saves",
                "Remove the key if nothing is meant",
            ),
            Some(text) => self.untrimmed(path, text),
            None => {}
        }
    }

    /// A key or token that goes into a header; `scheme` is what the connector itself puts before
    /// it.
    pub fn header_secret(&mut self, path: &str, secret: &Secret, scheme: Option<&str>) {
        let text = secret.expose();
        let repeats = scheme.filter(|scheme| {
            let start = text.trim_start().get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if !got::is_header_value(text) {
            self.add(
                Severity::Error,
                "connector-secret-unsendable",
                path,
                "It has a line break or a letter that no HTTP header may have",
                "Copy it again, without line breaks",
            );
        } else if let Some(scheme) = repeats {
            self.add(
                Severity::Error,
                "connector-secret-with-scheme",
                path,
                &format!(
                    "It begins with “{}”, which Logto puts there itself",
                    scheme.trim_end()
                ),
                "Leave only what follows",
            );
        } else {
            self.untrimmed(path, text);
        }
    }

    /// The sender's address, where the provider takes nothing without one.
    pub fn sender(&mut self, path: &str, sender: &str) {
        if !sender.is_empty() && !sender.contains('@') {
            self.add(
                Severity::Error,
                "connector-sender-without-address",
                path,
                "There is no address in it, so the provider will refuse the mail",
                "Write an address that the provider has confirmed",
            );
        }
    }

    /// A name that Logto puts before the address, unquoted and without angle brackets.
    pub fn display_name(&mut self, path: &str, name: Option<&str>) {
        self.optional_text(path, name);
        let name = name.unwrap_or_default();
        if name.contains(['<', '>']) || name.contains(|char: char| char.is_ascii_control()) {
            self.add(
                Severity::Warning,
                "connector-name-cleaned",
                path,
                "Logto removes angle brackets and control characters from the name",
                "Write the name without them, and the address in its own field",
            );
        }
        if name.contains([',', ';', '"', '(', ')', '@', ':', '\\', '[', ']']) {
            self.add(
                Severity::Warning,
                "connector-name-unquoted",
                path,
                "Logto does not quote the name, and it has a sign that needs quotes",
                "Leave out commas, semicolons, colons, quotes, at signs, brackets and backslashes",
            );
        }
    }
}
