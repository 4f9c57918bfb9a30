//! Pure knowledge: every function depends on its arguments only.
//!
//! Broken input is not an error here: the result is the best one possible, plus findings.

pub mod authoring;
pub mod batch;
pub mod character_reference;
pub mod checks;
pub mod clients;
pub mod compare;
pub mod connector;
pub mod coverage;
pub mod emulate;
pub mod finding;
pub mod fingerprint;
pub mod history;
pub mod language;
pub mod logto;
pub mod markup;
pub mod message;
pub mod redact;
pub mod safety;
pub mod send_history;
pub mod sender_domain;
pub mod spelling;
pub mod stress;
pub mod syntax;
pub mod tabular;
pub mod workspace;
