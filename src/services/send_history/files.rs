//! The files of the history: `2026-11.jsonl`, then `2026-11.2.jsonl` once that is large.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::error::HistoryError;

/// A file is not appended to from this size on, in bytes.
const FULL: u64 = 8 * 1024 * 1024;

const LOCK: &str = "history.lock";

/// The name of a file, in the order of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Month {
    year: i16,
    month: i8,
    /// From 1 on.
    part: u32,
}

impl Month {
    fn of(at: Timestamp) -> Self {
        let date = at.to_zoned(TimeZone::UTC);
        Self {
            year: date.year(),
            month: date.month(),
            part: 1,
        }
    }

    const fn next(self) -> Self {
        Self {
            part: self.part.saturating_add(1),
            ..self
        }
    }

    /// Whether all of the month lies before a moment.
    pub fn is_before(self, moment: Timestamp) -> bool {
        let other = Self::of(moment);
        (self.year, self.month) < (other.year, other.month)
    }

    fn file_name(self) -> String {
        let Self { year, month, part } = self;
        match part {
            1 => format!("{year:04}-{month:02}.jsonl"),
            part => format!("{year:04}-{month:02}.{part}.jsonl"),
        }
    }

    /// Reads a name; nothing of a file that is none of ours.
    fn parse(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".jsonl")?;
        let (date, part) = stem.split_once('.').unwrap_or((stem, "1"));
        let (year, month) = date.split_once('-')?;
        let read = Self {
            year: year.parse().ok()?,
            month: month.parse().ok()?,
            part: part.parse().ok()?,
        };
        (read.file_name() == name && (1..=12).contains(&read.month)).then_some(read)
    }
}

/// The lock of the folder; other programs wait as long as it lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// The folder.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
}

impl Files {
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn path(&self, month: Month) -> PathBuf {
        self.folder.join(month.file_name())
    }

    /// Waits until no other program writes. It is held for one write, or while old sends are
    /// deleted.
    pub fn lock(&self) -> Result<Lock, HistoryError> {
        create_private(&self.folder).map_err(HistoryError::file(&self.folder))?;
        let path = self.folder.join(LOCK);
        let open = || -> io::Result<File> {
            let file = private()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)?;
            file.lock()?;
            Ok(file)
        };
        let file = open().map_err(HistoryError::file(&path))?;
        Ok(Lock { _file: file })
    }

    /// The files there are, oldest first; none if there is no folder.
    pub fn months(&self) -> Result<Vec<Month>, HistoryError> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(HistoryError::file(&self.folder))?,
        };
        let mut months = Vec::new();
        for entry in entries {
            let name = entry.map_err(HistoryError::file(&self.folder))?.file_name();
            months.extend(name.to_str().and_then(Month::parse));
        }
        months.sort();
        Ok(months)
    }

    pub fn size(&self) -> Result<u64, HistoryError> {
        let mut size = 0;
        for month in self.months()? {
            // One that another program has just deleted takes no room.
            size += fs::metadata(self.path(month)).map_or(0, |file| file.len());
        }
        Ok(size)
    }

    /// A file as far as it is written, for reading; nothing if it is gone.
    ///
    /// The lock is held only to learn its length, so that no half line is taken for a whole one.
    pub fn open(&self, month: Month) -> Result<Option<(File, u64)>, HistoryError> {
        let path = self.path(month);
        // A folder that cannot be written has no writer either.
        let _lock = self.lock().ok();
        match File::open(&path).and_then(|file| Ok((file.metadata()?.len(), file))) {
            Ok((length, file)) => Ok(Some((file, length))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(HistoryError::file(&path)(error)),
        }
    }

    /// Appends one or more lines to the newest file, or to the one of the month of `at` if that is newer.
    ///
    /// Never to an older one: then the order of lines over all files is the order of writing, even
    /// where a clock was set back.
    pub fn append(&self, at: Timestamp, line: &[u8], lock: Lock) -> Result<(), HistoryError> {
        let newest = self.months()?.pop();
        let mut month = Month::of(at);
        if let Some(newest) = newest {
            month = month.max(newest);
        }
        if fs::metadata(self.path(month)).is_ok_and(|file| file.len() >= FULL) {
            month = month.next();
        }
        let path = self.path(month);
        append_to(&path, line).map_err(HistoryError::file(&path))?;
        drop(lock);
        Ok(())
    }
}

fn append_to(path: &Path, line: &[u8]) -> io::Result<()> {
    let mut file = private().create(true).read(true).append(true).open(path)?;
    let mut bytes = Vec::with_capacity(line.len() + 1);
    // What a program that died has left of its line must not swallow this one.
    if !ends_with_line_end(&mut file)? {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(line);
    file.write_all(&bytes)?;
    file.sync_data()
}

fn ends_with_line_end(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Options for a file that is for its owner only: it tells who got mail.
#[cfg(unix)]
pub(super) fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = File::options();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
pub(super) fn private() -> OpenOptions {
    File::options()
}

#[cfg(unix)]
pub(super) fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
pub(super) fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}
