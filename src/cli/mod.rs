//! The command line: the same domain and services as subcommands.
//!
//! Results go to standard output, one clear line on what went wrong to standard error.

mod check;
mod clients;
mod compose;
mod connector;
mod domain;
mod error;
mod explain;
mod inbox;
mod languages;
mod message;
mod open;
mod render;
mod secrets;
mod send;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::domain::finding::{Finding, Severity};
pub use error::CliError;
use open::Context;

/// What `letterhead` is called with.
#[derive(Debug, Parser)]
#[command(
    name = "letterhead",
    version,
    about,
    args_conflicts_with_subcommands = true
)]
pub struct Arguments {
    /// The folder to open in the window; without it, the one opened last
    pub workspace: Option<PathBuf>,
    /// Shows in the window how long things take
    #[arg(long)]
    pub profile: bool,
    /// Writes the state of the window to this file after each change, for tests and bug reports
    #[arg(long, value_name = "FILE")]
    pub inspect: Option<PathBuf>,
    /// Where messages, drafts and settings are kept, instead of the usual folder
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// What to do without a window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A subcommand.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prints what Logto would send, byte for byte
    Render(render::Render),
    /// Tells which template Logto takes for a request, and why
    Explain(explain::Explain),
    /// Tells which languages the mails have, what falls back, what is stale, what breaks
    Languages(languages::Languages),
    /// Writes all templates as Logto stores them: layouts, partials and strings put in
    Compose(compose::Compose),
    /// Looks for what is wrong with templates: for their readers, in Logto, in mail clients
    Check(check::Check),
    /// Tells what a rule of the check means, with a bad and a good example
    ExplainRule(check::ExplainRule),
    /// Sends one mail through a connector of the workspace
    Send(send::Send),
    /// Checks, compares, imports and exports configurations of connectors, or tells what they would send
    Connector(connector::ConnectorCommand),
    /// Checks what a sender's domain publishes in the DNS
    Domain(domain::DomainCommand),
    /// Tells what mail clients do not show of a mail, and which share of readers that touches
    Clients(clients::ClientsCommand),
    /// Lists and shows the messages caught on this machine, or adds some from files
    Inbox(inbox::InboxCommand),
    /// Checks what a received message proves
    Message(message::MessageCommand),
}

/// Runs a subcommand, writing its result to `out`. `data` is where messages are kept, if not in the
/// usual folder.
pub fn run(command: Command, data: Option<PathBuf>, out: &mut impl Write) -> Result<(), CliError> {
    let context = Context::new(data);
    let result = match command {
        Command::Render(render) => render::run(&render, &context, out),
        Command::Explain(explain) => explain::run(&explain, &context, out),
        Command::Languages(languages) => languages::run(&languages, &context, out),
        Command::Compose(compose) => compose::run(&compose, &context, out),
        Command::Check(check) => check::run(&check, &context, out),
        Command::ExplainRule(rule) => check::explain(&rule, out),
        Command::Send(send) => send::run(&send, &context, out),
        Command::Connector(connector) => connector::run(&connector, &context, out),
        Command::Domain(domain) => domain::run(&domain, &context, out),
        Command::Clients(clients) => clients::run(&clients, out),
        Command::Inbox(inbox) => inbox::run(&inbox, &context, out),
        Command::Message(message) => message::run(&message, out),
    };
    // What is still in a buffer counts too: a full disk is told only now.
    match result.and_then(|()| Ok(out.flush()?)) {
        // Whoever reads has seen enough: `letterhead inbox list | head`.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes a value as indented JSON with a line feed.
fn write_json(out: &mut impl Write, value: &impl serde::Serialize) -> Result<(), CliError> {
    let json = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    Ok(writeln!(out, "{json}")?)
}

/// Writes a finding about a place, with what to do.
fn write_finding(
    out: &mut impl Write,
    place: &impl Display,
    finding: &Finding,
) -> Result<(), CliError> {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    writeln!(out, "{place}: {severity}: {}", finding.message)?;
    if let Some(hint) = &finding.hint {
        writeln!(out, "    {hint}")?;
    }
    Ok(())
}
