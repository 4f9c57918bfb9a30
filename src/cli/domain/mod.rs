//! `letterhead domain`

mod spf;

use std::io::Write;

use super::CliError;
use crate::services::dns::ServerChoice;

/// Arguments of `letterhead domain`.
#[derive(Debug, clap::Args)]
pub struct DomainCommand {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
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

pub(super) fn run(arguments: &DomainCommand, out: &mut impl Write) -> Result<(), CliError> {
    match &arguments.command {
        Action::Spf(arguments) => spf::run(arguments, out),
    }
}
