//! Messages from files: asked for, dropped, checked with what a person knows of their delivery.

use std::fs;
use std::path::PathBuf;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::domain::sender_domain::message::{ResultWord, Source};
use letterhead::model::{Action, Command, Dialog, MessageClient, MessageTab, Screen};
use letterhead::services::workspace::write_atomic;

use super::harness::Studio;
use super::message_checks::{Bench, message, relayed};

const SIZE: [f32; 2] = [1024.0, 700.0];

/// A file beside the workspace.
fn file(studio: &Studio, name: &str, bytes: &[u8]) -> PathBuf {
    let path = studio.workspace().with_file_name(name);
    write_atomic(&path, bytes).unwrap();
    path
}

fn shown(bench: &mut Bench) -> (MessageClient, PathBuf) {
    bench
        .studio
        .until(|model| model.inbox.open.shown().is_some());
    let open = bench.studio.app().model().inbox.open.shown().unwrap();
    (open.client.clone(), open.path.clone())
}

#[test]
fn a_message_file_is_added_as_it_is_and_checked_when_a_person_says_so() {
    let mut bench = Bench::empty(SIZE);
    let raw = relayed("two signatures");
    let path = file(&bench.studio, "message.eml", &raw);
    bench.studio.act(Action::CheckMessageFile);
    // The folder of the workspace is proposed.
    bench.studio.type_into("File", "message.e");
    bench.studio.click(Role::Button, "Add and show");
    bench.studio.until(|model| model.inbox.file_error.is_some());
    let dialog = &bench.studio.app().model().dialog;
    assert_eq!(*dialog, Some(Dialog::MessageFile), "it stays to be mended");
    let why = "message.e does not exist; check its name and folder";
    bench.studio.harness.get_by_label_contains(why);
    bench.studio.type_into("File", "ml");
    let told = bench.studio.harness.query_all_by_label_contains(why);
    assert_eq!(told.count(), 0, "it is of another file");
    bench.studio.click(Role::Button, "Add and show");
    bench.studio.until(|model| model.inbox.total == 1);

    let (client, kept) = shown(&mut bench);
    let model = bench.studio.app().model();
    assert_eq!(
        (model.screen, model.inbox.tab),
        (Screen::Inbox, MessageTab::Checks)
    );
    assert_eq!(model.dialog, None);
    assert_eq!(model.inbox.recent_files, std::slice::from_ref(&path));
    assert_eq!(fs::read(kept).unwrap(), raw, "byte for byte");
    assert_eq!(client.ip, "192.0.2.1");
    assert_eq!(client.helo, "out.example.com");
    assert_eq!(client.mail_from, "a@example.com");
    assert_eq!(bench.queries(), 0);
    bench.studio.click(Role::Button, "Check");
    let report = bench.checked().report.unwrap();
    assert_eq!(report.spf.ruling.result, ResultWord::Pass, "{report}");
    assert_eq!(report.sender.ip_source, Some(Source::Header));
    bench
        .studio
        .perform(Command::SetMessageTab(MessageTab::Details));
    bench
        .studio
        .harness
        .get_by_label(&path.display().to_string());

    // Both places remember the file; a second message is one more.
    bench.studio.act(Action::CheckMessageFile);
    bench
        .studio
        .click(Role::Button, &path.display().to_string());
    bench.studio.until(|model| model.inbox.total == 2);
    let listed = bench
        .studio
        .harness
        .query_all_by_label_contains("File message.eml");
    assert_eq!(listed.count(), 2);
}

#[test]
fn who_handed_a_message_in_is_told_by_hand() {
    let mut bench = Bench::empty(SIZE);
    let path = file(&bench.studio, "message.eml", &message("relaxed/relaxed"));
    bench.studio.perform(Command::AddMessageFiles(vec![path]));
    assert_eq!(shown(&mut bench).0, MessageClient::default());
    bench.studio.click(Role::Button, "Check");
    let report = bench.checked().report.unwrap();
    assert_eq!(report.spf.ruling.result, ResultWord::None, "{report}");

    bench.studio.type_into("Client address", "198.51.100");
    let why = "“198.51.100” is no IP address; write it like 192.0.2.1 or 2001:db8::1";
    bench.studio.harness.get_by_label(why);
    let button = bench.studio.harness.get_by_label("Check again");
    assert!(button.accesskit_node().is_disabled());
    bench.studio.type_into("Client address", ".7");
    bench.studio.type_into("HELO name", "mail.example.com");
    bench.studio.type_into("Envelope sender", "a@example.com");
    let changed = "Changed since this result: check again";
    bench.studio.harness.get_by_label(changed);
    bench.studio.click(Role::Button, "Check again");
    let report = bench.checked().report.unwrap();
    assert_eq!(report.spf.ruling.result, ResultWord::Fail, "{report}");
    assert_eq!(report.sender.helo.as_deref(), Some("mail.example.com"));
    assert_eq!(report.sender.mail_from_source, Some(Source::Given));
    let harness = &bench.studio.harness;
    assert_eq!(harness.query_all_by_label(changed).count(), 0);
    harness.get_by_label("Its name in HELO mail.example.com");
}

#[test]
fn a_typed_address_stands_for_that_of_the_header() {
    let mut bench = Bench::empty(SIZE);
    let path = file(&bench.studio, "message.eml", &relayed("two signatures"));
    bench.studio.perform(Command::AddMessageFiles(vec![path]));
    let (known, _) = shown(&mut bench);
    let id = bench.studio.app().model().inbox.selected.clone().unwrap();
    let client = MessageClient {
        ip: "[198.51.100.7]".to_owned(),
        ..known
    };
    bench
        .studio
        .perform(Command::SetMessageClient(id, Some(client)));
    bench.studio.click(Role::Button, "Check");
    let report = bench.checked().report.unwrap();
    assert_eq!(report.spf.ruling.result, ResultWord::Fail, "{report}");
    let sender = &report.sender;
    assert_eq!(sender.ip_source, Some(Source::Given));
    // What was left is still what the header says.
    assert_eq!(sender.helo.as_deref(), Some("out.example.com"));
    assert_eq!(sender.mail_from_source, Some(Source::Header));
}

#[test]
fn messages_that_are_dropped_are_added_and_what_is_none_is_told() {
    let mut bench = Bench::empty(SIZE);
    let studio = &mut bench.studio;
    let first = file(studio, "first.eml", &relayed("two signatures"));
    let second = file(studio, "second.EML", &message("relaxed/relaxed"));
    let outlook = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0];
    let none = file(studio, "third.msg", &outlook);
    let root = studio.workspace();
    studio.drop_on(&[first.clone(), none, second.clone()]);
    studio.until(|model| model.inbox.total == 2 && model.inbox.open.shown().is_some());
    let model = studio.app().model();
    assert_eq!(
        model.root(),
        Some(root.as_path()),
        "the workspace stays open"
    );
    assert_eq!(model.inbox.recent_files, [first.clone(), second]);
    let open = model.inbox.open.shown().unwrap();
    assert_eq!(open.row.added_from.as_deref(), first.to_str());
    let told: Vec<_> = model.notices.after(0).collect();
    let refused = told
        .iter()
        .find(|notice| notice.title.starts_with("third.msg"));
    assert!(
        refused.unwrap().detail.contains("download it as .eml"),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|notice| notice.title == "Added 2 messages to the inbox")
    );
}
