//! Which programs still run, so that a send without an end can be told from one under way.
//!
//! Each program that sends holds the lock of a file of its own, `running/<session>`. The system
//! lets go of it however the program ends.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::error::HistoryError;
use super::files::{create_private, private};

const FOLDER: &str = "running";

/// How many bytes make the name of a session.
const NAME_BYTES: usize = 8;

/// This program, as others see it.
#[derive(Debug)]
pub(super) struct Session {
    name: String,
    path: PathBuf,
    /// Held as long as this program lives.
    _lock: File,
}

impl Session {
    /// Opens a session. The caller holds the lock of the history's folder, so that nobody takes the
    /// new file for one of a dead program before it is locked.
    pub fn open(history: &Path) -> Result<Self, HistoryError> {
        let folder = history.join(FOLDER);
        create_private(&folder).map_err(HistoryError::file(&folder))?;
        remove_dead(&folder);
        let name = random_name(NAME_BYTES);
        let path = folder.join(&name);
        let open = || -> io::Result<File> {
            let file = private().create_new(true).write(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        let lock = open().map_err(HistoryError::file(&path))?;
        Ok(Self {
            name,
            path,
            _lock: lock,
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // One that stays is removed by the next program.
        fs::remove_file(&self.path).ok();
    }
}

fn remove_dead(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if !is_held(&path) {
            // If it cannot be removed, the next program tries again.
            fs::remove_file(&path).ok();
        }
    }
}

/// Whether a program holds the lock of a file.
pub(super) fn is_held(path: &Path) -> bool {
    // Asked for as one of several, so that two that ask do not see each other.
    File::open(path)
        .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Which sessions run, each asked once.
#[derive(Debug)]
pub(super) struct Running {
    folder: PathBuf,
    known: HashMap<String, bool>,
}

impl Running {
    pub fn of(history: &Path) -> Self {
        Self {
            folder: history.join(FOLDER),
            known: HashMap::new(),
        }
    }

    /// Whether the program of that session still runs.
    pub fn is_running(&mut self, session: &str) -> bool {
        // A name from a file that anybody can write must not become a path somewhere else.
        let is_name =
            session.len() == NAME_BYTES * 2 && session.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_name {
            return false;
        }
        if let Some(is_running) = self.known.get(session) {
            return *is_running;
        }
        let is_running = is_held(&self.folder.join(session));
        self.known.insert(session.to_owned(), is_running);
        is_running
    }
}

/// A name that no other program makes, as hexadecimal digits.
pub(super) fn random_name(bytes: usize) -> String {
    let mut random = vec![0_u8; bytes];
    if aws_lc_rs::rand::fill(&mut random).is_err() {
        // Then the process and a counter tell apart at least what one machine does.
        use std::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let unique = (u64::from(std::process::id()) << 32) | u64::from(count);
        for (to, from) in random.iter_mut().rev().zip(unique.to_le_bytes()) {
            *to = from;
        }
    }
    let digit = |half: u8| char::from_digit(u32::from(half), 16);
    let halves = random.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(digit).collect()
}
