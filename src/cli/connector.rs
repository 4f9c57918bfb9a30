//! `letterhead connector`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::open::{read, read_json, read_lines};
use super::{CliError, write_finding, write_json};
use crate::domain::connector::{
    ConfigIssue, Connector, ConnectorError, Delivery, PlanError, PlanInput, SmtpAuth, SmtpConfig,
    SmtpSubmission, render_as_logto, smtp,
};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::workspace::ConnectorProfile;
use crate::services::clock::SystemClock;
use crate::services::delivery::new_stamp;
use crate::services::with_causes;

/// Stands for the port of the inbox where no server is started.
pub(super) const SAMPLE_PORT: u16 = 2525;

/// Arguments of `letterhead connector`.
#[derive(Debug, clap::Args)]
pub struct ConnectorCommand {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Tells what Logto's connectors would send, for scripts that check it
    Plan {
        /// Reads `{factory, input: {config, data: {to, type, payload, ip?}, i18nTemplate?}}` lines
        /// from standard input and writes `{delivery}` or `{error: {code, status, message}}` lines,
        /// secrets included; `factory` is Logto's id of the connector
        #[arg(long, required = true)]
        stdin_jsonl: bool,
    },
    /// Tells what is wrong with the configuration of a connector
    Check(Check),
}

/// Arguments of `letterhead connector check`.
#[derive(Debug, clap::Args)]
struct Check {
    /// A configuration as Logto stores it (JSON), or a profile of a workspace (.toml)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Logto's id of the connector, for a configuration; a profile names its own
    #[arg(long, value_name = "ID")]
    factory: Option<String>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// One line to plan.
#[derive(Deserialize)]
struct Line {
    factory: String,
    input: Input,
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

/// What is wrong with a configuration.
#[derive(Serialize)]
struct Report {
    factory: String,
    /// What Logto's guard refuses, as Logto tells it.
    issues: Vec<Value>,
    findings: Vec<Finding>,
}

pub(super) fn run(arguments: &ConnectorCommand, out: &mut impl Write) -> Result<(), CliError> {
    match &arguments.command {
        Action::Plan { .. } => plan_lines(io::stdin().lock(), out),
        Action::Check(arguments) => check(arguments, out),
    }
}

/// The connector of a profile; in a sandbox the one for SMTP leads to `port` on this machine.
pub(super) fn of_profile(
    profile: &ConnectorProfile,
    port: u16,
) -> Result<Connector, ConnectorError> {
    if profile.sandbox && profile.factory == SmtpConfig::FACTORY_ID {
        return smtp::sandboxed(Some(&profile.config), port)
            .map(|config| Connector::Smtp(Box::new(config)))
            .map_err(ConnectorError::InvalidConfig);
    }
    Connector::from_json(&profile.factory, profile.config.clone())
}

/// All issues of a configuration in one line.
pub(super) fn listed(issues: &[ConfigIssue]) -> String {
    let issues: Vec<String> = issues.iter().map(ConfigIssue::to_string).collect();
    issues.join("; ")
}

fn plan_lines(input: impl io::BufRead, out: &mut impl Write) -> Result<(), CliError> {
    for line in read_lines::<Line>(input) {
        let (number, line) = line?;
        let answer = match plan(line) {
            Ok(Ok(delivery)) => json!({ "delivery": on_the_wire(&delivery)? }),
            Ok(Err(error)) => json!({ "error": answer(&error) }),
            Err(error) => return Err(CliError::Input(format!("line {number}: {error}"))),
        };
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

/// The plan of a line, or the factory that is not known.
fn plan(line: Line) -> Result<Result<Delivery, PlanError>, ConnectorError> {
    let Input {
        config,
        data,
        i18n_template,
    } = line.input;
    let connector = match Connector::from_json(&line.factory, config) {
        Ok(connector) => connector,
        Err(ConnectorError::InvalidConfig(issues)) => {
            return Ok(Err(PlanError::InvalidConfig(issues)));
        }
        Err(error @ ConnectorError::UnknownFactory(_)) => return Err(error),
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

/// A delivery with its secrets: a request has them as it is, the login of a submission has not.
fn on_the_wire(delivery: &Delivery) -> Result<Value, CliError> {
    let mut value = serde_json::to_value(delivery).map_err(io::Error::from)?;
    if let Delivery::Smtp(submission) = delivery
        && let Some((key, secret)) = login_secret(submission)
    {
        value["auth"][key] = Value::from(secret);
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

fn check(arguments: &Check, out: &mut impl Write) -> Result<(), CliError> {
    let (profile, mut findings) = profile(&arguments.file, arguments.factory.as_deref())?;
    let mut issues = Vec::new();
    match of_profile(&profile, SAMPLE_PORT) {
        // Nobody saves a sandbox at Logto, where most of the traps are.
        Ok(_) if profile.sandbox => {}
        Ok(connector) => findings.extend(connector.findings()),
        Err(ConnectorError::InvalidConfig(found)) => issues = found,
        Err(error @ ConnectorError::UnknownFactory(_)) => {
            let known = Connector::FACTORY_IDS.join(", ");
            return Err(CliError::Input(format!("{error}; these are: {known}")));
        }
    }
    let errors = findings.iter();
    let errors = errors.filter(|finding| finding.severity == Severity::Error);
    let count = errors.count() + issues.len();
    let file = &arguments.file;
    if arguments.json {
        let report = Report {
            factory: profile.factory,
            issues: issues.iter().map(ConfigIssue::to_zod).collect(),
            findings,
        };
        write_json(out, &report)?;
    } else {
        let issues = issues.iter().map(ConfigIssue::finding);
        for finding in issues.chain(findings) {
            write_finding(out, &file.display(), &finding)?;
        }
    }
    let what = match count {
        0 => return Ok(()),
        1 => "one error".to_owned(),
        _ => format!("{count} errors"),
    };
    Err(CliError::Refused(format!("{}: {what}", file.display())))
}

/// The profile in a file, with what is odd about it; a bare configuration becomes one.
fn profile(
    file: &Path,
    factory: Option<&str>,
) -> Result<(ConnectorProfile, Vec<Finding>), CliError> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let is_profile = file.extension().is_some_and(|ending| ending == "toml");
    let wrong = |message: &str| CliError::Input(format!("{}: {message}", file.display()));
    match (is_profile, factory) {
        (true, Some(_)) => Err(wrong("the profile names its factory; leave --factory out")),
        (true, None) => {
            let parsed = ConnectorProfile::parse(&name, &read(file)?);
            let parsed = parsed.map_err(|error| wrong(&error.to_string()))?;
            Ok((parsed.value, parsed.findings))
        }
        (false, Some(factory)) => {
            let profile = ConnectorProfile::new(name, factory, read_json(file)?);
            Ok((profile, Vec::new()))
        }
        (false, None) => Err(wrong("give --factory ID, or a profile that ends in .toml")),
    }
}
