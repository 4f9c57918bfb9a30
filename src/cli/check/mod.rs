//! `letterhead check` and `letterhead explain-rule`

mod explain;
mod report;
mod single;
mod subject;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::open::Context;
use super::{CliError, write_json};
use crate::domain::checks::{Audience, Located, rules_with, sarif};
use crate::domain::clients::checks::MORE;
use crate::domain::finding::Severity;
use crate::domain::logto::UsageType;
use crate::services::workspace::load;

pub use explain::ExplainRule;
pub(super) use explain::run as explain;

/// Arguments of `letterhead check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The workspace, or one template [default: the current folder, else the workspace the window
    /// starts with]
    #[arg(value_name = "WORKSPACE|FILE")]
    what: Option<PathBuf>,
    /// Only templates of this usage type; of a file outside of a workspace, what it is for
    #[arg(long = "type", value_name = "TYPE")]
    usage_type: Option<UsageType>,
    /// Only templates in this language; of a file outside of a workspace, what it is in
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// The mail clients of your readers, such as `gmail.*,outlook.windows=20` with shares in percent
    #[arg(long, value_name = "CLIENTS", value_delimiter = ',', value_parser = client)]
    clients: Vec<(String, Option<f64>)>,
    /// Prints JSON
    #[arg(long, conflicts_with = "sarif")]
    json: bool,
    /// Prints SARIF 2.1.0
    #[arg(long)]
    sarif: bool,
    /// From which severity on the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

/// A severity that lets the check fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Errors only
    Error,
    /// Errors and warnings
    Warning,
}

impl FailOn {
    const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
        }
    }
}

/// A client with its share.
fn client(text: &str) -> Result<(String, Option<f64>), String> {
    let (name, share) = match text.split_once('=') {
        Some((name, share)) => (name, Some(share)),
        None => (text, None),
    };
    let is_name = |char: char| char.is_ascii_alphanumeric() || "*.-_".contains(char);
    let name = name.trim();
    if name.is_empty() || !name.chars().all(is_name) {
        return Err("a client is written like gmail.ios or outlook.*".to_owned());
    }
    let share = share.map(|share| {
        let number = share.trim().trim_end_matches('%').parse::<f64>();
        let number = number.ok().filter(|share| (0.0..=100.0).contains(share));
        number.ok_or_else(|| "a share is a number from 0 to 100".to_owned())
    });
    Ok((name.to_owned(), share.transpose()?))
}

pub(super) fn run(
    arguments: &Check,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let audience = Audience {
        clients: arguments.clients.clone(),
    };
    let (root, findings) = arguments.findings(context, &audience)?;
    if arguments.json {
        write_json(out, &findings)?;
    } else if arguments.sarif {
        let rules: Vec<_> = rules_with(MORE).collect();
        let text = |path: &Path| std::fs::read_to_string(root.join(path)).ok();
        let version = env!("CARGO_PKG_VERSION");
        write_json(out, &sarif(&findings, &rules, version, &text))?;
    } else {
        report::write(out, &findings)?;
    }
    let least = arguments.fail_on.severity();
    let count = findings.iter().filter(|found| found.counts(least)).count();
    match count {
        0 => Ok(()),
        1 => Err(CliError::Refused("one finding".to_owned())),
        _ => Err(CliError::Refused(format!("{count} findings"))),
    }
}

impl Check {
    /// What is wrong, and the folder that paths count from.
    fn findings(
        &self,
        context: &Context,
        audience: &Audience,
    ) -> Result<(PathBuf, Vec<Located>), CliError> {
        let file = self.what.as_deref().filter(|path| path.is_file());
        let given = match file {
            Some(file) => match subject::workspace_around(file) {
                Some(root) => Some(root),
                None => return single::check(self, file, audience),
            },
            None => self.what.clone(),
        };
        let root = context.root(given.as_deref())?;
        let loaded = load(&root).map_err(|error| CliError::input(&error))?;
        let inside = file.map(|file| subject::inside(&root, file)).transpose()?;
        let chosen = subject::Chosen {
            usage_type: self.usage_type,
            lang: self.lang.as_deref(),
            path: inside.as_deref(),
        };
        let findings = subject::check(&loaded.workspace, &chosen, audience)?;
        Ok((root, findings))
    }
}
