//! The history, written by programs of their own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::Stdio;

use jiff::Timestamp;
use letterhead::domain::logto::UsageType;
use letterhead::domain::safety::Environment;
use letterhead::domain::send_history::{
    Outcome, Search, SendEnd, SendEnded, SendStarted, SentLanguage, SentPayload, SentRequest,
};
use letterhead::services::send_history::{Page, SendHistory};

use super::again;

const SENDS: usize = 30;

fn send(recipient: String) -> SendStarted {
    let at = Timestamp::now();
    SendStarted {
        id: SendHistory::new_id(at),
        at,
        profile: "mailgun".to_owned(),
        factory: "mailgun-email".to_owned(),
        environment: Environment::Development,
        is_sandbox: false,
        usage_type: UsageType::SignIn,
        language: SentLanguage::default(),
        flow: None,
        recipient,
        request: SentRequest::default(),
        payload: SentPayload::default(),
        template: None,
        batch: None,
    }
}

fn page(history: &SendHistory) -> Page {
    history
        .page(&Search::default(), None, 10_000, &|| true)
        .unwrap()
}

/// The second run: one that sends, or one that dies while it waits.
fn be(role: &str) {
    let (what, folder) = role.split_once(' ').unwrap();
    let history = SendHistory::new(Path::new(folder));
    if what == "wait" {
        history
            .started(send("waiting@example.com".to_owned()))
            .unwrap();
        println!("\nstarted");
        // Until somebody ends this program.
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        return;
    }
    for number in 0..SENDS {
        let send = send(format!("{what}-{number}@example.com"));
        let (id, at) = (send.id.clone(), send.at);
        history.started(send).unwrap();
        let ended = SendEnded {
            id,
            at,
            outcome: Outcome::Cancelled,
            duration_ms: 1,
            transcript: format!("{what} {}", "x".repeat(number * 300)),
        };
        history.ended(ended).unwrap();
    }
}

#[test]
fn programs_that_send_at_once_lose_and_mix_nothing() {
    if let Some(role) = again::role() {
        return be(&role);
    }
    let folder = tempfile::tempdir().unwrap();
    let line = again::test("keeping::history::programs_that_send_at_once_lose_and_mix_nothing");
    let programs: Vec<_> = ["a", "b", "c"]
        .into_iter()
        .map(|name| {
            let role = format!("{name} {}", folder.path().display());
            again::command(&line, &role)
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    let page = page(&SendHistory::new(folder.path()));
    assert_eq!((page.records.len(), page.unreadable), (3 * SENDS, 0));
    for record in &page.records {
        let name = record.send.recipient.split('-').next().unwrap();
        assert!(record.transcript().starts_with(&format!("{name} ")));
    }
    let mut times: Vec<_> = page.records.iter().map(|record| &record.send.id).collect();
    times.dedup();
    assert_eq!(times.len(), 3 * SENDS);
}

#[test]
fn a_send_of_a_program_that_was_killed_is_unknown() {
    if let Some(role) = again::role() {
        return be(&role);
    }
    let folder = tempfile::tempdir().unwrap();
    let line = again::test("keeping::history::a_send_of_a_program_that_was_killed_is_unknown");
    let role = format!("wait {}", folder.path().display());
    let mut program = again::command(&line, &role)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(program.stdout.take().unwrap());
    assert!(output.lines().any(|line| line.unwrap() == "started"));
    let history = SendHistory::new(folder.path());
    assert_eq!(page(&history).records[0].end, SendEnd::Waiting);
    program.kill().unwrap();
    program.wait().unwrap();
    let record = page(&history).records.remove(0);
    assert_eq!(record.end, SendEnd::Lost);
    assert_eq!(record.summary(), "Unknown: the program ended while waiting");
}
