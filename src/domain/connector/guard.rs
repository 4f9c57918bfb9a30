//! The checks of a connector's configuration, reporting what zod 3 reports in Logto.
//!
//! A [`Check`] looks at one JSON value. As in zod, an object reports all its fields' problems, a
//! union the problems of the alternative that came closest, and a refinement runs only on a value
//! of the right shape.

mod stand_in;
mod text;
mod words;

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::js;

pub(super) use text::TextRule;

/// One step into a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPart {
    /// A key of an object.
    Key(String),
    /// A position in an array.
    Index(usize),
}

impl PathPart {
    /// A path as one would write it in JavaScript: `templates[0].contentType`.
    pub fn join(path: &[Self]) -> String {
        let mut text = String::new();
        for part in path {
            match part {
                Self::Key(key) if text.is_empty() => text.push_str(key),
                Self::Key(key) => {
                    text.push('.');
                    text.push_str(key);
                }
                Self::Index(index) => text.extend(["[", &index.to_string(), "]"]),
            }
        }
        text
    }
}

/// One problem of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigIssue {
    /// Where, from the root of the configuration.
    pub path: Vec<PathPart>,
    /// zod's code, for example `invalid_type`.
    pub code: &'static str,
    /// zod's English sentence.
    pub message: String,
    /// What else zod tells, in its order: `expected`, `received`, `unionErrors`, …
    details: Map<String, Value>,
}

impl ConfigIssue {
    fn new(path: &[PathPart], code: &'static str, message: impl Into<String>) -> Self {
        Self {
            path: path.to_vec(),
            code,
            message: message.into(),
            details: Map::new(),
        }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// A problem of the configuration as a whole that no guard of Logto's has.
    pub(super) fn custom(message: impl Into<String>) -> Self {
        Self::new(&[], "custom", message)
    }

    /// The place as one would write it in JavaScript: `templates[0].contentType`.
    pub fn path_text(&self) -> String {
        PathPart::join(&self.path)
    }

    /// The issue as zod prints it in JSON.
    pub fn to_zod(&self) -> Value {
        let path: Vec<Value> = self
            .path
            .iter()
            .map(|part| match part {
                PathPart::Key(key) => json!(key),
                PathPart::Index(index) => json!(index),
            })
            .collect();
        let mut issue = Map::new();
        issue.insert("code".to_owned(), json!(self.code));
        issue.extend(self.details.clone());
        issue.insert("path".to_owned(), Value::Array(path));
        issue.insert("message".to_owned(), json!(self.message));
        Value::Object(issue)
    }
}

impl fmt::Display for ConfigIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path_text(), self.message)
        }
    }
}

/// What a value may be.
pub(super) enum Check {
    String,
    /// A text that keeps these rules; every broken one is told.
    TextThat(&'static [TextRule]),
    Number,
    Boolean,
    /// Any value, or none (`z.unknown()`).
    Anything,
    /// One of these texts (`nativeEnum`).
    Enum(&'static [&'static str]),
    /// One of these texts; other than for [`Self::Enum`] a number is of the wrong type (`z.enum`).
    TextEnum(&'static [&'static str]),
    /// This text and no other.
    Literal(&'static str),
    /// An array of such values; the second is a refinement of the whole.
    Array(Box<Self>, fn(&[Value]) -> Option<String>),
    /// An object with any keys, each such a value.
    Record(Box<Self>),
    /// An object with these fields; see [`Field`].
    Object(Vec<Field>, UnknownKeys),
    /// The first or the second.
    Either(Box<Self>, Box<Self>),
}

/// Whether an object may have keys that are not listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum UnknownKeys {
    Kept,
    Refused,
}

/// A named part of an object.
pub(super) struct Field {
    name: &'static str,
    is_optional: bool,
    check: Check,
}

pub(super) fn required(name: &'static str, check: Check) -> Field {
    Field {
        name,
        is_optional: false,
        check,
    }
}

pub(super) fn optional(name: &'static str, check: Check) -> Field {
    Field {
        name,
        is_optional: true,
        check,
    }
}

pub(super) fn either(first: Check, second: Check) -> Check {
    Check::Either(Box::new(first), Box::new(second))
}

/// How bad it is: zod goes on with a value that is only dirty.
enum Verdict {
    Valid,
    Dirty(Vec<ConfigIssue>),
    Invalid(Vec<ConfigIssue>),
}

impl Check {
    /// What the configuration says, if it passes.
    pub(super) fn read<T: DeserializeOwned>(&self, source: &Value) -> Result<T, Vec<ConfigIssue>> {
        let issues = self.issues(source);
        if !issues.is_empty() {
            return Err(issues);
        }
        T::deserialize(source).map_err(|error| vec![ConfigIssue::custom(error.to_string())])
    }

    /// All problems of a configuration.
    pub(super) fn issues(&self, value: &Value) -> Vec<ConfigIssue> {
        match self.run(Some(value), &mut Vec::new()) {
            Verdict::Valid => Vec::new(),
            Verdict::Dirty(issues) | Verdict::Invalid(issues) => issues,
        }
    }

    fn run(&self, value: Option<&Value>, path: &mut Vec<PathPart>) -> Verdict {
        match (self, value) {
            (Self::Anything, _)
            | (Self::String, Some(Value::String(_)))
            | (Self::Number, Some(Value::Number(_)))
            | (Self::Boolean, Some(Value::Bool(_))) => Verdict::Valid,
            (Self::TextThat(kept), Some(Value::String(text))) => text::run(kept, text, path),
            (Self::Enum(options), _) => text::run_native_enum(options, value, path),
            (Self::TextEnum(options), _) => text::run_enum(options, value, path),
            (Self::Literal(expected), _) => text::run_literal(expected, value, path),
            (Self::Array(item, refinement), Some(Value::Array(items))) => {
                run_array(item, *refinement, items, path)
            }
            (Self::Record(item), Some(Value::Object(map))) => {
                let mut all = Collected::default();
                for (key, value) in js::entries(map) {
                    all.add(item, Some(value), PathPart::Key(key.clone()), path);
                }
                all.verdict()
            }
            (Self::Object(fields, unknown_keys), Some(Value::Object(map))) => {
                run_object(fields, *unknown_keys, map, path)
            }
            (Self::Either(first, second), _) => run_either(first, second, value, path),
            _ => Verdict::Invalid(vec![wrong_type(self.type_name(), value, path)]),
        }
    }

    /// The keys an object is checked for, each with its check; none of anything else.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&'static str, &Self)> {
        let fields = match self {
            Self::Object(fields, _) => fields.as_slice(),
            _ => &[],
        };
        fields.iter().map(|field| (field.name, &field.check))
    }

    /// The check of each item of an array.
    pub(super) fn item(&self) -> Option<&Self> {
        match self {
            Self::Array(item, _) => Some(item),
            _ => None,
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Self::String
            | Self::TextThat(_)
            | Self::Enum(_)
            | Self::TextEnum(_)
            | Self::Literal(_) => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array(..) => "array",
            // Of these two nothing is of a wrong type.
            Self::Anything | Self::Either(..) => "unknown",
            Self::Record(_) | Self::Object(..) => "object",
        }
    }
}

#[derive(Default)]
struct Collected {
    issues: Vec<ConfigIssue>,
    is_invalid: bool,
}

impl Collected {
    fn add(
        &mut self,
        check: &Check,
        value: Option<&Value>,
        part: PathPart,
        path: &mut Vec<PathPart>,
    ) {
        path.push(part);
        match check.run(value, path) {
            Verdict::Valid => {}
            Verdict::Dirty(issues) => self.issues.extend(issues),
            Verdict::Invalid(issues) => {
                self.issues.extend(issues);
                self.is_invalid = true;
            }
        }
        path.pop();
    }

    fn verdict(self) -> Verdict {
        if self.issues.is_empty() {
            Verdict::Valid
        } else if self.is_invalid {
            Verdict::Invalid(self.issues)
        } else {
            Verdict::Dirty(self.issues)
        }
    }
}

fn run_array(
    item: &Check,
    refinement: fn(&[Value]) -> Option<String>,
    items: &[Value],
    path: &mut Vec<PathPart>,
) -> Verdict {
    let mut all = Collected::default();
    for (index, value) in items.iter().enumerate() {
        all.add(item, Some(value), PathPart::Index(index), path);
    }
    if !all.is_invalid
        && let Some(message) = refinement(items)
    {
        all.issues.push(ConfigIssue::new(path, "custom", message));
    }
    all.verdict()
}

fn run_object(
    fields: &[Field],
    unknown_keys: UnknownKeys,
    map: &Map<String, Value>,
    path: &mut Vec<PathPart>,
) -> Verdict {
    let mut all = Collected::default();
    if unknown_keys == UnknownKeys::Refused {
        let unknown: Vec<&str> = js::entries(map)
            .into_iter()
            .map(|(key, _)| key.as_str())
            .filter(|key| fields.iter().all(|field| field.name != *key))
            .collect();
        if !unknown.is_empty() {
            let listed: Vec<String> = unknown.iter().map(|key| format!("'{key}'")).collect();
            let message = format!("Unrecognized key(s) in object: {}", listed.join(", "));
            let issue = ConfigIssue::new(path, "unrecognized_keys", message).with("keys", unknown);
            all.issues.push(issue);
        }
    }
    for field in fields {
        let value = map.get(field.name);
        if value.is_some() || !field.is_optional {
            let part = PathPart::Key(field.name.to_owned());
            all.add(&field.check, value, part, path);
        }
    }
    all.verdict()
}

fn run_either(
    first: &Check,
    second: &Check,
    value: Option<&Value>,
    path: &mut Vec<PathPart>,
) -> Verdict {
    let mut errors = Vec::new();
    let mut dirty = None;
    for check in [first, second] {
        match check.run(value, path) {
            Verdict::Valid => return Verdict::Valid,
            Verdict::Dirty(issues) => dirty = dirty.or(Some(issues)),
            Verdict::Invalid(issues) => {
                let issues: Vec<Value> = issues.iter().map(ConfigIssue::to_zod).collect();
                errors.push(json!({ "issues": issues, "name": "ZodError" }));
            }
        }
    }
    match dirty {
        Some(issues) => Verdict::Dirty(issues),
        None => Verdict::Invalid(vec![
            ConfigIssue::new(path, "invalid_union", "Invalid input").with("unionErrors", errors),
        ]),
    }
}

fn wrong_type(expected: &str, value: Option<&Value>, path: &[PathPart]) -> ConfigIssue {
    let received = match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    };
    let message = match value {
        None => "Required".to_owned(),
        Some(_) => format!("Expected {expected}, received {received}"),
    };
    ConfigIssue::new(path, "invalid_type", message)
        .with("expected", expected)
        .with("received", received)
}
