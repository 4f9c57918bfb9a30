//! `@logto/connector-sendgrid-email` 1.5.4.

mod check;
mod config;
mod plan;

pub use check::template_findings;
pub use config::SendgridConfig;
pub use plan::plan;

#[cfg(test)]
mod tests;
