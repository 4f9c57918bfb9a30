//! Tests with the answers that the providers' public documentation shows.

mod answers;

use jiff::Timestamp;
use serde_json::json;

use super::*;
use crate::domain::connector::HttpBody;
use crate::domain::sender_domain::dns::RecordType;
use crate::domain::sender_domain::provider::{Expected, Match, ProviderRules, Role, expectations};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn stamp() -> MessageStamp {
    MessageStamp {
        date: Timestamp::UNIX_EPOCH,
        message_id: "nonce".to_owned(),
        boundary_seed: String::new(),
    }
}

fn templates() -> Value {
    let types = ["SignIn", "Register", "ForgotPassword", "Generic"];
    json!(types.map(|usage_type| json!({
        "usageType": usage_type, "subject": "s", "content": "c", "type": "text/html",
        "templateAlias": "a",
    })))
}

fn connector(factory: &str, mut config: Value) -> Connector {
    config["templates"] = templates();
    Connector::from_json(factory, config).unwrap()
}

fn ses() -> Connector {
    let config = json!({"accessKeyId": "AKIA", "accessKeySecret": "secret-1", "region": "eu-west-1",
                        "emailAddress": "a@example.com"});
    connector("aws-ses-mail", config)
}

fn mailgun() -> Connector {
    let config = json!({"endpoint": "https://api.eu.mailgun.net", "domain": "mg.example.com",
                        "apiKey": "secret-1", "from": "a@example.com", "deliveries": {}});
    connector("mailgun-email", config)
}

fn sendgrid() -> Connector {
    connector(
        "sendgrid-email-service",
        json!({"apiKey": "secret-1", "fromEmail": "a@example.com"}),
    )
}

fn postmark() -> Connector {
    connector(
        "postmark-mail",
        json!({"serverToken": "secret-1", "fromEmail": "a@example.com"}),
    )
}

fn smtp2go() -> Connector {
    connector(
        "smtp2go-email-service",
        json!({"apiKey": "secret-1", "sender": "a@example.com"}),
    )
}

fn aliyun() -> Connector {
    let config = json!({"accessKeyId": "id", "accessKeySecret": "secret-1",
                        "accountName": "a@mail.example.com"});
    connector("aliyun-direct-mail", config)
}

fn ask<T>(
    connector: &Connector,
    token: Option<&Secret>,
    run: impl FnOnce(&ApiQuery<'_>) -> T,
) -> T {
    let settings = Settings::of(connector).unwrap();
    run(&ApiQuery {
        connector,
        settings: &settings,
        stamp: &stamp(),
        account_token: token,
    })
}

fn facts(connector: &Connector, stage: &ApiStage, body: &Value) -> ApiFacts {
    let reply = ask(connector, None, |query| {
        query.read(stage, 200, &body.to_string())
    });
    match reply {
        Ok(ApiReply::Facts(facts)) => facts,
        other => panic!("{other:?}"),
    }
}

/// What is expected once the provider has answered.
fn expected(connector: &Connector, facts: ApiFacts) -> Vec<Expected> {
    let settings = facts.apply(Settings::of(connector).unwrap());
    expectations(ProviderRules::embedded(), &settings)
}

fn aliases(expected: &[Expected], role: Role) -> Vec<(String, String)> {
    let of_role = expected.iter().filter(|it| it.role == role);
    of_role
        .map(|it| (it.name.to_string(), it.data().unwrap_or_default()))
        .collect()
}

fn pair(at: &str, data: &str) -> (String, String) {
    (at.to_owned(), data.to_owned())
}

#[test]
fn every_request_goes_to_the_documented_address_and_hides_the_key() {
    let token = Secret::new("secret-1");
    for (connector, method, url) in [
        (
            ses(),
            "GET",
            "https://email.eu-west-1.amazonaws.com/v2/email/identities/example.com",
        ),
        (
            mailgun(),
            "GET",
            "https://api.eu.mailgun.net/v4/domains/mg.example.com",
        ),
        (
            sendgrid(),
            "GET",
            "https://api.sendgrid.com/v3/whitelabel/domains?limit=200",
        ),
        (
            postmark(),
            "GET",
            "https://api.postmarkapp.com/domains?count=500&offset=0",
        ),
        (smtp2go(), "POST", "https://api.smtp2go.com/v3/domain/view"),
        (aliyun(), "POST", "https://dm.aliyuncs.com/"),
    ] {
        let request = ask(&connector, Some(&token), |query| {
            query.request(&ApiStage::First)
        })
        .unwrap();
        assert_eq!((request.method, request.url.as_str()), (method, url));
        let shown = request.preview();
        assert!(!shown.contains("secret-1"), "{shown}");
        assert!(
            !format!("{request:?}").contains("YXBpOnNlY3JldC0x"),
            "{url}"
        );
        if method == "GET" {
            assert!(request.body == HttpBody::Form(Vec::new()));
            assert_eq!(request.body.text(), "");
        }
    }
}

#[test]
fn the_second_requests_name_the_id() {
    let token = Secret::new("t");
    let stage = ApiStage::Described(158_910);
    let request = ask(&postmark(), Some(&token), |query| query.request(&stage)).unwrap();
    assert_eq!(request.url, "https://api.postmarkapp.com/domains/158910");
    let request = ask(&aliyun(), None, |query| query.request(&stage)).unwrap();
    let HttpBody::Form(form) = request.body else {
        panic!("the body is a form");
    };
    let of = |key: &str| {
        form.iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(
        (of("Action"), of("DomainId")),
        (Some("DescDomain"), Some("158910"))
    );
    assert_eq!(
        (of("SignatureNonce"), of("Timestamp")),
        (Some("nonce-DescDomain"), Some("1970-01-01T00:00:00Z"))
    );
    assert!(of("Signature").is_some_and(|signature| signature.len() == 28));
}

#[test]
fn where_the_key_cannot_tell_it_is_said() {
    let none = |connector: &Connector| {
        ask(connector, None, |query| query.request(&ApiStage::First)).unwrap_err()
    };
    assert_eq!(none(&postmark()), ApiUnavailable::AccountTokenNeeded);
    assert!(
        ApiUnavailable::AccountTokenNeeded
            .to_string()
            .contains("server token")
    );
    let mailjunky = json!({"apiKey": "k", "fromEmail": "a@example.com"});
    assert_eq!(
        none(&connector("mailjunky-email-service", mailjunky)),
        ApiUnavailable::Undocumented
    );
    let no_domain = connector(
        "smtp2go-email-service",
        json!({"apiKey": "k", "sender": "a@example.com"}),
    );
    let empty = Settings::new("smtp2go");
    let query = ApiQuery {
        connector: &no_domain,
        settings: &empty,
        stamp: &stamp(),
        account_token: None,
    };
    assert_eq!(
        query.request(&ApiStage::First),
        Err(ApiUnavailable::NoDomain)
    );
    for (status, expected) in [
        (401, "NotAllowed"),
        (403, "NotAllowed"),
        (404, "NotSetUp"),
        (500, "Status(500)"),
        (200, "Unreadable"),
    ] {
        for connector in [
            ses(),
            mailgun(),
            sendgrid(),
            postmark(),
            smtp2go(),
            aliyun(),
        ] {
            for body in ["", "null", "{}", "\"x\"", "{\"dns\":1}"] {
                let read = ask(&connector, None, |query| {
                    query.read(&ApiStage::First, status, body)
                });
                let failure = read.unwrap_err();
                assert!(format!("{failure:?}").starts_with(expected), "{failure:?}");
                assert!(!failure.to_string().ends_with('.'));
            }
        }
    }
    let denied = ask(&smtp2go(), None, |query| {
        query.read(&ApiStage::First, 400, "{}")
    });
    assert!(matches!(denied, Err(ApiFailure::NotAllowed(_))));
}
