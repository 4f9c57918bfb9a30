//! Properties that hold for every text and every zone.

use proptest::prelude::*;

use super::super::*;
use super::name;
use crate::domain::sender_domain::dns::{LookupOutcome, RecordData, Step, TxtData, Zone};

/// A text with much that looks like SPF.
fn spf_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" ".to_owned()),
        Just("v=spf1".to_owned()),
        "[-+~?]?(all|include|a|mx|ptr|ip4|ip6|exists|redirect|exp|moo)",
        "[:=/%]{1,2}",
        "%\\{[a-zA-Z]?[0-9]{0,2}r?[-.+,/_=x]{0,2}\\}?",
        "[a-c]{1,3}(\\.[a-c0-9-]{1,3}){0,2}\\.?",
        "(192\\.0\\.2\\.1|2001:db8::)(/[0-9]{1,3})?",
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// One of a few names, which refer to each other in every way.
fn host() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a.example", "b.example", "c.example", "d.example"])
}

/// A name as records write it, sometimes with a macro.
fn target() -> impl Strategy<Value = String> {
    let letter = prop::sample::select("slodipvhSLODIPVH".chars().collect::<Vec<char>>());
    prop_oneof![
        8 => host().prop_map(str::to_owned),
        1 => (letter, 0..3_u8, any::<bool>()).prop_map(|(letter, digits, is_reversed)| {
            let digits = if digits == 0 { String::new() } else { digits.to_string() };
            let reverse = if is_reversed { "r" } else { "" };
            format!("%{{{letter}{digits}{reverse}}}.example")
        }),
    ]
}

/// A record that is right, with targets among a few names.
fn record() -> impl Strategy<Value = String> {
    let prefix = prop::sample::select(vec!["", "/0", "/24", "//64", "/32//128"]);
    let qualifier = prop::sample::select(vec!["", "", "+", "-", "~", "?"]);
    let term = prop_oneof![
        4 => target().prop_map(|target| format!("include:{target}")),
        3 => (target(), prefix).prop_map(|(target, prefix)| format!("a:{target}{prefix}")),
        2 => target().prop_map(|target| format!("mx:{target}")),
        1 => target().prop_map(|target| format!("exists:{target}")),
        1 => Just("ptr".to_owned()),
        1 => Just("ip4:203.0.113.0/24".to_owned()),
        1 => Just("ip6:2001:db8::/32".to_owned()),
    ];
    let term = (qualifier, term).prop_map(|(qualifier, term)| format!("{qualifier}{term}"));
    let end = prop_oneof![
        Just(String::new()),
        Just(" -all".to_owned()),
        target().prop_map(|target| format!(" redirect={target}")),
        target().prop_map(|target| format!(" exp={target} -all")),
    ];
    (prop::collection::vec(term, 0..8), end)
        .prop_map(|(terms, end)| format!("v=spf1 {}{end}", terms.join(" ")))
}

/// A few names that refer to each other in every way, loops included, and some that fail.
fn zones() -> impl Strategy<Value = Zone> {
    let data = prop_oneof![
        8 => record().prop_map(|text| RecordData::Txt(TxtData::from(&*text))),
        1 => "v=spf1 \\PC{0,9}".prop_map(|text| RecordData::Txt(TxtData::from(&*text))),
        3 => any::<u8>().prop_map(|last| RecordData::A([192, 0, 2, last].into())),
        2 => host().prop_map(|host| RecordData::Mx { preference: 1, exchange: name(host) }),
        1 => host().prop_map(|host| RecordData::Ptr(name(host))),
        1 => host().prop_map(|host| RecordData::Cname(name(host))),
    ];
    let owner = prop_oneof![
        12 => host(),
        1 => Just("1.2.0.192.in-addr.arpa"),
        1 => Just("*.example"),
    ];
    let failure = prop_oneof![
        Just(LookupOutcome::Timeout),
        Just(LookupOutcome::ServerFailure),
        Just(LookupOutcome::Refused),
    ];
    (
        prop::collection::vec((owner, data), 0..12),
        prop::option::weighted(0.2, (host(), failure)),
    )
        .prop_map(|(records, failed)| {
            let mut zone: Zone = records
                .into_iter()
                .map(|(owner, data)| (name(owner), data))
                .collect();
            if let Some((owner, outcome)) = failed {
                zone.fail(name(owner), None, outcome);
            }
            zone
        })
}

proptest! {
    #[test]
    fn any_text_prints_as_it_was(text in prop_oneof![spf_like(), any::<String>()]) {
        let record = Record::parse(&text);
        let printed = record.to_string();
        prop_assert_eq!(&printed, &text);
        prop_assert_eq!(&Record::parse(&printed), &record);
        for term in &record.terms {
            prop_assert_eq!(text.get(term.span.range()), Some(&*term.to_string()));
        }
        for problem in &record.problems {
            prop_assert!(text.get(problem.span.range()).is_some());
            prop_assert!(problem.fix.iter().all(|fix| text.get(fix.span.range()).is_some()));
        }
    }

    #[test]
    fn records_of_the_grammar_have_no_problems(text in record()) {
        prop_assert_eq!(Record::parse(&text).problems, vec![]);
    }

    #[test]
    fn every_check_ends_within_the_limits(zone in zones(), helo in "\\PC{0,20}",
        local in "[a-z.+-]{0,9}") {
        let ip = "192.0.2.1".parse().unwrap();
        let request = CheckRequest::new(ip, helo, format!("{local}@a.example"));
        let mut asked = 0;
        let outcome = Evaluation::new(request).run(|question| {
            asked += 1;
            zone.answer(question)
        });
        // One above a limit is where the check ends.
        prop_assert!(outcome.lookups <= MOST_LOOKUPS + 1);
        prop_assert!(outcome.void_lookups <= MOST_VOID_LOOKUPS + 1);
        let is_over = outcome.lookups > MOST_LOOKUPS || outcome.void_lookups > MOST_VOID_LOOKUPS;
        prop_assert!(!is_over || outcome.result == SpfResult::PermError);
        prop_assert!(asked <= 11 * 12 + 12, "{} questions", asked);
    }

    #[test]
    fn a_survey_is_the_same_in_whatever_order_the_answers_come(zone in zones(), seed in any::<u64>()) {
        let request = SurveyRequest::new(name("a.example"));
        let mut asked = 0;
        let at_once = SurveyRun::new(request.clone()).run(|question| {
            asked += 1;
            zone.answer(question)
        });
        prop_assert!(asked <= MOST_QUESTIONS);
        let mut run = SurveyRun::new(request);
        let mut open = Vec::new();
        let mut turn = seed;
        let one_by_one = loop {
            match run.step() {
                Step::Done(survey) => break survey,
                Step::Ask(questions) => open.extend(questions),
                Step::Wait => {}
            }
            turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let question = open.swap_remove((turn >> 33) as usize % open.len());
            let answer = zone.answer(&question);
            run.answer(question, answer);
        };
        // Which questions are kept back does depend on the order.
        if asked < MOST_QUESTIONS {
            prop_assert_eq!(one_by_one.findings(), at_once.findings());
            prop_assert_eq!(one_by_one, at_once);
        }
    }

    #[test]
    fn what_a_survey_finds_usable_never_fails_for_good(zone in zones(), last in any::<u8>()) {
        let run = SurveyRun::new(SurveyRequest::new(name("a.example")));
        let survey = run.run(|question| zone.answer(question));
        let terms = survey.root.all_branches().into_iter().flat_map(|branch| &branch.terms);
        let is_plain = terms.filter(|term| term.is_read).all(|term| {
            !term.is_sample && !matches!(term.directive(), Some((_, Mechanism::Ptr(_))))
        });
        let cost = survey.root.cost;
        if !is_plain || survey.verdict() != SurveyVerdict::Ok || cost.void.ipv4 > MOST_VOID_LOOKUPS {
            return Ok(());
        }
        let ip = core::net::IpAddr::from([192, 0, 2, last]);
        let request = CheckRequest::new(ip, "a.example", "x@a.example");
        let outcome = Evaluation::new(request).run(|question| zone.answer(question));
        prop_assert!(outcome.lookups <= cost.lookups);
        prop_assert!(outcome.void_lookups <= cost.void.ipv4);
        let is_usable = matches!(outcome.result,
            SpfResult::Pass | SpfResult::Fail | SpfResult::SoftFail | SpfResult::Neutral);
        prop_assert!(is_usable, "{:?}", outcome);
        // A record that lets nobody pass does not, and networks say who passes.
        let authorised = survey.root.networks().iter().any(|network| network.has(ip));
        if outcome.result == SpfResult::Pass {
            prop_assert!(authorised || survey.root.passes_all() || has_exists(&survey), "{:?}", outcome);
        }
    }
}

fn has_exists(survey: &Survey) -> bool {
    let terms = survey
        .root
        .all_branches()
        .into_iter()
        .flat_map(|branch| &branch.terms);
    terms
        .into_iter()
        .any(|term| matches!(term.directive(), Some((_, Mechanism::Exists(_)))))
}
