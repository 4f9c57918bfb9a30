//! What is kept outside of a workspace: secrets in a real keyring, the history of several programs.

mod again;
mod history;
mod keyring;
