//! `letterhead clients import`

use std::io::Write;
use std::path::PathBuf;

use super::super::CliError;
use super::read;
use crate::domain::clients::data::{self, ClientData};

/// Arguments of `letterhead clients import`.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The JSON of caniemail.com, as the npm package caniemail has it
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(arguments: &Import, out: &mut impl Write) -> Result<(), CliError> {
    let facts = data::import(&read(&arguments.file)?).map_err(|error| CliError::input(&error))?;
    ClientData::parse(&facts).map_err(|error| CliError::input(&error))?;
    Ok(out.write_all(facts.as_bytes())?)
}
