//! Links against servers on loopback; the guards of the public web forbid them, so they are lifted
//! where a test needs an answer.

mod encrypted;

use std::net::Ipv4Addr;

use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::domain::checks::links::fetch::Looks;

/// Every name is this machine, but for one that nobody knows.
struct Here;

impl LookUp for Here {
    fn look_up<'a>(&'a self, host: &'a str) -> Looking<'a> {
        Box::pin(async move {
            match host {
                "nowhere.example" => Err(std::io::Error::other("no such name")),
                _ => Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]),
            }
        })
    }
}

/// As the public web has it, but for names of this machine.
fn only_open(url: &str) -> Result<(), NotFetched> {
    let is_open = ["http://open.example:", "https://localhost:"];
    if is_open.iter().any(|open| url.starts_with(open)) {
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

async fn serve(server: &MockServer, at: &str, response: ResponseTemplate) {
    Mock::given(path(at))
        .respond_with(response)
        .mount(server)
        .await;
}

fn redirect(status: u16, to: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("Location", to)
}

#[tokio::test]
async fn redirects_are_followed_and_kept() {
    let (server, base) = server().await;
    serve(&server, "/here", redirect(302, "/there")).await;
    let there = ResponseTemplate::new(200).set_body_raw("<!doctype html>", "Text/HTML; charset=x");
    serve(&server, "/there", there).await;
    let look = lifted().look(&format!("{base}/here")).await;
    let step = Redirect {
        status: 302,
        to: format!("{base}/there"),
    };
    assert_eq!(look.redirects, [step]);
    let expected = LinkOutcome::Answered(LinkAnswer {
        status: 200,
        bytes: 15,
        media_type: "text/html".to_owned(),
        looks: Looks::Page,
    });
    assert_eq!(look.outcome, expected);
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_not_followed() {
    let (server, base) = server().await;
    let to = "http://169.254.169.254/latest/meta-data";
    serve(&server, "/here", redirect(302, to)).await;
    let look = lifted().look(&format!("{base}/here")).await;
    let reason = NotFetched::NotPublic("169.254.169.254".to_owned());
    assert_eq!(look.outcome, LinkOutcome::Stopped(reason));
    assert_eq!(look.ended_at(), Some(to));
}

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_not_connected_to() {
    let (server, _) = server().await;
    let links = Links::with(Guard::default(), Arc::new(Here)).unwrap();
    let look = links.look("http://innocent.example.org/").await;
    let reason = NotFetched::NotPublic("innocent.example.org".to_owned());
    assert_eq!(look.outcome, LinkOutcome::Stopped(reason));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_address_that_the_client_reads_as_a_private_one_is_not_asked() {
    let links = Links::with(Guard::default(), Arc::new(Here)).unwrap();
    for url in [
        "http://0x7f.1/",
        "http://2130706433/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127.0.0.1\\@example.com/",
        "http:\\\\127.0.0.1/",
        "http://example.com::/",
        "http://[::ffff:127.0.0.1]/",
        "http://loc\talhost/",
    ] {
        let look = links.look(url).await;
        assert!(look.answer().is_none(), "{url}");
        let connected = LinkFailure::Other("the server refuses connections".to_owned());
        assert_ne!(look.outcome, LinkOutcome::Failed(connected), "{url}");
    }
}

#[tokio::test]
async fn redirects_in_a_ring_end() {
    let (server, base) = server().await;
    serve(&server, "/ring", redirect(301, "/ring")).await;
    let look = lifted().look(&format!("{base}/ring")).await;
    let expected = LinkOutcome::Failed(LinkFailure::TooManyRedirects);
    assert_eq!(look.outcome, expected);
    assert_eq!(look.redirects.len(), MOST_REDIRECTS);
}

#[tokio::test]
async fn no_more_is_read_than_matters() {
    let (server, base) = server().await;
    let large = ResponseTemplate::new(200).set_body_raw(vec![b'x'; 3 * MOST_BYTES], "image/png");
    serve(&server, "/large", large).await;
    let look = lifted().look(&format!("{base}/large")).await;
    let answer = look.answer().unwrap();
    assert_eq!((answer.bytes, answer.looks), (MOST_BYTES, Looks::Unknown));
}

#[tokio::test]
async fn who_does_not_answer_is_told_from_who_refuses() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let look = lifted().look(&format!("http://open.example:{port}/")).await;
    let failed = |words: &str| LinkOutcome::Failed(LinkFailure::Other(words.to_owned()));
    assert_eq!(look.outcome, failed("the server refuses connections"));
    let look = lifted().look("http://nowhere.example/").await;
    assert_eq!(
        look.outcome,
        failed("the name of its server cannot be looked up")
    );
}

#[tokio::test]
async fn many_are_looked_at_and_each_is_told_once() {
    let (server, base) = server().await;
    for at in 0..20_u16 {
        let response = ResponseTemplate::new(200 + at);
        serve(&server, &format!("/{at}"), response).await;
    }
    let urls = (0..20).map(|at| format!("{base}/{at}")).collect();
    let mut told = Vec::new();
    let tell = |at, look: LinkLook| told.push((at, look.answer().map(|one| one.status)));
    lifted().look_all(urls, tell).await;
    told.sort_unstable();
    let expected: Vec<_> = (0..20).map(|at| (at, Some(200 + at as u16))).collect();
    assert_eq!(told, expected);
}
