use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::form::starting_config;
use super::super::{ConfigIssue, Connector, Delivery, PlanError, PlanInput, RenderFailure};
use super::*;
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::message::MessageStamp;

/// Enough of Logto's renderer for the templates here: names with a text as value.
pub(super) fn render(template: &str, payload: &Value) -> Result<String, RenderFailure> {
    let mut output = template.to_owned();
    for (name, value) in payload.as_object().into_iter().flatten() {
        let text = value
            .as_str()
            .ok_or_else(|| RenderFailure(format!("{name} is no text")))?;
        output = output.replace(&format!("{{{{{name}}}}}"), text);
    }
    Ok(output)
}

pub(super) fn stamp() -> MessageStamp {
    MessageStamp {
        date: "2026-01-02T03:04:05.678Z".parse().unwrap(),
        message_id: "587da2c7-ec11-365b-80a5-caef14395e83".to_owned(),
        boundary_seed: "0123456789abcdef".to_owned(),
    }
}

pub(super) fn config_with(changes: Value) -> SmtpConfig {
    let template = |usage_type| {
        json!({
            "usageType": usage_type, "contentType": "text/html",
            "subject": "Code {{code}}", "content": "<p>{{code}}</p>",
        })
    };
    let templates = ["Register", "SignIn", "ForgotPassword", "Generic"].map(template);
    let mut config = json!({
        "host": "smtp.example.org",
        "port": 587,
        "auth": { "user": "mailer", "pass": "hunter2" },
        "fromEmail": "Logto <no-reply@example.org>",
        "templates": templates,
    });
    let Value::Object(changes) = changes else {
        panic!("changes are an object");
    };
    for (key, value) in changes {
        config[key] = value;
    }
    SmtpConfig::from_json(config).unwrap()
}

fn try_plan(
    changes: Value,
    custom_template: Option<&TemplateDetails>,
    usage_type: UsageType,
) -> Result<SmtpSubmission, PlanError> {
    plan(
        &config_with(changes),
        &PlanInput {
            usage_type,
            to: "user@example.net",
            payload: &json!({ "code": "123456" }),
            ip: Some("203.0.113.7"),
            custom_template,
            stamp: &stamp(),
            hostname: Some("studio"),
            render: &render,
        },
    )
}

fn plan_with(changes: Value) -> SmtpSubmission {
    try_plan(changes, None, UsageType::SignIn).unwrap()
}

#[test]
fn tls_begins_as_nodemailer_decides() {
    let implicit = |by_port| SmtpSecurity::Implicit { by_port };
    let plain = |starttls| SmtpSecurity::Plain { starttls };
    for (changes, port, security) in [
        (json!({}), 587, plain(StartTls::IfOffered)),
        (json!({ "port": 465 }), 465, implicit(true)),
        (
            json!({ "port": 465, "secure": false }),
            465,
            plain(StartTls::IfOffered),
        ),
        (json!({ "port": 465, "secure": true }), 465, implicit(false)),
        (json!({ "secure": true }), 587, implicit(false)),
        (json!({ "port": 0 }), 587, plain(StartTls::IfOffered)),
        (json!({ "port": 0, "secure": true }), 465, implicit(false)),
        (
            json!({ "requireTLS": true }),
            587,
            plain(StartTls::Required),
        ),
        (
            json!({ "ignoreTLS": true, "requireTLS": true }),
            587,
            plain(StartTls::Never),
        ),
    ] {
        let planned = plan_with(changes.clone());
        assert_eq!(
            (planned.port, planned.security),
            (port, security),
            "{changes}"
        );
    }
}

#[test]
fn a_port_that_is_none_is_refused() {
    for port in [json!(70000), json!(2.5), json!(-1)] {
        let error = try_plan(json!({ "port": port }), None, UsageType::SignIn).unwrap_err();
        assert_eq!(error.logto().code, "connector.general");
    }
}

#[test]
fn a_login_needs_its_type_to_be_oauth2() {
    assert_eq!(plan_with(json!({ "auth": {} })).auth, SmtpAuth::None);
    let token = json!({ "auth": { "user": "u", "accessToken": "t" } });
    assert!(matches!(plan_with(token).auth, SmtpAuth::Login { pass, .. } if pass.is_empty()));
    let token = json!({ "auth": { "type": "OAuth2", "user": "u", "accessToken": "t" } });
    assert!(matches!(plan_with(token).auth, SmtpAuth::XOAuth2 { .. }));
    let key = json!({
        "auth": { "type": "oauth2", "user": "u", "serviceClient": "s", "privateKey": "k" }
    });
    assert!(matches!(
        plan_with(key).auth,
        SmtpAuth::XOAuth2Fetched { request: Some(request), .. }
            if matches!(request.grant, TokenGrant::ServiceKey { .. })
    ));
}

#[test]
fn a_type_without_template_falls_back_to_generic() {
    let mut templates = config_with(json!({})).to_json()["templates"].clone();
    templates[3]["subject"] = json!("Generic");
    let changes = json!({ "templates": templates });
    let planned = try_plan(changes, None, UsageType::BindMfa).unwrap();
    assert_eq!(planned.message.header("subject"), Some("Generic"));
}

#[test]
fn a_sender_without_an_address_leaves_from_out_and_mails_from_the_reply_address() {
    let template = TemplateDetails {
        subject: "s".to_owned(),
        content: "c".to_owned(),
        content_type: None,
        reply_to: Some("help@example.org".to_owned()),
        send_from: Some("Just a name".to_owned()),
    };
    let planned = try_plan(json!({}), Some(&template), UsageType::SignIn).unwrap();
    assert_eq!(planned.message.header("from"), None);
    assert_eq!(planned.envelope.mail_from, "help@example.org");
    let template = TemplateDetails {
        reply_to: None,
        ..template
    };
    let planned = try_plan(json!({}), Some(&template), UsageType::SignIn).unwrap();
    assert_eq!(planned.envelope.mail_from, "");
}

#[test]
fn nothing_printed_shows_a_secret() {
    for auth in [
        json!({ "user": "mailer", "pass": "hunter2" }),
        json!({ "type": "oauth2", "user": "u", "accessToken": "hunter2" }),
        json!({ "type": "oauth2", "user": "u", "refreshToken": "hunter2", "clientSecret": "hunter2" }),
    ] {
        let changes = json!({ "auth": auth, "dkim": { "privateKey": "hunter2" } });
        let config = config_with(changes.clone());
        let planned = plan_with(changes);
        let delivery = Delivery::Smtp(Box::new(planned.clone()));
        for text in [
            format!("{:?}", Connector::Smtp(Box::new(config))),
            format!("{delivery:?}"),
            serde_json::to_string(&delivery).unwrap(),
            planned.transcript_preview(),
        ] {
            assert!(!text.contains("hunter2"), "{text}");
        }
        assert_eq!(planned.ignored_keys, ["dkim"]);
    }
}

#[test]
fn the_preview_is_the_dialogue_with_its_conditions() {
    let preview = plan_with(json!({})).transcript_preview();
    let (dialogue, mail) = preview.split_once("DATA\n").unwrap();
    assert_eq!(
        dialogue,
        "[connect to smtp.example.org:587]\nEHLO [127.0.0.1]\n[if the server offers STARTTLS]\n\
         STARTTLS\n[TLS; certificate for smtp.example.org]\nEHLO [127.0.0.1]\n\
         [if the server offers AUTH]\nAUTH PLAIN •••••• (mailer)\n\
         MAIL FROM:<no-reply@example.org>\nRCPT TO:<user@example.net>\n"
    );
    assert!(mail.starts_with("From: Logto <no-reply@example.org>\n"));
    assert!(mail.ends_with("\n\n<p>123456</p>\n.\n"));
}

#[test]
fn timeouts_of_zero_are_the_defaults() {
    let given = plan_with(json!({ "greetingTimeout": 0, "socketTimeout": 5000 })).timeouts;
    assert_eq!(given.greeting, SmtpTimeouts::default().greeting);
    assert_eq!(given.socket.as_millis(), 5000);
}

#[test]
fn a_plain_configuration_for_loopback_is_valid_and_plans_without_tls_and_login() {
    let template = TemplateDetails {
        subject: "s".to_owned(),
        content: "c".to_owned(),
        ..TemplateDetails::default()
    };
    let templates = UsageType::ALL.map(|usage_type| (usage_type, template.clone()));
    let config = SmtpConfig::plain("127.0.0.1", 2525, "a@example.org", &templates).unwrap();
    let planned = plan(
        &config,
        &PlanInput {
            usage_type: UsageType::BindMfa,
            to: "b@example.net",
            payload: &json!({}),
            ip: None,
            custom_template: None,
            stamp: &stamp(),
            hostname: None,
            render: &render,
        },
    )
    .unwrap();
    let never = StartTls::Never;
    assert_eq!(planned.security, SmtpSecurity::Plain { starttls: never });
    assert_eq!(planned.auth, SmtpAuth::None);
    assert_eq!(planned.findings(), []);
}

#[test]
fn a_configuration_without_the_required_types_is_refused_with_their_names() {
    let issues = SmtpConfig::plain("h", 25, "a@example.org", &[]).unwrap_err();
    let finding = issues[0].finding();
    assert_eq!(
        finding.message,
        "templates: There is no template for Register, SignIn, ForgotPassword, Generic, and Logto \
         refuses the connector without"
    );
    let unread = json!({ "templates": [{ "contentType": "text/markdown" }] });
    let issues = SmtpConfig::from_json(unread).unwrap_err();
    let paths: Vec<String> = issues.iter().map(ConfigIssue::path_text).collect();
    assert!(
        paths.contains(&"templates[0].contentType".to_owned()),
        "{paths:?}"
    );
}

#[test]
fn a_port_that_speaks_otherwise_is_found_before_anything_is_planned() {
    let codes = |port: u16, secure: Value| {
        let mut config = starting_config(SmtpConfig::FACTORY_ID);
        for (key, value) in [
            ("host", json!("smtp.example.com")),
            ("port", json!(port)),
            ("secure", secure),
            ("fromEmail", json!("a@example.com")),
        ] {
            config[key] = value;
        }
        let found = SmtpConfig::from_json(config).unwrap().findings();
        let codes = found.iter().map(|found| found.code);
        let codes: Vec<&str> = codes.filter(|code| code.starts_with("smtp-")).collect();
        codes.join(" ")
    };
    assert_eq!(codes(465, json!(false)), "smtp-plain-on-tls-port");
    // Without “secure”, TLS is begun on 465 only.
    assert_eq!(codes(2465, json!(false)), "smtp-plain-on-tls-port");
    assert_eq!(codes(587, json!(true)), "smtp-tls-on-plain-port");
    assert_eq!(codes(465, json!(true)), "");
    assert_eq!(codes(587, json!(false)), "");
}

#[test]
fn what_a_submission_will_run_into_is_found() {
    let codes = |changes| {
        plan_with(changes)
            .findings()
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    assert!(codes(json!({})).is_empty());
    assert_eq!(
        codes(json!({ "port": 465, "secure": false })),
        ["smtp-plain-on-tls-port"]
    );
    assert_eq!(codes(json!({ "ignoreTLS": true })), ["smtp-login-in-clear"]);
    assert_eq!(
        codes(json!({ "fromEmail": "Just a name" })),
        ["smtp-no-from"]
    );
    let tls = json!({ "tls": { "rejectUnauthorized": false, "ciphers": "x" } });
    assert_eq!(
        codes(tls),
        ["smtp-certificate-unchecked", "smtp-key-ignored"]
    );
}

#[test]
fn who_takes_any_certificate_is_told_what_makes_it_so() {
    let hint = |submission: &SmtpSubmission| submission.findings()[0].hint.clone().unwrap();
    let mut of_profile = plan_with(json!({}));
    of_profile.tls.accept_for_profile();
    assert!(of_profile.tls.accept_invalid);
    assert!(hint(&of_profile).contains("“Accept any certificate” of the profile"));
    let mut of_config = plan_with(json!({ "tls": { "rejectUnauthorized": false } }));
    of_config.tls.accept_for_profile();
    assert_eq!(hint(&of_config), "Remove “tls.rejectUnauthorized”");
}

#[test]
fn a_template_that_cannot_be_rendered_is_a_plain_500_of_logto() {
    let error = plan(
        &config_with(json!({})),
        &PlanInput {
            usage_type: UsageType::SignIn,
            to: "user@example.net",
            payload: &json!({ "code": {} }),
            ip: None,
            custom_template: None,
            stamp: &stamp(),
            hostname: None,
            render: &render,
        },
    )
    .unwrap_err();
    assert_eq!(error.logto().status, 500);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_payload_adds_a_header_or_a_recipient(name in "(\\PC|[\r\n\t ,;:<>\"@]|Bcc: x@y\\.z){0,30}") {
        let template = TemplateDetails {
            subject: "For {{name}}".to_owned(),
            content: "{{name}}".to_owned(),
            content_type: None,
            reply_to: Some("{{name}}".to_owned()),
            send_from: Some("{{name}} <team@example.org>".to_owned()),
        };
        let planned = plan(
            &config_with(json!({})),
            &PlanInput {
                usage_type: UsageType::SignIn,
                to: "user@example.net",
                payload: &json!({ "name": name }),
                ip: None,
                custom_template: Some(&template),
                stamp: &stamp(),
                hostname: None,
                render: &render,
            },
        )
        .unwrap();
        prop_assert_eq!(&planned.envelope.rcpt_to, &["user@example.net"]);
        let known = [
            "From", "To", "Reply-To", "Subject", "Message-ID", "Date", "MIME-Version",
            "Content-Transfer-Encoding", "Content-Type",
        ];
        for field in &planned.message.headers {
            prop_assert!(known.contains(&field.name.as_str()), "{field:?}");
            prop_assert!(!field.value.contains(['\r', '\n']), "{field:?}");
        }
    }
}
