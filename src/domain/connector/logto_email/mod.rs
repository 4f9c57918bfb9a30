//! `@logto/connector-logto-email` 1.3.6, the mail service of Logto Cloud.
//!
//! Only Logto Cloud sends with it: a self-hosted Logto answers `connector.not_implemented`, and
//! there is no request that a program other than Logto could make.

mod branding;
mod check;
mod config;
mod plan;

pub use config::LogtoEmailConfig;
pub(super) use config::guard;
pub use plan::{cloud_message, plan};

#[cfg(test)]
mod tests;
