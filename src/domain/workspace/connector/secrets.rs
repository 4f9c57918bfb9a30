//! Secrets of a profile: references put in for them, and the other way round.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ConnectorProfile, SecretReference};
use crate::domain::connector::console::SpelledJson;
use crate::domain::connector::form::{
    SecretAt, collect_filled, is_secret_key, is_secret_name, secret_text, secrets_in,
};
use crate::domain::connector::{PathPart, Secret, address_has_secret};
use crate::domain::finding::{Finding, Severity};

/// A reference that leads to no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingSecret {
    /// Where it stands in the configuration, as in JavaScript: `auth.pass`.
    pub path: String,
    /// The reference.
    pub reference: SecretReference,
}

impl std::fmt::Display for MissingSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is missing: {}", self.path, self.because(None))
    }
}

impl MissingSecret {
    /// Why it is missing, without a period; `failure` is why the place could not be asked, if so.
    pub fn because(&self, failure: Option<&str>) -> String {
        missing_words(&self.reference, failure)
    }
}

/// Why a reference leads to nothing, without a period; `failure` is why its place could not be asked,
/// if so.
pub fn missing_words(reference: &SecretReference, failure: Option<&str>) -> String {
    match (reference, failure) {
        (_, Some(failure)) => failure.to_owned(),
        (SecretReference::Environment(name), None) => {
            format!("the environment variable {name} is not set")
        }
        (SecretReference::Keyring(name), None) => {
            format!("nothing is kept in the keyring as {name}")
        }
    }
}

/// The configuration with the secrets that its references lead to.
///
/// Only the places that [`secrets_in`] knows are looked at, and those that [`secrets_in_clear`] finds
/// beside them; of these only a text that is a reference as
/// a whole; everything else stays as it is written.
///
/// # Errors
///
/// All references that `look_up` knows nothing for.
pub fn resolve(
    factory_id: &str,
    config: &Value,
    look_up: &dyn Fn(&SecretReference) -> Option<Secret>,
) -> Result<Value, Vec<MissingSecret>> {
    match resolve_known(factory_id, config, look_up) {
        (resolved, missing) if missing.is_empty() => Ok(resolved),
        (_, missing) => Err(missing),
    }
}

/// The configuration with the secrets that are known, see [`resolve`], and the references that stay,
/// as `look_up` knows nothing for them.
pub fn resolve_known(
    factory_id: &str,
    config: &Value,
    look_up: &dyn Fn(&SecretReference) -> Option<Secret>,
) -> (Value, Vec<MissingSecret>) {
    let mut resolved = config.clone();
    let mut missing = Vec::new();
    let strays = strays(factory_id, config);
    let places = secrets_in(factory_id, config).into_iter();
    let places = places.map(|at| (at, true));
    // What the connector does not read keeps nobody from sending.
    for (at, is_needed) in places.chain(strays.into_iter().map(|at| (at, false))) {
        let Some(reference) = at.reference(config) else {
            continue;
        };
        match (look_up(&reference), resolved.pointer_mut(&at.pointer)) {
            (Some(secret), Some(place)) => *place = Value::from(secret.expose()),
            _ if is_needed => missing.push(MissingSecret {
                path: at.path_text(),
                reference,
            }),
            _ => {}
        }
    }
    (resolved, missing)
}

/// The places where a profile has a secret itself and not a reference to one.
///
/// Also under keys that are secrets of other connectors only, as when the JSON of another one was
/// pasted, and addresses that hold one wherever they stand.
pub fn secrets_in_clear(profile: &ConnectorProfile) -> Vec<SecretAt> {
    let mut found = secret_places(&profile.factory, &profile.config);
    found.retain(|at| at.reference(&profile.config).is_none());
    found
}

/// All places of a configuration that hold a secret or a reference to one: those of the connector,
/// then the others, see [`secrets_in_clear`].
pub fn secret_places(factory_id: &str, config: &Value) -> Vec<SecretAt> {
    let mut places = secrets_in(factory_id, config);
    places.extend(strays(factory_id, config));
    places
}

/// The places of secrets that are none of the connector's own.
fn strays(factory_id: &str, config: &Value) -> Vec<SecretAt> {
    let known = secrets_in(factory_id, config);
    let mut strays = Vec::new();
    collect_strays(config, &mut Vec::new(), &mut strays);
    strays.retain(|stray| known.iter().all(|at| at.pointer != stray.pointer));
    strays
}

/// Keys that are too common to tell a secret by themselves.
const COMMON: [&str; 2] = ["key", "pfx"];
/// Where texts for people stand, under names that people choose.
const TEXTS: [&str; 2] = ["templates", "deliveries"];

fn collect_strays(value: &Value, path: &mut Vec<PathPart>, found: &mut Vec<SecretAt>) {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter();
            for (key, value) in fields.filter(|(key, _)| !TEXTS.contains(&key.as_str())) {
                path.push(PathPart::Key(key.clone()));
                if is_stray(key, value) {
                    collect_filled(value, path, found);
                } else {
                    collect_strays(value, path, found);
                }
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(PathPart::Index(index));
                collect_strays(item, path, found);
                path.pop();
            }
        }
        Value::String(text) => {
            let at = SecretAt::new(path);
            if address_has_secret(text) || names_its_place(text, &at) {
                found.push(at);
            }
        }
        _ => {}
    }
}

/// Whether a text is a reference that is called after its place, as those are that take the place of
/// a secret when a configuration is imported.
fn names_its_place(text: &str, at: &SecretAt) -> bool {
    let letters = |text: &str| {
        let letters = text.chars().filter(|char| char.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let place = letters(&at.path_text());
    SecretReference::parse(text).is_some_and(|reference| {
        let name = letters(reference.name());
        let is_made_here = match &reference {
            SecretReference::Environment(_) => name.starts_with("letterhead"),
            SecretReference::Keyring(_) => name.len() > place.len(),
        };
        is_made_here && name.ends_with(&place)
    })
}

/// Whether a key of that name holds a secret wherever it stands.
fn is_stray(key: &str, value: &Value) -> bool {
    if COMMON.contains(&key) {
        return false;
    }
    // A name that only sounds like it, such as that of a usage type, may have other things inside.
    is_secret_key(key) || is_secret_name(key) && !value.is_object()
}

/// The profile with references in place of its secrets, and what they lead to.
///
/// `name` says under which reference a secret is to be kept. If it gives the same one for different
/// secrets, the later ones get a number.
pub fn cleaned(
    profile: &ConnectorProfile,
    name: &dyn Fn(&SecretAt) -> SecretReference,
) -> (ConnectorProfile, Vec<(SecretReference, Secret)>) {
    let mut cleaned = profile.clone();
    let mut secrets: BTreeMap<SecretReference, String> = BTreeMap::new();
    for at in secrets_in_clear(profile) {
        let Some(text) = text_as_written(profile, &at) else {
            continue;
        };
        let reference = free(&name(&at), &text, &secrets);
        if let Some(place) = cleaned.config.pointer_mut(&at.pointer) {
            *place = Value::from(reference.to_string());
            secrets.insert(reference, text);
        }
    }
    let secrets = secrets.into_iter();
    let secrets = secrets.map(|(reference, text)| (reference, Secret::new(text)));
    (cleaned, secrets.collect())
}

/// A secret as the person wrote it: a number may have more digits than a program keeps of it.
fn text_as_written(profile: &ConnectorProfile, at: &SecretAt) -> Option<String> {
    let value = profile.config.pointer(&at.pointer)?;
    let keys = at.path.iter().map(|part| match part {
        PathPart::Key(key) => Some(key.as_str()),
        PathPart::Index(_) => None,
    });
    let keys: Option<Vec<&str>> = keys.collect();
    match keys.filter(|_| value.is_number()) {
        Some(keys) => Some(profile.config_json().part(&keys)?.compact()),
        None => secret_text(value).map(Into::into),
    }
}

/// The reference, with a number where another secret has it already.
fn free(
    wanted: &SecretReference,
    text: &str,
    taken: &BTreeMap<SecretReference, String>,
) -> SecretReference {
    let numbered = (2_usize..).map(|number| match wanted {
        SecretReference::Environment(name) => {
            SecretReference::Environment(format!("{name}_{number}"))
        }
        SecretReference::Keyring(name) => SecretReference::Keyring(format!("{name}_{number}")),
    });
    let mut all = std::iter::once(wanted.clone()).chain(numbered);
    all.find(|reference| taken.get(reference).is_none_or(|known| known == text))
        .unwrap_or_else(|| wanted.clone())
}

impl ConnectorProfile {
    /// Its configuration with the secrets; see [`resolve`].
    ///
    /// # Errors
    ///
    /// All references that `look_up` knows nothing for.
    pub fn resolved(
        &self,
        look_up: &dyn Fn(&SecretReference) -> Option<Secret>,
    ) -> Result<Value, Vec<MissingSecret>> {
        resolve(&self.factory, &self.config, look_up)
    }

    /// The configuration as the Console takes it, spelled as it was written, with references in place
    /// of all secrets, also of those that nobody has kept yet.
    pub fn config_without_secrets(&self) -> SpelledJson {
        let (clean, _) = cleaned(self, &|at| self.keyring_entry_for(at));
        clean.config_json()
    }

    /// The variable a secret of this profile is kept in, unless somebody names another:
    /// `LETTERHEAD_PRODUCTION_AUTH_PASS`.
    pub fn variable_for(&self, at: &SecretAt) -> SecretReference {
        let words = format!("letterhead_{}_{}", self.name, at.path_text());
        let mut name = String::new();
        for char in words.chars() {
            if char.is_ascii_alphanumeric() {
                name.push(char.to_ascii_uppercase());
            } else if !name.ends_with('_') {
                name.push('_');
            }
        }
        SecretReference::Environment(name.trim_end_matches('_').to_owned())
    }

    /// The entry of the keyring a secret of this profile is kept in, unless somebody names another:
    /// `production.auth.pass`.
    pub fn keyring_entry_for(&self, at: &SecretAt) -> SecretReference {
        SecretReference::fitting_entry(&format!("{}.{}", self.name, at.path_text()))
    }
}

/// What is odd about the secrets of a profile.
pub(super) fn findings(profile: &ConnectorProfile) -> Vec<Finding> {
    let mut findings: Vec<Finding> = secrets_in_clear(profile)
        .iter()
        .map(|at| {
            let message = format!("{} is written out in clear", at.path_text());
            let reference = profile.variable_for(at);
            Finding::new(Severity::Warning, "connector-secret-in-clear", message).hint(format!(
                "Whoever reads it can send mail in your name; write \"{reference}\" and keep the \
                 secret in that variable, or in the keyring"
            ))
        })
        .collect();
    let followed = secret_places(&profile.factory, &profile.config);
    let mut ignored = Vec::new();
    collect_references(&profile.config, &mut String::new(), &mut ignored);
    ignored.retain(|pointer| {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        followed.iter().all(|at| at.pointer != *pointer) && !is_secret_name(name)
    });
    findings.extend(ignored.iter().map(|pointer| {
        let path = pointer.trim_start_matches('/').replace('/', ".");
        let message = format!("{path} is no secret, so the reference in it is not replaced");
        Finding::new(Severity::Warning, "connector-reference-ignored", message)
            .hint("Write the value itself")
    }));
    findings
}

fn collect_references(value: &Value, pointer: &mut String, found: &mut Vec<String>) {
    let length = pointer.len();
    match value {
        Value::String(text) if SecretReference::parse(text).is_some() => {
            found.push(pointer.clone());
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                collect_references(value, pointer, found);
                pointer.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                collect_references(value, pointer, found);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}
