//! Where a configuration comes from: a profile by its name, or a file.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::super::CliError;
use super::super::open::{Context, read, refuse_broken};
use super::super::secrets::Secrets;
use crate::domain::connector::console::{
    Paste, PastedConnector, clear_guess, guess_factory, paste,
};
use crate::domain::finding::Finding;
use crate::domain::workspace::ConnectorProfile;

/// A profile or a file, with what it takes to read it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// As given.
    pub name: &'a Path,
    /// Logto's id of the connector, if given.
    pub factory: Option<&'a str>,
    /// The workspace of a profile, if given.
    pub workspace: Option<&'a Path>,
}

/// What was read.
pub(super) struct Opened {
    pub profile: ConnectorProfile,
    pub findings: Vec<Finding>,
}

/// The arguments that all of them share.
#[derive(Debug, clap::Args)]
pub(super) struct SourceArguments {
    /// Logto's id of the connector, for a configuration that does not show it; a profile names its
    /// own
    #[arg(long, value_name = "ID")]
    pub factory: Option<String>,
    /// The workspace of a profile [default: the current folder, else the one the window starts with]
    #[arg(long, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
}

impl SourceArguments {
    pub fn of<'a>(&'a self, name: &'a Path) -> Source<'a> {
        Source {
            name,
            factory: self.factory.as_deref(),
            workspace: self.workspace.as_deref(),
        }
    }
}

impl Source<'_> {
    /// Reads it; a bare configuration becomes a profile.
    pub fn open(&self, context: &Context) -> Result<Opened, CliError> {
        let is_toml = self.name.extension().is_some_and(|end| end == "toml");
        if self.is_profile_name() {
            self.without_factory()?;
            return self.profile(context);
        }
        if is_toml {
            self.without_factory()?;
            let name = self.stem();
            let parsed = ConnectorProfile::parse(&name, &read(self.name)?);
            let parsed = parsed.map_err(|error| self.wrong(&error.to_string()))?;
            return Ok(Opened {
                profile: parsed.value,
                findings: parsed.findings,
            });
        }
        let (pasted, findings) =
            paste(&self.text()?).map_err(|error| self.wrong(&error.to_string()))?;
        let Paste::Connectors(connectors) = pasted else {
            return Err(self.wrong("these are templates without a configuration around them"));
        };
        let connector = self.only(connectors)?;
        let factory = self.factory_of(&connector)?.0;
        let profile = ConnectorProfile::new(self.stem(), factory, serde_json::Value::Null);
        Ok(Opened {
            profile: profile.with_config(&connector.config),
            findings,
        })
    }

    /// What its references lead to. A file has the entries of a workspace only if that is given: it
    /// may come from anywhere.
    pub fn secrets(&self, context: &Context) -> Secrets {
        let is_of_workspace = self.workspace.is_some() || self.is_profile_name();
        let root = is_of_workspace.then(|| context.root(self.workspace).ok());
        Secrets::of(root.flatten().as_deref())
    }

    /// The text of the file; `-` is standard input.
    pub fn text(&self) -> Result<String, CliError> {
        if self.name != Path::new("-") {
            return read(self.name);
        }
        let mut text = String::new();
        let read = std::io::stdin().lock().read_to_string(&mut text);
        read.map_err(|error| CliError::Input(format!("standard input: {error}")))?;
        Ok(text)
    }

    /// The one connector that was pasted.
    pub fn only(&self, mut connectors: Vec<PastedConnector>) -> Result<PastedConnector, CliError> {
        match (connectors.pop(), connectors.len()) {
            (Some(connector), 0) => Ok(connector),
            (_, others) => Err(self.wrong(&format!(
                "there are {} connectors for e-mail in it, but Logto has one; keep the right one",
                others + 1
            ))),
        }
    }

    /// The connector's id in Logto, with what speaks for it: given, told, or guessed.
    pub fn factory_of(&self, pasted: &PastedConnector) -> Result<(String, String), CliError> {
        if let (Some(given), Some(told)) = (self.factory, &pasted.factory)
            && given != told
        {
            return Err(self.wrong(&format!("its connectorId is {told}; leave --factory out")));
        }
        if let Some(given) = self.factory {
            return Ok((given.to_owned(), "as you said".to_owned()));
        }
        if let Some(told) = &pasted.factory {
            return Ok((told.clone(), "its connectorId says so".to_owned()));
        }
        let guesses = guess_factory(&pasted.config.value());
        if let Some(guess) = clear_guess(&guesses) {
            return Ok((guess.factory.to_owned(), guess.why.clone()));
        }
        if guesses.is_empty() {
            return Err(self.wrong("give --factory ID, or a profile that ends in .toml"));
        }
        let ids: Vec<&str> = guesses.iter().map(|guess| guess.factory).collect();
        let message = format!("it may be for {}; give --factory ID", ids.join(", "));
        Err(self.wrong(&message))
    }

    /// Whether it is the name of a profile and not that of a file.
    fn is_profile_name(&self) -> bool {
        let text = self.name.to_string_lossy();
        let is_plain = !text.contains(['/', '\\', '.']) && text != "-";
        is_plain && !self.name.is_file()
    }

    fn profile(&self, context: &Context) -> Result<Opened, CliError> {
        let workspace = context.workspace(self.workspace)?;
        let name = self.name.to_string_lossy();
        let path = profile_path(&name);
        refuse_broken(&workspace, |broken| broken == path)?;
        let Some(profile) = workspace.connector(&name) else {
            let names = workspace.connectors.iter();
            let names: Vec<&str> = names.map(|profile| profile.name.as_str()).collect();
            return Err(CliError::Input(format!(
                "{name} is neither a file nor a connector of the workspace, which has: {}",
                names.join(", "),
            )));
        };
        let findings = workspace.findings.iter();
        let findings = findings.filter(|found| found.path == path);
        Ok(Opened {
            profile: profile.clone(),
            findings: findings.map(|found| found.finding.clone()).collect(),
        })
    }

    fn without_factory(&self) -> Result<(), CliError> {
        match self.factory {
            Some(_) => Err(self.wrong("the profile names its factory; leave --factory out")),
            None => Ok(()),
        }
    }

    /// The name of the file without folder and ending.
    pub fn stem(&self) -> String {
        let stem = self.name.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }

    pub fn wrong(&self, message: &str) -> CliError {
        CliError::Input(format!("{}: {message}", self.name.display()))
    }
}

/// The file of a profile inside its workspace.
pub(super) fn profile_path(name: &str) -> PathBuf {
    Path::new("connectors").join(format!("{name}.toml"))
}
