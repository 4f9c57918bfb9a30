//! Redirects, followed as the client of each connector follows them.

use letterhead::domain::connector::HttpConnector;
use letterhead::domain::connector::answer::TroubleKind;

use super::server::{Act, Server, answer, redirect};
use super::{options, request, send};

fn ok() -> Act {
    Act::Say(answer(
        200,
        "application/json",
        r#"{"id":"1","ErrorCode":0,"data":{"succeeded":1}}"#,
    ))
}

/// First lines and whether a request had a body and a login.
fn lines(heard: &[String]) -> Vec<(String, bool, bool)> {
    let line = |request: &String| {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let head = head.to_lowercase();
        let has_login =
            head.contains("authorization:") || head.contains("x-postmark-server-token:");
        let first = head
            .lines()
            .next()
            .unwrap()
            .trim_end_matches(" http/1.1")
            .to_owned();
        (first, !body.is_empty(), has_login)
    };
    heard.iter().map(line).collect()
}

#[tokio::test]
async fn verb_and_body_stay_but_for_303() {
    for (status, second) in [
        (301, ("post /next", true)),
        (302, ("post /next", true)),
        (307, ("post /next", true)),
        (308, ("post /next", true)),
        (303, ("get /next", false)),
    ] {
        let server = Server::start([Act::Say(redirect(status, "/next?")), ok()]);
        let sent = send(
            request(HttpConnector::HttpEmail, &server.base()),
            &options(),
        )
        .await;
        let steps = sent.steps();
        let expected = [
            "asking",
            "pointOfNoReturn",
            "answered",
            "redirected",
            "asking",
            "answered",
            "accepted",
        ];
        assert_eq!(steps, expected);
        let receipt = sent.receipt();
        let heard = lines(&server.heard());
        assert_eq!(heard[0].0, "post /mail");
        assert_eq!(
            (heard[1].0.trim_end_matches('?'), heard[1].1),
            second,
            "{status}"
        );
        assert!(heard[1].2, "{status}");
        let drops = receipt
            .findings
            .iter()
            .any(|finding| finding.code == "redirect-drops-mail");
        assert_eq!(drops, status == 303);
        let statuses: Vec<_> = receipt
            .exchanges
            .iter()
            .map(|one| one.status.unwrap())
            .collect();
        assert_eq!(statuses, [status, 200]);
    }
}

#[tokio::test]
async fn the_login_does_not_go_to_another_host() {
    let other = Server::start([ok()]);
    let elsewhere = format!("http://localhost:{}/x", other.address.port());
    let server = Server::start([Act::Say(redirect(307, &elsewhere))]);
    let receipt = send(
        request(HttpConnector::HttpEmail, &server.base()),
        &options(),
    )
    .await
    .receipt();
    assert_eq!(lines(&other.heard()), [("post /x".to_owned(), true, false)]);
    assert_eq!(receipt.findings[0].code, "redirect-elsewhere");
    assert_eq!(
        receipt.answer.origin,
        format!("http://localhost:{}", other.address.port())
    );

    // The client of Postmark knows nothing of the header with the token.
    let server = Server::start([Act::Say(redirect(302, &elsewhere))]);
    let receipt = send(request(HttpConnector::Postmark, &server.base()), &options())
        .await
        .receipt();
    assert_eq!(lines(&other.heard())[1], ("get /x".to_owned(), false, true));
    let codes: Vec<_> = receipt
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(codes, ["redirect-leaks-key", "redirect-drops-mail"]);
}

#[tokio::test]
async fn a_loop_ends_after_as_many_as_the_client_follows() {
    for (kind, requests, code) in [
        (HttpConnector::HttpEmail, 11, "ERR_TOO_MANY_REDIRECTS"),
        (HttpConnector::Postmark, 22, "ERR_FR_TOO_MANY_REDIRECTS"),
    ] {
        let server = Server::start([Act::Say(redirect(307, "/again"))]);
        let sent = send(request(kind, &server.base()), &options()).await;
        let trouble = sent.failure().trouble.clone().unwrap();
        assert_eq!(
            (trouble.kind, trouble.code.as_str()),
            (TroubleKind::RedirectLoop, code)
        );
        assert_eq!(server.heard().len(), requests, "{kind:?}");
        assert_eq!(sent.failure().exchanges.len(), requests);
        assert!(!sent.failure().may_be_sent);
    }
}

#[tokio::test]
async fn amazon_is_not_followed_and_a_broken_address_is_told() {
    let server = Server::start([Act::Say(redirect(307, "/x"))]);
    let sent = send(request(HttpConnector::AwsSes, &server.base()), &options()).await;
    assert_eq!(sent.failure().logto.code, "connector.invalid_response");
    assert_eq!(
        sent.failure().diagnosis.title,
        "The answer is a redirect that is not followed"
    );
    assert_eq!(server.heard().len(), 1);

    for (location, code) in [
        ("http://", "ERR_INVALID_URL"),
        ("ftp://h/x", "ERR_UNSUPPORTED_PROTOCOL"),
    ] {
        let server = Server::start([Act::Say(redirect(302, location))]);
        let sent = send(request(HttpConnector::Sendgrid, &server.base()), &options()).await;
        let trouble = sent.failure().trouble.clone().unwrap();
        assert_eq!(
            (trouble.kind, trouble.code.as_str()),
            (TroubleKind::BadRedirect, code)
        );
    }
}
