//! `@logto/connector-postmark` 1.2.4.

mod check;
mod config;
mod domains;
mod plan;

pub(super) use config::guard;
pub use config::{PostmarkConfig, PostmarkTemplate};
pub use domains::domains_request;
pub use plan::plan;

#[cfg(test)]
mod tests;
