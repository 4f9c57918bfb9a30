//! What a delivery tells while it runs and in the end.

use std::net::SocketAddr;

use serde::Serialize;

use super::transcript::{Reply, Transcript};

/// A step of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(
    tag = "step",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DeliveryEvent {
    /// The host is known; its addresses are tried in turn.
    Connecting {
        /// The address tried now.
        address: SocketAddr,
    },
    /// The server has greeted.
    Connected {
        /// The greeting.
        reply: Reply,
    },
    /// The connection is encrypted.
    Tls {
        /// The answer to `STARTTLS`; none if TLS came first.
        reply: Option<Reply>,
        /// Whether the certificate was not checked.
        is_unchecked: bool,
    },
    /// The server takes the login.
    Authenticated {
        /// The SASL mechanism.
        mechanism: String,
        /// The answer.
        reply: Reply,
    },
    /// The envelope is accepted and the mail is on its way.
    Sending {
        /// The answer to `DATA`.
        reply: Reply,
        /// The size of the mail in bytes, before dot-stuffing.
        bytes: usize,
    },
    /// The mail is handed over; it can no longer be called back.
    PointOfNoReturn,
    /// The server has taken the mail.
    Done {
        /// The answer to the mail.
        reply: Reply,
    },
}

/// A recipient the server would not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The address.
    pub address: String,
    /// The answer to `RCPT TO`.
    pub reply: Reply,
}

/// What nodemailer's `sendMail` returns, and the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The server's answer to the mail.
    pub response: Reply,
    /// The mail's id.
    pub message_id: String,
    /// The recipients the server took.
    pub accepted: Vec<String>,
    /// Those it did not take.
    pub rejected: Vec<Refusal>,
    /// Whether the connection was encrypted.
    pub is_encrypted: bool,
    /// What was said.
    pub transcript: Transcript,
}
