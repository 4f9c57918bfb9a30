//! The workspace a new user starts from: what it promises about every mail in it.

mod connector;
mod html;
mod payloads;
mod templates;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use letterhead::domain::authoring::Composer;
use letterhead::domain::logto::{TemplateDetails, UsageType};
use letterhead::domain::workspace::TemplateKey;
use letterhead::services::workspace::load;

/// The languages of the samples.
const TAGS: [&str; 5] = ["en", "fr", "de", "ja", "ar"];

/// One template, composed.
struct Sample {
    usage_type: UsageType,
    tag: &'static str,
    front_matter: toml::Table,
    subject: String,
    content: String,
    bytes: usize,
}

impl Sample {
    fn name(&self) -> String {
        format!("{}/{}", self.usage_type, self.tag)
    }

    fn subject(&self) -> &str {
        &self.subject
    }

    fn direction(&self) -> &'static str {
        if self.tag == "ar" { "rtl" } else { "ltr" }
    }

    /// The one variable that a mail of this type prints.
    fn variable(&self) -> &'static str {
        match self.usage_type {
            UsageType::OrganizationInvitation => "{{link}}",
            _ => "{{code}}",
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-templates")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read_toml(path: &Path) -> toml::Table {
    read(path)
        .parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All 45 templates; fails if one is missing or cannot be read.
fn samples() -> Vec<Sample> {
    UsageType::ALL
        .into_iter()
        .flat_map(|usage_type| TAGS.map(|tag| sample(usage_type, tag)))
        .collect()
}

fn sample(usage_type: UsageType, tag: &'static str) -> Sample {
    let path = folder().join(format!("templates/{usage_type}/{tag}.html"));
    let text = read(&path);
    let (front_matter, _) = text
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .unwrap_or_else(|| panic!("{}: no front matter", path.display()));
    let details = COMPOSED[&TemplateKey::new(usage_type, tag)].clone();
    Sample {
        usage_type,
        tag,
        front_matter: front_matter
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        bytes: details.content.len(),
        subject: details.subject,
        content: details.content,
    }
}

/// What composing makes of the samples.
static COMPOSED: LazyLock<BTreeMap<TemplateKey, TemplateDetails>> = LazyLock::new(|| {
    let workspace = load(&folder()).unwrap().workspace;
    let mut composer = Composer::new();
    composer.set_sources(workspace.composing_sources());
    let keys = workspace.templates.keys();
    keys.map(|key| {
        let composition = workspace.compose(key, &mut composer).unwrap();
        assert_eq!(composition.findings, [], "{key}");
        (key.clone(), composition.details.clone())
    })
    .collect()
});
