//! The `letterhead` program.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use letterhead::{app, cli};

fn main() -> ExitCode {
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

/// Says what went wrong, with its causes, in one line.
fn fail(error: &dyn Error, code: u8) -> ExitCode {
    let mut line = format!("letterhead: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    // Nobody is left to tell if standard error is closed.
    writeln!(io::stderr(), "{line}").ok();
    ExitCode::from(code)
}
