//! MIME: built from a delivery, parsed from what was captured.

mod build;

pub use build::{
    Composed, Envelope, HeaderField, MailDraft, MailMessage, MessageStamp, TransferEncoding, build,
    compose,
};
