use proptest::prelude::*;

use super::*;

/// RFC 8461 section 3.2.
const POLICY: &str = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\n\
                      mx: backupmx.example.com\nmax_age: 604800\n";

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|it| it.code).collect()
}

#[test]
fn the_record_of_the_rfc_is_read() {
    // RFC 8461 section 3.1.
    let record = MtaStsRecord::parse("v=STSv1; id=20160831085700Z;").unwrap();
    assert_eq!(record.id.as_deref(), Some("20160831085700Z"));
    assert_eq!(record.findings, []);
}

#[test]
fn flawed_records_are_told_or_discarded() {
    for text in [
        "",
        "v=STSv1",
        "v=stsv1; id=1",
        " v=STSv1; id=1",
        "v = STSv1; id=1",
    ] {
        assert_eq!(MtaStsRecord::parse(text), None, "{text}");
    }
    for (text, expected) in [
        ("v=STSv1;id=1;x-y.z=2", vec![]),
        ("v=STSv1;", vec!["mtasts.bad-id"]),
        ("v=STSv1; id=", vec!["mtasts.bad-id"]),
        ("v=STSv1; id=2016-08-31", vec!["mtasts.bad-id"]),
        (
            "v=STSv1; id=123456789012345678901234567890123",
            vec!["mtasts.bad-id"],
        ),
        ("v=STSv1; id=1; id=2", vec!["mtasts.syntax"]),
        ("v=STSv1; id=1; hello", vec!["mtasts.syntax"]),
    ] {
        let record = MtaStsRecord::parse(text).unwrap();
        assert_eq!(codes(&record.findings), expected, "{text}");
    }
}

#[test]
fn several_records_count_as_none() {
    let (record, findings) = MtaStsRecord::choose(["v=STSv1; id=1;", "hello"]);
    assert!(record.is_some() && findings.is_empty());
    let (record, findings) = MtaStsRecord::choose(["v=STSv1; id=1;", "v=STSv1; id=2;"]);
    assert_eq!(record, None);
    assert_eq!(codes(&findings), ["mtasts.multiple"]);
    assert_eq!(MtaStsRecord::choose([]), (None, vec![]));
}

#[test]
fn the_policy_of_the_rfc_is_read() {
    for text in [
        POLICY.to_owned(),
        POLICY.replace('\n', "\r\n"),
        POLICY.trim_end().to_owned(),
    ] {
        let policy = MtaStsPolicy::parse(&text);
        assert_eq!(policy.findings, [], "{text:?}");
        assert_eq!(policy.mode, Some(MtaStsMode::Enforce));
        assert_eq!(policy.max_age, Some(604_800));
        let patterns: Vec<_> = policy.mx.iter().map(|it| it.pattern.as_str()).collect();
        assert_eq!(
            patterns,
            ["mail.example.com", "*.example.net", "backupmx.example.com"]
        );
        for mx in &policy.mx {
            assert_eq!(text[mx.span.range()], mx.pattern);
        }
    }
}

#[test]
fn a_star_stands_for_one_label() {
    let policy = MtaStsPolicy::parse(POLICY);
    for (host, expected) in [
        ("mail.example.com", true),
        ("MAIL.example.com.", true),
        ("a.example.net", true),
        ("a.b.example.net", false),
        ("example.net", false),
        ("other.example.com", false),
    ] {
        assert_eq!(policy.covers(host), expected, "{host}");
    }
    let findings = policy.uncovered(&["mail.example.com", "mx.other.example"]);
    assert_eq!(codes(&findings), ["mtasts.mx-not-covered"]);
    let off = MtaStsPolicy::parse("version: STSv1\nmode: none\nmax_age: 604800");
    assert_eq!(off.uncovered(&["mx.other.example"]), []);
}

#[test]
fn flawed_policies_are_told() {
    for (from, to, expected) in [
        ("version: STSv1\n", "", vec!["mtasts.bad-policy"]),
        ("STSv1", "STSv2", vec!["mtasts.bad-policy"]),
        ("mode: enforce\n", "", vec!["mtasts.bad-policy"]),
        ("enforce", "strict", vec!["mtasts.bad-policy"]),
        ("enforce", "testing", vec!["mtasts.not-enforced"]),
        (
            "enforce",
            "testing\nmode: enforce",
            vec!["mtasts.not-enforced"],
        ),
        ("max_age: 604800", "", vec!["mtasts.bad-policy"]),
        ("604800", "week", vec!["mtasts.bad-policy"]),
        ("604800", "31557601", vec!["mtasts.bad-policy"]),
        ("604800", "31557600", vec![]),
        ("604800", "86400", vec!["mtasts.short-age"]),
        ("604800", "99999999999", vec!["mtasts.bad-policy"]),
        (
            "mail.example.com",
            "https://mail",
            vec!["mtasts.bad-policy"],
        ),
        ("mail.example.com", "mail.*.com", vec!["mtasts.bad-policy"]),
        ("max_age", "hello\nmax_age", vec!["mtasts.bad-policy"]),
        ("max_age", "extension: yes\nmax_age", vec![]),
    ] {
        let policy = MtaStsPolicy::parse(&POLICY.replacen(from, to, 1));
        assert_eq!(codes(&policy.findings), expected, "{to}");
        let valid = !expected.contains(&"mtasts.bad-policy");
        assert_eq!(policy.is_valid(), valid, "{to}");
    }
    let none = MtaStsPolicy::parse("version: STSv1\nmode: enforce\nmax_age: 604800");
    assert_eq!(codes(&none.findings), ["mtasts.bad-policy"]);
}

proptest! {
    #[test]
    fn any_policy_is_printed_back(text in "((version|mode|mx|max_age|x)? ?:? ?(STSv1|none|[a-z*.]{0,6}|[0-9]{0,11})(\r?\n){0,2}){0,5}\\PC{0,4}") {
        let policy = MtaStsPolicy::parse(&text);
        prop_assert_eq!(policy.print(), text.as_str());
        for finding in &policy.findings {
            prop_assert!(finding.span.is_none_or(|it| text.get(it.range()).is_some()));
        }
        prop_assert_eq!(MtaStsPolicy::parse(&policy.print()), policy);
    }

    #[test]
    fn any_record_is_printed_back(text in "v=STSv1; ?(id=[a-zA-Z0-9-]{0,34})?;?\\PC{0,8}") {
        let record = MtaStsRecord::parse(&text).unwrap();
        prop_assert_eq!(record.print(), text.as_str());
        prop_assert_eq!(MtaStsRecord::parse(&record.print()), Some(record));
    }
}

#[test]
fn under_test_senders_deliver_to_hosts_that_the_policy_does_not_name() {
    let text = "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800\n";
    let found = MtaStsPolicy::parse(text).uncovered(&["mx.other.example"]);
    assert_eq!(codes(&found), ["mtasts.mx-not-covered"]);
    assert_eq!(found[0].severity, crate::domain::finding::Severity::Info);
    assert!(found[0].message.contains("senders deliver there"));
}
