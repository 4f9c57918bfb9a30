use proptest::prelude::*;

use super::*;
use crate::domain::finding::{Finding, Severity, Span};

// Written by OpenSSL for these tests.
const RSA_512: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAPpA8xutKbF3bB78jOmBO/r25Nom8Xv14iGJv5UcLTuKmN1SvgoeYvES9jFm5ssGob4JbDBtj8e7OiMBffCNKO0CAwEAAQ==";
const RSA_1024_PKCS1: &str = "MIGJAoGBANgAVmATkEWLB1RaHtsIi2Cxe65i/fc8dkSEfOLim9jN2099EiV43F0A7AYP7X6ir2zlZSKoZyn+NeUjumqt46bbYYD/DOxEgOzbYYlk0zAQvULl1OY4DQnNRDqg57g9AnQYHG0QhW9aUXJLUa//3mirAQy7qTAynJ0OeWV6sDynAgMBAAE=";
const RSA_2048: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArPS754aNXUgLE7dd1gIJ6bySM9SbZ5rLXUWI/mbA0xdOXab2GJSb99n9J1hpQ6ivosgm+z7IBzlpinYMqlzcMiOmDOmNEfHKUYMxb4PxXTcMvQWRQg4sxmCAiGz/9CIdSI6ixbRodxDeSuq5EIvqdgaBUgK40OZgzWMwDf4c9WIpmUDqMH6gyumuTfOALLxh0eBwAReQ1Rw/WcjgnykedQBPTmsRDfDNVCn9QV3IsV3M/8lnOehkS707V3Wn8/coyOWaJRgZlV31a79AtZx+Khmtygeh3IOZh/lhVZWvwBLphKWpso31qUx9Z8ddjO91ZC1LLQtOBAVNWDIr9FmyEQIDAQAB";
const RSA_2048_PKCS1: &str = "MIIBCgKCAQEArPS754aNXUgLE7dd1gIJ6bySM9SbZ5rLXUWI/mbA0xdOXab2GJSb99n9J1hpQ6ivosgm+z7IBzlpinYMqlzcMiOmDOmNEfHKUYMxb4PxXTcMvQWRQg4sxmCAiGz/9CIdSI6ixbRodxDeSuq5EIvqdgaBUgK40OZgzWMwDf4c9WIpmUDqMH6gyumuTfOALLxh0eBwAReQ1Rw/WcjgnykedQBPTmsRDfDNVCn9QV3IsV3M/8lnOehkS707V3Wn8/coyOWaJRgZlV31a79AtZx+Khmtygeh3IOZh/lhVZWvwBLphKWpso31qUx9Z8ddjO91ZC1LLQtOBAVNWDIr9FmyEQIDAQAB";
const RSA_2048_EXPONENT_3: &str = "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAwo/53r+6ZhkBPcDgWLX4vf+PL1Xhnp6R9o5XvBAGwbJEt9JuvrzBLUHtGxYxnXyVlsndHW316TXjBC4m8HNGfEgBDsvJxaNXBMzctrbesZ8iD7sHABQ9BgBxTmKe4aOoubuJYE08Up/DzZpexvc4dO5C76ll7DmQxTLzZ7quvptyMNKpJK6usnKek3KZ9PS4az3syCwhZpgzdGb5mF4+8TF+SfXwKQ9G6vPKdrnbBnUza+8bj7f7nWdh8KxNTux7dwZztFGFfqqQu9YsY2AjmAjYngPX8YIHUF+/OZhV6D9Buw8oznqIaZ7ulae9Jojky4XzOpPqIk/P/nmQ62WJCwIBAw==";
const ED25519_WRAPPED: &str = "MCowBQYDK2VwAyEAqtSLrhYok987h8GZtD657LJHsmjhsxa0QW9u/U+FrI4=";
const ELLIPTIC: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE6Cs/fFPeEtxpUi1I3AX37RTEZkSs+cVMjXtVQwp+WiWe5tNNIaY2O1yNMnLkFqkqhMxwwXo1BzhbPblHoVoyAg==";

/// RFC 6376 appendix C.
const BRISBANE: &str = "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ\
    KBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt\
    IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v\
    /RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi\
    tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

/// RFC 8463 appendix A.2.
const ED25519: &str = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

fn codes(findings: &[Finding]) -> Vec<(&'static str, Severity)> {
    findings.iter().map(|it| (it.code, it.severity)).collect()
}

fn key(text: &str) -> KeyRecord {
    KeyRecord::parse(text)
}

#[test]
fn the_keys_of_the_rfcs_are_usable() {
    let brisbane = key(BRISBANE);
    assert_eq!(brisbane.bits(), Some(1024));
    assert_eq!(
        codes(&brisbane.findings),
        [("dkim.weak-key", Severity::Warning)]
    );
    assert!(brisbane.usable());
    let KeyData::Public(PublicKey::Rsa { form, exponent, .. }) = &brisbane.key else {
        panic!("{brisbane:?}");
    };
    assert_eq!(*form, RsaForm::SubjectPublicKeyInfo);
    assert_eq!(exponent, &[1, 0, 1]);

    let ed25519 = key(ED25519);
    assert_eq!(ed25519.key_type, KeyType::Ed25519);
    assert_eq!((ed25519.bits(), ed25519.usable()), (Some(256), true));
    assert_eq!(ed25519.findings, []);
}

#[test]
fn sizes_and_forms_of_rsa_keys_are_told() {
    use Severity::{Error, Warning};
    for (value, bits, usable, expected) in [
        (RSA_512, 512, false, vec![("dkim.key-too-short", Error)]),
        (RSA_1024_PKCS1, 1024, true, vec![("dkim.weak-key", Warning)]),
        (RSA_2048, 2048, true, vec![]),
        (RSA_2048_PKCS1, 2048, true, vec![]),
        (
            RSA_2048_EXPONENT_3,
            2048,
            true,
            vec![("dkim.weak-key", Warning)],
        ),
    ] {
        let record = key(&format!("v=DKIM1; k=rsa; p={value}"));
        assert_eq!(record.bits(), Some(bits), "{value}");
        assert_eq!(record.usable(), usable, "{value}");
        assert_eq!(codes(&record.findings), expected, "{value}");
    }
    let KeyData::Public(PublicKey::Rsa { form, .. }) = key(&format!("p={RSA_2048_PKCS1}")).key
    else {
        panic!("no RSA key");
    };
    assert_eq!(form, RsaForm::Pkcs1);
}

#[test]
fn white_space_inside_a_key_is_left_out() {
    let folded = BRISBANE
        .replace("/RtdC", " /Rtd\r\n\tC")
        .replace("p=", "p = ");
    assert_eq!(key(&folded).key, key(BRISBANE).key);
}

#[test]
fn values_that_are_no_keys_are_told_apart() {
    let cut = &RSA_2048[..240];
    let cut_bytes = 240 / 4 * 3;
    let at = RSA_2048.len() / 2;
    let dirty = format!("{}*{}", &RSA_2048[..at], &RSA_2048[at + 1..]);
    let padded_inside = format!("{}=={}", &RSA_2048[..8], &RSA_2048[8..]);
    let pem = format!("-----BEGIN PUBLIC KEY-----{RSA_2048}-----END PUBLIC KEY-----");
    for (value, expected) in [
        (
            cut,
            KeyFlaw::CutOff {
                announced: 294,
                present: cut_bytes,
            },
        ),
        (&RSA_2048[..241], KeyFlaw::BadLength),
        (&dirty, KeyFlaw::NotBase64(Span::new(2 + at, 3 + at))),
        (&padded_inside, KeyFlaw::NotBase64(Span::new(10, 11))),
        (&pem, KeyFlaw::Pem),
        (&format!("{RSA_2048}AAAA"), KeyFlaw::Trailing { extra: 3 }),
        (ELLIPTIC, KeyFlaw::NotAnRsaKey),
        (ED25519_WRAPPED, KeyFlaw::NotAnRsaKey),
        ("aGVsbG8=", KeyFlaw::NotAnRsaKey),
        // Modulus 0xff…, exponent 2, then 1.
        ("MAcCAgD/AgEC", KeyFlaw::BadExponent),
        ("MAcCAgD/AgEB", KeyFlaw::BadExponent),
        // A negative modulus, and one of nothing but zeros.
        ("MAYCAf8CAQM=", KeyFlaw::NotAnRsaKey),
        ("MAYCAQACAQM=", KeyFlaw::NotAnRsaKey),
        // A length of four bytes, and one of no bytes.
        ("MIQAAAAA", KeyFlaw::NotAnRsaKey),
        ("MIA=", KeyFlaw::NotAnRsaKey),
    ] {
        let record = key(&format!("p={value}"));
        assert_eq!(record.key, KeyData::Flawed(expected), "{value}");
        assert_eq!(
            codes(&record.findings),
            [("dkim.bad-key", Severity::Error)],
            "{value}"
        );
        assert!(!record.usable());
    }
}

#[test]
fn a_key_without_its_padding_is_read_with_a_warning() {
    let record = key(&format!("p={}", RSA_512.trim_end_matches('=')));
    assert_eq!(record.bits(), Some(512));
    assert_eq!(record.findings[0].code, "dkim.bad-key");
    assert_eq!(record.findings[0].severity, Severity::Warning);
}

#[test]
fn a_wrapped_ed25519_key_comes_with_the_bare_one() {
    let text = format!("k=ed25519; p={ED25519_WRAPPED}");
    let record = key(&text);
    assert!(!record.usable());
    let fix = record.findings[0].fix.clone().unwrap();
    let mut mended = text;
    mended.replace_range(fix.span.range(), &fix.replacement);
    assert_eq!(key(&mended).findings, []);
    assert!(key(&mended).usable());
    assert_eq!(
        key("k=ed25519; p=aGVsbG8=").key,
        KeyData::Flawed(KeyFlaw::Ed25519Length(5))
    );
}

#[test]
fn tags_limit_what_a_key_is_for() {
    use Severity::{Error, Info, Warning};
    for (tags, usable, expected) in [
        ("v=DKIM1", true, vec![]),
        ("v=DKIM1; n=hello \"there\"", true, vec![]),
        ("k=rsa; h=sha1 : sha256; s=email", true, vec![]),
        ("h=sha1", false, vec![("dkim.sha1-only", Error)]),
        ("h=", false, vec![("dkim.sha1-only", Error)]),
        ("s=*", true, vec![]),
        ("s=tlsrpt:other", false, vec![("dkim.service-type", Error)]),
        ("t=y", true, vec![("dkim.testing", Warning)]),
        ("t=s", true, vec![("dkim.strict", Info)]),
        (
            "t = s : y",
            true,
            vec![("dkim.testing", Warning), ("dkim.strict", Info)],
        ),
        ("t=x", true, vec![]),
        ("g=*", true, vec![("dkim.granularity", Info)]),
        ("g=sales", true, vec![("dkim.granularity", Error)]),
        ("k=dsa", false, vec![("dkim.key-type", Error)]),
        ("v=DKIM2", false, vec![("dkim.syntax", Error)]),
        ("v=dkim1", false, vec![("dkim.syntax", Error)]),
        ("k=rsa; v=DKIM1", false, vec![("dkim.syntax", Error)]),
        ("v=DKIM1; v=DKIM1", false, vec![("dkim.syntax", Error)]),
        ("v=DKIM1;;k=rsa", true, vec![("dkim.syntax", Warning)]),
        ("v=DKIM1; hello", false, vec![("dkim.syntax", Error)]),
        ("K=rsa", true, vec![("dkim.syntax", Warning)]),
        ("x=1", true, vec![("dkim.unknown-tag", Info)]),
        (
            "v=DKIM1\\",
            false,
            vec![("dkim.syntax", Error), ("dkim.syntax", Error)],
        ),
    ] {
        let record = key(&format!("{tags}; p={RSA_2048}"));
        assert_eq!(codes(&record.findings), expected, "{tags}");
        assert_eq!(record.usable(), usable, "{tags}");
    }
}

#[test]
fn a_record_without_a_key_is_revoked_or_broken() {
    for text in ["v=DKIM1; p=", "v=DKIM1; k=rsa; p= ;", "k=other; p="] {
        let record = key(text);
        assert_eq!(record.key, KeyData::Revoked, "{text}");
        assert!(!record.usable());
        assert!(
            record.findings.iter().any(|it| it.code == "dkim.revoked"),
            "{text}"
        );
    }
    let record = key("v=DKIM1; k=rsa");
    assert_eq!(record.key, KeyData::Missing);
    assert_eq!(codes(&record.findings), [("dkim.syntax", Severity::Error)]);
}

#[test]
fn answers_count_their_records() {
    assert_eq!(
        codes(&KeyAnswer::read("s1", []).findings),
        [("dkim.missing", Severity::Error)]
    );
    let two = KeyAnswer::read("s1", [BRISBANE, ED25519]);
    assert_eq!(codes(&two.findings), [("dkim.multiple", Severity::Error)]);
    assert_eq!(two.record(), None);
    let one = KeyAnswer::read("s1", [BRISBANE]);
    assert_eq!(one.findings, []);
    assert_eq!(one.record(), Some(&key(BRISBANE)));
}

#[test]
fn keys_side_by_side_show_what_one_alone_does_not() {
    let (rsa, ed25519) = (key(BRISBANE), key(ED25519));
    let revoked = key("v=DKIM1; p=");
    assert_eq!(key_set_findings(&[]), []);
    assert_eq!(key_set_findings(&[("a", &rsa), ("b", &ed25519)]), []);
    assert_eq!(key_set_findings(&[("a", &revoked), ("b", &revoked)]), []);
    assert_eq!(
        codes(&key_set_findings(&[("a", &revoked), ("b", &ed25519)])),
        [("dkim.key-type", Severity::Warning)]
    );
    let shared = key_set_findings(&[("a", &rsa), ("b", &ed25519), ("c", &rsa)]);
    assert_eq!(codes(&shared), [("dkim.shared-key", Severity::Info)]);
    assert!(shared[0].message.contains("“a” and “c”"));
}

/// RFC 6376 section 3.5.
const SECTION_3_5: &str = " v=1; a=rsa-sha256; d=example.net; s=brisbane;\r
      c=simple; q=dns/txt; i=@eng.example.net;\r
      t=1117574938; x=1118006938;\r
      h=from:to:subject:date;\r
      z=From:foo@eng.example.net|To:joe@example.com|\r
       Subject:demo=20run|Date:July=205,=202005=203:44:08=20PM=20-0700;\r
      bh=MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=;\r
      b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR";

/// RFC 6376 appendix A.2.
const APPENDIX_A: &str = " v=1; a=rsa-sha256; s=brisbane; d=example.com;\r
      c=simple/simple; q=dns/txt; i=joe@football.example.com;\r
      h=Received : From : To : Subject : Date : Message-ID;\r
      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r
      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r
      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut\r
      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV\r
      4bmp/YzhwvcubU4=;\r\n";

/// RFC 8463 appendix A.3.
const ED25519_SIGNATURE: &str = " v=1; a=ed25519-sha256; c=relaxed/relaxed;\r
 d=football.example.com; i=@football.example.com;\r
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r
 subject : date : message-id : from : subject : date;\r
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";

#[test]
fn the_signatures_of_the_rfcs_are_read() {
    let first = SignatureHeader::parse(SECTION_3_5);
    assert_eq!(first.findings, []);
    assert_eq!(first.algorithm, Algorithm::RsaSha256);
    assert_eq!(first.header_form, Canonicalization::Simple);
    assert_eq!(first.body_form, Canonicalization::Simple);
    assert_eq!(first.signed_headers, ["from", "to", "subject", "date"]);
    assert_eq!(first.identity_domain(), "eng.example.net");
    assert_eq!(
        (first.signed_at, first.expires_at),
        (Some(1_117_574_938), Some(1_118_006_938))
    );
    assert!(first.is_expired_at(1_118_006_939) && !first.is_expired_at(1_118_006_938));
    assert_eq!(first.body_hash, b"12345678901234567890123456789012");
    assert!(first.without_signature().ends_with(";\r\n      b="));

    let second = SignatureHeader::parse(APPENDIX_A);
    assert_eq!(second.findings, []);
    assert_eq!(second.signature.len(), 128);
    assert_eq!(second.key_name(), "brisbane._domainkey.example.com");
    assert!(second.without_signature().ends_with(" b=;\r\n"));
    assert_eq!(second.conflicts_with(&key(BRISBANE)), []);

    let third = SignatureHeader::parse(ED25519_SIGNATURE);
    assert_eq!(third.findings, []);
    assert_eq!(third.algorithm, Algorithm::Ed25519Sha256);
    assert_eq!(third.body_form, Canonicalization::Relaxed);
    assert_eq!(third.signature.len(), 64);
    assert_eq!(third.body_hash, second.body_hash);
    assert_eq!(third.conflicts_with(&key(ED25519)), []);
}

#[test]
fn flawed_signatures_are_refused_for_one_reason() {
    for (from, to) in [
        ("v=1;", "v=DKIM1;"),
        ("v=1;", ""),
        ("v=1;", "v=1; v=1;"),
        ("a=rsa-sha256", "a=rsa-sha1"),
        ("a=rsa-sha256", "a=rsa-md5"),
        ("a=rsa-sha256;", ""),
        ("q=dns/txt", "q=https"),
        ("c=simple", "c=nowsp"),
        ("c=simple", "c=simple/none"),
        ("d=example.net", "d=bücher.net"),
        ("d=example.net", "d=example..net"),
        ("d=example.net", "d=other.example"),
        ("s=brisbane", "s=bris bane"),
        ("i=@eng.example.net", "i=@badexample.net"),
        ("i=@eng.example.net", "i=eng.example.net"),
        ("h=from:to", "h=to"),
        ("x=1118006938", "x=1117574938"),
        ("x=1118006938", "x=soon"),
        ("t=1117574938", "t="),
        ("bh=MTIz", "bh="),
        ("bh=MTIz", "bh=*"),
        ("b=dzdV", "b=%dz"),
    ] {
        let flawed = SignatureHeader::parse(&SECTION_3_5.replacen(from, to, 1));
        let errors = flawed
            .findings
            .iter()
            .filter(|it| it.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|it| it.code).collect();
        assert!(!flawed.acceptable(), "{to}");
        assert!(errors.iter().all(|code| *code == "dkim.signature"), "{to}");
        assert!(errors.len() <= 3, "{to}: {:?}", flawed.findings);
    }
}

#[test]
fn weak_but_valid_signatures_are_only_warned_of() {
    let part = SignatureHeader::parse(&SECTION_3_5.replace("t=", "l=10; t="));
    assert_eq!(
        codes(&part.findings),
        [("dkim.body-length", Severity::Warning)]
    );
    assert_eq!(part.body_length, Some(10));
    let few = SignatureHeader::parse(&SECTION_3_5.replace("from:to:subject:date", "From"));
    assert_eq!(
        codes(&few.findings),
        [("dkim.unsigned-headers", Severity::Info)]
    );
    assert!(few.acceptable() && part.acceptable());
}

#[test]
fn a_signature_and_a_key_may_not_fit() {
    let signature = SignatureHeader::parse(SECTION_3_5);
    let strict = key(&format!("t=s; p={RSA_2048}"));
    for (key, count) in [(strict, 1), (key(ED25519), 1), (key("p="), 1)] {
        let conflicts = signature.conflicts_with(&key);
        assert_eq!(conflicts.len(), count, "{conflicts:?}");
    }
}

proptest! {
    #[test]
    fn any_key_record_is_printed_back(text in "(v=DKIM1; ?)?([vhkpstgn ]=[a-z0-9:*\\\\=+/\" ;]{0,12};? ?){0,5}\\PC{0,8}") {
        let record = KeyRecord::parse(&text);
        prop_assert_eq!(record.print(), text.as_str());
        for finding in &record.findings {
            prop_assert!(finding.span.is_none_or(|it| text.get(it.range()).is_some()));
        }
        prop_assert_eq!(KeyRecord::parse(&record.print()), record);
    }

    #[test]
    fn any_bytes_are_read_as_a_key_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        use base64::Engine as _;
        let value = base64::engine::general_purpose::STANDARD.encode(&bytes);
        for key_type in ["rsa", "ed25519"] {
            let record = key(&format!("k={key_type}; p={value}"));
            prop_assert_eq!(record.bits().is_some(), matches!(record.key, KeyData::Public(_)));
        }
    }

    #[test]
    fn a_key_with_a_changed_byte_never_breaks_the_reader(at in 0_usize..294, byte in any::<u8>()) {
        use base64::Engine as _;
        let engine = base64::engine::general_purpose::STANDARD;
        let mut bytes = engine.decode(RSA_2048).unwrap();
        bytes[at] = byte;
        let record = key(&format!("p={}", engine.encode(&bytes)));
        prop_assert!(matches!(record.key, KeyData::Public(_) | KeyData::Flawed(_)));
    }

    #[test]
    fn any_signature_is_printed_back(text in "([vabdhilqstxz]{1,2}=[a-z0-9:@./+= \r\n\t]{0,12};? ?){0,9}\\PC{0,8}") {
        let header = SignatureHeader::parse(&text);
        prop_assert_eq!(header.print(), text.as_str());
        prop_assert!(header.without_signature().len() <= text.len());
        for finding in &header.findings {
            prop_assert!(finding.span.is_none_or(|it| text.get(it.range()).is_some()));
        }
    }
}
