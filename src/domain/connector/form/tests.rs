//! The forms against the guards and Logto's own descriptions.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::connector::{Connector, ConnectorError};

/// Keys, kinds, requirement, defaults and placeholders as the packages of Logto have them.
const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/form-items.json");

fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "Text",
        FieldKind::Multiline => "MultilineText",
        FieldKind::Number => "Number",
        FieldKind::Switch => "Switch",
        FieldKind::Select(_) => "Select",
        FieldKind::Json | FieldKind::Templates | FieldKind::Auth => "Json",
    }
}

#[test]
fn the_forms_are_those_of_logtos_packages() {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    for id in Connector::FACTORY_IDS {
        let theirs = recorded["factories"][id].as_object().unwrap();
        assert_eq!(factory(id).unwrap().name, theirs["name"], "{id}");
        let ours: Vec<Value> = fields(id)
            .unwrap()
            .iter()
            .map(|field| {
                let options = match field.kind {
                    FieldKind::Select(options) => options,
                    _ => &[],
                };
                let options = options
                    .iter()
                    .map(|choice| json!([choice.value, choice.label]));
                json!({
                    "key": field.key,
                    "label": field.label,
                    "type": kind_name(field.kind),
                    "placeholder": field.placeholder,
                    "options": options.collect::<Vec<_>>(),
                })
            })
            .collect();
        assert_eq!(json!(ours), theirs["items"], "{id}");
        for field in fields(id).unwrap() {
            // The templates' sentences are ours, see below.
            if field.default != FieldDefault::Templates {
                let ours = field.default_value(id).unwrap_or_default();
                assert_eq!(ours, theirs["defaults"][field.key], "{id} {}", field.key);
            }
        }
    }
    assert_eq!(
        recorded["factories"].as_object().unwrap().len(),
        factories().len()
    );
}

#[test]
fn the_first_templates_have_the_types_and_formats_of_logtos() {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    for id in Connector::FACTORY_IDS {
        let ours = starting::templates(id).unwrap_or_default();
        let theirs = &recorded["factories"][id]["templates"];
        let shape = |value: &Value| match value {
            Value::Array(items) => items
                .iter()
                .map(|item| {
                    let mut item = item.as_object().unwrap().clone();
                    item.shift_remove("content");
                    if id == "smtp2go-email-service" {
                        item.shift_remove("subject");
                    }
                    json!(item)
                })
                .collect(),
            Value::Object(map) => {
                let names = map
                    .iter()
                    .map(|(name, value)| json!([name, value["subject"]]));
                Value::Array(names.collect())
            }
            _ => Value::Null,
        };
        assert_eq!(shape(&ours), *theirs, "{id}");
    }
}

#[test]
fn what_is_required_is_what_the_guard_asks_for() {
    for id in Connector::FACTORY_IDS {
        let Err(ConnectorError::InvalidConfig(issues)) = Connector::from_json(id, json!({})) else {
            assert_eq!(id, "logto-email");
            continue;
        };
        let required = fields(id).unwrap().iter().filter(|field| field.is_required);
        let mut required: Vec<String> = required.map(|field| field.key.to_owned()).collect();
        let mut asked: Vec<String> = issues.iter().map(|issue| issue.path_text()).collect();
        required.sort();
        asked.sort();
        assert_eq!(required, asked, "{id}");
    }
}

#[test]
fn a_new_connector_lacks_only_what_somebody_must_fill_in() {
    for id in Connector::FACTORY_IDS {
        let mut config = starting_config(id);
        for field in fields(id).unwrap().iter().filter(|field| field.is_required) {
            if config.get(field.key).is_none() {
                let value = match field.kind {
                    FieldKind::Number => FieldValue::Number("587".to_owned()),
                    _ => FieldValue::Text("a@example.com".to_owned()),
                };
                set(&mut config, &[field.key], &value);
            }
        }
        assert!(
            Connector::from_json(id, config.clone()).is_ok(),
            "{id}: {config}"
        );
    }
    assert!(fields("pigeon").is_none());
    assert_eq!(starting_config("pigeon"), json!({}));
}

#[test]
fn every_field_explains_itself() {
    let logins = AuthKind::ALL.into_iter().flat_map(AuthKind::fields);
    let forms = Connector::FACTORY_IDS
        .into_iter()
        .flat_map(|id| fields(id).unwrap());
    for field in forms.chain(logins) {
        assert!(
            field.help.ends_with('.') && field.help.len() > 15,
            "{}",
            field.key
        );
    }
}

#[test]
fn secret_fields_of_a_form_are_secret_paths() {
    for id in Connector::FACTORY_IDS {
        let paths: Vec<&str> = secret_paths(id)
            .iter()
            .filter(|path| path.certainty == Certainty::Always)
            .filter_map(|path| match path.steps {
                [Step::Key(key)] => Some(*key),
                _ => None,
            })
            .collect();
        let fields = fields(id).unwrap().iter().filter(|field| field.is_secret);
        let fields: Vec<&str> = fields.map(|field| field.key).collect();
        assert_eq!(fields, paths, "{id}");
    }
    let smtp = "simple-mail-transfer-protocol";
    for kind in AuthKind::ALL {
        for field in kind.fields() {
            let config = json!({ "auth": { field.key: "x" } });
            assert_eq!(
                secrets_in(smtp, &config).len(),
                usize::from(field.is_secret),
                "{}",
                field.key
            );
        }
    }
}

#[test]
fn secrets_are_found_wherever_nodemailer_reads_them() {
    let config = json!({
        "auth": { "user": "u", "pass": "p", "privateKey": { "key": "k", "passphrase": "q" } },
        "tls": { "key": ["a", "b"], "servername": "n" },
        "dkim": { "keys": [{ "privateKey": "d", "domainName": "e" }] },
        "customHeaders": { "X-Api-Key": ["h"], "Proxy-Authorization": "i", "X-Priority": "1" },
        "proxy": "socks5://u:p@proxy.example:1080",
    });
    let found = secrets_in("simple-mail-transfer-protocol", &config);
    let paths: Vec<String> = found.iter().map(SecretAt::path_text).collect();
    assert_eq!(
        paths,
        [
            "auth.pass",
            "auth.privateKey.key",
            "auth.privateKey.passphrase",
            "tls.key[0]",
            "tls.key[1]",
            "dkim.keys[0].privateKey",
            "customHeaders.X-Api-Key[0]",
            "customHeaders.Proxy-Authorization",
            "proxy",
        ]
    );
    assert_eq!(found[3].text(&config).as_deref(), Some("a"));
    for (endpoint, count) in [
        ("https://hooks.example.com/mail?to=a@b", 0),
        ("https://user:pass@hooks.example.com/", 1),
        ("${HOOK_URL}", 1),
    ] {
        let config = json!({ "endpoint": endpoint });
        assert_eq!(secrets_in("http-email", &config).len(), count, "{endpoint}");
    }
}

#[test]
fn a_secret_need_not_be_a_text() {
    let paths = |factory: &str, config: serde_json::Value| {
        let found = secrets_in(factory, &config);
        let told = found.iter().map(|at| {
            let text = at.text(&config).unwrap_or_default();
            format!("{}={text}", at.path_text())
        });
        told.collect::<Vec<_>>()
    };
    let smtp = "simple-mail-transfer-protocol";
    let number = json!({ "auth": { "user": "u", "pass": 84_736_251 } });
    assert_eq!(paths(smtp, number), ["auth.pass=84736251"]);
    let list = json!({ "serverToken": ["abc", "", null, { "x": "d" }], "fromEmail": ["e"] });
    assert_eq!(
        paths("postmark-mail", list),
        ["serverToken[0]=abc", "serverToken[3].x=d"]
    );
    let header = json!({ "customHeaders": { "X-Token": { "prepared": true, "value": "h" } } });
    assert_eq!(paths(smtp, header), ["customHeaders.X-Token.value=h"]);
    // nodemailer takes one key for a list of one.
    let key = json!({ "dkim": { "keys": { "privateKey": "d", "domainName": "e" } } });
    assert_eq!(paths(smtp, key), ["dkim.keys.privateKey=d"]);
    let nothing = json!({ "serverToken": [true, null, ""] });
    assert!(paths("postmark-mail", nothing).is_empty());
}

#[test]
fn a_login_is_told_by_its_keys() {
    for (auth, kind) in [
        (json!({}), AuthKind::None),
        (json!(null), AuthKind::None),
        (json!({ "user": "a", "pass": "b" }), AuthKind::Login),
        (json!({ "type": "login" }), AuthKind::Login),
        (json!({ "type": "OAuth2", "user": "a" }), AuthKind::Token),
        (json!({ "user": "a", "refreshToken": "b" }), AuthKind::Token),
        (
            json!({ "user": "a", "privateKey": { "key": "k" } }),
            AuthKind::Key,
        ),
    ] {
        assert_eq!(AuthKind::of(&auth), kind, "{auth}");
    }
}

#[test]
fn a_login_of_another_kind_keeps_the_user_and_passes_the_guard() {
    let login = json!({ "type": "login", "user": "me", "pass": "p" });
    assert_eq!(AuthKind::None.switched(&login), json!({}));
    let token = AuthKind::Token.switched(&login);
    assert_eq!(token, json!({ "type": "OAuth2", "user": "me" }));
    let smtp = "simple-mail-transfer-protocol";
    for kind in AuthKind::ALL {
        let mut config = starting_config(smtp);
        config["host"] = json!("h");
        config["port"] = json!(25);
        config["fromEmail"] = json!("a@example.com");
        config["auth"] = kind.switched(&login);
        for field in kind.fields().iter().filter(|field| field.is_required) {
            set(
                &mut config,
                &["auth", field.key],
                &FieldValue::Text("x".to_owned()),
            );
        }
        assert_eq!(AuthKind::of(&config["auth"]), kind);
        assert!(Connector::from_json(smtp, config).is_ok(), "{kind:?}");
    }
}

#[test]
fn a_field_is_stored_as_the_console_stores_it() {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let number = |text: &str| FieldValue::Number(text.to_owned());
    let json_text = |text: &str| FieldValue::Json(text.to_owned());
    for (value, stored) in [
        (text(""), None),
        (text(" "), Some(json!(" "))),
        (number(""), None),
        (number("30 * 1000"), None),
        (number("NaN"), None),
        (number("inf"), None),
        (number(" 587 "), Some(json!(587))),
        (number("1e3"), Some(json!(1000.0))),
        (number(".5"), Some(json!(0.5))),
        (json_text("{"), Some(json!({}))),
        (json_text(""), Some(json!({}))),
        (json_text("[1]"), Some(json!([1]))),
        (FieldValue::Switch(false), Some(json!(false))),
        (FieldValue::Value(json!(null)), Some(json!(null))),
    ] {
        assert_eq!(value.stored(), stored, "{value:?}");
    }
}

#[test]
fn a_change_leaves_keys_and_their_order_alone() {
    let mut config = json!({ "b": 1, "unknown": null, "a": { "x": 1, "y": 2, "z": 3 }, "c": [1] });
    set(&mut config, &["b"], &FieldValue::Text(String::new()));
    set(&mut config, &["a", "x"], &FieldValue::Text(String::new()));
    set(&mut config, &["c", "0"], &FieldValue::Switch(true));
    set(&mut config, &["c", "7"], &FieldValue::Switch(true));
    set(
        &mut config,
        &["new", "key"],
        &FieldValue::Text("v".to_owned()),
    );
    let expected = r#"{"unknown":null,"a":{"y":2,"z":3},"c":[true],"new":{"key":"v"}}"#;
    assert_eq!(config.to_string(), expected);
    assert_eq!(get(&config, &["c", "0"]), Some(&json!(true)));
    assert_eq!(remove(&mut config, &["c", "3"]), None);
}

proptest! {
    #[test]
    fn what_is_set_is_there_and_the_rest_is_as_before(
        keys in prop::collection::vec("[a-e]", 1..4),
        text in ".+",
        before in prop::collection::btree_map("[a-h]", any::<i32>(), 0..6),
    ) {
        let path: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut config = json!(before);
        set(&mut config, &path, &FieldValue::Text(text.clone()));
        prop_assert_eq!(get(&config, &path), Some(&json!(text)));
        for (key, value) in &before {
            if *key != keys[0] {
                prop_assert_eq!(&config[key], &json!(value));
            }
        }
        remove(&mut config, &path);
        prop_assert_eq!(get(&config, &path), None);
    }
}

#[test]
fn a_key_that_comes_back_stands_where_it_stood() {
    let keys = |config: &Value| {
        let fields = config.as_object().unwrap().keys().cloned();
        fields.collect::<Vec<_>>().join(" ")
    };
    let start = json!({ "x": 1, "b": 2, "a": 3, "own": 4 });
    let order = ["x", "b", "a", "own"];
    for gone in [
        &["b"][..],
        &["x"],
        &["own"],
        &["x", "b"],
        &["b", "a"],
        &["x", "b", "a", "own"],
    ] {
        let mut config = start.clone();
        for key in gone {
            remove(&mut config, &[key]);
        }
        for key in gone.iter().rev() {
            set_in_order(&mut config, &[key], &FieldValue::Value(json!(9)), &order);
        }
        assert_eq!(keys(&config), "x b a own", "{gone:?}");
    }
    let mut inner = json!({ "auth": { "user": "u", "type": "login" } });
    let order = ["user", "pass", "type"];
    let pass = FieldValue::Text("p".to_owned());
    set_in_order(&mut inner, &["auth", "pass"], &pass, &order);
    assert_eq!(keys(&inner["auth"]), "user pass type");
    // A key that the order does not know goes to the end, as does one that is the first of all.
    set_in_order(&mut inner, &["new"], &FieldValue::Switch(true), &order);
    assert_eq!(keys(&inner), "auth new");
}
