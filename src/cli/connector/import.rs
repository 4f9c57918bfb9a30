//! `letterhead connector import`

use std::io::Write;
use std::path::{Path, PathBuf};

use super::super::open::{Context, refuse_broken};
use super::super::{CliError, write_finding};
use super::source::{Source, profile_path};
use crate::domain::connector::console::{
    Paste, PastedConnector, SpelledJson, paste, templates_of, with_template,
};
use crate::domain::connector::form::{SecretAt, factory};
use crate::domain::connector::{Connector, ConnectorError, Inspection, Secret, SecretReference};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::UsageType;
use crate::domain::workspace::{ConnectorProfile, Workspace, cleaned};
use crate::services::workspace::write_atomic;

const EXAMPLES: &str = "Examples:
  letterhead connector import pasted.json --profile production
      a configuration copied from the Console, or a connector of GET /api/connectors
  letterhead connector import - --factory sendgrid-email-service --profile live < config.json
      from standard input, where the connector cannot be told from its keys
  letterhead connector import sign-in.json --profile production
      one template {subject, content, usageType, type} into a profile that is there

Secrets are never written: the file gets references such as ${NAME}, and what to set is printed.";

/// Arguments of `letterhead connector import`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Import {
    /// The JSON; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Logto's id of the connector, if it cannot be told from the keys
    #[arg(long, value_name = "ID")]
    factory: Option<String>,
    /// The profile to make or to change [default: the name of the file]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The workspace [default: the current folder, else the one the window starts with]
    #[arg(value_name = "WORKSPACE")]
    workspace: Option<PathBuf>,
}

/// What is to be written, and what to say about it.
struct Made {
    profile: ConnectorProfile,
    /// References made, with the places they stand at.
    secrets: Vec<(SecretReference, Secret)>,
    why: String,
}

pub(super) fn run(
    arguments: &Import,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let source = Source {
        name: &arguments.file,
        factory: arguments.factory.as_deref(),
        workspace: None,
    };
    let root = context.root(arguments.workspace.as_deref())?;
    let workspace = context.workspace(Some(&root))?;
    let name = name(arguments, &source)?;
    let path = profile_path(&name);
    refuse_broken(&workspace, |broken| broken == path)?;
    if !workspace.settings.is_writable() {
        let message = "the workspace is of a newer version; it is opened for reading only";
        return Err(CliError::Refused(message.to_owned()));
    }
    let pasted = paste(&source.text()?).map_err(|error| source.wrong(&error.to_string()));
    let (pasted, findings) = pasted?;
    let made = match pasted {
        Paste::Connectors(connectors) => {
            let connector = source.only(connectors)?;
            of_connector(&source, &connector, &name, &workspace)?
        }
        Paste::Templates(templates) => of_templates(&source, &templates, &name, &workspace)?,
    };
    write(&root.join(&path), &made.profile)?;
    told(out, &path, &made, &findings)
}

/// The profile's name, which becomes that of a file.
fn name(arguments: &Import, source: &Source<'_>) -> Result<String, CliError> {
    let name = match &arguments.profile {
        Some(name) => name.clone(),
        None if arguments.file == Path::new("-") => {
            return Err(source.wrong("give --profile NAME"));
        }
        None => source.stem(),
    };
    let is_fine = |char: char| char.is_alphanumeric() || "-_ ".contains(char);
    if name.trim() == name && !name.is_empty() && name.chars().all(is_fine) {
        return Ok(name);
    }
    Err(CliError::Input(format!(
        "{name:?} cannot be the name of a profile; take letters, digits and hyphens with --profile"
    )))
}

fn of_connector(
    source: &Source<'_>,
    connector: &PastedConnector,
    name: &str,
    workspace: &Workspace,
) -> Result<Made, CliError> {
    let (id, why) = source.factory_of(connector)?;
    if factory(&id).is_none() {
        let known = Connector::FACTORY_IDS.join(", ");
        let error = ConnectorError::UnknownFactory(id);
        return Err(CliError::Input(format!("{error}; these are: {known}")));
    }
    let old = workspace.connector(name);
    if let Some(old) = old.filter(|old| old.factory != id) {
        return Err(CliError::Refused(format!(
            "connectors/{name}.toml is for {}, this is for {id}; give another --profile",
            old.factory
        )));
    }
    let new = match old {
        Some(old) => old.clone().with_config(&connector.config),
        None => {
            ConnectorProfile::new(name, id, serde_json::Value::Null).with_config(&connector.config)
        }
    };
    let reference = |at: &SecretAt| {
        // The profile may know better under which name its secrets are kept.
        let known = old.and_then(|old| at.reference(&old.config));
        known.unwrap_or_else(|| new.variable_for(at))
    };
    let (profile, secrets) = cleaned(&new, &reference);
    Ok(Made {
        profile,
        secrets,
        why,
    })
}

fn of_templates(
    source: &Source<'_>,
    templates: &SpelledJson,
    name: &str,
    workspace: &Workspace,
) -> Result<Made, CliError> {
    let Some(old) = workspace.connector(name) else {
        return Err(source.wrong(&format!(
            "these are templates, and there is no profile {name} to put them in; give --profile"
        )));
    };
    let value = templates.value();
    // Mailgun's deliveries stand alone here, without the key around them.
    let value = if value.is_object() && value.get("usageType").is_none() {
        serde_json::json!({ "deliveries": value })
    } else {
        value
    };
    let mut profile = old.clone();
    let mut types = Vec::new();
    for template in templates_of(&value) {
        let usage_type: Option<UsageType> = template.usage_type.parse().ok();
        let changed = usage_type
            .zip(template.details())
            .and_then(|(usage_type, details)| {
                with_template(&profile.config, &profile.factory, usage_type, &details)
            });
        profile.config = changed.ok_or_else(|| {
            source.wrong(&format!(
                "the template {} has no text that {} could hold",
                template.usage_type, profile.factory
            ))
        })?;
        types.push(template.usage_type);
    }
    Ok(Made {
        profile,
        secrets: Vec::new(),
        why: format!("with the templates {}", types.join(", ")),
    })
}

fn write(path: &Path, profile: &ConnectorProfile) -> Result<(), CliError> {
    let failed = |error: std::io::Error| CliError::Input(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    write_atomic(path, profile.print().as_bytes()).map_err(failed)
}

/// Says what was written, which variables to set, and what is odd.
fn told(
    out: &mut impl Write,
    path: &Path,
    made: &Made,
    findings: &[Finding],
) -> Result<(), CliError> {
    let place = path.display();
    let profile = &made.profile;
    let called = factory(&profile.factory).map_or("", |info| info.name);
    writeln!(out, "{place}: written for {called}: {}", made.why)?;
    for (reference, _) in &made.secrets {
        match reference {
            SecretReference::Environment(name) => {
                writeln!(
                    out,
                    "{place}: a secret became {reference}; set it in the shell:"
                )?;
                writeln!(out, "    export {name}='…'")?;
            }
            SecretReference::Keyring(name) => {
                writeln!(
                    out,
                    "{place}: a secret became {reference}; set it in the window:"
                )?;
                writeln!(out, "    the entry {name} of the keyring")?;
            }
        }
    }
    // A connector that is not known is told before.
    let Inspection {
        issues,
        findings: traps,
    } = Connector::inspect(&profile.factory, &profile.config).unwrap_or_default();
    let issues = issues.iter();
    let issues = issues.map(|issue| issue.finding_in(&profile.config));
    let traps = traps
        .into_iter()
        .filter(|trap| trap.severity != Severity::Info);
    for finding in findings.iter().cloned().chain(issues).chain(traps) {
        write_finding(out, &place, &finding)?;
    }
    if profile.allow.is_empty() {
        writeln!(
            out,
            "{place}: it may send to nobody yet; list addresses in allow"
        )?;
    }
    Ok(())
}
