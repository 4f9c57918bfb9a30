//! One event as a line.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::HistoryError;
use crate::domain::send_history::HistoryEvent;

/// The version of the format. A reader leaves lines of a newer one alone.
const VERSION: u32 = 1;

/// The longest line that is written or read, in bytes.
pub(super) const LONGEST: usize = 4 * 1024 * 1024;

/// What is left of a text where the line would be too long, in bytes.
const SHORTENED: usize = 64 * 1024;

/// An event with who wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    #[serde(rename = "v")]
    version: u32,
    /// The session of the program that wrote it.
    #[serde(default)]
    pub session: String,
    #[serde(flatten)]
    pub event: HistoryEvent,
}

/// Only what every version has.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "v")]
    version: u32,
}

/// What a line turned out to be.
pub(super) enum Decoded {
    Line(Box<Line>),
    /// A newer version of the program wrote it.
    Newer,
    /// It is cut off, or no line of a history.
    Unreadable,
}

impl Line {
    pub fn new(session: String, event: HistoryEvent) -> Self {
        Self {
            version: VERSION,
            session,
            event,
        }
    }

    /// The line with its end. Long texts are cut where it would be too long to be read again.
    pub fn encode(mut self) -> Result<Vec<u8>, HistoryError> {
        let mut line = serde_json::to_vec(&self).map_err(HistoryError::Encode)?;
        if line.len() > LONGEST {
            shorten(&mut self.event);
            line = serde_json::to_vec(&self).map_err(HistoryError::Encode)?;
        }
        if line.len() > LONGEST {
            return Err(HistoryError::TooLarge { bytes: line.len() });
        }
        line.push(b'\n');
        Ok(line)
    }

    pub fn decode(line: &[u8]) -> Decoded {
        match serde_json::from_slice::<Self>(line) {
            Ok(read) if read.version <= VERSION => Decoded::Line(Box::new(read)),
            Ok(_) => Decoded::Newer,
            Err(_) => match serde_json::from_slice::<Head>(line) {
                Ok(head) if head.version > VERSION => Decoded::Newer,
                _ => Decoded::Unreadable,
            },
        }
    }
}

fn shorten(event: &mut HistoryEvent) {
    match event {
        HistoryEvent::Started(send) => {
            cut(&mut send.request.text);
            // The text says the same, and half a value is none.
            send.request.json = Value::Null;
        }
        HistoryEvent::Ended(ended) => cut(&mut ended.transcript),
    }
}

fn cut(text: &mut String) {
    if text.len() <= SHORTENED {
        return;
    }
    let left_out = text.len() - text.floor_char_boundary(SHORTENED);
    text.truncate(text.floor_char_boundary(SHORTENED));
    text.push_str(&format_left_out(left_out));
}

fn format_left_out(bytes: usize) -> String {
    format!("\n… {bytes} more bytes were not kept")
}
