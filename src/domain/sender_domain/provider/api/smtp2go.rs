//! `POST /v3/domain/view` of SMTP2GO.

use serde_json::Value;

use super::super::Variable;
use super::{ApiFacts, ApiFailure, nearest, text};
use crate::domain::sender_domain::dns::Name;

/// The answer names the records; what they lead to is the same for all accounts. Its `…_value` is
/// what SMTP2GO found, so it is empty before a record is published.
pub(super) fn read(json: &Value, domain: &Name) -> Result<ApiFacts, ApiFailure> {
    let entries = json.pointer("/data/domains").and_then(Value::as_array);
    let entries = entries.ok_or(ApiFailure::Unreadable)?;
    let named = |entry: &Value| Name::from_plain(text(entry.get("domain")?, "fulldomain")?).ok();
    let (entry, name) =
        nearest(entries, domain, named).ok_or_else(|| ApiFailure::NotSetUp(domain.to_string()))?;
    let own = entry.get("domain").unwrap_or(&Value::Null);
    let selector = text(own, "dkim_selector").ok_or(ApiFailure::Unreadable)?;
    let flag = |key: &str| own.get(key).and_then(Value::as_bool);
    let mut facts = ApiFacts {
        verified: flag("dkim_verified")
            .zip(flag("rpath_verified"))
            .map(|(a, b)| a && b),
        values: vec![
            (Variable::DkimSelector, vec![selector.to_owned()]),
            (Variable::DkimDomain, vec![name.to_string()]),
        ],
        ..ApiFacts::default()
    };
    if let Some(path) = text(own, "rpath_selector") {
        facts
            .values
            .push((Variable::MailFrom, vec![format!("{path}.{name}")]));
    }
    let trackers = entry.get("trackers").and_then(Value::as_array);
    let is_enabled = |it: &&Value| it.get("enabled").and_then(Value::as_bool) != Some(false);
    let tracker = trackers.into_iter().flatten().find(is_enabled);
    if let Some(tracker) = tracker.and_then(|it| text(it, "fulldomain")) {
        facts
            .values
            .push((Variable::TrackingName, vec![tracker.to_owned()]));
    }
    if facts.verified == Some(false) {
        facts
            .notes
            .push(format!("SMTP2GO has not verified {name} yet"));
    }
    Ok(facts)
}
