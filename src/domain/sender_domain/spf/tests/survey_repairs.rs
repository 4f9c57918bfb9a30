//! Tests of what is proposed in place of broken records, and of each thing being told once.

use proptest::prelude::*;

use super::super::*;
use super::survey_findings::{findings, published, the};

#[test]
fn a_merged_record_has_no_flaw_of_its_parts() {
    for (one, other, expected, title) in [
        (
            "v=spf1 +all",
            "v=spf1 include:nope.example.test -al",
            "v=spf1 include:nope.example.test -all",
            "Merge the records, without “+all”",
        ),
        (
            "v=spf1 all",
            "v=spf1 moo:x ip4:1.1.1.1",
            "v=spf1 ip4:1.1.1.1 ~all",
            "Merge the records, without “all” and “moo:x”",
        ),
        (
            "v=spf1 ip4:1.1.1.1 -all ip4:9.9.9.9 redirect=a.example",
            "v=spf1 redirect=b.example exp=c.example exists:%{x}.example",
            "v=spf1 ip4:1.1.1.1 include:b.example exp=c.example -all",
            "Merge the records, without “exists:%{x}.example”",
        ),
        (
            "v=spf1 a ?all",
            "v=spf1 A mx ~all",
            "v=spf1 a mx ?all",
            "Merge the records",
        ),
    ] {
        let lines = [one, other].map(|text| format!("example.com TXT {text}"));
        let several = the("spf.multiple", &[&lines[0], &lines[1]]);
        assert_eq!(published(&several), Some(expected));
        assert_eq!(several.record_fix.unwrap().title, title);
    }
}

#[test]
fn each_thing_is_told_once() {
    let found = findings(&[
        "example.com TXT v=spf1 a mx ip4:127.0.0.1 include:b.example include:c.example -all",
        "example.com A 127.0.0.1",
        "example.com MX example.com",
        "b.example TXT v=spf1 include:d.example -all",
        "c.example TXT v=spf1 include:d.example -all",
        "d.example TXT v=spf1 mx -all",
    ]);
    let of = |code: &str| {
        let messages = found.iter().filter(|it| it.finding.code == code);
        messages
            .map(|it| it.finding.message.as_str())
            .collect::<Vec<&str>>()
    };
    assert_eq!(
        of("spf.private-address"),
        [
            "No mail comes from 127.0.0.1, as that network is the machine itself; “a”, “mx” and \
             “ip4:127.0.0.1” lead to it"
        ]
    );
    let mut void = of("spf.void-limit");
    void.retain(|message| message.starts_with('“'));
    assert_eq!(void, ["“mx” finds nothing at d.example"]);
}

#[test]
fn a_flattened_record_is_counted_as_it_would_be_published() {
    let mut lines: Vec<String> = (0..9)
        .map(|host| format!("h{host}.example A 1.1.1.{}", host / 3))
        .collect();
    let terms: Vec<String> = (0..9).map(|host| format!("a:h{host}.example")).collect();
    lines.push(format!(
        "example.com TXT v=spf1 {} a:l.example mx ip4:127.0.0.1 -all",
        terms.join(" ")
    ));
    lines.push("l.example A 10.0.0.1".to_owned());
    lines.push("example.com MX h0.example".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let flat = the("spf.flatten", &lines);
    assert_eq!(
        published(&flat),
        Some("v=spf1 ip4:1.1.1.0 ip4:1.1.1.1 ip4:1.1.1.2 -all")
    );
    assert_eq!(
        flat.finding.message,
        "Without look-ups the record would name 3 networks in 47 bytes"
    );
}

proptest! {
    #[test]
    fn a_merged_record_is_sound_whatever_is_merged(
        terms in prop::collection::vec("[-+~?]?(all|al|a|mx|moo|ip4:1\\.1\\.1\\.1|ip4:1|include:b\\.example|exists:%\\{[xi]\\}|redirect=c\\.example|exp=d\\.example)", 0..10),
        cut in 0..10_usize,
    ) {
        let (one, other) = terms.split_at(cut.min(terms.len()));
        let lines = [one, other, &[]].map(|terms| {
            format!("example.com TXT v=spf1 {}", terms.join(" "))
        });
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let several = the("spf.multiple", &lines);
        let merged = Record::parse(published(&several).unwrap());
        prop_assert_eq!(&merged.problems, &Vec::new());
        let ends: Vec<Qualifier> = merged
            .directives()
            .filter(|(_, it)| it.mechanism == Mechanism::All)
            .map(|(_, it)| it.qualifier)
            .collect();
        prop_assert_eq!(ends.len(), 1);
        prop_assert_ne!(ends[0], Qualifier::Pass);
    }
}
