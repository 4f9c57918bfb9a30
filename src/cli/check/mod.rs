//! `letterhead check` and `letterhead explain-rule`

mod asked;
mod explain;
mod report;
mod single;
mod subject;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use self::asked::Asked;
use super::open::Context;
use super::{CliError, write_json};
use crate::domain::checks::{Audience, Located, rules_with, sarif, spam};
use crate::domain::clients::checks::MORE;
use crate::domain::clients::data::ClientData;
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
    /// Looks also whether links and pictures are there: asks the servers that the mails name, each
    /// address once, with the values of a sample
    #[arg(long)]
    links: bool,
    /// Asks spamd also, the server of a spam filter, what it thinks of each mail
    #[arg(long, value_name = "HOST:PORT", value_parser = spam::server)]
    spamd: Option<String>,
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
    if ClientData::bundled().find(name).is_empty() {
        return Err(unknown_client(name));
    }
    let share = share.map(|share| {
        let number = share.trim().trim_end_matches('%').parse::<f64>();
        let number = number.ok().filter(|share| (0.0..=100.0).contains(share));
        number.ok_or_else(|| "a share is a number from 0 to 100".to_owned())
    });
    Ok((name.to_owned(), share.transpose()?))
}

/// Why a client is refused, with the spellings that are known for one that `render` has a model of.
fn unknown_client(name: &str) -> String {
    let family = name.split(['.', '-']).next().unwrap_or(name);
    let data = ClientData::bundled();
    let alike: Vec<&str> = data
        .find(family)
        .into_iter()
        .filter_map(|id| data.client(id))
        .map(|client| client.id.as_str())
        .collect();
    if alike.is_empty() {
        format!("“{name}” is no mail client that is known; `letterhead clients` lists them")
    } else {
        format!(
            "“{name}” is no mail client that is known; of {family} there are {}",
            alike.join(", ")
        )
    }
}

pub(super) fn run(
    arguments: &Check,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let audience = Audience {
        clients: arguments.clients.clone(),
    };
    let mut asked = Asked::new(arguments.links, arguments.spamd.clone())?;
    let (root, findings) = arguments.findings(context, &audience, &mut asked)?;
    if arguments.json {
        write_json(out, &findings)?;
    } else if arguments.sarif {
        let rules: Vec<_> = rules_with(MORE).collect();
        let text = |path: &Path| std::fs::read_to_string(root.join(path)).ok();
        let version = env!("CARGO_PKG_VERSION");
        write_json(out, &sarif(&findings, &rules, version, &text))?;
    } else {
        report::write(out, &findings)?;
        asked.write(out)?;
    }
    if arguments.json || arguments.sarif {
        // Standard output belongs to the report.
        asked.write(&mut io::stderr()).ok();
    }
    let least = arguments.fail_on.severity();
    if findings.iter().any(|found| found.counts(least)) {
        return Err(CliError::Refused(report::counted(&findings, least)));
    }
    let unanswered = asked.unanswered;
    unanswered.map_or(Ok(()), |why| Err(CliError::Unchecked(why)))
}

impl Check {
    /// What is wrong, and the folder that paths count from.
    fn findings(
        &self,
        context: &Context,
        audience: &Audience,
        asked: &mut Asked,
    ) -> Result<(PathBuf, Vec<Located>), CliError> {
        let file = self.what.as_deref().filter(|path| path.is_file());
        let given = match file {
            Some(file) => match subject::workspace_around(file) {
                Some(root) => Some(root),
                None => return single::check(self, file, audience, asked),
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
        let findings = subject::check(&loaded.workspace, &chosen, audience, asked)?;
        Ok((root, findings))
    }
}
