//! From caniemail's own JSON to the form that the program keeps: facts without prose.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::cell::{Cell, History};
use super::{Category, File, FileClient, FileFeature};

/// Why caniemail's JSON cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is not the JSON of caniemail.
    #[error("this is not the JSON of caniemail.com")]
    Form(#[from] serde_json::Error),
    /// It has a verdict that is none of `y`, `n`, `a` and `u` with numbers of notes.
    #[error("{slug} has the verdict “{verdict}”, which is not known")]
    Verdict {
        /// The feature.
        slug: String,
        /// The verdict as written.
        verdict: String,
    },
    /// A slug that would make a false address.
    #[error("“{0}” is no name of a feature")]
    Slug(String),
}

#[derive(Deserialize)]
struct Source {
    last_update_date: String,
    nicenames: NiceNames,
    data: Vec<SourceFeature>,
}

#[derive(Deserialize)]
struct NiceNames {
    family: BTreeMap<String, String>,
    platform: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct SourceFeature {
    slug: String,
    title: String,
    category: Category,
    last_test_date: String,
    stats: BTreeMap<String, BTreeMap<String, Map<String, Value>>>,
}

/// Makes the file that [`super::ClientData::parse`] reads from caniemail's JSON, as
/// `www.caniemail.com/api/data.json` and the npm package `caniemail` have it.
pub fn import(json: &str) -> Result<String, ImportError> {
    let source: Source = serde_json::from_str(json)?;
    let mut ids = BTreeSet::new();
    for feature in &source.data {
        for (family, platforms) in &feature.stats {
            ids.extend(platforms.keys().map(|platform| (family, platform)));
        }
    }
    let nice =
        |names: &BTreeMap<String, String>, key: &String| names.get(key).unwrap_or(key).clone();
    let clients = ids.iter().map(|(family, platform)| FileClient {
        id: format!("{family}.{platform}"),
        family: nice(&source.nicenames.family, family),
        platform: nice(&source.nicenames.platform, platform),
    });
    let mut features = Vec::new();
    for feature in &source.data {
        let cells = ids.iter().map(|(family, platform)| {
            let versions = feature.stats.get(*family).and_then(|by| by.get(*platform));
            versions.map_or(Ok(String::new()), |versions| {
                cell_text(&feature.slug, versions)
            })
        });
        let is_slug =
            |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
        if !feature.slug.chars().all(is_slug) {
            return Err(ImportError::Slug(feature.slug.clone()));
        }
        features.push(FileFeature {
            slug: feature.slug.clone(),
            title: feature.title.trim().to_owned(),
            category: feature.category,
            tested: date(&feature.last_test_date),
            cells: cells.collect::<Result<_, _>>()?,
        });
    }
    features.sort_by(|one, other| one.slug.cmp(&other.slug));
    let file = File {
        source: "caniemail.com, MIT, see caniemail.LICENSE".to_owned(),
        date: source.last_update_date.chars().take(10).collect(),
        clients: clients.collect(),
        features,
    };
    // One feature in each line, so that a change of the facts can be read.
    let mut json = serde_json::to_string(&file)?.replace("{\"slug\"", "\n{\"slug\"");
    json.push('\n');
    Ok(json)
}

fn cell_text(slug: &str, versions: &Map<String, Value>) -> Result<String, ImportError> {
    let mut parts = Vec::new();
    for (version, verdict) in versions {
        let verdict = verdict.as_str().unwrap_or_default();
        let cell = Cell::parse(version, verdict).filter(|_| !version.contains([' ', ':']));
        let Some(cell) = cell else {
            return Err(ImportError::Verdict {
                slug: slug.to_owned(),
                verdict: format!("{version}: {verdict}"),
            });
        };
        parts.push(cell);
    }
    Ok(History::from(parts).text())
}

impl From<Vec<Cell>> for History {
    fn from(cells: Vec<Cell>) -> Self {
        Self { cells }
    }
}

/// A day with two digits for each number; one of 307 is written `2024-05-1`.
fn date(written: &str) -> String {
    let parts: Vec<&str> = written.trim().split('-').collect();
    match parts.as_slice() {
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => written.trim().to_owned(),
    }
}
