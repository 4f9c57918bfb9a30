//! `letterhead message`

use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use super::{CliError, write_json};
use crate::domain::sender_domain::message::{MessageCheck, MessageReport, MessageRequest};
use crate::services::clock::{Clock as _, SystemClock};
use crate::services::dns::{DnsService, RunOptions, ServerChoice, TimeLimits, run as run_check};
use crate::services::inbox::{read_message, read_message_file};

/// Arguments of `letterhead message`.
#[derive(Debug, clap::Args)]
pub struct MessageCommand {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Tells what a message proves: DKIM, SPF, DMARC, ARC and its way. Exit code 0 if nothing is
    /// wrong, 1 if something is, 2 for bad usage, 3 if the DNS did not answer
    Verify(Verify),
}

#[derive(Debug, clap::Args)]
struct Verify {
    /// The message as a file, byte for byte, or - for standard input
    #[arg(value_name = "FILE.eml|-")]
    file: PathBuf,
    /// The DNS servers to ask: `IP:PORT`, several with commas between, `tls://IP#NAME`, `https://…`,
    /// or `authoritative` for each zone's own
    #[arg(long, value_name = "SERVER", default_value = "system")]
    dns: ServerChoice,
    /// The address of the client that handed the message in; else that in the header
    #[arg(long, value_name = "ADDRESS")]
    ip: Option<IpAddr>,
    /// The name it gave in HELO or EHLO; else that in the header
    #[arg(long, value_name = "NAME")]
    helo: Option<String>,
    /// The envelope sender; else Return-Path
    #[arg(long, value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &MessageCommand, out: &mut impl Write) -> Result<(), CliError> {
    match &arguments.command {
        Action::Verify(arguments) => verify(arguments, out),
    }
}

fn verify(arguments: &Verify, out: &mut impl Write) -> Result<(), CliError> {
    let request = MessageRequest {
        raw: read(&arguments.file)?,
        ip: arguments.ip,
        helo: arguments.helo.clone(),
        mail_from: arguments.mail_from.clone(),
        unix_secs: SystemClock.now().as_second().try_into().unwrap_or_default(),
    };
    let report = check(&request, &arguments.dns)?;
    if arguments.json {
        write_json(out, &report)?;
    } else {
        write!(out, "{report}")?;
    }
    if report.is_open() {
        let reason = "the DNS did not answer, so the result is open; try again";
        Err(CliError::Unchecked(reason.to_owned()))
    } else if report.has_errors() {
        let reason = "the message does not prove that it comes from its sender";
        Err(CliError::Refused(reason.to_owned()))
    } else {
        Ok(())
    }
}

fn check(request: &MessageRequest, choice: &ServerChoice) -> Result<MessageReport, CliError> {
    let runtime = Runtime::new().map_err(|error| CliError::input(&error))?;
    let service = DnsService::new(Arc::new(SystemClock), TimeLimits::default());
    let lookup = service.lookup(choice);
    let lookup = lookup.map_err(|error| CliError::input(&error))?;
    let options = RunOptions::default();
    let never = CancellationToken::new();
    let check = run_check(MessageCheck::new(request), lookup, options, |_| (), &never);
    let run = runtime.block_on(check);
    Ok(run.map_err(|error| CliError::input(&error))?.result)
}

fn read(file: &Path) -> Result<Vec<u8>, CliError> {
    let read = if file == Path::new("-") {
        read_message(io::stdin().lock(), "standard input")
    } else {
        read_message_file(file)
    };
    read.map_err(|error| CliError::input(&error))
}
