//! What passes a connector's guard and fails or surprises later, as far as several have it.
//!
//! A finding begins with the place in the configuration, written as in [`ConfigIssue::path_text`].

mod stored;

use serde_json::{Map, Value};

use super::got;
use super::secret::Secret;
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{Outcome, UsageType, placeholders};

pub(super) use stored::emptied;

/// The findings of one configuration.
#[derive(Default)]
pub(super) struct Traps(Vec<Finding>);

impl Traps {
    /// Adds what was found elsewhere.
    pub fn with(findings: Vec<Finding>) -> Self {
        Self(findings)
    }

    /// Adds a finding about the place `path`, with what to do.
    pub fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        path: &str,
        message: &str,
        hint: &str,
    ) {
        let finding = Finding::new(severity, code, format!("{path}: {message}"));
        self.0.push(finding.hint(hint));
    }

    /// The findings in the order they were added.
    pub fn findings(self) -> Vec<Finding> {
        self.0
    }

    /// Keys that nobody reads; `path` is that of the object, empty for the whole.
    pub fn unread_keys(&mut self, path: &str, object: &Value, known: &[&str]) {
        let keys = object.as_object().into_iter().flat_map(Map::keys);
        for key in keys.filter(|key| !known.contains(&key.as_str())) {
            let path = match path {
                "" => key.clone(),
                _ => format!("{path}.{key}"),
            };
            self.add(
                Severity::Warning,
                "connector-key-unread",
                &path,
                "The connector does not read this key",
                &format!(
                    "Remove it, or check its spelling; known are {}",
                    known.join(", ")
                ),
            );
        }
    }

    /// A key or token that goes into a header; `scheme` is what the connector itself puts before
    /// it.
    pub fn header_secret(&mut self, path: &str, secret: &Secret, scheme: Option<&str>) {
        let text = secret.expose();
        let repeats = scheme.filter(|scheme| {
            let start = text.trim_start().get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if !got::is_header_value(text) {
            self.add(
                Severity::Error,
                "connector-secret-unsendable",
                path,
                "It has a line break or a letter that no HTTP header may have",
                "Copy it again, without line breaks",
            );
        } else if let Some(scheme) = repeats {
            self.add(
                Severity::Error,
                "connector-secret-with-scheme",
                path,
                &format!(
                    "It begins with “{}”, which Logto puts there itself",
                    scheme.trim_end()
                ),
                "Leave only what follows",
            );
        } else if text.trim() != text {
            self.add(
                Severity::Warning,
                "connector-secret-with-spaces",
                path,
                "It begins or ends with a space, which is sent along",
                "Remove the spaces",
            );
        }
    }

    /// The sender's address, where the provider takes nothing without one.
    pub fn sender(&mut self, path: &str, sender: &str) {
        if !sender.is_empty() && !sender.contains('@') {
            self.add(
                Severity::Error,
                "connector-sender-without-address",
                path,
                "There is no address in it, so the provider will refuse the mail",
                "Write an address that the provider has confirmed",
            );
        }
    }

    /// Templates that Logto never takes, told by the place and the usage type of each.
    pub fn usage_types<'a>(&mut self, names: impl Iterator<Item = (String, &'a str)>) {
        let mut seen: Vec<&str> = Vec::new();
        for (path, name) in names {
            if name.is_empty() {
                // Told as an emptied text.
            } else if name.parse::<UsageType>().is_err() {
                let known = UsageType::ALL.into_iter().map(UsageType::as_str);
                let meant = known.clone().find(|known| known.eq_ignore_ascii_case(name));
                let hint = match meant {
                    Some(meant) => format!("Write {meant}"),
                    None => format!("Known are {}", known.collect::<Vec<_>>().join(", ")),
                };
                self.add(
                    Severity::Warning,
                    "connector-template-unreachable",
                    &path,
                    &format!("Logto knows no type {name}, so this is never used"),
                    &hint,
                );
            } else if seen.contains(&name) {
                self.add(
                    Severity::Warning,
                    "connector-template-shadowed",
                    &path,
                    &format!("An earlier one is for {name} too, so this one is never used"),
                    "Remove one of the two",
                );
            }
            seen.push(name);
        }
    }

    /// An invitation's texts; `path` is that of the template they are from.
    pub fn invitation(&mut self, path: &str, texts: &[&str]) {
        let names = |wanted: &str| {
            texts.iter().any(|text| {
                let found = placeholders(text, &Value::Null);
                let mut recognised = found
                    .iter()
                    .filter(|placeholder| placeholder.outcome != Outcome::NotAPlaceholder);
                recognised.any(|placeholder| placeholder.path == wanted)
            })
        };
        if !names("link") {
            self.add(
                Severity::Warning,
                "connector-invitation-without-link",
                path,
                "Invitations are made from this and carry no link, so nobody can accept one",
                "Give OrganizationInvitation texts of its own, with {{link}}",
            );
        }
        if names("code") {
            self.add(
                Severity::Warning,
                "connector-invitation-with-code",
                path,
                "Invitations are made from this and have no code, so {{code}} is mailed as written",
                "Give OrganizationInvitation texts of its own, with {{link}} instead of {{code}}",
            );
        }
    }
}

/// The first of that type, else the first for `Generic`, with its position
/// (`connector-kit/src/index.ts`, `getConfigTemplateByType`).
pub(super) fn by_type<T>(
    templates: &[T],
    usage_type: UsageType,
    name: impl Fn(&T) -> &str,
) -> Option<(usize, &T)> {
    let first = |wanted: UsageType| {
        let mut all = templates.iter().enumerate();
        all.find(|(_, template)| name(template) == wanted.as_str())
    };
    first(usage_type).or_else(|| first(UsageType::Generic))
}
