//! Messages made to break a verifier.

use proptest::prelude::*;

use super::{ResultWord, request, results, verify, zone};
use crate::domain::sender_domain::dns::{Answer, LookupOutcome, Step, Zone};
use crate::domain::sender_domain::message::MessageCheck;

const FIELD: &str = "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=from; bh=; b=\r\n";

#[test]
fn only_some_of_thousands_of_signatures_are_looked_at() {
    let raw = [&*FIELD.repeat(5000), "From: a@example.com\r\n\r\nText\r\n"].concat();
    let report = verify(raw.as_bytes(), &Zone::new());
    assert_eq!(report.dkim.len(), 16);
    assert_eq!(report.dkim_skipped, 4984);
    assert!(report.findings.iter().any(|it| it.id == "dkim.too-many"));
}

#[test]
fn questions_are_limited_however_many_domains_sign() {
    let name = |place: usize| format!("a.b.c.d.e.f.g{place}.h.i{place}.example");
    let fields = (0..16).map(|it| FIELD.replace("example.com", &name(it)));
    let arc = (1..=50).map(|it| {
        format!("ARC-Seal: i={it}; cv=pass; a=rsa-sha256; d=x{it}.example; s=b; b=AA==\r\n")
    });
    let from = "From: a@example.com\r\n\r\n".to_owned();
    let raw: String = fields.chain(arc).chain([from]).collect();
    let mut asked = 0;
    MessageCheck::new(&request(raw.as_bytes())).run(|_| {
        asked += 1;
        Answer::new(LookupOutcome::NoSuchName)
    });
    assert!(asked <= 70, "{asked}");
}

#[test]
fn long_lists_of_signed_fields_are_read_in_time() {
    let names = "x:".repeat(200_000);
    let raw = [
        FIELD.replace("h=from", &format!("h={names}from")),
        "X: y\r\n".repeat(100_000),
        "From: a@example.com\r\n\r\n".to_owned(),
    ]
    .concat();
    let report = verify(raw.as_bytes(), &Zone::new());
    assert_eq!(report.dkim[0].signed_headers.len(), 200_001);
}

#[test]
fn a_dns_that_keeps_silent_leaves_the_result_open() {
    let hashes = "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA";
    let signature = FIELD.replace("bh=; b=", hashes);
    let raw = [&*signature, "From: a@example.com\r\n\r\n"].concat();
    let check = MessageCheck::new(&request(raw.as_bytes()));
    let report = check.run(|_| Answer::new(LookupOutcome::Timeout));
    assert_eq!(results(&report), [ResultWord::TempError]);
    assert!(report.is_open() && !report.has_errors(), "{report}");
}

#[test]
fn several_senders_have_no_dmarc() {
    let raw = b"From: a@example.com\r\nFrom: b@example.net\r\n\r\n";
    let report = verify(raw, &zone([("_dmarc.example.com", "v=DMARC1; p=reject")]));
    assert_eq!(report.dmarc.ruling.result, ResultWord::PermError);
    assert!(report.has_errors());
}

#[test]
fn a_report_cannot_command_the_terminal() {
    let raw = "From: a@example.com\r\nSubject: \u{1b}[2J\u{202e}x\r\n\r\n";
    let text = verify(raw.as_bytes(), &Zone::new()).to_string();
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_sequence_of_bytes_gives_a_report(raw in proptest::collection::vec(any::<u8>(), 0..600)) {
        let report = verify(&raw, &Zone::new());
        prop_assert!(!report.to_string().is_empty());
    }

    #[test]
    fn every_set_of_fields_gives_a_report(
        fields in proptest::collection::vec(("(DKIM-Signature|ARC-Seal|ARC-Message-Signature|ARC-Authentication-Results|Received|From|Return-Path|Authentication-Results)", "[ -~\t]{0,120}"), 0..12)
    ) {
        let lines = fields.iter().map(|(name, value)| format!("{name}:{value}\r\n"));
        let raw: String = lines.chain(["\r\nbody".to_owned()]).collect();
        let mut check = MessageCheck::new(&request(raw.as_bytes()));
        prop_assert!(!matches!(check.step(), Step::Wait));
        verify(raw.as_bytes(), &Zone::new());
    }
}
