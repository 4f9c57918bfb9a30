//! Which declarations win for each element of a mail, and the values that checks need.
//!
//! [`Styled::new`] takes a document and an [`Environment`], the client it is read in. What only a
//! client knows, for example a colour that comes from a placeholder, is `None` and never guessed.
//! Left out: the quirks of tables in quirks mode, `:has()`, layers and scopes, and `calc()`.

mod background;
mod cascade;
mod colour;
mod compute;
mod computed;
mod contrast;
mod defaults;
mod entry;
mod environment;
mod facts;
mod hints;
mod length;
mod matching;
mod names;
mod nested;
mod prepared;
mod property;
mod resolve;
mod rules;
mod shorthand;
mod space;
mod steps;
mod styled;
mod variables;

pub use background::{Background, Painted};
pub use colour::{Colour, ColourValue, parse as parse_colour, parse_legacy as parse_legacy_colour};
pub use computed::{Computed, Display, TextAlign};
pub use contrast::{contrast, contrast_over, luminance, nearest_with_contrast};
pub use entry::Origin;
pub use environment::{Environment, Sheets};
pub use length::Length;

pub use styled::{Styled, Winner};

#[cfg(test)]
mod tests;
