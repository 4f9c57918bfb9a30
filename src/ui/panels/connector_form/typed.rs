//! What is typed into a field, and what it stands for.

use serde_json::Value;

use crate::domain::connector::form::FieldKind;

/// The text of a field, and the value it was made from.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// As typed.
    pub text: String,
    /// The value that the text stands for in the configuration.
    of: Option<Value>,
    /// Why the text stands for nothing, so that the configuration keeps what it had.
    pub error: Option<String>,
}

impl Typed {
    /// Takes over a value that was changed elsewhere.
    pub fn follow(&mut self, value: Option<&Value>) {
        if self.of.as_ref() == value {
            return;
        }
        self.of = value.cloned();
        self.error = None;
        self.text = match value {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(value @ (Value::Object(_) | Value::Array(_))) => format!("{value:#}"),
            Some(value) => value.to_string(),
        };
    }

    /// What the text stands for, by the rules of Logto's Console: an empty text removes the key.
    /// Nothing is changed while it stands for nothing.
    pub fn read(&mut self, kind: &FieldKind) -> Read {
        self.error = None;
        let text = self.text.trim();
        let value = match kind {
            _ if text.is_empty() => None,
            FieldKind::Number => {
                let Ok(number) = text.parse::<serde_json::Number>() else {
                    self.error = Some("This is no number; the last one stays".to_owned());
                    return Read::Nothing;
                };
                Some(Value::Number(number))
            }
            FieldKind::Json => match serde_json::from_str(text) {
                Ok(value) => Some(value),
                Err(error) => {
                    let place = format!("line {}, column {}", error.line(), error.column());
                    self.error = Some(format!("This is no JSON yet ({place}); the last stays"));
                    return Read::Nothing;
                }
            },
            _ => Some(Value::String(self.text.clone())),
        };
        self.of.clone_from(&value);
        Read::Value(value)
    }
}

/// What a text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    /// This value; none to leave the key out.
    Value(Option<Value>),
    /// Nothing yet.
    Nothing,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn typed(text: &str, kind: &FieldKind) -> (Read, bool) {
        let mut typed = Typed {
            text: text.to_owned(),
            ..Typed::default()
        };
        let read = typed.read(kind);
        (read, typed.error.is_some())
    }

    #[test]
    fn an_empty_field_removes_its_key_and_what_is_no_number_changes_nothing() {
        assert_eq!(typed("", &FieldKind::Text), (Read::Value(None), false));
        assert_eq!(
            typed("587", &FieldKind::Number),
            (Read::Value(Some(json!(587))), false)
        );
        assert_eq!(typed("58x", &FieldKind::Number), (Read::Nothing, true));
        assert_eq!(typed("{", &FieldKind::Json), (Read::Nothing, true));
        assert_eq!(
            typed(" a", &FieldKind::Text),
            (Read::Value(Some(json!(" a"))), false)
        );
    }

    #[test]
    fn typing_stays_as_it_is_until_the_value_changes_elsewhere() {
        let mut typed = Typed::default();
        typed.follow(Some(&json!(1)));
        typed.text = "1.0".to_owned();
        let Read::Value(value) = typed.read(&FieldKind::Number) else {
            panic!("1.0 is a number");
        };
        typed.follow(value.as_ref());
        assert_eq!(typed.text, "1.0");
        typed.follow(Some(&json!(2)));
        assert_eq!(typed.text, "2");
    }
}
