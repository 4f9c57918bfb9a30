//! What a delivery tells while it runs and in the end.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use serde::Serialize;

use super::http::HttpReceipt;
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
    /// A step of a delivery over HTTP.
    #[serde(untagged)]
    Http(HttpEvent),
}

/// A step of a delivery over HTTP; where the request has left it is
/// [`DeliveryEvent::PointOfNoReturn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(
    tag = "step",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum HttpEvent {
    /// A request begins.
    Asking {
        /// Which attempt it belongs to, from 1 on.
        attempt: usize,
        /// The verb.
        method: &'static str,
        /// Scheme, host and port.
        origin: String,
    },
    /// A host is looked up: the provider's or that of a proxy.
    Resolving {
        /// Its name.
        host: String,
    },
    /// Its addresses are known and tried.
    Connecting {
        /// In the order they are tried.
        addresses: Vec<IpAddr>,
    },
    /// There is an answer.
    Answered {
        /// Its status.
        status: u16,
    },
    /// The answer is a redirect, which is followed.
    Redirected {
        /// Its status.
        status: u16,
        /// Scheme, host and port of the next request.
        to: String,
        /// Whether the mail goes there.
        keeps_body: bool,
    },
    /// The request is made again, as Logto's client does.
    Retrying {
        /// Which attempt comes next.
        attempt: usize,
        /// How many there are at most.
        most: usize,
        /// How long it waits first; meanwhile it can be called off.
        after_milliseconds: u64,
        /// Whether the other side asked for that wait.
        is_asked: bool,
    },
    /// Logto would take the mail for sent.
    Accepted {
        /// The status.
        status: u16,
    },
}

impl HttpEvent {
    /// That a request is made again, and when, as a sentence without a period.
    pub fn retry_words(&self) -> Option<String> {
        let Self::Retrying {
            attempt,
            most,
            after_milliseconds,
            is_asked,
        } = self
        else {
            return None;
        };
        let wait = match after_milliseconds {
            0..1000 => format!("{after_milliseconds} ms"),
            more => format!("{} s", more.div_ceil(1000)),
        };
        Some(if *is_asked {
            format!("The provider asks to wait {wait}; attempt {attempt} of {most}")
        } else {
            format!("The provider could not take it; attempt {attempt} of {most} in {wait}")
        })
    }
}

/// A recipient the server would not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The address.
    pub address: String,
    /// The answer to `RCPT TO`.
    pub reply: Reply,
}

/// What is told of a mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Receipt {
    /// Over SMTP.
    Smtp(SmtpReceipt),
    /// Over HTTP.
    Http(Box<HttpReceipt>),
}

impl Receipt {
    /// The receipt of a server for SMTP.
    pub fn smtp(self) -> Option<SmtpReceipt> {
        match self {
            Self::Smtp(receipt) => Some(receipt),
            Self::Http(_) => None,
        }
    }

    /// The receipt of a provider.
    pub fn http(self) -> Option<HttpReceipt> {
        match self {
            Self::Smtp(_) => None,
            Self::Http(receipt) => Some(*receipt),
        }
    }
}

/// The answer of whoever took the mail, on one line or a few.
impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Smtp(receipt) => receipt.response.fmt(f),
            Self::Http(receipt) => receipt.fmt(f),
        }
    }
}

/// What nodemailer's `sendMail` returns, and the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SmtpReceipt {
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
