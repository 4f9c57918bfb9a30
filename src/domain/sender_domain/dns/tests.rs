//! Tests of names, texts and the zone in memory.

use proptest::prelude::*;

use super::*;

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn ask(zone: &Zone, asked: &str, record_type: RecordType) -> Answer {
    zone.answer(&Question::new(name(asked), record_type))
}

fn address(last: u8) -> RecordData {
    RecordData::A([192, 0, 2, last].into())
}

#[test]
fn names_compare_without_case_and_print_with_it() {
    assert_eq!(name("Mail.Example.COM."), name("mail.example.com"));
    assert_eq!(name("Mail.Example.COM.").to_string(), "Mail.Example.COM");
    assert!(name("a.example.com").is_at_or_below(&name("EXAMPLE.com")));
    assert!(!name("aexample.com").is_at_or_below(&name("example.com")));
    assert_eq!(Name::root().to_string(), ".");
    assert_eq!(name("."), Name::root());
}

#[test]
fn names_that_the_dns_cannot_hold_are_refused() {
    let label = "a".repeat(64);
    assert_eq!(Name::from_plain(&label), Err(NameError::LongLabel));
    assert_eq!(Name::from_plain("a..b"), Err(NameError::EmptyLabel));
    assert_eq!(Name::from_plain(".a"), Err(NameError::EmptyLabel));
    let longest = [
        "a".repeat(63),
        "b".repeat(63),
        "c".repeat(63),
        "d".repeat(61),
    ]
    .join(".");
    assert!(Name::from_plain(&longest).is_ok());
    assert_eq!(
        Name::from_plain(&format!("{longest}d")),
        Err(NameError::LongName)
    );
    assert_eq!("a\\25".parse::<Name>(), Err(NameError::BadEscape));
    assert_eq!("a\\256".parse::<Name>(), Err(NameError::BadEscape));
}

#[test]
fn a_dot_inside_a_label_is_not_a_dot_between_labels() {
    let dotted = Name::from_labels([b"a.b".to_vec(), b"c".to_vec()]).unwrap();
    assert_eq!(dotted.to_string(), "a\\.b.c");
    assert_eq!(name("a\\.b.c"), dotted);
    assert_ne!(name("a.b.c"), dotted);
    assert_eq!(Name::from_plain("a\\.b").unwrap().to_string(), "a\\\\.b");
}

#[test]
fn an_address_has_a_name_of_its_own() {
    let of = |ip: &str| Name::of_address(ip.parse().unwrap()).to_string();
    assert_eq!(of("192.0.2.5"), "5.2.0.192.in-addr.arpa");
    assert_eq!(
        of("2001:db8::1"),
        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
    );
}

#[test]
fn the_zone_follows_aliases_and_ends_loops() {
    let zone = Zone::from_iter([
        (name("www.example"), RecordData::Cname(name("host.example"))),
        (name("host.example"), address(1)),
        (
            name("gone.example"),
            RecordData::Cname(name("nowhere.example")),
        ),
        (
            name("loop.example"),
            RecordData::Cname(name("loop.example")),
        ),
    ]);
    let found = ask(&zone, "WWW.example", RecordType::A);
    assert_eq!(found.records(), [address(1)]);
    assert_eq!(found.aliases, [name("host.example")]);
    let gone = ask(&zone, "gone.example", RecordType::A);
    assert_eq!(gone.outcome, LookupOutcome::NoSuchName);
    let looped = ask(&zone, "loop.example", RecordType::A);
    assert_eq!(looped.outcome, LookupOutcome::ServerFailure);
    assert_eq!(looped.ttl_secs, None);
    let alias = ask(&zone, "www.example", RecordType::Cname);
    assert_eq!(alias.records(), [RecordData::Cname(name("host.example"))]);
}

#[test]
fn no_data_and_no_such_name_are_told_apart() {
    let zone = Zone::from_iter([(name("a.b.example"), address(1))]);
    let outcome = |asked, record_type| ask(&zone, asked, record_type).outcome;
    assert_eq!(
        outcome("a.b.example", RecordType::Mx),
        LookupOutcome::NoData
    );
    assert_eq!(outcome("b.example", RecordType::A), LookupOutcome::NoData);
    assert_eq!(
        outcome("c.example", RecordType::A),
        LookupOutcome::NoSuchName
    );
    assert_eq!(
        outcome("x.a.b.example", RecordType::A),
        LookupOutcome::NoSuchName
    );
}

#[test]
fn a_wildcard_answers_for_names_that_do_not_exist_only() {
    let zone = Zone::from_iter([
        (name("*.example"), address(1)),
        (name("a.b.example"), address(2)),
    ]);
    assert_eq!(
        ask(&zone, "x.y.example", RecordType::A).records(),
        [address(1)]
    );
    assert_eq!(
        ask(&zone, "b.example", RecordType::A).outcome,
        LookupOutcome::NoData
    );
    let below = ask(&zone, "c.b.example", RecordType::A).outcome;
    assert_eq!(below, LookupOutcome::NoSuchName);
}

#[test]
fn failures_stand_beside_records() {
    let mut zone = Zone::from_iter([(name("a.example"), address(1))]);
    zone.fail(name("a.example"), None, LookupOutcome::Timeout);
    zone.fail(name("b.example"), Some(RecordType::A), LookupOutcome::Bogus);
    assert_eq!(
        ask(&zone, "a.example", RecordType::A).records(),
        [address(1)]
    );
    assert_eq!(
        ask(&zone, "a.example", RecordType::Txt).outcome,
        LookupOutcome::Timeout
    );
    assert_eq!(
        ask(&zone, "b.example", RecordType::A).outcome,
        LookupOutcome::Bogus
    );
    assert_eq!(zone.remove(&name("a.example"), RecordType::A), [address(1)]);
    assert!(ask(&zone, "a.example", RecordType::A).is_failure());
}

#[test]
fn strings_join_and_their_seams_are_known() {
    let data = TxtData::new(["v=spf1 ", "a ", "-all"]);
    assert_eq!(data.text(), "v=spf1 a -all");
    assert_eq!(data.boundaries(), [7, 9]);
    assert_eq!(data.wire_bytes(), 16);
    let split = TxtData::new([b"\xc3".to_vec(), b"\xa9".to_vec()]);
    assert_eq!(split.text(), "é");
    assert!(
        split
            .boundaries()
            .iter()
            .all(|&at| split.text().is_char_boundary(at))
    );
}

#[test]
fn an_answer_survives_a_trace_in_json() {
    let answer = Answer {
        aliases: vec![name("b.example")],
        ttl_secs: Some(60),
        ..Answer::new(LookupOutcome::Records(vec![
            RecordData::Txt(TxtData::new([b"a \\ \xff".to_vec(), Vec::new()])),
            RecordData::Mx {
                preference: 10,
                exchange: name("mx.example"),
            },
        ]))
    };
    let json = serde_json::to_string(&answer).unwrap();
    assert_eq!(
        serde_json::from_str::<Answer>(&json).unwrap(),
        answer,
        "{json}"
    );
    let failed = Answer::new(LookupOutcome::NoSuchName);
    let json = serde_json::to_string(&failed).unwrap();
    assert_eq!(
        serde_json::from_str::<Answer>(&json).unwrap(),
        failed,
        "{json}"
    );
}

proptest! {
    #[test]
    fn any_name_reads_as_it_prints(labels in prop::collection::vec(
        prop::collection::vec(any::<u8>(), 1..20), 0..8)) {
        let name = Name::from_labels(labels).unwrap();
        prop_assert_eq!(name.to_string().parse::<Name>().unwrap(), name);
    }

    #[test]
    fn what_lies_below_a_name_follows_it(a in "[a-c]{1,2}(\\.[a-c]{1,2}){0,3}",
        b in "[a-c]{1,2}(\\.[a-c]{1,2}){0,3}") {
        let (a, b) = (name(&a), name(&b));
        prop_assert_eq!(a == b, a.cmp(&b).is_eq());
        prop_assert!(!a.is_at_or_below(&b) || b <= a);
    }
}
