//! `@logto/connector-smtp` 1.5.4, which sends through nodemailer 8.0.11.

mod check;
mod config;
mod plan;
mod preview;
mod sandbox;
mod submission;

pub use config::SmtpConfig;
pub use plan::plan;
pub use sandbox::sandboxed;
pub use submission::{
    MinTlsVersion, SmtpAuth, SmtpSecurity, SmtpSubmission, SmtpTimeouts, StartTls, TlsSettings,
    TokenGrant,
};

#[cfg(test)]
mod recorded;
#[cfg(test)]
mod tests;
