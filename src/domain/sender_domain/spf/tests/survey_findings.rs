//! Tests of the findings of a survey: each id where it belongs, and none where all is well.

use super::super::*;
use super::survey::survey;
use super::{name, zone};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::DomainFinding;

pub(super) fn findings(lines: &[&str]) -> Vec<DomainFinding> {
    survey(&zone(lines), "example.com").findings()
}

fn codes(found: &[DomainFinding]) -> Vec<&'static str> {
    found.iter().map(|found| found.finding.code).collect()
}

/// The only finding with this id.
pub(super) fn the(code: &str, lines: &[&str]) -> DomainFinding {
    let found = findings(lines);
    let mut fitting = found.iter().filter(|found| found.finding.code == code);
    let first = fitting
        .next()
        .unwrap_or_else(|| panic!("no {code} in {:?}", codes(&found)));
    assert!(fitting.next().is_none(), "{code} twice: {found:#?}");
    first.clone()
}

/// What a finding's fix would publish.
pub(super) fn published(found: &DomainFinding) -> Option<&str> {
    let changes = &found.record_fix.as_ref()?.changes;
    changes.iter().find_map(|change| change.new.as_deref())
}

#[test]
fn a_good_record_has_no_findings() {
    let found = findings(&[
        "example.com TXT v=spf1 include:_spf.example.net a:out.example.com ip4:8.8.8.0/24 -all",
        "example.com TXT google-site-verification=abc",
        "_spf.example.net TXT v=spf1 ip4:9.9.9.0/24 ip6:2620:fe::/48 ?all",
        "out.example.com A 1.1.1.1",
    ]);
    assert_eq!(codes(&found), Vec::<&str>::new());
}

/// Records with the id and the severity of what is wrong with them.
const FLAWS: [(&str, Severity, &[&str]); 28] = [
    ("spf.missing", Severity::Error, &["example.com TXT other"]),
    (
        "spf.near-miss",
        Severity::Error,
        &["example.com TXT  v=spf1 -all"],
    ),
    (
        "spf.near-miss",
        Severity::Error,
        &["www.example.com TXT v=spf1 -all"],
    ),
    (
        "spf.near-miss",
        Severity::Error,
        &["example.com.example.com TXT v=spf1 -all"],
    ),
    (
        "spf.near-miss",
        Severity::Warning,
        &["example.com TXT v=spf1 -all", "example.com TXT spf1 a"],
    ),
    (
        "spf.multiple",
        Severity::Error,
        &["example.com TXT v=spf1 a", "example.com TXT v=spf1 mx"],
    ),
    (
        "spf.type99",
        Severity::Info,
        &["example.com TXT v=spf1 -all", "example.com SPF v=spf1 -all"],
    ),
    (
        "spf.sender-id",
        Severity::Info,
        &["example.com TXT spf2.0/pra -all"],
    ),
    (
        "spf.cname",
        Severity::Error,
        &["example.com TXT v=spf1 -all", "example.com CNAME b.example"],
    ),
    (
        "spf.syntax",
        Severity::Error,
        &["example.com TXT v=spf1 -all moo:x"],
    ),
    (
        "spf.macro",
        Severity::Error,
        &["example.com TXT v=spf1 exists:%{x}.example -all"],
    ),
    (
        "spf.macro",
        Severity::Info,
        &["example.com TXT v=spf1 exists:%{i}._spf.%{d} -all"],
    ),
    (
        "spf.suspicious-modifier",
        Severity::Error,
        &["example.com TXT v=spf1 include=a.example -all"],
    ),
    (
        "spf.suspicious-modifier",
        Severity::Error,
        &["example.com TXT v=spf1 redirect:a.example"],
    ),
    (
        "spf.suspicious-modifier",
        Severity::Error,
        &["example.com TXT v=spf1 redirct=a.example -all"],
    ),
    (
        "spf.suspicious-modifier",
        Severity::Error,
        &["example.com TXT v=spf1 v=spf1 -all"],
    ),
    (
        "spf.loop",
        Severity::Error,
        &["example.com TXT v=spf1 redirect=EXAMPLE.com"],
    ),
    (
        "spf.include-none",
        Severity::Error,
        &["example.com TXT v=spf1 include:none.example -all"],
    ),
    (
        "spf.include-none",
        Severity::Error,
        &[
            "example.com TXT v=spf1 include:%{d1} -all",
            "com TXT v=spf1 a -all",
        ],
    ),
    (
        "spf.redirect-none",
        Severity::Error,
        &["example.com TXT v=spf1 redirect=none.example"],
    ),
    (
        "spf.all-pass",
        Severity::Error,
        &["example.com TXT v=spf1 all"],
    ),
    (
        "spf.all-neutral",
        Severity::Warning,
        &["example.com TXT v=spf1 ?all"],
    ),
    (
        "spf.no-all",
        Severity::Warning,
        &["example.com TXT v=spf1 ip4:8.8.8.8"],
    ),
    (
        "spf.after-all",
        Severity::Warning,
        &["example.com TXT v=spf1 -all ip4:8.8.8.8"],
    ),
    (
        "spf.redirect-ignored",
        Severity::Warning,
        &["example.com TXT v=spf1 -all redirect=a.example"],
    ),
    (
        "spf.ptr",
        Severity::Warning,
        &["example.com TXT v=spf1 ptr -all"],
    ),
    (
        "spf.exp",
        Severity::Info,
        &["example.com TXT v=spf1 exp=why.example.com -all"],
    ),
    (
        "spf.rp",
        Severity::Info,
        &["example.com TXT v=spf1 -all rp=101"],
    ),
];

#[test]
fn each_kind_of_flaw_has_its_id() {
    for (code, severity, lines) in FLAWS {
        let found = the(code, lines);
        assert_eq!(found.finding.severity, severity, "{code} of {lines:?}");
        assert!(!found.refs.is_empty());
        assert!(!found.finding.message.ends_with('.'));
    }
}

#[test]
fn limits_are_told_where_they_are_passed() {
    let address = "example.com A 1.1.1.1";
    let lookups = |number: usize| format!("example.com TXT v=spf1{} -all", " a".repeat(number));
    assert!(!codes(&findings(&[&lookups(7), address])).contains(&"spf.lookup-limit"));
    let told = the("spf.lookup-limit", &[&lookups(8), address]);
    assert_eq!(told.finding.severity, Severity::Info);
    let over = the("spf.lookup-limit", &[&lookups(11), address]);
    assert_eq!(over.finding.severity, Severity::Error);
    assert_eq!(
        published(&the("spf.flatten", &[&lookups(11), address])),
        Some("v=spf1 ip4:1.1.1.1 -all")
    );

    let void = findings(&["example.com TXT v=spf1 a:x.example a:y.example a:z.example -all"]);
    assert_eq!(codes(&void), ["spf.void-limit"; 4]);
    assert_eq!(void[0].finding.severity, Severity::Error);
    assert_eq!(void[1].finding.severity, Severity::Warning);

    let mut lines = vec!["example.com TXT v=spf1 mx -all".to_owned()];
    lines.extend((0..11).map(|host| format!("example.com MX h{host}.example")));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(
        the("spf.mx-limit", &lines).finding.severity,
        Severity::Error
    );
}

#[test]
fn voids_that_only_one_kind_of_client_meets_are_a_warning() {
    let found = the(
        "spf.void-limit",
        &[
            "example.com TXT v=spf1 a:a.example a:b.example a:c.example -all",
            "a.example A 1.1.1.1",
            "b.example A 1.1.1.2",
            "c.example A 1.1.1.3",
        ],
    );
    assert_eq!(found.finding.severity, Severity::Warning);
    assert!(found.finding.message.contains("IPv6"));
}

#[test]
fn findings_of_other_records_name_their_owner() {
    let lines = [
        "example.com TXT v=spf1 include:a.example -all",
        "a.example TXT v=spf1 moo include:b.example ?all",
        "b.example TXT v=spf1 +all",
    ];
    let found = findings(&lines);
    assert_eq!(
        codes(&found),
        ["spf.include-error", "spf.include-passes-all", "spf.syntax"]
    );
    let syntax = the("spf.syntax", &lines);
    assert_eq!(syntax.subject, name("a.example"));
    let span = syntax.finding.span.unwrap();
    assert_eq!(&"v=spf1 moo include:b.example ?all"[span.range()], "moo");
    assert_eq!(syntax.record_fix, None);
}

#[test]
fn fixes_are_whole_records() {
    let fixed = |code: &str, lines: &[&str]| published(&the(code, lines)).map(str::to_owned);
    let cases: [(&str, &[&str], &str); 9] = [
        (
            "spf.near-miss",
            &["example.com TXT \"v=spf1  include:a.example ~all\""],
            "v=spf1 include:a.example ~all",
        ),
        (
            "spf.near-miss",
            &["example.com TXT v=spf1; mx -all"],
            "v=spf1 mx -all",
        ),
        (
            "spf.near-miss",
            &["example.com TXT v=spf10 mx"],
            "v=spf1 mx",
        ),
        (
            "spf.multiple",
            &[
                "example.com TXT v=spf1 a include:b.example -all",
                "example.com TXT v=spf1 mx +a ~all exp=x.example",
            ],
            "v=spf1 a include:b.example mx +a exp=x.example ~all",
        ),
        (
            "spf.syntax",
            &["example.com TXT v=spf1 ip:8.8.8.8 -all"],
            "v=spf1 ip4:8.8.8.8 -all",
        ),
        (
            "spf.suspicious-modifier",
            &["example.com TXT v=spf1 ip4=8.8.8.8 -all"],
            "v=spf1 ip4:8.8.8.8 -all",
        ),
        (
            "spf.all-pass",
            &["example.com TXT v=spf1 mx all"],
            "v=spf1 mx ~all",
        ),
        (
            "spf.after-all",
            &["example.com TXT v=spf1 -all mx"],
            "v=spf1 -all",
        ),
        (
            "spf.string-seam",
            &["example.com TXT v=spf1 ip4:8.8.8.8|ip4:9.9.9.9 -all"],
            "v=spf1 ip4:8.8.8.8 ip4:9.9.9.9 -all",
        ),
    ];
    for (code, lines, expected) in cases {
        assert_eq!(fixed(code, lines).as_deref(), Some(expected), "{lines:?}");
    }
}

#[test]
fn superfluous_terms_are_told_with_the_shorter_record() {
    let found = findings(&[
        "example.com TXT v=spf1 include:a.example include:b.example ip4:9.9.9.9 ip4:8.8.8.8 +ip4:8.8.8.8 -all",
        "a.example TXT v=spf1 ip4:9.9.9.0/24 include:B.example -all",
        "b.example TXT v=spf1 ip4:1.1.1.0/24 -all",
    ]);
    assert_eq!(
        codes(&found),
        ["spf.duplicate-term", "spf.overlap", "spf.duplicate-term"]
    );
    assert_eq!(
        published(&found[0]),
        Some("v=spf1 include:a.example ip4:9.9.9.9 ip4:8.8.8.8 +ip4:8.8.8.8 -all")
    );
    assert!(published(&found[1]).is_some_and(|text| !text.contains("9.9.9.9")));
    assert!(published(&found[2]).is_some_and(|text| !text.contains("+ip4")));
}

#[test]
fn networks_that_are_too_large_or_not_public_are_told() {
    let broad = the(
        "spf.too-broad",
        &["example.com TXT v=spf1 ip4:8.0.0.0/9 -all"],
    );
    assert!(
        broad.finding.message.contains("8388608"),
        "{}",
        broad.finding.message
    );
    let private = the(
        "spf.private-address",
        &["example.com TXT v=spf1 ip4:10.1.2.3 -all"],
    );
    assert!(private.finding.message.contains("private"));
    let refused = findings(&["example.com TXT v=spf1 -ip4:10.0.0.0/8 ~ip4:0.0.0.0/0 -all"]);
    assert_eq!(codes(&refused), Vec::<&str>::new());
    let sum: Vec<String> = (0..4)
        .map(|first| format!("ip4:{}.0.0.0/16", first + 20))
        .collect();
    let line = format!("example.com TXT v=spf1 {} -all", sum.join(" "));
    assert_eq!(codes(&findings(&[&line])), Vec::<&str>::new());
}

#[test]
fn large_records_and_answers_are_told() {
    let networks: Vec<String> = (0..40).map(|last| format!("ip4:8.8.{last}.8")).collect();
    let (first, second) = networks.split_at(20);
    let line = format!(
        "example.com TXT v=spf1 {} |{} -all",
        first.join(" "),
        second.join(" ")
    );
    let long = the("spf.too-long", &[&line]);
    assert!(long.finding.message.contains("450"));
    let whole = line.replace('|', "");
    assert_eq!(
        the("spf.string-255", &[&whole]).finding.severity,
        Severity::Warning
    );
    let other = format!("example.com TXT {}", "x".repeat(200));
    let mut lines = vec![other.as_str(); 7];
    lines.push("example.com TXT v=spf1 -all");
    assert!(the("spf.too-long", &lines).finding.message.contains("1232"));
}

#[test]
fn a_server_of_ones_own_should_have_a_record() {
    let zone = zone(&["example.com TXT v=spf1 -all", "mail.example.com A 1.1.1.1"]);
    let mut request = SurveyRequest::new(name("example.com"));
    request.helo = Some(name("mail.example.com"));
    let found = SurveyRun::new(request)
        .run(|question| zone.answer(question))
        .findings();
    assert_eq!(codes(&found), ["spf.helo"]);
    assert_eq!(found[0].subject, name("mail.example.com"));
}

#[test]
fn a_domain_that_only_stands_in_from_needs_no_record() {
    let mut request = SurveyRequest::new(name("example.com"));
    request.role = SenderRole::FromOnly;
    let empty = zone(&[]);
    let found = SurveyRun::new(request)
        .run(|question| empty.answer(question))
        .findings();
    assert_eq!(codes(&found), ["spf.missing"]);
    assert_eq!(found[0].finding.severity, Severity::Warning);
}
