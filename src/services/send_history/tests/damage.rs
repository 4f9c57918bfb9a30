//! Files as crashes, other versions and full disks leave them.

use super::*;

#[test]
fn a_session_that_would_be_a_path_elsewhere_runs_no_program() {
    let peer = Peer::with(0..1);
    let _lock = peer.history.files.lock().unwrap();
    assert!(session::is_held(&peer.file("running/../history.lock")));
    let mut running = session::Running::of(&peer.file(""));
    assert!(!running.is_running("../history.lock"));
}

#[test]
fn a_torn_last_line_costs_nothing_but_itself() {
    let peer = Peer::with(0..2);
    append(
        &peer.file("2026-11.jsonl"),
        "{\"v\":1,\"event\":\"started\",\"id\":\"x",
    );
    let page = peer.page(None, 10);
    assert_eq!(
        (recipients(&page), page.unreadable),
        (vec!["1".to_owned(), "0".to_owned()], 1)
    );
    peer.history.started(send(2)).unwrap();
    peer.history.ended(end(2)).unwrap();
    let page = peer.page(None, 10);
    assert_eq!((recipients(&page).len(), page.unreadable), (3, 1));
    assert_eq!(page.records[0].transcript(), "end of 2");
}

#[test]
fn unknown_fields_newer_versions_and_noise_are_borne() {
    let peer = Peer::with(0..1);
    let path = peer.file("2026-11.jsonl");
    let line = fs::read_to_string(&path).unwrap();
    let start = line.lines().next().unwrap();
    let mut more: Value = serde_json::from_str(start).unwrap();
    more["id"] = json!("later");
    more["recipient"] = json!("more@example.com");
    more["invented"] = json!([1, {"x": null}]);
    let mut newer = more.clone();
    newer["v"] = json!(2);
    append(&path, format!("\n\n{more}\n{newer}\n"));
    append(
        &path,
        "{\"v\":9,\"event\":\"renamed\"}\nnoise\n\u{0}\u{0}\n[]\n{}\n",
    );
    append(&path, b"\xff\xfe\n");
    let page = peer.page(None, 10);
    assert_eq!(recipients(&page), ["more", "0"]);
    assert_eq!((page.newer, page.unreadable), (2, 5));
}

#[test]
fn a_line_that_is_far_too_long_is_passed_over() {
    let peer = Peer::with(0..1);
    let path = peer.file("2026-11.jsonl");
    append(&path, "x".repeat(line::LONGEST + 200_000));
    append(&path, "\n");
    peer.history.started(send(1)).unwrap();
    let page = peer.page(None, 10);
    assert_eq!(
        (recipients(&page), page.unreadable),
        (vec!["1".to_owned(), "0".to_owned()], 1)
    );
}

#[test]
fn a_record_that_is_too_large_loses_its_longest_texts_only() {
    let peer = history();
    let mut large = send(0);
    large.request.text = "ä".repeat(line::LONGEST);
    large.request.json = json!({"x": "y".repeat(line::LONGEST)});
    peer.history.started(large).unwrap();
    let mut ended = end(0);
    ended.transcript = "z".repeat(line::LONGEST);
    peer.history.ended(ended).unwrap();
    let record = &peer.page(None, 1).records[0];
    assert!(
        record
            .send
            .request
            .text
            .ends_with("more bytes were not kept")
    );
    assert_eq!(record.send.request.json, Value::Null);
    assert!(record.transcript().len() < 70_000);
    let mut hopeless = send(1);
    hopeless.payload.value = json!("y".repeat(line::LONGEST));
    let error = peer.history.started(hopeless).unwrap_err();
    assert!(matches!(error, HistoryError::TooLarge { .. }), "{error}");
    assert_eq!(peer.recipients(), ["0"]);
}

#[test]
fn a_full_file_is_followed_by_another_of_the_month() {
    let peer = Peer::with(0..1);
    let filler = format!("{}\n", "x".repeat(1000)).repeat(8500);
    append(&peer.file("2026-11.jsonl"), &filler);
    peer.history.started(send(1)).unwrap();
    append(&peer.file("2026-11.2.jsonl"), &filler);
    peer.history.ended(end(1)).unwrap();
    peer.history.started(send(2)).unwrap();
    assert_eq!(
        peer.names(),
        ["2026-11.2.jsonl", "2026-11.3.jsonl", "2026-11.jsonl"]
    );
    assert_eq!(peer.recipients(), ["2", "1", "0"]);
    assert_eq!(peer.page(None, 3).records[1].transcript(), "end of 1");
    assert!(peer.history.size().unwrap() > 16_000_000);
}

#[test]
fn a_clock_set_back_does_not_part_a_send_from_its_end() {
    let peer = history();
    peer.history.started(send(30)).unwrap();
    let mut early = end(30);
    early.at = moment(0);
    peer.history.ended(early).unwrap();
    assert_eq!(peer.names(), ["2026-12.jsonl"]);
    assert_eq!(peer.page(None, 1).records[0].transcript(), "end of 30");
}

#[cfg(unix)]
#[test]
fn the_history_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let peer = Peer::with(0..2);
    peer.history.delete(&[send(0).id]).unwrap();
    for name in ["2026-11.jsonl", "history.lock", "", "running"] {
        let mode = fs::metadata(peer.file(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_made_is_told_with_what_to_do() {
    let peer = history();
    append(&peer.folder.path().join("file"), "x");
    let history = SendHistory::new(&peer.folder.path().join("file/history"));
    let error = history.started(send(0)).unwrap_err();
    assert!(error.advice().contains("folder"), "{error}");
}
