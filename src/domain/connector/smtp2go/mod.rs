//! `@logto/connector-smtp2go-email` 1.1.0.

mod check;
mod config;
mod domains;
mod plan;

pub use config::Smtp2goConfig;
pub(super) use config::guard;
pub use domains::domain_request;
pub use plan::plan;

#[cfg(test)]
mod tests;
