use proptest::prelude::*;

use super::*;

fn summary(header: &AuthenticationResults) -> Vec<(&str, &Verdict, Vec<String>)> {
    let property = |it: &Property| format!("{}.{}={}", it.source, it.name, it.value);
    let of = |it: &MethodResult| it.properties.iter().map(property).collect();
    let results = header.results.iter();
    results
        .map(|it| (it.method.as_str(), &it.verdict, of(it)))
        .collect()
}

#[test]
fn the_examples_of_the_rfc_are_read() {
    use Verdict::{Fail, Pass};
    // RFC 8601 appendix B.2 to B.6.
    for (text, server, version, expected) in [
        (" example.org 1; none", "example.org", Some("1"), vec![]),
        (
            " example.com;\r\n          spf=pass smtp.mailfrom=example.net",
            "example.com",
            None,
            vec![("spf", &Pass, vec!["smtp.mailfrom=example.net"])],
        ),
        (
            " example.com;\r\n auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n \
             spf=pass smtp.mailfrom=example.net",
            "example.com",
            None,
            vec![
                ("auth", &Pass, vec!["smtp.auth=sender@example.net"]),
                ("spf", &Pass, vec!["smtp.mailfrom=example.net"]),
            ],
        ),
        (
            " example.com;\r\n dkim=pass reason=\"good signature\"\r\n \
             header.i=@mail-router.example.net;\r\n dkim=fail reason=\"bad signature\"\r\n \
             header.i=@newyork.example.com",
            "example.com",
            None,
            vec![
                ("dkim", &Pass, vec!["header.i=@mail-router.example.net"]),
                ("dkim", &Fail, vec!["header.i=@newyork.example.com"]),
            ],
        ),
        (
            " foo.example.net (foobar) 1 (baz);\r\n \
             dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n \
             policy (A dot can go here) . (like that) expired\r\n \
             (this surprised me) = (as I wasn't expecting it) 1362471462",
            "foo.example.net",
            Some("1"),
            vec![("dkim", &Fail, vec!["policy.expired=1362471462"])],
        ),
    ] {
        let header = AuthenticationResults::parse(text);
        assert_eq!(header.findings, [], "{text}");
        assert_eq!(header.server, server);
        assert_eq!(header.version.as_deref(), version);
        let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(method, verdict, list)| (method, verdict, owned(list)))
            .collect();
        assert_eq!(summary(&header), expected, "{text}");
    }
}

#[test]
fn reasons_versions_and_comments_are_kept_with_their_places() {
    let text = " a.example; dkim/1=pass (2048-bit \\) (rsa) key) reason=\"it \\\"works\\\"\" \
                header.d=b.example; spf=softfail smtp.mailfrom=\"a b\"@c.example";
    let header = AuthenticationResults::parse(text);
    assert_eq!(header.findings, []);
    let dkim = header.of("DKIM").next().unwrap();
    assert_eq!(dkim.version.as_deref(), Some("1"));
    assert_eq!(dkim.reason.as_deref(), Some("it \"works\""));
    assert_eq!(&text[dkim.span.range()], "dkim/1=pass");
    assert_eq!(&text[dkim.comments[0].range()], "(2048-bit \\) (rsa) key)");
    assert_eq!(dkim.property("header", "d"), Some("b.example"));
    assert_eq!(&text[dkim.properties[0].span.range()], "header.d=b.example");
    let spf = header.of("spf").next().unwrap();
    assert_eq!(spf.verdict, Verdict::SoftFail);
    assert_eq!(spf.property("smtp", "mailfrom"), Some("a b@c.example"));
}

#[test]
fn headers_of_big_receivers_are_read_for_all_their_liberties() {
    // As Google writes it.
    let google = AuthenticationResults::parse(
        " mx.google.com;\r\n       dkim=pass header.i=@example.com header.s=s1 header.b=Abc/+d==;\r\n       \
         spf=pass (google.com: domain of b@example.com designates 192.0.2.1 as permitted sender) \
         smtp.mailfrom=b@example.com;\r\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.com",
    );
    assert_eq!(google.findings, []);
    assert_eq!(google.results.len(), 3);
    assert_eq!(google.results[0].property("header", "b"), Some("Abc/+d=="));

    // As Microsoft writes it: no server, and properties without a source.
    let microsoft = AuthenticationResults::parse(
        "spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=example.com; dkim=pass (signature was \
         verified)\r\n header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass reason=100",
    );
    assert_eq!(microsoft.server, "");
    let codes: Vec<_> = microsoft.findings.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["authres.syntax"]);
    let methods: Vec<_> = microsoft
        .results
        .iter()
        .map(|it| it.method.as_str())
        .collect();
    assert_eq!(methods, ["spf", "dkim", "dmarc", "compauth"]);
    assert_eq!(microsoft.results[2].property("", "action"), Some("none"));
    assert_eq!(microsoft.results[3].reason.as_deref(), Some("100"));
}

#[test]
fn every_result_word_is_known_or_kept() {
    for (word, expected) in [
        ("pass", Verdict::Pass),
        ("FAIL", Verdict::Fail),
        ("hardfail", Verdict::Fail),
        ("neutral", Verdict::Neutral),
        ("none", Verdict::None),
        ("policy", Verdict::Policy),
        ("temperror", Verdict::TempError),
        ("permerror", Verdict::PermError),
        ("bestguesspass", Verdict::Other("bestguesspass".to_owned())),
    ] {
        let header = AuthenticationResults::parse(&format!("a.example; dmarc={word}"));
        assert_eq!(header.results[0].verdict, expected);
    }
}

#[test]
fn flaws_are_told_and_the_rest_is_read() {
    for (text, flaws, results) in [
        ("", 1, 0),
        ("a.example", 0, 0),
        ("a.example;", 0, 0),
        ("a.example; none", 0, 0),
        ("a.example; spf", 1, 0),
        ("a.example; spf=pass;", 0, 1),
        ("a.example; spf=pass smtp.mailfrom; dkim=pass", 1, 2),
        ("a.example hello; dkim=pass", 1, 1),
        ("a.example 1 hello; dkim=pass", 1, 1),
        ("a.example; =pass; dkim=pass", 1, 1),
        ("a.example; dkim=pass \"odd\"", 1, 1),
        ("a.example; dkim=pass (never closed; spf=fail", 0, 1),
        ("a.example; dkim=", 0, 1),
    ] {
        let header = AuthenticationResults::parse(text);
        assert_eq!(
            header.findings.len(),
            flaws,
            "{text}: {:?}",
            header.findings
        );
        assert_eq!(header.results.len(), results, "{text}");
    }
}

proptest! {
    #[test]
    fn any_value_is_printed_back(text in "(a\\.example ?1?)?(;? ?(spf|dkim|[a-z./]{0,4})?=?(pass|[a-z@\"()\\\\]{0,5}) ?\\(?\\)?){0,5}\\PC{0,4}") {
        let header = AuthenticationResults::parse(&text);
        prop_assert_eq!(header.print(), text.as_str());
        let mut last = 0;
        for word in &header.words {
            prop_assert!(last <= word.start && text.get(word.range()).is_some());
            last = word.end;
        }
        for finding in &header.findings {
            prop_assert!(finding.span.is_none_or(|it| text.get(it.range()).is_some()));
        }
        for result in &header.results {
            prop_assert!(text.get(result.span.range()).is_some());
            prop_assert!(result.comments.iter().all(|it| text[it.range()].starts_with('(')));
        }
        prop_assert_eq!(AuthenticationResults::parse(&header.print()), header);
    }
}
