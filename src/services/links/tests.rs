//! Links against servers on loopback; the guards of the public web forbid them, so they are lifted
//! where a test needs an answer.

use std::net::Ipv4Addr;

use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::domain::finding::Span;
use crate::services::links::lookup::Looking;

fn link(url: &str) -> LinkFetch {
    LinkFetch {
        url: url.to_owned(),
        span: Span::new(0, 1),
        is_picture: false,
    }
}

/// Every name is this machine.
struct Here;

impl LookUp for Here {
    fn look_up<'a>(&'a self, _: &'a str) -> Looking<'a> {
        Box::pin(async { Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]) })
    }
}

/// As the public web has it, but for one name of this machine.
fn only_open(url: &str) -> Result<(), NotFetched> {
    if url.starts_with("http://open.example:") {
        Ok(())
    } else {
        may_fetch(url)
    }
}

fn lifted() -> Links {
    let guard = Guard {
        fetch: only_open,
        connect: |_| true,
    };
    Links::with(guard, Arc::new(Here)).unwrap()
}

async fn server() -> (MockServer, String) {
    let server = MockServer::start().await;
    let base = format!("http://open.example:{}", server.address().port());
    (server, base)
}

#[tokio::test]
async fn redirects_are_followed_and_counted() {
    let (server, base) = server().await;
    let to = ResponseTemplate::new(302).insert_header("Location", "/there");
    Mock::given(path("/here"))
        .respond_with(to)
        .mount(&server)
        .await;
    let there = ResponseTemplate::new(200).set_body_string("hello");
    Mock::given(path("/there"))
        .respond_with(there)
        .mount(&server)
        .await;
    let outcome = lifted().look(&link(&format!("{base}/here"))).await;
    let expected = LinkOutcome::Answered {
        status: 200,
        redirects: 1,
        bytes: 5,
    };
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_not_followed() {
    let (server, base) = server().await;
    let to = ResponseTemplate::new(302)
        .insert_header("Location", "http://169.254.169.254/latest/meta-data");
    Mock::given(path("/here"))
        .respond_with(to)
        .mount(&server)
        .await;
    let outcome = lifted().look(&link(&format!("{base}/here"))).await;
    let reason = NotFetched::NotPublic("169.254.169.254".to_owned());
    assert_eq!(outcome, LinkOutcome::Stopped(reason));
}

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_not_connected_to() {
    let (server, _) = server().await;
    let links = Links::with(Guard::default(), Arc::new(Here)).unwrap();
    let outcome = links.look(&link("http://innocent.example.org/")).await;
    let reason = NotFetched::NotPublic("innocent.example.org".to_owned());
    assert_eq!(outcome, LinkOutcome::Stopped(reason));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn redirects_in_a_ring_end() {
    let (server, base) = server().await;
    let to = ResponseTemplate::new(301).insert_header("Location", "/ring");
    Mock::given(path("/ring"))
        .respond_with(to)
        .mount(&server)
        .await;
    let outcome = lifted().look(&link(&format!("{base}/ring"))).await;
    assert_eq!(
        outcome,
        LinkOutcome::Failed("more than 5 redirects".to_owned())
    );
}

#[tokio::test]
async fn no_more_is_read_than_matters() {
    let (server, base) = server().await;
    let large = ResponseTemplate::new(200).set_body_bytes(vec![b'x'; 3 * MOST_BYTES]);
    Mock::given(path("/large"))
        .respond_with(large)
        .mount(&server)
        .await;
    let outcome = lifted().look(&link(&format!("{base}/large"))).await;
    let expected = LinkOutcome::Answered {
        status: 200,
        redirects: 0,
        bytes: MOST_BYTES,
    };
    assert_eq!(outcome, expected);
}
