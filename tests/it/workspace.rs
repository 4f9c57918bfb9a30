//! Workspaces on a real disk.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests play other programs, which do not write atomically"
)]

use std::fs;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;

use letterhead::services::workspace::{
    Expected, OpenError, Recent, SaveError, Watcher, create_from_samples, delete, load, save,
};
use tempfile::TempDir;

const TEMPLATE: &str = "templates/SignIn/fr.html";

fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    create_from_samples(folder.path()).unwrap();
    folder
}

#[test]
fn the_samples_are_read_without_a_flaw() {
    let root = workspace();
    let loaded = load(root.path()).unwrap();
    assert_eq!(loaded.workspace.templates.len(), 45);
    assert_eq!(loaded.workspace.broken, []);
    assert_eq!(loaded.workspace.findings, []);
    assert!(loaded.workspace.sandbox().is_some());
    assert!(loaded.workspace.payloads.len() >= 10);
}

#[test]
fn a_workspace_is_made_in_an_empty_folder_only() {
    let root = workspace();
    let error = create_from_samples(root.path()).unwrap_err();
    assert!(error.to_string().ends_with("is not empty"), "{error}");
    let below = root.path().join("new/deep");
    create_from_samples(&below).unwrap();
    assert!(below.join("letterhead.toml").is_file());
    let left: Vec<_> = fs::read_dir(root.path().join("new"))
        .unwrap()
        .flatten()
        .collect();
    assert_eq!(left.len(), 1, "nothing is left beside it");
}

#[test]
fn a_folder_without_a_workspace_is_refused_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let error = load(folder.path()).unwrap_err();
    assert!(matches!(error, OpenError::NoWorkspace { .. }));
    assert!(error.advice().contains("letterhead.toml"));
    let error = load(&folder.path().join("missing")).unwrap_err();
    assert!(matches!(error, OpenError::NoFolder { .. }));
}

#[test]
fn a_file_changed_by_another_program_is_never_overwritten() {
    let root = workspace();
    let loaded = load(root.path()).unwrap();
    let stamp = loaded.stamps[Path::new(TEMPLATE)];
    fs::write(root.path().join(TEMPLATE), "theirs").unwrap();
    let saved = save(
        root.path(),
        Path::new(TEMPLATE),
        "mine",
        Expected::Same(stamp),
    );
    let Err(SaveError::Changed { theirs, stamp }) = saved else {
        panic!("{saved:?}")
    };
    assert_eq!(theirs.as_deref(), Some("theirs"));
    let removed = delete(
        root.path(),
        Path::new(TEMPLATE),
        loaded.stamps[Path::new(TEMPLATE)],
    );
    assert!(removed.is_err());
    let stamp = stamp.unwrap();
    save(
        root.path(),
        Path::new(TEMPLATE),
        "mine",
        Expected::Same(stamp),
    )
    .unwrap();
    assert_eq!(
        fs::read_to_string(root.path().join(TEMPLATE)).unwrap(),
        "mine"
    );
}

#[test]
fn a_new_file_does_not_replace_one_that_appeared_meanwhile() {
    let root = workspace();
    let path = Path::new("templates/SignIn/es.html");
    save(root.path(), path, "one", Expected::Absent).unwrap();
    let second = save(root.path(), path, "two", Expected::Absent);
    assert!(matches!(second, Err(SaveError::Changed { .. })));
}

#[test]
fn a_save_that_the_disk_refuses_leaves_the_old_file_whole() {
    let root = workspace();
    let before = fs::read_to_string(root.path().join(TEMPLATE)).unwrap();
    let path = Path::new(TEMPLATE).join("below-a-file.html");
    let error = save(root.path(), &path, "x", Expected::Absent).unwrap_err();
    assert!(matches!(error, SaveError::Write { .. }), "{error}");
    assert!(!error.advice().is_empty());
    assert_eq!(
        fs::read_to_string(root.path().join(TEMPLATE)).unwrap(),
        before
    );
}

#[test]
fn binary_and_wrongly_encoded_files_are_listed_and_the_rest_opens() {
    let root = workspace();
    let place = |tag: &str| root.path().join(format!("templates/SignIn/{tag}.html"));
    fs::write(place("de"), b"+++\nsubject = \"a\"\n+++\ncaf\xe9").unwrap();
    fs::write(place("fr"), b"\x00\x01\xff").unwrap();
    fs::write(place("ja"), "+++\nsubject = \n+++\n").unwrap();
    let loaded = load(root.path()).unwrap();
    assert_eq!(loaded.workspace.templates.len(), 42);
    let broken = &loaded.workspace.broken;
    let messages: Vec<&str> = broken.iter().map(|file| file.message.as_str()).collect();
    assert!(
        messages[0].starts_with("It is not UTF-8: byte 26"),
        "{messages:?}"
    );
    assert!(messages[1].contains("binary"), "{messages:?}");
    assert_eq!(broken[2].line, Some(2));
}

#[test]
fn a_template_of_10_mb_opens() {
    let root = workspace();
    let text = format!(
        "+++\nsubject = \"a\"\n+++\n{}",
        "<p>x</p>\n".repeat(1_200_000)
    );
    fs::write(root.path().join(TEMPLATE), &text).unwrap();
    let loaded = load(root.path()).unwrap();
    assert_eq!(loaded.workspace.templates.len(), 45);
    assert_eq!(loaded.workspace.findings[0].finding.code, "file-large");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_workspace_is_not_followed() {
    let (root, outside) = (workspace(), tempfile::tempdir().unwrap());
    let secret = outside.path().join("secret.html");
    fs::write(&secret, "secret").unwrap();
    std::os::unix::fs::symlink(&secret, root.path().join("templates/SignIn/es.html")).unwrap();
    let loaded = load(root.path()).unwrap();
    assert_eq!(loaded.workspace.templates.len(), 45);
    assert!(loaded.workspace.broken[0].message.contains("outside"));
}

#[test]
fn a_change_by_another_program_is_noticed() {
    let root = workspace();
    let (sender, changes) = channel();
    let _watcher = Watcher::new(root.path(), |_| true, move || sender.send(()).unwrap()).unwrap();
    fs::write(root.path().join(TEMPLATE), "theirs").unwrap();
    changes.recv_timeout(Duration::from_secs(30)).unwrap();
}

#[test]
fn a_change_beside_the_workspace_wakes_nobody() {
    let root = workspace();
    let (sender, changes) = channel();
    let is_wanted = |path: &Path| path.starts_with("templates");
    let _watcher = Watcher::new(root.path(), is_wanted, move || sender.send(()).unwrap()).unwrap();
    fs::write(root.path().join("build.log"), "beside").unwrap();
    assert!(changes.recv_timeout(Duration::from_millis(300)).is_err());
    fs::write(root.path().join(TEMPLATE), "inside").unwrap();
    changes.recv_timeout(Duration::from_secs(30)).unwrap();
}

#[test]
fn reading_a_workspace_is_no_change_of_it() {
    let root = workspace();
    let (sender, changes) = channel();
    let _watcher = Watcher::new(root.path(), |_| true, move || sender.send(()).unwrap()).unwrap();
    load(root.path()).unwrap();
    fs::write(root.path().join("end.txt"), "").unwrap();
    changes.recv_timeout(Duration::from_secs(30)).unwrap();
    let others = std::iter::from_fn(|| changes.recv_timeout(Duration::from_millis(300)).ok());
    assert!(
        others.count() < 4,
        "only making one file was told, not reading 45"
    );
}

#[test]
fn recent_workspaces_are_remembered_newest_first() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("recent.json");
    let mut recent = Recent::load(&file);
    for folder in ["a", "b", "a"] {
        recent.push(Path::new(folder), &file).unwrap();
    }
    let folders = Recent::load(&file);
    assert_eq!(folders.folders(), [Path::new("a"), Path::new("b")]);
    fs::write(&file, "nonsense").unwrap();
    assert!(Recent::load(&file).folders().is_empty());
}
