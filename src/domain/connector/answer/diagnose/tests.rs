//! Every row of every table is reached, and what is told of it is whole.

use serde_json::json;

use super::super::super::{HttpBody, HttpRequest};
use super::super::{HttpPhase, TroubleKind};
use super::*;

fn answer(status: u16, body: String) -> HttpAnswer {
    HttpAnswer {
        status,
        reason: String::new(),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.into_bytes(),
        is_cut: false,
        origin: "https://h.example".to_owned(),
    }
}

/// An error as the provider writes it.
fn error(connector: HttpConnector, status: u16, code: &str, message: &str) -> HttpAnswer {
    let body = match connector {
        HttpConnector::AliyunDm => json!({ "Code": code, "Message": message, "RequestId": "r" }),
        HttpConnector::AwsSes => json!({ "__type": code, "message": message }),
        HttpConnector::Postmark => {
            json!({ "ErrorCode": code.parse().unwrap_or(0), "Message": message })
        }
        HttpConnector::Sendgrid => json!({ "errors": [{ "message": message, "field": null }] }),
        HttpConnector::Smtp2go => {
            json!({ "data": { "error": message, "error_code": format!("E_ApiResponseCodes.{code}") } })
        }
        _ => json!({ "message": message }),
    };
    answer(status, body.to_string())
}

fn facts() -> RequestFacts {
    RequestFacts {
        host: "h.example".to_owned(),
        sender: Some("Me <me@from.example>".to_owned()),
        recipient: Some("you@to.example".to_owned()),
        template: Some("logto-sign-in".to_owned()),
        region: Some("eu-west-1".to_owned()),
        ..RequestFacts::default()
    }
}

#[test]
fn every_row_is_reached_by_what_it_is_about() {
    let mut rows = 0;
    for connector in HttpConnector::ALL {
        for rule in table(connector) {
            let codes = if rule.codes.is_empty() {
                &[""]
            } else {
                rule.codes
            };
            let texts = if rule.texts.is_empty() {
                &["zzz"]
            } else {
                rule.texts
            };
            let status = *rule.statuses.first().unwrap_or(&400);
            for code in codes {
                for text in texts {
                    let given = error(
                        connector,
                        status,
                        code,
                        &format!("Zzz {}", text.to_uppercase()),
                    );
                    let diagnosis = diagnose(connector, Ok(&given), &facts());
                    let expected = facts().fill(rule.title, connector);
                    assert_eq!(diagnosis.title, expected, "{connector:?} {code} {text}");
                }
            }
            rows += 1;
        }
    }
    assert!(rows > 90, "{rows}");
}

#[test]
fn what_is_told_is_whole_sentences_without_placeholders() {
    for connector in HttpConnector::ALL {
        for facts in [facts(), RequestFacts::default()] {
            for rule in table(connector) {
                let code = rule.codes.first().copied().unwrap_or("7");
                let text = rule.texts.first().copied().unwrap_or("zzz");
                let given = error(
                    connector,
                    *rule.statuses.first().unwrap_or(&400),
                    code,
                    text,
                );
                whole(&diagnose(connector, Ok(&given), &facts));
            }
            for status in [
                302, 400, 401, 403, 404, 407, 413, 418, 429, 500, 502, 503, 511, 200,
            ] {
                whole(&diagnose(
                    connector,
                    Ok(&answer(status, String::new())),
                    &facts,
                ));
            }
            for kind in KINDS {
                let trouble = NetworkTrouble::new(kind, "ECODE", "words of node");
                let diagnosis = diagnose(connector, Err(&trouble), &facts);
                whole(&diagnosis);
                assert_eq!(diagnosis.provider_code, None);
                assert!(diagnosis.why.contains("(ECODE)"));
            }
        }
    }
}

const KINDS: [TroubleKind; 20] = [
    TroubleKind::Dns,
    TroubleKind::Refused,
    TroubleKind::Unreachable,
    TroubleKind::Reset,
    TroubleKind::Closed,
    TroubleKind::Cut,
    TroubleKind::CertificateExpired,
    TroubleKind::CertificateNotYetValid,
    TroubleKind::CertificateWrongName,
    TroubleKind::CertificateUnknownIssuer,
    TroubleKind::CertificateOther,
    TroubleKind::NoTls,
    TroubleKind::Tls,
    TroubleKind::Timeout(HttpPhase::Connect),
    TroubleKind::Timeout(HttpPhase::Answer),
    TroubleKind::NotHttp,
    TroubleKind::TooLarge,
    TroubleKind::RedirectLoop,
    TroubleKind::Proxy,
    TroubleKind::Other,
];

fn whole(diagnosis: &Diagnosis) {
    let text = diagnosis.text();
    assert!(!text.contains('%'), "{text}");
    assert!(
        !diagnosis.title.ends_with('.') && !diagnosis.title.is_empty(),
        "{text}"
    );
    assert!(diagnosis.title.chars().count() < 80, "{text}");
    assert!(
        !diagnosis.why.ends_with('.') && diagnosis.why.len() > 20,
        "{text}"
    );
    assert!(!diagnosis.fix.is_empty(), "{text}");
    for fix in &diagnosis.fix {
        let first = fix.chars().next().unwrap();
        assert!(!first.is_lowercase() && !fix.ends_with('.'), "{text}");
    }
    assert!(
        diagnosis
            .link
            .is_none_or(|link| link.starts_with("https://")),
        "{text}"
    );
}

#[test]
fn the_words_of_the_provider_and_what_the_request_names_are_told() {
    let given = error(
        HttpConnector::AwsSes,
        400,
        "MessageRejected",
        "Email address is not verified. The following identities failed the check in region EU-WEST-1: me@from.example",
    );
    let diagnosis = diagnose(HttpConnector::AwsSes, Ok(&given), &facts());
    assert_eq!(
        diagnosis.title,
        "The sender is not verified, or the account is in the sandbox"
    );
    for part in [
        "Me <me@from.example>",
        "eu-west-1",
        "you@to.example",
        "EU-WEST-1: me@from.example”",
    ] {
        assert!(diagnosis.why.contains(part), "{part}: {}", diagnosis.why);
    }
    assert_eq!(diagnosis.provider_code.as_deref(), Some("MessageRejected"));
}

fn page(status: u16) -> HttpAnswer {
    let mut page = answer(
        status,
        "<html><body>Log in to the hotel</body></html>".to_owned(),
    );
    page.headers = vec![(
        "content-type".to_owned(),
        "text/html; charset=utf-8".to_owned(),
    )];
    page
}

const WITH_PAGES: [HttpConnector; 4] = [
    HttpConnector::AwsSes,
    HttpConnector::Postmark,
    HttpConnector::Smtp2go,
    HttpConnector::Sendgrid,
];

#[test]
fn a_page_in_place_of_an_answer_is_told_as_one_where_a_portal_may_send_it() {
    for connector in WITH_PAGES {
        for status in [200, 302, 511] {
            let diagnosis = diagnose(connector, Ok(&page(status)), &facts());
            assert_eq!(
                diagnosis.title, "A web page answered instead",
                "{connector:?}"
            );
            assert!(!diagnosis.why.contains("hotel"));
        }
    }
}

#[test]
fn a_status_that_refuses_is_told_as_what_it_says_whatever_the_body_is() {
    let mut long = page(500);
    long.is_cut = true;
    long.reason = "Internal Server Error".to_owned();
    for connector in WITH_PAGES {
        for (given, title, words) in [
            (
                &page(401),
                "does not accept the key",
                "https://h.example answers 401 with a web page",
            ),
            (
                &page(404),
                "There is nothing at this address",
                "answers 404",
            ),
            (
                &long,
                "has trouble",
                "answers 500 (Internal Server Error) with a web page",
            ),
        ] {
            let diagnosis = diagnose(connector, Ok(given), &facts());
            assert!(
                diagnosis.title.contains(title),
                "{connector:?} {diagnosis:?}"
            );
            assert!(diagnosis.why.contains(words), "{connector:?} {diagnosis:?}");
        }
    }
}

#[test]
fn a_redirect_that_is_not_followed_names_where_it_leads() {
    let facts = RequestFacts {
        url: "https://h.example/v2/email".to_owned(),
        ..facts()
    };
    for (location, words) in [
        (
            "/v2/email",
            "redirects to /v2/email, which is the same address again and again",
        ),
        (
            "https://h.example/v2/email",
            "the same address again and again",
        ),
        (
            "https://login.example/",
            "redirects to https://login.example/. ",
        ),
    ] {
        let mut given = answer(302, String::new());
        given.headers = vec![("location".to_owned(), location.to_owned())];
        let diagnosis = diagnose(HttpConnector::AwsSes, Ok(&given), &facts);
        assert_eq!(
            diagnosis.title,
            "The answer is a redirect that is not followed"
        );
        assert!(diagnosis.why.contains(words), "{}", diagnosis.why);
    }
}

#[test]
fn no_answer_has_no_code_of_the_provider_and_says_a_thing_once() {
    let timeout = NetworkTrouble::timeout(HttpPhase::Answer, std::time::Duration::from_secs(30));
    for (trouble, has_code) in [(timeout, false), (NetworkTrouble::reset(), true)] {
        let diagnosis = diagnose(HttpConnector::AwsSes, Err(&trouble), &facts());
        assert_eq!(diagnosis.provider_code, None);
        // Of a limit of this program's own Node says nothing.
        let why = &diagnosis.why;
        assert_eq!(why.contains(&trouble.code), has_code, "{why}");
        assert_eq!(why.contains("In Node's words"), has_code, "{why}");
        let text = diagnosis.text();
        assert!(!text.contains("Raise the limit"), "{text}");
        // Whether it may have been sent is said by who knows how far the request got.
        assert!(!text.contains("may have been sent"), "{text}");
    }
}

#[test]
fn a_wrong_clock_is_told_with_its_difference() {
    let request = HttpRequest {
        method: "POST",
        url: "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails".to_owned(),
        headers: vec![
            ("x-amz-date".to_owned(), "20260102T030405Z".to_owned()),
            (
                "authorization".to_owned(),
                "AWS4-HMAC-SHA256 Credential=AKIA/20260102/eu-west-1/ses/aws4_request, …"
                    .to_owned(),
            ),
        ],
        body: HttpBody::Json(
            json!({ "FromEmailAddress": "a@b.example", "Destination": { "ToAddresses": ["c@d.example"] } }),
        ),
        secrets: Vec::new(),
        connector: HttpConnector::AwsSes,
    };
    let facts = RequestFacts::of(&request);
    assert_eq!(facts.region.as_deref(), Some("eu-west-1"));
    assert_eq!(
        (
            facts.sender.as_deref(),
            facts.recipient.as_deref(),
            facts.domain()
        ),
        (Some("a@b.example"), Some("c@d.example"), Some("b.example"))
    );
    let mut given = error(
        HttpConnector::AwsSes,
        403,
        "InvalidSignatureException",
        "Signature expired: 2026…",
    );
    given.headers.push((
        "date".to_owned(),
        "Fri, 02 Jan 2026 04:04:05 GMT".to_owned(),
    ));
    let diagnosis = diagnose(HttpConnector::AwsSes, Ok(&given), &facts);
    assert_eq!(diagnosis.title, "The clock of this machine is wrong");
    assert!(
        diagnosis.why.contains("60 minutes slow"),
        "{}",
        diagnosis.why
    );
    given.headers.pop();
    given.headers.push((
        "date".to_owned(),
        "Fri, 02 Jan 2026 03:05:05 GMT".to_owned(),
    ));
    assert!(
        !diagnose(HttpConnector::AwsSes, Ok(&given), &facts)
            .why
            .contains("minutes")
    );
}

#[test]
fn an_error_in_xml_is_read_where_amazon_answers_so() {
    let xml = "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>\
               <Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>";
    let diagnosis = diagnose(
        HttpConnector::AwsSes,
        Ok(&answer(403, xml.to_owned())),
        &facts(),
    );
    assert_eq!(diagnosis.title, "The access key is not known");
    assert!(
        diagnosis.why.contains("security token"),
        "{}",
        diagnosis.why
    );
}

#[test]
fn a_value_of_the_request_cannot_bring_a_placeholder() {
    let mut facts = facts();
    facts.sender = Some("%recipient% 100%".to_owned());
    let given = error(HttpConnector::Postmark, 422, "400", "x");
    let diagnosis = diagnose(HttpConnector::Postmark, Ok(&given), &facts);
    assert!(
        diagnosis.why.contains("%recipient% 100% is no sender"),
        "{}",
        diagnosis.why
    );
}

#[test]
fn the_proxy_and_the_limit_are_told_where_they_count() {
    let mut facts = facts();
    facts.proxy = Some("proxy.example:3128".to_owned());
    let trouble = NetworkTrouble::timeout(HttpPhase::Answer, std::time::Duration::from_secs(3));
    let told = |connector| diagnose(connector, Err(&trouble), &facts).why;
    assert!(told(HttpConnector::Sendgrid).contains("Logto itself has no limit"));
    assert!(told(HttpConnector::Postmark).contains("Logto itself waits 60 seconds"));
    assert!(told(HttpConnector::Postmark).contains("proxy.example:3128"));
}

#[test]
fn a_provider_lists_what_it_knows() {
    let known: Vec<&str> = HttpConnector::Postmark.known_errors().collect();
    assert!(known.contains(&"406") && known.contains(&"1101"));
}
