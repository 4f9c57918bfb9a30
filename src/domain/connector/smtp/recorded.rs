//! The recordings of Logto's own connector and of its guard.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::{ConfigIssue, PlanError, PlanInput};
use super::tests::{render, stamp};
use super::{SmtpConfig, SmtpSubmission, plan};
use crate::domain::logto::{TemplateDetails, UsageType};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/smtp.json");
const GUARD: &str = include_str!("../../../../tests/fixtures/wire/smtp-guard.json");

#[derive(Deserialize)]
struct Recorded {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    input: Input,
    dialogue: Vec<(String, String)>,
    message: Option<Message>,
    outcome: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    config: Value,
    data: Data,
    i18n_template: Option<TemplateDetails>,
}

#[derive(Deserialize)]
struct Data {
    to: String,
    #[serde(rename = "type")]
    usage_type: UsageType,
    payload: Value,
}

#[derive(Deserialize)]
struct Message {
    raw: String,
}

fn plan_case(input: &Input) -> Result<SmtpSubmission, PlanError> {
    let mut config = input.config.clone();
    if config["port"] == "<port>" {
        config["port"] = json!(2525);
    }
    let config = SmtpConfig::from_json(config).map_err(PlanError::InvalidConfig)?;
    plan(
        &config,
        &PlanInput {
            usage_type: input.data.usage_type,
            to: &input.data.to,
            payload: &input.data.payload,
            ip: None,
            custom_template: input.i18n_template.as_ref(),
            stamp: &stamp(),
            hostname: None,
            render: &render,
        },
    )
}

#[test]
fn plans_are_what_logtos_connector_sent() {
    let recorded: Recorded = serde_json::from_str(RECORDED).unwrap();
    assert_eq!(recorded.cases.len(), 15);
    for case in &recorded.cases {
        let name = &case.name;
        let planned = match plan_case(&case.input) {
            Ok(planned) => planned,
            Err(error) => {
                assert_eq!(case.outcome["thrown"]["code"], "invalid_config", "{name}");
                assert_eq!(
                    error.logto().data["issues"],
                    case.outcome["thrown"]["data"]["zodIssues"],
                    "{name}"
                );
                continue;
            }
        };
        let said = |prefix: &str| {
            case.dialogue
                .iter()
                .filter(|(side, line)| side == "C" && line.starts_with(prefix))
                .map(|(_, line)| line.clone())
                .collect::<Vec<_>>()
        };
        let ehlo = vec![format!("EHLO {}", planned.ehlo_name)];
        assert_eq!(said("EHLO"), ehlo, "{name}");
        let mail_from = vec![format!("MAIL FROM:<{}>", planned.envelope.mail_from)];
        assert_eq!(said("MAIL"), mail_from, "{name}");
        let rcpt_to: Vec<String> = planned
            .envelope
            .rcpt_to
            .iter()
            .map(|address| format!("RCPT TO:<{address}>"))
            .collect();
        assert_eq!(said("RCPT"), rcpt_to, "{name}");
        if let Some(message) = &case.message {
            let eml = String::from_utf8(planned.eml()).unwrap();
            assert_eq!(eml, message.raw, "{name}");
            let id = &case.outcome["returned"]["messageId"];
            assert_eq!(&planned.message_id, id, "{name}");
        }
    }
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    let cases: Map<String, Value> = serde_json::from_str(GUARD).unwrap();
    for (name, case) in &cases {
        let issues = match SmtpConfig::from_json(case["config"].clone()) {
            Ok(_) => Vec::new(),
            Err(issues) => issues.iter().map(ConfigIssue::to_zod).collect(),
        };
        assert_eq!(Value::Array(issues), case["issues"], "{name}");
    }
}
