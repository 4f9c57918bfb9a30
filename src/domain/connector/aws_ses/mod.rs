//! `@logto/connector-aws-ses` 1.5.4, which sends through version 2 of the API of Amazon SES.

mod check;
mod config;
mod identity;
mod plan;
mod region;
mod sign;

pub use check::template_findings;
pub use config::AwsSesConfig;
pub(super) use config::guard;
pub use identity::identity_request;
pub use plan::{plan, plan_at};

#[cfg(test)]
mod tests;
