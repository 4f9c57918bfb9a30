//! The text that something was read from, so that a change leaves the rest of it alone.

use std::sync::Arc;

use toml_edit::{Document, DocumentMut, Item, Table, TableLike};

use super::json::{replace, to_json};

/// What some programs put before UTF-8.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// The file that something was read from, if it was. All are equal: what counts is what a file
/// says, not how it says it.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept(Option<Arc<str>>);

impl PartialEq for Kept {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

impl Kept {
    pub fn new(text: &str) -> Self {
        Self(Some(text.into()))
    }

    /// The file, if there was one.
    pub fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The file after `change`, written like before: with its line ends and byte order mark.
    pub fn changed(&self, change: impl FnOnce(&mut Table)) -> String {
        let text = self.text().unwrap_or_default();
        let mut document: DocumentMut = text.parse().unwrap_or_default();
        change(document.as_table_mut());
        let printed = with_line_ends_of(text, document.to_string());
        if text.starts_with(BYTE_ORDER_MARK) && !printed.starts_with(BYTE_ORDER_MARK) {
            return format!("{BYTE_ORDER_MARK}{printed}");
        }
        printed
    }
}

/// TOML with the line ends of Windows, if all lines of `original` have them and no text of several
/// lines would be another then.
pub(super) fn with_line_ends_of(original: &str, printed: String) -> String {
    if !has_windows_line_ends(original) {
        return printed;
    }
    let converted = printed.replace("\r\n", "\n").replace('\n', "\r\n");
    let says = |text: &str| {
        let document = Document::parse(text).ok();
        document.map(|document| to_json(document.as_item()))
    };
    if says(&converted) == says(&printed) {
        converted
    } else {
        printed
    }
}

/// Whether all lines end as on Windows; false if there is only one.
pub(super) fn has_windows_line_ends(text: &str) -> bool {
    let feeds = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    feeds > 0 && feeds == text.matches("\r\n").count()
}

/// Sets or removes a key; the comment beside its value stays.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: Option<toml_edit::Value>) {
    match (value, table.get_mut(key)) {
        (None, _) => {
            table.remove(key);
        }
        (Some(value), Some(item)) => replace(item, Item::Value(value)),
        (Some(value), None) => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// A text on one line, whatever is in it.
///
/// Line feeds are escaped: written out, a line of the text could be taken for the end of the front
/// matter, and programs that change line ends would change the text.
pub(super) fn one_line(text: &str) -> toml_edit::Value {
    if !text.contains(['\n', '\r']) {
        return text.into();
    }
    // Strings of JSON are strings of TOML but for the delete sign, which TOML wants escaped.
    let quoted = serde_json::Value::from(text).to_string();
    let quoted = quoted.replace('\u{7f}', "\\u007F");
    quoted.parse().unwrap_or_else(|_| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_lines_is_written_on_one() {
        let value = one_line("a\r\n+++\n\u{7f}\"'\\");
        assert_eq!(value.as_str(), Some("a\r\n+++\n\u{7f}\"'\\"));
        assert_eq!(value.to_string().lines().count(), 1);
    }

    #[test]
    fn line_ends_are_those_of_windows_only_where_all_are() {
        assert!(has_windows_line_ends("a\r\nb\r\n"));
        for text in ["", "a", "a\nb\r\n", "a\n"] {
            assert!(!has_windows_line_ends(text), "{text:?}");
        }
    }

    #[test]
    fn a_text_of_several_lines_keeps_its_line_ends_in_a_file_of_windows() {
        let kept = Kept::new("\u{feff}a = 1\r\n");
        let change =
            |text: &'static str| move |table: &mut Table| set(table, "b", Some(text.into()));
        assert_eq!(kept.changed(change("x")), "\u{feff}a = 1\r\nb = \"x\"\r\n");
        let printed = kept.changed(change("x\ny"));
        let read: DocumentMut = printed.parse().unwrap();
        assert_eq!(read["b"].as_str(), Some("x\ny"));
    }
}
