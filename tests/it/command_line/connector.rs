//! `letterhead connector`

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use letterhead::domain::connector::Connector;
use letterhead::services::workspace::write_atomic;
use serde_json::{Value, json};

use super::{letterhead, out, refusal};

/// Runs `connector plan` on these lines.
fn plan(lines: &[Value]) -> Output {
    let lines: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
    plan_text(lines.concat().as_bytes())
}

/// Runs `connector plan` on this text.
fn plan_text(text: &[u8]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args(["connector", "plan", "--stdin-jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    input.write_all(text).unwrap();
    drop(input);
    program.wait_with_output().unwrap()
}

fn planned(lines: &[Value]) -> Vec<Value> {
    let output = plan(lines);
    let lines = out(&output).lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn line(factory: &str, config: &Value) -> Value {
    json!({ "factory": factory, "input": {
        "config": config,
        "data": {
            "to": "a@example.org", "type": "SignIn", "payload": { "code": "123456" },
            "ip": "203.0.113.9",
        },
        "i18nTemplate": { "subject": "Code {{code}}", "content": "<p>{{code}}</p>" },
    } })
}

fn templates(content_type: &str) -> Value {
    let template = |usage_type| {
        json!({
            "usageType": usage_type, content_type: "text/html", "subject": "s", "content": "{{link}}",
        })
    };
    let names = ["Register", "SignIn", "ForgotPassword", "Generic"];
    names.map(template).into_iter().collect()
}

/// A valid configuration of each connector, with a secret that goes over the wire as it is in most.
fn config(factory: &str) -> Value {
    match factory {
        "aliyun-direct-mail" => json!({
            "accessKeyId": "id", "accessKeySecret": "hunter2", "accountName": "b@example.org",
            "templates": templates("type"),
        }),
        "aws-ses-mail" => json!({
            "accessKeyId": "AKIA", "accessKeySecret": "hunter2", "region": "eu-central-1",
            "emailAddress": "b@example.org", "templates": templates("type"),
        }),
        "http-email" => json!({
            "endpoint": "https://hooks.example.com/mail", "authorization": "Bearer hunter2",
        }),
        "logto-email" => json!({}),
        "mailgun-email" => json!({
            "domain": "mg.example.org", "apiKey": "hunter2", "from": "b@example.org",
            "deliveries": { "Generic": { "html": "{{link}}", "subject": "s" } },
        }),
        "mailjunky-email-service" | "sendgrid-email-service" => json!({
            "apiKey": "hunter2", "fromEmail": "b@example.org", "templates": templates("type"),
        }),
        "postmark-mail" => {
            let template = |usage_type| json!({ "usageType": usage_type, "templateAlias": "a" });
            let names = ["Register", "SignIn", "ForgotPassword", "Generic"];
            json!({
                "serverToken": "hunter2", "fromEmail": "b@example.org",
                "templates": names.map(template),
            })
        }
        "simple-mail-transfer-protocol" => json!({
            "host": "smtp.example.org", "port": 587, "fromEmail": "b@example.org",
            "auth": { "user": "me", "pass": "hunter2" }, "templates": templates("contentType"),
        }),
        "smtp2go-email-service" => json!({
            "apiKey": "hunter2", "sender": "b@example.org", "templates": templates("type"),
        }),
        other => panic!("{other} has no configuration here"),
    }
}

#[test]
fn every_connector_is_planned_with_its_secrets_but_logtos_own() {
    let factories = Connector::FACTORY_IDS;
    let lines = factories.map(|factory| line(factory, &config(factory)));
    let answers = planned(&lines);
    assert_eq!(answers.len(), 10);
    for (factory, answer) in factories.iter().zip(&answers) {
        let delivery = &answer["delivery"];
        let text = answer.to_string();
        match *factory {
            "logto-email" => {
                let error = json!({
                    "code": "connector.not_implemented", "status": 501,
                    "message": "only Logto Cloud sends with this connector",
                });
                assert_eq!(answer, &json!({ "error": error }));
            }
            "simple-mail-transfer-protocol" => {
                assert_eq!(delivery["kind"], "smtp");
                assert_eq!(delivery["auth"]["pass"], "hunter2");
            }
            // The secret signs only.
            "aliyun-direct-mail" | "aws-ses-mail" => {
                assert!(text.contains("Signature") && !text.contains("hunter2"));
            }
            // The secret is in Base64.
            "mailgun-email" => assert!(text.contains("Basic YXBpOmh1bnRlcjI="), "{text}"),
            _ => {
                assert_eq!(delivery["kind"], "http", "{factory}");
                assert!(text.contains("hunter2"), "{factory}");
            }
        }
    }
}

#[test]
fn what_logto_would_refuse_is_a_line_and_the_rest_goes_on() {
    let mut unrendered = line("sendgrid-email-service", &config("sendgrid-email-service"));
    unrendered["input"]["data"]["payload"]["code"] = json!({ "toString": 1 });
    let answers = planned(&[
        line("http-email", &json!({ "authorization": 1 })),
        unrendered,
        line("http-email", &json!({ "endpoint": "nowhere" })),
        line("http-email", &config("http-email")),
    ]);
    let expected = json!({ "error": {
        "code": "connector.invalid_config", "status": 400,
        "message": "endpoint: Required; authorization: Expected string, received number",
    } });
    assert_eq!(answers[0], expected);
    assert_eq!(answers[1]["error"]["status"], 500);
    assert_eq!(answers[2]["error"]["message"], "Invalid URL");
    assert_eq!(answers[3]["delivery"]["body"]["ip"], "203.0.113.9");
}

#[test]
fn each_line_has_its_answer_in_order_whatever_the_others_are() {
    let good = line("http-email", &config("http-email")).to_string();
    let lines = [
        "nonsense".to_owned(),
        good.clone(),
        json!({ "factory": "http-email" }).to_string(),
        String::new(),
        json!({ "factory": "pigeon", "input": {} }).to_string(),
        "[]".to_owned(),
        good,
    ];
    let output = plan_text(&format!("{}\n", lines.join("\n")).into_bytes());
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let answers: Vec<Value> = std::str::from_utf8(&output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    // A blank line asks for nothing; it counts as a line.
    assert_eq!(answers.len(), lines.len() - 1);
    for (index, words) in [
        (0, "line 1: expected"),
        (2, "line 3: missing field"),
        (
            3,
            "line 5: the connector pigeon is not known here; these are: ",
        ),
        (4, "line 6: an object is expected"),
    ] {
        let error = &answers[index]["error"];
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(words), "{message}");
        assert_eq!(message.matches("line ").count(), 1, "{message}");
        assert_eq!(
            (&error["code"], &error["status"]),
            (&Value::Null, &Value::Null)
        );
    }
    for index in [1, 5] {
        assert_eq!(answers[index]["delivery"]["kind"], "http");
    }
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("4 lines could not be planned, the first is line 1"),
        "{said}"
    );
}

#[test]
fn a_line_that_is_no_text_is_answered_too() {
    let good = line("http-email", &config("http-email"));
    let mut input = b"\xff\xfe\n".to_vec();
    input.extend_from_slice(format!("{good}\n").as_bytes());
    let output = plan_text(&input);
    let text = std::str::from_utf8(&output.stdout).unwrap();
    let kinds: Vec<bool> = text.lines().map(|line| line.contains("delivery")).collect();
    assert_eq!(kinds, [false, true]);
    let data = tempfile::tempdir().unwrap();
    let bare = letterhead(data.path(), &["connector", "plan"]);
    assert_eq!(bare.status.code(), Some(2), "{bare:?}");
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    write_atomic(&file, text.as_bytes()).unwrap();
    file
}

fn check(file: &Path, more: &[&str]) -> Output {
    let arguments = ["connector", "check", file.to_str().unwrap()];
    letterhead(file.parent().unwrap(), &[&arguments, more].concat())
}

#[test]
fn a_configuration_is_checked_for_what_logto_refuses_and_what_fails_later() {
    let home = tempfile::tempdir().unwrap();
    let factory = "sendgrid-email-service";
    let with = |key: &str, value: Value| {
        let mut config = config(factory);
        config[key] = value;
        let file = written(home.path(), "config.json", &config.to_string());
        let json = check(&file, &["--factory", factory, "--json"]);
        let report: Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(report["factory"], factory);
        let text = check(&file, &["--factory", factory]);
        assert_eq!(text.status.code(), json.status.code());
        let text = String::from_utf8(text.stdout).unwrap();
        (json.status.code(), report, text)
    };
    let (code, report, text) = with("fromEmail", json!("b@example.org"));
    assert_eq!(code, Some(0), "{report}");
    assert_eq!(report["issues"], json!([]));
    assert!(
        text.contains("info: templates: The one for Generic"),
        "{text}"
    );

    let (code, report, text) = with("fromEmail", json!(""));
    assert_eq!(code, Some(1));
    assert_eq!(report["findings"][0]["code"], "connector-emptied");
    assert!(text.contains("error: fromEmail: Logto drops"), "{text}");

    let (code, report, text) = with("fromEmail", json!(1));
    assert_eq!(code, Some(1));
    assert_eq!(report["issues"][0]["path"], json!(["fromEmail"]));
    let told =
        "error: fromEmail: It is a number without quotes, and Logto takes a text in quotes only";
    assert!(text.contains(told), "{text}");
    let detail = "(Logto's word: Expected string, received number)";
    assert!(text.contains(detail), "{text}");
}

#[test]
fn a_profile_is_checked_by_its_own_factory_and_a_sandbox_as_one() {
    let samples = super::samples().join("connectors/sandbox.toml");
    let data = tempfile::tempdir().unwrap();
    let arguments = ["connector", "check", samples.to_str().unwrap()];
    assert_eq!(out(&letterhead(data.path(), &arguments)), "");
    let text = "factory = \"http-email\"\n[config]\nendpoint = \"http://127.0.0.1\"\n";
    let profile = written(data.path(), "hook.toml", text);
    let said = check(&profile, &[]);
    assert!(
        out(&said).contains("warning: endpoint: This address means"),
        "{said:?}"
    );
}

#[test]
fn a_check_that_is_called_wrongly_is_said_to_be() {
    let home = tempfile::tempdir().unwrap();
    let config = written(home.path(), "config.json", "{}");
    let profile = written(home.path(), "hook.toml", "factory = \"http-email\"\n");
    let broken = written(home.path(), "broken.toml", "factory = \n");
    let cases: [(&Path, &[&str], &str); 5] = [
        (&config, &[], "give --factory ID"),
        (&config, &["--factory", "pigeon"], "these are: aliyun"),
        (
            &profile,
            &["--factory", "http-email"],
            "leave --factory out",
        ),
        (&broken, &[], "line 1"),
        (&home.path().join("none.toml"), &[], "No such file"),
    ];
    for (file, more, words) in cases {
        let (code, said) = refusal(&check(file, more));
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(words), "{said}");
    }
}
