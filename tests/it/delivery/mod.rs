//! Deliveries to a scripted server: what is said, what is told, and what each failure is called.

#[path = "../support/certificates.rs"]
mod certificates;
mod failures;
mod faults;
mod http;
#[cfg(target_os = "linux")]
mod postfix;
#[cfg(target_os = "linux")]
mod postfix_sasl;
#[cfg(target_os = "linux")]
mod postfix_server;
mod recorded_failures;
#[path = "../support/smtp_peer.rs"]
mod smtp_peer;

use letterhead::domain::connector::smtp::SmtpSecurity;
use letterhead::domain::connector::{Connector, Delivery, PlanInput, RenderFailure, SmtpConfig};
use letterhead::domain::logto::{TemplateDetails, UsageType};
use letterhead::domain::message::MessageStamp;
use letterhead::services::clock::FixedClock;
use letterhead::services::delivery::{
    DeliveryError, DeliveryEvent, DeliveryOptions, Failure, SmtpReceipt, deliver,
};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use smtp_peer::{Peer, Script};

const RECORDED: &str = include_str!("../../fixtures/wire/smtp.json");
const SECRET: &str = "hunter2-secret";

fn stamp() -> MessageStamp {
    MessageStamp {
        date: "2026-01-02T03:04:05.678Z".parse().unwrap(),
        message_id: "587da2c7-ec11-365b-80a5-caef14395e83".to_owned(),
        boundary_seed: "0123456789abcdef".to_owned(),
    }
}

/// Enough of Logto's renderer for the templates here: names with a text as value.
fn render(template: &str, payload: &Value) -> Result<String, RenderFailure> {
    let mut output = template.to_owned();
    for (name, value) in payload.as_object().into_iter().flatten() {
        let text = value
            .as_str()
            .ok_or_else(|| RenderFailure(format!("{name} is no text")))?;
        output = output.replace(&format!("{{{{{name}}}}}"), text);
    }
    Ok(output)
}

/// A configuration for the peer, with changes.
fn config(peer: &Peer, changes: &Value) -> Value {
    let template = |usage_type| {
        json!({
            "usageType": usage_type, "contentType": "text/html",
            "subject": "Code {{code}}", "content": "<p>{{code}}</p>\n.\n..dots\n",
        })
    };
    let templates = ["Register", "SignIn", "ForgotPassword", "Generic"].map(template);
    let mut config = json!({
        "host": "localhost",
        "port": peer.address.port(),
        "auth": { "user": "mailer", "pass": SECRET },
        "fromEmail": "Logto <no-reply@example.org>",
        "templates": templates,
    });
    for (key, value) in changes.as_object().unwrap() {
        config[key] = value.clone();
    }
    config
}

fn plan(
    config: Value,
    to: &str,
    usage_type: UsageType,
    payload: &Value,
    custom_template: Option<&TemplateDetails>,
) -> Delivery {
    let config = SmtpConfig::from_json(config).unwrap();
    Connector::Smtp(Box::new(config))
        .plan(&PlanInput {
            usage_type,
            to,
            payload,
            ip: None,
            custom_template,
            stamp: &stamp(),
            hostname: None,
            render: &render,
        })
        .unwrap()
}

fn simple_plan(peer: &Peer, changes: &Value) -> Delivery {
    let payload = json!({ "code": "123456" });
    plan(
        config(peer, changes),
        "user@example.net",
        UsageType::SignIn,
        &payload,
        None,
    )
}

/// A delivery runs on a runtime of several threads.
fn on_any_thread<F: Future + Send>(future: F) -> F {
    future
}

async fn send(delivery: &Delivery) -> (Result<SmtpReceipt, DeliveryError>, Vec<DeliveryEvent>) {
    let events = Mutex::new(Vec::new());
    let clock = FixedClock(stamp().date);
    let delivering = deliver(
        delivery,
        DeliveryOptions::new(&clock),
        |event| events.lock().push(event),
        CancellationToken::new(),
    );
    let result = on_any_thread(delivering).await;
    let result = result.map(|receipt| receipt.smtp().unwrap());
    (result, events.into_inner())
}

#[tokio::test]
async fn dialogues_are_those_of_logtos_connector() {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    let mut compared = 0;
    for case in recorded["cases"].as_array().unwrap() {
        let (name, input, server) = (&case["name"], &case["input"], &case["server"]);
        if case["dialogue"].as_array().unwrap().is_empty() {
            continue;
        }
        let mut script = Script {
            greeting: "220 capture.test ESMTP".to_owned(),
            implicit_tls: server["implicitTls"] == true,
            ..Script::default()
        };
        for extension in server["ehlo"].as_array().unwrap() {
            script
                .extensions
                .push(extension.as_str().unwrap().to_owned());
        }
        for (verb, reply) in server["replies"].as_object().into_iter().flatten() {
            script = script.reply(verb, reply.as_str().unwrap());
        }
        let peer = Peer::start(script).await;
        let mut config = input["config"].clone();
        config["port"] = json!(peer.address.port());
        let data = &input["data"];
        let custom: Option<TemplateDetails> =
            serde_json::from_value(input["i18nTemplate"].clone()).unwrap();
        let mut delivery = plan(
            config,
            data["to"].as_str().unwrap(),
            data["type"].as_str().unwrap().parse().unwrap(),
            &data["payload"],
            custom.as_ref(),
        );
        if server["implicitTls"] == true {
            // The peer cannot have the port 465 that turned TLS on in the recording.
            let Delivery::Smtp(submission) = &mut delivery else {
                panic!("{delivery:?}");
            };
            submission.security = SmtpSecurity::Implicit { by_port: true };
        }
        let (result, _) = send(&delivery).await;
        let heard = peer.heard();
        let said: Vec<&str> = case["dialogue"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|line| line[0] == "C")
            .map(|line| line[1].as_str().unwrap())
            .collect();
        assert_eq!(heard.lines, said, "{name}");
        assert_eq!(
            heard.mail.as_deref(),
            case["message"]["raw"].as_str(),
            "{name}"
        );
        match result {
            Ok(receipt) => {
                let returned = &case["outcome"]["returned"];
                assert_eq!(receipt.message_id, returned["messageId"], "{name}");
                assert_eq!(json!(receipt.accepted), returned["accepted"], "{name}");
            }
            Err(error) => {
                let thrown = &case["outcome"]["thrown"];
                assert_eq!(error.logto().data, thrown["data"], "{name}");
            }
        }
        compared += 1;
    }
    assert_eq!(compared, 14);
}

#[tokio::test]
async fn a_delivery_tells_each_step_with_the_servers_words() {
    let peer = Peer::start(Script::offering(&["STARTTLS", "AUTH LOGIN PLAIN"])).await;
    let tls = json!({ "tls": { "ca": peer.certificate_pem } });
    let delivery = simple_plan(&peer, &tls);
    let (result, events) = send(&delivery).await;
    let receipt = result.unwrap();
    let steps: Vec<Value> = events
        .iter()
        .map(|event| serde_json::to_value(event).unwrap())
        .collect();
    let names: Vec<&str> = steps
        .iter()
        .map(|step| step["step"].as_str().unwrap())
        .collect();
    let expected = [
        "connecting",
        "connected",
        "tls",
        "authenticated",
        "sending",
        "pointOfNoReturn",
        "done",
    ];
    // `localhost` may have an IPv6 address as well, which is tried only if IPv4 fails.
    assert_eq!(names, expected);
    assert_eq!(steps[1]["reply"]["lines"], json!(["peer.test ESMTP"]));
    assert_eq!(steps[2]["isUnchecked"], false);
    assert_eq!(steps[6]["reply"]["code"], 250);
    assert!(receipt.is_encrypted && peer.heard().encrypted);
    assert_eq!(
        receipt.response.to_string(),
        "250 2.0.0 Ok: queued as PEER1"
    );
    assert_eq!(
        receipt
            .transcript
            .to_string()
            .lines()
            .skip(1)
            .collect::<Vec<_>>()
            .join("\n"),
        "S: 220 peer.test ESMTP\nC: EHLO [127.0.0.1]\nS: 250-peer.test\nS: 250-STARTTLS\n\
         S: 250 AUTH LOGIN PLAIN\nC: STARTTLS\nS: 220 go ahead\n[TLS]\nC: EHLO [127.0.0.1]\n\
         S: 250-peer.test\nS: 250-STARTTLS\nS: 250 AUTH LOGIN PLAIN\nC: AUTH PLAIN ••••••\n\
         S: 235 2.7.0 Authentication successful\nC: MAIL FROM:<no-reply@example.org>\n\
         S: 250 2.1.0 Ok\nC: RCPT TO:<user@example.net>\nS: 250 2.1.0 Ok\nC: DATA\n\
         S: 354 End data with <CR><LF>.<CR><LF>\n[mail of 303 bytes]\n\
         S: 250 2.0.0 Ok: queued as PEER1"
    );
}

#[tokio::test]
async fn a_mail_arrives_byte_for_byte_with_its_dots_stuffed() {
    let peer = Peer::start(Script::default()).await;
    let delivery = simple_plan(&peer, &json!({ "auth": {} }));
    let Delivery::Smtp(submission) = &delivery else {
        panic!("{delivery:?}");
    };
    let eml = String::from_utf8(submission.eml()).unwrap();
    send(&delivery).await.0.unwrap();
    let mail = peer.heard().mail.unwrap();
    assert!(mail.contains("\r\n..\r\n...dots\r\n"), "{mail}");
    assert_eq!(mail.replace("\r\n..", "\r\n."), eml);
}

#[tokio::test]
async fn login_and_token_are_given_as_nodemailer_gives_them() {
    let login = Script::offering(&["AUTH LOGIN"])
        .reply("AUTH LOGIN", "334 VXNlcm5hbWU6")
        .reply("bWFpbGVy", "334 UGFzc3dvcmQ6")
        .reply("cA==", "235 ok");
    let peer = Peer::start(login).await;
    let changes = json!({ "auth": { "user": "mailer", "pass": "p" } });
    send(&simple_plan(&peer, &changes)).await.0.unwrap();
    assert_eq!(peer.heard().lines[1..4], ["AUTH LOGIN", "bWFpbGVy", "cA=="]);

    let peer = Peer::start(Script::offering(&["AUTH XOAUTH2"])).await;
    let changes = json!({ "auth": { "type": "OAuth2", "user": "u@x.org", "accessToken": "t" } });
    send(&simple_plan(&peer, &changes)).await.0.unwrap();
    let token = "AUTH XOAUTH2 dXNlcj11QHgub3JnAWF1dGg9QmVhcmVyIHQBAQ==";
    assert_eq!(peer.heard().lines[1], token);
}

#[tokio::test]
async fn without_an_offer_nothing_is_logged_in_or_encrypted() {
    let peer = Peer::start(Script::default()).await;
    let (result, _) = send(&simple_plan(&peer, &json!({}))).await;
    assert!(!result.unwrap().is_encrypted);
    assert_eq!(peer.heard().lines[1], "MAIL FROM:<no-reply@example.org>");
}

#[tokio::test]
async fn a_server_without_ehlo_is_greeted_with_helo_and_logged_in_to() {
    let peer = Peer::start(Script::default().reply("EHLO", "502 what?")).await;
    send(&simple_plan(&peer, &json!({}))).await.0.unwrap();
    let lines = peer.heard().lines;
    assert_eq!(lines[1], "HELO [127.0.0.1]");
    assert!(lines[2].starts_with("AUTH PLAIN "));
}

#[tokio::test]
async fn an_address_that_needs_it_asks_for_smtputf8_if_offered() {
    for (offer, parameter) in [(&["SMTPUTF8"][..], " SMTPUTF8"), (&[], "")] {
        let peer = Peer::start(Script::offering(offer)).await;
        let changes = json!({ "fromEmail": "jõgeva@example.org" });
        send(&simple_plan(&peer, &changes)).await.0.unwrap();
        let expected = format!("MAIL FROM:<jõgeva@example.org>{parameter}");
        assert_eq!(peer.heard().lines[1], expected);
    }
}

#[tokio::test]
async fn one_recipient_of_two_is_enough() {
    let peer = Peer::start(Script::default().reply("RCPT TO:<a@", "550-no\r\n550 such user")).await;
    let payload = json!({});
    let delivery = plan(
        config(&peer, &json!({})),
        "a@example.net, b@example.net",
        UsageType::Generic,
        &payload,
        None,
    );
    let receipt = send(&delivery).await.0.unwrap();
    assert_eq!(receipt.accepted, ["b@example.net"]);
    assert_eq!(receipt.rejected[0].address, "a@example.net");
    assert_eq!(
        receipt.rejected[0].reply.to_string(),
        "550-no\n550 such user"
    );
}

#[tokio::test]
async fn cancelling_works_until_the_mail_is_handed_over() {
    let clock = FixedClock(stamp().date);
    let options = DeliveryOptions::new(&clock);
    let is_step =
        |event: &DeliveryEvent, name: &str| serde_json::to_value(event).unwrap()["step"] == name;
    for (step, is_sent) in [
        ("connecting", false),
        ("connected", false),
        ("sending", false),
        ("pointOfNoReturn", true),
    ] {
        let peer = Peer::start(Script::default()).await;
        let cancel = CancellationToken::new();
        let delivery = simple_plan(&peer, &json!({}));
        let on_progress = |event| {
            if is_step(&event, step) {
                cancel.cancel();
            }
        };
        let result = deliver(&delivery, options, on_progress, cancel.clone()).await;
        if is_sent {
            assert!(result.is_ok(), "{step}");
            assert!(peer.heard().mail.is_some(), "{step}");
        } else {
            let failure = result.unwrap_err().failure;
            assert!(matches!(failure, Failure::Cancelled), "{step}: {failure}");
            assert!(
                peer.connections() == 0 || peer.heard().mail.is_none(),
                "{step}"
            );
        }
    }
}
