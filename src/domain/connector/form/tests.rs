//! The forms against the guards and Logto's own descriptions.

use serde_json::{Value, json};

use super::*;
use crate::domain::connector::Connector;

#[test]
fn every_known_connector_has_a_form_and_a_name() {
    for id in Connector::FACTORY_IDS {
        assert!(!fields(id).unwrap().is_empty(), "{id}");
        assert!(!factory(id).unwrap().name.is_empty(), "{id}");
    }
    assert_eq!(factories().len(), Connector::FACTORY_IDS.len());
    assert!(fields("pigeon").is_none());
    assert_eq!(starting_config("pigeon"), Value::Object(Default::default()));
}

#[test]
fn a_login_is_told_by_its_keys() {
    for (auth, kind) in [
        (json!({}), AuthKind::None),
        (json!({ "user": "a", "pass": "b" }), AuthKind::Login),
        (json!({ "type": "OAuth2", "user": "a" }), AuthKind::Token),
        (
            json!({ "user": "a", "privateKey": { "key": "k" } }),
            AuthKind::Key,
        ),
    ] {
        assert_eq!(AuthKind::of(&auth), kind, "{auth}");
    }
}
