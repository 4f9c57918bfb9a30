//! DMARC (RFC 9989, reports RFC 9990): the record, where it is found, what it means for mail of a
//! domain, and who may get reports.
//!
//! Everything here works on records that were asked for elsewhere; the module says which names to ask.

mod alignment;
mod answer;
mod checks;
mod effective;
mod record;
mod reports;
#[cfg(test)]
mod tests;
mod tree_walk;

pub use alignment::{Aligned, Legs, MailDomain, aligned};
pub use answer::{DmarcAnswer, misplaced};
pub use effective::{Applied, Effective, Existence};
pub use record::{AlignmentMode, DmarcRecord, Policy, Psd, Setting};
pub use reports::{
    Authorization, ReportDestination, authorization_name, destinations, is_external,
};
pub use tree_walk::{Discovery, Found, Role, Step, TreeWalk};
