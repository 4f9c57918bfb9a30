//! What a template is of.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::settings::SETTINGS_FILE;
use crate::domain::authoring::SourceKey;
use crate::domain::logto::UsageType;

/// The folder of the templates.
pub const TEMPLATES: &str = "templates";

/// A usage type in one language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateKey {
    /// The usage type.
    pub usage_type: UsageType,
    /// The language tag, as the file is called.
    pub tag: String,
}

impl TemplateKey {
    /// The template of a type in a language.
    pub fn new(usage_type: UsageType, tag: impl Into<String>) -> Self {
        Self {
            usage_type,
            tag: tag.into(),
        }
    }

    /// The connector's own template of a type: it has no language, and no file of its own.
    pub const fn connector_default(usage_type: UsageType) -> Self {
        Self {
            usage_type,
            tag: String::new(),
        }
    }

    /// Whether it is the connector's own template, rather than a file of the workspace.
    pub const fn is_connector_default(&self) -> bool {
        self.tag.is_empty()
    }

    /// Its file inside the workspace.
    pub fn file_path(&self) -> PathBuf {
        Path::new(TEMPLATES)
            .join(self.usage_type.as_str())
            .join(format!("{}.html", self.tag))
    }
}

impl fmt::Display for TemplateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_connector_default() {
            return write!(f, "{} · connector default", self.usage_type);
        }
        write!(f, "{} · {}", self.usage_type, self.tag)
    }
}

/// What a file of a workspace is, by its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileKind {
    /// `letterhead.toml`
    Settings,
    /// `templates/<UsageType>/<tag>.html`
    Template(TemplateKey),
    /// `templates/<anything else>/<tag>.html`: Logto knows no such usage type.
    UnknownUsageType(String),
    /// `templates/<tag>.html`: a template of no usage type.
    NoUsageType,
    /// `payloads/<name>.toml`
    Payload(String),
    /// `connectors/<profile>.toml`
    Connector(String),
    /// `layouts/<name>.html`, `partials/<name>.html` or `strings/<tag>.toml`
    Source(SourceKey),
    /// Not for this program.
    Other,
}

impl FileKind {
    /// What the file at `path`, inside the workspace, is. Hidden files are never of a workspace:
    /// they belong to editors and systems.
    pub fn of(path: &Path) -> Self {
        let parts = path.components().map(|part| match part {
            Component::Normal(part) => part.to_str().filter(|name| !name.starts_with('.')),
            _ => None,
        });
        // A part that is no plain name makes it another file, not the one without that part.
        let Some(parts) = parts.collect::<Option<Vec<&str>>>() else {
            return Self::Other;
        };
        match parts.as_slice() {
            [SETTINGS_FILE] => Self::Settings,
            [TEMPLATES, file] => file
                .strip_suffix(".html")
                .map_or(Self::Other, |_| Self::NoUsageType),
            [TEMPLATES, folder, file] => {
                let Some(tag) = file.strip_suffix(".html") else {
                    return Self::Other;
                };
                match folder.parse() {
                    Ok(usage_type) => Self::Template(TemplateKey::new(usage_type, tag)),
                    Err(_) => Self::UnknownUsageType((*folder).to_owned()),
                }
            }
            ["payloads", file] => Self::named(file, Self::Payload),
            ["connectors", file] => Self::named(file, Self::Connector),
            ["strings", file] => Self::named(file, |tag| Self::Source(SourceKey::Strings(tag))),
            ["layouts", file] => Self::page(file, SourceKey::Layout),
            ["partials", file] => Self::page(file, SourceKey::Partial),
            _ => Self::Other,
        }
    }

    fn page(file: &str, key: impl FnOnce(String) -> SourceKey) -> Self {
        file.strip_suffix(".html")
            .map_or(Self::Other, |name| Self::Source(key(name.to_owned())))
    }

    fn named(file: &str, kind: impl FnOnce(String) -> Self) -> Self {
        file.strip_suffix(".toml")
            .map_or(Self::Other, |name| kind(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_path() {
        let key = TemplateKey::new(UsageType::SignIn, "pt-BR");
        assert_eq!(FileKind::of(&key.file_path()), FileKind::Template(key));
        let kind = |path: &str| FileKind::of(Path::new(path));
        assert_eq!(kind("letterhead.toml"), FileKind::Settings);
        assert_eq!(
            kind("payloads/long.toml"),
            FileKind::Payload("long".to_owned())
        );
        assert_eq!(
            kind("templates/signin/fr.html"),
            FileKind::UnknownUsageType("signin".to_owned())
        );
        assert_eq!(kind("templates/fr.html"), FileKind::NoUsageType);
        let strings = SourceKey::Strings("fr".to_owned());
        assert_eq!(kind("strings/fr.toml"), FileKind::Source(strings.clone()));
        assert_eq!(strings.file_path(), Path::new("strings/fr.toml"));
        let layout = SourceKey::Layout("code".to_owned());
        assert_eq!(FileKind::of(&layout.file_path()), FileKind::Source(layout));
        for other in [
            "README.md",
            "layouts/code.txt",
            "templates/SignIn/fr.html.bak",
            "payloads/a/b.toml",
            "../letterhead.toml",
            "/letterhead.toml",
            "templates/SignIn/.#fr.html",
            "templates/SignIn/._fr.html",
        ] {
            assert_eq!(kind(other), FileKind::Other, "{other}");
        }
    }
}
