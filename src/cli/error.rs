//! Why a subcommand ended without its result.

use std::io;

use crate::services::with_causes;

/// Why a subcommand ended without its result.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Bad usage or input: exit code 2.
    #[error("{0}")]
    Input(String),
    /// Logto itself would refuse, or a check found something: exit code 1.
    #[error("{0}")]
    Refused(String),
    /// Something could not be checked: exit code 3.
    #[error("{0}")]
    Unchecked(String),
    /// Standard output could not be written: exit code 2.
    #[error("standard output cannot be written")]
    Output(#[from] io::Error),
}

impl CliError {
    /// The exit code that goes with the error: 1 for findings or refusal, 2 for bad usage or input, 3
    /// for what could not be checked.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Input(_) | Self::Output(_) => 2,
            Self::Unchecked(_) => 3,
        }
    }

    /// Bad input, told with its causes in one line.
    pub(super) fn input(error: &dyn std::error::Error) -> Self {
        Self::Input(with_causes(error))
    }

    /// A refusal, told with its causes in one line.
    pub(super) fn refused(error: &dyn std::error::Error) -> Self {
        Self::Refused(with_causes(error))
    }
}
