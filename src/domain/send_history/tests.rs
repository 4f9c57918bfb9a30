use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::connector::Secret;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn sent() -> SendStarted {
    let masked = mask::payload(&json!({"code": "123456", "user": {"name": "Ann"}}), false);
    let moment = at("2026-11-21T10:00:00.5Z");
    SendStarted {
        id: SendId::new(moment, "a1"),
        at: moment,
        profile: "mailgun".to_owned(),
        factory: "mailgun-email".to_owned(),
        environment: Environment::Production,
        is_sandbox: false,
        usage_type: UsageType::SignIn,
        language: SentLanguage {
            requested: Some("fr-CA".to_owned()),
            resolved: Some("fr".to_owned()),
        },
        flow: Some(Flow::Experience),
        recipient: "ann@example.com".to_owned(),
        request: SentRequest {
            text: "POST /v3/example.com/messages".to_owned(),
            json: json!({"to": "ann@example.com", "timeout": 10_000}),
        },
        payload: masked.into_sent(Some("short".to_owned())),
        template: Some(TemplateDigest::of(
            "SignIn/fr",
            &TemplateDetails {
                subject: "Votre code".to_owned(),
                ..TemplateDetails::default()
            },
        )),
        batch: Some(BatchId("b7".to_owned())),
    }
}

fn ended(outcome: Outcome) -> SendEnd {
    SendEnd::Ended(Box::new(SendEnded {
        id: sent().id,
        at: at("2026-11-21T10:00:01Z"),
        outcome,
        duration_ms: 500,
        transcript: "S: 535 Authentication failed".to_owned(),
    }))
}

fn record(end: SendEnd) -> SentRecord {
    SentRecord { send: sent(), end }
}

fn failure() -> Outcome {
    Outcome::Failed {
        code: "connector.general".to_owned(),
        title: "The provider refuses the key".to_owned(),
        why: "It was revoked".to_owned(),
    }
}

#[test]
fn names_sort_by_time() {
    let earlier = SendId::new(at("2026-11-21T10:00:00.000009Z"), "z");
    let later = SendId::new(at("2026-11-21T10:00:00.00001Z"), "a");
    assert!(earlier < later);
    assert_eq!(earlier.as_str(), "20261121T100000000009Z-z");
}

#[test]
fn an_event_reads_back_as_it_was_written() {
    let SendEnd::Ended(end) = ended(failure()) else {
        panic!()
    };
    for event in [
        HistoryEvent::Started(Box::new(sent())),
        HistoryEvent::Ended(end),
    ] {
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<HistoryEvent>(&text).unwrap(), event);
    }
    for end in [SendEnd::Waiting, SendEnd::Lost, ended(Outcome::Cancelled)] {
        let text = serde_json::to_string(&record(end.clone())).unwrap();
        assert_eq!(
            serde_json::from_str::<SentRecord>(&text).unwrap(),
            record(end)
        );
    }
}

#[test]
fn what_a_newer_version_adds_does_not_cost_the_record() {
    let mut value = serde_json::to_value(HistoryEvent::Started(Box::new(sent()))).unwrap();
    value["flow"] = json!("a-new-flow");
    value["more"] = json!({"x": 1});
    let HistoryEvent::Started(read) = serde_json::from_value(value).unwrap() else {
        panic!()
    };
    assert_eq!(read.flow, None);
    assert_eq!(read.recipient, "ann@example.com");
    let outcome = json!({"kind": "bounced", "by": "mx"});
    assert_eq!(
        serde_json::from_value::<Outcome>(outcome).unwrap(),
        Outcome::Unknown
    );
}

#[test]
fn a_server_that_repeats_the_code_in_any_answer_leaves_none_in_the_record() {
    let redactor = Redactor::new(["123456"]);
    let said = || "queued: your code is 123456".to_owned();
    for outcome in [
        Outcome::Delivered {
            facts: vec![Fact {
                name: "Answer".to_owned(),
                value: said(),
            }],
        },
        Outcome::Failed {
            code: "connector.general".to_owned(),
            title: said(),
            why: said(),
        },
        Outcome::InDoubt {
            code: "connector.general".to_owned(),
            title: said(),
            why: said(),
        },
    ] {
        let text = serde_json::to_string(&outcome.cleaned(&redactor)).unwrap();
        assert!(
            !text.contains("123456") && text.contains("queued"),
            "{text}"
        );
    }
}

#[test]
fn a_record_of_few_fields_is_read() {
    let value = json!({"event": "started", "id": "1", "at": "2026-11-21T10:00:00Z",
        "profile": "p", "factory": "f", "usageType": "SignIn", "recipient": "a@b.c"});
    let HistoryEvent::Started(read) = serde_json::from_value(value).unwrap() else {
        panic!()
    };
    assert_eq!(read.environment, Environment::Development);
    assert_eq!(read.payload, SentPayload::default());
}

#[test]
fn codes_and_links_are_masked_and_public_addresses_are_not() {
    let payload = json!({
        "code": "123456", "link": "https://x/?token=t", "emptyCode": "", "count": 3,
        "resetToken": {"value": "t", "list": [1, true, null, "u"]},
        "application": {"name": "Shop", "displayUrl": "https://shop", "clientSecret": "s"},
        "organization": {"branding": {"logoUrl": "https://logo"}},
        "user": {"avatar": "https://a", "username": "ann"}, "a/b~c": {"OTP": 1},
        "postcode": "1010", "loginURL": "u", "accesstoken": "v", "reset_code": "w", "keyboard": "x"
    });
    let masked = mask::payload(&payload, false);
    assert_eq!(
        masked.masked,
        [
            "/code",
            "/link",
            "/resetToken/value",
            "/resetToken/list/0",
            "/resetToken/list/3",
            "/application/clientSecret",
            "/a~1b~0c/OTP",
            "/loginURL",
            "/accesstoken",
            "/reset_code",
        ]
    );
    for pointer in &masked.masked {
        assert_eq!(
            masked.value.pointer(pointer),
            Some(&json!(Secret::MASK)),
            "{pointer}"
        );
    }
    let texts: Vec<&str> = masked.texts.iter().map(Secret::expose).collect();
    assert_eq!(
        texts,
        [
            "123456",
            "https://x/?token=t",
            "t",
            "1",
            "u",
            "s",
            "1",
            "u",
            "v",
            "w"
        ]
    );
    assert_eq!(masked.value["count"], 3);
    assert_eq!(masked.value["organization"], payload["organization"]);
}

#[test]
fn of_the_sandbox_nothing_is_masked() {
    let payload = json!({"code": "123456"});
    let masked = mask::payload(&payload, true);
    assert_eq!(masked.value, payload);
    assert!(masked.masked.is_empty() && masked.texts.is_empty());
}

#[test]
fn a_send_is_made_again_from_its_record_with_what_is_missing_told() {
    let again = record(SendEnd::Lost).resend();
    assert_eq!(again.language.as_deref(), Some("fr-CA"));
    assert_eq!(again.payload_set.as_deref(), Some("short"));
    assert_eq!(again.missing, ["/code"]);
    assert_eq!(again.payload, json!({"user": {"name": "Ann"}}));
    let mut payload = again.payload;
    assert!(mask::fill(&mut payload, "/code", json!("654321")));
    assert_eq!(payload["code"], "654321");
    assert!(!mask::fill(&mut payload, "/nobody/code", json!(1)));
    assert!(!mask::fill(&mut payload, "", json!(1)));
}

#[test]
fn what_came_of_it_is_one_sentence() {
    let told = |end| record(end).summary();
    assert_eq!(
        told(SendEnd::Lost),
        "Unknown: the program ended while waiting"
    );
    assert_eq!(told(SendEnd::Waiting), "Waiting for the answer");
    assert_eq!(told(ended(failure())), "The provider refuses the key");
    let fact = Fact {
        name: "Id".to_owned(),
        value: "<1@x>".to_owned(),
    };
    assert_eq!(
        told(ended(Outcome::Delivered { facts: vec![fact] })),
        "Accepted (Id: <1@x>)"
    );
}

#[test]
fn a_digest_tells_a_changed_template() {
    let details = TemplateDetails {
        content: "a".to_owned(),
        ..TemplateDetails::default()
    };
    let moved = TemplateDetails {
        subject: "a".to_owned(),
        ..TemplateDetails::default()
    };
    let digest = |details: &TemplateDetails| TemplateDigest::of("SignIn/en", details).fingerprint;
    assert_eq!(digest(&details), digest(&details.clone()));
    assert_ne!(digest(&details), digest(&moved));
}

#[test]
fn words_are_found_in_every_field_in_any_case() {
    let record = record(ended(failure()));
    let finds = |text: &str| {
        let search = Search {
            text: text.to_owned(),
            ..Search::default()
        };
        search.matches(&record)
    };
    for text in [
        "",
        "  ",
        "MAILGUN",
        "mailgun-email",
        "production",
        "signin",
        "fr-ca",
        "sign-in pages",
        "ann@example.com",
        "short",
        "SignIn/fr",
        "votre CODE",
        "b7",
        "failed",
        "2026-11-21",
        "revoked",
        "connector.general",
        "535",
        "Ann",
        "10000",
        "POST /v3",
        "ann failed fr",
    ] {
        assert!(finds(text), "{text}");
    }
    for text in ["123456", "nobody", "ann nobody", "sandbox"] {
        assert!(!finds(text), "{text}");
    }
}

#[test]
fn each_filter_narrows() {
    let record = record(ended(failure()));
    let all = Search::default();
    assert!(all.is_all() && all.matches(&record));
    let matching = [
        Search {
            profile: Some("mailgun".to_owned()),
            ..Search::default()
        },
        Search {
            usage_type: Some(UsageType::SignIn),
            ..Search::default()
        },
        Search {
            outcome: Some(OutcomeKind::Failed),
            ..Search::default()
        },
        Search {
            since: Some(record.send.at),
            ..Search::default()
        },
        Search {
            batch: Some(BatchId("b7".to_owned())),
            ..Search::default()
        },
    ];
    let others = [
        Search {
            profile: Some("mail".to_owned()),
            ..Search::default()
        },
        Search {
            usage_type: Some(UsageType::Generic),
            ..Search::default()
        },
        Search {
            outcome: Some(OutcomeKind::Unknown),
            ..Search::default()
        },
        Search {
            since: Some(at("2026-11-21T10:00:01Z")),
            ..Search::default()
        },
        Search {
            batch: Some(BatchId("b8".to_owned())),
            ..Search::default()
        },
    ];
    for search in matching {
        assert!(!search.is_all() && search.matches(&record), "{search:?}");
    }
    for search in others {
        assert!(!search.matches(&record), "{search:?}");
    }
}

#[test]
fn an_outcome_reads_back_from_its_id() {
    for kind in OutcomeKind::ALL {
        assert_eq!(kind.id().parse(), Ok(kind));
    }
    assert!("lost".parse::<OutcomeKind>().is_err());
}

fn payload() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
        "[0-9]{6,8}".prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::btree_map("(code|link|a|/|~|user|token|)", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_masked_can_be_filled_to_the_same_payload(payload in payload()) {
        let masked = mask::payload(&payload, false);
        let mut filled = masked.value.clone();
        for (pointer, text) in masked.masked.iter().zip(&masked.texts) {
            let old = payload.pointer(pointer).unwrap();
            let new = if old.is_string() { json!(text.expose()) } else { old.clone() };
            prop_assert!(mask::fill(&mut filled, pointer, new));
        }
        prop_assert_eq!(&filled, &payload);
        let mut removed = masked.value.clone();
        for pointer in &masked.masked {
            mask::remove(&mut removed, pointer);
        }
        prop_assert!(!removed.to_string().contains(Secret::MASK));
    }

    #[test]
    fn a_masked_code_is_nowhere_in_a_cleaned_request(code in "[0-9]{6}", before in "[a-z<> =]{0,9}") {
        let masked = mask::payload(&json!({"code": code}), false);
        let redactor = Redactor::new(masked.texts.iter().map(Secret::expose));
        let request = json!({"html": format!("<b>{before}{code}</b>"), "n": code.parse::<u64>().unwrap()});
        let clean = redactor.clean(&request.to_string()).into_owned();
        prop_assert!(!clean.contains(&code));
    }
}
