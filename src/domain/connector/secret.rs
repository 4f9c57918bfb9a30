//! Text that must not be shown.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// A password, key or token: `Debug` and `Serialize` print a mask of fixed length.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// What stands in place of the text.
    pub const MASK: &'static str = "••••••";

    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the wire only.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to hide.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Shorter texts are not looked for in others: they would be found everywhere.
const SHORTEST: usize = 4;

/// `text` with each of `values` in it masked; those of fewer than four characters are left.
pub fn hide<'a>(text: &str, values: impl IntoIterator<Item = &'a str>) -> String {
    let mut values: Vec<&str> = values.into_iter().collect();
    values.retain(|value| value.chars().count() >= SHORTEST);
    // A value may be a part of another one.
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    values.iter().fold(text.to_owned(), |text, value| {
        if text.contains(value) {
            text.replace(value, Secret::MASK)
        } else {
            text
        }
    })
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::MASK)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Self::MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_neither_its_text_nor_its_length() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), Secret::MASK);
        assert_eq!(serde_json::to_value(&secret).unwrap(), Secret::MASK);
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn the_longest_value_is_hidden_first_and_short_ones_are_left() {
        let text = "535 1234567 of 1234 and abc";
        let hidden = hide(text, ["1234", "1234567", "abc", ""]);
        assert_eq!(hidden, "535 •••••• of •••••• and abc");
    }
}
