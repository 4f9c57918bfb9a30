//! One problem hides no other.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::connector::form::{self, starting_config};

fn mailgun(changes: &Value) -> Inspection {
    let mut config = starting_config("mailgun-email");
    config["domain"] = json!("mg.example.com");
    config["apiKey"] = json!("key");
    config["from"] = json!("a@example.com");
    for (key, value) in changes.as_object().unwrap() {
        config[key] = value.clone();
    }
    Connector::inspect("mailgun-email", &config).unwrap()
}

fn told(found: &Inspection) -> Vec<String> {
    let issues = found.issues.iter().map(ConfigIssue::finding);
    let all = issues.chain(found.findings.iter().cloned());
    all.map(|finding| finding.message).collect()
}

#[test]
fn a_refused_endpoint_hides_no_empty_field_and_no_unknown_delivery() {
    let found = mailgun(&json!({
        "endpoint": "https://api.mailgun.net/",
        "domain": "",
        "apiKey": "",
        "deliveries": { "Singin": { "html": "x", "subject": "x" } },
    }));
    assert_eq!(found.issues.len(), 1);
    let told = told(&found);
    let about = |path: &str| told.iter().filter(|told| told.starts_with(path)).count();
    for path in ["endpoint:", "domain:", "apiKey:", "deliveries.Singin"] {
        assert_eq!(about(path), 1, "{path} {told:#?}");
    }
}

#[test]
fn a_slash_behind_the_endpoint_is_told_as_such() {
    let config = json!({ "endpoint": "https://api.mailgun.net/" });
    let found = mailgun(&config);
    let finding = found.issues[0].finding_in(&config);
    assert_eq!(
        finding.message,
        "endpoint: There is a slash behind .mailgun.net, where Logto wants the end"
    );
    assert_eq!(
        finding.hint.as_deref(),
        Some("Remove the slash (Logto's word: Invalid input: must end with \".mailgun.net\")")
    );
    let other = json!({ "endpoint": "https://example.com" });
    let plain = mailgun(&other).issues[0].plain(&other);
    assert!(
        plain.starts_with("Logto takes only what ends with .mailgun.net."),
        "{plain}"
    );
}

#[test]
fn every_refusal_has_plain_words() {
    for (config, starts) in [
        (
            json!({ "domain": 1 }),
            "domain: It is a number without quotes",
        ),
        (json!({ "domain": null }), "domain: It is null"),
        (
            json!({ "endpoint": "x" }),
            "endpoint: It is no address of the web",
        ),
        (
            json!({ "deliveries": { "SignIn": {} } }),
            "deliveries.SignIn: It fits none",
        ),
    ] {
        let found = mailgun(&config);
        let told = found.issues[0].finding_in(&config).message;
        assert!(told.starts_with(starts), "{told}");
    }
    let found = mailgun(&json!({ "deliveries": { "SignIn": {} } }));
    let hint = found.issues[0].finding().hint.unwrap();
    assert!(
        hint.contains("html is missing; or template is missing"),
        "{hint}"
    );
}

#[test]
fn templates_that_are_missing_hide_no_trap_of_the_others() {
    let config = json!({
        "serverToken": " token ", "fromEmail": "nobody",
        "templates": [{ "usageType": "SignIn", "templateAlias": "" }],
    });
    let found = Connector::inspect("postmark-mail", &config).unwrap();
    let told = told(&found);
    assert!(
        told[0].starts_with("templates: There is no template for Register"),
        "{told:#?}"
    );
    let has = |start: &str| told.iter().any(|told| told.starts_with(start));
    assert!(
        has("serverToken:") && has("templates[0].templateAlias:"),
        "{told:#?}"
    );
    assert!(
        !told.iter().any(|told| told.starts_with("templates[1]")),
        "{told:#?}"
    );
}

#[test]
fn an_empty_configuration_of_every_connector_is_looked_over() {
    for factory in Connector::FACTORY_IDS {
        let Inspection { issues, findings } = Connector::inspect(factory, &json!({})).unwrap();
        let guard = guard(factory).unwrap();
        assert!(guard.mended(&json!({})).is_some(), "{factory}");
        for issue in issues {
            // Nothing made up is told of.
            let place = issue.path_text();
            let is_told = findings
                .iter()
                .any(|found| found.message.starts_with(&place));
            assert!(!is_told, "{factory}: {findings:#?}");
            let message = issue.finding_in(&json!({})).message;
            assert!(message.contains("It is missing"), "{factory}: {issue}");
        }
    }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-z/:.@]{0,12}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{ "usageType": "SignIn" }])),
        Just(json!({ "SignIn": { "html": 1 }, "type": "OAuth2" })),
    ]
}

proptest! {
    /// Whatever stands in a field, the guard's issues are those of the guard alone, and stand-ins
    /// are found for them.
    #[test]
    fn any_value_in_any_field_can_be_looked_over(
        factory in 0..10_usize, fields in proptest::collection::vec((0..12_usize, value()), 1..4),
    ) {
        let factory = Connector::FACTORY_IDS[factory];
        let mut config = starting_config(factory);
        let known = form::fields(factory).unwrap();
        for (index, value) in fields {
            config[known[index % known.len()].key] = value;
        }
        let found = Connector::inspect(factory, &config).unwrap();
        let guard = guard(factory).unwrap();
        prop_assert_eq!(&found.issues, &guard.issues(&config));
        prop_assert!(guard.mended(&config).is_some(), "{}", config);
    }
}
