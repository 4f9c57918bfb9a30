//! Messages signed by dkimpy, with its verdicts.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::{ResultWord, results, verify, zone};

#[derive(Deserialize)]
struct Fixture {
    records: BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    message: String,
    dkimpy: Vec<Value>,
    dkimpy_arc: String,
}

/// Where dkimpy passes what the standard refuses, and the result here.
const STRICTER: [(&str, ResultWord); 4] = [
    ("sha-1", ResultWord::PermError),
    ("key sha1", ResultWord::PermError),
    ("key strict, identity below", ResultWord::PermError),
    ("length, text added", ResultWord::Policy),
];

fn fixture() -> Fixture {
    let json = include_str!("../../../../../tests/fixtures/dkim/signed.json");
    serde_json::from_str(json).unwrap()
}

#[test]
fn verdicts_are_those_of_dkimpy() {
    let fixture = fixture();
    let names = fixture
        .records
        .iter()
        .map(|(selector, record)| (format!("{selector}._domainkey.example.com"), record));
    let zone = zone(names);
    let mut wrong = Vec::new();
    let mut stricter = 0;
    for case in &fixture.cases {
        let raw = STANDARD.decode(&case.message).unwrap();
        let report = verify(&raw, &zone);
        let found = results(&report);
        let arc = report.arc.ruling.result;
        if let Some((_, expected)) = STRICTER.iter().find(|(name, _)| *name == case.name) {
            assert_eq!(found, [*expected], "{}", case.name);
            stricter += 1;
            continue;
        }
        let passes: Vec<bool> = found.iter().map(|it| *it == ResultWord::Pass).collect();
        let theirs: Vec<bool> = case
            .dkimpy
            .iter()
            .map(|it| it == &Value::Bool(true))
            .collect();
        if passes != theirs || arc.word() != case.dkimpy_arc {
            let reasons: Vec<_> = report.dkim.iter().map(|it| &it.ruling.reason).collect();
            wrong.push(format!(
                "{}: {found:?} {reasons:?}, dkimpy {:?}; arc {arc} {}, dkimpy {}",
                case.name, case.dkimpy, report.arc.ruling.reason, case.dkimpy_arc
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(stricter, STRICTER.len());
    assert!(fixture.cases.len() >= 90);
}
