//! The rules: by their examples, and what they do together.

mod braces;
mod examples;
mod findings;
mod hostile;
mod hostile_mails;
mod register;
