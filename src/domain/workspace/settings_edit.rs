//! Changes of `letterhead.toml` that leave the rest of it alone.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

use super::kept::{one_line, set};
use super::problem::ParseError;
use crate::domain::checks::Ignore;
use crate::domain::coverage::Feature;

/// The settings with a feature of the tenant switched on or off.
///
/// # Errors
///
/// Where they are not TOML.
pub fn with_feature(text: &str, feature: Feature, is_on: bool) -> Result<String, ParseError> {
    change(text, |document| {
        let Some(features) = table(document, "features") else {
            return;
        };
        if is_on {
            features.remove(feature.key());
        } else {
            features.insert(feature.key(), Item::Value(Value::from(false)));
        }
        if features.is_empty() {
            document.remove("features");
        }
    })
}

/// The settings with a language added to the library.
///
/// # Errors
///
/// Where they are not TOML.
pub fn with_custom_language(text: &str, tag: &str) -> Result<String, ParseError> {
    change(text, |document| {
        let Some(languages) = table(document, "languages") else {
            return;
        };
        let custom = languages
            .entry("custom")
            .or_insert_with(|| Item::Value(Value::Array(Array::new())));
        if let Some(custom) = custom.as_array_mut()
            && !custom.iter().any(|known| known.as_str() == Some(tag))
        {
            custom.push(tag);
        }
    })
}

/// The settings with that connector profile in use; none stands for the sandbox.
///
/// # Errors
///
/// Where they are not TOML.
pub fn with_connector(text: &str, name: Option<&str>) -> Result<String, ParseError> {
    change(text, |document| {
        set(document.as_table_mut(), "connector", name.map(one_line));
    })
}

/// The settings with one more wish not to hear of a rule.
///
/// # Errors
///
/// Where they are not TOML.
pub fn with_ignore(text: &str, ignore: &Ignore) -> Result<String, ParseError> {
    change(text, |document| {
        let entry = document
            .entry("ignore")
            .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        let mut table = Table::new();
        set(&mut table, "rule", Some(one_line(&ignore.rule)));
        set(
            &mut table,
            "template",
            ignore.template.as_deref().map(one_line),
        );
        set(&mut table, "reason", Some(one_line(&ignore.reason)));
        if let Some(tables) = entry.as_array_of_tables_mut() {
            tables.push(table);
        } else if let Some(array) = entry.as_array_mut() {
            array.push(table.into_inline_table());
        }
    })
}

fn change(text: &str, change: impl FnOnce(&mut DocumentMut)) -> Result<String, ParseError> {
    let document = text.parse::<DocumentMut>();
    let mut document = document.map_err(|error| ParseError::toml(text, 0, &error))?;
    change(&mut document);
    Ok(document.to_string())
}

/// A table of the document; a new one in place of what is none.
fn table<'a>(document: &'a mut DocumentMut, name: &str) -> Option<&'a mut Table> {
    let entry = document
        .entry(name)
        .or_insert_with(|| Item::Table(Table::new()));
    if !entry.is_table() {
        *entry = Item::Table(Table::new());
    }
    entry.as_table_mut()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workspace::Settings;

    #[test]
    fn a_feature_is_switched_and_the_rest_stays() {
        let text = "# Ours\nversion = 1\n\n[brand] # colours\nname = \"N\"\n";
        let off = with_feature(text, Feature::ForgotPassword, false).unwrap();
        assert!(off.starts_with(text));
        let settings = Settings::parse(&off).unwrap().value;
        assert!(settings.features_off.contains(&Feature::ForgotPassword));
        assert_eq!(
            with_feature(&off, Feature::ForgotPassword, true).unwrap(),
            text
        );
    }

    #[test]
    fn a_connector_is_chosen_and_unchosen() {
        let text = "# Ours\nversion = 1 # format\n\n[brand]\nname = \"N\"\n";
        let chosen = with_connector(text, Some("production")).unwrap();
        let settings = Settings::parse(&chosen).unwrap();
        assert_eq!(settings.value.connector.as_deref(), Some("production"));
        assert_eq!(settings.findings, []);
        let other = with_connector(&chosen, Some("staging")).unwrap();
        assert_eq!(other, chosen.replace("production", "staging"));
        assert_eq!(with_connector(&other, None).unwrap(), text);
    }

    #[test]
    fn a_rule_is_ignored_with_a_reason_beside_others() {
        let ignore = Ignore {
            rule: "text-small".to_owned(),
            template: Some("SignIn/en".to_owned()),
            reason: "Said \"so\"".to_owned(),
        };
        for text in [
            "# Ours\nversion = 1\n\n[brand] # colours\nname = \"N\"\n",
            "version = 1\n[[ignore]]\nrule = \"emoji-many\"\nreason = \"r\"\n",
            "version = 1\nignore = [{ rule = \"emoji-many\", reason = \"r\" }]\n",
        ] {
            let before = Settings::parse(text).unwrap().value.ignores;
            let changed = with_ignore(text, &ignore).unwrap();
            let after = Settings::parse(&changed).unwrap().value.ignores;
            assert_eq!(after.len(), before.len() + 1, "{changed}");
            assert_eq!(after.last(), Some(&ignore));
            assert_eq!(after.first(), before.first().or(Some(&ignore)));
        }
    }

    #[test]
    fn a_language_is_added_once() {
        let once = with_custom_language("version = 1\n", "fr-CA").unwrap();
        assert_eq!(with_custom_language(&once, "fr-CA").unwrap(), once);
        let settings = Settings::parse(&once).unwrap().value;
        assert_eq!(settings.languages.custom, ["fr-CA"]);
        assert!(with_custom_language("a = ", "fr").is_err());
    }
}
