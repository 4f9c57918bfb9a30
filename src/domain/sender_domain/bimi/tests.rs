use proptest::prelude::*;

use super::*;

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|it| it.code).collect()
}

fn effective(domain: Applied, subdomains: Applied) -> Effective {
    Effective {
        domain,
        subdomains,
        nonexistent: subdomains,
    }
}

#[test]
fn a_whole_record_is_read() {
    let record = BimiRecord::parse(
        "v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/mark.pem; \
         avp=personal; lps=brand, news;",
    )
    .unwrap();
    assert_eq!(record.findings, []);
    assert_eq!(record.logo.as_deref(), Some("https://example.com/logo.svg"));
    assert_eq!(
        record.evidence.as_deref(),
        Some("https://example.com/mark.pem")
    );
    assert_eq!(record.avatar, AvatarPreference::Personal);
    assert_eq!(record.local_parts, ["brand", "news"]);
    assert!(!record.declined);
}

#[test]
fn a_domain_can_decline() {
    let record = BimiRecord::parse("v=BIMI1; l=; a=;").unwrap();
    assert!(record.declined);
    assert_eq!(record.findings, []);
    let weak = effective(Applied::Nothing, Applied::Nothing);
    assert_eq!(record.enforcement(weak), None);
}

#[test]
fn flaws_are_told() {
    for text in [
        "",
        "v=bimi1; l=",
        " v=BIMI1; l=",
        "l=; v=BIMI1",
        "v=BIMI2; l=",
    ] {
        assert_eq!(BimiRecord::parse(text), None, "{text}");
    }
    let a = "a=https://example.com/m.pem";
    for (tags, expected) in [
        (
            format!("l=http://example.com/l.svg; {a}"),
            vec!["bimi.not-https"],
        ),
        (format!("l=HTTPS://example.com/l.svg; {a}"), vec![]),
        (
            format!("l=https://a.example/x,https://b.example/y; {a}"),
            vec!["bimi.not-https"],
        ),
        (format!("l=https://; {a}"), vec!["bimi.not-https"]),
        (a.to_owned(), vec!["bimi.no-logo"]),
        (
            "l=https://example.com/l.svg".to_owned(),
            vec!["bimi.no-evidence"],
        ),
        (
            "l=https://example.com/l.svg; a=m.pem".to_owned(),
            vec!["bimi.not-https"],
        ),
        (
            format!("l=https://example.com/l.svg; {a}; avp=cat"),
            vec!["bimi.syntax"],
        ),
        (
            format!("l=https://example.com/l.svg; {a}; hello"),
            vec!["bimi.syntax"],
        ),
    ] {
        let record = BimiRecord::parse(&format!("v=BIMI1; {tags}")).unwrap();
        assert_eq!(codes(&record.findings), expected, "{tags}");
    }
    let text = "v=BIMI1; l=";
    assert_eq!(
        codes(&BimiRecord::choose([text, text]).1),
        ["bimi.multiple"]
    );
    assert!(BimiRecord::choose([text, "hello"]).0.is_some());
}

#[test]
fn a_logo_needs_an_enforced_policy_everywhere() {
    let record = BimiRecord::parse("v=BIMI1; l=https://example.com/l.svg").unwrap();
    let policy = Applied::Policy;
    for (domain, subdomains, enough) in [
        (policy(Policy::Reject), policy(Policy::Quarantine), true),
        (policy(Policy::None), policy(Policy::Reject), false),
        (policy(Policy::Reject), policy(Policy::None), false),
        (Applied::Nothing, Applied::Nothing, false),
        (Applied::Unknown, Applied::Unknown, true),
    ] {
        let finding = record.enforcement(effective(domain, subdomains));
        assert_eq!(finding.is_none(), enough, "{domain:?} {subdomains:?}");
    }
}

proptest! {
    #[test]
    fn any_record_is_printed_back(text in "v=BIMI1(; ?(l|a|avp|lps|x)=(https://)?[a-zA-Z0-9,./]{0,8}){0,4};?\\PC{0,6}") {
        if let Some(record) = BimiRecord::parse(&text) {
            prop_assert_eq!(record.print(), text.as_str());
            for finding in &record.findings {
                prop_assert!(finding.span.is_none_or(|it| text.get(it.range()).is_some()));
            }
            prop_assert_eq!(BimiRecord::parse(&record.print()), Some(record));
        }
    }
}
