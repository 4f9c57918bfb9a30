//! The mail, the report, the server.

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A report of spamd 4.0.1 to GTUBE, shortened.
const REPORT: &str = "\
Spam detection software, running on the system \"host\",
has identified this incoming email as possible spam.

Content preview:  1.0 POINTS are none here

Content analysis details:   (1002.3 points, 5.0 required)

 pts rule name              description
---- ---------------------- --------------------------------------------------
1000 GTUBE                  BODY: Generic Test for Unsolicited Bulk Email
-0.0 NO_RELAYS              Informational: message was not relayed via SMTP
 1.2 MISSING_HEADERS        Missing To: header
 1.1 URI_PHISH              Phishing using web form
                            [URI: example.com]
                            1.0 LOOKS_LIKE_A_RULE
 0.0 HTML_MESSAGE           BODY: HTML included in message

The original message was not completely plain text.
 9.9 NOT_A_RULE             It stands below the table
";

fn stamp() -> MessageStamp {
    MessageStamp {
        date: Timestamp::UNIX_EPOCH,
        message_id: "one".to_owned(),
        boundary_seed: String::new(),
    }
}

#[test]
fn the_rules_of_a_report_are_read() {
    let rules = rules(REPORT);
    let read = rules.iter().map(|rule| (rule.points, rule.name.as_str()));
    let read: Vec<_> = read.collect();
    let expected = [
        (1000.0, "GTUBE"),
        (-0.0, "NO_RELAYS"),
        (1.2, "MISSING_HEADERS"),
        (1.1, "URI_PHISH"),
        (0.0, "HTML_MESSAGE"),
    ];
    assert_eq!(read, expected);
    assert_eq!(
        rules[3].description,
        "Phishing using web form [URI: example.com] 1.0 LOOKS_LIKE_A_RULE"
    );
    assert!(super::rules("no table at all").is_empty());
}

#[test]
fn the_mail_has_the_values_of_the_sample_and_a_sender() {
    let details = TemplateDetails {
        subject: "Your code is {{code}}".to_owned(),
        content: "<p>{{code}}</p>".to_owned(),
        reply_to: Some("help@example.org".to_owned()),
        ..TemplateDetails::default()
    };
    let payload = json!({"code": "482913"});
    let text = |details: &TemplateDetails| {
        String::from_utf8(mail(details, &payload, None, &stamp()).unwrap()).unwrap()
    };
    let plain = text(&details);
    assert!(
        plain.starts_with("From: Letterhead <letterhead@example.com>\r\n"),
        "{plain}"
    );
    assert!(
        plain.contains("Subject: Your code is 482913\r\n"),
        "{plain}"
    );
    assert!(plain.contains("Reply-To: help@example.org\r\n"), "{plain}");
    assert!(plain.ends_with("<p>482913</p>\r\n"), "{plain}");
    let own = TemplateDetails {
        send_from: Some("Shop <shop@example.net>".to_owned()),
        ..details
    };
    assert!(text(&own).contains("From: Shop <shop@example.net>\r\n"));
}

#[test]
fn a_mail_over_the_threshold_is_a_finding_that_names_the_worst() {
    let verdict = |is_spam| SpamVerdict {
        is_spam,
        score: 1002.3,
        threshold: 5.0,
        rules: rules(REPORT),
    };
    assert_eq!(finding(&verdict(false)), None);
    let found = finding(&verdict(true)).unwrap();
    assert_eq!(found.code, "spam-score");
    assert_eq!(
        found.hint.as_deref(),
        Some("Most points come from GTUBE (1000), MISSING_HEADERS (1.2), URI_PHISH (1.1)")
    );
    assert!(crate::domain::checks::rule(found.code).is_some());
}

#[test]
fn a_server_has_a_port_or_gets_the_usual_one() {
    for (text, expected) in [
        ("127.0.0.1:783", "127.0.0.1:783"),
        (" mail.example.com ", "mail.example.com:783"),
        ("localhost:1783", "localhost:1783"),
        ("::1", "[::1]:783"),
        ("[::1]", "[::1]:783"),
        ("[::1]:784", "[::1]:784"),
    ] {
        assert_eq!(server(text).as_deref(), Ok(expected), "{text}");
    }
    for wrong in [
        "",
        ":783",
        "a b",
        "host:",
        "host:0",
        "host:70000",
        "[x]:1",
        "http://a:1",
    ] {
        assert!(server(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn no_report_is_too_odd(report in "(?s).{0,400}") {
        for rule in rules(&format!("----\n{report}")) {
            prop_assert!(rule.points.is_finite() && !rule.name.is_empty());
        }
    }
}
