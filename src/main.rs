//! The `letterhead` program.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use letterhead::services::with_causes;
use letterhead::{app, cli};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

fn main() -> ExitCode {
    start_log();
    let arguments = cli::Arguments::parse();
    let Some(command) = arguments.command else {
        let options = app::Options {
            workspace: arguments.workspace,
            data: arguments.data,
            profile: arguments.profile,
            inspect: arguments.inspect,
        };
        return match app::run(options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error, 2),
        };
    };
    match cli::run(command, arguments.data, &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, error.exit_code()),
    }
}

/// Writes what `LETTERHEAD_LOG` asks for to standard error; without it, only what went wrong.
fn start_log() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::ERROR.into())
        .with_env_var("LETTERHEAD_LOG")
        .from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
}

/// Says what went wrong, with its causes, in one line.
fn fail(error: &dyn Error, code: u8) -> ExitCode {
    let line = format!("letterhead: {}", with_causes(error));
    // Nobody is left to tell if standard error is closed.
    writeln!(io::stderr(), "{line}").ok();
    ExitCode::from(code)
}
