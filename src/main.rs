//! The `letterhead` program.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use letterhead::cli;

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    match cli::run(cli::Arguments::parse(), &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell if standard error is closed.
            writeln!(io::stderr(), "letterhead: {error}").ok();
            ExitCode::from(error.exit_code())
        }
    }
}
