//! `@logto/connector-sendgrid-email` 1.5.4.

mod check;
mod config;
mod domains;
mod plan;

pub use check::template_findings;
pub use config::SendgridConfig;
pub(super) use config::guard;
pub use domains::domains_request;
pub use plan::plan;

#[cfg(test)]
mod tests;
