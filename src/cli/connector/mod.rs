//! `letterhead connector`

mod check;
mod diff;
mod export;
mod import;
mod plan;
mod source;

pub(super) use plan::wire_json;

use std::io::{self, Write};

use super::CliError;
use super::open::Context;
use crate::domain::connector::{ConfigIssue, Connector, ConnectorError};
use crate::domain::workspace::ConnectorProfile;

/// Stands for the port of the inbox where no server is started.
pub(super) const SAMPLE_PORT: u16 = 2525;

/// Arguments of `letterhead connector`.
#[derive(Debug, clap::Args)]
pub struct ConnectorCommand {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Tells what Logto's connectors would send, for scripts that check it
    Plan {
        /// Reads `{factory, input: {config, data: {to, type, payload, ip?}, i18nTemplate?}}` lines
        /// from standard input and writes `{delivery}` or `{error: {code, status, message}}` lines,
        /// secrets included; `factory` is Logto's id of the connector. A line that cannot be read is
        /// answered by an error without code and status, and the exit code is then 2
        #[arg(long, required = true)]
        stdin_jsonl: bool,
    },
    /// Tells what is wrong with the configuration of a connector
    Check(check::Check),
    /// Prints a configuration, or one of its templates, as Logto's Console takes it
    Export(export::Export),
    /// Makes a profile of a configuration copied from Logto, with references in place of secrets
    Import(import::Import),
    /// Tells what differs between two configurations, without showing secrets
    Diff(diff::Diff),
}

pub(super) fn run(
    arguments: &ConnectorCommand,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    match &arguments.command {
        Action::Plan { .. } => plan::plan_lines(io::stdin().lock(), out),
        Action::Check(arguments) => check::run(arguments, context, out),
        Action::Export(arguments) => export::run(arguments, context, out),
        Action::Import(arguments) => import::run(arguments, context, out),
        Action::Diff(arguments) => diff::run(arguments, context, out),
    }
}

/// The connector of a profile; a sandbox leads to `port` on this machine.
pub(super) fn of_profile(
    profile: &ConnectorProfile,
    port: u16,
) -> Result<Connector, ConnectorError> {
    if profile.sandbox {
        return Connector::sandboxed(&profile.factory, &profile.config, port);
    }
    Connector::from_json(&profile.factory, profile.config.clone())
}

/// All issues of a configuration in one line.
pub(super) fn listed(issues: &[ConfigIssue]) -> String {
    let issues: Vec<String> = issues.iter().map(ConfigIssue::to_string).collect();
    issues.join("; ")
}
