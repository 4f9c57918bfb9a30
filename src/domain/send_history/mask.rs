//! What of a payload must not be kept: a code or a link that still opens a door.

use serde_json::Value;

use super::SentPayload;
use crate::domain::connector::Secret;

/// Last words of the names of variables whose values let somebody in, in lower case.
const DOOR_OPENERS: [&str; 13] = [
    "code", "link", "url", "uri", "token", "secret", "password", "passcode", "otp", "pin", "key",
    "apikey", "ticket",
];

/// Of these, the ones that name nothing else where they are glued to another word.
const GLUED: [&str; 5] = ["token", "secret", "password", "passcode", "apikey"];

/// A payload as it may be kept, and what was taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedPayload {
    /// The variables with masks.
    pub value: Value,
    /// The places of the masks, as JSON Pointers (RFC 6901), in the order of the payload.
    pub masked: Vec<String>,
    /// The texts taken out, for the [`Redactor`] that cleans the request and the transcript.
    ///
    /// [`Redactor`]: crate::domain::redact::Redactor
    pub texts: Vec<Secret>,
}

impl MaskedPayload {
    /// The payload of a record.
    pub fn into_sent(self, set: Option<String>) -> SentPayload {
        SentPayload {
            set,
            value: self.value,
            masked: self.masked,
        }
    }
}

/// Masks the values that open a door: `code`, `link`, and what is named like them anywhere in the
/// payload. Of the sandbox nothing is masked, as its mails reach nobody.
///
/// Addresses of pictures and public pages stay where Logto's own variables hold them, since they
/// open nothing: everything below `application`, `organization`, `user`, `inviter` and
/// `uiLocales` whose name ends with `url` or `uri`.
pub fn payload(payload: &Value, is_sandbox: bool) -> MaskedPayload {
    let mut found = MaskedPayload {
        value: payload.clone(),
        masked: Vec::new(),
        texts: Vec::new(),
    };
    if !is_sandbox {
        let mut value = payload.clone();
        walk(&mut value, &mut Vec::new(), false, &mut found);
        found.value = value;
    }
    found
}

fn walk(value: &mut Value, path: &mut Vec<String>, is_door: bool, found: &mut MaskedPayload) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                let is_door = is_door || opens_door(key, path);
                path.push(key.clone());
                walk(value, path, is_door, found);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter_mut().enumerate() {
                path.push(index.to_string());
                walk(value, path, is_door, found);
                path.pop();
            }
        }
        Value::String(text) if is_door && !text.is_empty() => {
            found.texts.push(Secret::new(std::mem::take(text)));
            take(value, path, found);
        }
        Value::Number(number) if is_door => {
            found.texts.push(Secret::new(number.to_string()));
            take(value, path, found);
        }
        _ => {}
    }
}

fn take(value: &mut Value, path: &[String], found: &mut MaskedPayload) {
    found.masked.push(pointer(path));
    *value = Value::String(Secret::MASK.to_owned());
}

/// Whether a variable of that name below `path` holds something that opens a door.
fn opens_door(key: &str, path: &[String]) -> bool {
    let word = last_word(key);
    let is_glued = || {
        let name = key.to_lowercase();
        GLUED.iter().any(|end| name.ends_with(end))
    };
    if !DOOR_OPENERS.contains(&word.as_str()) && !is_glued() {
        return false;
    }
    let is_logto_context = matches!(
        path.first().map(String::as_str),
        Some("application" | "organization" | "user" | "inviter")
    );
    !(is_logto_context && matches!(word.as_str(), "url" | "uri"))
}

/// The last word of `resetCode`, `reset_code` or `reset-code`, in lower case.
fn last_word(key: &str) -> String {
    let mut start = 0;
    let mut before = ' ';
    for (at, char) in key.char_indices() {
        if matches!(char, '_' | '-' | '.' | ' ') {
            start = at + 1;
        } else if char.is_uppercase() && before.is_lowercase() {
            start = at;
        }
        before = char;
    }
    key.get(start..).unwrap_or_default().to_lowercase()
}

/// The JSON Pointer of a path (RFC 6901, section 3).
fn pointer(path: &[String]) -> String {
    let mut pointer = String::new();
    for part in path {
        pointer.push('/');
        pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

/// Takes the value at a JSON Pointer away; in a list, null takes its place, so that the others keep
/// theirs.
pub fn remove(payload: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return;
    };
    let name = last.replace("~1", "/").replace("~0", "~");
    match payload.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.shift_remove(&name)),
        Some(Value::Array(items)) => {
            if let Some(item) = name
                .parse()
                .ok()
                .and_then(|index: usize| items.get_mut(index))
            {
                *item = Value::Null;
            }
        }
        _ => {}
    }
}

/// Puts a value where a mask is.
///
/// False if the way there is not in the payload.
pub fn fill(payload: &mut Value, pointer: &str, value: Value) -> bool {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return false;
    };
    let name = last.replace("~1", "/").replace("~0", "~");
    match payload.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(name, value);
            true
        }
        Some(Value::Array(items)) => {
            match name
                .parse()
                .ok()
                .and_then(|index: usize| items.get_mut(index))
            {
                Some(item) => {
                    *item = value;
                    true
                }
                None => false,
            }
        }
        _ => false,
    }
}
