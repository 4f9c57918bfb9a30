//! `letterhead domain`

mod check;
mod spf;

use std::io::Write;

use super::CliError;
use super::open::Context;
use crate::services::dns::ServerChoice;

/// Arguments of `letterhead domain`.
#[derive(Debug, clap::Args)]
pub struct DomainCommand {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Checks everything that a domain publishes for its mail, and what its provider asks for
    #[command(after_help = check::EXAMPLES)]
    Check(Box<check::Check>),
    /// Tells whether the SPF records of a domain let a mail pass, for scripts that check it
    Spf(spf::Spf),
}

/// Which servers are asked.
#[derive(Debug, clap::Args)]
struct Servers {
    /// The DNS servers to ask: `IP:PORT`, several with commas between, `tls://IP#NAME`, `https://…`,
    /// or `authoritative` for each zone's own
    #[arg(long, value_name = "SERVER", default_value = "system")]
    dns: ServerChoice,
}

pub(super) fn run(
    arguments: &DomainCommand,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    match &arguments.command {
        Action::Check(arguments) => check::run(arguments, context, out),
        Action::Spf(arguments) => spf::run(arguments, out),
    }
}
