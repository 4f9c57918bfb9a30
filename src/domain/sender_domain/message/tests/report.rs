//! The rest of the report: hops, SPF, DMARC, and what receivers wrote.

use core::net::IpAddr;

use super::{ResultWord, request, verify, zone};
use crate::domain::sender_domain::dns::{Answer, LookupOutcome};
use crate::domain::sender_domain::message::{
    AlignmentReport, MessageCheck, MessageReport, MessageRequest,
};

const MESSAGE: &str = "Return-Path: <bounce@mail.example.com>\r
Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=mail.example.com;\r
 dmarc=fail header.from=example.com\r
Received: from inner.example.net (localhost [127.0.0.1])\r
 by store.example.net with LMTP id 3; Sat, 21 Nov 2026 12:00:30 +0000 (UTC)\r
Received: from out.example.com (out.example.com [192.0.2.7])\r
 (using TLSv1.3) by mx.example.net (Postfix) with ESMTPS id 2\r
 for <b@example.net>; Sat, 21 Nov 2026 13:10:00 +0100\r
Received: from app ([IPv6:2001:db8::1]) by out.example.com with ESMTP id 1;\r
 Sat, 21 Nov 2026 12:00:00 GMT\r
From: Ann <ann@Example.com>\r
Subject: Hello\r
\r
Text\r
";

fn records(dmarc: &str) -> Vec<(&'static str, String)> {
    vec![
        (
            "mail.example.com",
            "v=spf1 ip4:192.0.2.0/24 -all".to_owned(),
        ),
        ("_dmarc.example.com", dmarc.to_owned()),
    ]
}

fn check(dmarc: &str) -> MessageReport {
    verify(MESSAGE.as_bytes(), &zone(records(dmarc)))
}

#[test]
fn spf_of_the_first_client_outside_carries_dmarc() {
    let report = check("v=DMARC1; p=reject");
    assert_eq!(report.sender.ip, "192.0.2.7".parse().ok());
    assert_eq!(report.sender.helo.as_deref(), Some("out.example.com"));
    assert_eq!(report.spf.ruling.result, ResultWord::Pass, "{report}");
    assert_eq!(report.dmarc.ruling.result, ResultWord::Pass);
    let [one] = report.dmarc.identifiers.as_slice() else {
        panic!("{report}");
    };
    assert_eq!(one.alignment, AlignmentReport::ByOrganization);
    assert!(!report.has_errors());
}

#[test]
fn strict_alignment_and_foreign_addresses_fail() {
    let strict = check("v=DMARC1; p=quarantine; aspf=s");
    assert_eq!(strict.dmarc.ruling.result, ResultWord::Fail);
    assert_eq!(strict.dmarc.policy, Some("quarantine"));
    assert_eq!(
        strict.dmarc.identifiers[0].alignment,
        AlignmentReport::TooStrict
    );
    let zone = zone(records("v=DMARC1; p=reject"));
    let elsewhere = MessageRequest {
        ip: Some(IpAddr::from([198, 51, 100, 1])),
        ..request(MESSAGE.as_bytes())
    };
    let report = MessageCheck::new(&elsewhere).run(|question| zone.answer(question));
    assert_eq!(report.spf.ruling.result, ResultWord::Fail);
    assert_eq!(report.dmarc.ruling.result, ResultWord::Fail);
    assert!(report.has_errors());
}

#[test]
fn hops_are_told_in_order_with_delays_and_wrong_clocks() {
    let report = check("v=DMARC1; p=none");
    let delays: Vec<_> = report.received.iter().map(|hop| hop.delay_secs).collect();
    assert_eq!(delays, [None, Some(600), Some(-570)]);
    let ips: Vec<_> = report.received.iter().filter_map(|hop| hop.ip).collect();
    let expected = ["2001:db8::1", "192.0.2.7", "127.0.0.1"];
    assert_eq!(ips, expected.map(|ip| ip.parse::<IpAddr>().unwrap()));
    let with: Vec<_> = report
        .received
        .iter()
        .filter_map(|it| it.with.as_deref())
        .collect();
    assert_eq!(with, ["ESMTP", "ESMTPS", "LMTP"]);
    for id in ["received.slow", "received.clock"] {
        assert!(report.findings.iter().any(|it| it.id == id), "{id}");
    }
}

#[test]
fn what_receivers_wrote_stands_beside_our_own_result() {
    let report = check("v=DMARC1; p=none");
    let claims = &report.authentication_results[0].results;
    let agree: Vec<_> = claims.iter().map(|it| it.agrees()).collect();
    assert_eq!(agree, [Some(true), Some(false)]);
    assert!(report.findings.iter().any(|it| it.id == "authres.differs"));
}

#[test]
fn what_was_said_of_another_sender_is_not_compared() {
    let zone = zone(records("v=DMARC1; p=none"));
    for (of, agrees) in [
        ("a@MAIL.example.com", Some(true)),
        ("a@lists.example.org", None),
        ("lists.example.org", None),
    ] {
        let named = MESSAGE.replace(
            "smtp.mailfrom=mail.example.com",
            &format!("smtp.mailfrom={of}"),
        );
        let report = verify(named.as_bytes(), &zone);
        let claim = &report.authentication_results[0].results[0];
        assert_eq!(claim.agrees(), agrees, "{of}");
    }
}

#[test]
fn an_unsigned_message_of_an_unknown_client_proves_nothing() {
    let report = verify(b"From: a@example.com\n\nText\n", &zone::<&str, &str>([]));
    assert!(report.message.line_ends_mended);
    assert!(!report.spf.evaluated);
    assert_eq!(report.dmarc.ruling.result, ResultWord::None);
    assert!(report.has_errors());
}

#[test]
fn silence_about_the_policy_is_no_failure() {
    let check = MessageCheck::new(&request(MESSAGE.as_bytes()));
    let report = check.run(|_| Answer::new(LookupOutcome::ServerFailure));
    assert_eq!(report.dmarc.ruling.result, ResultWord::TempError);
    assert!(report.is_open());
    assert!(!report.findings.iter().any(|it| it.id == "authres.differs"));
}

#[test]
fn the_json_keeps_its_names() {
    let report = check("v=DMARC1; p=none");
    let json = serde_json::to_value(&report).unwrap();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    let expected = [
        "schema",
        "message",
        "sender",
        "dmarc",
        "dkim",
        "dkim_skipped",
        "spf",
        "arc",
        "received",
        "authentication_results",
        "findings",
    ];
    assert_eq!(keys, expected);
    assert_eq!(json["dmarc"]["result"], "pass");
    assert_eq!(json["dmarc"]["refs"][0], "RFC 9989 4.10.2");
    assert_eq!(json["received"][1]["delay_secs"], 600);
}
