//! Which mail clients show what a mail is made of, by the tests of caniemail.com.
//!
//! - [`data`]: the facts: clients, features, and a cell for each pair with its versions.
//! - [`detect`]: which features a document uses, and where, by exact reading.
//! - [`audience`]: who reads the mails: chosen clients, pasted shares, or a default mix.
//! - [`report`]: one verdict for each feature that some reader's client does not show in full.
//! - [`checks`]: the report as findings among those of other checks.
//! - [`recall`]: how exact the detection is, measured on documents that say what is in them.

pub mod audience;
pub mod checks;
pub mod data;
pub mod detect;
pub mod recall;
pub mod report;

#[cfg(test)]
mod tests;
