//! `letterhead connector check`

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;

use super::super::open::Context;
use super::super::{CliError, write_finding, write_json};
use super::source::SourceArguments;
use super::{SAMPLE_PORT, of_profile};
use crate::domain::connector::{ConfigIssue, Connector, ConnectorError};
use crate::domain::finding::{Finding, Severity};

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
