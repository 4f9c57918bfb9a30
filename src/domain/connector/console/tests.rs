//! Pasting, guessing and moving of templates.

use serde_json::{Value, json};

use super::*;
use crate::domain::connector::Connector;
use crate::domain::connector::form::{FieldKind, FieldValue, fields, set, starting_config};
use crate::domain::logto::{ContentType, TemplateDetails, UsageType};

/// A starting configuration with something in every text and number.
fn filled(factory: &str) -> Value {
    let mut config = starting_config(factory);
    for field in fields(factory).unwrap() {
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let value = match (field.kind, field.key) {
            (FieldKind::Text, "endpoint") => text("https://api.eu.mailgun.net"),
            (FieldKind::Text, "appLogo") => text("https://example.com/logo.png"),
            (FieldKind::Text, "senderName" | "companyInformation") => text("Lindmoor"),
            (FieldKind::Text, _) => text("a@example.com"),
            (FieldKind::Number, _) => FieldValue::Number("25".to_owned()),
            _ => continue,
        };
        set(&mut config, &[field.key], &value);
    }
    config
}

#[test]
fn every_connector_is_recognized_by_its_shape() {
    for factory in Connector::FACTORY_IDS {
        let guesses = guess_factory(&filled(factory));
        let first = &guesses[0];
        // The two have the same keys and the same guard but for the usage types.
        let expected = match factory {
            "mailjunky-email-service" => "sendgrid-email-service",
            _ => factory,
        };
        assert_eq!(first.factory, expected, "{guesses:#?}");
        assert!(
            guesses
                .iter()
                .any(|guess| guess.factory == factory && guess.issues == 0)
        );
    }
}

#[test]
fn a_guess_says_why() {
    let config = json!({ "serverToken": "t", "fromEmail": "a@example.com" });
    let guesses = guess_factory(&config);
    assert_eq!(guesses[0].factory, "postmark-mail");
    assert_eq!(
        guesses[0].why,
        "only Postmark Mail has serverToken, and Logto would refuse it for one problem"
    );
    let named = json!({ "connectorId": "http-email", "config": { "host": "x" } });
    let guesses = guess_factory(&named);
    assert_eq!(guesses.len(), 1);
    assert_eq!((guesses[0].factory, guesses[0].issues), ("http-email", 1));
    assert_eq!(
        clear_guess(&guess_factory(&config)),
        Some(&guess_factory(&config)[0])
    );
    let unclear = json!({ "apiKey": "k", "fromEmail": "a@example.com" });
    let guesses = guess_factory(&unclear);
    assert_eq!(clear_guess(&guesses), None);
    let asked: Vec<&str> = candidates(&guesses).iter().map(|one| one.factory).collect();
    assert_eq!(asked, ["sendgrid-email-service", "mailjunky-email-service"]);
    assert_eq!(
        candidates(&guess_factory(&json!({ "fromEmail": "a@b.example" }))),
        Vec::<&Guess>::new()
    );
    assert_eq!(guess_factory(&json!({ "color": 1 })), []);
    assert_eq!(guess_factory(&json!([])), []);
}

#[test]
fn a_type_that_only_one_of_the_twins_takes_decides() {
    let mut config = filled("mailjunky-email-service");
    config["templates"][0]
        .as_object_mut()
        .unwrap()
        .remove("type");
    assert_eq!(guess_factory(&config)[0].factory, "mailjunky-email-service");
}

#[test]
fn a_value_that_one_provider_makes_decides() {
    for (config, factory) in [
        (
            json!({ "apiKey": "SG.abc", "fromEmail": "a@b.example" }),
            "sendgrid-email-service",
        ),
        (
            json!({ "accessKeyId": "AKIAX", "accessKeySecret": "s" }),
            "aws-ses-mail",
        ),
        (
            json!({ "accessKeyId": "LTAIX", "accessKeySecret": "s" }),
            "aliyun-direct-mail",
        ),
        (json!({ "serverToken": "t" }), "postmark-mail"),
        (
            json!({ "host": "h", "auth": { "pass": "xsmtpsib-1" } }),
            "simple-mail-transfer-protocol",
        ),
    ] {
        let guesses = guess_factory(&config);
        let clear = clear_guess(&guesses).map(|guess| guess.factory);
        assert_eq!(clear, Some(factory), "{guesses:#?}");
    }
}

fn connectors(text: &str) -> (Vec<PastedConnector>, Vec<String>) {
    let (pasted, findings) = paste(text).unwrap();
    let Paste::Connectors(connectors) = pasted else {
        panic!("{pasted:?}");
    };
    let codes = findings.iter().map(|finding| finding.code.to_owned());
    (connectors, codes.collect())
}

#[test]
fn a_configuration_is_taken_as_it_is_written() {
    let text = "{ \"port\": 5.870e2, \"extra\": null,\n\"host\": \"\\u0061\" }";
    let (found, codes) = connectors(text);
    assert_eq!(
        found[0].config.compact(),
        r#"{"port":5.870e2,"extra":null,"host":"\u0061"}"#
    );
    assert_eq!((found[0].factory.as_deref(), codes.len()), (None, 0));
}

#[test]
fn connectors_of_the_api_are_taken_out_of_their_list() {
    let text = r#"[
        {"id": "x1", "connectorId": "google-universal", "config": {"clientId": "c"}},
        {"id": "x2", "connectorId": "postmark-mail", "type": "Email", "config": {"serverToken": "t", "n": 1.0}}
    ]"#;
    let (found, codes) = connectors(text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].factory.as_deref(), Some("postmark-mail"));
    assert_eq!(found[0].id.as_deref(), Some("x2"));
    assert_eq!(found[0].config.compact(), r#"{"serverToken":"t","n":1.0}"#);
    assert_eq!(codes, ["paste-left-out"]);
    let (body, _) = connectors(r#"{"config": {"host": "h"}, "email": "a@example.com"}"#);
    assert_eq!(body[0].config.value(), json!({ "host": "h" }));
}

#[test]
fn templates_alone_are_known_as_such() {
    for text in [
        r#"{"subject": "s", "content": "c", "usageType": "SignIn", "type": "text/html"}"#,
        r#"[{"usageType": "SignIn", "templateAlias": "a"}]"#,
        r#"{"SignIn": {"html": "h", "subject": "s"}, "Generic": {"template": "t"}}"#,
    ] {
        let (pasted, _) = paste(text).unwrap();
        assert!(matches!(pasted, Paste::Templates(_)), "{text}");
    }
}

#[test]
fn what_is_no_configuration_is_told() {
    for (text, words) in [
        ("[]", "an empty list"),
        ("[1]", "a list of something else"),
        ("\"{}\"", "a text"),
        ("null", "null"),
        (
            r#"[{"connectorId": "github-universal", "config": {}}]"#,
            "none of these",
        ),
        (
            r#"{"connectorId": "http-email"}"#,
            "http-email has no config",
        ),
        ("{\n\"host\": \"h\", // ours\n}", "(line 2, column 14)"),
    ] {
        let error = paste(text).unwrap_err().to_string();
        assert!(error.contains(words), "{text}: {error}");
    }
    let (_, codes) = connectors("{\"host\": 1, \"host\": 2}");
    assert_eq!(codes, ["json-key-twice"]);
}

fn details(content_type: Option<ContentType>) -> TemplateDetails {
    TemplateDetails {
        subject: "New {{code}}".to_owned(),
        content: "<p>{{code}}</p>".to_owned(),
        content_type,
        reply_to: Some("help@example.com".to_owned()),
        send_from: None,
    }
}

#[test]
fn a_template_goes_in_and_comes_out_again() {
    for factory in Connector::FACTORY_IDS {
        let config = filled(factory);
        let plain = details(Some(ContentType::Plain));
        for usage_type in [UsageType::SignIn, UsageType::BindMfa] {
            let Some(changed) = with_template(&config, factory, usage_type, &plain) else {
                assert!(matches!(
                    factory,
                    "postmark-mail" | "http-email" | "logto-email"
                ));
                continue;
            };
            assert!(
                Connector::from_json(factory, changed.clone()).is_ok(),
                "{factory}"
            );
            let found = templates_of(&changed);
            let of_type = |found: &&ConfigTemplateAt| found.usage_type == usage_type.as_str();
            let found: Vec<_> = found.iter().filter(of_type).collect();
            assert_eq!(found.len(), 1, "{factory}");
            let out = found[0].details().unwrap();
            assert_eq!(
                (&out.subject, &out.content),
                (&plain.subject, &plain.content)
            );
            let expected = match factory {
                "aws-ses-mail" | "aliyun-direct-mail" => None,
                "mailgun-email" => Some(ContentType::Html),
                _ => Some(ContentType::Plain),
            };
            assert_eq!(out.content_type, expected, "{factory}");
            let others = |config: &Value| {
                let mut others = templates_of(config);
                others.retain(|other| other.usage_type != usage_type.as_str());
                others
            };
            assert_eq!(others(&changed), others(&config), "{factory}");
            let (without, count) = without_template(&changed, usage_type.as_str());
            assert_eq!(
                (count, template_json(&without, usage_type.as_str())),
                (1, None)
            );
        }
    }
}

#[test]
fn a_stored_template_of_mailgun_gives_way_to_texts() {
    let config =
        json!({ "deliveries": { "Generic": { "template": "t", "variables": {}, "x": 1 } } });
    let stored = &templates_of(&config)[0];
    assert_eq!(
        (stored.stored_as.as_deref(), stored.details()),
        (Some("t"), None)
    );
    let plain = details(Some(ContentType::Plain));
    let changed = with_template(&config, "mailgun-email", UsageType::Generic, &plain).unwrap();
    let expected = json!({ "Generic": {
        "x": 1, "subject": "New {{code}}", "html": "<p>{{code}}</p>", "text": "<p>{{code}}</p>",
        "replyTo": "help@example.com",
    } });
    assert_eq!(template_json(&changed, "Generic"), Some(expected));
}

#[test]
fn the_first_of_a_type_is_changed_and_keeps_its_keys_in_place() {
    let config = json!({ "templates": [
        { "usageType": "SignIn", "note": "ours", "subject": "a", "content": "b", "type": "text/plain" },
        { "usageType": "SignIn", "subject": "second", "content": "d", "type": "text/plain" },
    ] });
    let changed = with_template(
        &config,
        "sendgrid-email-service",
        UsageType::SignIn,
        &details(None),
    );
    let changed = changed.unwrap()["templates"].to_string();
    let expected = r#"[{"usageType":"SignIn","note":"ours","subject":"New {{code}}","content":"<p>{{code}}</p>","type":"text/html"},{"usageType":"SignIn","subject":"second","content":"d","type":"text/plain"}]"#;
    assert_eq!(changed, expected);
}
