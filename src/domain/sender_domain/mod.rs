//! What a sender's domain publishes for its mail, read as values: every record keeps its text, and
//! every tag and value knows its bytes in it.
//!
//! Parsing never fails hard: the result is what a receiver would take from the text, plus findings.
//! Nothing here asks the DNS. A check says which questions it has and is fed the answers, so that a
//! resolver, a recorded trace and a zone in memory all serve it alike.

pub mod alignment;
pub mod authentication_results;
pub mod bimi;
pub mod check;
pub mod dkim;
pub mod dmarc;
pub mod dns;
mod domain_finding;
pub mod domain_name;
pub mod fix;
pub mod mta_sts;
pub mod mx;
pub mod provider;
pub mod receivers;
pub mod references;
pub mod report;
pub mod report_uri;
pub mod sender_address;
pub mod shown;
pub mod spf;
pub mod tag_list;
pub mod tls_rpt;
pub mod vocabulary;
pub mod whole;

pub use domain_finding::{DomainFinding, RecordChange, RecordFix, RfcSection};
