//! MIME: built from a delivery, parsed from what was captured.

mod build;
mod parse;

pub use build::{
    Composed, Envelope, HeaderField, MailDraft, MailMessage, MessageStamp, TransferEncoding, build,
    compose,
};
pub(in crate::domain) use build::{domain_to_ascii, domain_to_unicode};
pub use parse::{
    MAX_INLINED_BYTES, ParsedAddress, ParsedHeader, ParsedMessage, ParsedPart, PartRole,
    RenderedBody, StructureNode,
};
