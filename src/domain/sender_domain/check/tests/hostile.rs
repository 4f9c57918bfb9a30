//! Zones that mean harm: the budget is kept, nothing panics, nothing dangerous is shown.

use super::{check, finding, ids, name, run, zone};
use crate::domain::sender_domain::check::{DomainCheck, MOST_QUESTIONS, Wanted};
use crate::domain::sender_domain::dns::{Answer, LookupOutcome, Name, RecordData, TxtData, Zone};
use crate::domain::sender_domain::report::DomainReport;

fn text(text: impl Into<Vec<u8>>) -> RecordData {
    let bytes: Vec<u8> = text.into();
    RecordData::Txt(TxtData::new(bytes.chunks(255)))
}

/// All that is shown to people holds nothing that could do harm.
fn assert_harmless(report: &DomainReport) {
    for printed in [report.to_text(), report.to_markdown(), report.to_html()] {
        let bad = printed
            .chars()
            .find(|it| (it.is_control() && *it != '\n') || matches!(it, '\u{202a}'..='\u{202e}'));
        assert_eq!(bad, None, "{printed}");
    }
    let html = report.to_html();
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("<img"), "{html}");
}

#[test]
fn endless_includes_stop_at_the_budget_of_spf() {
    let mut check = check();
    check.options.dane = Wanted::Yes;
    let (report, inquiry) = check.run(|question| {
        let owner = question.name.to_string();
        if owner.contains("_d") || owner.contains("_smtp") || owner.contains("_mta") {
            return Answer::new(LookupOutcome::NoSuchName);
        }
        match question.record_type {
            crate::domain::sender_domain::dns::RecordType::Txt => {
                let deeper = (0..9).map(|index| format!("include:x{index}.{owner}"));
                let deeper = deeper.collect::<Vec<_>>().join(" ");
                Answer::new(LookupOutcome::Records(vec![text(format!(
                    "v=spf1 {deeper} -all"
                ))]))
            }
            crate::domain::sender_domain::dns::RecordType::Mx => {
                let hosts = (0..500).map(|index| RecordData::Mx {
                    preference: index,
                    exchange: name(&format!("mx{index}.example.com")),
                });
                Answer::new(LookupOutcome::Records(hosts.collect()))
            }
            crate::domain::sender_domain::dns::RecordType::A => {
                let hosts = (0..50).map(|index| RecordData::A([5, 9, 7, index].into()));
                Answer::new(LookupOutcome::Records(hosts.collect()))
            }
            _ => Answer::new(LookupOutcome::NoData),
        }
    });
    let asked = inquiry
        .answers()
        .filter(|(_, answer)| answer.outcome != LookupOutcome::NotAsked)
        .count();
    assert!(asked <= MOST_QUESTIONS, "{asked}");
    assert_eq!(report.queries.count, asked);
    assert_eq!(report.spf.verdict.map(|it| it.word()), Some("permerror"));
    assert!(ids(&report).contains(&"spf.lookup-limit"));
    assert!(ids(&report).contains(&"spf.unchecked"));
    assert!(ids(&report).contains(&"mx.too-many"));
    // What SPF wastes is not missing elsewhere.
    assert!(ids(&report).contains(&"dmarc.missing"));
    assert_harmless(&report);
}

#[test]
fn loops_end() {
    let zone = zone(&[
        "example.com TXT v=spf1 include:a.example redirect=example.com",
        "a.example TXT v=spf1 include:b.example include:a.example",
        "b.example TXT v=spf1 include:a.example a:example.com",
        "example.com MX 1 example.com",
        "example.com CNAME loop.example",
        "loop.example CNAME example.com",
        "_dmarc.example.com CNAME _dmarc.example.com",
        "s1._domainkey.example.com CNAME s1._domainkey.example.com",
    ]);
    let (report, _) = run(&check(), &zone);
    assert!(ids(&report).contains(&"spf.loop"));
    assert_eq!(report.dmarc.verdict, Some("temperror"));
    assert_harmless(&report);
}

#[test]
fn texts_of_any_size_and_bytes_are_read() {
    for content in [
        vec![b'a'; 65_000],
        [
            b"v=spf1 ".as_slice(),
            &b"ip4:5.9.1.1 ".repeat(5_000),
            b"-all",
        ]
        .concat(),
        [b"v=spf1 ".as_slice(), &b"include:a.example ".repeat(3_000)].concat(),
        [
            b"v=DMARC1; p=none; rua=".as_slice(),
            &b"mailto:a@b.example,".repeat(3_000),
        ]
        .concat(),
        [b"v=DKIM1; p=".as_slice(), &b"QUJD".repeat(16_000)].concat(),
        b"v=spf1 \xff\xfe\x00 -all".to_vec(),
        b";".repeat(60_000),
        "v=spf1 include:\u{202e}moc.live\u{1b}[31m -all".into(),
        "v=DMARC1; p=\u{202e}none; rua=mailto:<script>alert(1)</script>@x.example".into(),
        "v=DKIM1; k=<img src=x>; p=\u{7}".into(),
        "v=STSv1; id=\r\n\u{2028}".into(),
        "v=BIMI1; l=http://\"><script>".into(),
        "`` ``` ` **bold** [x](javascript:alert(1))".into(),
    ] {
        let mut zone = Zone::new();
        for owner in [
            "example.com",
            "_dmarc.example.com",
            "s1._domainkey.example.com",
            "_mta-sts.example.com",
            "_smtp._tls.example.com",
            "default._bimi.example.com",
        ] {
            zone.insert(name(owner), text(content.clone()));
        }
        let (report, _) = run(&check(), &zone);
        assert!(report.queries.count <= MOST_QUESTIONS);
        assert_harmless(&report);
    }
}

#[test]
fn names_that_are_none_and_names_at_the_limits_are_survived() {
    let label = "a".repeat(63);
    let long = format!("{label}.{label}.{label}.{}", "b".repeat(59));
    for domain in [
        long.as_str(),
        "xn--\\255.example",
        "a\\.b.example.com",
        "\\000.example.com",
    ] {
        let domain = name(domain);
        let mut check = DomainCheck::new(domain.clone());
        check.selectors = vec![
            "s1".to_owned(),
            String::new(),
            label.clone(),
            "ä".to_owned(),
        ];
        let mut zone = Zone::new();
        zone.insert(domain.clone(), text("v=spf1 a:%{d}.%{d} mx:x..y -all"));
        zone.insert(
            domain.clone(),
            RecordData::Mx {
                preference: 1,
                exchange: domain,
            },
        );
        let (report, _) = run(&check, &zone);
        assert!(report.queries.count > 0);
        assert_harmless(&report);
    }
}

#[test]
fn a_name_in_the_dns_cannot_forge_a_sentence() {
    let mut zone = zone(&["example.com TXT v=spf1 -all"]);
    let evil = Name::from_labels(["evil\u{202e}\n\u{1b}[2J".as_bytes(), b"example"]).unwrap();
    zone.insert(
        name("example.com"),
        RecordData::Mx {
            preference: 1,
            exchange: evil,
        },
    );
    let (report, _) = run(&check(), &zone);
    assert!(finding(&report, "mx.bad-name").message.is_ascii());
    assert_harmless(&report);
}
