//! What the subcommands share: the workspace, its templates, payloads.

use std::fmt::Display;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::CliError;
use crate::domain::authoring::Composer;
use crate::domain::logto::{
    Flow, TemplateDetails, TemplateSupport, UsageType, flows_of, in_language, sample_payload,
};
use crate::domain::workspace::{SETTINGS_FILE, TemplateKey, Workspace};
use crate::services::folders::Folders;
use crate::services::workspace::load;

/// Where things are.
pub(super) struct Context {
    folders: Option<Folders>,
}

impl Context {
    /// With the data folder `data`, or the usual one.
    pub fn new(data: Option<PathBuf>) -> Self {
        let folders = data.map(|data| Folders { data });
        Self {
            folders: folders.or_else(Folders::of_user),
        }
    }

    /// The folders of this person.
    pub fn folders(&self) -> Result<&Folders, CliError> {
        let missing = || CliError::Input("there is no home folder; give --data DIR".to_owned());
        self.folders.as_ref().ok_or_else(missing)
    }

    /// Where the workspace is: the one given, else the current folder, else the one a person starts
    /// with.
    pub fn root(&self, given: Option<&Path>) -> Result<PathBuf, CliError> {
        match given {
            Some(root) => Ok(root.to_owned()),
            None if Path::new(SETTINGS_FILE).is_file() => Ok(PathBuf::from(".")),
            None => {
                let first = self.folders.as_ref().map(Folders::first_workspace);
                first.filter(|root| root.is_dir()).ok_or_else(|| {
                    let advice = "give --workspace DIR, or start the window once";
                    CliError::Input(format!("there is no {SETTINGS_FILE} here; {advice}"))
                })
            }
        }
    }

    /// Whether there is a workspace, or one was named.
    pub fn has_workspace(&self, mail: &MailArguments) -> bool {
        mail.workspace.is_some() || self.root(None).is_ok()
    }

    /// Reads the workspace at [`Self::root`].
    pub fn workspace(&self, given: Option<&Path>) -> Result<Workspace, CliError> {
        let loaded = load(&self.root(given)?).map_err(|error| CliError::input(&error))?;
        // Without its settings the answers would be those of another tenant.
        refuse_broken(&loaded.workspace, |path| path == Path::new(SETTINGS_FILE))?;
        Ok(loaded.workspace)
    }
}

/// A template that names a layout, composed.
fn composed(workspace: &Workspace, key: &TemplateKey) -> Result<Option<TemplateDetails>, CliError> {
    let folders = ["layouts", "partials", "strings"];
    refuse_broken(workspace, |path| {
        folders.iter().any(|folder| path.starts_with(folder))
    })?;
    let mut composer = Composer::new();
    composer.set_sources(workspace.composing_sources());
    let Some(composition) = workspace.compose(key, &mut composer) else {
        return Ok(None);
    };
    if !composition.is_failed {
        return Ok(Some(composition.details.clone()));
    }
    let found = composition.findings.first();
    let why = found.map(|found| {
        let place = workspace.place_of(key, found);
        format!("{place}: {}", found.finding.message)
    });
    Err(CliError::Refused(format!(
        "{key} cannot be composed: {}",
        why.unwrap_or_default()
    )))
}

/// Refuses to go on while a file that the answer depends on cannot be read.
pub(super) fn refuse_broken(
    workspace: &Workspace,
    matters: impl Fn(&Path) -> bool,
) -> Result<(), CliError> {
    let mut broken = workspace.broken.iter();
    let Some(file) = broken.find(|file| matters(&file.path)) else {
        return Ok(());
    };
    let line = file.line.map(|line| format!(", line {line}"));
    let place = format!("{}{}", file.path.display(), line.unwrap_or_default());
    Err(CliError::Input(format!("{place}: {}", file.message)))
}

/// What the connector with this factory id looks at.
pub(super) fn factory(id: &str) -> Result<TemplateSupport, String> {
    TemplateSupport::of_factory(id)
        .ok_or_else(|| "Logto ships no e-mail connector with this factory id".to_owned())
}

/// Which mail is meant.
#[derive(Debug, clap::Args)]
pub(super) struct MailArguments {
    /// Logto's usage type, such as `SignIn` or `ForgotPassword`
    #[arg(long = "type", value_name = "TYPE")]
    pub usage_type: UsageType,
    /// The flow that sends, which decides on the variables [default: the first that sends the type]
    #[arg(long, value_name = "FLOW")]
    pub flow: Option<Flow>,
    /// The workspace [default: the current folder, else the one the window starts with]
    #[arg(long, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
}

impl MailArguments {
    /// The flow asked for, if it sends the type; else the first that does.
    pub fn flow(&self) -> Result<Flow, CliError> {
        let flows = flows_of(self.usage_type);
        let ids = || {
            flows
                .iter()
                .map(|flow| flow.id())
                .collect::<Vec<_>>()
                .join(", ")
        };
        match self.flow {
            Some(flow) if flow.sends(self.usage_type) => Ok(flow),
            Some(flow) => Err(CliError::Refused(format!(
                "the flow {} never sends {} mails; these do: {}",
                flow.id(),
                self.usage_type,
                ids(),
            ))),
            None => flows.first().copied().ok_or_else(|| {
                CliError::Refused(format!("no flow sends {} mails", self.usage_type))
            }),
        }
    }

    /// The template in a language, as Logto would store it.
    pub fn template(&self, workspace: &Workspace, tag: &str) -> Result<TemplateDetails, CliError> {
        let key = TemplateKey::new(self.usage_type, tag);
        if let Some(file) = workspace.templates.get(&key) {
            let composed = composed(workspace, &key)?;
            return Ok(composed.unwrap_or_else(|| file.details().clone()));
        }
        let path = key.file_path();
        refuse_broken(workspace, |broken| broken == path)?;
        let tags = workspace.templates.keys();
        let tags = tags.filter(|other| other.usage_type == key.usage_type);
        let tags: Vec<&str> = tags.map(|other| other.tag.as_str()).collect();
        Err(CliError::Input(format!(
            "there is no template {key}; this type has: {}",
            tags.join(", "),
        )))
    }

    /// The payload asked for: a JSON file, a set of the workspace, or everything the flow carries, in
    /// the language of the template if it has one.
    pub fn payload(
        &self,
        workspace: &Workspace,
        given: Option<&str>,
        tag: Option<&str>,
    ) -> Result<Value, CliError> {
        let Some(given) = given else {
            let sample = sample_payload(self.flow()?, self.usage_type);
            return Ok(match tag {
                Some(tag) => in_language(sample, tag),
                None => sample,
            });
        };
        let mut sets = workspace.payloads.iter();
        match sets.find(|set| set.name == given) {
            Some(set) => Ok(set.payload.clone()),
            None if Path::new(given).exists() => read_json(Path::new(given)),
            None => {
                let sets = workspace.payloads.iter();
                let sets: Vec<&str> = sets.map(|set| set.name.as_str()).collect();
                Err(CliError::Input(format!(
                    "{given} is neither a file nor a payload set; sets are {}",
                    sets.join(", "),
                )))
            }
        }
    }
}

/// Reads a file of text.
pub(super) fn read(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path)
        .map_err(|error| CliError::Input(format!("{}: {error}", path.display())))
}

/// Reads a file of JSON.
pub(super) fn read_json(path: &Path) -> Result<Value, CliError> {
    serde_json::from_str(&read(path)?)
        .map_err(|error| CliError::Input(format!("{}: {error}", path.display())))
}

/// Reads lines of JSON objects, each by itself; nothing for a blank one. A line that cannot be read is told as one, and the next are
/// read all the same. Ends where nothing can be read at all.
pub(super) fn read_each_line<T: DeserializeOwned>(
    input: impl BufRead,
) -> impl Iterator<Item = Result<Option<T>, String>> {
    let mut has_failed = false;
    let until_failure = move |line: io::Result<String>| {
        if has_failed {
            return None;
        }
        has_failed = line
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::InvalidData);
        Some(line)
    };
    input.lines().map_while(until_failure).map(|line| {
        let line = line.map_err(|error| error.to_string())?;
        if line.trim().is_empty() {
            return Ok(None);
        }
        read_line(&line).map(Some)
    })
}

/// Reads an object of JSON; of what is wrong the column is told, as a line by itself has no number.
fn read_line<T: DeserializeOwned>(line: &str) -> Result<T, String> {
    let told = |error: serde_json::Error| {
        let message = error.to_string();
        match message.rsplit_once(" at line ") {
            Some((what, _)) if error.column() > 0 => format!("{what}, column {}", error.column()),
            Some((what, _)) => what.to_owned(),
            None => message,
        }
    };
    if !line.trim_start().starts_with('{') {
        serde_json::from_str::<serde::de::IgnoredAny>(line).map_err(told)?;
        return Err("an object is expected, {…}".to_owned());
    }
    serde_json::from_str(line).map_err(told)
}

/// Reads lines of JSON, each with its number from 1.
pub(super) fn read_lines<T: DeserializeOwned>(
    input: impl BufRead,
) -> impl Iterator<Item = Result<(usize, T), CliError>> {
    input.lines().enumerate().map(|(index, line)| {
        let number = index + 1;
        let wrong = |error: &dyn Display| CliError::Input(format!("line {number}: {error}"));
        let line = line.map_err(|error| wrong(&error))?;
        let value = serde_json::from_str(&line).map_err(|error| wrong(&error))?;
        Ok((number, value))
    })
}
