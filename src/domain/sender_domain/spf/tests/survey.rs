//! Tests of the survey: the tree, its cost and its verdict.

use super::super::*;
use super::{name, zone};
use crate::domain::sender_domain::dns::{Answer, LookupOutcome, Question, RecordType, Step, Zone};

pub(super) fn survey(zone: &Zone, domain: &str) -> Survey {
    let run = SurveyRun::new(SurveyRequest::new(name(domain)));
    run.run(|question| zone.answer(question))
}

fn verdict(lines: &[&str]) -> SurveyVerdict {
    survey(&zone(lines), "example.com").verdict()
}

#[test]
fn the_cost_of_every_branch_adds_up() {
    let zone = zone(&[
        "example.com TXT v=spf1 a mx include:one.example ip4:198.51.100.0/24 redirect=two.example",
        "example.com A 198.51.100.7",
        "example.com MX mx.example.com",
        "mx.example.com A 198.51.100.8",
        "mx.example.com AAAA 2001:db8::8",
        "one.example TXT v=spf1 include:two.example a:gone.example ~all a:never.example",
        "two.example TXT v=spf1 exists:%{i}.two.example ptr ?all",
    ]);
    let survey = survey(&zone, "example.com");
    assert_eq!(survey.verdict(), SurveyVerdict::Ok);
    // a, mx, include (include (exists, ptr), a), redirect (exists, ptr).
    let costs: Vec<u32> = survey
        .root
        .terms
        .iter()
        .map(|term| term.cost.lookups)
        .collect();
    assert_eq!(costs, [1, 1, 5, 0, 3]);
    let cost = survey.root.cost;
    assert_eq!(cost.lookups, 10);
    assert_eq!(
        cost.void,
        VoidCount {
            any: 1,
            ipv4: 1,
            ipv6: 2
        }
    );
    let one = survey.root.terms[2].branch.as_ref().unwrap();
    assert_eq!(one.cost.lookups, 4);
    assert!(!one.terms[3].is_read);
    let exists = &one.terms[0].branch.as_ref().unwrap().terms[0];
    assert!(exists.is_sample);
    assert_eq!(exists.target.as_deref(), Some("192.0.2.1.two.example"));
    assert_eq!(survey.root.deciding().domain, "two.example");
    let networks: Vec<String> = survey
        .root
        .networks()
        .iter()
        .map(Network::to_string)
        .collect();
    assert_eq!(
        networks,
        [
            "198.51.100.7",
            "198.51.100.8",
            "2001:db8::8",
            "198.51.100.0/24"
        ]
    );
}

#[test]
fn all_questions_of_a_level_come_at_once() {
    let zone = zone(&[
        "example.com TXT v=spf1 a mx include:one.example include:two.example -all",
        "example.com MX mx.example.com",
        "one.example TXT v=spf1 include:three.example -all",
        "two.example TXT v=spf1 a -all",
        "three.example TXT v=spf1 -all",
    ]);
    let mut run = SurveyRun::new(SurveyRequest::new(name("example.com")));
    let mut rounds = Vec::new();
    while let Step::Ask(questions) = run.step() {
        rounds.push(questions.len());
        for question in questions {
            let answer = zone.answer(&question);
            run.answer(question, answer);
        }
    }
    assert_eq!(rounds, [3, 5, 5]);
}

#[test]
fn a_branch_goes_on_while_another_one_waits() {
    let zone = zone(&[
        "example.com TXT v=spf1 include:slow.example include:fast.example -all",
        "fast.example TXT v=spf1 include:next.example -all",
    ]);
    let mut run = SurveyRun::new(SurveyRequest::new(name("example.com")));
    for asked in ["example.com", "fast.example"] {
        assert!(matches!(run.step(), Step::Ask(_)));
        let question = Question::new(name(asked), RecordType::Txt);
        let answer = zone.answer(&question);
        run.answer(question, answer);
    }
    let next = Question::new(name("next.example"), RecordType::Txt);
    assert_eq!(run.step(), Step::Ask(vec![next]));
    assert_eq!(run.step(), Step::Wait);
    assert_eq!(run.so_far().root.terms.len(), 3);
}

#[test]
fn the_verdict_is_what_a_receiver_in_the_worst_case_says() {
    assert_eq!(verdict(&["example.com TXT v=spf1 -all"]), SurveyVerdict::Ok);
    assert_eq!(verdict(&["example.com TXT hello"]), SurveyVerdict::None);
    assert_eq!(verdict(&[]), SurveyVerdict::None);
    let broken = [
        vec!["example.com TXT v=spf1 -all", "example.com TXT v=spf1 a"],
        vec!["example.com TXT v=spf1 -all foo:bar"],
        vec!["example.com TXT v=spf1 include:none.example -all"],
        vec!["example.com TXT v=spf1 redirect=none.example"],
        vec!["example.com TXT v=spf1 include:example.com -all"],
        vec!["example.com TXT v=spf1 a:a.example a:b.example a:c.example -all"],
        vec![
            "example.com TXT v=spf1 include:bad.example -all",
            "bad.example TXT v=spf1 moo",
        ],
    ];
    for lines in broken {
        assert_eq!(verdict(&lines), SurveyVerdict::PermError, "{lines:?}");
    }
    let eleven = format!("example.com TXT v=spf1{} -all", " mx".repeat(11));
    let ten = format!("example.com TXT v=spf1{} -all", " mx".repeat(10));
    let mx = "example.com MX example.com";
    let address = "example.com A 198.51.100.1";
    let host = "example.com AAAA 2001:db8::1";
    assert_eq!(
        verdict(&[&eleven, mx, address, host]),
        SurveyVerdict::PermError
    );
    assert_eq!(verdict(&[&ten, mx, address, host]), SurveyVerdict::Ok);
}

#[test]
fn silence_is_never_taken_for_absence() {
    let mut zone = zone(&["example.com TXT v=spf1 include:down.example a:down.example -all"]);
    zone.fail(name("down.example"), None, LookupOutcome::Timeout);
    let found = survey(&zone, "example.com");
    assert_eq!(found.verdict(), SurveyVerdict::TempError);
    assert_eq!(found.root.cost.void, VoidCount::default());
    let codes: Vec<&str> = found
        .findings()
        .iter()
        .map(|found| found.finding.code)
        .collect();
    assert_eq!(codes, ["spf.temperror", "spf.temperror"]);
    let mut silent = Zone::new();
    silent.fail(name("example.com"), None, LookupOutcome::Refused);
    assert_eq!(
        survey(&silent, "example.com").verdict(),
        SurveyVerdict::TempError
    );
}

#[test]
fn an_endless_zone_is_left_in_time() {
    // Every name includes two others that do not exist anywhere else.
    let endless = |question: &Question| {
        let first = question.name.labels().next().unwrap_or_default();
        let label = String::from_utf8_lossy(first).into_owned();
        let text = format!("v=spf1 include:a{label}.example.com include:b{label}.example.com -all");
        Answer::new(match question.record_type {
            RecordType::Txt => {
                LookupOutcome::Records(vec![crate::domain::sender_domain::dns::RecordData::Txt(
                    text.as_str().into(),
                )])
            }
            _ => LookupOutcome::NoData,
        })
    };
    let mut asked = 0;
    let run = SurveyRun::new(SurveyRequest::new(name("example.com")));
    let survey = run.run(|question| {
        asked += 1;
        endless(question)
    });
    assert!(asked <= MOST_QUESTIONS, "{asked} questions");
    assert_eq!(survey.verdict(), SurveyVerdict::PermError);
    assert!(survey.root.cost.lookups > MOST_LOOKUPS);
}

#[test]
fn a_flat_record_lets_the_same_servers_pass() {
    let zone = zone(&[
        "example.com TXT v=spf1 a include:one.example ip4:203.0.113.1 exists:%{i}.x.example ~all",
        "example.com A 198.51.100.7",
        "one.example TXT v=spf1 ip4:203.0.113.0/24 include:two.example -all",
        "two.example TXT v=spf1 ip6:2001:db8::/32 redirect=three.example",
        "three.example TXT v=spf1 ip4:192.0.2.0/25 ?all",
        "tricky.example TXT v=spf1 -ip4:192.0.2.1 include:no.example -all",
        "no.example TXT v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/24 -all",
    ]);
    assert_eq!(
        survey(&zone, "example.com").flattened().as_deref(),
        Some(
            "v=spf1 ip4:192.0.2.0/25 ip4:198.51.100.7 ip4:203.0.113.0/24 ip6:2001:db8::/32 \
             exists:%{i}.x.example ~all"
        )
    );
    assert_eq!(survey(&zone, "tricky.example").flattened(), None);
}

#[test]
fn networks_know_what_lies_in_them() {
    let network = |ip: &str, length| Network::new(ip.parse().unwrap(), length);
    assert_eq!(network("192.0.2.77", 24).to_string(), "192.0.2.0/24");
    assert_eq!(network("192.0.2.77", 32).to_string(), "192.0.2.77");
    assert_eq!(network("2001:db8::1", 0).to_string(), "::/0");
    assert!(network("0.0.0.0", 0).contains(network("192.0.2.77", 32)));
    assert!(!network("192.0.2.0", 25).contains(network("192.0.2.0", 24)));
    assert!(!network("::", 0).contains(network("192.0.2.0", 24)));
    assert_eq!(network("10.0.0.0", 8).addresses(), 1 << 24);
    assert_eq!(network("::", 0).addresses(), u128::MAX);
    assert!(network("172.31.0.1", 32).reserved_for().is_some());
    assert!(network("172.32.0.1", 32).reserved_for().is_none());
    assert!(network("::1", 128).reserved_for().is_some());
    assert!(network("2a01:111:f400::", 48).reserved_for().is_none());
}
