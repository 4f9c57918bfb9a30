//! `letterhead clients`

mod check;
mod import;
mod list;
mod recall;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::CliError;

/// Arguments of `letterhead clients`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ClientsCommand {
    #[command(subcommand)]
    command: Option<Action>,
    /// The mail to look at, as HTML
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    check: check::Check,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Lists the mail clients that the facts are about
    List(list::List),
    /// Prints the JSON of caniemail.com in the form that the program carries, for `make caniemail`
    Import(import::Import),
    /// Measures how exact features are found, on documents that say what is in them
    Recall(recall::Recall),
}

pub(super) fn run(arguments: &ClientsCommand, out: &mut impl Write) -> Result<(), CliError> {
    match (&arguments.command, &arguments.file) {
        (Some(Action::List(arguments)), _) => list::run(arguments, out),
        (Some(Action::Import(arguments)), _) => import::run(arguments, out),
        (Some(Action::Recall(arguments)), _) => recall::run(arguments, out),
        (None, Some(file)) => check::run(file, &arguments.check, out),
        (None, None) => list::run(&list::List::default(), out),
    }
}

/// The text of a file.
fn read(path: &Path) -> Result<String, CliError> {
    let bytes = fs::read(path)
        .map_err(|error| CliError::Input(format!("{} cannot be read: {error}", path.display())))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// `12.5 %`.
fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
