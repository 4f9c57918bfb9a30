//! Secrets in gnome-keyring, on a session bus of the test's own.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use letterhead::services::secrets::{
    ExposeSecret as _, Keyring, SecretError, SecretStore as _, SecretString, WorkspaceId,
};

use super::again;

/// A bus on which nobody offers anything.
const EMPTY_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// Unlocks a keyring of an own home with a password, then runs the rest of the command line.
const UNLOCKED: &str =
    r#"printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@""#;

fn workspace() -> WorkspaceId {
    WorkspaceId::of(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn got(keyring: &Keyring, name: &str) -> Option<String> {
    let secret = keyring.get(name).unwrap();
    secret.map(|secret| secret.expose_secret().to_owned())
}

/// Runs the test once more, behind `before`, at home in `home`, and without this machine's bus.
fn run(before: &[&str], name: &str, role: &str, home: &Path) {
    let mut line: Vec<OsString> = before.iter().map(OsString::from).collect();
    line.extend(again::test(name));
    let mut command = again::command(&line, role);
    command
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_CACHE_HOME")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    let output = command.output().expect("is the package dbus installed?");
    assert!(
        output.status.success(),
        "{}\n{}\nAre gnome-keyring and libsecret-tools installed?",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_real_keyring_keeps_secrets_where_other_programs_find_them() {
    if again::role().is_some() {
        return keep_secrets();
    }
    let home = tempfile::tempdir().unwrap();
    let name = "keeping::keyring::a_real_keyring_keeps_secrets_where_other_programs_find_them";
    let before = ["dbus-run-session", "--", "bash", "-c", UNLOCKED, "bash"];
    run(&before, name, "unlocked", home.path());
}

fn keep_secrets() {
    let keyring = Keyring::new(workspace());
    assert_eq!(got(&keyring, "SMTP_PASSWORD"), None);
    keyring.remove("SMTP_PASSWORD").unwrap();
    for text in ["first", "p@ss wörd 🔑\n\"x\"", ""] {
        keyring.set("SMTP_PASSWORD", &secret(text)).unwrap();
        assert_eq!(got(&keyring, "SMTP_PASSWORD").as_deref(), Some(text));
    }
    keyring.set("API_KEY", &secret("k-1")).unwrap();
    assert_eq!(keyring.names().unwrap(), ["API_KEY", "SMTP_PASSWORD"]);

    let user = format!("{}/API_KEY", workspace());
    let attributes = ["service", "letterhead", "username", user.as_str()];
    let tool = |verb: &str| {
        let output = Command::new("secret-tool")
            .arg(verb)
            .args(attributes)
            .output();
        output.expect("secret-tool")
    };
    assert_eq!(tool("lookup").stdout, b"k-1");

    let elsewhere = tempfile::tempdir().unwrap();
    let other = Keyring::new(WorkspaceId::of(elsewhere.path()).unwrap());
    assert_eq!(got(&other, "API_KEY"), None);
    assert!(other.names().unwrap().is_empty());
    other.set("API_KEY", &secret("theirs")).unwrap();
    assert_eq!(
        got(&Keyring::new(workspace()), "API_KEY").as_deref(),
        Some("k-1")
    );

    assert!(tool("clear").status.success());
    assert_eq!(got(&keyring, "API_KEY"), None);
    keyring.remove("API_KEY").unwrap();
    keyring.remove("SMTP_PASSWORD").unwrap();
    assert!(keyring.names().unwrap().is_empty());
    assert_eq!(got(&other, "API_KEY").as_deref(), Some("theirs"));
}

#[test]
fn without_a_session_bus_the_way_out_is_told_at_once() {
    if again::role().is_some() {
        return tell_the_way_out();
    }
    let home = tempfile::tempdir().unwrap();
    let name = "keeping::keyring::without_a_session_bus_the_way_out_is_told_at_once";
    run(&[], name, "no bus", home.path());
}

#[test]
fn on_a_bus_without_a_keyring_the_way_out_is_told_at_once() {
    if again::role().is_some() {
        return tell_the_way_out();
    }
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("bus.conf");
    letterhead::services::workspace::write_atomic(&config, EMPTY_BUS.as_bytes()).unwrap();
    let config = format!("--config-file={}", config.display());
    let name = "keeping::keyring::on_a_bus_without_a_keyring_the_way_out_is_told_at_once";
    run(
        &["dbus-run-session", &config, "--"],
        name,
        "empty bus",
        home.path(),
    );
}

fn tell_the_way_out() {
    let began = Instant::now();
    let keyring = Keyring::new(workspace());
    for error in [
        keyring.get("A").unwrap_err(),
        keyring.set("A", &secret("hunter2")).unwrap_err(),
        keyring.remove("A").unwrap_err(),
        keyring.names().unwrap_err(),
    ] {
        assert!(matches!(error, SecretError::NoKeyring { .. }), "{error:?}");
        assert_eq!(error.to_string(), "no keyring service runs here");
        assert!(error.advice().contains("${NAME} environment variables"));
        assert!(!format!("{error:?}").contains("hunter2"));
    }
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_locked_keyring_that_nobody_can_unlock_holds_nobody() {
    match again::role().as_deref() {
        Some("unlocked") => {
            let keyring = Keyring::new(workspace());
            return keyring.set("A", &secret("a")).unwrap();
        }
        Some(_) => return be_refused(),
        None => {}
    }
    let home = tempfile::tempdir().unwrap();
    let name = "keeping::keyring::a_locked_keyring_that_nobody_can_unlock_holds_nobody";
    // A keyring with a password, then a session in which nobody enters it.
    let unlocked = ["dbus-run-session", "--", "bash", "-c", UNLOCKED, "bash"];
    run(&unlocked, name, "unlocked", home.path());
    let locked = [
        "dbus-run-session",
        "--",
        "bash",
        "-c",
        r#"gnome-keyring-daemon --start --components=secrets >/dev/null && exec "$@""#,
        "bash",
    ];
    run(&locked, name, "locked", home.path());
}

fn be_refused() {
    let began = Instant::now();
    let keyring = Keyring::with_patience(workspace(), Duration::from_secs(3));
    let error = keyring.get("A").unwrap_err();
    assert!(
        matches!(error, SecretError::Locked { .. } | SecretError::NoAnswer(_)),
        "{error:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(10));
}
