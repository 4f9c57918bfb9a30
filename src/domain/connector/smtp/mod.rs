//! `@logto/connector-smtp` 1.5.4, which sends through nodemailer 8.0.11.

mod check;
mod config;
mod diagnosis;
mod ignored;
mod plan;
mod preview;
mod sandbox;
mod submission;
mod tls_matrix;
mod token;

pub use config::SmtpConfig;
pub(super) use config::guard;
pub use diagnosis::{ServerAnswer, Step};
pub use plan::plan;
pub use sandbox::sandboxed;
pub use submission::{
    ClientIdentity, MinTlsVersion, SmtpAuth, SmtpSecurity, SmtpSubmission, SmtpTimeouts, StartTls,
    TlsSettings,
};
pub use tls_matrix::TlsRow;
pub use token::{TokenGrant, TokenRequest};

use token::secrets_of_login;

#[cfg(test)]
mod recorded;
#[cfg(test)]
mod tests;
