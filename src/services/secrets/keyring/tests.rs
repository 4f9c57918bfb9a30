use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use parking_lot::Mutex;
use secrecy::ExposeSecret as _;

use super::*;

type Kept = Arc<Mutex<BTreeMap<String, String>>>;

/// A keyring in memory, which waits for a person if it is locked.
struct Locked {
    kept: Kept,
    /// Hands a turn over for each call; ends the wait for ever when it is dropped.
    turns: Option<Receiver<()>>,
}

impl Locked {
    fn wait(&self) {
        if let Some(turns) = &self.turns {
            turns.recv().ok();
        }
    }
}

impl Entries for Locked {
    fn read(&mut self, user: &str) -> Result<Option<SecretString>, SecretError> {
        self.wait();
        let text = self.kept.lock().get(user).cloned();
        Ok(text.map(SecretString::from))
    }

    fn write(&mut self, user: &str, secret: &SecretString) -> Result<(), SecretError> {
        self.wait();
        self.kept
            .lock()
            .insert(user.to_owned(), secret.expose_secret().to_owned());
        Ok(())
    }

    fn check(&mut self, _user: &str) -> Result<(), SecretError> {
        Ok(())
    }

    fn delete(&mut self, user: &str) -> Result<(), SecretError> {
        self.wait();
        self.kept.lock().remove(user);
        Ok(())
    }
}

fn workspace() -> WorkspaceId {
    WorkspaceId::of(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn open() -> (Keyring, Kept) {
    let kept = Kept::default();
    let entries = Locked {
        kept: Arc::clone(&kept),
        turns: None,
    };
    (Keyring::over(workspace(), entries, PATIENCE), kept)
}

fn locked(patience: Duration) -> (Keyring, Kept, Sender<()>) {
    let kept = Kept::default();
    let (turns, receiver) = channel();
    let entries = Locked {
        kept: Arc::clone(&kept),
        turns: Some(receiver),
    };
    (Keyring::over(workspace(), entries, patience), kept, turns)
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

#[test]
fn entries_are_named_after_workspace_and_secret() {
    let (keyring, kept) = open();
    keyring.set("API_KEY", &secret("k")).unwrap();
    keyring.set("API_KEY", &secret("l")).unwrap();
    keyring.set("B", &secret("m")).unwrap();
    let id = workspace();
    let expected = BTreeMap::from([
        (format!("{id}/"), "[\"API_KEY\",\"B\"]".to_owned()),
        (format!("{id}/API_KEY"), "l".to_owned()),
        (format!("{id}/B"), "m".to_owned()),
    ]);
    assert_eq!(*kept.lock(), expected);
    assert_eq!(keyring.names().unwrap(), ["API_KEY", "B"]);
    keyring.remove("API_KEY").unwrap();
    keyring.remove("API_KEY").unwrap();
    assert_eq!(keyring.names().unwrap(), ["B"]);
    keyring.remove("B").unwrap();
    assert!(kept.lock().is_empty());
}

#[test]
fn a_list_of_names_that_is_none_is_written_anew() {
    let (keyring, kept) = open();
    kept.lock()
        .insert(format!("{}/", workspace()), "noise".to_owned());
    assert!(keyring.names().unwrap().is_empty());
    keyring.set("A", &secret("a")).unwrap();
    assert_eq!(keyring.names().unwrap(), ["A"]);
}

#[test]
fn a_keyring_that_waits_for_a_person_holds_nobody_for_ever() {
    let (keyring, kept, turns) = locked(Duration::from_millis(20));
    let error = keyring.set("A", &secret("a")).unwrap_err();
    assert!(matches!(error, SecretError::NoAnswer(_)), "{error}");
    assert!(error.advice().contains("another window"));
    // Behind the first question; nobody waits for it any more when its turn comes.
    keyring.set("B", &secret("b")).unwrap_err();
    // The person answers: writing A, reading the names, writing the names.
    for _ in 0..3 {
        turns.send(()).unwrap();
    }
    // From now on it is unlocked.
    drop(turns);
    // Asked until the thread is free, which the answer tells; each try waits for it.
    let names = (0..1000).find_map(|_| keyring.names().ok()).unwrap();
    assert_eq!(names, ["A"]);
    assert_eq!(kept.lock().len(), 2);
}

#[test]
fn what_could_be_read_as_another_entry_is_no_name() {
    let (keyring, _kept) = open();
    for name in ["", "a/b", "a b", "a\n", "}", &"x".repeat(201)] {
        assert!(
            matches!(keyring.get(name), Err(SecretError::Name(_))),
            "{name:?}"
        );
        assert!(matches!(
            keyring.set(name, &secret("x")),
            Err(SecretError::Name(_))
        ));
        assert!(matches!(keyring.remove(name), Err(SecretError::Name(_))));
    }
}

#[test]
fn no_error_tells_a_secret() {
    let description = open().0.describe();
    assert!(description.is_writable && description.outlives_program);
    let (keyring, _kept, turns) = locked(Duration::ZERO);
    let error = keyring.set("A", &secret("hunter2")).unwrap_err();
    assert!(!format!("{error:?} {error} {}", error.advice()).contains("hunter2"));
    drop(turns);
}
