//! A mail runs nothing, goes nowhere and fetches nothing that was not asked for.
//!
//! A socket on loopback stands for the rest of the world. Without permission nobody connects to it;
//! with permission for images, images and nothing else are asked of it.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::sync::Arc;

use letterhead::services::preview::protocol::UpdatePath;
use letterhead::services::preview::{ColorScheme, Images, PreviewDetails, PreviewRequest, ViewId};
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;

use super::harness::{Harness, fixture, in_time};

/// A world that must not be reached.
pub struct Silence(TcpListener);

impl Silence {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    pub fn host(&self) -> String {
        self.0.local_addr().unwrap().to_string()
    }

    /// Connections wait in the queue of the socket, so that none is missed, however short.
    pub fn assert_silent(&self) {
        match self.0.accept() {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            other => panic!("somebody connected: {other:?}"),
        }
    }
}

/// The whole of the hostile mail, with or without a head of its own.
pub fn hostile(host: &str, with_head: bool) -> String {
    let (head, body) = (fixture("hostile-head.html"), fixture("hostile-body.html"));
    let pictures = fixture("hostile-images.html");
    let mail = if with_head {
        format!("<!doctype html><html><head>{head}</head><body>{pictures}{body}</body></html>")
    } else {
        format!("{body}{pictures}{head}")
    };
    mail.replace("HOST", host)
}

/// The same addresses, written so that a search for `http:` does not find them: the page is then
/// changed in place.
fn disguised(mail: &str) -> String {
    mail.replace("url(http:", "url(\\68 ttp:")
        .replace("url(\"http:", "url(\"\\68 ttp:")
        .replace("url('http:", "url('\\68 ttp:")
        .replace("@import \"http:", "@import \"\\68 ttp:")
        .replace("http:", "&#104;ttp:")
        .replace("\"data:", "\"&#100;ata:")
}

fn request(seq: u64, body: String) -> PreviewRequest {
    PreviewRequest::html(ViewId(1), seq, body, 640)
}

fn assert_nothing_ran(details: &PreviewDetails) {
    assert!(details.text.contains("witness"), "{}", details.text);
    assert!(!details.text.contains("SCRIPT-RAN"), "{}", details.text);
    assert!(details.text.contains("NOSCRIPT-SHOWN"), "{}", details.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_mail_that_is_loaded_reaches_nobody_and_runs_nothing() {
    let world = Silence::new();
    for with_head in [true, false] {
        for images in [Images::Embedded, Images::Blocked] {
            let mut harness = Harness::start();
            let mail = hostile(&world.host(), with_head);
            let mut first = request(1, mail.clone());
            first.images = images;
            let (frame, details) = harness.draw(first).await;
            assert_eq!(frame.timing.path, UpdatePath::Load);
            assert_nothing_ran(&details);
            assert!(details.blocked.len() > 20, "{:#?}", details.blocked);
            // The page is still the mail after whatever it tried.
            let mut again = request(2, mail.replace("witness<", "witness again<"));
            again.images = images;
            let (_, details) = harness.draw(again).await;
            assert_nothing_ran(&details);
            assert!(details.text.contains("witness again"), "{}", details.text);
            harness.end().await;
        }
    }
    world.assert_silent();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_mail_that_is_put_into_a_page_reaches_nobody_and_runs_nothing() {
    let world = Silence::new();
    let mail = disguised(&hostile(&world.host(), false));
    // New images that are not of an `img` need a load; without them the page stays the same one.
    let needs_load = |line: &&str| {
        ["url(", "background=", "poster=", "type=\"image\"", "<image"]
            .iter()
            .any(|sign| line.contains(sign))
    };
    let in_place = mail
        .lines()
        .filter(|line| !needs_load(line))
        .collect::<Vec<_>>()
        .join("\n");
    assert!(in_place.contains("onerror") && in_place.contains("<iframe"));
    let mut harness = Harness::start();
    harness.draw(request(1, "<p>witness</p>".to_owned())).await;
    let (frame, details) = harness.draw(request(2, in_place.clone())).await;
    assert_eq!(frame.timing.path, UpdatePath::InPlace);
    assert_nothing_ran(&details);
    let (frame, details) = harness
        .draw(request(3, in_place.replace("bold", "bolder")))
        .await;
    assert_eq!(frame.timing.path, UpdatePath::InPlace);
    assert_nothing_ran(&details);
    assert!(details.text.contains("bolder"), "{}", details.text);
    // With everything: first put into the page, then loaded.
    let (_, details) = harness.draw(request(4, mail)).await;
    assert_nothing_ran(&details);
    harness.end().await;
    world.assert_silent();
}

/// Answers everything and remembers what was asked.
pub struct Server {
    pub host: String,
    paths: Arc<Mutex<BTreeSet<String>>>,
    _work: JoinSet<()>,
}

impl Server {
    pub async fn start(answers: bool) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let paths: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let seen = Arc::clone(&paths);
        let mut work = JoinSet::new();
        work.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((mut socket, _)) = listener.accept().await {
                let seen = Arc::clone(&seen);
                connections.spawn(async move {
                    let mut request = vec![0; 4096];
                    let read = socket.read(&mut request).await.unwrap_or(0);
                    let text = String::from_utf8_lossy(&request[..read]).into_owned();
                    let path = text.split(' ').nth(1).unwrap_or("(no request)").to_owned();
                    seen.lock().insert(path);
                    if !answers {
                        std::future::pending::<()>().await;
                    }
                    let head = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nSet-Cookie: a=b\r\n\
                         Content-Length: {}\r\nConnection: close\r\n\r\n",
                        RED_DOT.len()
                    );
                    socket.write_all(head.as_bytes()).await.ok();
                    socket.write_all(RED_DOT).await.ok();
                });
            }
        });
        Self {
            host,
            paths,
            _work: work,
        }
    }

    fn paths(&self) -> Vec<String> {
        self.paths.lock().iter().cloned().collect()
    }
}

const RED_DOT: &[u8] = include_bytes!("../../fixtures/preview/red.png");

#[tokio::test(flavor = "multi_thread")]
async fn with_remote_images_allowed_images_and_nothing_else_are_fetched() {
    for with_head in [true, false] {
        let server = Server::start(true).await;
        let mut harness = Harness::start();
        let mut loaded = request(1, hostile(&server.host, with_head));
        loaded.images = Images::Remote;
        let (_, details) = harness.draw(loaded).await;
        assert_nothing_ran(&details);
        // Put into a page that may load images, where no proxy leads nowhere.
        let mut plain = request(2, "<p>witness</p>".to_owned());
        plain.images = Images::Remote;
        harness.draw(plain).await;
        let mut in_place = request(3, disguised(&hostile(&server.host, with_head)));
        in_place.images = Images::Remote;
        let (_, details) = harness.draw(in_place.clone()).await;
        assert_nothing_ran(&details);
        in_place.seq = 4;
        in_place.body = in_place.body.replace("bold", "bolder");
        let (frame, details) = harness.draw(in_place).await;
        assert_eq!(frame.timing.path, UpdatePath::InPlace);
        assert_nothing_ran(&details);
        harness.end().await;
        let paths = server.paths();
        let others: Vec<&String> = paths
            .iter()
            .filter(|path| !path.starts_with("/img/"))
            .collect();
        assert!(others.is_empty(), "{others:?}");
        for expected in ["src", "background", "inline", "srcset"] {
            let path = format!("/img/{expected}.png");
            assert!(paths.contains(&path), "{path} is missing in {paths:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_does_not_hold_up_the_picture() {
    let server = Server::start(false).await;
    let mut harness = Harness::start();
    let mut slow = request(
        1,
        format!("<img src=\"http://{}/img/slow.png\">witness", server.host),
    );
    slow.images = Images::Remote;
    let (frame, details) = harness.draw(slow).await;
    assert_eq!(frame.seq, 1);
    assert!(details.text.contains("witness"));
    // Nor a view of the other colour scheme, nor the next request.
    let mut dark = PreviewRequest::html(ViewId(2), 7, "<p>dark</p>", 640);
    dark.scheme = ColorScheme::Dark;
    harness.draw(dark).await;
    let (_, details) = harness.draw(request(2, "<p>next</p>".to_owned())).await;
    assert!(details.text.contains("next"));
    in_time(harness.end()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn permission_for_images_ends_with_the_request_it_was_given_for() {
    let mut harness = Harness::start();
    let server = Server::start(true).await;
    let mut allowed = request(1, format!("<img src=\"http://{}/img/a.png\">", server.host));
    allowed.images = Images::Remote;
    harness.draw(allowed).await;
    assert_eq!(server.paths(), ["/img/a.png"]);
    let world = Silence::new();
    let later = request(
        2,
        format!("<img src=\"http://{}/img/b.png\">witness", world.host()),
    );
    harness.draw(later).await;
    harness.end().await;
    world.assert_silent();
}
