//! The capture server and its store, as programs that send mail see them.

mod dialogue;
mod harness;
