//! `letterhead send`

mod deliver;
mod input;
mod safety;

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use self::input::{Input, Planned};
use super::connector::{SAMPLE_PORT, listed, wire_json};
use super::open::{Context, MailArguments};
use super::{CliError, write_json};
use crate::domain::connector::{Delivery, PlanError};
use crate::services::with_causes;

/// Arguments of `letterhead send`.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
#[command(after_long_help = EXAMPLES)]
pub struct Send {
    #[command(flatten)]
    mail: MailArguments,
    /// The language tag of the template [default: the connector's own template]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// The connector profile: the name of its file in `connectors` [default: the one in use]
    #[arg(long, alias = "connector", value_name = "PROFILE")]
    profile: Option<String>,
    /// A configuration as Logto stores it, in place of a profile
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    connector_config: Option<PathBuf>,
    /// Logto's id of the connector that the configuration is for
    #[arg(long, value_name = "ID", requires = "connector_config")]
    factory: Option<String>,
    /// A custom template as Logto stores it, in place of one of the workspace
    #[arg(long, value_name = "FILE", conflicts_with = "lang")]
    template: Option<PathBuf>,
    /// The recipient
    #[arg(long, value_name = "ADDRESS", default_value = "person@example.com")]
    to: String,
    /// The variables: a JSON file, or the name of a payload set of the workspace [default: all that
    /// the flow carries]
    #[arg(long, value_name = "FILE|SET")]
    payload: Option<String>,
    /// Prints what would be said to the server or asked of the provider, and sends nothing
    #[arg(long)]
    dry_run: bool,
    /// Shows secrets instead of masks; with --dry-run only
    #[arg(long, requires = "dry_run")]
    with_secrets: bool,
    /// Sends with a profile for production without being asked once more
    #[arg(long)]
    production: bool,
    /// Sends to an address that the profile does not list
    #[arg(long)]
    anyone: bool,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  letterhead send --type SignIn --lang fr
      into the inbox on this machine, if the sandbox is the connector in use
  letterhead send --profile production --type OrganizationInvitation --lang ja --dry-run
      the request that Logto would make
  letterhead send --profile production --production --type SignIn --lang en --to me@example.com
      the mail itself, to an address that the profile allows
  letterhead send --connector-config ses.json --factory aws-ses-mail --template fr.json \\
      --type Generic --payload payload.json --dry-run --json
      from files in Logto's own shapes

Secrets of a profile are read from the environment (${NAME}) or the keyring (${keyring:NAME}).
Exit code 1: Logto, the provider or the server refuses; 2: bad usage.";

pub(super) fn run(
    arguments: &Send,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let input = Input::read(arguments, context)?;
    if !arguments.dry_run {
        return deliver::run(arguments, context, &input, out);
    }
    match input.plan(arguments, SAMPLE_PORT) {
        Ok(planned) => print_plan(arguments, &planned, out),
        Err(error) if arguments.json => {
            write_json(out, &json!({ "error": answer(&error) }))?;
            Err(CliError::Refused(told(&error)))
        }
        Err(error) => Err(CliError::Refused(told(&error))),
    }
}

fn print_plan(arguments: &Send, planned: &Planned, out: &mut impl Write) -> Result<(), CliError> {
    let delivery = &planned.delivery;
    if arguments.json {
        return write_json(out, &wire_json(delivery, arguments.with_secrets)?);
    }
    let text = match delivery {
        Delivery::Http(request) if arguments.with_secrets => {
            let value = wire_json(delivery, true)?;
            format!(
                "{}\n{}\n\n{}\n",
                request.url,
                value["headers"],
                request.body.pretty()
            )
        }
        Delivery::Http(request) => request.preview(),
        Delivery::Smtp(submission) => submission.transcript_preview(),
    };
    Ok(write!(out, "{text}")?)
}

/// What Logto would answer, with all there is to say about it.
fn answer(error: &PlanError) -> Value {
    let answer = error.logto();
    json!({ "code": answer.code, "status": answer.status, "message": told(error) })
}

fn told(error: &PlanError) -> String {
    match error {
        PlanError::InvalidConfig(issues) => {
            format!("Logto refuses the configuration: {}", listed(issues))
        }
        error => with_causes(error),
    }
}
