use proptest::prelude::*;

use super::*;

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|it| it.code).collect()
}

#[test]
fn the_records_of_the_rfc_are_read() {
    // RFC 8460 section 3.1.
    for (text, host) in [
        ("v=TLSRPTv1;rua=mailto:reports@example.com", "example.com"),
        (
            "v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt",
            "reporting.example.com",
        ),
    ] {
        let record = TlsRptRecord::parse(text).unwrap();
        assert_eq!(record.findings, [], "{text}");
        assert_eq!(record.addresses[0].host(), Some(host));
    }
    let both =
        TlsRptRecord::parse("v=TLSRPTv1; rua=mailto:reports@example.com , https://example.com/v1;");
    assert_eq!(both.unwrap().addresses.len(), 2);
}

#[test]
fn flaws_are_told() {
    for text in [
        "",
        "v=TLSRPTv1",
        "v=tlsrptv1;rua=mailto:a@b.example",
        "v=TLSRPT1;",
    ] {
        assert_eq!(TlsRptRecord::parse(text), None, "{text}");
    }
    for (text, expected) in [
        ("v=TLSRPTv1;", vec!["tlsrpt.bad-uri"]),
        ("v=TLSRPTv1; rua=", vec!["tlsrpt.bad-uri"]),
        ("v=TLSRPTv1; rua=a@b.example", vec!["tlsrpt.bad-uri"]),
        ("v=TLSRPTv1; rua=ftp://b.example/x", vec!["tlsrpt.bad-uri"]),
        (
            "v=TLSRPTv1; rua=mailto:a@b.example!10m",
            vec!["tlsrpt.bad-uri"],
        ),
        (
            "v=TLSRPTv1; rua=mailto:a@b.example,mailto:c",
            vec!["tlsrpt.bad-uri"],
        ),
        (
            "v=TLSRPTv1; hello; rua=mailto:a@b.example",
            vec!["tlsrpt.syntax"],
        ),
    ] {
        let record = TlsRptRecord::parse(text).unwrap();
        assert_eq!(codes(&record.findings), expected, "{text}");
        assert!(
            record
                .findings
                .iter()
                .all(|it| it.severity != Severity::Error)
        );
    }
    let text = "v=TLSRPTv1;rua=mailto:a@b.example";
    let (record, findings) = TlsRptRecord::choose([text, text]);
    assert_eq!((record, codes(&findings)), (None, vec!["tlsrpt.multiple"]));
    assert!(TlsRptRecord::choose([text, "hello"]).0.is_some());
}

proptest! {
    #[test]
    fn any_record_is_printed_back(text in "v=TLSRPTv1; ?(rua=(mailto:|https://)?[a-z@.,/!]{0,9})?;?\\PC{0,8}") {
        let record = TlsRptRecord::parse(&text).unwrap();
        prop_assert_eq!(record.print(), text.as_str());
        for finding in &record.findings {
            prop_assert!(finding.span.is_none_or(|it| text.get(it.range()).is_some()));
        }
        prop_assert_eq!(TlsRptRecord::parse(&record.print()), Some(record));
    }
}
