//! `letterhead connector check`

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;

use super::super::open::Context;
use super::super::{CliError, write_finding, write_json};
use super::source::SourceArguments;
use super::{SAMPLE_PORT, of_profile};
use crate::domain::connector::{ConfigIssue, Connector, ConnectorError, Inspection};
use crate::domain::finding::{Finding, Severity};
use crate::domain::workspace::ConnectorProfile;

const EXAMPLES: &str = "Examples:
  letterhead connector check production
  letterhead connector check connectors/production.toml --json
  letterhead connector check pasted.json --factory sendgrid-email-service";

/// Arguments of `letterhead connector check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    /// A profile of the workspace by its name, its file (.toml), or a configuration as Logto stores
    /// it (JSON; - is standard input)
    #[arg(value_name = "PROFILE|FILE")]
    file: PathBuf,
    #[command(flatten)]
    source: SourceArguments,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// What is wrong with a configuration.
#[derive(Serialize)]
struct Report {
    factory: String,
    /// What Logto's guard refuses, as Logto tells it.
    issues: Vec<Value>,
    findings: Vec<Finding>,
}

pub(super) fn run(
    arguments: &Check,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let opened = arguments.source.of(&arguments.file).open(context)?;
    let (profile, mut findings) = (opened.profile, opened.findings);
    let found = if profile.goes_to_inbox() {
        // Nobody saves a sandbox at Logto, where most of the traps are.
        of_sandbox(&profile)
    } else {
        Connector::inspect(&profile.factory, &profile.config)
    };
    let Inspection {
        issues,
        findings: traps,
    } = found.map_err(|error| {
        let known = Connector::FACTORY_IDS.join(", ");
        CliError::Input(format!("{error}; these are: {known}"))
    })?;
    findings.extend(traps);
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
        let issues = issues.iter();
        let issues = issues.map(|issue| issue.finding_in(&profile.config));
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

/// What Logto would refuse of the connector that a sandbox stands for.
fn of_sandbox(profile: &ConnectorProfile) -> Result<Inspection, ConnectorError> {
    match of_profile(profile, SAMPLE_PORT) {
        Ok(_) => Ok(Inspection::default()),
        Err(ConnectorError::InvalidConfig(issues)) => Ok(Inspection {
            issues,
            findings: Vec::new(),
        }),
        Err(error @ (ConnectorError::UnknownFactory(_) | ConnectorError::NoSandbox(_))) => {
            Err(error)
        }
    }
}
