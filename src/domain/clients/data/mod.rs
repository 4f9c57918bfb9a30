//! The facts of caniemail.com: clients, features, and how each client shows each feature.
//!
//! The letter of a cell and its notes are read apart: “not supported, see note 1” is not supported.
//! What was never tested is unknown, and unknown is never counted as supported or not. The texts
//! of the notes are not kept; [`Feature::page`] has them.

mod cell;
mod import;
mod names;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use cell::{Cell, History, Support};
pub use import::{ImportError, import};

/// The facts that come with the program; `make caniemail` renews them.
const BUNDLED: &str = include_str!("../../../../assets/caniemail.json");

static DATA: LazyLock<ClientData> =
    LazyLock::new(|| ClientData::parse(BUNDLED).unwrap_or_default());

/// The facts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientData {
    /// When caniemail made them, `2026-05-13`.
    pub date: String,
    /// The clients, by family and platform.
    pub clients: Vec<Client>,
    /// The features, by slug.
    pub features: Vec<Feature>,
}

/// A mail client: a family on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Client {
    /// `outlook.windows`.
    pub id: String,
    /// `Outlook for Windows`.
    pub name: String,
    /// `outlook`.
    pub family: String,
    /// `Outlook`.
    pub family_name: String,
}

impl Client {
    /// Whether Word lays its mails out, so that it reads conditional comments.
    pub fn is_word(&self) -> bool {
        matches!(self.id.as_str(), "outlook.windows" | "outlook.windows-mail")
    }
}

/// The place of a client in [`ClientData::clients`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub usize);

/// What a mail can be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// `css-display-flex`.
    pub slug: String,
    /// `display:flex`.
    pub title: String,
    /// HTML, CSS, image or other.
    pub category: Category,
    /// The day of the last test, `2021-11-02`.
    pub tested: String,
    /// How each client shows it, in the order of [`ClientData::clients`].
    pub cells: Vec<History>,
}

impl Feature {
    /// The page with the tests and the texts of the notes.
    pub fn page(&self) -> String {
        format!("https://www.caniemail.com/features/{}/", self.slug)
    }

    /// The newest cell of a client; `None` if it was never looked at.
    pub fn newest(&self, client: ClientId) -> Option<&Cell> {
        self.cells.get(client.0)?.newest()
    }

    /// How the newest version of a client shows it; unknown if it was never looked at.
    pub fn support(&self, client: ClientId) -> Support {
        self.newest(client)
            .map_or(Support::Unknown, |cell| cell.support)
    }
}

/// The sorts of features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Elements and attributes.
    Html,
    /// Styles.
    Css,
    /// Formats of pictures.
    Image,
    /// What a mail carries beside its HTML.
    Others,
}

/// Why facts cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// It is no JSON of this form.
    #[error("the data on mail clients is not in the form that `letterhead clients import` writes")]
    Form(#[from] serde_json::Error),
    /// A cell is none.
    #[error("“{cell}” of {slug} is no verdict on a mail client")]
    Cell {
        /// The feature.
        slug: String,
        /// The cell as written.
        cell: String,
    },
}

/// The form of the file: cells are texts, one for each client.
#[derive(Debug, Serialize, Deserialize)]
struct File {
    source: String,
    date: String,
    clients: Vec<FileClient>,
    features: Vec<FileFeature>,
}

#[derive(Debug, Serialize, Deserialize)]
struct FileClient {
    id: String,
    family: String,
    platform: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct FileFeature {
    slug: String,
    title: String,
    category: Category,
    tested: String,
    cells: Vec<String>,
}

impl ClientData {
    /// The facts that come with the program.
    pub fn bundled() -> &'static Self {
        &DATA
    }

    /// Reads facts as [`import`] writes them.
    pub fn parse(json: &str) -> Result<Self, DataError> {
        let file: File = serde_json::from_str(json)?;
        let count = file.clients.len();
        let features = file.features.into_iter().map(|feature| {
            let cells = feature.cells.iter().map(|text| {
                History::parse(text).ok_or_else(|| DataError::Cell {
                    slug: feature.slug.clone(),
                    cell: text.clone(),
                })
            });
            let mut cells = cells.collect::<Result<Vec<_>, _>>()?;
            cells.resize_with(count, History::default);
            Ok(Feature {
                slug: feature.slug,
                title: feature.title,
                category: feature.category,
                tested: feature.tested,
                cells,
            })
        });
        let mut features = features.collect::<Result<Vec<_>, DataError>>()?;
        features.sort_by(|one, other| one.slug.cmp(&other.slug));
        Ok(Self {
            date: file.date,
            clients: file.clients.into_iter().map(client).collect(),
            features,
        })
    }

    /// The feature of this slug.
    pub fn feature(&self, slug: &str) -> Option<&Feature> {
        let at = self
            .features
            .binary_search_by(|feature| feature.slug.as_str().cmp(slug));
        self.features.get(at.ok()?)
    }

    /// The client.
    pub fn client(&self, id: ClientId) -> Option<&Client> {
        self.clients.get(id.0)
    }

    /// All clients.
    pub fn client_ids(&self) -> impl Iterator<Item = ClientId> + use<> {
        (0..self.clients.len()).map(ClientId)
    }

    /// The clients that a text names: `outlook.windows`, or `gmail` or `gmail.*` for all of a
    /// family. Empty if there is none.
    pub fn find(&self, name: &str) -> Vec<ClientId> {
        let name = name.trim().to_ascii_lowercase();
        let family = name.strip_suffix(".*").unwrap_or(&name);
        self.client_ids()
            .filter(|id| {
                self.client(*id)
                    .is_some_and(|client| client.id == name || client.family == family)
            })
            .collect()
    }
}

fn client(file: FileClient) -> Client {
    let (family, platform) = file.id.split_once('.').unwrap_or((&file.id, ""));
    Client {
        name: names::of(&file.id).map_or_else(
            || {
                format!(
                    "{}, {}",
                    file.family,
                    names::platform(platform, &file.platform)
                )
            },
            str::to_owned,
        ),
        family: family.to_owned(),
        family_name: file.family,
        id: file.id,
    }
}

#[cfg(test)]
mod tests;
