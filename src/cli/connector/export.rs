//! `letterhead connector export`

use std::io::Write;
use std::path::PathBuf;

use super::super::CliError;
use super::super::open::Context;
use super::source::SourceArguments;
use crate::domain::connector::console::{SpelledJson, template_json, templates_of};
use crate::domain::workspace::{ConnectorProfile, cleaned};

const EXAMPLES: &str = "Examples:
  letterhead connector export production
      the configuration, with references in place of secrets
  letterhead connector export production --with-secrets
      ready for Logto's Console; the secrets come from the variables and the keyring
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
    let source = arguments.source.of(&arguments.file);
    let profile = source.open(context)?.profile;
    let json = match &arguments.usage_type {
        Some(usage_type) => template(&profile, usage_type)?,
        None if arguments.with_secrets => {
            let secrets = source.secrets(context);
            let resolved = profile
                .resolved(&|reference| secrets.look_up(reference))
                .map_err(|missing| CliError::Refused(secrets.told(&missing)))?;
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
