//! Stresses of the payload.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::logto::{Flow, UsageType, render, sample_payload};

fn invitation() -> Value {
    sample_payload(Flow::Invitation, UsageType::OrganizationInvitation)
}

fn account() -> Value {
    sample_payload(Flow::Account, UsageType::UserPermissionValidation)
}

fn at<'v>(payload: &'v Value, pointer: &str) -> &'v str {
    payload
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {pointer} of {payload}"))
}

fn chars(payload: &Value, pointer: &str) -> usize {
    at(payload, pointer).chars().count()
}

/// Every string with its path.
fn strings(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, field)| strings(field, &format!("{path}/{key}"), found)),
        Value::Array(items) => items.iter().for_each(|item| strings(item, path, found)),
        _ => {}
    }
}

#[test]
fn the_longest_values_are_those_that_logto_stores() {
    let stressed = stress_payload(only(Stress::Longest), &account());
    assert_eq!(at(&stressed, "/code"), at(&account(), "/code"));
    assert_eq!(at(&stressed, "/locale"), "en");
    for (pointer, length) in [
        ("/user/name", 128),
        ("/user/username", 128),
        ("/user/primaryEmail", 128),
        ("/user/primaryPhone", 15),
        ("/user/avatar", 2048),
        ("/application/name", 256),
        ("/application/displayName", 256),
        ("/application/branding/logoUrl", 2048),
        ("/user/profile/website", 400),
        ("/user/profile/familyName", 200),
        ("/user/id", 12),
    ] {
        assert_eq!(chars(&stressed, pointer), length, "{pointer}");
    }
    let stressed = stress_payload(only(Stress::Longest), &invitation());
    assert_eq!(chars(&stressed, "/organization/name"), 128);
    assert_eq!(chars(&stressed, "/link"), 400);
    assert_eq!(chars(&stressed, "/inviter/name"), 128);
}

#[test]
fn the_longest_values_could_be_real() {
    let stressed = stress_payload(only(Stress::Longest), &account());
    let (local, domain) = at(&stressed, "/user/primaryEmail").split_once('@').unwrap();
    assert!(
        local.len() <= 64
            && domain
                .split('.')
                .all(|label| (1..=63).contains(&label.len()))
    );
    let name = at(&stressed, "/user/name");
    assert!(name.split(' ').any(|word| word.chars().count() > 30));
    assert!(name.split(' ').count() > 5 && name.trim() == name);
    let username = at(&stressed, "/user/username");
    assert!(
        username
            .chars()
            .all(|char| char.is_ascii_lowercase() || char == '_')
    );
    let logo = at(&stressed, "/application/branding/logoUrl");
    let (picture, _) = logo.split_once('#').unwrap();
    assert_eq!(picture, at(&account(), "/application/branding/logoUrl"));
}

#[test]
fn a_link_keeps_its_page_and_a_longer_one_stays() {
    let link = |link: &str| {
        let stressed = stress_payload(only(Stress::Longest), &json!({ "link": link }));
        at(&stressed, "/link").to_owned()
    };
    assert!(link("https://a.example/x").starts_with("https://a.example/x?token=eyJ"));
    assert!(link("https://a.example/?a=1").starts_with("https://a.example/?a=1&token=eyJ"));
    assert!(link("soon").starts_with("https://app.example.com/"));
    let long = format!("https://a.example/{}", "x".repeat(500));
    assert_eq!(link(&long), long);
}

#[test]
fn hostile_names_differ_from_field_to_field() {
    let hostile = stress_payload(only(Stress::HostileNames), &account());
    assert_eq!(at(&hostile, "/user/name"), "<b>Bold</b> & \"Quotes\"");
    assert_eq!(at(&hostile, "/user/username"), "{{code}}");
    let names = [
        "/user/name",
        "/user/username",
        "/application/name",
        "/application/displayName",
    ];
    let mut texts: Vec<&str> = names.iter().map(|name| at(&hostile, name)).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), names.len());
    for kept in ["/code", "/user/id", "/user/primaryEmail", "/user/avatar"] {
        assert_eq!(at(&hostile, kept), at(&account(), kept));
    }
}

#[test]
fn every_kind_of_hostility_occurs_somewhere() {
    let mut found = Vec::new();
    for payload in [account(), invitation()] {
        strings(
            &stress_payload(only(Stress::HostileNames), &payload),
            "",
            &mut found,
        );
    }
    for part in [
        "<b>", "{{code}}", "👩", "\u{202e}", "<script>", "</table>", "onerror",
    ] {
        assert!(
            found.iter().any(|(_, text)| text.contains(part)),
            "no name has {part}"
        );
    }
    let is_long_word = |text: &str| text.len() > 100 && !text.contains(' ');
    assert!(found.iter().any(|(_, text)| is_long_word(text)));
    let claims = found
        .iter()
        .filter(|(path, _)| path.starts_with("/inviter/profile"));
    let mut kinds: Vec<_> = claims.map(|(_, text)| text).collect();
    assert!(kinds.len() > 10);
    kinds.sort_unstable();
    kinds.dedup();
    assert!(kinds.len() > 4, "the profile has only {kinds:?}");
}

#[test]
fn a_hostile_placeholder_stays_a_text_when_rendered() {
    let hostile = stress_payload(only(Stress::HostileNames), &account());
    assert_eq!(
        render("{{user.username}} {{code}}", &hostile).unwrap(),
        format!("{{{{code}}}} {}", at(&account(), "/code"))
    );
}

#[test]
fn the_widest_values_are_as_long_as_before() {
    let wide = stress_payload(only(Stress::WorstWidth), &account());
    assert_eq!(at(&wide, "/code"), "888888");
    assert_eq!(at(&wide, "/locale"), "en");
    assert_eq!(at(&wide, "/user/name"), "WWW MMMMMM");
    assert_eq!(at(&wide, "/user/primaryEmail"), "WWW@MMMMMMM.WWW");
    assert_eq!(at(&wide, "/user/primaryPhone"), "88888888888");
    assert_eq!(
        at(&wide, "/application/branding/logoUrl"),
        at(&account(), "/application/branding/logoUrl")
    );
    let wide = stress_payload(only(Stress::WorstWidth), &invitation());
    assert_eq!(
        at(&wide, "/link"),
        "https://app.example.com/WWWWWWWWWWW/8MM8W8M8"
    );
}

#[test]
fn numbers_widen_lists_are_walked_and_the_rest_stays() {
    let payload = json!({
        "count": -120, "share": 0.5, "large": u64::MAX, "ok": true, "none": null,
        "items": ["ab 1", { "name": "日本" }]
    });
    assert_eq!(
        stress_payload(only(Stress::WorstWidth), &payload),
        json!({
            "count": -888, "share": 0.5, "large": u64::MAX, "ok": true, "none": null,
            "items": ["WW 8", { "name": "日本" }]
        })
    );
}

#[test]
fn stresses_of_the_payload_go_together() {
    let all: StressSet = Stress::ALL.into_iter().collect();
    let stressed = stress_payload(all, &account());
    assert_eq!(at(&stressed, "/user/username"), "{{code}}");
    assert_eq!(at(&stressed, "/code"), "888888");
    let family = stress_payload(
        only(Stress::Longest).with(Stress::WorstWidth),
        &json!({ "organization": { "name": "Acme" } }),
    );
    assert_eq!(chars(&family, "/organization/name"), 128);
    assert!(at(&family, "/organization/name").starts_with("WWWWWWWWWWWWW MMMMMMMMMMM"));
}

fn any_payload() -> impl Strategy<Value = Value> {
    let keys = prop_oneof![
        Just("code"),
        Just("link"),
        Just("user"),
        Just("name"),
        Just("profile"),
        Just("avatar"),
        Just("branding"),
        Just("locale"),
        Just("primaryEmail"),
        Just("organization"),
        Just("x"),
    ];
    let texts = prop_oneof![
        ".{0,20}",
        Just("https://".to_owned()),
        Just("HTTP://ä".to_owned()),
        Just(String::new()),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        texts.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((keys.clone().prop_map(str::to_owned), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// The payload with every text and number made the same.
fn shape(value: &Value) -> Value {
    match value {
        Value::String(_) => "text".into(),
        Value::Number(_) => 0.into(),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, field)| (key.clone(), shape(field)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn every_payload_keeps_its_shape(payload in any_payload(), bits in 0_u8..32) {
        let chosen = Stress::ALL.into_iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
        let set: StressSet = chosen.map(|(_, stress)| stress).collect();
        let stressed = stress_payload(set, &payload);
        prop_assert_eq!(shape(&stressed), shape(&payload));
        prop_assert_eq!(&stressed, &stress_payload(set, &payload));
    }

    #[test]
    fn the_widest_values_keep_their_length(payload in any_payload()) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        strings(&payload, "", &mut before);
        strings(&stress_payload(only(Stress::WorstWidth), &payload), "", &mut after);
        for ((path, old), (_, new)) in before.iter().zip(&after) {
            if path != "/code" {
                prop_assert_eq!(old.chars().count(), new.chars().count(), "{}", path);
            }
        }
    }
}
