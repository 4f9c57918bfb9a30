//! A workspace: a folder of plain text files, made for git. Their formats; no reading of disks.
//!
//! ```text
//! letterhead.toml                      settings
//! templates/<UsageType>/<tag>.html     `+++` TOML front matter, then the content
//! payloads/<name>.toml                 named sets of variables
//! connectors/<profile>.toml            ways to send
//! layouts/<name>.html                  what templates are composed with, see `authoring`
//! partials/<name>.html                 parts of layouts
//! strings/<tag>.toml                   the words of one language
//! ```
//!
//! Unknown keys are reported and survive. A file that cannot be read is listed and never rewritten.

mod compose;
mod connector;
mod json;
mod kept;
mod key;
mod payload;
mod problem;
#[cfg(test)]
mod samples;
mod settings;
mod settings_edit;
mod strings;
mod table;
mod template;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::authoring::{SourceKey, Sources, Strings};
use crate::domain::finding::{Finding, Severity};
use crate::domain::language::tag_findings;
use crate::domain::logto::{TemplateCatalog, UsageType};

pub use compose::FilePlace;
pub use connector::{
    AllowList, ConnectorProfile, Environment, HeldBack, MissingSecret, Reach, Refused,
    SecretReference, cleaned, held_back, missing_words, resolve, resolve_known, secrets_in_clear,
    without_secrets,
};
pub use key::{FileKind, TEMPLATES, TemplateKey};
pub use payload::PayloadSet;
pub use problem::{BrokenFile, FileFinding, ParseError, line_and_column};
#[cfg(test)]
pub(crate) use samples::sample;
pub use settings::{SETTINGS_FILE, Settings, WORKSPACE_VERSION};
pub use settings_edit::{
    with_connector, with_custom_language, with_feature, with_ignore, with_spamd,
};
pub use strings::parse_strings;
pub use template::{Authoring, Parsed, TemplateFile};

/// All that the files of a workspace say.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// What holds for all of it.
    pub settings: Settings,
    /// The templates.
    pub templates: BTreeMap<TemplateKey, TemplateFile>,
    /// The payload sets, by name.
    pub payloads: Vec<PayloadSet>,
    /// The connector profiles, by name.
    pub connectors: Vec<ConnectorProfile>,
    /// The files that templates are composed from, as they are written.
    pub sources: BTreeMap<SourceKey, Arc<str>>,
    /// The words by language tag.
    pub strings: BTreeMap<String, Arc<Strings>>,
    /// Files that cannot be read, by path.
    pub broken: Vec<BrokenFile>,
    /// What is odd about the files, by path.
    pub findings: Vec<FileFinding>,
}

impl Workspace {
    /// Takes over the file at `path`, inside the workspace, in place of what it said before.
    pub fn insert(&mut self, path: &Path, text: &str) {
        self.remove(path);
        let result = match FileKind::of(path) {
            FileKind::Settings => {
                self.sources.insert(SourceKey::Settings, text.into());
                Settings::parse(text).map(|parsed| {
                    self.settings = parsed.value;
                    parsed.findings
                })
            }
            FileKind::Source(key) => {
                self.sources.insert(key.clone(), text.into());
                self.insert_strings(&key, text)
            }
            FileKind::Template(key) => self.insert_template(key, text),
            FileKind::Payload(name) => PayloadSet::parse(&name, text).map(|parsed| {
                let at = self.payloads.partition_point(|set| set.name < name);
                self.payloads.insert(at, parsed.value);
                parsed.findings
            }),
            FileKind::Connector(name) => {
                let key = SourceKey::Connector(name.clone());
                self.sources.insert(key, text.into());
                ConnectorProfile::parse(&name, text).map(|parsed| {
                    let at = self
                        .connectors
                        .partition_point(|profile| profile.name < name);
                    self.connectors.insert(at, parsed.value);
                    parsed.findings
                })
            }
            FileKind::UnknownUsageType(folder) => Ok(vec![unknown_usage_type(&folder)]),
            FileKind::NoUsageType => Ok(vec![no_usage_type()]),
            FileKind::Other => Ok(Vec::new()),
        };
        match result {
            Ok(findings) => {
                let at = self
                    .findings
                    .partition_point(|found| found.path.as_path() <= path);
                let found = findings.into_iter().map(|finding| FileFinding {
                    path: path.to_owned(),
                    finding,
                });
                self.findings.splice(at..at, found);
            }
            Err(error) => {
                self.insert_broken(error.in_file(path.to_owned()));
                // As text it can be read all the same, and mended here.
                match FileKind::of(path) {
                    FileKind::Settings => self.sources.insert(SourceKey::Settings, text.into()),
                    FileKind::Source(key) => self.sources.insert(key, text.into()),
                    FileKind::Connector(name) => {
                        let key = SourceKey::Connector(name);
                        self.sources.insert(key, text.into())
                    }
                    _ => None,
                };
            }
        }
    }

    fn insert_template(
        &mut self,
        key: TemplateKey,
        text: &str,
    ) -> Result<Vec<Finding>, ParseError> {
        let parsed = TemplateFile::parse(text)?;
        let mut findings = parsed.findings;
        let is_custom = self.settings.languages.custom.contains(&key.tag);
        findings.extend(tag_findings(&key.tag, is_custom));
        self.templates.insert(key, parsed.value);
        Ok(findings)
    }

    fn insert_strings(&mut self, key: &SourceKey, text: &str) -> Result<Vec<Finding>, ParseError> {
        let SourceKey::Strings(tag) = key else {
            return Ok(Vec::new());
        };
        let strings = parse_strings(text)?;
        self.strings.insert(tag.clone(), Arc::new(strings));
        let found = tag_findings(tag, true).into_iter();
        // Strings that are never asked for do no harm; those of a name that is none do.
        let matters = |found: &Finding| matches!(found.code, "tag-invalid" | "tag-spelling");
        Ok(found.filter(matters).collect())
    }

    /// What templates are composed from.
    pub fn composing_sources(&self) -> Sources {
        let mut sources = Sources {
            strings: self.strings.clone(),
            brand: self.settings.brand.clone(),
            source_language: self.settings.source_language().to_owned(),
            ..Sources::default()
        };
        for (key, text) in &self.sources {
            sources.set_text(key, Arc::clone(text));
        }
        sources
    }

    /// Lists a file that cannot be read.
    pub fn insert_broken(&mut self, file: BrokenFile) {
        self.remove(&file.path);
        let at = self
            .broken
            .partition_point(|broken| broken.path < file.path);
        self.broken.insert(at, file);
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: &Path) {
        self.broken.retain(|file| file.path != path);
        self.findings.retain(|found| found.path != path);
        match FileKind::of(path) {
            FileKind::Settings => {
                self.settings = Settings::default();
                self.sources.remove(&SourceKey::Settings);
            }
            FileKind::Source(key) => {
                if let SourceKey::Strings(tag) = &key {
                    self.strings.remove(tag);
                }
                self.sources.remove(&key);
            }
            FileKind::Template(key) => {
                self.templates.remove(&key);
            }
            FileKind::Payload(name) => self.payloads.retain(|set| set.name != name),
            FileKind::Connector(name) => {
                self.connectors.retain(|profile| profile.name != name);
                self.sources.remove(&SourceKey::Connector(name));
            }
            FileKind::UnknownUsageType(_) | FileKind::NoUsageType | FileKind::Other => {}
        }
    }

    /// The connector that sends to the inbox.
    pub fn sandbox(&self) -> Option<&ConnectorProfile> {
        self.connectors
            .iter()
            .find(|profile| profile.goes_to_inbox())
    }

    /// The connector in use: the one that the settings name, else the sandbox; none if there is no
    /// such profile.
    pub fn active_connector(&self) -> Option<&ConnectorProfile> {
        match &self.settings.connector {
            Some(name) => self.connector(name),
            None => self.sandbox(),
        }
    }

    /// The connector profile of that name.
    pub fn connector(&self, name: &str) -> Option<&ConnectorProfile> {
        self.connectors.iter().find(|profile| profile.name == name)
    }

    /// Whether a file at `path` is read at all.
    pub fn reads(path: &Path) -> bool {
        FileKind::of(path) != FileKind::Other
    }

    /// The files that are looked for, by their folders: the one file and where others may be.
    pub fn places() -> (PathBuf, [PathBuf; 6]) {
        let folders = [
            "templates",
            "payloads",
            "connectors",
            "layouts",
            "partials",
            "strings",
        ];
        (PathBuf::from(SETTINGS_FILE), folders.map(PathBuf::from))
    }
}

/// The connector's own templates count for the one that sends to the inbox.
impl TemplateCatalog for Workspace {
    fn has_custom(&self, usage_type: UsageType, language_tag: &str) -> bool {
        let key = TemplateKey::new(usage_type, language_tag);
        self.templates.contains_key(&key)
    }

    fn has_config(&self, usage_type: UsageType) -> bool {
        self.sandbox()
            .is_some_and(|profile| profile.has_template(usage_type.as_str()))
    }

    fn custom_tags(&self, usage_type: UsageType) -> Vec<String> {
        let keys = self.templates.keys();
        let keys = keys.filter(|key| key.usage_type == usage_type);
        keys.map(|key| key.tag.clone()).collect()
    }
}

fn unknown_usage_type(folder: &str) -> Finding {
    let message = format!("Logto has no usage type {folder}; the file is not used");
    Finding::new(Severity::Warning, "file-unknown-usage-type", message).hint(usage_type_folders())
}

fn no_usage_type() -> Finding {
    let message = "The file is in no folder of a usage type; it is not used";
    Finding::new(Severity::Warning, "file-no-usage-type", message).hint(usage_type_folders())
}

fn usage_type_folders() -> String {
    let known = UsageType::ALL.map(UsageType::as_str).join(", ");
    format!("Folders of templates are named {known}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_file_is_listed_and_the_rest_is_there() {
        let mut workspace = Workspace::default();
        let good = TemplateKey::new(UsageType::SignIn, "fr").file_path();
        let bad = TemplateKey::new(UsageType::SignIn, "de").file_path();
        workspace.insert(&good, "+++\nsubject = \"a\"\n+++\n");
        workspace.insert(&bad, "+++\nsubject = \n+++\n");
        assert!(workspace.has_custom(UsageType::SignIn, "fr"));
        assert_eq!(workspace.broken.len(), 1);
        assert_eq!(workspace.broken[0].line, Some(2));
        workspace.insert(&bad, "+++\nsubject = \"b\"\n+++\n");
        assert!(workspace.broken.is_empty());
        assert_eq!(workspace.custom_tags(UsageType::SignIn), ["de", "fr"]);
    }

    #[test]
    fn a_file_that_logto_could_never_use_is_reported() {
        let mut workspace = Workspace::default();
        workspace.insert(Path::new("templates/signin/fr.html"), "x");
        workspace.insert(Path::new("templates/fr.html"), "x");
        workspace.insert(
            Path::new("templates/SignIn/xx-YY.html"),
            "+++\nsubject = \"\"\n+++\n",
        );
        workspace.insert(
            Path::new("templates/SignIn/pt-br.html"),
            "+++\nsubject = \"\"\n+++\n",
        );
        let codes: Vec<_> = workspace
            .findings
            .iter()
            .map(|found| found.finding.code)
            .collect();
        assert_eq!(
            codes,
            [
                "tag-spelling",
                "tag-unknown",
                "file-no-usage-type",
                "file-unknown-usage-type"
            ]
        );
    }
}
