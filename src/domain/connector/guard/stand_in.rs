//! Values that pass a guard, to put in place of those that do not: so the rest of a configuration
//! can be looked at.

use serde_json::{Map, Value, json};

use super::{Check, ConfigIssue, PathPart, TextRule};

/// A configuration made to pass a guard, and what was changed for that.
pub(in crate::domain::connector) struct Mended {
    /// The configuration.
    pub config: Value,
    /// The places that hold something made up, as in [`ConfigIssue::path_text`].
    pub places: Vec<String>,
}

/// How often what was mended is looked at again: a list is judged as a whole only once its items
/// pass.
const ROUNDS: usize = 6;

impl Check {
    /// The configuration with stand-ins for what the guard refuses; nothing if they do not help.
    pub(in crate::domain::connector) fn mended(&self, config: &Value) -> Option<Mended> {
        let mut mended = Mended {
            config: config.clone(),
            places: Vec::new(),
        };
        for _ in 0..ROUNDS {
            let issues = self.issues(&mended.config);
            if issues.is_empty() {
                return Some(mended);
            }
            for issue in &issues {
                self.mend(issue, &mut mended);
            }
        }
        None
    }

    fn mend(&self, issue: &ConfigIssue, mended: &mut Mended) {
        let Some(check) = self.at(&issue.path) else {
            return;
        };
        let Some(place) = place(&mut mended.config, &issue.path) else {
            return;
        };
        match (issue.code, check, place) {
            ("unrecognized_keys", _, Value::Object(fields)) => {
                let keys = issue.details.get("keys").and_then(Value::as_array);
                for key in keys.into_iter().flatten().filter_map(Value::as_str) {
                    fields.shift_remove(key);
                }
            }
            ("custom", Self::Array(item, _), Value::Array(items)) => {
                for usage_type in super::super::kit::REQUIRED_TYPES {
                    let place = format!("{}[{}]", issue.path_text(), items.len());
                    let mut template = item.stand_in();
                    if let Value::Object(fields) = &mut template {
                        fields.insert("usageType".to_owned(), json!(usage_type));
                    }
                    items.push(template);
                    mended.places.push(place);
                }
            }
            (_, check, place) => {
                *place = check.stand_in();
                mended.places.push(issue.path_text());
            }
        }
    }

    /// The check of the value at a path; of several forms the first that has it.
    fn at(&self, path: &[PathPart]) -> Option<&Self> {
        let Some((part, rest)) = path.split_first() else {
            return Some(self);
        };
        match (self, part) {
            (Self::Object(fields, _), PathPart::Key(key)) => {
                let field = fields.iter().find(|field| field.name == key)?;
                field.check.at(rest)
            }
            (Self::Record(item), PathPart::Key(_)) | (Self::Array(item, _), PathPart::Index(_)) => {
                item.at(rest)
            }
            (Self::Either(first, second), _) => first.at(path).or_else(|| second.at(path)),
            _ => None,
        }
    }

    /// A value that passes.
    fn stand_in(&self) -> Value {
        match self {
            Self::String => json!("x"),
            Self::TextThat(rules) => json!(text_for(rules)),
            Self::Number => json!(1),
            Self::Boolean => json!(false),
            Self::Anything => Value::Null,
            Self::Enum(options) | Self::TextEnum(options) => json!(options.first()),
            Self::Literal(expected) => json!(expected),
            Self::Array(..) => json!([]),
            Self::Record(_) => json!({}),
            Self::Object(fields, _) => {
                let needed = fields.iter().filter(|field| !field.is_optional);
                let needed = needed.map(|field| (field.name.to_owned(), field.check.stand_in()));
                Value::Object(needed.collect::<Map<_, _>>())
            }
            Self::Either(first, _) => first.stand_in(),
        }
    }
}

fn text_for(rules: &[TextRule]) -> &'static str {
    // One that keeps all rules the guards of Logto have today; another one is not found.
    let texts = ["x", "x@example.com", "https://api.mailgun.net"];
    let keeps = |text: &&&str| rules.iter().all(|rule| rule.is_kept_by(text));
    texts.iter().find(keeps).copied().unwrap_or_default()
}

/// The place of a path, made where its last key is missing.
fn place<'a>(config: &'a mut Value, path: &[PathPart]) -> Option<&'a mut Value> {
    path.iter().try_fold(config, |value, part| match part {
        PathPart::Key(key) => {
            let fields = value.as_object_mut()?;
            Some(fields.entry(key.as_str()).or_insert(Value::Null))
        }
        PathPart::Index(index) => value.get_mut(*index),
    })
}
