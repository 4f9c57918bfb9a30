//! The body as a preview can show it, with inline images in place.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{ParsedMessage, ParsedPart};

/// Most bytes that inline images may add to the HTML. One image that is referred to again and
/// again would otherwise grow without bound; references beyond stay as they are.
pub const MAX_INLINED_BYTES: usize = 64 * 1024 * 1024;

/// What a preview shows of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderedBody {
    /// HTML, with `cid:` references to images replaced by `data:` URIs.
    Html(String),
    /// Plain text; to be shown as it stands, not as HTML.
    Plain(String),
    /// The message has neither.
    Empty,
}

impl ParsedMessage {
    /// The body for the preview: the HTML body with its inline images, else the text body.
    pub fn render_html(&self) -> RenderedBody {
        match (&self.html, &self.text) {
            (Some(html), _) => RenderedBody::Html(inline_images(html, &self.parts)),
            (None, Some(text)) => RenderedBody::Plain(text.clone()),
            (None, None) => RenderedBody::Empty,
        }
    }
}

fn inline_images(html: &str, parts: &[ParsedPart]) -> String {
    let mut result = String::with_capacity(html.len());
    let mut inlined = 0;
    let mut copied = 0;
    for start in references(html) {
        if start < copied {
            continue;
        }
        let rest = html.get(start + 4..).unwrap_or_default();
        let id = rest.split(is_delimiter).next().unwrap_or_default();
        let id = id.split("&quot;").next().unwrap_or_default();
        let Some(part) = find_image(id, parts) else {
            continue;
        };
        let added = part.bytes.len() / 3 * 4 + 64;
        if inlined + added > MAX_INLINED_BYTES {
            continue;
        }
        inlined += added;
        result.push_str(html.get(copied..start).unwrap_or_default());
        result.push_str("data:");
        result.push_str(&part.content_type);
        result.push_str(";base64,");
        STANDARD.encode_string(&part.bytes, &mut result);
        copied = start + 4 + id.len();
    }
    result.push_str(html.get(copied..).unwrap_or_default());
    result
}

/// Where `cid:` stands at the beginning of an attribute value or inside `url(…)`.
fn references(html: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = html.as_bytes();
    memchr::memchr_iter(b':', bytes).filter_map(move |colon| {
        let start = colon.checked_sub(3)?;
        let is_scheme = bytes.get(start..colon)?.eq_ignore_ascii_case(b"cid");
        let before = start.checked_sub(1).and_then(|at| bytes.get(at))?;
        let is_begin =
            matches!(before, b'"' | b'\'' | b'=' | b'(' | b';') || before.is_ascii_whitespace();
        (is_scheme && is_begin).then_some(start)
    })
}

const fn is_delimiter(character: char) -> bool {
    matches!(character, '"' | '\'' | '(' | ')' | '<' | '>') || character.is_ascii_whitespace()
}

/// The image with this content id. RFC 2392 percent-encodes the id in the URL.
fn find_image<'p>(id: &str, parts: &'p [ParsedPart]) -> Option<&'p ParsedPart> {
    if id.is_empty() {
        return None;
    }
    let id = percent_decoded(id);
    parts.iter().find(|part| {
        part.content_id.as_deref() == Some(id.as_ref()) && is_image_type(&part.content_type)
    })
}

/// Whether the type is an image and safe to stand inside an attribute.
fn is_image_type(content_type: &str) -> bool {
    content_type.strip_prefix("image/").is_some_and(|subtype| {
        !subtype.is_empty()
            && subtype
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = match code {
            Some(_) => tail.get(2..).unwrap_or_default(),
            None => tail,
        };
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}
