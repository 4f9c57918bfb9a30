//! `letterhead domain spf`

use std::io::{self, BufRead, Write};
use std::net::IpAddr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Servers;
use crate::cli::CliError;
use crate::domain::sender_domain::spf::{CheckRequest, Evaluation, EvaluationOutcome, SpfResult};
use crate::services::clock::{Clock as _, SystemClock};
use crate::services::dns::{DnsService, RunOptions, ServerChoice, TimeLimits, run as run_check};
use crate::services::with_causes;

/// How many mails are checked at once. More would only wait for their turn with the servers, and
/// the time of a check runs meanwhile.
const MOST_AT_ONCE: usize = 64;

/// Arguments of `letterhead domain spf`.
#[derive(Debug, clap::Args)]
pub(super) struct Spf {
    /// Reads `{id, dns?, ip, helo, mailfrom}` lines from standard input and writes `{id, result,
    /// explanation, lookups, void}` lines in the order they are done; a line that cannot be checked
    /// gives `{id, error}`
    #[arg(long, required = true)]
    stdin_json: bool,
    #[command(flatten)]
    servers: Servers,
}

/// A mail to check.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    dns: Option<String>,
    ip: IpAddr,
    #[serde(default)]
    helo: String,
    #[serde(default, alias = "mail_from")]
    mailfrom: String,
}

/// What became of a line.
#[derive(Serialize)]
#[serde(untagged)]
enum Verdict {
    Checked {
        id: Value,
        result: SpfResult,
        explanation: Option<String>,
        lookups: u32,
        void: u32,
    },
    Failed {
        id: Value,
        error: String,
    },
}

pub(super) fn run(arguments: &Spf, out: &mut impl Write) -> Result<(), CliError> {
    let runtime = Runtime::new().map_err(|error| CliError::input(&error))?;
    let (sender, lines) = mpsc::channel(MOST_AT_ONCE);
    // Reading cannot be interrupted, so it has a thread of its own.
    drop(runtime.spawn_blocking(move || read(io::stdin().lock(), &sender)));
    let failed = runtime.block_on(check_all(lines, &arguments.servers.dns, out));
    // Whoever reads the results has gone: more lines need not be waited for.
    runtime.shutdown_background();
    match failed? {
        0 => Ok(()),
        1 => Err(CliError::Input("one line could not be checked".to_owned())),
        count => Err(CliError::Input(format!(
            "{count} lines could not be checked"
        ))),
    }
}

/// Hands over every line until there are no more, or nobody takes them.
fn read(input: impl BufRead, sender: &Sender<io::Result<String>>) {
    for line in input.lines() {
        let is_last = line.is_err();
        if sender.blocking_send(line).is_err() || is_last {
            return;
        }
    }
}

/// Checks the lines as they come, and returns how many could not be.
async fn check_all(
    mut lines: Receiver<io::Result<String>>,
    choice: &ServerChoice,
    out: &mut impl Write,
) -> Result<usize, CliError> {
    let service = Arc::new(DnsService::new(
        Arc::new(SystemClock),
        TimeLimits::default(),
    ));
    let mut running = JoinSet::new();
    let mut failed = 0;
    let mut has_more = true;
    while has_more || !running.is_empty() {
        tokio::select! {
            line = lines.recv(), if has_more && running.len() < MOST_AT_ONCE => match line {
                Some(line) => {
                    let line = line.map_err(|error| CliError::input(&error))?;
                    if !line.trim().is_empty() {
                        running.spawn(verdict(line, choice.clone(), Arc::clone(&service)));
                    }
                }
                None => has_more = false,
            },
            Some(done) = running.join_next() => {
                let verdict = done.map_err(|error| CliError::input(&error))?;
                failed += usize::from(matches!(verdict, Verdict::Failed { .. }));
                let json = serde_json::to_string(&verdict).map_err(io::Error::from)?;
                writeln!(out, "{json}")?;
            }
        }
    }
    Ok(failed)
}

async fn verdict(line: String, choice: ServerChoice, service: Arc<DnsService>) -> Verdict {
    let line: Line = match serde_json::from_str(&line) {
        Ok(line) => line,
        Err(error) => {
            // Whoever sent it can tell which line it was, if the id at least can be read.
            let value: Value = serde_json::from_str(&line).unwrap_or_default();
            let id = value.get("id").cloned().unwrap_or_default();
            let error = error.to_string();
            return Verdict::Failed { id, error };
        }
    };
    let id = line.id.clone();
    match check(line, choice, &service).await {
        Ok(outcome) => Verdict::Checked {
            id,
            result: outcome.result,
            explanation: outcome.explanation,
            lookups: outcome.lookups,
            void: outcome.void_lookups,
        },
        Err(error) => Verdict::Failed {
            id,
            error: with_causes(&*error),
        },
    }
}

async fn check(
    line: Line,
    choice: ServerChoice,
    service: &DnsService,
) -> Result<EvaluationOutcome, Box<dyn std::error::Error + Send + Sync>> {
    let choice = line.dns.map_or(Ok(choice), |dns| dns.parse())?;
    let lookup = service.lookup(&choice)?;
    let request = CheckRequest {
        unix_secs: SystemClock.now().as_second().try_into().unwrap_or_default(),
        ..CheckRequest::new(line.ip, line.helo, line.mailfrom)
    };
    let options = RunOptions::default();
    let never = CancellationToken::new();
    let run = run_check(Evaluation::new(request), lookup, options, |_| (), &never).await?;
    Ok(run.result)
}
