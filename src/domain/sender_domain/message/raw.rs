//! The message as bytes: its header fields in order, and its body.

use std::cell::OnceCell;

use super::canonical;
use crate::domain::sender_domain::dkim::Canonicalization;

/// A header field as it stands in the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The name in small letters.
    pub name: String,
    /// Name, colon and value with its folds, without the last line break.
    pub bytes: Vec<u8>,
    /// How many bytes stand before the colon.
    pub colon: usize,
}

impl Field {
    /// All after the colon.
    pub fn value(&self) -> &[u8] {
        self.bytes.get(self.colon + 1..).unwrap_or_default()
    }

    /// The value as text; what is no UTF-8 becomes replacement characters.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.value()).into_owned()
    }

    /// The value with its folds undone and white space around it removed.
    pub fn unfolded(&self) -> String {
        self.text().replace("\r\n", "").trim().to_owned()
    }

    /// The same field with another value.
    pub fn with_value(&self, value: &str) -> Self {
        let mut bytes = self.bytes.clone();
        bytes.truncate(self.colon + 1);
        bytes.extend_from_slice(value.as_bytes());
        Self {
            bytes,
            ..self.clone()
        }
    }
}

/// A message taken apart.
#[derive(Debug, Clone)]
pub(super) struct RawMessage {
    /// The header fields, topmost first.
    pub fields: Vec<Field>,
    body: Vec<u8>,
    /// Whether lines ended in a line feed alone, as files on disk do. They are read as CRLF.
    pub line_ends_mended: bool,
    simple: OnceCell<Vec<u8>>,
    relaxed: OnceCell<Vec<u8>>,
}

impl RawMessage {
    /// Takes a message apart. Lines of the head that are no field are left out.
    pub fn read(raw: &[u8]) -> Self {
        let (bytes, line_ends_mended) = with_network_line_ends(raw);
        let mut fields: Vec<Field> = Vec::new();
        let mut rest = bytes.as_slice();
        let mut is_stray = false;
        while !rest.is_empty() {
            let end = memchr::memmem::find(rest, b"\r\n");
            let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            rest = end.map_or(&[][..], |end| rest.get(end + 2..).unwrap_or_default());
            if line.is_empty() {
                break;
            }
            if line.starts_with(b" ") || line.starts_with(b"\t") {
                if let (Some(field), false) = (fields.last_mut(), is_stray) {
                    field.bytes.extend_from_slice(b"\r\n");
                    field.bytes.extend_from_slice(line);
                }
                continue;
            }
            let field = field(line);
            is_stray = field.is_none();
            fields.extend(field);
        }
        Self {
            fields,
            body: rest.to_vec(),
            line_ends_mended,
            simple: OnceCell::new(),
            relaxed: OnceCell::new(),
        }
    }

    /// The fields of this name, given in small letters, topmost first, with their places.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (usize, &'a Field)> {
        let fields = self.fields.iter().enumerate();
        fields.filter(move |(_, field)| field.name == name)
    }

    /// The body in this form (RFC 6376 sections 3.4.3 and 3.4.4).
    pub fn body(&self, form: Canonicalization) -> &[u8] {
        match form {
            Canonicalization::Relaxed => self
                .relaxed
                .get_or_init(|| canonical::relaxed_body(&self.body)),
            Canonicalization::Simple | Canonicalization::Unknown => self
                .simple
                .get_or_init(|| canonical::simple_body(&self.body)),
        }
    }
}

fn field(line: &[u8]) -> Option<Field> {
    let colon = memchr::memchr(b':', line)?;
    let name = line.get(..colon)?.trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then(|| Field {
        name: String::from_utf8_lossy(name).to_ascii_lowercase(),
        bytes: line.to_vec(),
        colon,
    })
}

/// The message with CRLF wherever a line feed stood alone, and whether any did.
fn with_network_line_ends(raw: &[u8]) -> (Vec<u8>, bool) {
    let mut mended = Vec::with_capacity(raw.len());
    let mut from = 0;
    let mut is_any_bare = false;
    for at in memchr::memchr_iter(b'\n', raw) {
        let is_bare = at.checked_sub(1).and_then(|it| raw.get(it)) != Some(&b'\r');
        mended.extend_from_slice(raw.get(from..at).unwrap_or_default());
        mended.extend_from_slice(if is_bare { b"\r\n" } else { b"\n" });
        is_any_bare |= is_bare;
        from = at + 1;
    }
    mended.extend_from_slice(raw.get(from..).unwrap_or_default());
    (mended, is_any_bare)
}
