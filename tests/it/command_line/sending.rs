//! `letterhead send`: where a mail went, who may get it, and what is told when it does not go.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use letterhead::services::workspace::write_atomic;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{letterhead, out, refusal, workspace_with};

/// A mock that answers everything so.
fn mock(runtime: &Runtime, answer: ResponseTemplate) -> MockServer {
    runtime.block_on(async {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .respond_with(answer)
            .mount(&server)
            .await;
        server
    })
}

fn ses(endpoint: &str, secret: &str) -> String {
    let template = |usage_type| {
        format!(
            "[[config.templates]]\nusageType = \"{usage_type}\"\ntype = \"text/plain\"\n\
             subject = \"s\"\ncontent = \"{{{{code}}}}\"\n"
        )
    };
    let templates = ["Register", "SignIn", "ForgotPassword", "Generic"].map(template);
    format!(
        "factory = \"aws-ses-mail\"\nallow = [\"*@example.com\"]\nendpoint = \"{endpoint}\"\n\
         [config]\naccessKeyId = \"AKIA\"\naccessKeySecret = \"{secret}\"\nregion = \"eu-west-1\"\n\
         emailAddress = \"a@example.com\"\n{}",
        templates.concat()
    )
}

/// Sends with that profile.
fn send(home: &Path, profile: &str, more: &[&str]) -> Output {
    let root = workspace_with(home, "real", profile);
    let root = root.to_str().unwrap();
    let arguments = [
        "send",
        "--type",
        "SignIn",
        "--lang",
        "en",
        "--profile",
        "real",
        "--workspace",
        root,
    ];
    letterhead(home, &[&arguments, more].concat())
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_mail_that_goes_to_a_mock_is_told_as_such() {
    let runtime = Runtime::new().unwrap();
    let answer = ResponseTemplate::new(200).set_body_json(json!({ "MessageId": "m-1" }));
    let server = mock(&runtime, answer);
    let profile = ses(&server.uri(), "k");
    let home = tempfile::tempdir().unwrap();
    let sent = send(home.path(), &profile, &[]);
    assert!(out(&sent).contains("m-1"));
    let words = format!("Not to the provider: the request goes to {}", server.uri());
    assert!(errors(&sent).contains(&words), "{sent:?}");
    let home = tempfile::tempdir().unwrap();
    let sent = send(home.path(), &profile, &["--json"]);
    let told: Value = serde_json::from_str(out(&sent)).unwrap();
    let target = json!({ "kind": "endpoint", "address": server.uri() });
    assert_eq!(told["target"], target);
    // One shape for all: the keys are those of a mail to the inbox.
    let keys: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "outcome", "transcript", "record", "target"]);
    assert_eq!(told["id"], Value::Null);
    assert_eq!(errors(&sent), "");
}

#[test]
fn a_mail_to_the_sandbox_says_where_it_is_and_takes_addresses_only() {
    let data = tempfile::tempdir().unwrap();
    let send = |more: &[&str]| {
        let arguments = ["send", "--type", "SignIn", "--lang", "en"];
        letterhead(data.path(), &[&arguments, more].concat())
    };
    let sent = send(&["--to", "ann@example.com"]);
    assert_eq!(out(&sent).lines().count(), 1);
    let told = errors(&sent);
    assert!(
        told.contains("ann@example.com") && told.contains("inbox on this machine"),
        "{told}"
    );
    let json: Value = serde_json::from_str(out(&send(&["--json"]))).unwrap();
    assert_eq!(json["target"], json!({ "kind": "inbox" }));
    for bad in ["a b@c", "ann", "a@b.example, c@d.example"] {
        for more in [&["--to", bad][..], &["--to", bad, "--anyone"]] {
            let (code, line) = refusal(&send(more));
            assert_eq!(code, 2, "{line}");
            assert!(!line.contains("--anyone"), "{line}");
        }
    }
}

#[test]
fn an_answer_that_refuses_is_told_with_its_status_and_where_it_leads() {
    let runtime = Runtime::new().unwrap();
    let page = "<!doctype html><html><body>Sorry</body></html>";
    let long = format!("{page}{}", "x".repeat(10_000_000));
    for (answer, words) in [
        (
            ResponseTemplate::new(401).set_body_raw(page, "text/html"),
            "answers 401",
        ),
        (
            ResponseTemplate::new(500).set_body_raw(long, "text/html"),
            "answers 500",
        ),
        (
            ResponseTemplate::new(302)
                .insert_header("location", "/v2/email/outbound-emails")
                .set_body_raw(page, "text/html"),
            "redirects to /v2/email/outbound-emails, which is the same address again and again",
        ),
    ] {
        let server = mock(&runtime, answer);
        let home = tempfile::tempdir().unwrap();
        let sent = send(home.path(), &ses(&server.uri(), "k"), &[]);
        assert_eq!(sent.status.code(), Some(1));
        let told = errors(&sent);
        assert!(told.contains(words), "{told}");
        assert_eq!(
            told.contains("A web page answered instead"),
            words.contains("redirects"),
            "{told}"
        );
    }
}

#[test]
fn a_wait_that_is_asked_for_is_told_while_it_lasts() {
    let runtime = Runtime::new().unwrap();
    let answer = ResponseTemplate::new(429).insert_header("retry-after", "1");
    let server = mock(&runtime, answer);
    let home = tempfile::tempdir().unwrap();
    let sent = send(home.path(), &ses(&server.uri(), "k"), &[]);
    let told = errors(&sent);
    for attempt in [2, 3] {
        let words = format!("The provider asks to wait 1 s; attempt {attempt} of 3");
        assert!(told.contains(&words), "{told}");
    }
}

#[test]
fn a_secret_that_is_missing_is_told_with_its_reason() {
    let home = tempfile::tempdir().unwrap();
    let profile = ses("http://127.0.0.1:9", "${LETTERHEAD_NOBODY_SETS_THIS}");
    let (code, line) = refusal(&send(home.path(), &profile, &[]));
    assert_eq!(code, 2);
    let words = "accessKeySecret is missing: the environment variable \
                 LETTERHEAD_NOBODY_SETS_THIS is not set";
    assert!(line.contains(words), "{line}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_keyring_that_does_not_run_is_named() {
    let home = tempfile::tempdir().unwrap();
    let root = workspace_with(
        home.path(),
        "real",
        &ses("http://127.0.0.1:9", "${keyring:k}"),
    );
    let sent = Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args([
            "send",
            "--type",
            "SignIn",
            "--lang",
            "en",
            "--profile",
            "real",
            "--workspace",
        ])
        .arg(root)
        .arg("--data")
        .arg(home.path())
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (code, line) = refusal(&sent);
    assert_eq!(code, 2);
    let words = "accessKeySecret is missing: no keyring service runs here";
    assert!(line.contains(words), "{line}");
}

#[test]
fn a_language_without_a_workspace_asks_for_the_template() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("http.json");
    write_atomic(
        &config,
        br#"{ "endpoint": "https://hooks.example.com/mail" }"#,
    )
    .unwrap();
    let sent = Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args([
            "send",
            "--type",
            "SignIn",
            "--factory",
            "http-email",
            "--connector-config",
        ])
        .arg(&config)
        .args(["--lang", "ja", "--dry-run", "--data"])
        .arg(home.path().join("data"))
        .current_dir(home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (code, line) = refusal(&sent);
    assert_eq!(code, 2);
    assert!(line.contains("give --template FILE"), "{line}");
}

/// The variables that Postmark would get.
fn model(output: &Output) -> Value {
    let request: Value = serde_json::from_str(out(output)).unwrap();
    let body = &request["body"];
    let body = body
        .get("json")
        .or_else(|| body.get("value"))
        .unwrap_or(body);
    body["TemplateModel"].clone()
}

#[test]
fn the_payload_has_the_language_of_the_template_unless_it_says_otherwise() {
    let home = tempfile::tempdir().unwrap();
    let profile = "factory = \"postmark-mail\"\n[config]\nserverToken = \"t\"\nfromEmail = \
                   \"a@example.com\"\n[[config.templates]]\nusageType = \"SignIn\"\ntemplateAlias = \
                   \"a\"\n[[config.templates]]\nusageType = \"Register\"\ntemplateAlias = \
                   \"a\"\n[[config.templates]]\nusageType = \"ForgotPassword\"\ntemplateAlias = \
                   \"a\"\n[[config.templates]]\nusageType = \"Generic\"\ntemplateAlias = \"a\"\n";
    let root = workspace_with(home.path(), "real", profile);
    let shown = |more: &[&str]| {
        let arguments = [
            "send",
            "--type",
            "SignIn",
            "--profile",
            "real",
            "--dry-run",
            "--json",
            "--workspace",
            root.to_str().unwrap(),
        ];
        model(&letterhead(home.path(), &[&arguments, more].concat()))
    };
    let french = shown(&["--lang", "fr"]);
    assert_eq!(
        (&french["locale"], &french["uiLocales"]),
        (&json!("fr"), &json!("fr"))
    );
    let set = home.path().join("set.json");
    write_atomic(&set, br#"{ "code": "1", "locale": "ja" }"#).unwrap();
    let own = shown(&["--lang", "fr", "--payload", set.to_str().unwrap()]);
    assert_eq!(own, json!({ "code": "1", "locale": "ja" }));
}

#[test]
fn how_long_to_wait_is_told_of_a_refusal() {
    let runtime = Runtime::new().unwrap();
    let answer = ResponseTemplate::new(503).insert_header("retry-after", "17");
    let server = mock(&runtime, answer);
    let home = tempfile::tempdir().unwrap();
    let profile = format!(
        "factory = \"http-email\"\nallow = [\"*@example.com\"]\n[config]\nendpoint = \"{}\"\n",
        server.uri()
    );
    let told = errors(&send(home.path(), &profile, &[]));
    assert!(told.contains("tried again in 17 seconds"), "{told}");
}

#[test]
fn a_web_page_with_a_200_is_doubtful_and_no_success() {
    let runtime = Runtime::new().unwrap();
    let page = "<!doctype html><html><body>Log in to the network</body></html>";
    let answer = ResponseTemplate::new(200).set_body_raw(page, "text/html");
    let server = mock(&runtime, answer);
    let home = tempfile::tempdir().unwrap();
    let profile = format!(
        "factory = \"http-email\"\nallow = [\"*@example.com\"]\n[config]\nendpoint = \"{}\"\n",
        server.uri()
    );
    let sent = send(home.path(), &profile, &["--json"]);
    assert_eq!(sent.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&sent.stdout).unwrap();
    assert_eq!(told["outcome"]["kind"], "doubtful");
    let words = errors(&sent);
    assert!(words.contains("Most likely not sent"), "{words}");
}

fn hook(endpoint: &str, more: &str) -> String {
    format!(
        "factory = \"http-email\"\nallow = [\"*@example.com\"]\n{more}[config]\n\
         endpoint = \"{endpoint}\"\n"
    )
}

#[test]
fn a_sandbox_of_another_connector_than_smtp_sends_nothing() {
    let runtime = Runtime::new().unwrap();
    let server = mock(&runtime, ResponseTemplate::new(200));
    let profile = hook(&server.uri(), "sandbox = true\n");
    for more in [&[][..], &["--production", "--anyone"], &["--dry-run"]] {
        let home = tempfile::tempdir().unwrap();
        let (code, line) = refusal(&send(home.path(), &profile, more));
        assert_eq!(code, 1, "{line}");
        assert!(
            line.contains("sandbox") && line.contains("for real") && !line.contains("--anyone"),
            "{line}"
        );
    }
    let received = runtime.block_on(server.received_requests());
    assert_eq!(received.unwrap().len(), 0);
}

/// Puts a file in place of a folder as soon as a mail arrives, so that nothing can be kept there.
struct TakesAway(std::path::PathBuf);

impl wiremock::Respond for TakesAway {
    fn respond(&self, _request: &wiremock::Request) -> ResponseTemplate {
        std::fs::remove_dir_all(&self.0).unwrap();
        write_atomic(&self.0, b"no folder").unwrap();
        ResponseTemplate::new(200).set_body_string("taken")
    }
}

#[test]
fn a_mail_that_went_out_is_told_even_if_the_history_cannot_keep_it() {
    let runtime = Runtime::new().unwrap();
    let home = tempfile::tempdir().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .respond_with(TakesAway(home.path().join("sends")))
            .mount(&server)
            .await;
        server
    });
    let sent = send(home.path(), &hook(&server.uri(), ""), &[]);
    assert!(out(&sent).contains("taken"), "{sent:?}");
    assert!(
        errors(&sent).contains("What came of the mail is missing in the history"),
        "{sent:?}"
    );
}

#[test]
fn a_mail_without_an_answer_may_have_been_sent() {
    let runtime = Runtime::new().unwrap();
    let listen = tokio::net::TcpListener::bind("127.0.0.1:0");
    let listener = runtime.block_on(listen).unwrap();
    let address = listener.local_addr().unwrap();
    let mut server = tokio::task::JoinSet::new();
    let hears = async move {
        use tokio::io::AsyncReadExt as _;
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut heard = Vec::new();
        while !heard.ends_with(b"}") {
            let count = socket.read_buf(&mut heard).await.unwrap();
            assert!(count > 0);
        }
    };
    server.spawn_on(hears, runtime.handle());
    let home = tempfile::tempdir().unwrap();
    let profile = hook(&format!("http://{address}"), "");
    let sent = send(home.path(), &profile, &[]);
    runtime.block_on(server.join_next()).unwrap().unwrap();
    assert_eq!(sent.status.code(), Some(1));
    let told = errors(&sent);
    assert!(
        told.contains("nobody knows whether the mail was sent"),
        "{told}"
    );
    let home = tempfile::tempdir().unwrap();
    let sent = send(home.path(), &profile, &["--json"]);
    let told: Value = serde_json::from_slice(&sent.stdout).unwrap();
    // Nobody listens any more: that mail did not go.
    assert_eq!(told["outcome"]["kind"], "failed");
}
