//! `letterhead connector plan`

use std::io::{self, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::CliError;
use super::super::open::read_each_line;
use super::listed;
use crate::domain::connector::{
    Connector, ConnectorError, Delivery, PlanError, PlanInput, SmtpAuth, SmtpSubmission,
    render_as_logto,
};
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::services::clock::SystemClock;
use crate::services::delivery::new_stamp;
use crate::services::with_causes;

/// One line to plan.
#[derive(Deserialize)]
struct Line {
    factory: String,
    // Read when the factory is known to be one.
    input: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    config: Value,
    data: Message,
    i18n_template: Option<TemplateDetails>,
}

/// What Logto's core hands to a connector.
#[derive(Deserialize)]
struct Message {
    to: String,
    #[serde(rename = "type")]
    usage_type: UsageType,
    payload: Value,
    ip: Option<String>,
}

/// Answers each line by one line, in order. One that asks for nothing that can be planned is answered
/// too, and makes the exit code that of bad input in the end.
pub(super) fn plan_lines(input: impl io::BufRead, out: &mut impl Write) -> Result<(), CliError> {
    let mut bad: Vec<usize> = Vec::new();
    for (index, line) in read_each_line::<Line>(input).enumerate() {
        let line = match line {
            // A blank line asks for nothing.
            Ok(None) => continue,
            Ok(Some(line)) => Ok(line),
            Err(error) => Err(error),
        };
        let planned = line.and_then(plan);
        let answer = match planned {
            Ok(Ok(delivery)) => json!({ "delivery": wire_json(&delivery, true)? }),
            Ok(Err(error)) => json!({ "error": answer(&error) }),
            Err(message) => {
                bad.push(index + 1);
                not_planned(index + 1, &message)
            }
        };
        writeln!(out, "{answer}")?;
    }
    match bad.as_slice() {
        [] => Ok(()),
        [one] => Err(CliError::Input(format!("line {one} could not be planned"))),
        [first, ..] => Err(CliError::Input(format!(
            "{} lines could not be planned, the first is line {first}",
            bad.len()
        ))),
    }
}

/// The answer to a line that is no question to Logto, so that there is no answer of Logto's.
fn not_planned(number: usize, message: &str) -> Value {
    json!({ "error": {
        "code": null, "status": null, "message": format!("line {number}: {message}"),
    } })
}

/// The plan of a line, or why it cannot be planned at all.
fn plan(line: Line) -> Result<Result<Delivery, PlanError>, String> {
    if !Connector::FACTORY_IDS.contains(&line.factory.as_str()) {
        let error = ConnectorError::UnknownFactory(line.factory);
        let known = Connector::FACTORY_IDS.join(", ");
        return Err(format!("{error}; these are: {known}"));
    }
    let input = serde_json::from_value(line.input);
    let Input {
        config,
        data,
        i18n_template,
    } = input.map_err(|error| format!("input: {error}"))?;
    let connector = match Connector::from_json(&line.factory, config) {
        Ok(connector) => connector,
        Err(ConnectorError::InvalidConfig(issues)) => {
            return Ok(Err(PlanError::InvalidConfig(issues)));
        }
        Err(error) => return Err(error.to_string()),
    };
    Ok(connector.plan(&PlanInput {
        usage_type: data.usage_type,
        to: &data.to,
        payload: &data.payload,
        ip: data.ip.as_deref(),
        custom_template: i18n_template.as_ref(),
        stamp: &new_stamp(&SystemClock),
        hostname: None,
        render: &render_as_logto,
    }))
}

/// What Logto would answer, with all there is to say about it.
fn answer(error: &PlanError) -> Value {
    let answer = error.logto();
    let message = match error {
        PlanError::InvalidConfig(issues) => listed(issues),
        _ => with_causes(error),
    };
    json!({ "code": answer.code, "status": answer.status, "message": message })
}

/// A delivery as JSON: `{kind: "http", method, url, headers, body}` or `{kind: "smtp", server, tls,
/// auth, envelope, message, …}`; with its secrets if they are wanted.
pub(in crate::cli) fn wire_json(
    delivery: &Delivery,
    with_secrets: bool,
) -> Result<Value, CliError> {
    let masked;
    let shown = if with_secrets {
        delivery
    } else {
        masked = delivery.masked();
        &masked
    };
    let mut value = serde_json::to_value(shown).map_err(io::Error::from)?;
    if let Delivery::Smtp(submission) = delivery {
        value["server"] = json!({ "host": submission.host, "port": submission.port });
        let login = login_secret(submission).filter(|_| with_secrets);
        if let Some((key, secret)) = login {
            value["auth"][key] = Value::from(secret);
        }
    }
    Ok(value)
}

fn login_secret(submission: &SmtpSubmission) -> Option<(&'static str, &str)> {
    match &submission.auth {
        SmtpAuth::Login { pass, .. } => Some(("pass", pass.expose())),
        SmtpAuth::XOAuth2 { access_token, .. } => Some(("accessToken", access_token.expose())),
        SmtpAuth::None | SmtpAuth::XOAuth2Fetched { .. } => None,
    }
}
