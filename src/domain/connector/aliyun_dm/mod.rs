//! `@logto/connector-aliyun-dm` 1.6.1, which sends through Aliyun's `DirectMail`.

mod check;
mod config;
mod domains;
mod plan;
mod sign;

pub use check::template_findings;
pub use config::AliyunDmConfig;
pub(super) use config::guard;
pub use domains::{describe_request, list_request};
pub use plan::plan;

#[cfg(test)]
mod tests;
