//! What became of an address that was looked at.

use std::fmt;

use super::{MOST_BYTES, MOST_REDIRECTS, MOST_SECONDS, NotFetched};

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLook {
    /// The redirects that were followed, in their order.
    pub redirects: Vec<Redirect>,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// How it ended.
    pub outcome: LinkOutcome,
}

/// One redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The HTTP status.
    pub status: u16,
    /// Where it leads.
    pub to: String,
}

/// How looking at an address ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOutcome {
    /// A server answered.
    Answered(LinkAnswer),
    /// A guard stopped it: of the address itself, or of one it led to.
    Stopped(NotFetched),
    /// There was no answer.
    Failed(LinkFailure),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The bytes of the answer, as far as they were read.
    pub bytes: usize,
    /// The media type that the server names, in small letters, without parameters.
    pub media_type: String,
    /// What its first bytes look like.
    pub looks: Looks,
}

/// Why there was no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkFailure {
    /// The certificate does not vouch for the server, which is said of it.
    #[error("its certificate {0}")]
    Certificate(&'static str),
    /// It took too long.
    #[error("no answer within {MOST_SECONDS} seconds")]
    TooSlow,
    /// It leads on and on.
    #[error("more than {MOST_REDIRECTS} redirects")]
    TooManyRedirects,
    /// Anything else: no such name, nobody listens, no network.
    #[error("{0}")]
    Other(String),
}

/// What bytes look like, whatever their server says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// A picture of a kind that browsers show.
    Picture,
    /// A page.
    Page,
    /// Nothing that is known here.
    Unknown,
}

/// What an answer looks like by its first bytes; 64 of them are enough (WHATWG MIME Sniffing, 6.1
/// and 7.1).
pub fn looks_of(head: &[u8]) -> Looks {
    const PICTURES: [&[u8]; 7] = [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"BM",
        b"\0\0\x01\0",
        b"<svg",
    ];
    let text: Vec<u8> = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start()
        .to_ascii_lowercase();
    let is_webp = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP");
    let is_avif = head.get(4..8) == Some(b"ftyp")
        && matches!(
            head.get(8..12),
            Some(b"avif" | b"avis" | b"heic" | b"heix" | b"mif1")
        );
    if is_webp || is_avif || PICTURES.iter().any(|magic| head.starts_with(magic)) {
        Looks::Picture
    } else if text.starts_with(b"<!doctype html") || text.starts_with(b"<html") {
        Looks::Page
    } else if text.starts_with(b"<svg") {
        Looks::Picture
    } else {
        Looks::Unknown
    }
}

impl LinkLook {
    /// Where it ended, if it was led elsewhere.
    pub fn ended_at(&self) -> Option<&str> {
        self.redirects.last().map(|redirect| redirect.to.as_str())
    }

    /// The answer, if there is one.
    pub const fn answer(&self) -> Option<&LinkAnswer> {
        match &self.outcome {
            LinkOutcome::Answered(answer) => Some(answer),
            LinkOutcome::Stopped(_) | LinkOutcome::Failed(_) => None,
        }
    }
}

/// Figures in one line: `404, 2 redirects, 0.31 s, 12.5 KB`.
impl fmt::Display for LinkLook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            LinkOutcome::Answered(answer) => write!(formatter, "{}", answer.status)?,
            LinkOutcome::Stopped(reason) => write!(formatter, "not looked at: {reason}")?,
            LinkOutcome::Failed(failure) => write!(formatter, "not checked: {failure}")?,
        }
        match self.redirects.len() {
            0 => {}
            1 => formatter.write_str(", 1 redirect")?,
            count => write!(formatter, ", {count} redirects")?,
        }
        write!(formatter, ", {:.2} s", self.millis as f64 / 1e3)?;
        if let Some(answer) = self.answer() {
            write!(formatter, ", {}", size(answer.bytes))?;
        }
        Ok(())
    }
}

/// A size in words.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        MOST_BYTES.. => "1 MB or more".to_owned(),
        1024.. => format!("{:.1} KB", bytes as f64 / 1024.0),
        1 => "1 byte".to_owned(),
        _ => format!("{bytes} bytes"),
    }
}
