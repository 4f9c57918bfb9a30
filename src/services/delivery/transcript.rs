//! What was said on a connection.

use std::fmt;

use serde::Serialize;
use tokio::time::Instant;

use crate::domain::connector::{Secret, hide};

/// A server's answer: a code and one or more lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// The text of each line without the code.
    pub lines: Vec<String>,
}

impl Reply {
    /// Whether the server agreed: 2xx or 3xx.
    pub const fn is_positive(&self) -> bool {
        matches!(self.code, 200..=399)
    }

    /// Whether trying again later may help: 4xx.
    pub const fn is_temporary(&self) -> bool {
        matches!(self.code, 400..=499)
    }
}

/// As on the wire, lines separated by a line feed.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.lines.len().saturating_sub(1);
        for (index, line) in self.lines.iter().enumerate() {
            if index < last {
                writeln!(f, "{}-{line}", self.code)?;
            } else {
                write!(f, "{} {line}", self.code)?;
            }
        }
        Ok(())
    }
}

/// Who said a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// This program.
    Client,
    /// The server.
    Server,
    /// Nobody: a remark on what happened between two lines.
    Note,
}

/// One entry of a transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// How long after the delivery began, in milliseconds.
    pub at_ms: u64,
    /// Who said it.
    pub speaker: Speaker,
    /// What was said; a server's answer may have several lines. Secrets are masked.
    pub text: String,
}

/// The whole conversation, without the mail itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Transcript {
    /// From first to last.
    pub lines: Vec<Line>,
}

impl Transcript {
    /// The same conversation with each of `values` masked, for example the code of the payload. The
    /// login never stands in it.
    pub fn hiding(&self, values: &[&str]) -> Self {
        let lines = self.lines.iter().map(|line| Line {
            text: hide(&line.text, values.iter().copied()),
            ..line.clone()
        });
        Self {
            lines: lines.collect(),
        }
    }

    /// The conversation as text to copy, each line with its milliseconds.
    pub fn timed(&self) -> String {
        let lines = self.lines.iter().flat_map(|line| {
            let shown = line.shown();
            shown.map(move |text| format!("{:>7} ms  {text}\n", line.at_ms))
        });
        lines.collect()
    }
}

impl Line {
    /// The lines of a text with who said them.
    fn shown(&self) -> impl Iterator<Item = String> {
        // An empty line is said too.
        let text = if self.text.is_empty() {
            "\n"
        } else {
            &self.text
        };
        text.lines().map(|text| match self.speaker {
            Speaker::Client => format!("C: {text}"),
            Speaker::Server => format!("S: {text}"),
            Speaker::Note => format!("[{text}]"),
        })
    }
}

/// Writes a transcript down while it happens, without its secrets.
pub(super) struct Recorder {
    transcript: Transcript,
    begun: Instant,
    secrets: Vec<Secret>,
}

impl Recorder {
    /// Begins now; `secrets` never get into the transcript, even if the server repeats them.
    pub(super) fn new(secrets: Vec<Secret>) -> Self {
        Self {
            transcript: Transcript::default(),
            begun: Instant::now(),
            secrets,
        }
    }

    /// Adds what became a secret later, such as a token just fetched.
    pub(super) fn keep_secret(&mut self, secrets: Vec<Secret>) {
        self.secrets.extend(secrets);
    }

    pub(super) fn push(&mut self, speaker: Speaker, text: &str) {
        let elapsed = self.begun.elapsed().as_millis();
        self.transcript.lines.push(Line {
            at_ms: u64::try_from(elapsed).unwrap_or(u64::MAX),
            speaker,
            text: self.masked(text),
        });
    }

    /// The text without the secrets.
    pub(super) fn masked(&self, text: &str) -> String {
        hide(text, self.secrets.iter().map(Secret::expose))
    }

    /// The reply without the secrets.
    pub(super) fn masked_reply(&self, reply: &Reply) -> Reply {
        Reply {
            code: reply.code,
            lines: reply.lines.iter().map(|line| self.masked(line)).collect(),
        }
    }

    pub(super) fn end(self) -> Transcript {
        self.transcript
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.lines.iter().flat_map(Line::shown);
        lines.try_for_each(|text| writeln!(f, "{text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_written_down() {
        let mut recorder = Recorder::new(vec![Secret::new("hunter2")]);
        recorder.push(
            Speaker::Server,
            "535-no such\n535 password hunter2, code 123456",
        );
        recorder.keep_secret(vec![Secret::new("ya29.token")]);
        recorder.push(Speaker::Client, "AUTH ya29.token");
        let transcript = recorder.end();
        let expected = "S: 535-no such\nS: 535 password ••••••, code 123456\nC: AUTH ••••••\n";
        assert_eq!(transcript.to_string(), expected);
    }

    #[test]
    fn a_text_to_copy_has_the_time_of_each_line() {
        let line = |at_ms, speaker, text: &str| Line {
            at_ms,
            speaker,
            text: text.to_owned(),
        };
        let transcript = Transcript {
            lines: vec![
                line(0, Speaker::Note, "connect"),
                line(1250, Speaker::Client, ""),
                line(12_500, Speaker::Server, "250-a\n250 code 123456"),
            ],
        };
        assert_eq!(
            transcript.hiding(&["123456"]).timed(),
            "      0 ms  [connect]\n   1250 ms  C: \n  12500 ms  S: 250-a\n  12500 ms  S: 250 code \
             ••••••\n"
        );
    }

    #[test]
    fn a_reply_prints_as_on_the_wire() {
        let reply = Reply {
            code: 250,
            lines: vec!["a".to_owned(), "b".to_owned()],
        };
        assert_eq!(reply.to_string(), "250-a\n250 b");
    }
}
