//! The store, without a server.

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::services::clock::FixedClock;

fn moment(text: &str) -> Arc<dyn Clock> {
    Arc::new(FixedClock(text.parse().unwrap()))
}

fn open(folder: &TempDir) -> Inbox {
    Inbox::open(folder.path(), moment("2026-11-21T09:30:00Z")).unwrap()
}

fn message(raw: &str) -> NewMessage {
    NewMessage {
        envelope: Envelope {
            helo: "test.example".into(),
            mail_from: "a@example.com".into(),
            rcpt_to: vec!["b@example.com".into()],
            auth_user: None,
            tls: false,
            smtp_utf8: false,
            peer: "127.0.0.1:4711".into(),
        },
        transcript: Vec::new(),
        body: RawBody::Memory(raw.as_bytes().to_vec()),
        answer: |id| format!("250 {id}"),
    }
}

fn add(inbox: &Inbox, subject: &str) -> CaptureId {
    let raw = format!("Subject: {subject}\r\nFrom: Ada <ada@example.com>\r\n\r\nText of {subject}");
    inbox.add(message(&raw)).unwrap().summary.id.clone()
}

fn subjects(list: &[Arc<MessageSummary>]) -> Vec<&str> {
    list.iter()
        .map(|summary| summary.subject.as_str())
        .collect()
}

#[test]
fn messages_of_one_moment_have_names_of_their_own_and_the_newest_is_first() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = open(&folder);
    for subject in ["one", "two", "three"] {
        add(&inbox, subject);
    }
    assert_eq!(subjects(&inbox.list()), ["three", "two", "one"]);
    assert_eq!(inbox.list()[0].id.as_str(), "20261121T093000000Z-00002");
}

#[test]
fn a_reopened_store_has_the_same_messages() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(&folder);
    let id = add(&first, "kept");
    let list = first.list();
    let stored = first.load(&id).unwrap();
    drop(first);
    let second = open(&folder);
    assert_eq!(second.list(), list);
    assert_eq!(second.load(&id).unwrap(), stored);
    assert_eq!(stored.transcript[0].text, format!("250 {id}"));
    let next = add(&second, "next");
    assert!(next > id);
}

#[test]
fn two_programs_on_one_folder_never_overwrite_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(&folder), open(&folder));
    add(&one, "of one");
    add(&two, "of two");
    assert!(one.refresh().unwrap());
    assert!(two.refresh().unwrap());
    assert!(!two.refresh().unwrap());
    assert_eq!(one.list(), two.list());
    assert_eq!(one.len(), 2);
    let id = one.list()[0].id.clone();
    one.delete(std::slice::from_ref(&id)).unwrap();
    assert!(matches!(two.load(&id), Err(InboxError::NotFound(_))));
    assert!(two.refresh().unwrap());
    assert_eq!(one.list(), two.list());
}

#[test]
fn deleted_messages_come_back_until_the_store_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = open(&folder);
    let ids = [add(&inbox, "one"), add(&inbox, "two"), add(&inbox, "three")];
    let before = inbox.list();
    assert_eq!(inbox.delete(&ids[..2]).unwrap(), &ids[..2]);
    assert_eq!(inbox.delete(&ids[..2]).unwrap(), []);
    assert_eq!(subjects(&inbox.list()), ["three"]);
    assert!(matches!(inbox.load(&ids[0]), Err(InboxError::NotFound(_))));
    assert_eq!(inbox.restore(&ids).unwrap(), &ids[..2]);
    assert_eq!(inbox.list(), before);
    inbox.delete(&ids).unwrap();
    drop(inbox);
    let inbox = open(&folder);
    assert_eq!(inbox.restore(&ids).unwrap(), []);
    assert!(inbox.is_empty());
}

#[test]
fn the_leftovers_of_a_crashed_program_are_removed_and_those_of_a_living_one_kept() {
    let folder = tempfile::tempdir().unwrap();
    let dead = folder.path().join(".session-dead");
    fs::create_dir(&dead).unwrap();
    fs::File::create(dead.join("lock")).unwrap();
    fs::File::create(dead.join("half a message")).unwrap();
    let living = open(&folder);
    let id = add(&living, "one");
    living.delete(std::slice::from_ref(&id)).unwrap();
    let _other = open(&folder);
    assert!(!dead.exists());
    assert_eq!(living.restore(std::slice::from_ref(&id)).unwrap(), [id]);
}

#[test]
fn the_oldest_messages_make_room() {
    let folder = tempfile::tempdir().unwrap();
    let limits = StoreLimits {
        max_messages: 3,
        max_bytes: 1_000,
    };
    let inbox = Inbox::open_with(folder.path(), moment("2026-11-21T09:30:00Z"), limits).unwrap();
    let first = add(&inbox, "1");
    for subject in ["2", "3"] {
        add(&inbox, subject);
    }
    assert_eq!(
        inbox.add(message("Subject: 4\r\n\r\n")).unwrap().removed,
        [first]
    );
    assert_eq!(subjects(&inbox.list()), ["4", "3", "2"]);
    let large = format!("Subject: large\r\n\r\n{}", "x".repeat(2_000));
    let added = inbox.add(message(&large)).unwrap();
    assert_eq!(added.removed.len(), 3);
    assert_eq!(subjects(&inbox.list()), ["large"]);
    let files = fs::read_dir(folder.path()).unwrap().flatten();
    let kept = files.filter(|file| file.path().extension().is_some_and(|e| e == "eml"));
    assert_eq!(kept.count(), 1);
}

#[test]
fn broken_files_are_listed_with_their_flaw() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = open(&folder);
    let ids: Vec<_> = (0..5)
        .map(|number| add(&inbox, &number.to_string()))
        .collect();
    drop(inbox);
    let path = |id: &CaptureId, extension: &str| folder.path().join(format!("{id}.{extension}"));
    fs::remove_file(path(&ids[0], "json")).unwrap();
    fs::copy(path(&ids[0], "eml"), path(&ids[1], "json")).unwrap();
    fs::remove_file(path(&ids[2], "eml")).unwrap();
    let json = fs::read_to_string(path(&ids[3], "json")).unwrap();
    let newer = json.replace("\"version\": 1", "\"version\": 2");
    fs::remove_file(path(&ids[3], "json")).unwrap();
    write_aside_to(&path(&ids[3], "json"), &newer);
    write_aside_to(&folder.path().join("notes.eml"), "not ours");

    let later = Inbox::open(folder.path(), moment("2026-11-21T10:00:00Z")).unwrap();
    let flaws: Vec<_> = later
        .list()
        .iter()
        .rev()
        .map(|summary| summary.flaw)
        .collect();
    assert_eq!(
        flaws,
        [
            Some(MessageFlaw::DescriptionMissing),
            Some(MessageFlaw::DescriptionUnreadable),
            Some(MessageFlaw::RawMissing),
            Some(MessageFlaw::NewerFormat),
            None
        ]
    );
    assert_eq!(subjects(&later.list()), ["4", "3", "2", "1", "0"]);
    let stored = later.load(&ids[0]).unwrap();
    assert_eq!(stored.envelope, None);
    assert!(stored.raw.starts_with(b"Subject: 0"));
    assert!(!later.refresh().unwrap());
}

fn write_aside_to(path: &Path, text: &str) {
    let folder = path.parent().unwrap();
    body::write_aside(folder, text.as_bytes())
        .unwrap()
        .persist(path)
        .unwrap();
}

#[test]
fn a_description_that_is_being_written_is_not_yet_a_broken_message() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = open(&folder);
    write_aside_to(
        &folder.path().join("20261121T092959000Z-00000.eml"),
        "Subject: young\r\n\r\n",
    );
    assert!(!inbox.refresh().unwrap());
    let later = Inbox::open(folder.path(), moment("2026-11-21T09:31:00Z")).unwrap();
    assert_eq!(subjects(&later.list()), ["young"]);
}

#[test]
fn every_word_of_a_search_must_occur_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = open(&folder);
    add(&inbox, "Your code");
    add(&inbox, "=?utf-8?q?Best=C3=A4tigung?=");
    assert_eq!(subjects(&inbox.search("CODE your")), ["Your code"]);
    assert_eq!(
        subjects(&inbox.search("BESTÄTIGUNG ada@example")),
        ["Bestätigung"]
    );
    assert_eq!(subjects(&inbox.search("text b@example.com")).len(), 2);
    assert_eq!(inbox.search("code bestätigung").len(), 0);
    assert_eq!(inbox.search("  ").len(), 2);
}

#[test]
fn html_without_text_is_searched_by_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = open(&folder);
    let raw =
        "Subject: s\r\nContent-Type: text/html\r\n\r\n<b>Will</b>kommen <i class=\"gold\">da</i>";
    inbox.add(message(raw)).unwrap();
    assert_eq!(inbox.search("willkommen da").len(), 1);
    assert_eq!(inbox.search("gold").len(), 0);
}

#[test]
fn a_folder_that_is_a_file_is_an_error_that_names_it() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Inbox::open(file.path(), moment("2026-11-21T09:30:00Z"))
        .err()
        .unwrap();
    assert!(error.to_string().contains(file.path().to_str().unwrap()));
}

#[test]
fn a_message_from_a_file_is_kept_as_it_was_and_known_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = open(&folder);
    let raw = b"Subject: found\nFrom: ada@example.com\n\nbare line ends \xff\n".to_vec();
    let file = Path::new("/home/ada/found.eml");
    let added = inbox.add_from_file(raw.clone(), file).unwrap();
    let caught = add(&inbox, "caught");
    drop(inbox);
    let later = open(&folder);
    let stored = later.load(&added.summary.id).unwrap();
    assert_eq!(stored.raw, raw);
    assert_eq!(stored.summary, *added.summary);
    assert_eq!(
        stored.summary.added_from.as_deref(),
        Some("/home/ada/found.eml")
    );
    assert_eq!((stored.envelope, stored.transcript.len()), (None, 0));
    let other = later.load(&caught).unwrap();
    assert_eq!(other.summary.added_from, None);
    assert!(other.envelope.is_some());
    assert_eq!(subjects(&later.search("found ada@example.com")), ["found"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_bytes_are_stored_unchanged(raw in proptest::collection::vec(any::<u8>(), 0..400)) {
        let folder = tempfile::tempdir().unwrap();
        let inbox = open(&folder);
        let new = NewMessage { body: RawBody::Memory(raw.clone()), ..message("") };
        let id = inbox.add(new).unwrap().summary.id.clone();
        prop_assert_eq!(inbox.load(&id).unwrap().raw, raw);
    }
}
