//! The rules: by their examples, and what they do together.

mod examples;
mod findings;
mod hostile;
mod hostile_mails;
mod register;
