use super::*;

fn read(text: &str) -> ReportUri {
    ReportUri::parse(text, Span::new(0, text.len()))
}

#[test]
fn uris_are_told_apart_by_what_they_point_at() {
    let mailbox = |address: &str, host: &str| ReportTarget::Mailbox {
        address: address.to_owned(),
        host: host.to_owned(),
    };
    let https = |host: &str| ReportTarget::Https {
        host: host.to_owned(),
    };
    for (uri, expected) in [
        (
            "mailto:a@example.com",
            mailbox("a@example.com", "example.com"),
        ),
        (
            "MAILTO:a@EXAMPLE.com",
            mailbox("a@EXAMPLE.com", "example.com"),
        ),
        (
            "mailto:a%2Bb%21@example.com",
            mailbox("a+b!@example.com", "example.com"),
        ),
        (
            "mailto:a@example.com?subject=x",
            mailbox("a@example.com", "example.com"),
        ),
        ("https://r.example.com/v1/x?y", https("r.example.com")),
        ("https://user@r.example.com:8443", https("r.example.com")),
        (
            "ftp://example.com/x",
            ReportTarget::OtherScheme("ftp".to_owned()),
        ),
        ("a@example.com", ReportTarget::BareAddress),
        ("example.com", ReportTarget::Invalid),
        ("mailto:", ReportTarget::Invalid),
        ("mailto:a", ReportTarget::Invalid),
        ("mailto:a@", ReportTarget::Invalid),
        ("mailto:@example.com", ReportTarget::Invalid),
        ("mailto:a@example..com", ReportTarget::Invalid),
        ("mailto:a b@example.com", ReportTarget::Invalid),
        ("mailto: a@example.com", ReportTarget::Invalid),
        ("mailto:a%2@example.com", ReportTarget::Invalid),
        ("mailto:a%é", ReportTarget::Invalid),
        ("https:/example.com", ReportTarget::Invalid),
        ("https://", ReportTarget::Invalid),
        ("", ReportTarget::Invalid),
    ] {
        assert_eq!(read(uri).target, expected, "{uri}");
    }
}

#[test]
fn size_limits_are_read_in_bytes() {
    for (uri, expected) in [
        ("mailto:a@b.example!10m", Some(10 << 20)),
        ("mailto:a@b.example!50", Some(50)),
        ("mailto:a@b.example!1K", Some(1024)),
        ("mailto:a@b.example!99999999999999999999t", Some(u64::MAX)),
        ("mailto:a@b.example", None),
    ] {
        let read = read(uri);
        assert_eq!(read.limit.map(|it| it.bytes), expected, "{uri}");
        assert_eq!(read.host(), Some("b.example"), "{uri}");
        assert_eq!(read.span, Span::new(0, 18), "{uri}");
    }
    for uri in [
        "mailto:a@b.example!",
        "mailto:a@b.example!m",
        "mailto:a@b.example!1x",
    ] {
        assert_eq!(read(uri).target, ReportTarget::Invalid, "{uri}");
    }
}

#[test]
fn lists_are_split_at_commas_with_places() {
    let tags = TagList::parse("rua= mailto:a@b.example , c@d.example;");
    let list = ReportUri::parse_list(&tags, &tags.tags()[0]);
    assert_eq!(list.len(), 2);
    assert!(list[0].is_valid() && !list[1].is_valid());
    assert_eq!(tags.slice(list[1].span), "c@d.example");
    let finding = list[1].flaw(tags.text(), "dmarc.bad-uri").unwrap();
    let fix = finding.fix.unwrap();
    let mut mended = tags.text().to_owned();
    mended.replace_range(fix.span.range(), &fix.replacement);
    assert_eq!(mended, "rua= mailto:a@b.example , mailto:c@d.example;");

    let empty = TagList::parse("rua=");
    assert_eq!(ReportUri::parse_list(&empty, &empty.tags()[0]), []);
}
