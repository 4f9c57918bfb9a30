//! Bodies, attachments and the tree of parts.

use mail_parser::{ContentType, Encoding, Message, MessagePart, MimeHeaders as _, PartType};

/// How many nodes of the tree are told; a message with more is cut off there.
const MAX_NODES: usize = 2_000;

/// A part that is neither body nor container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedPart {
    /// Its media type in lower case, for example `image/png`.
    pub content_type: String,
    /// Its `Content-ID` without angle brackets: what `cid:` refers to.
    pub content_id: Option<String>,
    /// The name it suggests for a file. It comes from the sender: never use it as a path.
    pub file_name: Option<String>,
    /// Whether it stands in the text or beside it.
    pub role: PartRole,
    /// Its content, decoded.
    pub bytes: Vec<u8>,
}

/// Where a part is meant to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartRole {
    /// In the body: disposition `inline`, or referred to by its content id.
    Inline,
    /// Beside the body.
    Attachment,
}

/// One node of the tree of parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureNode {
    /// 0 for the message itself, 1 for its parts, and so on.
    pub depth: usize,
    /// The media type in lower case; `text/plain` where none is written (RFC 2045, section 5.2).
    pub content_type: String,
    /// The `charset` parameter as written.
    pub charset: Option<String>,
    /// How the content was transported: `base64`, `quoted-printable` or `none`.
    pub encoding: &'static str,
    /// The name the part suggests for a file.
    pub file_name: Option<String>,
    /// The `Content-ID` without angle brackets.
    pub content_id: Option<String>,
    /// Size of the decoded content in bytes; 0 for a container.
    pub size: usize,
    /// Whether the content could not be decoded as announced.
    pub is_encoding_broken: bool,
    /// Whether bytes of a text do not fit its charset, or the charset is unknown.
    pub has_lost_characters: bool,
}

/// The first HTML body.
pub(super) fn html_body(message: &Message<'_>) -> Option<String> {
    message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    })
}

/// The plain text bodies, joined.
pub(super) fn text_body(message: &Message<'_>) -> Option<String> {
    let texts: Vec<&str> = message
        .text_bodies()
        .filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// Attachments and inline parts in document order.
pub(super) fn attached(message: &Message<'_>) -> Vec<ParsedPart> {
    message
        .attachments()
        .map(|part| {
            let disposition = part.content_disposition();
            let is_inline = match disposition {
                Some(disposition) => disposition.is_inline(),
                None => part.content_id().is_some(),
            };
            ParsedPart {
                content_type: media_type(part),
                content_id: part.content_id().map(str::to_owned),
                file_name: part.attachment_name().map(str::to_owned),
                role: if is_inline {
                    PartRole::Inline
                } else {
                    PartRole::Attachment
                },
                bytes: content(part),
            }
        })
        .collect()
}

fn content(part: &MessagePart<'_>) -> Vec<u8> {
    match &part.body {
        PartType::Message(nested) => {
            // A nested message that was not encoded shares the bytes of its parent.
            let raw = nested.raw_message();
            let start = nested.parts.first().map_or(0, |root| root.offset_header) as usize;
            let end = nested.parts.first().map_or(0, |root| root.offset_end) as usize;
            raw.get(start..end).unwrap_or(raw).to_vec()
        }
        _ => part.contents().to_vec(),
    }
}

/// The tree of parts in document order. Iterative, because the depth comes from the sender.
pub(super) fn structure(message: &Message<'_>) -> Vec<StructureNode> {
    let mut nodes = Vec::new();
    let mut waiting: Vec<(&Message<'_>, u32, usize)> = vec![(message, 0, 0)];
    while let Some((owner, id, depth)) = waiting.pop() {
        let Some(part) = owner.part(id) else { continue };
        if nodes.len() == MAX_NODES {
            break;
        }
        nodes.push(node(part, depth));
        match &part.body {
            PartType::Multipart(children) => {
                waiting.extend(
                    children
                        .iter()
                        .rev()
                        .map(|&child| (owner, child, depth + 1)),
                );
            }
            PartType::Message(nested) => waiting.push((nested, 0, depth + 1)),
            _ => {}
        }
    }
    nodes
}

fn node(part: &MessagePart<'_>, depth: usize) -> StructureNode {
    StructureNode {
        depth,
        content_type: media_type(part),
        charset: part
            .content_type()
            .and_then(|content_type| content_type.attribute("charset"))
            .map(str::to_owned),
        encoding: match part.encoding {
            Encoding::None => "none",
            Encoding::QuotedPrintable => "quoted-printable",
            Encoding::Base64 => "base64",
        },
        file_name: part.attachment_name().map(str::to_owned),
        content_id: part.content_id().map(str::to_owned),
        size: match &part.body {
            PartType::Multipart(_) | PartType::Message(_) => 0,
            _ => part.len(),
        },
        is_encoding_broken: part.is_encoding_problem,
        has_lost_characters: part
            .text_contents()
            .is_some_and(|text| text.contains(char::REPLACEMENT_CHARACTER)),
    }
}

fn media_type(part: &MessagePart<'_>) -> String {
    part.content_type().map_or_else(
        || {
            match part.body {
                PartType::Message(_) => "message/rfc822",
                PartType::Multipart(_) => "multipart/mixed",
                _ => "text/plain",
            }
            .to_owned()
        },
        |content_type: &ContentType<'_>| {
            let kind = content_type.ctype();
            match content_type.subtype() {
                Some(subtype) => format!("{kind}/{subtype}").to_ascii_lowercase(),
                None => kind.to_ascii_lowercase(),
            }
        },
    )
}
