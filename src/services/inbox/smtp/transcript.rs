//! The dialogue as it is kept with a message: bounded, and without secrets.

use crate::services::inbox::store::{Speaker, TranscriptLine};

use super::reply::Reply;

/// Most lines that are kept; a message with hundreds of recipients needs no more to be understood.
const MAX_LINES: usize = 500;
/// Most characters of a line.
const MAX_LINE_CHARS: usize = 1_000;

/// The dialogue of a connection: its beginning up to the first message, and the current message.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    lines: Vec<TranscriptLine>,
    /// Lines that were not kept.
    omitted: usize,
    /// How many lines stood before the current message began.
    beginning: Option<usize>,
}

impl Transcript {
    /// The line noted last begins a message: an earlier one is forgotten, greeting and sign-in
    /// stay.
    pub fn begin_message_with_last(&mut self) {
        let Some(last) = self.lines.pop() else { return };
        let beginning = *self.beginning.get_or_insert(self.lines.len());
        self.lines.truncate(beginning);
        self.omitted = 0;
        self.lines.push(last);
    }

    /// The connection starts anew (after STARTTLS): what follows belongs to the beginning.
    pub fn begin_connection(&mut self) {
        self.beginning = None;
    }

    pub fn client(&mut self, text: &str) {
        self.push(Speaker::Client, text);
    }

    pub fn note(&mut self, text: &str) {
        self.push(Speaker::Note, text);
    }

    pub fn server(&mut self, reply: &Reply) {
        for line in reply.iter() {
            self.push(Speaker::Server, line);
        }
    }

    fn push(&mut self, speaker: Speaker, text: &str) {
        if self.lines.len() >= MAX_LINES {
            self.omitted += 1;
            return;
        }
        let text = text
            .chars()
            .take(MAX_LINE_CHARS)
            .map(|character| match character {
                control if control.is_control() => char::REPLACEMENT_CHARACTER,
                other => other,
            })
            .collect();
        self.lines.push(TranscriptLine { speaker, text });
    }

    /// The lines so far.
    pub fn lines(&self) -> Vec<TranscriptLine> {
        let mut lines = self.lines.clone();
        if self.omitted > 0 {
            lines.push(TranscriptLine {
                speaker: Speaker::Note,
                text: format!("{} further lines are not kept", self.omitted),
            });
        }
        lines
    }
}
