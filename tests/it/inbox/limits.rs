//! Limits: sizes, recipients, connections, and many messages at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use letterhead::services::clock::SystemClock;
use letterhead::services::inbox::{Inbox, InboxConfig, RefusedReason};
use tokio::task::JoinSet;

use super::harness::{Client, Harness, leftovers};

const MEGABYTE: usize = 1024 * 1024;

#[tokio::test]
async fn a_message_that_is_too_large_is_refused_and_the_next_one_taken() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    client
        .expect("MAIL FROM:<a@example.com> SIZE=50000000", "552 5.3.4")
        .await;
    client.announce().await;
    client.expect("DATA", "354").await;
    let line = [b"x".repeat(998), b"\r\n".to_vec()].concat();
    let piece = line.repeat(1024);
    for _ in 0..50 {
        client.send(&piece).await;
    }
    client.send(b".\r\n").await;
    assert!(client.reply().await.starts_with("552 5.3.4"));
    assert!(
        client
            .message(b"Subject: next\r\n\r\n.\r\n")
            .await
            .starts_with("250 ")
    );
    assert_eq!(server.only_message().summary.subject, "next");
    assert_eq!(
        server.refusals(),
        [RefusedReason::TooLarge {
            limit: 25 * MEGABYTE as u64
        }]
    );
    assert_eq!(leftovers(server.folder.path()).len(), 2);
}

#[tokio::test]
async fn a_client_that_never_stops_sending_is_cut_off() {
    let server = Harness::with(InboxConfig {
        max_message_bytes: 10_000,
        spill_bytes: 1_000,
        ..InboxConfig::default()
    })
    .await;
    let mut client = server.greeted().await;
    client.announce().await;
    client.expect("DATA", "354").await;
    client.try_send(&vec![b'x'; 60_000]).await;
    assert!(client.rest().await.starts_with("552 5.3.4"));
    let mut client = server.greeted().await;
    client.announce().await;
    client.send(b"BDAT 999999999999 LAST\r\n").await;
    assert!(client.rest().await.starts_with("552 5.3.4"));
    let mut client = server.greeted().await;
    client.announce().await;
    client.send(b"BDAT 20000 LAST\r\n").await;
    client.send(vec![b'x'; 20_000]).await;
    assert!(client.reply().await.starts_with("552 5.3.4"));
    client.expect("NOOP", "250").await;
    assert_eq!(leftovers(server.folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_large_message_goes_through_a_file_unchanged() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    client.announce().await;
    client.expect("DATA", "354").await;
    let mut message = b"Subject: large\r\n\r\n".to_vec();
    for number in 0..200_000 {
        message.extend(format!("line {number} of a large message\r\n").bytes());
    }
    client.send(&message).await;
    client.send(b".\r\n").await;
    assert!(client.reply().await.starts_with("250 "));
    let stored = server.only_message();
    assert_eq!(stored.summary.subject, "large");
    assert_eq!(stored.summary.size, message.len() as u64);
    assert!(stored.raw == message);
}

#[tokio::test]
async fn a_line_that_is_too_long_is_refused_and_the_next_one_read() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    for length in [12_289, 12_400, 100_000, 1_000_000] {
        client.send("A".repeat(length)).await;
        client.send("\r\n").await;
        assert!(
            client.reply().await.starts_with("500 5.5.2 line too long"),
            "{length}"
        );
    }
    client.expect("NOOP", "250").await;
}

#[tokio::test]
async fn the_hundred_and_first_recipient_is_refused_and_the_message_taken_for_the_rest() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    client.expect("MAIL FROM:<a@example.com>", "250").await;
    for number in 0..100 {
        client
            .expect(&format!("RCPT TO:<b{number}@example.com>"), "250")
            .await;
    }
    client
        .expect("RCPT TO:<one@example.com>", "452 4.5.3")
        .await;
    client.expect("DATA", "354").await;
    client.send(b"\r\n.\r\n").await;
    client.reply().await;
    assert_eq!(server.only_message().envelope.unwrap().rcpt_to.len(), 100);
    assert_eq!(
        server.refusals(),
        [RefusedReason::TooManyRecipients { limit: 100 }]
    );
}

#[tokio::test]
async fn one_connection_too_many_is_told_421_and_a_place_becomes_free_again() {
    let server = Harness::with(InboxConfig {
        max_connections: 2,
        ..InboxConfig::default()
    })
    .await;
    let mut first = server.client().await;
    let _second = server.client().await;
    let mut third = Client::connect(server.address).await;
    assert!(third.rest().await.starts_with("421 "));
    assert_eq!(
        server.refusals(),
        [RefusedReason::TooManyConnections { limit: 2 }]
    );
    first.expect("QUIT", "221").await;
    first.rest().await;
    drop(first);
    // The place is free once the server has noticed the end.
    loop {
        let mut client = Client::connect(server.address).await;
        if client.reply().await.starts_with("220 ") {
            break;
        }
    }
}

#[tokio::test]
async fn endless_nonsense_ends_the_connection() {
    let server = Harness::start().await;
    let mut client = server.client().await;
    client.try_send(&b"WHAT\r\n".repeat(200)).await;
    let rest = client.rest().await;
    assert!(
        rest.lines().last().unwrap().starts_with("421 4.7.0"),
        "{rest}"
    );
}

/// A message that no other message of the test equals, with lines that begin with dots.
fn numbered(connection: usize, number: usize) -> Vec<u8> {
    let filler = format!(".{connection}.{number} ").repeat(number % 40);
    format!("Subject: {connection}/{number}\r\n\r\n.dot\r\n{filler}\r\n").into_bytes()
}

fn stuffed(message: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(message.to_vec()).unwrap();
    let mut wire = String::new();
    for line in text.split_inclusive("\r\n") {
        if line.starts_with('.') {
            wire.push('.');
        }
        wire.push_str(line);
    }
    wire.push_str(".\r\n");
    wire.into_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_thousand_messages_over_fifty_connections_all_arrive_intact() {
    let server = Harness::start().await;
    let mut senders = JoinSet::new();
    for connection in 0..50 {
        let address = server.address;
        senders.spawn(async move {
            let mut client = Client::connect(address).await;
            client.reply().await;
            client.expect("EHLO test.example", "250").await;
            for number in 0..40 {
                let answer = client
                    .message(&stuffed(&numbered(connection, number)))
                    .await;
                assert!(answer.starts_with("250 "), "{answer}");
            }
            client.expect("QUIT", "221").await;
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender.unwrap();
    }
    let list = server.inbox.list();
    assert_eq!(list.len(), 2_000);
    let stored: BTreeSet<Vec<u8>> = list
        .iter()
        .map(|summary| server.inbox.load(&summary.id).unwrap().raw)
        .collect();
    let expected: BTreeSet<Vec<u8>> = (0..50)
        .flat_map(|connection| (0..40).map(move |number| numbered(connection, number)))
        .collect();
    assert!(stored == expected);
    assert_eq!(server.received(), 2_000);
    // Another program, or this one after a restart, sees the same.
    let again = Inbox::open(server.folder.path(), Arc::new(SystemClock)).unwrap();
    assert_eq!(again.list(), list);
    assert_eq!(again.search("17/23").len(), 1);
}

/// The memory of this process now, in bytes.
#[cfg(target_os = "linux")]
fn resident_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kilobytes: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}

/// Each test runs in a process of its own under nextest, so the number is about the server and the
/// clients of this test. Forty clients each hold a message of 20 MB open: 800 MB if it were kept in
/// memory.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn large_messages_in_flight_do_not_fill_the_memory() {
    let server = Harness::start().await;
    let line = [b"y".repeat(998), b"\r\n".to_vec()].concat();
    let piece: Arc<[u8]> = line.repeat(1000).into();
    let before = resident_bytes();
    let mut clients = Vec::new();
    for _ in 0..40 {
        let mut client = server.greeted().await;
        client.announce().await;
        client.expect("DATA", "354").await;
        for _ in 0..20 {
            client.send(&piece).await;
        }
        clients.push(client);
    }
    let grown = resident_bytes().saturating_sub(before);
    println!("grown by {} MB", grown / MEGABYTE);
    assert!(grown < 200 * MEGABYTE, "grown by {grown} bytes");
}
