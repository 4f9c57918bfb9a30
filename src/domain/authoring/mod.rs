//! Layouts, partials, brand tokens and words per language, composed to the flat texts that Logto
//! stores.
//!
//! A template whose front matter names a layout is composed by the `handlebars` crate, written in
//! square brackets: `[[brand.name]]`, `[[#if strings.note]]`, `[[> button href="{{link}}"]]`.
//! Placeholders of Logto's pass through as they are. Composing reads
//!
//! ```text
//! brand.…        the table [brand] of letterhead.toml
//! strings.…      strings/<tag>.toml; what it lacks is taken from the source language
//! language.tag   the language tag;  language.dir  `ltr` or `rtl`;  language.start, language.end
//!                `left` or `right`, the side where reading starts or ends
//! usageType      SignIn, Register, …
//! params.…       the table [params] of the template's front matter
//! content        the content of the template, in a layout
//! ```
//!
//! Values are escaped for HTML; `[[{strings.html}]]` puts one in as it is. A template without
//! layout is not composed.

mod composer;
mod delimiters;
mod map;
mod problems;
mod reach;
mod read;
mod rooted;
mod strings;
mod translation;
mod uses;
mod values;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::finding::Finding;
use crate::domain::logto::{TemplateDetails, UsageType};

pub use composer::Composer;
pub use map::{Located, SourceMap};
pub use strings::Strings;
pub use translation::{source_text, version};

/// A shared text file of the workspace: one that templates are composed from, or a connector profile,
/// which is edited, saved and undone in the same way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceKey {
    /// `layouts/<name>.html`
    Layout(String),
    /// `partials/<name>.html`
    Partial(String),
    /// `strings/<tag>.toml`
    Strings(String),
    /// `letterhead.toml`, for its table `[brand]`
    Settings,
    /// `connectors/<name>.toml`; nothing is composed from it
    Connector(String),
}

impl SourceKey {
    /// Its path inside the workspace.
    pub fn file_path(&self) -> PathBuf {
        let (folder, name, ending) = match self {
            Self::Layout(name) => ("layouts", name, "html"),
            Self::Partial(name) => ("partials", name, "html"),
            Self::Strings(tag) => ("strings", tag, "toml"),
            Self::Connector(name) => ("connectors", name, "toml"),
            Self::Settings => return PathBuf::from("letterhead.toml"),
        };
        Path::new(folder).join(format!("{name}.{ending}"))
    }

    /// Whether it is HTML, rather than TOML.
    pub const fn is_html(&self) -> bool {
        matches!(self, Self::Layout(_) | Self::Partial(_))
    }
}

impl fmt::Display for SourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file_path().display())
    }
}

/// A file that takes part in a composed template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceFile {
    /// The template itself; places count in its content.
    Template,
    /// A file that others share.
    Shared(SourceKey),
}

/// All that templates are composed from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The layouts by name.
    pub layouts: BTreeMap<String, Arc<str>>,
    /// The partials by name.
    pub partials: BTreeMap<String, Arc<str>>,
    /// The words by language tag.
    pub strings: BTreeMap<String, Arc<Strings>>,
    /// The brand tokens.
    pub brand: Map<String, Value>,
    /// The language that texts are written in first.
    pub source_language: String,
}

impl Sources {
    /// Takes over the text of a layout or partial; other files hold no text that is composed.
    pub fn set_text(&mut self, key: &SourceKey, text: Arc<str>) {
        match key {
            SourceKey::Layout(name) => self.layouts.insert(name.clone(), text),
            SourceKey::Partial(name) => self.partials.insert(name.clone(), text),
            SourceKey::Strings(_) | SourceKey::Settings | SourceKey::Connector(_) => None,
        };
    }
}

/// A template as it was written.
#[derive(Debug, Clone, Copy)]
pub struct Authored<'a> {
    /// Its usage type.
    pub usage_type: UsageType,
    /// Its language tag.
    pub tag: &'a str,
    /// The layout it names.
    pub layout: &'a str,
    /// Its parameters for the layout.
    pub params: &'a Value,
    /// Its texts.
    pub details: &'a TemplateDetails,
}

/// What composing makes of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// The flat texts; as they were written if composing failed.
    pub details: TemplateDetails,
    /// Whether composing failed; the findings tell why.
    pub is_failed: bool,
    /// Where the pieces of the content were written.
    pub map: SourceMap,
    /// What is wrong, and in which file.
    pub findings: Vec<SourceFinding>,
    /// The shared files that take part.
    pub sources: Vec<SourceKey>,
}

/// A finding in a file that takes part in composing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceFinding {
    /// The file.
    pub file: SourceFile,
    /// What is wrong; its span counts in that file.
    pub finding: Finding,
}

#[cfg(test)]
mod tests;
