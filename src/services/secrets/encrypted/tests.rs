use std::thread;

use serde_json::{Value, json};

use super::*;

/// Little work, as these tests are not about guessing.
const CHEAP: KdfCost = KdfCost {
    memory_kib: 32,
    passes: 1,
    lanes: 1,
};

fn text(text: &str) -> SecretString {
    SecretString::from(text)
}

struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new").join("secrets.json");
    Place {
        _folder: folder,
        path,
    }
}

fn made(place: &Place) -> EncryptedFile {
    let store = EncryptedFile::create(&place.path, &text("pass"), CHEAP).unwrap();
    store
        .set("SMTP_PASSWORD", &text("p@ss wörd\n\"x\""))
        .unwrap();
    store
}

fn got(store: &EncryptedFile, name: &str) -> Option<String> {
    let secret = store.get(name).unwrap();
    secret.map(|secret| secret.expose_secret().to_owned())
}

fn write(path: &Path, bytes: &[u8]) {
    let mut file = File::create(path).unwrap();
    file.write_all(bytes).unwrap();
}

fn value(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn secrets_are_there_after_the_file_is_opened_again() {
    let place = place();
    made(&place);
    let store = EncryptedFile::open(&place.path, &text("pass")).unwrap();
    assert_eq!(got(&store, "SMTP_PASSWORD").unwrap(), "p@ss wörd\n\"x\"");
    assert_eq!(got(&store, "OTHER"), None);
    store.set("A", &text("")).unwrap();
    store.set("SMTP_PASSWORD", &text("new")).unwrap();
    assert_eq!(store.names().unwrap(), ["A", "SMTP_PASSWORD"]);
    assert_eq!(got(&store, "SMTP_PASSWORD").unwrap(), "new");
    store.remove("A").unwrap();
    store.remove("A").unwrap();
    assert_eq!(store.names().unwrap(), ["SMTP_PASSWORD"]);
}

#[test]
fn a_file_that_another_implementation_wrote_opens() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/secrets/by-python.json");
    let store = EncryptedFile::open(&path, &text("correct horse ✓")).unwrap();
    assert_eq!(got(&store, "SMTP_PASSWORD").unwrap(), "p@ss wörd\n\"x\"");
    assert_eq!(store.names().unwrap(), ["SMTP_PASSWORD", "key"]);
}

#[test]
fn nothing_of_a_secret_or_its_name_is_in_the_file() {
    let place = place();
    made(&place);
    let file = fs::read_to_string(&place.path).unwrap();
    assert!(
        !file.contains("SMTP") && !file.contains("wörd") && !file.contains("pass\""),
        "{file}"
    );
}

#[test]
fn the_same_secrets_never_look_the_same() {
    let place = place();
    let store = made(&place);
    let before = value(&place.path);
    store
        .set("SMTP_PASSWORD", &text("p@ss wörd\n\"x\""))
        .unwrap();
    let after = value(&place.path);
    assert_ne!(before["nonce"], after["nonce"]);
    assert_ne!(before["secrets"], after["secrets"]);
    assert_eq!(before["kdf"], after["kdf"]);
}

#[test]
fn a_wrong_passphrase_is_told_as_such() {
    let place = place();
    made(&place);
    for wrong in ["Pass", "", "pass "] {
        let error = EncryptedFile::open(&place.path, &text(wrong))
            .err()
            .unwrap();
        assert!(matches!(error, SecretError::WrongPassphrase), "{error}");
    }
}

#[test]
fn an_empty_passphrase_makes_no_file() {
    let place = place();
    let error = EncryptedFile::create(&place.path, &text(""), CHEAP)
        .err()
        .unwrap();
    assert!(matches!(error, SecretError::NoPassphrase), "{error}");
    assert!(!place.path.exists());
}

#[test]
fn a_file_that_is_there_is_not_made_anew() {
    let place = place();
    let store = made(&place);
    let error = EncryptedFile::create(&place.path, &text("other"), CHEAP)
        .err()
        .unwrap();
    assert!(matches!(error, SecretError::Exists { .. }), "{error}");
    assert!(got(&store, "SMTP_PASSWORD").is_some());
}

#[test]
fn a_file_that_is_not_there_is_told_as_such() {
    let place = place();
    let error = EncryptedFile::open(&place.path, &text("pass"))
        .err()
        .unwrap();
    assert!(matches!(error, SecretError::Missing { .. }), "{error}");
}

#[test]
fn a_file_cut_anywhere_is_damaged_and_never_opens() {
    let place = place();
    made(&place);
    let whole = fs::read(&place.path).unwrap();
    for length in (0..whole.len() - 2).step_by(7) {
        write(&place.path, &whole[..length]);
        let error = EncryptedFile::open(&place.path, &text("pass"))
            .err()
            .unwrap();
        assert!(
            matches!(error, SecretError::Damaged { .. }),
            "{length}: {error}"
        );
    }
}

#[test]
fn any_change_of_the_file_is_noticed() {
    let place = place();
    made(&place);
    let whole = value(&place.path);
    let flip = |pointer: &str| {
        let mut changed = whole.clone();
        let text = changed.pointer(pointer).unwrap().as_str().unwrap();
        let first = if text.starts_with('A') { "B" } else { "A" };
        let text = format!("{first}{}", &text[1..]);
        *changed.pointer_mut(pointer).unwrap() = json!(text);
        changed
    };
    let set = |pointer: &str, value: Value| {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        changed
    };
    let cases = [
        (flip("/secrets"), "damaged: its seal is broken"),
        (flip("/nonce"), "damaged: its seal is broken"),
        (flip("/check"), "the passphrase is wrong"),
        (flip("/kdf/salt"), "the passphrase is wrong"),
        (set("/kdf/passes", json!(2)), "the passphrase is wrong"),
        (
            set("/kdf/memoryKib", json!(u32::MAX)),
            "more work than any file",
        ),
        (
            set("/kdf/memoryKib", json!(-1)),
            "something is missing in it",
        ),
        (set("/kdf/lanes", json!(0)), "the key cannot be derived"),
        (
            set("/kdf/name", json!("scrypt")),
            "another way from passphrase to key",
        ),
        (
            set("/kdf/salt", json!("AAAA")),
            "not Base64 of the right length",
        ),
        (
            set("/secrets", json!("!")),
            "not Base64 of the right length",
        ),
        (set("/secrets", json!("")), "damaged: its seal is broken"),
        (set("/format", json!("x")), "it is no file of secrets"),
        (set("/version", json!(2)), "written by a newer version"),
        (json!([]), "it is cut off, or no file of secrets"),
    ];
    for (changed, expected) in cases {
        write(&place.path, changed.to_string().as_bytes());
        let error = EncryptedFile::open(&place.path, &text("pass"))
            .err()
            .unwrap();
        let told = error.to_string();
        assert!(told.contains(expected), "{told} instead of {expected}");
        assert!(!error.advice().is_empty());
    }
}

#[test]
fn a_file_that_is_far_too_large_is_not_read() {
    let place = place();
    made(&place);
    let file = File::options().write(true).open(&place.path).unwrap();
    file.set_len(LARGEST + 1).unwrap();
    let error = EncryptedFile::open(&place.path, &text("pass"))
        .err()
        .unwrap();
    assert!(error.to_string().contains("far too large"), "{error}");
}

#[test]
fn a_new_passphrase_locks_out_the_old_one_and_who_has_it_open() {
    let place = place();
    let mine = made(&place);
    let theirs = EncryptedFile::open(&place.path, &text("pass")).unwrap();
    mine.change_passphrase(&text("better"), CHEAP).unwrap();
    assert_eq!(got(&mine, "SMTP_PASSWORD").unwrap(), "p@ss wörd\n\"x\"");
    for error in [
        theirs.get("SMTP_PASSWORD").unwrap_err(),
        theirs.set("A", &text("a")).unwrap_err(),
    ] {
        assert!(matches!(error, SecretError::Replaced { .. }), "{error}");
    }
    let error = EncryptedFile::open(&place.path, &text("pass"))
        .err()
        .unwrap();
    assert!(matches!(error, SecretError::WrongPassphrase), "{error}");
    EncryptedFile::open(&place.path, &text("better")).unwrap();
    let error = mine.change_passphrase(&text(""), CHEAP).unwrap_err();
    assert!(matches!(error, SecretError::NoPassphrase), "{error}");
}

#[test]
fn many_writers_keep_what_each_of_them_set() {
    let place = place();
    made(&place);
    thread::scope(|scope| {
        for writer in 0..4 {
            let path = &place.path;
            scope.spawn(move || {
                // A file of its own, as another program has.
                let store = EncryptedFile::open(path, &text("pass")).unwrap();
                for number in 0..4 {
                    store
                        .set(&format!("S{writer}{number}"), &text("x"))
                        .unwrap();
                }
            });
        }
    });
    let store = EncryptedFile::open(&place.path, &text("pass")).unwrap();
    assert_eq!(store.names().unwrap().len(), 17);
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_the_old_file_whole_and_nothing_beside_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place();
    let store = made(&place);
    let folder = place.path.parent().unwrap();
    let mode = fs::metadata(&place.path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = fs::read(&place.path).unwrap();
    // A folder in place of the file: it can be neither read nor replaced.
    fs::rename(&place.path, folder.join("aside")).unwrap();
    fs::create_dir(&place.path).unwrap();
    store.set("A", &text("a")).unwrap_err();
    let sealed = EncryptedFile::write(&store, &store.key.lock(), &Secrets::new());
    assert!(matches!(sealed.unwrap_err(), SecretError::File { .. }));
    fs::remove_dir(&place.path).unwrap();
    fs::rename(folder.join("aside"), &place.path).unwrap();
    assert_eq!(fs::read(&place.path).unwrap(), before);
    let names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn the_usual_cost_is_what_the_standard_asks_for_and_names_are_checked() {
    let cost = KdfCost::default();
    assert!(cost.memory_kib >= 64 * 1024 && cost.passes >= 3);
    let place = place();
    let store = made(&place);
    assert!(matches!(
        store.set("../x", &text("a")),
        Err(SecretError::Name(_))
    ));
    let described = store.describe();
    assert!(described.place.contains("secrets.json") && described.outlives_program);
}
