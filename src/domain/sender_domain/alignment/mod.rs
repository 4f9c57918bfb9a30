//! Whether the mail of one connector will pass DMARC, told before any is sent (RFC 9989 section 4.4).
//!
//! ```text
//! identity   the senders a connector will put into From, where bounces go, who signs
//! sent       what a connector sends as From for one template and payload
//! report     each From domain beside the DMARC record in force: by SPF, by DKIM, both, none
//! findings   sentences that name the setting or the template to blame
//! ```

mod findings;
mod identity;
mod report;
mod sent;

#[cfg(test)]
mod tests;

pub use identity::{ConnectorIdentity, EnvelopeDomain, FromUse, Origin, TemplateUse};
pub use report::{AlignmentReport, Leg, Outcome, UseReport, questions, step};

/// The ids of the findings made here.
pub const FINDING_IDS: [&str; 7] = [
    "align.dkim",
    "align.from-by-payload",
    "align.from-unreadable",
    "align.no-from",
    "align.none",
    "align.spf",
    "align.unchecked",
];
