//! The Sender Policy Framework (RFC 7208), all of it, without asking the DNS itself.
//!
//! [`Record::parse`] reads a record and never fails. [`Evaluation`] says whether one sender passes,
//! term by term as a receiver does it. [`Survey`] walks every branch at once and says what a record
//! costs, what it authorises and what is wrong with it. Both name the questions they have and are
//! fed the answers.

mod evaluate;
mod expand;
mod macro_string;
mod network;
mod parse;
mod problem;
mod record;
mod select;
mod survey;

#[cfg(test)]
mod tests;

pub use evaluate::{
    Cause, CheckRequest, CheckedRecord, CheckedTerm, Evaluation, EvaluationOutcome, SpfResult,
    TermVerdict,
};
pub use macro_string::{Macro, MacroLetter, MacroPart, MacroString};
pub use network::Network;
pub use problem::{Problem, ProblemKind};
pub use record::{
    Directive, DualPrefix, Mechanism, Modifier, ModifierKind, Prefix, Qualifier, Record, Term,
    TermKind,
};
pub use select::{Selected, is_spf};
pub use survey::{
    Branch, BranchState, Cost, Explanation, MOST_QUESTIONS, SenderRole, Survey, SurveyRequest,
    SurveyRun, SurveyVerdict, Surveyed, SurveyedTerm, VoidCount,
};

/// Most terms that may cause look-ups while a record is evaluated (RFC 7208 section 4.6.4).
pub const MOST_LOOKUPS: u32 = 10;
/// Most look-ups that may find nothing (RFC 7208 section 4.6.4).
pub const MOST_VOID_LOOKUPS: u32 = 2;
/// Most hosts of an `mx` term whose addresses may be looked up (RFC 7208 section 4.6.4).
pub const MOST_MX_HOSTS: usize = 10;
/// How many names of an address count; the others are ignored (RFC 7208 section 4.6.4).
pub const MOST_PTR_NAMES: usize = 10;
