//! Alibaba Cloud's signature, by its own SDK.

use std::io::Write as _;
use std::process::{Command, Stdio};

use letterhead::domain::connector::{Connector, HttpBody, HttpConnector};
use serde_json::{Map, Value, json};

use super::{request, templates, told};

const CODES: [&str; 12] = [
    "482913",
    "",
    " ",
    "a b",
    "a+b",
    "~*'()!",
    "%20%zz&=/?#",
    "ü 你好 😀",
    "\"<b>\\",
    "\t\r\n",
    "\u{7f}\u{1}",
    "-_.~ABCabc019",
];

/// The form as a map, and its own signature.
fn signed(code: &str, secret: &str) -> (Map<String, Value>, String) {
    let config = json!({
        "accessKeyId": "LTAItest", "accessKeySecret": secret, "accountName": "no-reply@example.org",
        "fromAlias": "Me & +you", "regionId": "ap-southeast-1",
        "templates": templates("Code {{code}}", "<p>{{code}}</p>"),
    });
    let connector = Connector::from_json(HttpConnector::AliyunDm.factory_id(), config).unwrap();
    let HttpBody::Form(fields) = request(&connector, code, None).body else {
        panic!("the body is a form");
    };
    let mut form: Map<String, Value> = fields
        .into_iter()
        .map(|(name, value)| (name, json!(value)))
        .collect();
    let signature = form.remove("Signature").unwrap();
    (form, signature.as_str().unwrap().to_owned())
}

#[test]
fn signatures_are_those_of_the_official_sdk() {
    let cases: Vec<_> = CODES
        .into_iter()
        .flat_map(|code| {
            ["testAccessKeySecret", "s&+/ü"].map(|secret| (signed(code, secret), secret))
        })
        .collect();
    let mut python = Command::new(told("LETTERHEAD_PEERS_PYTHON"))
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/peers/aliyun_signature.py"
        ))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = python.stdin.take().unwrap();
    for ((form, _), secret) in &cases {
        writeln!(input, "{}", json!({ "secret": secret, "form": form })).unwrap();
    }
    drop(input);
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<&str> = answers.lines().collect();
    assert_eq!(answers.len(), cases.len());
    for (((form, signature), _), expected) in cases.iter().zip(answers) {
        assert_eq!(signature, expected, "{form:?}");
    }
}
