//! `letterhead.toml`: what holds for the whole workspace.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use toml_edit::Document;

use super::problem::ParseError;
use super::table::Reader;
use super::template::Parsed;
use crate::domain::checks::{Ignore, rule};
use crate::domain::coverage::Feature;
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::LanguageLibrary;

/// The newest version of the format that this program writes.
pub const WORKSPACE_VERSION: u32 = 1;

/// The file.
pub const SETTINGS_FILE: &str = "letterhead.toml";

/// What holds for the whole workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The version of the format.
    pub version: u32,
    /// The tenant's languages.
    pub languages: LanguageLibrary,
    /// The language that texts are written in first, if it is not the fallback language.
    pub source: Option<String>,
    /// The connector profile in use, since Logto has one e-mail connector; none is the sandbox.
    pub connector: Option<String>,
    /// The features of Logto that the tenant does not use.
    pub features_off: BTreeSet<Feature>,
    /// The brand tokens, for composing.
    pub brand: Map<String, Value>,
    /// The port of the inbox on this machine; 0 takes any free one.
    pub inbox_smtp_port: u16,
    /// Whether the inbox offers STARTTLS, with a certificate of its own making.
    pub inbox_start_tls: bool,
    /// The server and port of spamd that is asked on request; none until one was.
    pub spamd: Option<String>,
    /// The findings that nobody wants to hear of.
    pub ignores: Vec<Ignore>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: WORKSPACE_VERSION,
            languages: LanguageLibrary::default(),
            source: None,
            connector: None,
            features_off: BTreeSet::new(),
            brand: Map::new(),
            inbox_smtp_port: 0,
            inbox_start_tls: false,
            spamd: None,
            ignores: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Where it is not TOML.
    pub fn parse(text: &str) -> Result<Parsed<Self>, ParseError> {
        let document = Document::parse(text).map_err(|error| ParseError::toml(text, 0, &error))?;
        let mut reader = Reader::new(document.as_table(), 0);
        let mut settings = Self::default();
        if let Some(version) = reader.number::<i64>("version", "a whole number") {
            // A version too large for the field is a newer one all the same.
            settings.version = u32::try_from(version.max(0)).unwrap_or(u32::MAX);
        }
        let connector = reader.text("connector");
        settings.connector = connector.filter(|name| !name.is_empty());
        reader.inner("languages", "languages.", |reader| {
            let languages = &mut settings.languages;
            if let Some(fallback) = reader.text("fallback") {
                languages.fallback = fallback;
            }
            languages.custom = reader.texts("custom").unwrap_or_default();
            languages.auto_detect = reader.flag("autoDetect").unwrap_or(languages.auto_detect);
            settings.source = reader.text("source");
            reader.report_unknown(&["fallback", "custom", "autoDetect", "source"]);
        });
        reader.inner("features", "features.", |reader| {
            let is_off = |feature: &Feature| reader.flag(feature.key()) == Some(false);
            settings.features_off = Feature::ALL.into_iter().filter(is_off).collect();
            reader.report_unknown(&Feature::ALL.map(Feature::key));
        });
        match reader.json("brand") {
            Some(Value::Object(brand)) => settings.brand = brand,
            Some(_) => reader.wrong_kind("brand", "a table"),
            None => {}
        }
        reader.inner("inbox", "inbox.", |reader| {
            let port = reader.number("smtpPort", "a port from 0 to 65535");
            settings.inbox_smtp_port = port.unwrap_or_default();
            settings.inbox_start_tls = reader.flag("startTls").unwrap_or_default();
            reader.report_unknown(&["smtpPort", "startTls"]);
        });
        reader.inner("spamd", "spamd.", |reader| {
            settings.spamd = reader.text("server").filter(|server| !server.is_empty());
            reader.report_unknown(&["server"]);
        });
        settings.ignores = ignores(&mut reader);
        reader.report_unknown(&[
            "ignore",
            "version",
            "connector",
            "languages",
            "features",
            "inbox",
            "spamd",
            "brand",
        ]);
        if settings.version > WORKSPACE_VERSION {
            let message = format!(
                "The workspace has version {}; this program knows version {WORKSPACE_VERSION}",
                settings.version,
            );
            let finding = Finding::new(Severity::Error, "workspace-newer-version", message)
                .hint("It is opened for reading only; a newer Letterhead can change it");
            reader.findings.push(finding);
        }
        Ok(Parsed {
            value: settings,
            findings: reader.findings,
        })
    }

    /// The language that texts are written in first.
    pub fn source_language(&self) -> &str {
        self.source.as_deref().unwrap_or(&self.languages.fallback)
    }

    /// Whether this program may change files of the workspace.
    pub const fn is_writable(&self) -> bool {
        self.version <= WORKSPACE_VERSION
    }
}

/// The tables `[[ignore]]`.
fn ignores(reader: &mut Reader<'_>) -> Vec<Ignore> {
    reader.each("ignore", "ignore.", |reader| {
        let ignore = Ignore {
            rule: reader.text("rule").unwrap_or_default(),
            template: reader.text("template"),
            reason: reader.text("reason").unwrap_or_default(),
        };
        reader.report_unknown(&["rule", "template", "reason"]);
        if rule(&ignore.rule).is_none() && !ignore.rule.starts_with("client-") {
            let message = format!("There is no rule {:?} to ignore", ignore.rule);
            let finding = Finding::new(Severity::Warning, "ignore-unknown-rule", message)
                .hint("Write the name that stands beside the finding, such as text-small");
            reader.report(finding, "rule");
        }
        if ignore.reason.trim().is_empty() {
            let message = format!("The wish to ignore {} gives no reason", ignore.rule);
            let finding = Finding::new(Severity::Warning, "ignore-without-reason", message)
                .hint("Add reason = \"…\", for whoever reads it later");
            reader.report(finding, "rule");
        }
        ignore
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_unknown_keys_reported() {
        let text = "version = 1\ncolour = 1\n[languages]\nfallback = \"fr\"\ncustom = [\"oc\"]\nautoDetect = false\n[inbox]\nsmtpPort = 2525\n[brand]\nname = \"North\"\n";
        let parsed = Settings::parse(text).unwrap();
        let settings = parsed.value;
        assert_eq!(settings.languages.fallback, "fr");
        assert_eq!(settings.languages.custom, ["oc"]);
        assert!(!settings.languages.auto_detect);
        assert_eq!(settings.inbox_smtp_port, 2525);
        let codes: Vec<_> = parsed.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["file-unknown-key"]);
    }

    #[test]
    fn a_port_out_of_range_is_ignored_and_said_so() {
        let parsed = Settings::parse("[inbox]\nsmtpPort = 70000\n").unwrap();
        assert_eq!(parsed.value.inbox_smtp_port, 0);
        assert_eq!(parsed.findings[0].code, "file-wrong-type");
    }

    #[test]
    fn a_newer_workspace_is_read_only() {
        let parsed = Settings::parse("version = 9\n").unwrap();
        assert!(!parsed.value.is_writable());
        assert_eq!(parsed.findings[0].code, "workspace-newer-version");
        let far = Settings::parse("version = 4294967297\n").unwrap();
        assert!(!far.value.is_writable());
    }
}
