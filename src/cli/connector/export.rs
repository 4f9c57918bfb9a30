//! `letterhead connector export`

use std::io::Write;
use std::path::PathBuf;

use super::super::CliError;
use super::super::open::Context;
use super::source::{SourceArguments, look_up};
use crate::domain::connector::SecretReference;
use crate::domain::connector::console::{SpelledJson, template_json, templates_of};
use crate::domain::workspace::{ConnectorProfile, MissingSecret, cleaned};

const EXAMPLES: &str = "Examples:
  letterhead connector export production
      the configuration, with references in place of secrets
  letterhead connector export production --with-secrets
      ready for Logto's Console; the variables must be set
  letterhead connector export production --type SignIn
      one template, as it stands in the configuration

The JSON is that of the file: order of keys, unknown keys and the spelling of numbers are kept.";

/// Arguments of `letterhead connector export`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Export {
    /// A profile of the workspace by its name, its file (.toml), or a configuration as Logto stores
    /// it (JSON; - is standard input)
    #[arg(value_name = "PROFILE|FILE")]
    file: PathBuf,
    #[command(flatten)]
    source: SourceArguments,
    /// Only the first template of this type, as the configuration has it
    #[arg(long = "type", value_name = "TYPE")]
    usage_type: Option<String>,
    /// Puts secrets in place of their references; whoever sees the output can send mail
    #[arg(long)]
    with_secrets: bool,
}

pub(super) fn run(
    arguments: &Export,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let profile = arguments.source.of(&arguments.file).open(context)?.profile;
    let json = match &arguments.usage_type {
        Some(usage_type) => template(&profile, usage_type)?,
        None if arguments.with_secrets => {
            let resolved = profile
                .resolved(&look_up)
                .map_err(|missing| refused(&missing))?;
            profile.config_json().retold(&resolved)
        }
        None => cleaned(&profile, &|at| profile.variable_for(at))
            .0
            .config_json(),
    };
    Ok(writeln!(out, "{}", json.pretty())?)
}

fn template(profile: &ConnectorProfile, usage_type: &str) -> Result<SpelledJson, CliError> {
    let template = template_json(&profile.config, usage_type);
    template.as_ref().map(SpelledJson::from).ok_or_else(|| {
        let types: Vec<String> = templates_of(&profile.config)
            .into_iter()
            .map(|template| template.usage_type)
            .collect();
        CliError::Input(format!(
            "{} has no template {usage_type}; it has: {}",
            profile.name,
            types.join(", ")
        ))
    })
}

fn refused(missing: &[MissingSecret]) -> CliError {
    let missing: Vec<String> = missing.iter().map(told).collect();
    CliError::Refused(missing.join("; "))
}

fn told(missing: &MissingSecret) -> String {
    match &missing.reference {
        SecretReference::Environment(_) => missing.to_string(),
        SecretReference::Keyring(name) => format!(
            "{}: the command line does not open the keyring, where {name} is; use a variable",
            missing.path
        ),
    }
}
