//! `@logto/connector-http-email` 0.4.3.

mod check;
mod config;
mod plan;

pub use config::HttpEmailConfig;
pub(super) use config::guard;
pub use plan::plan;

#[cfg(test)]
mod tests;
