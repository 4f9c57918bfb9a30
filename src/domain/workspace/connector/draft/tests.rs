//! No secret is left in what goes to the disk, whatever state a text is in.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::connector::Connector;
use crate::domain::connector::form::{secrets_in, starting_config};

const KEY: &str = "pm-9f8e7d6c5b4a";

fn profile(factory: &str, config: serde_json::Value) -> String {
    ConnectorProfile::new("mark", factory, config).print()
}

fn typed(json: &str) -> String {
    let mut profile = ConnectorProfile::new("mark", "postmark-mail", json!({ "fromEmail": "a" }));
    profile.unfinished = Some(json.to_owned());
    profile.print()
}

#[test]
fn a_readable_profile_has_references_and_all_the_rest() {
    let text = profile(
        "postmark-mail",
        json!({ "serverToken": KEY, "fromEmail": "a@example.com" }),
    );
    let text = format!("# the old one was {KEY}\n{text}");
    let draft = without_secrets("mark", &text);
    assert!(!draft.contains(KEY), "{draft}");
    assert!(draft.contains("serverToken = \"${keyring:mark.serverToken}\""));
    assert!(draft.contains("a@example.com"));
    let Some(HeldBack::Secrets(places)) = held_back("mark", &text) else {
        panic!("it would be written");
    };
    assert_eq!(places[0].path_text(), "serverToken");
}

#[test]
fn a_profile_without_secrets_is_left_as_it_is() {
    let text = profile("postmark-mail", json!({ "serverToken": "${TOKEN}" }));
    assert!(matches!(without_secrets("mark", &text), Cow::Borrowed(_)));
    assert_eq!(held_back("mark", &text), None);
}

#[test]
fn the_key_of_another_connector_is_a_secret_too() {
    let config = json!({
        "apiKey": KEY,
        "auth": { "pass": "other-secret" },
        "templates": [{ "usageType": "SignIn", "token": "no secret" }],
    });
    let text = profile("postmark-mail", config);
    let draft = without_secrets("mark", &text);
    assert!(
        !draft.contains(KEY) && !draft.contains("other-secret"),
        "{draft}"
    );
    assert!(draft.contains("no secret"));
    let parsed = ConnectorProfile::parse("mark", &draft).unwrap();
    let codes: Vec<&str> = parsed.findings.iter().map(|found| found.code).collect();
    assert!(!codes.contains(&"connector-reference-ignored"), "{codes:?}");
}

#[test]
fn a_secret_that_is_no_text_is_one_all_the_same() {
    for (factory, config, digits) in [
        ("postmark-mail", json!({ "serverToken": [KEY] }), KEY),
        (
            "postmark-mail",
            json!({ "serverToken": { "x": [KEY] } }),
            KEY,
        ),
        (
            "postmark-mail",
            json!({ "serverToken": 84_736_251 }),
            "84736251",
        ),
        ("postmark-mail", json!({ "apiKey": 84_736_251 }), "84736251"),
        ("postmark-mail", json!({ "apiKey": [[KEY]] }), KEY),
        (
            "postmark-mail",
            json!({ "auth": { "pass": { "x": KEY } } }),
            KEY,
        ),
        ("mailgun-email", json!({ "X-Api-Token": [KEY] }), KEY),
        (
            "simple-mail-transfer-protocol",
            json!({ "auth": { "pass": 84_736_251 } }),
            "84736251",
        ),
    ] {
        let text = profile(factory, config);
        let held = held_back("mark", &text);
        assert!(matches!(held, Some(HeldBack::Secrets(_))), "{text}");
        let draft = without_secrets("mark", &text);
        assert!(!draft.contains(digits), "{draft}");
        assert_eq!(held_back("mark", &draft), None, "{draft}");
    }
    // What only sounds like a secret may have texts for people inside.
    let texts = json!({ "own": { "ForgotPassword": { "subject": "Your code" } } });
    assert_eq!(held_back("mark", &profile("postmark-mail", texts)), None);
}

#[test]
fn unfinished_json_is_kept_to_the_letter_but_for_its_secrets() {
    let begun = "{\n  \"fromEmail\": 'a',\t\"x\": \"'''\"\r\n";
    let text = typed(begun);
    let read = ConnectorProfile::parse("mark", &text).unwrap().value;
    assert_eq!(read.unfinished.as_deref(), Some(begun));
    assert_eq!(read.config, json!({ "fromEmail": "a" }));
    assert!(matches!(without_secrets("mark", &text), Cow::Borrowed(_)));
    let Some(HeldBack::Unfinished(error)) = held_back("mark", &text) else {
        panic!("it would be written");
    };
    assert_eq!(error.line, 2);
}

#[test]
fn broken_json_shows_no_secret() {
    let pem = "-----BEGIN PRIVATE KEY-----\nMIIpm-9f8e7d6c5b4a\n-----END PRIVATE KEY-----";
    for json in [
        format!("{{\"serverToken\": \"{KEY}\", "),
        format!("{{\"serverToken\": \"{KEY}"),
        format!("{{\"serverToken\" \"{KEY}\" \"x\": 1"),
        format!("{{serverToken: {KEY}, x: 1"),
        format!("{{'serverToken': '{KEY}', "),
        format!("{{\"serverToken: \"{KEY}\", "),
        format!("{{\"serverToken\": \"{KEY}\"{KEY}\", \"x\""),
        format!("{{\"serverToken\": \"a\\\"{KEY}\", \"x\""),
        format!("{{\"auth\": {{\"user\": \"u\", \"pass\": \"{KEY}\""),
        format!("{{\"customHeaders\": {{\"X-Api-Key\": [\"{KEY}\", "),
        format!("{{\"proxy\": \"http://me:{KEY}@proxy.example\", "),
        format!("{{\"tls\": \"{pem}\", "),
        format!("{{\"apiKey\":\n\n\"{KEY}\", "),
        format!("{{\"serverToken\": {{\"x\": \"{KEY}\"}}, \"x\": "),
        format!("{{\"serverToken\": {{\"x\": \"{KEY}"),
        format!("{{\"serverToken\": [[\"a]\"], \"{KEY}\"], \"x\""),
        format!("{{\"apiKey\": [1, {{\"x\": [\"{KEY}\"]"),
        KEY.to_owned(),
        format!("\"{KEY}\""),
    ] {
        let draft = without_secrets("mark", &typed(&json)).into_owned();
        assert!(!draft.contains(KEY), "{json}\n{draft}");
        let read = ConnectorProfile::parse("mark", &draft).unwrap().value;
        assert_eq!(read.config, json!({ "fromEmail": "a" }), "{json}");
    }
}

#[test]
fn a_file_that_is_no_toml_shows_no_secret() {
    let text = format!("factory = \"postmark-mail\"\n[config\nserverToken = \"{KEY}\"\n");
    assert!(!without_secrets("mark", &text).contains(KEY));
    assert_eq!(held_back("mark", &text), Some(HeldBack::Unreadable));
    let text = format!("factory = 'postmark-mail'\nconfig = '{{\"serverToken\": \"{KEY}\",}}'\n");
    assert!(!without_secrets("mark", &text).contains(KEY));
    assert_eq!(held_back("mark", &text), Some(HeldBack::Unreadable));
    let harmless = "factory = \"postmark-mail\"\n[config\nfromEmail = 'a'\n";
    assert_eq!(held_back("mark", harmless), None);
}

#[test]
fn json_that_was_finished_is_the_configuration() {
    let text = typed("{\"a\": 1}");
    let read = ConnectorProfile::parse("mark", &text).unwrap().value;
    assert_eq!(
        (read.config.clone(), read.unfinished.clone()),
        (json!({ "a": 1 }), None)
    );
    let mut changed = read;
    changed.title = "Other".to_owned();
    let printed = changed.print();
    assert!(!printed.contains("unfinished"), "{printed}");
    let again = ConnectorProfile::parse("mark", &printed).unwrap().value;
    assert_eq!(again.config, json!({ "a": 1 }));
}

/// The configuration of a connector with `secret` in every place for one that it begins with.
fn filled(factory: &str, secret: &str) -> serde_json::Value {
    let mut config = starting_config(factory);
    for key in [
        "accessKeySecret",
        "apiKey",
        "authorization",
        "appSecret",
        "serverToken",
    ] {
        config[key] = json!(secret);
    }
    config["auth"] = json!({ "user": "u", "pass": secret });
    config
}

proptest! {
    /// Typing is seldom whole: cut anywhere, the JSON of a connector shows no secret in a draft.
    #[test]
    fn json_cut_anywhere_shows_no_secret(factory in 0..10_usize, cut in 0.0..1.0_f64) {
        let factory = Connector::FACTORY_IDS[factory];
        let config = filled(factory, KEY);
        prop_assert!(!secrets_in(factory, &config).is_empty());
        let json = serde_json::to_string_pretty(&config).unwrap();
        let at = json.floor_char_boundary((json.len() as f64 * cut) as usize);
        let draft = without_secrets("mark", &typed(&json[..at])).into_owned();
        // The first letters of a secret are no secret.
        prop_assert!(!draft.contains(&KEY[..8]), "{}", draft);
        prop_assert!(ConnectorProfile::parse("mark", &draft).is_ok());
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,80}") {
        let odd = typed(&text);
        let read = ConnectorProfile::parse("mark", &odd).unwrap().value;
        prop_assert!(read.unfinished.is_none_or(|read| read == text));
        without_secrets("mark", &text);
        held_back("mark", &text);
        let draft = without_secrets("mark", &odd).into_owned();
        prop_assert!(ConnectorProfile::parse("mark", &draft).is_ok());
    }
}
