//! The lines of a file from its end, with bounded memory.

use std::io::{self, Read, Seek, SeekFrom};

use super::line::LONGEST;

/// How much is read at once, in bytes.
const CHUNK: u64 = 64 * 1024;

/// A line and where it starts in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Line {
        at: u64,
        bytes: Vec<u8>,
    },
    /// It is longer than any line of a history.
    TooLong,
}

/// Reads a file backward.
pub(super) struct Backward<F> {
    file: F,
    /// Where the bytes kept start in the file.
    start: u64,
    /// Bytes read whose lines were not told yet; without the end of the last line.
    kept: Vec<u8>,
    /// Whether the end of the line at the end of `kept` was thrown away.
    is_cut: bool,
}

impl<F: Read + Seek> Backward<F> {
    /// Reads what stands before `end`.
    pub fn new(file: F, end: u64) -> Self {
        Self {
            file,
            start: end,
            kept: Vec::new(),
            is_cut: false,
        }
    }

    /// The next line towards the start; empty ones are left out.
    pub fn next(&mut self) -> io::Result<Option<Found>> {
        loop {
            let line_end = self.kept.iter().rposition(|byte| *byte == b'\n');
            if let Some(line_end) = line_end {
                let bytes = self.kept.split_off(line_end + 1);
                self.kept.pop();
                let at = self.start + line_end as u64 + 1;
                if let Some(found) = self.found(at, bytes) {
                    return Ok(Some(found));
                }
            } else if self.start == 0 {
                let bytes = std::mem::take(&mut self.kept);
                return Ok(self.found(0, bytes));
            } else {
                self.read_more()?;
            }
        }
    }

    fn found(&mut self, at: u64, bytes: Vec<u8>) -> Option<Found> {
        if std::mem::take(&mut self.is_cut) || bytes.len() > LONGEST {
            return Some(Found::TooLong);
        }
        (!bytes.is_empty()).then_some(Found::Line { at, bytes })
    }

    /// Puts the bytes before those kept in front of them, which hold no line end.
    fn read_more(&mut self) -> io::Result<()> {
        if self.kept.len() > LONGEST {
            self.kept.clear();
            self.is_cut = true;
        }
        let length = self.start.min(CHUNK);
        self.start -= length;
        self.file.seek(SeekFrom::Start(self.start))?;
        let mut chunk = vec![0; length as usize];
        self.file.read_exact(&mut chunk)?;
        chunk.append(&mut self.kept);
        self.kept = chunk;
        Ok(())
    }
}
