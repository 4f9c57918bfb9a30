//! `@logto/connector-mailgun` 1.5.6.

mod check;
mod config;
mod domains;
mod plan;

pub use check::template_findings;
pub(super) use config::guard;
pub use config::{MailgunConfig, MailgunDelivery, MailgunSource};
pub use domains::domain_request;
pub use plan::plan;

#[cfg(test)]
mod tests;
