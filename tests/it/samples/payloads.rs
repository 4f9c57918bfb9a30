//! The payload sets.

use std::collections::BTreeSet;
use std::fs;

use letterhead::domain::logto::{
    Flow, Presence, UsageType, context_failed_payload, flows_of, paths, render,
};
use serde_json::Value;

use super::{folder, read_toml, samples};

/// A payload file as a template meets it.
struct Set {
    name: String,
    title: String,
    flows: Vec<Flow>,
    nulls: Vec<String>,
    payload: Value,
}

impl Set {
    /// Each flow of the set with each type that the flow sends.
    fn mails(&self) -> impl Iterator<Item = (Flow, UsageType)> {
        self.flows
            .iter()
            .flat_map(|&flow| flow.usage_types().iter().map(move |&kind| (flow, kind)))
    }
}

#[test]
fn every_set_has_a_title_of_its_own() {
    let sets = sets();
    assert!(sets.len() >= 10);
    let titles: BTreeSet<&str> = sets.iter().map(|set| set.title.as_str()).collect();
    assert_eq!(titles.len(), sets.len());
    assert!(!titles.contains(""));
}

#[test]
fn every_flow_has_a_set() {
    let covered: BTreeSet<Flow> = sets().into_iter().flat_map(|set| set.flows).collect();
    assert_eq!(covered, BTreeSet::from(Flow::ALL));
}

#[test]
fn a_set_holds_only_what_its_flows_carry() {
    for set in sets() {
        for (flow, usage_type) in set.mails() {
            let known = paths(flow, usage_type);
            for path in value_paths(&set.payload) {
                let is_known = known.iter().any(|variable| variable.path == path);
                assert!(is_known, "{}: {path} in {flow}", set.name);
            }
            for path in &set.nulls {
                let variable = known.iter().find(|variable| &variable.path == path);
                let nullable = variable.is_some_and(|variable| variable.nullable);
                assert!(nullable, "{}: {path} in {flow}", set.name);
            }
        }
    }
}

#[test]
fn a_set_holds_all_that_is_always_there() {
    for set in sets() {
        if set.name.ends_with("context-failed") {
            continue;
        }
        for (flow, usage_type) in set.mails() {
            for variable in paths(flow, usage_type) {
                let there = at(&set.payload, &variable.path).is_some();
                let needed = variable.presence == Presence::Always || set.name.ends_with("full");
                assert!(there || !needed, "{}: no {}", set.name, variable.path);
            }
        }
    }
}

#[test]
fn after_a_failed_look_up_only_the_rest_is_there() {
    for set in sets() {
        if !set.name.ends_with("context-failed") {
            continue;
        }
        for (flow, usage_type) in set.mails() {
            assert_eq!(
                set.payload
                    .as_object()
                    .unwrap()
                    .keys()
                    .collect::<BTreeSet<_>>(),
                context_failed_payload(flow, usage_type)
                    .as_object()
                    .unwrap()
                    .keys()
                    .filter(|key| flow != Flow::Invitation || *key != "uiLocales")
                    .collect::<BTreeSet<_>>(),
                "{}",
                set.name
            );
        }
    }
}

#[test]
fn placeholders_stand_only_in_hostile_names() {
    for set in sets() {
        let hostile = set.name.ends_with("hostile-names");
        let found = set.payload.to_string().contains("{{");
        assert_eq!(found, hostile, "{}", set.name);
    }
}

#[test]
fn every_mail_renders_with_every_set_that_fits_it() {
    let sets = sets();
    for sample in samples() {
        let flows = flows_of(sample.usage_type);
        let fitting = |set: &&Set| set.flows.iter().any(|flow| flows.contains(flow));
        let mut rendered = 0;
        for set in sets.iter().filter(fitting) {
            let mail = render(&sample.content, &set.payload).unwrap();
            assert!(!mail.contains(sample.variable()) || set.name.ends_with("hostile-names"));
            rendered += 1;
        }
        assert!(rendered > 0, "{}", sample.name());
    }
}

fn sets() -> Vec<Set> {
    let mut files: Vec<_> = fs::read_dir(folder().join("payloads"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|path| set(path)).collect()
}

fn set(path: &std::path::Path) -> Set {
    let table = read_toml(path);
    let texts = |key: &str| -> Vec<String> {
        let value = table.get(key).cloned();
        value.map_or_else(Vec::new, |value| value.try_into().unwrap())
    };
    let nulls = texts("nulls");
    let mut payload = serde_json::to_value(&table["payload"]).unwrap();
    for path in &nulls {
        let (parent, key) = path.rsplit_once('.').unwrap();
        let parent = format!("/{}", parent.replace('.', "/"));
        let fields = payload.pointer_mut(&parent).unwrap().as_object_mut();
        let replaced = fields.unwrap().insert(key.to_owned(), Value::Null);
        assert_eq!(replaced, None, "{path} has a value and is null");
    }
    for usage_type in texts("usageTypes") {
        usage_type.parse::<UsageType>().unwrap();
    }
    Set {
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        title: table["title"].as_str().unwrap().to_owned(),
        flows: texts("flows")
            .iter()
            .map(|id| id.parse().unwrap())
            .collect(),
        nulls,
        payload,
    }
}

fn at<'a>(payload: &'a Value, path: &str) -> Option<&'a Value> {
    payload.pointer(&format!("/{}", path.replace('.', "/")))
}

/// The paths of all values, objects and what they hold.
fn value_paths(value: &Value) -> Vec<String> {
    let Some(fields) = value.as_object() else {
        return Vec::new();
    };
    fields
        .iter()
        .flat_map(|(key, value)| {
            let below = value_paths(value)
                .into_iter()
                .map(move |path| format!("{key}.{path}"));
            std::iter::once(key.clone()).chain(below)
        })
        .collect()
}
