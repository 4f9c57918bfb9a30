//! The panels below the editor, each in a small window of its own: what a person finds by name, and
//! what is asked for when they use it.

mod harness;

mod browsers;
mod features;
mod payload;
mod problems;
mod rendered;
mod request;
mod trace;
