//! The capture server and its store, as programs that send mail see them.

mod clients;
mod dialogue;
mod harness;
mod limits;
