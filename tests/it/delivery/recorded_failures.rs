//! What nodemailer says to servers that misbehave, and with which sentence it fails.

use std::net::TcpListener;

use letterhead::domain::logto::UsageType;
use serde_json::{Value, json};
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::certificates::Shown;
use super::smtp_peer::{Peer, Script};
use super::{config, plan, send};

const RECORDED: &str = include_str!("../../fixtures/wire/smtp-failures.json");

fn script(recorded: &Value) -> Script {
    let mut script = Script {
        greeting: recorded["greeting"].as_str().unwrap().to_owned(),
        implicit_tls: recorded["implicitTls"] == true,
        ..Script::default()
    };
    let extensions = recorded["extensions"].as_array().into_iter().flatten();
    let extensions = extensions.map(|text| text.as_str().unwrap().to_owned());
    script.extensions = extensions.collect();
    for pair in recorded["replies"].as_array().into_iter().flatten() {
        script = script.reply(pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
    }
    script.certificate = match recorded["certificate"].as_str() {
        None | Some("self-signed") => Shown::SelfSigned,
        Some("signed") => Shown::Signed,
        Some("signed-with-chain") => Shown::SignedWithChain,
        Some("other-name") => Shown::OtherName,
        Some("expired") => Shown::Expired,
        Some("not-yet") => Shown::NotYet,
        Some(other) => panic!("{other}"),
    };
    script
}

/// A token server that gives the recorded answer to the recorded request only.
async fn token_server(case: &Value) -> MockServer {
    let server = MockServer::start().await;
    let asked = &case["tokenRequests"][0];
    let answer = case["tokenAnswer"].as_str().unwrap();
    if !asked.is_null() {
        Mock::given(method(asked[0].as_str().unwrap()))
            .and(path(asked[1].as_str().unwrap()))
            .and(header("content-type", asked[2].as_str().unwrap()))
            .and(body_string(asked[3].as_str().unwrap()))
            .respond_with(ResponseTemplate::new(200).set_body_string(answer))
            .expect(1)
            .mount(&server)
            .await;
    }
    server
}

/// The recorded changes of the configuration, with the peers' real addresses.
fn changes(case: &Value, peer: &Peer, token_url: &str) -> Value {
    let mut changes = json!({
        "host": "localhost", "name": "client.test", "auth": { "user": "mailer", "pass": "p" },
    });
    let text = case["config"].to_string();
    let pem = Value::from(peer.certificate_pem.clone()).to_string();
    let text = text.replace("\"<ca>\"", &pem);
    let text = text.replace("<token>", token_url);
    let recorded: Value = serde_json::from_str(&text).unwrap();
    for (key, value) in recorded.as_object().unwrap() {
        changes[key] = value.clone();
    }
    changes
}

#[tokio::test]
async fn servers_that_misbehave_are_told_and_met_as_nodemailer_does() {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    let cases = recorded["cases"].as_array().unwrap();
    // Kept, so that no port and with it no remembered token is used twice.
    let mut token_servers = Vec::new();
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let is_there = !case["script"].is_null();
        let peer = Peer::start(if is_there {
            script(&case["script"])
        } else {
            Script::default()
        })
        .await;
        let mut url = String::new();
        if !case["tokenAnswer"].is_null() {
            let server = token_server(case).await;
            url = format!("{}/token", server.uri());
            token_servers.push(server);
        }
        let mut config = config(&peer, &changes(case, &peer, &url));
        let mut port = peer.address.port();
        if !is_there {
            let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
            port = nobody.local_addr().unwrap().port();
            config["port"] = json!(port);
        }
        let payload = json!({});
        let generic = UsageType::Generic;
        let delivery = plan(config, "user@example.net", generic, &payload, None);
        let (result, _) = send(&delivery).await;
        let heard = peer.heard_first();
        assert_eq!(json!(heard.lines), case["lines"], "{name}");
        let outcome = &case["outcome"];
        let Err(error) = result else {
            assert!(outcome["sent"].is_string(), "{name}");
            continue;
        };
        let message = error.logto().data["message"].as_str().unwrap().to_owned();
        let message = message.replace(&format!(":{port}"), ":<port>");
        let expected = outcome["message"]
            .as_str()
            .unwrap_or_else(|| panic!("{name}: {error}"));
        // A machine without name servers cannot tell that a name does not exist.
        let message = message.replace("getaddrinfo EAI_AGAIN", "getaddrinfo ENOTFOUND");
        if expected.contains("SSL routines") {
            // Around it stand addresses of OpenSSL's memory and source.
            assert!(expected.contains(&message), "{name}: {message}");
        } else {
            assert_eq!(message, expected, "{name}");
        }
    }
    assert_eq!(cases.len(), 73);
}
