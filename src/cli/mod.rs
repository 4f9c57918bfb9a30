//! The command line: the same domain and services as subcommands.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::logto;

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
    /// What to do without a window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A subcommand.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prints what Logto would make of a template, byte for byte
    Render(Render),
}

/// Arguments of `letterhead render`.
#[derive(Debug, clap::Args)]
pub struct Render {
    /// A file with the bare template
    #[arg(long, required_unless_present = "jsonl", requires = "payload")]
    content: Option<PathBuf>,
    /// A file with the payload, one JSON value
    #[arg(long)]
    payload: Option<PathBuf>,
    /// Reads `{template, payload}` lines from standard input and writes `{output}` lines
    #[arg(long, conflicts_with_all = ["content", "payload"])]
    jsonl: bool,
}

/// Why a subcommand ended without its result.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Bad usage or input: exit code 2.
    #[error("{0}")]
    Input(String),
    /// Logto itself would refuse: exit code 1.
    #[error("{0}")]
    Refused(String),
    /// Standard output could not be written: exit code 2.
    #[error("standard output: {0}")]
    Output(#[from] io::Error),
}

impl CliError {
    /// The exit code that goes with the error: 1 for findings or refusal, 2 for bad usage or input.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Input(_) | Self::Output(_) => 2,
        }
    }
}

/// One line of `--jsonl`.
#[derive(Deserialize)]
struct Case {
    template: String,
    payload: Value,
}

/// Runs a subcommand, writing its result to `out`.
pub fn run(command: Command, out: &mut impl Write) -> Result<(), CliError> {
    match command {
        Command::Render(render) if render.jsonl => render_lines(io::stdin().lock(), out),
        Command::Render(render) => render_file(&render, out),
    }
}

fn render_file(render: &Render, out: &mut impl Write) -> Result<(), CliError> {
    let (Some(content), Some(payload)) = (&render.content, &render.payload) else {
        return Err(CliError::Input(
            "--content and --payload go together".to_owned(),
        ));
    };
    let template = read(content)?;
    let payload: Value = serde_json::from_str(&read(payload)?)
        .map_err(|error| CliError::Input(format!("{}: {error}", payload.display())))?;
    let output =
        logto::render(&template, &payload).map_err(|error| CliError::Refused(error.to_string()))?;
    Ok(out.write_all(output.as_bytes())?)
}

fn render_lines(input: impl io::BufRead, out: &mut impl Write) -> Result<(), CliError> {
    for (index, line) in input.lines().enumerate() {
        let place = |error: &dyn std::fmt::Display| format!("line {}: {error}", index + 1);
        let line = line.map_err(|error| CliError::Input(place(&error)))?;
        let case: Case =
            serde_json::from_str(&line).map_err(|error| CliError::Input(place(&error)))?;
        let output = logto::render(&case.template, &case.payload)
            .map_err(|error| CliError::Refused(place(&error)))?;
        writeln!(out, "{}", json!({ "output": output }))?;
    }
    Ok(())
}

fn read(path: &PathBuf) -> Result<String, CliError> {
    std::fs::read_to_string(path)
        .map_err(|error| CliError::Input(format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_rendered_into_a_line() {
        let input = "{\"template\":\"{{code}} {{x}}\",\"payload\":{\"code\":\"1\"}}\n";
        let mut out = Vec::new();
        render_lines(input.as_bytes(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"output\":\"1 {{x}}\"}\n"
        );
    }

    #[test]
    fn a_broken_line_is_named_by_its_number() {
        let error = render_lines("nonsense\n".as_bytes(), &mut Vec::new()).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().starts_with("line 1: "), "{error}");
    }
}
