//! The newest sends first, so many at a time.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};

use super::backward::{Backward, Found};
use super::error::HistoryError;
use super::files::{Files, Month};
use super::line::{Decoded, LONGEST, Line};
use super::session::Running;
use crate::domain::send_history::{
    HistoryEvent, Search, SendEnd, SendEnded, SendId, SendStarted, SentRecord,
};

/// How many ends are remembered until the start is found. An end comes soon after its start, so
/// only those of deleted sends stay, and they must not fill the memory.
const MOST_ENDS: usize = 256;

/// How many lines are read between two looks at whether the page is still wanted.
const LINES_BETWEEN_LOOKS: usize = 64;

/// Where a page ended, for the next one.
#[derive(Debug, Clone)]
pub struct Cursor {
    month: Month,
    /// Where the line of the last send starts.
    at: u64,
    id: SendId,
    ends: VecDeque<SendEnded>,
}

/// A file and where a line starts in it.
type Place = (Month, u64);

/// Some sends.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The sends, newest first.
    pub records: Vec<SentRecord>,
    /// Where the next page begins; none at the end of the history.
    pub next: Option<Cursor>,
    /// How many lines on the way could not be read.
    pub unreadable: usize,
    /// How many lines on the way a newer version of the program wrote.
    pub newer: usize,
}

pub(super) fn read(
    files: &Files,
    search: &Search,
    cursor: Option<&Cursor>,
    most: usize,
    is_wanted: &dyn Fn() -> bool,
) -> Result<Page, HistoryError> {
    let mut reader = Reader::new(files, cursor);
    let mut records = Vec::new();
    let mut last = None;
    let mut is_whole = true;
    while let Some((record, at)) = reader.next(is_wanted)? {
        // One more than asked for is looked at, to know whether there is another page.
        if search.matches(&record) {
            if records.len() == most {
                is_whole = false;
                break;
            }
            last = Some(reader.cursor(&record.send.id, at));
            records.push(record);
        }
    }
    Ok(Page {
        records,
        next: last.filter(|_| !is_whole),
        unreadable: reader.unreadable,
        newer: reader.newer,
    })
}

pub(super) fn find(files: &Files, id: &SendId) -> Result<Option<SentRecord>, HistoryError> {
    let mut reader = Reader::new(files, None);
    while let Some((record, _)) = reader.next(&|| true)? {
        if record.send.id == *id {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

/// Reads all files from the newest line to the oldest.
struct Reader<'a> {
    files: &'a Files,
    running: Running,
    /// The files not begun yet, oldest first; none as long as nobody asked.
    months: Option<Vec<Month>>,
    open: Option<(Month, Backward<File>)>,
    /// Where to begin.
    cursor: Option<&'a Cursor>,
    ends: VecDeque<SendEnded>,
    lines: usize,
    unreadable: usize,
    newer: usize,
}

impl<'a> Reader<'a> {
    fn new(files: &'a Files, cursor: Option<&'a Cursor>) -> Self {
        Self {
            files,
            running: Running::of(files.folder()),
            months: None,
            open: None,
            cursor,
            ends: cursor.map(|cursor| cursor.ends.clone()).unwrap_or_default(),
            lines: 0,
            unreadable: 0,
            newer: 0,
        }
    }

    fn cursor(&self, id: &SendId, at: Place) -> Cursor {
        Cursor {
            month: at.0,
            at: at.1,
            id: id.clone(),
            ends: self.ends.clone(),
        }
    }

    /// The next send and where its line is; nothing at the end, or once nobody wants it.
    fn next(
        &mut self,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<Option<(SentRecord, Place)>, HistoryError> {
        loop {
            if self.lines.is_multiple_of(LINES_BETWEEN_LOOKS) && !is_wanted() {
                return Ok(None);
            }
            let Some((month, backward)) = &mut self.open else {
                if self.open_next()? {
                    continue;
                }
                return Ok(None);
            };
            let month = *month;
            let path = self.files.path(month);
            let found = backward.next().map_err(HistoryError::file(&path))?;
            self.lines += 1;
            let (at, bytes) = match found {
                None => {
                    self.open = None;
                    continue;
                }
                Some(Found::TooLong) => {
                    self.unreadable += 1;
                    continue;
                }
                Some(Found::Line { at, bytes }) => (at, bytes),
            };
            if let Some(record) = self.take(Line::decode(&bytes)) {
                return Ok(Some((record, (month, at))));
            }
        }
    }

    /// Takes a line in; a start makes a record.
    fn take(&mut self, line: Decoded) -> Option<SentRecord> {
        let line = match line {
            Decoded::Line(line) => *line,
            Decoded::Newer => {
                self.newer += 1;
                return None;
            }
            Decoded::Unreadable => {
                self.unreadable += 1;
                return None;
            }
        };
        match line.event {
            HistoryEvent::Ended(ended) => {
                if self.ends.len() == MOST_ENDS {
                    self.ends.pop_front();
                }
                self.ends.push_back(*ended);
                None
            }
            HistoryEvent::Started(send) => {
                let end = self.end_of(&send, &line.session);
                Some(SentRecord { send: *send, end })
            }
        }
    }

    fn end_of(&mut self, send: &SendStarted, session: &str) -> SendEnd {
        let index = self.ends.iter().rposition(|ended| ended.id == send.id);
        match index.and_then(|index| self.ends.remove(index)) {
            Some(ended) => SendEnd::Ended(Box::new(ended)),
            None if self.running.is_running(session) => SendEnd::Waiting,
            None => SendEnd::Lost,
        }
    }

    /// Begins with the next file. False if there is none.
    fn open_next(&mut self) -> Result<bool, HistoryError> {
        let months = match &mut self.months {
            Some(months) => months,
            None => self.months.insert(self.files.months()?),
        };
        if let Some(cursor) = self.cursor {
            months.retain(|month| *month <= cursor.month);
        }
        while let Some(month) = months.pop() {
            let Some((file, length)) = self.files.open(month)? else {
                continue;
            };
            let path = self.files.path(month);
            let end = match self.cursor.take() {
                Some(cursor) if cursor.month == month => cursor
                    .resume(&file, length)
                    .map_err(HistoryError::file(&path))?,
                _ => length,
            };
            self.open = Some((month, Backward::new(file, end)));
            return Ok(true);
        }
        Ok(false)
    }
}

impl Cursor {
    /// Where the next page of a file ends, which may have been written anew since.
    fn resume(&self, file: &File, length: u64) -> io::Result<u64> {
        if self.is_in_place(file)? {
            return Ok(self.at);
        }
        let mut backward = Backward::new(file, length);
        let mut older = length;
        while let Some(found) = backward.next()? {
            let Found::Line { at, bytes } = found else {
                continue;
            };
            if let Decoded::Line(line) = Line::decode(&bytes)
                && let HistoryEvent::Started(send) = line.event
            {
                if send.id == self.id {
                    return Ok(at);
                }
                if send.id < self.id {
                    return Ok(older);
                }
            }
            older = at;
        }
        Ok(0)
    }

    /// Whether the line of the last send still starts where it did.
    fn is_in_place(&self, mut file: &File) -> io::Result<bool> {
        file.seek(SeekFrom::Start(self.at))?;
        let mut line = Vec::new();
        let mut reader = BufReader::new(file).take(LONGEST as u64 + 1);
        reader.read_until(b'\n', &mut line)?;
        Ok(match Line::decode(&line) {
            Decoded::Line(line) => match line.event {
                HistoryEvent::Started(send) => send.id == self.id,
                HistoryEvent::Ended(_) => false,
            },
            Decoded::Newer | Decoded::Unreadable => false,
        })
    }
}
