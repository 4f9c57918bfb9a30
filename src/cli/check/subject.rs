//! The templates of a workspace that are checked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::CliError;
use super::asked::Asked;
use crate::domain::authoring::{Composer, Composition};
use crate::domain::checks::{
    Audience, CheckInput, Located, Tenant, ignored_by, in_file, locate, merged,
};
use crate::domain::clients::checks::MORE;
use crate::domain::connector::Connector;
use crate::domain::emulate::FORCED_DARK;
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{TemplateDetails, UsageType, flows_of, in_language, sample_payload};
use crate::domain::workspace::{FileKind, SETTINGS_FILE, TemplateKey, Workspace};
use crate::services::checking::check_all;

/// Which templates are meant; nothing stands for all.
pub(super) struct Chosen<'a> {
    pub usage_type: Option<UsageType>,
    pub lang: Option<&'a str>,
    /// A file inside the workspace.
    pub path: Option<&'a Path>,
}

impl Chosen<'_> {
    fn has(&self, key: &TemplateKey) -> bool {
        self.usage_type
            .is_none_or(|wanted| wanted == key.usage_type)
            && self.lang.is_none_or(|wanted| wanted == key.tag)
            && self
                .path
                .is_none_or(|path| is_shared(path) || key.file_path() == path)
    }

    /// Whether a file is looked at; of shared ones all are, as they are part of templates.
    fn has_file(&self, path: &Path) -> bool {
        let is_narrow = self.usage_type.is_some() || self.lang.is_some();
        match self.path {
            Some(wanted) => path == wanted,
            None => !is_narrow || !path.starts_with("templates"),
        }
    }
}

/// Whether a file is one that templates are composed from.
fn is_shared(path: &Path) -> bool {
    ["layouts", "partials", "strings"]
        .iter()
        .any(|folder| path.starts_with(folder))
}

/// The workspace that a file is in.
pub(super) fn workspace_around(file: &Path) -> Option<PathBuf> {
    let file = std::path::absolute(file).ok()?;
    let mut folders = file.ancestors().skip(1);
    let root = folders.find(|folder| folder.join(SETTINGS_FILE).is_file())?;
    Workspace::reads(file.strip_prefix(root).ok()?).then(|| root.to_owned())
}

/// The path of a file inside its workspace.
pub(super) fn inside(root: &Path, file: &Path) -> Result<PathBuf, CliError> {
    let absolute = |path: &Path| std::path::absolute(path).map_err(CliError::from);
    let file = absolute(file)?;
    let path = file.strip_prefix(absolute(root)?);
    path.map(Path::to_owned)
        .map_err(|_outside| CliError::Input(format!("{} is not in the workspace", file.display())))
}

/// A template as Logto would store it.
pub(super) struct Flat {
    pub key: TemplateKey,
    pub details: TemplateDetails,
    pub payload: serde_json::Value,
    composition: Option<Arc<Composition>>,
}

impl Flat {
    /// One that was not composed.
    #[cfg(test)]
    pub fn of(key: TemplateKey, details: TemplateDetails, payload: serde_json::Value) -> Self {
        Self {
            key,
            details,
            payload,
            composition: None,
        }
    }
}

/// What is wrong with the chosen templates and the files they are made from.
pub(super) fn check(
    workspace: &Workspace,
    chosen: &Chosen<'_>,
    audience: &Audience,
    asked: &mut Asked,
) -> Result<Vec<Located>, CliError> {
    let mut findings = of_files(workspace, chosen);
    let (flat, composing) = flat(workspace, chosen);
    if flat.is_empty() && findings.is_empty() && composing.is_empty() {
        return Err(CliError::Input("there is no such template".to_owned()));
    }
    findings.extend(composing);
    let connector = connector(workspace);
    let tenant = Tenant {
        library: &workspace.settings.languages,
        catalog: workspace,
    };
    let inputs: Vec<CheckInput<'_>> = flat
        .iter()
        .map(|flat| {
            let key = &flat.key;
            CheckInput::new(&flat.details, key.usage_type, &key.tag, &flat.payload)
                .of(tenant)
                .through(connector.as_ref())
                .read_by(audience)
                .darkened(&FORCED_DARK)
        })
        .collect();
    let more = asked.ask(&flat, connector.as_ref())?;
    for ((flat, mut found), more) in flat.iter().zip(check_all(&inputs, MORE)).zip(more) {
        found.extend(more);
        let composition = flat.composition.as_deref();
        findings.extend(locate(workspace, &flat.key, composition, found));
    }
    let mut findings = merged(findings);
    // A template means the mail, whichever files it is made from; a shared file is meant alone.
    if let Some(path) = chosen.path.filter(|path| is_shared(path)) {
        findings.retain(|found| found.path == path);
    }
    Ok(findings)
}

/// The connector in use, if its configuration can be read without its secrets.
fn connector(workspace: &Workspace) -> Option<Connector> {
    let profile = workspace.active_connector()?;
    let connector = Connector::from_json(&profile.factory, profile.config.clone());
    connector.ok()
}

/// Files that cannot be read, and what is odd about the others.
fn of_files(workspace: &Workspace, chosen: &Chosen<'_>) -> Vec<Located> {
    let broken = workspace.broken.iter().map(|file| {
        let finding = Finding::new(Severity::Error, "file-unreadable", file.message.clone());
        Located::of_file(file.path.clone(), finding)
    });
    let odd = workspace
        .findings
        .iter()
        .map(|found| Located::of_file(found.path.clone(), found.finding.clone()));
    let ignores = &workspace.settings.ignores;
    broken
        .chain(odd)
        .filter(|found| chosen.has_file(&found.path))
        .map(|found| {
            let key = match FileKind::of(&found.path) {
                FileKind::Template(key) => Some(key),
                _ => None,
            };
            let reason = key.and_then(|key| {
                let code = found.finding.code;
                ignored_by(ignores, code, key.usage_type, &key.tag)
            });
            Located {
                ignored: reason.map(|ignore| ignore.reason.clone()),
                ..found
            }
        })
        .collect()
}

/// The flat texts, and what is wrong with composing them. What cannot be composed is not checked.
fn flat(workspace: &Workspace, chosen: &Chosen<'_>) -> (Vec<Flat>, Vec<Located>) {
    let mut composer = Composer::new();
    composer.set_sources(workspace.composing_sources());
    let mut all = Vec::new();
    let mut findings = Vec::new();
    for (key, file) in &workspace.templates {
        if !chosen.has(key) {
            continue;
        }
        let composition = workspace.compose(key, &mut composer);
        for found in composition.iter().flat_map(|made| &made.findings) {
            let located = in_file(workspace, key, &found.file, found.finding.clone());
            let ignores = &workspace.settings.ignores;
            let ignore = ignored_by(ignores, found.finding.code, key.usage_type, &key.tag);
            findings.push(Located {
                templates: vec![format!("{}/{}", key.usage_type, key.tag)],
                ignored: ignore.map(|ignore| ignore.reason.clone()),
                ..located
            });
        }
        if composition.as_ref().is_some_and(|made| made.is_failed) {
            continue;
        }
        let details = composition
            .as_ref()
            .map_or_else(|| file.details(), |made| &made.details);
        let flow = flows_of(key.usage_type).first().copied();
        all.push(Flat {
            key: key.clone(),
            details: details.clone(),
            payload: flow.map_or(serde_json::Value::Null, |flow| {
                in_language(sample_payload(flow, key.usage_type), &key.tag)
            }),
            composition,
        });
    }
    (all, findings)
}
