//! What a string of a payload is, told by its path, and how strings are replaced.

use serde_json::{Map, Value};

/// What a string of a payload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The verification code.
    Code,
    /// A language or several: they choose the template.
    Language,
    /// The address of a picture.
    Picture,
    /// The address of a page.
    Page,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A name to sign in with.
    Username,
    /// An id that Logto makes; all of a kind are equally long.
    Id,
    /// The name of a person.
    PersonName,
    /// The name of an organization.
    OrganizationName,
    /// A name of an application.
    ApplicationName,
    /// The name of a time zone.
    TimeZone,
    /// A date.
    Date,
    /// Any other text.
    Text,
}

/// What stands at `path`, where `text` stands now.
///
/// The names are those of Logto's payloads (`core/src/utils/connectors/types.ts`); what a caller
/// adds to an invitation is told by its value.
pub(super) fn field(path: &[String], text: &str) -> Field {
    let (last, parents) = path
        .split_last()
        .map_or(("", path), |(l, p)| (l.as_str(), p));
    let parent = parents.last().map_or("", String::as_str);
    match (parent, last) {
        ("", "code") => Field::Code,
        (_, "locale" | "uiLocales") => Field::Language,
        ("branding", _) | (_, "avatar") => Field::Picture,
        ("user" | "inviter", "name") => Field::PersonName,
        ("organization", "name") => Field::OrganizationName,
        ("application", "name" | "displayName") => Field::ApplicationName,
        (_, "primaryEmail") => Field::Email,
        (_, "primaryPhone") => Field::Phone,
        (_, "username" | "preferredUsername") => Field::Username,
        (_, "id") => Field::Id,
        ("profile", "zoneinfo") => Field::TimeZone,
        ("profile", "birthdate") => Field::Date,
        ("", "link") | ("profile", "profile" | "website") => Field::Page,
        _ if is_web_address(text) => Field::Page,
        _ => Field::Text,
    }
}

/// Whether `text` is an address of the web.
pub(super) fn is_web_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// The payload with each value that holds no others replaced, where `replace` has something for
/// its path; the elements of a list share the path of the list.
pub(super) fn change(
    payload: &Value,
    replace: &dyn Fn(&[String], &Value) -> Option<Value>,
) -> Value {
    change_at(&mut Vec::new(), payload, replace)
}

fn change_at(
    path: &mut Vec<String>,
    value: &Value,
    replace: &dyn Fn(&[String], &Value) -> Option<Value>,
) -> Value {
    match value {
        Value::Object(fields) => {
            let mut changed = Map::with_capacity(fields.len());
            for (key, field) in fields {
                path.push(key.clone());
                changed.insert(key.clone(), change_at(path, field, replace));
                path.pop();
            }
            Value::Object(changed)
        }
        Value::Array(items) => {
            let changed = items.iter().map(|item| change_at(path, item, replace));
            Value::Array(changed.collect())
        }
        _ => replace(path, value).unwrap_or_else(|| value.clone()),
    }
}
