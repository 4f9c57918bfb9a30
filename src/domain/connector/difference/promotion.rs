//! What of a development's configuration goes to production.
//!
//! Readers' texts go: templates, and the names that senders show. Everything that ties a
//! configuration to an account, a server or an address stays as production has it: keys and
//! references to them, hosts, domains, regions, senders, logging. Whoever wants more chooses it by
//! its place.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Difference, Side, difference};
use crate::domain::connector::Connector;
use crate::domain::connector::console::{
    ConfigTemplateAt, SpelledJson, template_json, templates_of, with_template,
};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::UsageType;

/// Keys besides the templates that readers see and that name no account or address.
const PROMOTED: [&str; 5] = [
    "fromName",
    "fromAlias",
    "senderName",
    "companyInformation",
    "appLogo",
];

/// Places that only the machine of a developer can reach.
const LOOPBACK: [&str; 4] = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];

/// What a promotion would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    /// What changes in production.
    pub changes: Difference,
    /// What stays different from development, since it is production's own.
    pub kept: Difference,
    /// The new configuration of production, spelled as before where it is the same. It has the secrets
    /// that stood in the other in clear.
    pub production: SpelledJson,
    /// What to look at before it goes live.
    pub warnings: Vec<Finding>,
}

/// The configuration of production with the texts of development, and whatever of it is `chosen` by
/// its JSON pointer.
///
/// What development lacks is not removed from production unless it is chosen. Between two different
/// connectors only templates move, each in the shape of its new place.
pub fn promotion(
    development: &Side<'_>,
    production: &Side<'_>,
    chosen: &BTreeSet<String>,
) -> Promotion {
    let source = development.json.value();
    let mut target = production.json.value();
    let mut warnings = Vec::new();
    promote_templates(&source, &mut target, development, production, &mut warnings);
    if development.factory == production.factory {
        for key in PROMOTED {
            if let (Some(value), Some(fields)) = (source.get(key), target.as_object_mut()) {
                fields.insert(key.to_owned(), value.clone());
            }
        }
        for pointer in chosen {
            copy(&source, &mut target, pointer);
        }
    }
    let json = production.json.retold(&target);
    let promoted = Side {
        json: &json,
        // A place that was chosen has another reference now, which nobody has followed.
        resolved: production.resolved.filter(|_| chosen.is_empty()),
        ..*production
    };
    let changes = difference(production, &promoted);
    let kept = difference(&promoted, development);
    warnings.extend(look_at(&changes, &target, production.factory));
    Promotion {
        changes,
        kept,
        production: json,
        warnings,
    }
}

fn promote_templates(
    source: &Value,
    target: &mut Value,
    development: &Side<'_>,
    production: &Side<'_>,
    warnings: &mut Vec<Finding>,
) {
    let mut done = BTreeSet::new();
    for template in templates_of(source) {
        // Logto uses the first of a type.
        if !done.insert(template.usage_type.clone()) {
            continue;
        }
        if development.factory == production.factory {
            if let Some(entry) = template_json(source, &template.usage_type) {
                put_entry(target, &template.usage_type, entry);
            }
            continue;
        }
        match moved(&template, target, production.factory) {
            Some(changed) => *target = changed,
            None => warnings.push(not_moved(&template)),
        }
    }
    let only_there = templates_of(target).into_iter();
    let only_there: BTreeSet<String> = only_there
        .map(|template| template.usage_type)
        .filter(|usage_type| !done.contains(usage_type))
        .collect();
    if !only_there.is_empty() && !done.is_empty() {
        let listed: Vec<String> = only_there.into_iter().collect();
        let message = format!(
            "Production keeps templates that development has not: {}",
            listed.join(", ")
        );
        warnings.push(Finding::new(
            Severity::Info,
            "promotion-only-there",
            message,
        ));
    }
}

/// The template in the shape of another connector, where that has one.
fn moved(template: &ConfigTemplateAt, target: &Value, factory: &str) -> Option<Value> {
    let usage_type: UsageType = template.usage_type.parse().ok()?;
    with_template(target, factory, usage_type, &template.details()?)
}

fn not_moved(template: &ConfigTemplateAt) -> Finding {
    let message = format!(
        "The template {} does not go along: one of the two connectors has no text for it",
        template.usage_type
    );
    Finding::new(Severity::Warning, "promotion-not-moved", message)
        .hint("Write it where production's provider stores its templates")
}

/// Puts an entry of `templates` or `deliveries` in the place of the first of its type.
fn put_entry(target: &mut Value, usage_type: &str, entry: Value) {
    let Some(fields) = target.as_object_mut() else {
        return;
    };
    if let Some(delivery) = entry.get(usage_type) {
        let deliveries = fields.entry("deliveries").or_insert(json!({}));
        if let Some(deliveries) = deliveries.as_object_mut() {
            deliveries.insert(usage_type.to_owned(), delivery.clone());
        }
        return;
    }
    let templates = fields.entry("templates").or_insert(json!([]));
    let Some(templates) = templates.as_array_mut() else {
        return;
    };
    let mut places = templates.iter_mut();
    let is_of_type =
        |place: &&mut Value| place.get("usageType").and_then(Value::as_str) == Some(usage_type);
    match places.find(is_of_type) {
        Some(place) => *place = entry,
        None => templates.push(entry),
    }
}

/// Makes the value at a JSON pointer the same, or takes it away where the source has none.
fn copy(source: &Value, target: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return;
    };
    let value = source.pointer(pointer).cloned();
    let key = last.replace("~1", "/").replace("~0", "~");
    if value.is_some() && target.pointer(parent).is_none() {
        // The object around it is missing as well: it is made, empty.
        make(source, target, parent);
    }
    match (target.pointer_mut(parent), value) {
        (Some(Value::Object(fields)), Some(value)) => {
            fields.insert(key, value);
        }
        (Some(Value::Object(fields)), None) => {
            fields.shift_remove(&key);
        }
        (Some(Value::Array(items)), Some(value)) => {
            let index: usize = key.parse().unwrap_or(usize::MAX);
            match items.get_mut(index) {
                Some(item) => *item = value,
                None => items.push(value),
            }
        }
        (Some(Value::Array(items)), None) => {
            if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// An empty object or list at a JSON pointer, as the source has one there.
fn make(source: &Value, target: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return;
    };
    if target.pointer(parent).is_none() {
        make(source, target, parent);
    }
    let is_list = source.pointer(pointer).is_some_and(Value::is_array);
    let empty = if is_list {
        json!([])
    } else {
        Value::Object(Map::new())
    };
    if let Some(Value::Object(fields)) = target.pointer_mut(parent) {
        fields.insert(last.replace("~1", "/").replace("~0", "~"), empty);
    }
}

/// What to look at in the new configuration.
fn look_at(changes: &Difference, target: &Value, factory: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for change in &changes.templates {
        let Some(new) = &change.new else { continue };
        if let Some(name) = &new.stored_as {
            let message = format!(
                "{} uses the stored template {name}, which production's account must have too",
                change.usage_type
            );
            findings.push(Finding::new(Severity::Warning, "promotion-stored", message));
        }
        let texts = [&new.subject, &new.content, &new.text];
        let mut places = LOOPBACK.iter();
        let leads_home = |place: &&&str| {
            let mut texts = texts.iter().copied().flatten();
            texts.any(|text| text.contains(**place))
        };
        if let Some(place) = places.find(leads_home) {
            let message = format!(
                "{} names {place}, which no reader can reach",
                change.usage_type
            );
            let finding = Finding::new(Severity::Warning, "promotion-loopback", message);
            findings.push(finding.hint("Replace the address by the public one"));
        }
    }
    match Connector::inspect(factory, target) {
        Ok(found) => {
            let issues = found.issues.iter();
            findings.extend(issues.map(|issue| issue.finding_in(target)));
            let traps = found.findings.into_iter();
            findings.extend(traps.filter(|trap| trap.severity != Severity::Info));
        }
        Err(error) => {
            let message = error.to_string();
            findings.push(Finding::new(
                Severity::Error,
                "connector-no-factory",
                message,
            ));
        }
    }
    findings
}
