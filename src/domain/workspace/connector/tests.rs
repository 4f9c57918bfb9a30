//! Reading and writing of profiles.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::connector::Secret;
use crate::domain::connector::form::{SecretAt, starting_config};

const FILE: &str = "# Ours\ntitle = \"Live\" # the real one\nfactory = \"postmark-mail\"\nenvironment = \"production\"\nallow = [\"me@example.com\"]\nendpoint = \"http://127.0.0.1:9/\"\naccept-invalid-certificates = true\nfuture = 1\n\n[config]\nserverToken = \"${POSTMARK}\" # see the wiki\nfromEmail = 'a@example.com'\n\n[[config.templates]]\nusageType = \"SignIn\"\ntemplateAlias = \"x\"\n";

fn parsed(text: &str) -> Parsed<ConnectorProfile> {
    ConnectorProfile::parse("live", text).unwrap()
}

fn codes(text: &str) -> Vec<&'static str> {
    parsed(text)
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect()
}

#[test]
fn a_profile_keeps_its_configuration_as_logto_names_it() {
    let text = "factory = \"simple-mail-transfer-protocol\"\nsandbox = true\n[config]\nfromEmail = \"a@example.com\"\n[[config.templates]]\nusageType = \"SignIn\"\n";
    let profile = ConnectorProfile::parse("sandbox", text).unwrap().value;
    assert!(profile.sandbox && profile.allow.is_empty());
    assert_eq!(profile.environment, Environment::Development);
    assert_eq!(profile.config["fromEmail"], "a@example.com");
    assert!(profile.has_template("SignIn") && !profile.has_template("Generic"));
    let profile = parsed(FILE).value;
    assert_eq!(profile.environment, Environment::Production);
    assert_eq!(profile.allow.entries(), ["me@example.com"]);
    assert_eq!(profile.endpoint.as_deref(), Some("http://127.0.0.1:9/"));
    assert!(profile.accept_invalid_certificates);
}

#[test]
fn what_is_odd_is_told() {
    assert_eq!(codes(FILE), ["file-unknown-key"]);
    for (text, code) in [
        ("title = \"x\"\n", "connector-no-factory"),
        (
            "factory = \"a\"\nsandbox = true\n",
            "connector-sandbox-not-smtp",
        ),
        (
            "factory = \"a\"\nenvironment = \"staging\"\n",
            "file-wrong-type",
        ),
        (
            "factory = \"a\"\nallow = [\"example.com\"]\n",
            "connector-allow-entry",
        ),
        (
            "factory = \"a\"\nconfig = 1\n",
            "connector-config-unreadable",
        ),
        (
            "factory = \"a\"\nconfig = '{\"a\": 1,}'\n",
            "connector-config-unreadable",
        ),
        (
            "factory = \"a\"\nconfig = '[]'\n",
            "connector-config-unreadable",
        ),
        (
            "factory = \"postmark-mail\"\n[config]\nserverToken = \"x\"\n",
            "connector-secret-in-clear",
        ),
        (
            "factory = \"postmark-mail\"\n[config]\nfromEmail = \"${FROM}\"\n",
            "connector-reference-ignored",
        ),
    ] {
        assert_eq!(codes(text), [code], "{text}");
    }
    let clear = "factory = \"postmark-mail\"\n[config]\nserverToken = \"hunter2\"\n";
    let told = format!("{:?}", parsed(clear).findings);
    assert!(
        told.contains("${LETTERHEAD_LIVE_SERVERTOKEN}") && !told.contains("hunter2"),
        "{told}"
    );
}

#[test]
fn a_file_that_is_not_changed_is_written_as_it_was() {
    let crlf = FILE.replace('\n', "\r\n");
    for text in [
        FILE,
        &crlf,
        "factory=\"a\"\nconfig = '''{ \"n\": null,\n \"f\": 1e3 }'''\n",
        "",
    ] {
        assert_eq!(parsed(text).value.print(), text);
    }
}

#[test]
fn a_change_leaves_comments_and_unknown_keys_alone() {
    let mut profile = parsed(FILE).value;
    profile.title = "Production".to_owned();
    profile.allow = AllowList::new(["*@example.org".to_owned()]);
    profile.accept_invalid_certificates = false;
    profile.endpoint = None;
    profile.config["fromEmail"] = json!("b@example.com");
    profile.config["replyTo"] = json!("c@example.com");
    let expected = FILE
        .replace("\"Live\"", "\"Production\"")
        .replace("me@example.com", "*@example.org")
        .replace("accept-invalid-certificates = true\n", "")
        .replace("endpoint = \"http://127.0.0.1:9/\"\n", "")
        .replace(
            "'a@example.com'\n",
            "\"b@example.com\"\nreplyTo = \"c@example.com\"\n",
        );
    assert_eq!(profile.print(), expected);
}

#[test]
fn a_new_profile_is_a_table_that_people_can_read() {
    let config = json!({ "serverToken": "${T}", "fromEmail": "a@example.com",
        "templates": [{ "usageType": "SignIn", "templateAlias": "x" }] });
    let mut profile = ConnectorProfile::new("live", "postmark-mail", config);
    profile.environment = Environment::Production;
    let expected = "title = \"live\"\nfactory = \"postmark-mail\"\nenvironment = \"production\"\n\n[config]\nserverToken = \"${T}\"\nfromEmail = \"a@example.com\"\n\n[[config.templates]]\nusageType = \"SignIn\"\ntemplateAlias = \"x\"\n";
    assert_eq!(profile.print(), expected);
}

#[test]
fn what_a_table_cannot_hold_is_written_as_json() {
    for config in [
        r#"{"a":null}"#,
        r#"{"a":[null]}"#,
        r#"{"a":12345678901234567890123}"#,
        r#"{"a":18446744073709551615}"#,
        r#"{"a":1e3}"#,
        r#"{"a":{"b":1},"c":2}"#,
        r#"{"a":"'''\"\"\"\\","b":null}"#,
        r#"{"a":"\u0000\u007f","b":null}"#,
        r#"{"templates":[{"usageType":"SignIn"}],"logger":false}"#,
    ] {
        let (json, _) = SpelledJson::parse(config).unwrap();
        let profile = ConnectorProfile::new("x", "http-email", Value::Null).with_config(&json);
        let printed = profile.print();
        assert!(printed.contains("\nconfig = "), "{printed}");
        let read = ConnectorProfile::parse("x", &printed).unwrap().value;
        assert_eq!(read.config_json().compact(), config);
    }
    let (json, _) = SpelledJson::parse(r#"{"b":1.5,"a":{"c":"x"}}"#).unwrap();
    let printed = ConnectorProfile::new("x", "http-email", Value::Null)
        .with_config(&json)
        .print();
    assert!(
        printed.contains("[config]\nb = 1.5\n\n[config.a]\nc = \"x\"\n"),
        "{printed}"
    );
}

#[test]
fn a_configuration_as_json_stays_one_and_keeps_its_spelling() {
    let text = "factory = \"http-email\"\nconfig = '''\n{\n  \"n\": null,\n  \"f\": 1e3\n}\n''' # pasted\n";
    let mut profile = parsed(text).value;
    profile.config["n"] = json!(1);
    let expected = text.replace("null", "1");
    assert_eq!(profile.print(), expected);
}

proptest! {
    #[test]
    fn every_configuration_survives_its_file(
        fields in prop::collection::vec(("[a-zA-Z0-9. \"'é]{0,6}", any_value()), 0..6),
    ) {
        let config = Value::Object(fields.into_iter().collect());
        let profile = ConnectorProfile::new("x", "http-email", config.clone());
        let read = ConnectorProfile::parse("x", &profile.print()).unwrap().value;
        prop_assert_eq!(read.config.to_string(), config.to_string());
        prop_assert_eq!(read.print(), profile.print());
    }

    #[test]
    fn every_change_survives_the_file_it_is_made_in(key in "[a-z]{1,9}", value in any_value()) {
        let mut profile = parsed(FILE).value;
        profile.config[&key] = value;
        let read = parsed(&profile.print()).value;
        prop_assert_eq!(read.config, profile.config);
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        "['\"\\\\\n\r\t\u{7f}]{0,5}".prop_map(Value::from),
    ];
    plain.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec(("[a-z]{0,3}", inner), 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

#[test]
fn a_reference_is_a_whole_text() {
    let read = |text: &str| SecretReference::parse(text).map(|found| found.to_string());
    for text in ["${A}", "${_a1}", "${keyring:live.smtp-password}"] {
        assert_eq!(read(text).as_deref(), Some(text));
    }
    for text in [
        "",
        "$A",
        "${}",
        "${1A}",
        "${A-B}",
        "${A} ",
        "x${A}",
        "${A}${B}",
        "${keyring:}",
        "${keyring: a}",
        "${keyring:live/smtp}",
        "${keyring:smtp password}",
        "${keyring:a}b}",
        "${Ä}",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn references_are_followed_in_secret_places_only() {
    let config = json!({
        "auth": { "user": "${USER}", "pass": "${PASS}" }, "fromEmail": "${PASS}",
        "templates": [{ "subject": "${PASS}" }], "customHeaders": { "X-Token": "${keyring:token}" },
    });
    let smtp = "simple-mail-transfer-protocol";
    let resolved = resolve(smtp, &config, &|reference| {
        Some(Secret::new(format!("<{}>", reference.name())))
    });
    let resolved = resolved.unwrap();
    assert_eq!(
        resolved["auth"],
        json!({ "user": "${USER}", "pass": "<PASS>" })
    );
    assert_eq!(resolved["customHeaders"]["X-Token"], "<token>");
    assert_eq!(
        (&resolved["fromEmail"], &resolved["templates"]),
        (&config["fromEmail"], &config["templates"])
    );
    let missing = resolve(smtp, &config, &|_| None).unwrap_err();
    let told: Vec<String> = missing.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "auth.pass is missing: the environment variable PASS is not set",
            "customHeaders.X-Token is missing: nothing is kept in the keyring as token"
        ]
    );
    // What a secret says is taken as it is, a reference inside it included.
    let once = resolve(smtp, &config, &|_| Some(Secret::new("${USER}"))).unwrap();
    assert_eq!(once["auth"]["pass"], "${USER}");
}

#[test]
fn secrets_are_taken_out_and_come_back() {
    let smtp = "simple-mail-transfer-protocol";
    let mut config = starting_config(smtp);
    config["auth"] = json!({ "user": "u", "pass": "hunter2" });
    config["customHeaders"] = json!({ "X-Token": "a", "X_Token": "b", "x-token": "a" });
    let profile = ConnectorProfile::new("my mail", smtp, config.clone());
    assert_eq!(secrets_in_clear(&profile).len(), 4);
    let (clean, secrets) = cleaned(&profile, &|at: &SecretAt| profile.variable_for(at));
    assert_eq!(secrets_in_clear(&clean), []);
    assert_eq!(
        clean.config["auth"]["pass"],
        "${LETTERHEAD_MY_MAIL_AUTH_PASS}"
    );
    let headers = json!({
        "X-Token": "${LETTERHEAD_MY_MAIL_CUSTOMHEADERS_X_TOKEN}",
        "X_Token": "${LETTERHEAD_MY_MAIL_CUSTOMHEADERS_X_TOKEN_2}",
        "x-token": "${LETTERHEAD_MY_MAIL_CUSTOMHEADERS_X_TOKEN}",
    });
    assert_eq!(clean.config["customHeaders"], headers);
    assert_eq!(secrets.len(), 3);
    let look_up = |wanted: &SecretReference| {
        let mut secrets = secrets.iter();
        secrets
            .find(|(reference, _)| reference == wanted)
            .map(|(_, secret)| secret.clone())
    };
    assert_eq!(clean.resolved(&look_up).unwrap(), config);
    assert!(!clean.print().contains("hunter2"));
    let entry = profile.keyring_entry_for(&secrets_in_clear(&profile)[0]);
    assert_eq!(entry.to_string(), "${keyring:my_mail.auth.pass}");
    let empty = json!({ "auth": { "pass": "" } });
    assert_eq!(
        secrets_in_clear(&ConnectorProfile::new("x", smtp, empty)),
        []
    );
}

#[test]
fn a_number_is_kept_with_all_its_digits() {
    let json = r#"{ "auth": { "user": "u", "pass": 12345678901234567890123 } }"#;
    let json = crate::domain::connector::console::SpelledJson::parse_object(json).unwrap();
    let smtp = "simple-mail-transfer-protocol";
    let profile = ConnectorProfile::new("mail", smtp, json!({})).with_config(&json);
    let (clean, secrets) = cleaned(&profile, &|at: &SecretAt| profile.variable_for(at));
    assert_eq!(clean.config["auth"]["pass"], "${LETTERHEAD_MAIL_AUTH_PASS}");
    assert_eq!(secrets[0].1.expose(), "12345678901234567890123");
    let known = |_: &SecretReference| Some(secrets[0].1.clone());
    let resolved = clean.resolved(&known).unwrap();
    assert_eq!(resolved["auth"]["pass"], "12345678901234567890123");
}

#[test]
fn addresses_and_headers_with_secrets_are_taken_out_and_types_of_mails_are_not() {
    let config = json!({
        "endpoint": "http://127.0.0.1:9/mail?token=SECRETonly",
        "url": "https://hooks.slack.com/services/T0/B0/x1",
        "webhook": ["https://run.example/mail?api-version=1&sig=s1g&key=k"],
        "customHeaders": { "X-Auth": "h1" }, "pwd": "p1", "bearer": "b1",
        "aliases": { "ForgotPassword": "fp", "SignIn": "si" },
        "templates": [{ "content": "https://a.example/?token={{code}}" }],
        "page": "https://a.example/mail?lang=de",
    });
    for factory in [
        "http-email",
        "simple-mail-transfer-protocol",
        "postmark-mail",
    ] {
        let profile = ConnectorProfile::new("hook", factory, config.clone());
        let mut places: Vec<String> = secrets_in_clear(&profile)
            .iter()
            .map(SecretAt::path_text)
            .collect();
        places.sort();
        let expected = [
            "bearer",
            "customHeaders.X-Auth",
            "endpoint",
            "pwd",
            "url",
            "webhook[0]",
        ];
        assert_eq!(places, expected, "{factory}");
        for is_entry in [false, true] {
            let name = |at: &SecretAt| {
                if is_entry {
                    profile.keyring_entry_for(at)
                } else {
                    profile.variable_for(at)
                }
            };
            let (clean, secrets) = cleaned(&profile, &name);
            assert_eq!(clean.config["aliases"], config["aliases"]);
            let findings = clean.findings();
            let ignored = "connector-reference-ignored";
            assert!(
                findings.iter().all(|finding| finding.code != ignored),
                "{findings:?}"
            );
            let look_up = |reference: &SecretReference| {
                let mut secrets = secrets.iter();
                let found = secrets.find(|(known, _)| known == reference);
                found.map(|(_, secret)| secret.clone())
            };
            assert_eq!(clean.resolved(&look_up).unwrap(), config, "{factory}");
        }
    }
}
