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

/// More programs than this at once on one workspace keep no drafts.
const MOST_PROGRAMS: usize = 16;

/// What was typed into a file and not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The version of this format.
    version: u32,
    /// The workspace, for people who look at the file.
    workspace: String,
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
            let part = home.join(number.to_string());
            if mine.is_some() && !part.is_dir() {
                continue;
            }
            let Some(lock) = try_lock(&home.join(format!("{number}.lock")))? else {
                other_instance = true;
                continue;
            };
            match &mine {
                None => {
                    fs::create_dir_all(&part)?;
                    mine = Some((part, lock));
                }
                Some((mine, _)) => take_over(&part, mine),
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
            // As text: a path need not be Unicode, and a draft must be kept all the same.
            workspace: self.workspace.to_string_lossy().into_owned(),
            path: path.to_owned(),
            base,
            at,
            text: text.to_owned(),
        };
        // The folder may have been cleaned away meanwhile.
        fs::create_dir_all(&self.folder)?;
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
                    put_aside(&path, &self.folder, "broken");
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
/// the newer one counts. What cannot be moved stays where it is, for the next time.
fn take_over(from: &Path, to: &Path) {
    let Ok(entries) = fs::read_dir(from) else {
        return;
    };
    for entry in entries.flatten() {
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if old.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let is_newer = match (read_draft(&new), read_draft(&old)) {
            (Ok(ours), Ok(theirs)) => ours.at <= theirs.at,
            // One that cannot be read never takes the place of one that can.
            (Ok(_), Err(_)) => false,
            (Err(_), _) => true,
        };
        if !is_newer {
            put_aside(&old, to, "older");
            continue;
        }
        if new.exists() && !put_aside(&new, to, "older") {
            continue;
        }
        if let Err(error) = fs::rename(&old, &new) {
            tracing::warn!(path = %old.display(), %error, "a draft cannot be taken over");
        }
    }
}

/// Renames a draft so that it no longer counts; never over another one. False if it stays.
fn put_aside(draft: &Path, folder: &Path, why: &str) -> bool {
    let stem = draft.file_stem().unwrap_or_default().to_string_lossy();
    let mut names = (0..).map(|number: u32| match number {
        0 => folder.join(format!("{stem}.{why}")),
        number => folder.join(format!("{stem}-{number}.{why}")),
    });
    let free = names.find(|name| !name.exists());
    match free.map_or(Ok(()), |name| fs::rename(draft, name)) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(path = %draft.display(), %error, "a draft cannot be put aside");
            false
        }
    }
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

    #[test]
    fn a_draft_that_cannot_be_read_never_takes_the_place_of_one_that_can() {
        let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = Journal::open(data.path(), root.path()).unwrap();
        let second = Journal::open(data.path(), root.path()).unwrap();
        let path = Path::new(TEMPLATE);
        first.journal.put(path, None, "good", now()).unwrap();
        write_atomic(&second.journal.file(path), b"half a dra").unwrap();
        drop((first, second));
        let third = Journal::open(data.path(), root.path()).unwrap();
        let texts: Vec<&str> = third.drafts.iter().map(|draft| &*draft.text).collect();
        assert_eq!(texts, ["good"]);
    }

    #[test]
    fn a_journal_that_was_cleaned_away_is_made_again() {
        let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let opened = Journal::open(data.path(), root.path()).unwrap();
        fs::remove_dir_all(&opened.journal.folder).unwrap();
        let path = Path::new(TEMPLATE);
        opened.journal.put(path, None, "typed", now()).unwrap();
        assert_eq!(opened.journal.list().unwrap().len(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn drafts_are_kept_in_a_folder_whose_name_is_no_unicode() {
        use std::os::unix::ffi::OsStrExt as _;
        let (data, parent) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = parent.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
        fs::create_dir(&root).unwrap();
        let opened = Journal::open(data.path(), &root).unwrap();
        let path = Path::new(TEMPLATE);
        opened.journal.put(path, None, "typed", now()).unwrap();
        assert_eq!(opened.journal.list().unwrap().len(), 1);
    }
}
