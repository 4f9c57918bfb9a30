//! What was said on a connection.

use std::fmt;

use serde::Serialize;

/// A server's answer: a code and one or more lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// The text of each line without the code. Of a refusal there is one line: its lines joined.
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

    /// Whether a keyword stands at the beginning of a line, as extensions do in the answer to EHLO.
    pub(super) fn offers(&self, keyword: &str) -> bool {
        self.extension(keyword).is_some()
    }

    /// The words after a keyword, in capitals.
    pub(super) fn extension(&self, keyword: &str) -> Option<Vec<String>> {
        self.lines.iter().find_map(|line| {
            let line = line.to_ascii_uppercase();
            // `AUTH=PLAIN` is an old form that servers still send.
            let mut words = line.split([' ', '\t', '=']).filter(|word| !word.is_empty());
            (words.next() == Some(keyword)).then(|| words.map(str::to_owned).collect())
        })
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
pub struct Line {
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
    pub(super) fn push(&mut self, speaker: Speaker, text: impl Into<String>) {
        self.lines.push(Line {
            speaker,
            text: text.into(),
        });
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            for text in line.text.lines() {
                match line.speaker {
                    Speaker::Client => writeln!(f, "C: {text}")?,
                    Speaker::Server => writeln!(f, "S: {text}")?,
                    Speaker::Note => writeln!(f, "[{text}]")?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_a_whole_word_at_the_beginning_of_a_line() {
        let reply = Reply {
            code: 250,
            lines: ["mx", "AUTH=login PLAIN", "XSTARTTLS", "size 10"]
                .map(str::to_owned)
                .to_vec(),
        };
        assert_eq!(reply.extension("AUTH").unwrap(), ["LOGIN", "PLAIN"]);
        assert!(!reply.offers("STARTTLS"));
        assert!(reply.offers("SIZE"));
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
