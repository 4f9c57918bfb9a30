//! What a received message proves about its sender, and the way it took.
//!
//! Who signed it and whether it came through unchanged (DKIM, RFC 6376), who sealed it on the way
//! (ARC, RFC 8617), whether its server may send for its sender (SPF, RFC 7208), whether all that
//! speaks for the domain in From (DMARC, RFC 9989), and how long each server kept it.
//!
//! [`MessageCheck`] takes the bytes of the message, names its questions to the DNS, is fed the
//! answers and ends in a [`MessageReport`]. Every sequence of bytes gives a report.

mod alignment;
mod arc;
mod canonical;
mod check;
mod claims;
mod crypto;
mod dkim;
mod findings;
mod raw;
mod received;
mod report;
mod sender;
#[cfg(test)]
mod tests;
mod text;

pub use alignment::{AlignmentReport, DmarcReport, Identifier};
pub use arc::{ArcCheck, ArcInstance, ArcReport};
pub use check::{MessageCheck, MessageRequest};
pub use claims::{Claim, ClaimedResults};
pub use dkim::{BodyReport, KeyReport, SignatureReport};
pub use received::Hop;
pub use report::{
    Headline, MessageFinding, MessageReport, ResultWord, Ruling, Sender, Source, SpfReport,
};
pub use sender::sender_in_header;
