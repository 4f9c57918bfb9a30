//! The JSON that Logto's Console and its Management API show and take: reading what somebody
//! pastes, telling which connector it is for, and moving templates in and out of it.

mod guess;
mod import;
mod json;
mod paste;
mod templates;
#[cfg(test)]
mod tests;

pub use guess::{Guess, candidates, clear_guess, guess_factory};
pub use import::{ImportError, Imported, import};
pub use json::{DuplicateKey, JsonError, SpelledJson};
pub use paste::{Paste, PasteError, PastedConnector, paste};
pub use templates::{
    ConfigTemplateAt, template_json, templates_of, with_template, without_template,
};
