//! Headers: split as they stand in the message, and decoded.

use mail_parser::parsers::MessageStream;
use mail_parser::{Address, HeaderName, HeaderValue, Message};

/// One header of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedHeader {
    /// The name as written, for example `Reply-To`.
    pub name: String,
    /// What stands after the colon, as written, with its folding but without the last line break.
    pub raw: String,
    /// The value unfolded, with encoded words (RFC 2047) decoded.
    pub value: String,
}

/// An address in a header.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParsedAddress {
    /// The display name, decoded.
    pub name: Option<String>,
    /// The address itself; empty if the header has none.
    pub address: String,
}

impl std::fmt::Display for ParsedAddress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.name {
            Some(name) => write!(formatter, "{name} <{}>", self.address),
            None => formatter.write_str(&self.address),
        }
    }
}

/// The head of a message, cut into fields.
pub(super) struct Split<'a> {
    /// The fields in order.
    pub fields: Vec<Field<'a>>,
    /// Lines of the head that are no field.
    pub stray_lines: usize,
    /// Where the body begins.
    pub body_start: usize,
}

impl Split<'_> {
    /// The bytes after the head.
    pub fn body<'r>(&self, raw: &'r [u8]) -> &'r [u8] {
        raw.get(self.body_start..).unwrap_or_default()
    }
}

/// A header before decoding.
pub(super) struct Field<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
}

impl Field<'_> {
    pub fn decode(&self) -> ParsedHeader {
        ParsedHeader {
            name: String::from_utf8_lossy(self.name).into_owned(),
            raw: String::from_utf8_lossy(self.value.trim_ascii_end()).into_owned(),
            value: decode(self.value),
        }
    }
}

/// Cuts the head of `raw` into fields (RFC 5322, section 2.2): a line that begins with a space or
/// tab continues the field before it; the first empty line ends the head.
pub(super) fn split(raw: &[u8]) -> Split<'_> {
    let mut split = Split {
        fields: Vec::new(),
        stray_lines: 0,
        body_start: raw.len(),
    };
    let mut start = 0;
    while start < raw.len() {
        let end = line_end(raw, start);
        let line = raw.get(start..end).unwrap_or_default();
        if line.trim_ascii().is_empty() && !line.starts_with(b" ") && !line.starts_with(b"\t") {
            split.body_start = end;
            return split;
        }
        let mut field_end = end;
        while matches!(raw.get(field_end), Some(b' ' | b'\t')) {
            field_end = line_end(raw, field_end);
        }
        let field = raw.get(start..field_end).unwrap_or_default();
        match memchr::memchr(b':', line) {
            Some(colon) if is_field_name(field.get(..colon).unwrap_or_default()) => {
                split.fields.push(Field {
                    name: field.get(..colon).unwrap_or_default().trim_ascii_end(),
                    value: field.get(colon + 1..).unwrap_or_default(),
                });
            }
            _ if split.fields.is_empty() => {
                // The very first line is no header, so the message has no head at all.
                split.body_start = start;
                return split;
            }
            _ => split.stray_lines += 1,
        }
        start = field_end;
    }
    split
}

/// The index after the line feed that ends the line at `start`.
fn line_end(raw: &[u8], start: usize) -> usize {
    let rest = raw.get(start..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(raw.len(), |feed| start + feed + 1)
}

/// Printable ASCII without the colon (RFC 5322, section 3.6.8); trailing blanks are tolerated.
fn is_field_name(name: &[u8]) -> bool {
    let name = name.trim_ascii_end();
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

/// Unfolds and decodes an unstructured value.
fn decode(value: &[u8]) -> String {
    // The library reads up to a line break that is not followed by a blank.
    let mut line = value.trim_ascii().to_vec();
    line.push(b'\n');
    match MessageStream::new(&line).parse_unstructured() {
        HeaderValue::Text(text) => text.into_owned(),
        _ => String::new(),
    }
}

/// All addresses of all headers called `name`; groups are flattened.
pub(super) fn addresses(message: &Message<'_>, name: HeaderName<'static>) -> Vec<ParsedAddress> {
    message
        .header_values(name)
        .filter_map(HeaderValue::as_address)
        .flat_map(Address::iter)
        .map(|address| ParsedAddress {
            name: address.name().map(str::to_owned),
            address: address.address().unwrap_or_default().to_owned(),
        })
        .collect()
}
