//! `SpamAssassin`'s own server, with its local rules.

use letterhead::domain::checks::spam::{SpamVerdict, finding, mail};
use letterhead::domain::logto::{Flow, TemplateDetails, UsageType, sample_payload};
use letterhead::services::clock::SystemClock;
use letterhead::services::delivery::new_stamp;
use letterhead::services::spamd;

use super::told;

async fn verdict(content: &str) -> SpamVerdict {
    let details = TemplateDetails {
        subject: "Your code is {{code}}".to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    };
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let stamp = new_stamp(&SystemClock);
    let mail = mail(&details, &payload, None, &stamp).unwrap();
    spamd::ask(&told("LETTERHEAD_SPAMD"), &mail).await.unwrap()
}

/// The score is the sum of the rules, each of which is rounded to a tenth.
fn adds_up(verdict: &SpamVerdict) -> bool {
    let sum: f64 = verdict.rules.iter().map(|rule| rule.points).sum();
    (sum - verdict.score).abs() <= 0.06 * verdict.rules.len() as f64
}

#[tokio::test]
async fn a_mail_with_a_code_is_not_taken_for_spam() {
    let verdict = verdict(
        "<html lang=\"en\"><head><title>Your code</title></head><body>\
         <p>Your code is {{code}}. It is valid for ten minutes.</p></body></html>",
    );
    let verdict = verdict.await;
    assert!(!verdict.is_spam, "{verdict:?}");
    assert_eq!(finding(&verdict), None);
    assert!(
        verdict.rules.iter().any(|rule| rule.name == "HTML_MESSAGE"),
        "{verdict:?}"
    );
    assert!(adds_up(&verdict), "{verdict:?}");
}

#[tokio::test]
async fn the_test_string_of_all_spam_filters_is_found() {
    let gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
    let verdict = verdict(&format!("<p>{gtube}</p>")).await;
    assert!(verdict.is_spam && verdict.score > 900.0, "{verdict:?}");
    let hint = finding(&verdict).unwrap().hint.unwrap();
    assert!(
        hint.starts_with("Most points come from GTUBE (1000)"),
        "{hint}"
    );
}

#[tokio::test]
async fn each_rule_of_a_bad_mail_is_read_with_its_words() {
    let verdict = verdict(
        "<p style='font-size:1px;color:#fff'>hidden</p>\
         <a href='http://1.2.3.4/x'>Click</a> Viagra 100% free",
    );
    let verdict = verdict.await;
    assert!(adds_up(&verdict), "{verdict:?}");
    let rule = verdict
        .rules
        .iter()
        .find(|rule| rule.name == "NORMAL_HTTP_TO_IP")
        .unwrap();
    assert_eq!(
        rule.description,
        "URI: URI host has a public dotted-decimal IPv4 address"
    );
}
