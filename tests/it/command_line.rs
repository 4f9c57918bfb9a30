//! The command line, by running the program.

mod asked;
mod check;
mod check_file;
mod clients;
mod connector;
mod domain;
mod emulate;
mod message;
mod profiles;
mod sending;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-templates")
}

/// Runs the program in the samples, with `data` as its data folder.
fn letterhead(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .current_dir(samples())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn out(output: &Output) -> &str {
    assert!(output.status.success(), "{output:?}");
    std::str::from_utf8(&output.stdout).unwrap()
}

/// The exit code, and the one line on standard error.
fn refusal(output: &Output) -> (i32, String) {
    assert!(output.stdout.is_empty(), "{output:?}");
    let line = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(line.lines().count(), 1, "{line}");
    (output.status.code().unwrap(), line)
}

#[test]
fn a_template_is_rendered_field_by_field() {
    let data = tempfile::tempdir().unwrap();
    let render = |field: &str| {
        let arguments = [
            "render", "--type", "SignIn", "--lang", "fr", "--field", field,
        ];
        letterhead(data.path(), &arguments)
    };
    assert_eq!(
        out(&render("subject")),
        "482913 est votre code de connexion Lindmoor"
    );
    assert_eq!(out(&render("content-type")), "text/html");
    let all: Value = serde_json::from_str(out(&render("all"))).unwrap();
    assert_eq!(all["content"], out(&render("content")));
    assert_eq!(all["replyTo"], Value::Null);
    assert!(all["content"].as_str().unwrap().contains("482913"));
}

#[test]
fn a_payload_is_a_file_or_a_set_of_the_workspace() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("payload.json");
    let json = br#"{"code": "000"}"#;
    letterhead::services::workspace::write_atomic(&file, json).unwrap();
    let subject = |payload: &str| {
        let arguments = [
            "render",
            "--type",
            "SignIn",
            "--lang",
            "en",
            "--field",
            "subject",
            "--payload",
            payload,
        ];
        out(&letterhead(data.path(), &arguments)).to_owned()
    };
    assert_eq!(
        subject(file.to_str().unwrap()),
        "000 is your Lindmoor sign-in code"
    );
    assert!(!subject("sign-in-minimal").contains("{{"));
}

#[test]
fn lines_of_json_are_rendered_for_scripts() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args(["render", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    writeln!(input, r#"{{"template":"{{{{a}}}}","payload":{{"a":1.0}}}}"#).unwrap();
    drop(input);
    let output = program.wait_with_output().unwrap();
    assert_eq!(out(&output), "{\"output\":\"1\"}\n");
}

#[test]
fn a_request_is_explained_in_words_and_as_json() {
    let data = tempfile::tempdir().unwrap();
    let request = ["explain", "--type", "SignIn", "--ui-locales", "fr-CA"];
    let text = letterhead(data.path(), &request);
    assert!(
        out(&text).ends_with("Result: custom template SignIn · fr\n"),
        "{text:?}"
    );
    let json = letterhead(data.path(), &[&request[..], &["--json"]].concat());
    let json: Value = serde_json::from_str(out(&json)).unwrap();
    assert_eq!(json["connector"], "sandbox");
    assert!(out(&text).contains("connectors/sandbox.toml"), "{text:?}");
    assert_eq!(json["resolution"]["locale"], "fr");
    assert_eq!(json["trace"]["chosen"]["languageTag"], "fr");
}

#[test]
fn a_mail_that_is_sent_is_found_in_the_inbox() {
    let data = tempfile::tempdir().unwrap();
    let arguments = [
        "send",
        "--type",
        "OrganizationInvitation",
        "--lang",
        "ja",
        "--to",
        "hana@example.com",
    ];
    let sent = letterhead(data.path(), &arguments);
    let id = out(&sent).trim().to_owned();
    let list = letterhead(
        data.path(),
        &["inbox", "list", "--json", "--search", "hana"],
    );
    let list: Value = serde_json::from_str(out(&list)).unwrap();
    assert_eq!(list[0]["id"], id.as_str());
    let shown = letterhead(data.path(), &["inbox", "show", &id, "--json"]);
    let shown: Value = serde_json::from_str(out(&shown)).unwrap();
    assert_eq!(shown["envelope"]["rcptTo"][0], "hana@example.com");
    assert_eq!(shown["subject"], list[0]["subject"]);
    let source = letterhead(data.path(), &["inbox", "show", &id, "--source"]);
    assert!(out(&source).contains("To: hana@example.com"));
    let html = letterhead(data.path(), &["inbox", "show", &id, "--html"]);
    assert!(out(&html).contains("lang=\"ja\""));
    let (code, line) = refusal(&letterhead(data.path(), &["inbox", "show", &id, "--text"]));
    assert_eq!(code, 1, "{line}");
}

#[test]
fn a_dry_run_says_what_would_be_said_and_stores_nothing() {
    let data = tempfile::tempdir().unwrap();
    let arguments = ["send", "--type", "SignIn", "--lang", "de", "--dry-run"];
    let said = letterhead(data.path(), &arguments);
    assert!(
        out(&said).contains("RCPT TO:<person@example.com>"),
        "{said:?}"
    );
    assert_eq!(out(&letterhead(data.path(), &["inbox", "list"])), "");
}

/// A copy of the samples with a profile for HTTP besides the sandbox.
fn workspace_with(home: &Path, profile: &str, text: &str) -> PathBuf {
    let root = home.join("workspace");
    letterhead::services::workspace::create_from_samples(&root).unwrap();
    let path = root.join(format!("connectors/{profile}.toml"));
    letterhead::services::workspace::write_atomic(&path, text.as_bytes()).unwrap();
    root
}

#[test]
fn a_request_over_http_is_shown_and_not_sent() {
    let home = tempfile::tempdir().unwrap();
    let profile = "factory = \"http-email\"\n[config]\n\
        endpoint = \"https://hooks.example.com/mail\"\nauthorization = \"Bearer s3cret\"\n";
    let root = workspace_with(home.path(), "hook", profile);
    let send = |more: &[&str]| {
        let root = root.to_str().unwrap();
        let arguments = [
            "send",
            "--type",
            "SignIn",
            "--lang",
            "en",
            "--connector",
            "hook",
            "--workspace",
            root,
        ];
        letterhead(home.path(), &[&arguments, more].concat())
    };
    let shown = send(&["--dry-run", "--json"]);
    let request: Value = serde_json::from_str(out(&shown)).unwrap();
    assert_eq!(request["kind"], "http");
    assert_eq!(request["method"], "POST");
    assert_eq!(request["url"], "https://hooks.example.com/mail");
    assert_eq!(request["headers"][0][0], "authorization");
    assert_eq!(request["body"]["to"], "person@example.com");
    assert_eq!(request["body"]["payload"]["code"], "482913");
    assert_eq!(request["body"]["ip"], "203.0.113.7");
    let text = send(&["--dry-run"]);
    assert!(out(&text).starts_with("POST https://hooks.example.com/mail\n"));
    assert!(!out(&text).contains("s3cret") && !out(&shown).contains("s3cret"));
    let (code, line) = refusal(&send(&[]));
    assert_eq!(code, 1);
    assert!(line.contains("“hook” sends real mail"), "{line}");
}

#[test]
fn a_profile_that_cannot_be_used_is_refused_with_the_reason() {
    for (text, words) in [
        (
            "factory = \"pigeon\"\n",
            "the connector pigeon is not known here; these are: aliyun-direct-mail",
        ),
        (
            "factory = \"http-email\"\n",
            "Logto refuses the configuration: endpoint: Required",
        ),
        (
            "factory = \"simple-mail-transfer-protocol\"\n",
            "Logto refuses the configuration: host: Required; port: Required",
        ),
    ] {
        let home = tempfile::tempdir().unwrap();
        let root = workspace_with(home.path(), "other", text);
        let arguments = [
            "send",
            "--type",
            "SignIn",
            "--lang",
            "en",
            "--connector",
            "other",
            "--dry-run",
            "--workspace",
            root.to_str().unwrap(),
        ];
        let (code, line) = refusal(&letterhead(home.path(), &arguments));
        assert_eq!(code, 1, "{line}");
        assert!(line.contains(words), "{line}");
    }
}

#[test]
fn a_dry_run_in_json_is_the_submission() {
    let data = tempfile::tempdir().unwrap();
    let arguments = [
        "send",
        "--type",
        "SignIn",
        "--lang",
        "de",
        "--dry-run",
        "--json",
    ];
    let planned = letterhead(data.path(), &arguments);
    let planned: Value = serde_json::from_str(out(&planned)).unwrap();
    assert_eq!(planned["kind"], "smtp");
    assert_eq!(planned["envelope"]["rcptTo"][0], "person@example.com");
}

#[test]
fn what_cannot_be_done_is_said_in_one_line_with_its_code() {
    let data = tempfile::tempdir().unwrap();
    let cases: [(&[&str], i32, &str); 6] = [
        (
            &["render", "--type", "SignIn", "--lang", "xx"],
            2,
            "this type has: ar, de, en, fr, ja",
        ),
        (
            &[
                "render",
                "--type",
                "SignIn",
                "--lang",
                "en",
                "--flow",
                "invitation",
            ],
            1,
            "never sends SignIn",
        ),
        (
            &[
                "render",
                "--type",
                "SignIn",
                "--lang",
                "en",
                "--payload",
                "none",
            ],
            2,
            "neither a file nor a payload set; sets are account-context-failed, ",
        ),
        (
            &[
                "send",
                "--type",
                "SignIn",
                "--lang",
                "en",
                "--connector",
                "real",
            ],
            2,
            "the workspace has: sandbox",
        ),
        (
            &["explain", "--type", "SignIn", "--workspace", "/nowhere"],
            2,
            "there is no folder /nowhere",
        ),
        (
            &["inbox", "show", "20260101T000000000Z-00000"],
            2,
            "no message",
        ),
    ];
    for (arguments, expected, words) in cases {
        let (code, line) = refusal(&letterhead(data.path(), arguments));
        assert_eq!(code, expected, "{line}");
        assert!(line.contains(words), "{line}");
        assert!(line.starts_with("letterhead: "), "{line}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args(["render", "--type", "SignIn", "--lang", "en"])
        .current_dir(samples())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(program.stdout.take());
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn nothing_is_explained_while_a_file_it_depends_on_cannot_be_read() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("workspace");
    letterhead::services::workspace::create_from_samples(&root).unwrap();
    let explain = || {
        let root = root.to_str().unwrap();
        let arguments = [
            "explain",
            "--type",
            "SignIn",
            "--locale",
            "fr",
            "--workspace",
            root,
        ];
        letterhead(home.path(), &arguments)
    };
    assert!(out(&explain()).contains("SignIn · fr"));
    let broken = b"+++\nsubject = \n+++\n";
    let template = root.join("templates/SignIn/fr.html");
    letterhead::services::workspace::write_atomic(&template, broken).unwrap();
    let (code, line) = refusal(&explain());
    assert_eq!(code, 2);
    assert!(line.contains("fr.html, line 2"), "{line}");
    let settings = root.join("letterhead.toml");
    letterhead::services::workspace::write_atomic(&settings, b"version = ").unwrap();
    let (code, line) = refusal(&explain());
    assert_eq!(code, 2);
    assert!(line.contains("letterhead.toml"), "{line}");
}

#[test]
fn all_templates_are_composed_into_a_folder() {
    let data = tempfile::tempdir().unwrap();
    let flat = data.path().join("flat");
    let compose = letterhead(data.path(), &["compose", "--out", flat.to_str().unwrap()]);
    assert!(out(&compose).starts_with("45 templates composed into "));
    let file = std::fs::read_to_string(flat.join("templates/SignIn/fr.html")).unwrap();
    assert!(
        file.starts_with("+++\nsubject = \"{{code}} est votre code"),
        "{file}"
    );
    assert!(!file.contains("[[") && file.contains("lang=\"fr\""));
    let samples = samples();
    let onto = letterhead(
        data.path(),
        &["compose", "--out", samples.to_str().unwrap()],
    );
    let (code, line) = refusal(&onto);
    assert_eq!(code, 1);
    assert!(line.contains("is a workspace"), "{line}");
}

#[test]
fn languages_are_told_with_what_falls_back_and_what_breaks() {
    let data = tempfile::tempdir().unwrap();
    let languages = letterhead(data.path(), &["languages", "--json"]);
    let report: Value = serde_json::from_str(out(&languages)).unwrap();
    assert_eq!(report["languages"].as_array().unwrap().len(), 20);
    let cells = report["cells"].as_array().unwrap();
    let state = |tag: &str| {
        let mut cells = cells.iter();
        let is_it = |cell: &&Value| cell["usageType"] == "SignIn" && cell["languageTag"] == tag;
        cells.find(is_it).unwrap()["state"].clone()
    };
    assert_eq!(
        (state("fr"), state("it")),
        ("own".into(), "fallsBack".into())
    );
    // Without any template there is no mail for any feature.
    let empty = data.path().join("empty");
    std::fs::create_dir_all(empty.join("templates")).unwrap();
    let empty = ["languages", "--workspace", empty.to_str().unwrap()];
    let output = letterhead(data.path(), &empty);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn twenty_browsers_are_told_what_they_get() {
    let data = tempfile::tempdir().unwrap();
    let arguments = ["explain", "--type", "SignIn", "--browsers", "--json"];
    let served: Value = serde_json::from_str(out(&letterhead(data.path(), &arguments))).unwrap();
    let served = served.as_array().unwrap();
    assert_eq!(served.len(), 20);
    let austria = served
        .iter()
        .find(|one| one["browser"] == "Chrome, German (Austria)");
    assert_eq!(austria.unwrap()["locale"], "de");
}
