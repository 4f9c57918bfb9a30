//! Verdicts on one feature in one client, for each version that was tested.

use serde::Serialize;

/// How a client shows a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Support {
    /// As written.
    Supported,
    /// In part, or with a fault; the page of the feature says how.
    Partial,
    /// Not at all.
    Unsupported,
    /// Nobody has tested it.
    Unknown,
}

/// The verdict on one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// `16.80`, `2019` or `2021-03`, as caniemail has it.
    pub version: String,
    /// The verdict.
    pub support: Support,
    /// The numbers of its notes on the page of the feature.
    pub notes: Vec<u8>,
}

/// The verdicts on the versions of a client, as caniemail lists them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct History {
    pub(super) cells: Vec<Cell>,
}

impl History {
    /// Reads `2019-10:n 16.80:a#1,2`; `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let cells = text.split_ascii_whitespace().map(|part| {
            let (version, verdict) = part.rsplit_once(':')?;
            Cell::parse(version, verdict)
        });
        Some(Self {
            cells: cells.collect::<Option<Vec<_>>>()?,
        })
    }

    /// All versions, as caniemail lists them.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The newest version: the last one of the list, unless one before it has the same form of
    /// number and is greater. Lists go from years to version numbers (`2019-10`, `16.80`), so that
    /// numbers of different form do not compare; and a few lists are out of order.
    pub fn newest(&self) -> Option<&Cell> {
        let last = self.cells.last()?;
        let form = is_date(&last.version);
        let same = self
            .cells
            .iter()
            .filter(|cell| is_date(&cell.version) == form);
        same.max_by_key(|cell| numbers(&cell.version))
    }

    /// The text that [`History::parse`] reads.
    pub fn text(&self) -> String {
        let cells = self.cells.iter().map(Cell::text);
        cells.collect::<Vec<_>>().join(" ")
    }
}

impl Cell {
    /// Reads a verdict such as `n`, `a #1 #12` or `a#1,12`; `None` if it is none.
    pub fn parse(version: &str, verdict: &str) -> Option<Self> {
        let (letter, notes) = match verdict.split_once('#') {
            Some((letter, notes)) => (letter, Some(notes)),
            None => (verdict, None),
        };
        let support = match letter.trim() {
            "y" => Support::Supported,
            "a" => Support::Partial,
            "n" => Support::Unsupported,
            "u" => Support::Unknown,
            _ => return None,
        };
        let notes = notes.into_iter().flat_map(|notes| {
            notes
                .split(['#', ',', ' '])
                .filter(|number| !number.is_empty())
                .map(|number| number.parse().ok())
        });
        Some(Self {
            version: version.to_owned(),
            support,
            notes: notes.collect::<Option<Vec<_>>>()?,
        })
    }

    fn text(&self) -> String {
        let letter = match self.support {
            Support::Supported => 'y',
            Support::Partial => 'a',
            Support::Unsupported => 'n',
            Support::Unknown => 'u',
        };
        let notes: Vec<String> = self.notes.iter().map(u8::to_string).collect();
        let sign = if notes.is_empty() { "" } else { "#" };
        format!("{}:{letter}{sign}{}", self.version, notes.join(","))
    }
}

fn numbers(version: &str) -> Vec<u32> {
    version
        .split(|char: char| !char.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect()
}

/// Whether a version is a year or a month.
fn is_date(version: &str) -> bool {
    numbers(version).first().is_some_and(|first| *first >= 1990)
}
