//! Drafts that survive a crash.
//!
//! `<folder>/<hash of the workspace>/<number>/` belongs to one running program, which holds the
//! lock beside it as long as it lives. What a dead one left is taken over by the next.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::save::write_atomic;
use super::stamp::Stamp;

const VERSION: u32 = 1;

/// More programs than this at once on one workspace share the last journal.
const MOST_PROGRAMS: usize = 16;

/// What was typed into a file and not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The version of this format.
    version: u32,
    /// The workspace, for people who look at the file.
    workspace: PathBuf,
    /// The path of the file inside the workspace.
    pub path: PathBuf,
    /// What the file was when it was read; nothing if it was not there.
    pub base: Option<Stamp>,
    /// When it was kept.
    pub at: Timestamp,
    /// What the file would say.
    pub text: String,
}

/// The drafts of one workspace and one running program.
#[derive(Debug)]
pub struct Journal {
    workspace: PathBuf,
    folder: PathBuf,
    /// Held as long as this program lives.
    _lock: File,
}

/// A journal that was opened.
#[derive(Debug)]
pub struct OpenedJournal {
    /// The journal.
    pub journal: Journal,
    /// The drafts found.
    pub drafts: Vec<Draft>,
    /// Whether another running program has the workspace open.
    pub other_instance: bool,
}

impl Journal {
    /// Opens the journal of the workspace `root` below `folder`.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn open(folder: &Path, root: &Path) -> io::Result<OpenedJournal> {
        let workspace = root.canonicalize()?;
        let hash = Stamp::of(workspace.as_os_str().as_encoded_bytes()).hash();
        let home = folder.join(format!("{hash:016x}"));
        fs::create_dir_all(&home)?;
        let mut mine: Option<(PathBuf, File)> = None;
        let mut other_instance = false;
        for number in 0..MOST_PROGRAMS {
            let Some(lock) = try_lock(&home.join(format!("{number}.lock")))? else {
                other_instance = true;
                continue;
            };
            let part = home.join(number.to_string());
            match &mine {
                None => {
                    fs::create_dir_all(&part)?;
                    mine = Some((part, lock));
                }
                Some((mine, _)) => take_over(&part, mine)?,
            }
        }
        let (folder, lock) = mine.ok_or_else(|| {
            io::Error::other(format!("{MOST_PROGRAMS} programs have the workspace open"))
        })?;
        let journal = Self {
            workspace,
            folder,
            _lock: lock,
        };
        let drafts = journal.list()?;
        Ok(OpenedJournal {
            journal,
            drafts,
            other_instance,
        })
    }

    /// Keeps a draft, in place of an older one of the same file.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn put(
        &self,
        path: &Path,
        base: Option<Stamp>,
        text: &str,
        at: Timestamp,
    ) -> io::Result<()> {
        let draft = Draft {
            version: VERSION,
            workspace: self.workspace.clone(),
            path: path.to_owned(),
            base,
            at,
            text: text.to_owned(),
        };
        write_atomic(&self.file(path), &serde_json::to_vec(&draft)?)
    }

    /// Forgets the draft of a file.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(self.file(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn file(&self, path: &Path) -> PathBuf {
        let hash = Stamp::of(path.as_os_str().as_encoded_bytes()).hash();
        self.folder.join(format!("{hash:016x}.json"))
    }

    /// The drafts, by path. One that cannot be read is put aside, not deleted.
    fn list(&self) -> io::Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|end| end != "json") {
                continue;
            }
            match read_draft(&path) {
                Ok(draft) => drafts.push(draft),
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "a draft cannot be read");
                    fs::rename(&path, path.with_extension("broken"))?;
                }
            }
        }
        drafts.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(drafts)
    }
}

fn read_draft(path: &Path) -> io::Result<Draft> {
    let draft: Draft = serde_json::from_slice(&fs::read(path)?)?;
    if draft.version > VERSION {
        return Err(io::Error::other("it was written by a newer version"));
    }
    Ok(draft)
}

fn try_lock(path: &Path) -> io::Result<Option<File>> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Moves the drafts of a program that is gone; of two drafts of one file both stay on disk, and
/// the newer one counts.
fn take_over(from: &Path, to: &Path) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(from) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if let (Ok(ours), Ok(theirs)) = (read_draft(&new), read_draft(&old)) {
            let aside = to.join(entry.file_name()).with_extension("older");
            if ours.at > theirs.at {
                fs::rename(&old, aside)?;
                continue;
            }
            fs::rename(&new, aside)?;
        }
        fs::rename(&old, &new)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "templates/SignIn/fr.html";

    fn now() -> Timestamp {
        "2026-01-02T03:04:05Z".parse().unwrap()
    }

    #[test]
    fn a_draft_is_found_after_a_program_that_did_not_say_goodbye() {
        let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let base = Some(Stamp::of(b"old"));
        {
            let opened = Journal::open(data.path(), root.path()).unwrap();
            let journal = opened.journal;
            journal
                .put(Path::new(TEMPLATE), base, "typ", now())
                .unwrap();
            journal
                .put(Path::new(TEMPLATE), base, "typed", now())
                .unwrap();
        }
        let opened = Journal::open(data.path(), root.path()).unwrap();
        let [draft] = opened.drafts.as_slice() else {
            panic!("{:?}", opened.drafts)
        };
        assert_eq!((draft.text.as_str(), draft.base), ("typed", base));
        assert!(!opened.other_instance);
        opened.journal.remove(Path::new(TEMPLATE)).unwrap();
        drop(opened);
        let opened = Journal::open(data.path(), root.path()).unwrap();
        assert!(opened.drafts.is_empty());
    }

    #[test]
    fn a_second_program_leaves_the_drafts_of_the_first_alone() {
        let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = Journal::open(data.path(), root.path()).unwrap();
        first
            .journal
            .put(Path::new(TEMPLATE), None, "one", now())
            .unwrap();
        let second = Journal::open(data.path(), root.path()).unwrap();
        assert!(second.other_instance && second.drafts.is_empty());
        let later = "2026-01-02T03:04:06Z".parse().unwrap();
        second
            .journal
            .put(Path::new(TEMPLATE), None, "two", later)
            .unwrap();
        drop((first, second));
        let third = Journal::open(data.path(), root.path()).unwrap();
        let texts: Vec<&str> = third
            .drafts
            .iter()
            .map(|draft| draft.text.as_str())
            .collect();
        assert_eq!(texts, ["two"], "the newer draft counts");
        let kept = fs::read_dir(&third.journal.folder).unwrap().count();
        assert_eq!(kept, 2, "the older one is still on disk");
    }

    #[test]
    fn a_draft_that_cannot_be_read_is_put_aside() {
        let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let opened = Journal::open(data.path(), root.path()).unwrap();
        let path = opened.journal.file(Path::new(TEMPLATE));
        write_atomic(&path, b"nonsense").unwrap();
        drop(opened);
        let opened = Journal::open(data.path(), root.path()).unwrap();
        assert!(opened.drafts.is_empty());
        assert!(path.with_extension("broken").is_file());
    }
}
