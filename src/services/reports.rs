//! The reports on domains that are kept, to tell later what changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::workspace::write_atomic;
use crate::domain::sender_domain::dns::Name;

/// How many reports of one domain are kept.
pub const MOST_REPORTS: usize = 20;

/// How the time stands in the name of a file, in UTC; names sort as times do.
const FORMAT: &str = "%Y-%m-%dT%H-%M-%S%.3fZ";

/// The folder of reports, with one folder for each domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportStore {
    folder: PathBuf,
}

/// A report that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReport {
    /// When it was made.
    pub at: Timestamp,
    /// Its JSON.
    pub json: String,
}

impl ReportStore {
    /// The reports in a folder, which need not exist yet.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The newest report on a domain, if one is kept.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn newest(&self, domain: &Name) -> io::Result<Option<KeptReport>> {
        self.newest_where(domain, |_| true)
    }

    /// The newest report on a domain whose JSON is one that is looked for, if one is kept.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn newest_where(
        &self,
        domain: &Name,
        is_meant: impl Fn(&str) -> bool,
    ) -> io::Result<Option<KeptReport>> {
        for (at, path) in files(&self.folder_of(domain))?.into_iter().rev() {
            let json = fs::read_to_string(path)?;
            if is_meant(&json) {
                return Ok(Some(KeptReport { at, json }));
            }
        }
        Ok(None)
    }

    /// Keeps a report, and forgets the oldest of its domain beyond [`MOST_REPORTS`].
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn keep(&self, domain: &Name, at: Timestamp, json: &str) -> io::Result<()> {
        let folder = self.folder_of(domain);
        fs::create_dir_all(&folder)?;
        let name = at.to_zoned(TimeZone::UTC).strftime(FORMAT).to_string();
        write_atomic(&folder.join(format!("{name}.json")), json.as_bytes())?;
        let kept = files(&folder)?;
        let surplus = kept.len().saturating_sub(MOST_REPORTS);
        for (_, path) in kept.into_iter().take(surplus) {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    /// Names are letters, digits, dots, hyphens and underscores by then; what else a name may hold
    /// stands as digits behind a backslash, which no folder shall have.
    fn folder_of(&self, domain: &Name) -> PathBuf {
        let name = domain.to_string().to_ascii_lowercase();
        self.folder.join(name.replace(['\\', '/'], "_"))
    }
}

/// The reports in a folder with their times, the oldest first. Other files are left alone.
fn files(folder: &Path) -> io::Result<Vec<(Timestamp, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let is_report = path.extension().is_some_and(|ending| ending == "json");
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        if let Some(at) = stem.filter(|_| is_report).and_then(time) {
            found.push((at, path));
        }
    }
    found.sort();
    Ok(found)
}

fn time(stem: &str) -> Option<Timestamp> {
    let stem = stem.strip_suffix('Z')?;
    let time = jiff::civil::DateTime::strptime("%Y-%m-%dT%H-%M-%S%.f", stem).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millisecond(1_790_000_000_000 + seconds * 1000 + 7).unwrap()
    }

    #[test]
    fn the_newest_report_comes_back_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = ReportStore::new(folder.path().join("reports"));
        let domain: Name = "example.com".parse().unwrap();
        assert_eq!(store.newest(&domain).unwrap(), None);
        for second in 0..25 {
            store
                .keep(&domain, at(second), &second.to_string())
                .unwrap();
        }
        let newest = store.newest(&domain).unwrap().unwrap();
        assert_eq!((newest.at, newest.json.as_str()), (at(24), "24"));
        let meant = store.newest_where(&domain, |json| json < "24").unwrap();
        assert_eq!(meant.map(|kept| kept.json).as_deref(), Some("23"));
        let kept = files(&folder.path().join("reports/example.com")).unwrap();
        assert_eq!(kept.len(), MOST_REPORTS);
        assert_eq!(kept.first().unwrap().0, at(5));
    }

    #[test]
    fn other_files_and_other_domains_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = ReportStore::new(folder.path().to_owned());
        let domain: Name = "example.com".parse().unwrap();
        store.keep(&domain, at(0), "{}").unwrap();
        let other = folder.path().join("example.com/note.json");
        write_atomic(&other, b"mine").unwrap();
        store.keep(&domain, at(1), "{}").unwrap();
        assert!(other.is_file());
        assert_eq!(store.newest(&"example.net".parse().unwrap()).unwrap(), None);
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let store = ReportStore::new(PathBuf::from("reports"));
        let odd = Name::from_labels([&b"../../x"[..], b"com"]).unwrap();
        assert_eq!(store.folder_of(&odd).parent(), Some(Path::new("reports")));
    }
}
