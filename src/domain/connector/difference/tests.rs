//! Differences and promotions.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;

const SMTP: &str = "simple-mail-transfer-protocol";
const SENDGRID: &str = "sendgrid-email-service";

fn between(factory: &str, old: &Value, new: &Value) -> Difference {
    let (old, new) = (SpelledJson::from(old), SpelledJson::from(new));
    let side = |json| Side {
        factory,
        json,
        resolved: None,
    };
    difference(&side(&old), &side(&new))
}

fn paths(difference: &Difference) -> Vec<String> {
    let changes = difference.changes.iter();
    changes
        .map(|change| {
            let sign = match change.kind {
                ChangeKind::Added { .. } => '+',
                ChangeKind::Removed { .. } => '-',
                ChangeKind::Changed { .. } => '~',
            };
            format!("{sign}{}", change.path)
        })
        .collect()
}

#[test]
fn changes_are_told_at_their_places() {
    let old = json!({
        "host": "a", "port": 587, "same": { "x": [1, 2] }, "auth": { "user": "u" }, "tls": {}, "gone": null,
    });
    let new = json!({
        "port": 587.0, "host": "b", "auth": {}, "tls": { "minVersion": "TLSv1.2" },
        "same": { "x": [1, 3, 4] }, "new": { "deep": [true] },
    });
    let difference = between(SMTP, &old, &new);
    assert_eq!(
        paths(&difference),
        [
            "~host",
            "~same.x[1]",
            "+same.x[2]",
            "-auth.user",
            "+tls.minVersion",
            "-gone",
            "+new.deep[0]",
        ]
    );
    assert_eq!(difference.changes[2].pointer, "/same/x/2");
    let shape = between(
        SMTP,
        &json!({ "a": "x", "b": {} }),
        &json!({ "a": { "c": 1 }, "b": [] }),
    );
    assert_eq!(paths(&shape), ["+a.c", "-a", "~b"]);
}

#[test]
fn secrets_are_never_shown() {
    let old = json!({ "auth": { "user": "u", "pass": "hunter2" }, "customHeaders": { "X-Token": "t0ken" } });
    let new = json!({ "auth": { "user": "u", "pass": "correct-horse" } });
    let difference = between(SMTP, &old, &new);
    assert_eq!(paths(&difference), ["~auth.pass", "-customHeaders.X-Token"]);
    let ChangeKind::Changed { secrets, .. } = &difference.changes[0].kind else {
        panic!("{difference:?}");
    };
    assert_eq!(*secrets, Some(Comparison::Different));
    let printed = format!(
        "{difference:?} {}",
        serde_json::to_string(&difference).unwrap()
    );
    for secret in ["hunter2", "correct-horse", "t0ken"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn references_are_equal_or_not_only_if_both_lead_somewhere() {
    let old = json!({ "apiKey": "${DEV_KEY}" });
    let new = json!({ "apiKey": "${keyring:production.key}" });
    let (one, other) = (SpelledJson::from(&old), SpelledJson::from(&new));
    let compare = |first: Option<&Value>, second: Option<&Value>| {
        let side = |json, resolved| Side {
            factory: SENDGRID,
            json,
            resolved,
        };
        let difference = difference(&side(&one, first), &side(&other, second));
        match &difference.changes[..] {
            [
                Change {
                    kind: ChangeKind::Changed { old, new, secrets },
                    ..
                },
            ] => {
                let reference = SecretReference::Environment("DEV_KEY".to_owned());
                assert_eq!(*old, Shown::Reference(reference));
                assert!(matches!(new, Shown::Reference(SecretReference::Keyring(_))));
                secrets.unwrap()
            }
            other => panic!("{other:?}"),
        }
    };
    let (a, b) = (json!({ "apiKey": "a" }), json!({ "apiKey": "b" }));
    assert_eq!(compare(None, Some(&a)), Comparison::Unknown);
    assert_eq!(compare(Some(&a), Some(&a)), Comparison::Equal);
    assert_eq!(compare(Some(&a), Some(&b)), Comparison::Different);
    assert_eq!(compare(Some(&old), Some(&b)), Comparison::Unknown);
}

fn template(usage_type: &str, subject: &str, content: &str) -> Value {
    json!({ "usageType": usage_type, "type": "text/html", "subject": subject, "content": content })
}

#[test]
fn templates_are_compared_by_their_type() {
    let old = json!({ "templates": [
        template("SignIn", "a", "b"), template("Register", "a", "b"), template("SignIn", "2nd", "b"),
    ] });
    let mut new = json!({ "templates": [
        template("Generic", "n", "n"), template("Register", "a", "b"), template("SignIn", "a", "c"),
    ] });
    new["templates"][1]["note"] = json!(1);
    let changes = between(SENDGRID, &old, &new).templates;
    let told: Vec<_> = changes
        .iter()
        .map(|change| {
            let sides = (change.old.is_some(), change.new.is_some());
            (
                change.usage_type.as_str(),
                change.occurrence,
                sides,
                change.fields.clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("SignIn", 0, (true, true), vec![TemplateField::Content]),
            ("Register", 0, (true, true), vec![TemplateField::Other]),
            ("SignIn", 1, (true, false), vec![]),
            ("Generic", 0, (false, true), vec![]),
        ]
    );
}

fn promoted(development: (&str, &Value), production: (&str, &str), chosen: &[&str]) -> Promotion {
    let source = SpelledJson::from(development.1);
    let (target, _) = SpelledJson::parse(production.1).unwrap();
    let side = |factory, json| Side {
        factory,
        json,
        resolved: None,
    };
    let chosen: BTreeSet<String> = chosen.iter().map(|&pointer| pointer.to_owned()).collect();
    promotion(
        &side(development.0, &source),
        &side(production.0, &target),
        &chosen,
    )
}

fn four(subject: &str) -> Vec<Value> {
    ["Register", "SignIn", "ForgotPassword", "Generic"]
        .map(|name| template(name, subject, "{{code}}"))
        .to_vec()
}

#[test]
fn texts_go_to_production_and_what_is_its_own_stays() {
    let development = json!({
        "apiKey": "${DEV}", "fromEmail": "dev@example.com", "fromName": "Lindmoor", "x": 1,
        "templates": four("new"),
    });
    let five = [four("old"), vec![template("BindMfa", "b", "{{code}}")]].concat();
    let production = json!({
        "apiKey": "${LIVE}", "fromEmail": "live@example.com", "fromName": "Old", "weight": 0,
        "templates": five,
    });
    let text = production
        .to_string()
        .replace("\"weight\":0", "\"weight\": 1.50e1");
    let promotion = promoted((SENDGRID, &development), (SENDGRID, &text), &[]);
    let new = promotion.production.value();
    assert_eq!(new["apiKey"], "${LIVE}");
    assert_eq!(new["fromEmail"], "live@example.com");
    assert_eq!(new["fromName"], "Lindmoor");
    assert_eq!(new["x"], Value::Null);
    assert_eq!(new["templates"].as_array().unwrap().len(), 5);
    assert_eq!(new["templates"][0]["subject"], "new");
    assert_eq!(new["templates"][4]["subject"], "b");
    assert!(promotion.production.pretty().contains("\"weight\": 1.50e1"));
    assert_eq!(paths(&promotion.changes), ["~fromName"]);
    assert_eq!(promotion.changes.templates.len(), 4);
    assert_eq!(
        paths(&promotion.kept),
        ["~apiKey", "~fromEmail", "-weight", "+x"]
    );
    assert_eq!(promotion.warnings[0].code, "promotion-only-there");

    let chosen = promoted(
        (SENDGRID, &development),
        (SENDGRID, &text),
        &["/fromEmail", "/x", "/weight"],
    );
    let new = chosen.production.value();
    assert_eq!(
        (&new["fromEmail"], &new["x"]),
        (&json!("dev@example.com"), &json!(1))
    );
    assert_eq!(new["weight"], Value::Null);
    assert_eq!(new["apiKey"], "${LIVE}");
}

#[test]
fn a_chosen_place_is_made_where_there_is_none() {
    let development = json!({ "tls": { "a": { "b/c": [7] } }, "customHeaders": { "X": "1" } });
    let chosen = ["/tls/a/b~1c", "/customHeaders/X", "/none/there"];
    let promotion = promoted((SMTP, &development), (SMTP, "{\"host\":\"h\"}"), &chosen);
    let expected =
        json!({ "host": "h", "tls": { "a": { "b/c": [7] } }, "customHeaders": { "X": "1" } });
    assert_eq!(promotion.production.value(), expected);
}

#[test]
fn templates_take_the_shape_of_another_connector() {
    let development = json!({ "templates": [
        { "usageType": "SignIn", "contentType": "text/plain", "subject": "s", "content": "http://localhost:3000 {{code}}" },
        { "usageType": "Ours", "contentType": "text/plain", "subject": "s", "content": "c" },
    ] });
    let live =
        json!({ "apiKey": "${LIVE}", "fromEmail": "a@example.com", "templates": four("old") });
    let promotion = promoted(
        (SMTP, &development),
        (SENDGRID, &live.to_string()),
        &["/apiKey"],
    );
    let new = promotion.production.value();
    assert_eq!(new["templates"][1]["type"], "text/plain");
    assert_eq!(new["templates"][1].get("contentType"), None);
    assert_eq!(new["apiKey"], "${LIVE}");
    let codes: Vec<_> = promotion.warnings.iter().map(|found| found.code).collect();
    assert!(codes.contains(&"promotion-not-moved"), "{codes:?}");
    assert!(codes.contains(&"promotion-loopback"), "{codes:?}");

    let stored = json!({ "serverToken": "${LIVE}", "fromEmail": "a@example.com", "templates": [] });
    let refused = promoted(
        (SMTP, &development),
        ("postmark-mail", &stored.to_string()),
        &[],
    );
    assert_eq!(refused.production.value(), stored);
    assert!(refused.changes.is_empty());
    let codes: Vec<_> = refused.warnings.iter().map(|found| found.code).collect();
    assert_eq!(
        codes,
        [
            "promotion-not-moved",
            "promotion-not-moved",
            "connector-config-invalid"
        ]
    );
}

fn any_value() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3_i64).prop_map(Value::from),
        "[ab]{0,2}".prop_map(Value::from),
    ];
    plain.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[abc]", inner, 0..3).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_differs_exactly_where_both_are_the_same(one in any_value(), other in any_value()) {
        let (one, other) = (json!({ "v": one }), json!({ "v": other }));
        prop_assert!(between(SMTP, &one, &one).is_empty());
        prop_assert_eq!(between(SMTP, &one, &other).is_empty(), is_same(&one, &other));
        let there = between(SMTP, &one, &other).changes.len();
        prop_assert_eq!(between(SMTP, &other, &one).changes.len(), there);
    }
}
