use proptest::prelude::*;

use super::*;
use crate::domain::sender_domain::report_uri::ReportTarget;

const RUA: &str = "rua=mailto:d@example.com";

#[test]
fn the_records_of_the_rfc_are_read() {
    // RFC 9989 appendix B.2.
    let monitoring = record("v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com");
    assert_eq!(monitoring.policy, Setting::Valid(Policy::None));
    assert_eq!(monitoring.dkim_alignment, AlignmentMode::Relaxed);
    assert_eq!(
        codes(&monitoring.findings),
        [("dmarc.policy-none", Severity::Warning)]
    );

    let with_failures = record(
        "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com; \
         ruf=mailto:auth-reports@example.com",
    );
    assert_eq!(with_failures.failure.len(), 1);

    let testing = record(
        "v=DMARC1; p=quarantine; \
         rua=mailto:dmarc-feedback@example.com,mailto:tld-test@thirdparty.example.net; t=y",
    );
    assert!(testing.testing);
    assert_eq!(testing.aggregate.len(), 2);
    assert_eq!(
        testing.aggregate[1].target,
        ReportTarget::Mailbox {
            address: "tld-test@thirdparty.example.net".to_owned(),
            host: "thirdparty.example.net".to_owned(),
        }
    );
    assert_eq!(
        codes(&testing.findings),
        [("dmarc.test-mode", Severity::Warning)]
    );

    let enforced = record(
        "v=DMARC1; p=reject; \
         rua=mailto:dmarc-feedback@example.com,mailto:tld-test@thirdparty.example.net",
    );
    assert_eq!(enforced.findings, []);
}

#[test]
fn only_texts_that_begin_with_the_version_are_records() {
    for text in [
        "v=DMARC1",
        "v = DMARC1 ;p=none",
        "V=DMARC1;p=none",
        "v=DMARC1;",
    ] {
        assert!(DmarcRecord::parse(text).is_some(), "{text}");
    }
    for text in [
        "",
        " v=DMARC1; p=none",
        "v=dmarc1; p=none",
        "v=DMARC1 p=none",
        "v=DMARC10; p=none",
        "p=none; v=DMARC1",
        ";v=DMARC1; p=none",
        "\"v=DMARC1; p=none\"",
        "v=spf1 -all",
    ] {
        assert!(DmarcRecord::parse(text).is_none(), "{text}");
    }
}

/// The ids found in records of these tags after the version, with a report address at their end.
fn assert_codes(cases: &[(&str, Vec<(&'static str, Severity)>)]) {
    for (tags, expected) in cases {
        let record = record(&format!("v=DMARC1; {tags}; {RUA}"));
        assert_eq!(codes(&record.findings), *expected, "{tags}");
    }
}

#[test]
fn flaws_of_policies_and_choices_have_their_own_ids() {
    use Severity::{Error, Info, Warning};
    assert_codes(&[
        ("p=reject", vec![]),
        (
            "p=REJECT; sp=Quarantine; np=reject",
            vec![("dmarc.subdomain-weaker", Warning)],
        ),
        (
            "p=quarantine; sp=reject; np=quarantine",
            vec![("dmarc.subdomain-weaker", Warning)],
        ),
        (
            "p=quarantine; np=none",
            vec![("dmarc.subdomain-weaker", Warning)],
        ),
        ("p=none; sp=reject", vec![("dmarc.policy-none", Warning)]),
        ("p=rejekt", vec![("dmarc.bad-policy", Error)]),
        (
            "p=reject; sp=all; np=x",
            vec![("dmarc.bad-policy", Error), ("dmarc.bad-policy", Error)],
        ),
        ("adkim=s", vec![("dmarc.no-p", Error)]),
        (
            "p=reject; adkim=strict; aspf=x",
            vec![("dmarc.bad-alignment-tag", Warning); 2],
        ),
        ("p=reject; t=y", vec![("dmarc.test-mode", Warning)]),
        ("p=reject; t=yes", vec![("dmarc.syntax", Warning)]),
        ("p=reject; psd=y", vec![("dmarc.psd", Warning)]),
        ("p=reject; psd=n", vec![("dmarc.psd", Info)]),
        ("p=reject; psd=u", vec![]),
        ("p=reject; psd=maybe", vec![("dmarc.psd", Warning)]),
        (
            "p=reject; pct=100; rf=afrf; ri=3600",
            vec![("dmarc.removed-tag", Warning); 3],
        ),
        ("p=reject; x=1", vec![("dmarc.unknown-tag", Info)]),
        ("p=reject; p=none", vec![("dmarc.duplicate-tag", Error)]),
        ("p=reject;; t=n", vec![("dmarc.syntax", Warning)]),
        ("p=reject; hello", vec![("dmarc.syntax", Error)]),
        ("P=reject", vec![("dmarc.syntax", Warning)]),
        ("adkim=r; p=reject", vec![("dmarc.syntax", Warning)]),
    ]);
}

#[test]
fn flaws_of_report_addresses_have_their_own_ids() {
    use Severity::{Error, Info, Warning};
    assert_codes(&[
        ("p=reject; fo=1", vec![("dmarc.fo-without-ruf", Info)]),
        ("p=reject; ruf=mailto:f@example.com; fo=1:d:s", vec![]),
        ("p=reject; ruf=mailto:f@example.com; fo=d", vec![]),
        (
            "p=reject; ruf=mailto:f@example.com; fo=0:1",
            vec![("dmarc.bad-fo", Warning)],
        ),
        (
            "p=reject; ruf=mailto:f@example.com; fo=d:d",
            vec![("dmarc.bad-fo", Warning)],
        ),
        (
            "p=reject; ruf=mailto:f@example.com; fo=2",
            vec![("dmarc.bad-fo", Warning)],
        ),
        (
            "p=reject; ruf=f@example.com",
            vec![("dmarc.bad-uri", Error)],
        ),
        ("p=reject; ruf=mailto:f", vec![("dmarc.bad-uri", Error)]),
        (
            "p=reject; ruf=https://example.com/r",
            vec![("dmarc.uri-scheme", Warning)],
        ),
        (
            "p=reject; ruf=mailto:f@example.com!10m",
            vec![("dmarc.uri-size", Info)],
        ),
        (
            "p=reject; ruf=mailto:a@example.com,",
            vec![("dmarc.bad-uri", Error)],
        ),
        ("p=reject; ruf=", vec![("dmarc.syntax", Warning)]),
    ]);
    assert_eq!(
        codes(&record("v=DMARC1; p=reject").findings),
        [("dmarc.no-rua", Warning)]
    );
}

#[test]
fn a_percentage_is_explained_for_old_and_new_receivers() {
    let record = record("v=DMARC1; p=reject; pct=25; rua=mailto:d@example.com");
    let finding = &record.findings[0];
    assert_eq!(finding.code, "dmarc.removed-tag");
    assert!(finding.message.contains("25 %"), "{}", finding.message);
    assert_eq!(
        mended(&record, "dmarc.removed-tag"),
        "v=DMARC1; p=reject; rua=mailto:d@example.com"
    );
}

#[test]
fn fixes_mend_the_record() {
    let bare = record("v=DMARC1; p=reject; rua=d@example.com");
    assert_eq!(
        mended(&bare, "dmarc.bad-uri"),
        "v=DMARC1; p=reject; rua=mailto:d@example.com"
    );
    let limited = record("v=DMARC1; p=reject; rua=mailto:d@example.com!10m");
    assert_eq!(
        mended(&limited, "dmarc.uri-size"),
        "v=DMARC1; p=reject; rua=mailto:d@example.com"
    );
    let capital = record("v=DMARC1; P=reject; rua=mailto:d@example.com");
    assert_eq!(
        mended(&capital, "dmarc.syntax"),
        "v=DMARC1; p=reject; rua=mailto:d@example.com"
    );
}

#[test]
fn near_misses_are_repaired() {
    for (text, expected) in [
        ("v=dmarc1; p=none", "v=DMARC1; p=none"),
        (" v=DMARC1; p=none", "v=DMARC1; p=none"),
        ("v=DMARC1 p=none", "v=DMARC1; p=none"),
        ("v=DMARC1, p=none; sp=none", "v=DMARC1; p=none; sp=none"),
        ("p=none; v=DMARC1", "v=DMARC1; p=none"),
        ("\"v=DMARC1; p=none\"", "v=DMARC1; p=none"),
        ("v=DMARC1\\; p=none\\;", "v=DMARC1; p=none"),
        ("DMARC1; p=none", "v=DMARC1; p=none"),
        ("v=DMARC; p=none;", "v=DMARC1; p=none"),
        ("v=DMARC-1; p=none;", "v=DMARC1; p=none"),
    ] {
        let answer = DmarcAnswer::read([text]);
        assert_eq!(answer.record(), None, "{text}");
        let [(0, finding)] = answer.findings.as_slice() else {
            panic!("{text}: {:?}", answer.findings);
        };
        assert_eq!(finding.code, "dmarc.near-miss");
        let fix = finding.fix.clone().unwrap();
        assert_eq!(fix.replacement, expected, "{text}");
        assert!(DmarcRecord::parse(&fix.replacement).is_some());
    }
    let hopeless = DmarcAnswer::read(["dmarc1"]);
    assert_eq!(hopeless.findings[0].1.fix, None);
}

#[test]
fn an_answer_counts_dmarc_records_only() {
    let one = DmarcAnswer::read(["google-site-verification=x", "v=DMARC1; p=none"]);
    assert_eq!(one.record(), Some(&record("v=DMARC1; p=none")));
    assert_eq!(one.findings, []);

    let two = DmarcAnswer::read(["v=DMARC1; p=none", "hello", "v=DMARC1; p=reject"]);
    assert_eq!(two.record(), None);
    let [(2, finding)] = two.findings.as_slice() else {
        panic!("{:?}", two.findings);
    };
    assert_eq!(
        (finding.code, finding.severity),
        ("dmarc.multiple", Severity::Error)
    );

    let spf = DmarcAnswer::read(["v=spf1 -all"]);
    assert_eq!(spf.findings[0].1.code, "dmarc.near-miss");
    assert_eq!(DmarcAnswer::read([]).findings, []);
}

#[test]
fn a_record_at_the_domain_itself_is_misplaced() {
    let finding = misplaced("v=DMARC1; p=none", "example.com").unwrap();
    assert_eq!(finding.code, "dmarc.wrong-location");
    assert_eq!(misplaced("v=spf1 -all", "example.com"), None);
}

proptest! {
    #[test]
    fn any_record_is_printed_back(
        text in "v=DMARC1(; ?(p|sp|np|t|psd|adkim|fo|rua|ruf|pct|x) ?= ?([a-z0-9:@.,!%\"\\\\]{0,14}|mailto:[a-z]@[a-z.]{1,9}(![0-9]{0,3}[kmgt]?)?)){0,6};?\\PC{0,4}",
    ) {
        if let Some(record) = DmarcRecord::parse(&text) {
            prop_assert_eq!(record.print(), text.as_str());
            for finding in &record.findings {
                prop_assert!(finding.span.is_none_or(|it| text.get(it.range()).is_some()));
                if let Some(fix) = &finding.fix {
                    prop_assert!(text.get(fix.span.range()).is_some());
                }
            }
            for uri in record.aggregate.iter().chain(&record.failure) {
                prop_assert!(text.get(uri.span.range()).is_some());
            }
            prop_assert_eq!(DmarcRecord::parse(&record.print()), Some(record));
        }
    }

    #[test]
    fn any_text_is_a_record_a_near_miss_or_neither(text in "[vV=dmarcDMARC1;: p\\\\\"\\PC]{0,24}") {
        let answer = DmarcAnswer::read([text.as_str()]);
        for (_, finding) in &answer.findings {
            if let Some(fix) = &finding.fix {
                prop_assert!(DmarcRecord::parse(&fix.replacement).is_some());
            }
        }
        prop_assert_eq!(answer.record().is_some(), DmarcRecord::parse(&text).is_some());
    }
}
