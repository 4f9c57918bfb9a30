//! The history as one program and several see it.

mod any;
mod damage;

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use jiff::ToSpan as _;
use serde_json::{Value, json};

use super::*;
use crate::domain::logto::UsageType;
use crate::domain::safety::Environment;
use crate::domain::send_history::{
    Outcome, OutcomeKind, SendEnd, SentLanguage, SentPayload, SentRequest,
};

fn moment(secs: i64) -> Timestamp {
    let start: Timestamp = "2026-11-29T00:00:00Z".parse().unwrap();
    start + secs.seconds()
}

/// The send number `number`, three hours after the one before: some forty of them cross a month.
fn send(number: i64) -> SendStarted {
    let at = moment(number * 10_800);
    SendStarted {
        id: SendId::new(at, &number.to_string()),
        at,
        profile: if number % 2 == 0 { "even" } else { "odd" }.to_owned(),
        factory: "mailgun-email".to_owned(),
        environment: Environment::Development,
        is_sandbox: false,
        usage_type: UsageType::SignIn,
        language: SentLanguage::default(),
        flow: None,
        recipient: format!("{number}@example.com"),
        request: SentRequest::default(),
        payload: SentPayload::default(),
        template: None,
        batch: None,
    }
}

fn end(number: i64) -> SendEnded {
    let send = send(number);
    SendEnded {
        id: send.id,
        at: send.at + 2.seconds(),
        outcome: Outcome::Delivered { facts: Vec::new() },
        duration_ms: 2000,
        transcript: format!("end of {number}"),
    }
}

struct Peer {
    folder: tempfile::TempDir,
    history: SendHistory,
}

fn history() -> Peer {
    let folder = tempfile::tempdir().unwrap();
    let history = SendHistory::new(&folder.path().join("history"));
    Peer { folder, history }
}

impl Peer {
    fn with(numbers: std::ops::Range<i64>) -> Self {
        let peer = history();
        for number in numbers {
            peer.history.started(send(number)).unwrap();
            peer.history.ended(end(number)).unwrap();
        }
        peer
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("history").join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("history")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let names: BTreeSet<String> = names.filter(|name| name.contains("20")).collect();
        names.into_iter().collect()
    }

    fn page(&self, cursor: Option<&Cursor>, most: usize) -> Page {
        let page = self
            .history
            .page(&Search::default(), cursor, most, &|| true);
        page.unwrap()
    }

    fn recipients(&self) -> Vec<String> {
        recipients(&self.page(None, 1000))
    }
}

fn recipients(page: &Page) -> Vec<String> {
    let records = page.records.iter();
    let names = records.map(|record| record.send.recipient.clone());
    names
        .map(|name| name.trim_end_matches("@example.com").to_owned())
        .collect()
}

fn append(path: &Path, bytes: impl AsRef<[u8]>) {
    use std::io::Write as _;
    let mut file = fs::File::options()
        .append(true)
        .create(true)
        .open(path)
        .unwrap();
    file.write_all(bytes.as_ref()).unwrap();
}

#[test]
fn nothing_is_there_before_the_first_send_and_reading_makes_no_folder() {
    let peer = history();
    assert!(peer.page(None, 10).records.is_empty());
    assert_eq!(peer.history.size().unwrap(), 0);
    assert!(!peer.file("").exists());
}

#[test]
fn the_newest_comes_first_over_months_page_by_page() {
    let peer = Peer::with(0..40);
    assert_eq!(peer.names(), ["2026-11.jsonl", "2026-12.jsonl"]);
    let mut cursor = None;
    let mut seen = Vec::new();
    loop {
        let page = peer.page(cursor.as_ref(), 7);
        assert!(
            page.records
                .iter()
                .all(|record| record.transcript().starts_with("end of"))
        );
        seen.extend(recipients(&page));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let expected: Vec<String> = (0..40).rev().map(|number| number.to_string()).collect();
    assert_eq!(seen, expected);
    assert!(peer.page(None, 40).next.is_none());
}

#[test]
fn what_was_written_is_read_the_same() {
    let peer = Peer::with(3..4);
    let record = peer.history.find(&send(3).id).unwrap().unwrap();
    let expected = SentRecord {
        send: send(3),
        end: SendEnd::Ended(Box::new(end(3))),
    };
    assert_eq!(record, expected);
    assert_eq!(peer.history.find(&send(4).id).unwrap(), None);
}

#[test]
fn an_end_is_found_on_the_page_after_the_one_it_was_read_with() {
    let peer = history();
    for number in 0..4 {
        peer.history.started(send(number)).unwrap();
    }
    for number in 0..4 {
        peer.history.ended(end(number)).unwrap();
    }
    let first = peer.page(None, 2);
    let second = peer.page(first.next.as_ref(), 2);
    let transcripts: Vec<_> = second.records.iter().map(SentRecord::transcript).collect();
    assert_eq!(transcripts, ["end of 1", "end of 0"]);
}

#[test]
fn a_send_without_an_end_is_waited_for_as_long_as_its_program_runs() {
    let peer = history();
    peer.history.started(send(1)).unwrap();
    let reader = SendHistory::new(&peer.file(""));
    let read = || reader.find(&send(1).id).unwrap().unwrap();
    assert_eq!(read().end, SendEnd::Waiting);
    let Peer { folder, history } = peer;
    drop(history);
    assert_eq!(read().end, SendEnd::Lost);
    assert_eq!(read().summary(), "Unknown: the program ended while waiting");
    drop(folder);
}

#[test]
fn a_search_looks_through_all_months_and_stops_when_nobody_waits() {
    let peer = Peer::with(0..40);
    let search = Search {
        profile: Some("odd".to_owned()),
        text: "1@example.com".to_owned(),
        ..Search::default()
    };
    let page = peer.history.page(&search, None, 3, &|| true).unwrap();
    assert_eq!(recipients(&page), ["31", "21", "11"]);
    let page = peer
        .history
        .page(&search, page.next.as_ref(), 3, &|| true)
        .unwrap();
    assert_eq!(recipients(&page), ["1"]);
    assert!(page.next.is_none());
    let nobody = peer.history.page(&search, None, 3, &|| false).unwrap();
    assert!(nobody.records.is_empty());
    let failed = Search {
        outcome: Some(OutcomeKind::Failed),
        ..Search::default()
    };
    assert!(
        peer.history
            .page(&failed, None, 3, &|| true)
            .unwrap()
            .records
            .is_empty()
    );
}

#[test]
fn old_sends_are_forgotten_and_files_without_any_go() {
    let peer = Peer::with(0..40);
    append(&peer.file("2026-11.jsonl"), "noise\n");
    assert_eq!(peer.history.delete_before(send(10).at).unwrap(), 10);
    assert_eq!(peer.recipients().len(), 30);
    assert_eq!(peer.page(None, 100).unreadable, 1);
    assert_eq!(peer.history.delete_before(send(20).at).unwrap(), 10);
    assert_eq!(peer.names(), ["2026-12.jsonl"]);
    assert_eq!(peer.history.delete_before(send(20).at).unwrap(), 0);
    let left = fs::read_to_string(peer.file("2026-12.jsonl")).unwrap();
    assert_eq!(left.lines().count(), 40);
    peer.history.clear().unwrap();
    assert!(peer.names().is_empty() && peer.recipients().is_empty());
    peer.history.clear().unwrap();
}

#[test]
fn one_send_is_forgotten_with_its_end() {
    let peer = Peer::with(0..3);
    assert_eq!(peer.history.delete(&[send(1).id, send(9).id]).unwrap(), 1);
    assert_eq!(peer.recipients(), ["2", "0"]);
    let text = fs::read_to_string(peer.file("2026-11.jsonl")).unwrap();
    assert!(!text.contains("end of 1") && text.contains("end of 2"));
}

#[test]
fn an_end_whose_send_was_forgotten_meanwhile_is_no_send() {
    let peer = history();
    peer.history.started(send(0)).unwrap();
    peer.history.clear().unwrap();
    peer.history.ended(end(0)).unwrap();
    let page = peer.page(None, 10);
    assert!(page.records.is_empty());
    assert_eq!(page.unreadable, 0);
}

#[test]
fn the_next_page_is_right_though_sends_were_forgotten_in_between() {
    let peer = Peer::with(0..12);
    let first = peer.page(None, 4);
    peer.history
        .delete(&[send(8).id, send(10).id, send(5).id])
        .unwrap();
    let second = peer.page(first.next.as_ref(), 100);
    assert_eq!(recipients(&second), ["7", "6", "4", "3", "2", "1", "0"]);
    peer.history.clear().unwrap();
    assert!(peer.page(first.next.as_ref(), 100).records.is_empty());
}

#[test]
fn many_writers_lose_and_mix_nothing() {
    let peer = history();
    let folder = Arc::new(peer.file(""));
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let folder = Arc::clone(&folder);
            scope.spawn(move || {
                // A history of its own, as another program has.
                let history = SendHistory::new(&folder);
                for number in writer * 5..writer * 5 + 5 {
                    history.started(send(number)).unwrap();
                    history.ended(end(number)).unwrap();
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..10 {
                let page = peer.page(None, 100);
                assert_eq!(page.unreadable, 0);
            }
        });
    });
    let page = peer.page(None, 100);
    assert_eq!((page.records.len(), page.unreadable), (20, 0));
    assert!(
        page.records
            .iter()
            .all(|record| matches!(record.end, SendEnd::Ended(_)))
    );
}

#[test]
fn many_that_ended_already_are_kept_together_or_not_at_all() {
    let peer = history();
    peer.history.all_ended(Vec::new()).unwrap();
    assert!(!peer.folder.path().join("history").exists());
    let mut all: Vec<_> = (0..30).map(|number| (send(number), end(number))).collect();
    peer.history.all_ended(all.clone()).unwrap();
    let found = |peer: &Peer| {
        let page = peer.history.page(&Search::default(), None, 100, &|| true);
        page.unwrap().records
    };
    let records = found(&peer);
    assert_eq!(records.len(), 30);
    assert!(
        records
            .iter()
            .all(|record| matches!(record.end, SendEnd::Ended(_)))
    );
    // One that is too large for any line.
    all[7].0.recipient = "a".repeat(5 * 1024 * 1024);
    peer.history.all_ended(all).unwrap_err();
    assert_eq!(found(&peer).len(), 30);
}
