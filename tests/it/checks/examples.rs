//! Each rule fires on its bad example and keeps still on its good one.

use serde_json::{Value, json};

use letterhead::domain::authoring::{Authored, Composer, Sources};
use letterhead::domain::checks::{CheckInput, Example, check, rule, rules};
use letterhead::domain::connector::{Connector, Delivery, PlanInput, render_as_logto};
use letterhead::domain::logto::{ContentType, Flow, TemplateDetails, UsageType, sample_payload};
use letterhead::domain::message::MessageStamp;
use letterhead::domain::workspace::Workspace;

/// The codes that an example leads to; nothing for one in words.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of example")]
fn codes(example: Example) -> Option<Vec<&'static str>> {
    let mut details = TemplateDetails {
        subject: "Your code is {{code}}".to_owned(),
        content: "<p>{{code}}</p>".to_owned(),
        ..TemplateDetails::default()
    };
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let sign_in = |details: &TemplateDetails| {
        check(&CheckInput::new(details, UsageType::SignIn, "en", &payload))
    };
    let found = match example {
        Example::Content(text) => {
            details.content = text.to_owned();
            sign_in(&details)
        }
        Example::Plain(text) => {
            details.content = text.to_owned();
            details.content_type = Some(ContentType::Plain);
            sign_in(&details)
        }
        Example::Arabic(text) => {
            details.content = text.to_owned();
            check(&CheckInput::new(
                &details,
                UsageType::SignIn,
                "ar",
                &payload,
            ))
        }
        Example::Invitation(text) => {
            details.content = text.to_owned();
            details.subject = "Join us".to_owned();
            let payload = sample_payload(Flow::Invitation, UsageType::OrganizationInvitation);
            check(&CheckInput::new(
                &details,
                UsageType::OrganizationInvitation,
                "en",
                &payload,
            ))
        }
        Example::Subject(text) => {
            details.subject = text.to_owned();
            sign_in(&details)
        }
        Example::Flow(flow, text) => {
            details.content = text.to_owned();
            let flow = flow.parse().unwrap();
            check(&CheckInput::new(&details, UsageType::SignIn, "en", &payload).by(flow))
        }
        Example::Payload(text, payload) => {
            details.content = text.to_owned();
            let payload: Value = serde_json::from_str(payload).unwrap();
            check(&CheckInput::new(
                &details,
                UsageType::SignIn,
                "en",
                &payload,
            ))
        }
        Example::Through(factory, config, template) => {
            let details: TemplateDetails = serde_json::from_str(template).unwrap();
            let connector = (!config.is_empty()).then(|| connector(factory, config));
            let input = CheckInput::new(&details, UsageType::SignIn, "en", &payload);
            check(&input.through(connector.as_ref()))
        }
        Example::Config(factory, config) => {
            return Some(
                connector(factory, config)
                    .findings()
                    .iter()
                    .map(|found| found.code)
                    .collect(),
            );
        }
        Example::Submission(config) => return Some(submission(config)),
        Example::File(path, text) => {
            let mut workspace = Workspace::default();
            workspace.insert(path.as_ref(), text);
            return Some(
                workspace
                    .findings
                    .iter()
                    .map(|found| found.finding.code)
                    .collect(),
            );
        }
        Example::Layout(text) => return Some(composed(text)),
        Example::Tag(tag) => {
            let found = letterhead::domain::language::tag_findings(tag, false);
            return Some(found.iter().map(|found| found.code).collect());
        }
        Example::Words(_) => return None,
    };
    Some(found.iter().map(|found| found.finding.code).collect())
}

/// A sound configuration with these changes.
fn connector(factory: &str, changes: &str) -> Connector {
    let mut config = sound(factory);
    let changes: Value = serde_json::from_str(changes).unwrap();
    for (key, value) in changes.as_object().unwrap() {
        config[key] = value.clone();
    }
    Connector::from_json(factory, config).unwrap()
}

fn sound(factory: &str) -> Value {
    let templates = |key: &str| {
        let template = |usage_type: &str| {
            let mut template = json!({
                "usageType": usage_type, "subject": "Code", "content": "<p>{{code}} {{link}}</p>",
                "templateAlias": "logto",
            });
            template[key] = json!("text/html");
            template
        };
        json!(["Register", "SignIn", "ForgotPassword", "Generic"].map(template))
    };
    match factory {
        "simple-mail-transfer-protocol" => json!({
            "host": "smtp.example.org", "port": 587, "auth": { "user": "a", "pass": "b" },
            "fromEmail": "A <a@example.org>", "templates": templates("contentType"),
        }),
        "aws-ses-mail" => json!({
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "accessKeySecret": "b", "region": "eu-central-1",
            "emailAddress": "a@example.org", "templates": templates("x"),
        }),
        "aliyun-direct-mail" => json!({
            "accessKeyId": "a", "accessKeySecret": "b", "accountName": "a@example.org",
            "templates": templates("x"),
        }),
        "mailgun-email" => json!({
            "domain": "mg.example.org", "apiKey": "a", "from": "A <a@example.org>",
            "deliveries": { "Generic": { "subject": "Code", "html": "{{link}}" } },
        }),
        "postmark-mail" => json!({
            "serverToken": "a", "fromEmail": "a@example.org", "templates": templates("x"),
        }),
        "http-email" => json!({ "endpoint": "https://hooks.example.com/logto" }),
        "logto-email" => json!({}),
        "smtp2go-email-service" => json!({
            "apiKey": "a", "sender": "a@example.org", "templates": templates("type"),
        }),
        _ => json!({
            "apiKey": "a", "fromEmail": "a@example.org", "templates": templates("type"),
        }),
    }
}

fn submission(config: &str) -> Vec<&'static str> {
    let connector = connector("simple-mail-transfer-protocol", config);
    let payload = json!({"code": "123456"});
    let details = TemplateDetails {
        subject: "x".to_owned(),
        content: "x".to_owned(),
        ..TemplateDetails::default()
    };
    let stamp = MessageStamp {
        date: jiff::Timestamp::UNIX_EPOCH,
        message_id: "a".to_owned(),
        boundary_seed: "b".to_owned(),
    };
    let input = PlanInput {
        usage_type: UsageType::SignIn,
        to: "a@example.com",
        payload: &payload,
        ip: None,
        custom_template: Some(&details),
        stamp: &stamp,
        hostname: None,
        render: &render_as_logto,
    };
    match connector.plan(&input).unwrap() {
        Delivery::Smtp(submission) => submission
            .findings()
            .iter()
            .map(|found| found.code)
            .collect(),
        Delivery::Http(_) => Vec::new(),
    }
}

fn composed(layout: &str) -> Vec<&'static str> {
    let mut composer = Composer::new();
    let mut sources = Sources::default();
    sources.layouts.insert("main".to_owned(), layout.into());
    sources.source_language = "en".to_owned();
    composer.set_sources(sources);
    let details = TemplateDetails {
        content: "<p>{{code}}</p>".to_owned(),
        ..TemplateDetails::default()
    };
    let made = composer.compose(&Authored {
        usage_type: UsageType::SignIn,
        tag: "en",
        layout: "main",
        params: &json!({}),
        details: &details,
    });
    made.findings
        .iter()
        .map(|found| found.finding.code)
        .collect()
}

#[test]
fn every_rule_fires_on_its_bad_example_and_not_on_its_good_one() {
    let mut wrong = Vec::new();
    for rule in rules() {
        if let Some(codes) = codes(rule.bad)
            && !codes.contains(&rule.id)
        {
            wrong.push(format!("{}: bad example gives {codes:?}", rule.id));
        }
        if let Some(codes) = codes(rule.good)
            && codes.contains(&rule.id)
        {
            wrong.push(format!("{}: good example fires", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn most_rules_have_an_example_that_is_run() {
    let in_words = rules().filter(|rule| matches!(rule.bad, Example::Words(_)));
    assert!(in_words.count() * 4 < rules().count());
}

#[test]
fn every_finding_of_an_example_has_a_rule() {
    for example in rules().flat_map(|rule| [rule.bad, rule.good]) {
        for code in codes(example).unwrap_or_default() {
            assert!(rule(code).is_some(), "{code}");
        }
    }
}

#[test]
fn ids_are_in_kebab_case_and_sentences_are_whole() {
    let mut seen = std::collections::BTreeSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        let is_kebab =
            |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
        assert!(rule.id.chars().all(is_kebab), "{}", rule.id);
        assert!(
            rule.why.ends_with('.') && !rule.title.ends_with('.'),
            "{}",
            rule.id
        );
        assert!(
            rule.why.len() > 10 && !rule.source.is_empty(),
            "{}",
            rule.id
        );
        assert_ne!(rule.bad.text(), "", "{}", rule.id);
    }
}
