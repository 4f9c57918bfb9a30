//! `@logto/connector-mailjunky` 1.6.1.

mod check;
mod config;
mod html_text;
mod plan;

pub use check::template_findings;
pub use config::MailJunkyConfig;
pub(super) use config::guard;
pub use plan::plan;

#[cfg(test)]
mod tests;
