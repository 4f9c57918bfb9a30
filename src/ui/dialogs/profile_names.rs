//! What profiles and the places of their secrets are called.

use crate::domain::connector::{console, form};
use crate::model::{Model, SecretPlace};

/// Where a secret is kept unless somebody says otherwise.
pub(super) fn usual_entry(place: SecretPlace, name: &str, path: &[String]) -> String {
    match place {
        SecretPlace::Store => format!("{name}.{}", path.join(".")),
        SecretPlace::Environment => {
            let words = format!("letterhead_{name}_{}", path.join("_"));
            words
                .chars()
                .map(|char| match char {
                    'a'..='z' | 'A'..='Z' | '0'..='9' => char.to_ascii_uppercase(),
                    _ => '_',
                })
                .collect()
        }
    }
}

/// What the connector of an import is called.
pub(super) fn name_of(imported: &console::Imported) -> &str {
    let factory = form::factory(&imported.factory);
    factory.map_or(imported.factory.as_str(), |factory| factory.name)
}

/// The title, with a number where a profile has its name already.
pub(super) fn free_title(model: &Model, title: &str) -> String {
    let numbered = (2_usize..).map(|number| format!("{title} {number}"));
    let mut all = std::iter::once(title.to_owned()).chain(numbered);
    let is_free = |title: &String| {
        let name = profile_name(title);
        !model.connectors.views.contains_key(&name)
    };
    all.find(is_free).unwrap_or_default()
}

/// The file of a profile with that title.
pub(super) fn profile_name(title: &str) -> String {
    let mut name = String::new();
    for char in title.trim().chars() {
        if char.is_alphanumeric() {
            name.extend(char.to_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_owned()
}

/// Why a title makes no name of a profile; none while it is empty.
pub(super) fn name_error(model: &Model, title: &str, name: &str) -> Option<String> {
    if title.trim().is_empty() {
        return None;
    }
    if name.is_empty() {
        return Some("It needs a letter or a digit".to_owned());
    }
    let exists = model.connectors.views.contains_key(name);
    exists.then(|| "There is a profile of that name already".to_owned())
}
