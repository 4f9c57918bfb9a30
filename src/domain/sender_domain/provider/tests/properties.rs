//! Any settings and any answers: nothing panics, and no record is asked for twice.

use proptest::prelude::*;

use super::*;
use crate::domain::sender_domain::dns::{
    Answer, Inquiry, LookupOutcome, Question, RecordData, RecordType, Step, TxtData,
};

fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("example.com".to_owned()),
        Just("us-east-1".to_owned()),
        Just("a.b.example.com".to_owned()),
        Just("a..b".to_owned()),
        Just("x".repeat(300)),
        "[a-z{}*.\\-]{0,12}",
        any::<String>(),
    ]
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let id = prop::sample::select(
        rules()
            .providers
            .iter()
            .map(|it| it.id.clone())
            .collect::<Vec<_>>(),
    );
    let values = prop::collection::vec(
        (
            prop::sample::select(Variable::ALL.to_vec()),
            prop::collection::vec(any_value(), 0..4),
        ),
        0..10,
    );
    (id, values, any::<String>()).prop_map(|(id, values, pasted)| {
        let mut settings = Settings::new(&id).with(Variable::Domain, ["example.com"]);
        for (variable, values) in values {
            settings = settings.with(variable, values);
        }
        settings.with_stated(read_pasted(&pasted, &name("example.com")))
    })
}

fn any_answer(question: &Question, seed: u64, text: &str) -> Answer {
    let near = Name::from_plain("u1.wl2.sendgrid.net").unwrap();
    let records = match question.record_type {
        RecordType::Cname => vec![RecordData::Cname(near)],
        RecordType::Mx => vec![RecordData::Mx {
            preference: 1,
            exchange: near,
        }],
        RecordType::Txt => vec![RecordData::Txt(TxtData::from(text))],
        _ => vec![RecordData::A([104, 16, 0, 1].into())],
    };
    let mixed = question.to_string().bytes().fold(seed, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    Answer::new(match mixed % 6 {
        0 => LookupOutcome::NoSuchName,
        1 => LookupOutcome::NoData,
        2 => LookupOutcome::Timeout,
        3 => LookupOutcome::Bogus,
        _ => LookupOutcome::Records(records),
    })
}

/// Runs the comparison against answers that come at once.
pub fn run(
    expected: &[Expected],
    mut answer: impl FnMut(&Question) -> Answer,
) -> (Vec<Compared>, usize) {
    let mut inquiry = Inquiry::new(100);
    for _ in 0..200 {
        match step(expected, &mut inquiry) {
            Step::Done(compared) => return (compared, inquiry.answers().count()),
            Step::Ask(questions) => {
                for question in questions {
                    let found = answer(&question);
                    inquiry.answer(question, found);
                }
            }
            Step::Wait => panic!("nothing is under way"),
        }
    }
    panic!("the comparison has no end")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_settings_make_a_table_without_doubles(settings in any_settings()) {
        let all = expectations(rules(), &settings);
        let mut seen: Vec<String> = all
            .iter()
            .filter(|it| it.row != "stated")
            .map(|it| format!("{} {} {}", it.name, it.record_type, it.row))
            .collect();
        let count = seen.len();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), count);
        for one in &all {
            prop_assert!(!one.why.is_empty());
            prop_assert_eq!(one.known_name().is_some(), one.name.name().is_some());
        }
        let asked = questions(&all);
        let mut once = asked.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), asked.len());
    }

    #[test]
    fn any_answers_end_in_a_verdict_for_every_record(
        settings in any_settings(),
        seed in any::<u64>(),
        text in prop_oneof![
            Just("v=spf1 include:a.example include:b.example -all".to_owned()),
            Just("v=DKIM1; p=".to_owned()),
            Just("v=DMARC1; p=none".to_owned()),
            any::<String>(),
        ],
    ) {
        let all = expectations(rules(), &settings);
        let (compared, _) = run(&all, |question| any_answer(question, seed, &text));
        prop_assert_eq!(compared.len(), all.len());
        for one in compared {
            let is_waiting = State::Unchecked { why: Unchecked::Waiting } == one.state;
            prop_assert!(!is_waiting);
            if let Some(found) = one.finding {
                prop_assert!(FINDING_IDS.contains(&found.finding.code));
                prop_assert!(!found.refs.is_empty() && found.finding.hint.is_some());
            }
        }
    }

    #[test]
    fn reading_what_was_pasted_never_fails(text in any::<String>()) {
        let read = read_pasted(&text, &name("example.com"));
        prop_assert!(read.len() <= 200);
    }
}
