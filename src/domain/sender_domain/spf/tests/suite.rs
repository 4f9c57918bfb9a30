//! The public test suite of RFC 7208, every case of it.

use serde::Deserialize;

use super::super::{CheckRequest, Evaluation, EvaluationOutcome};
use crate::domain::sender_domain::dns::{LookupOutcome, Name, RecordData, Zone};

const SUITE: &str = include_str!("../../../../../tests/fixtures/spf/rfc7208-tests.json");

#[derive(Deserialize)]
struct Scenario {
    description: String,
    zone: Vec<Node>,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
struct Node {
    name: Name,
    times_out: bool,
    records: Vec<RecordData>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    section: String,
    ip: String,
    helo: String,
    mail_from: String,
    accepted: Vec<String>,
    explanation: Option<String>,
}

fn zone_of(nodes: Vec<Node>) -> Zone {
    let mut zone = Zone::new();
    for node in nodes {
        for data in node.records {
            zone.insert(node.name.clone(), data);
        }
        if node.times_out {
            zone.fail(node.name, None, LookupOutcome::Timeout);
        }
    }
    zone
}

/// What is wrong with an outcome, if anything is.
fn complaint(case: &Case, outcome: &EvaluationOutcome) -> Option<String> {
    let result = outcome.result.word();
    if !case.accepted.iter().any(|accepted| accepted == result) {
        return Some(format!(
            "{result} instead of {}",
            case.accepted.join(" or ")
        ));
    }
    // A receiver's own words stand where the domain gives none.
    let explanation = outcome.explanation.as_deref().unwrap_or("DEFAULT");
    match &case.explanation {
        Some(expected) if expected != explanation => {
            Some(format!("“{explanation}” instead of “{expected}”"))
        }
        _ => None,
    }
}

#[test]
fn every_case_of_the_public_suite_comes_out_as_the_rfc_says() {
    let scenarios: Vec<Scenario> = serde_json::from_str(SUITE).unwrap();
    let mut wrong = Vec::new();
    let mut total = 0;
    for scenario in scenarios {
        let zone = zone_of(scenario.zone);
        for case in scenario.tests {
            total += 1;
            let ip = case.ip.parse().unwrap();
            let request = CheckRequest::new(ip, &*case.helo, &*case.mail_from);
            let outcome = Evaluation::new(request).run(|question| zone.answer(question));
            if let Some(complaint) = complaint(&case, &outcome) {
                wrong.push(format!(
                    "{}, {} (section {}): {complaint}\n{:#?}",
                    scenario.description, case.id, case.section, outcome.path
                ));
            }
        }
    }
    println!("{} of {total}", total - wrong.len());
    assert_eq!(total, 203);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
