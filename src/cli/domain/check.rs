//! `letterhead domain check`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Servers;
use crate::cli::connector::{SAMPLE_PORT, of_profile};
use crate::cli::open::{Context, read};
use crate::cli::{CliError, write_json};
use crate::domain::connector::render_as_logto;
use crate::domain::finding::Severity;
use crate::domain::sender_domain::alignment::{ConnectorIdentity, TemplateUse};
use crate::domain::sender_domain::check::case::{Case, CaseProvider};
use crate::domain::sender_domain::check::parse_domain;
use crate::domain::sender_domain::dns::{Name, Step};
use crate::domain::sender_domain::provider::Settings;
use crate::domain::sender_domain::report::ReportFinding;
use crate::domain::sender_domain::whole::{CaseInputs, WholeCheck, WholeReport};
use crate::services::bimi::LogoFetcher;
use crate::services::clock::SystemClock;
use crate::services::dns::{
    DnsService, InquiryCheck, Lookup, Recorded, RunEvent, RunOptions, TimeLimits, prove,
    run as run_check,
};
use crate::services::mta_sts::PolicyFetcher;

/// Stands below the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  letterhead domain check example.com
  letterhead domain check example.com --profile ses-production
  letterhead domain check example.com --provider aws-ses --set region=us-east-1 \\
      --set dkim_tokens=abc,def,ghi --from no-reply@example.com
  letterhead domain check example.com --dns 127.0.0.1:5353 --selector s1 --json
  letterhead domain check example.com --case case.json --dns authoritative
  letterhead domain check example.com news.example.com auth.example.com

Exit codes: 0 no errors found, 1 errors found, 2 bad usage, 3 something could not be checked";

/// Arguments of `letterhead domain check`.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The domains, or addresses at them
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    #[command(flatten)]
    servers: Servers,
    /// The connector profile whose provider, sender and templates are judged
    #[arg(long, value_name = "PROFILE", conflicts_with_all = ["provider", "case"])]
    profile: Option<String>,
    /// The workspace of the profile, instead of the current folder
    #[arg(long, value_name = "DIR", requires = "profile")]
    workspace: Option<PathBuf>,
    /// The provider that sends: aws-ses, mailgun, sendgrid, postmark, aliyun-dm, smtp, smtp2go or
    /// mailjunky
    #[arg(long, value_name = "NAME", conflicts_with = "case")]
    provider: Option<String>,
    /// What is known of the provider: `region`, `domain`, `dkim_tokens`, `mail_from`, `dkim_host`,
    /// `host`, `helo` or `sending_ips`; several values with commas between
    #[arg(long = "set", value_name = "KEY=VALUE", conflicts_with = "case")]
    sets: Vec<String>,
    /// A selector of DKIM to look for; may be given several times
    #[arg(long = "selector", value_name = "S")]
    selectors: Vec<String>,
    /// The address in From, to tell whether its mail passes DMARC
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
    /// The inputs of the check as JSON: `{selectors, provider, config}`
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    /// Also fetches the MTA-STS policy over HTTPS from mta-sts.NAME
    #[arg(long)]
    policy: bool,
    /// Also fetches the logo that the BIMI record names, over HTTPS
    #[arg(long)]
    logo: bool,
    /// Prints JSON: the report, or a list of reports if there are several names
    #[arg(long)]
    json: bool,
}

/// The keys of `--set` that hold lists.
const LISTS: [&str; 2] = ["dkim_tokens", "sending_ips"];

pub(super) fn run(
    arguments: &Check,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let mut checks = Vec::new();
    for name in &arguments.names {
        let domain = parse_domain(name);
        let domain = domain.map_err(|error| CliError::Input(format!("{name}: {error}")))?;
        if !checks.iter().any(|it: &WholeCheck| *it.domain() == domain) {
            checks.push(check_of(arguments, context, &domain, checks.is_empty())?);
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::input(&error))?;
    let reports = runtime.block_on(all_checked(arguments, checks))?;
    if arguments.json {
        match reports.as_slice() {
            [whole] => write_json(out, whole)?,
            reports => write_json(out, &reports)?,
        }
    } else {
        for (index, whole) in reports.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n\n" };
            write!(out, "{gap}{}", whole.to_text())?;
        }
    }
    out.flush()?;
    ended(&reports)
}

/// The check of one name. Notes about the connector as a whole come with the first one only.
fn check_of(
    arguments: &Check,
    context: &Context,
    domain: &Name,
    is_first: bool,
) -> Result<WholeCheck, CliError> {
    match &arguments.profile {
        Some(profile) => of_named_profile(arguments, context, profile, domain, is_first),
        None => Ok(CaseInputs::check(&case(arguments)?, domain.clone())),
    }
}

/// The exit code of the reports, the worst of them, as an error with a sentence.
fn ended(reports: &[WholeReport]) -> Result<(), CliError> {
    let is_error = |it: &&ReportFinding| it.severity == Severity::Error && it.is_proven();
    let mut wrong = Vec::new();
    let mut open = Vec::new();
    for whole in reports {
        let domain = &whole.report.domain;
        let count = whole.report.findings.iter().filter(is_error).count();
        match whole.exit_code() {
            0 => {}
            1 if count == 1 => wrong.push(format!("{domain}: one error")),
            1 => wrong.push(format!("{domain}: {count} errors")),
            _ => open.push(domain.to_string()),
        }
    }
    if !wrong.is_empty() {
        return Err(CliError::Refused(wrong.join("; ")));
    }
    if !open.is_empty() {
        return Err(CliError::Unchecked(format!(
            "{}: not everything could be checked; try again, or other servers with --dns",
            open.join(", ")
        )));
    }
    Ok(())
}

/// All checks at once, with the reports in their order.
async fn all_checked(
    arguments: &Check,
    checks: Vec<WholeCheck>,
) -> Result<Vec<WholeReport>, CliError> {
    let service = DnsService::new(Arc::new(SystemClock), TimeLimits::default());
    let lookup = service.lookup(&arguments.servers.dns);
    let lookup = lookup.map_err(|error| CliError::input(&error))?;
    let mut running = JoinSet::new();
    for (index, check) in checks.into_iter().enumerate() {
        let elsewhere = Elsewhere::new(arguments).map_err(|error| CliError::input(&error))?;
        let lookup = Arc::clone(&lookup);
        running.spawn(async move { (index, checked(check, lookup, elsewhere).await) });
    }
    let mut reports = BTreeMap::new();
    while let Some(done) = running.join_next().await {
        let (index, whole) = done.map_err(|error| CliError::input(&error))?;
        reports.insert(index, whole?);
    }
    Ok(reports.into_values().collect())
}

/// What is fetched from elsewhere than the DNS.
struct Elsewhere {
    policy: Option<PolicyFetcher>,
    logo: Option<LogoFetcher>,
}

impl Elsewhere {
    fn new(arguments: &Check) -> Result<Self, reqwest::Error> {
        Ok(Self {
            policy: arguments.policy.then(PolicyFetcher::new).transpose()?,
            logo: arguments.logo.then(LogoFetcher::new).transpose()?,
        })
    }
}

async fn checked(
    mut check: WholeCheck,
    lookup: Arc<dyn Lookup>,
    elsewhere: Elsewhere,
) -> Result<WholeReport, CliError> {
    if let Some(fetcher) = elsewhere.policy {
        let domain = check.domain().clone();
        check.check_mut().options.mta_sts_policy = fetcher.fetch(&domain).await;
    }
    let mut seen = WholeCheck::inquiry();
    let steps = InquiryCheck::new(seen.clone(), |inquiry: &mut _| check.step(inquiry));
    let never = CancellationToken::new();
    let on_event = |event: RunEvent<'_>| {
        if let RunEvent::Answered(traced) = event {
            seen.answer(traced.question.clone(), traced.reply.answer.clone());
        }
    };
    let options = RunOptions::default();
    let run = run_check(steps, Arc::clone(&lookup), options, on_event, &never).await;
    let run = run.map_err(|error| CliError::input(&error))?;
    let (left, elapsed_ms) = (options.after(&run), millis(run.elapsed));
    let mut whole = run.result;
    if let (Some(fetcher), Some(address)) = (elsewhere.logo, &whole.report.bimi.logo_address) {
        check.check_mut().options.bimi_logo = fetcher.fetch(address).await;
        if let Step::Done(looked) = check.step(&mut seen) {
            whole = looked;
        }
    }
    whole.report.queries.elapsed_ms = Some(elapsed_ms);
    let findings = whole.report.findings.clone().into();
    let recorded = Arc::new(Recorded {
        check,
        inquiry: seen,
    });
    let proofs = prove(recorded, findings, (lookup, left), |_| (), &never).await;
    Ok(whole.with_proofs(&proofs))
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The case of the file, or that which the arguments make.
fn case(arguments: &Check) -> Result<Case, CliError> {
    let mut case = match &arguments.case {
        Some(path) => case_file(path)?,
        None => case_of_arguments(arguments)?,
    };
    for selector in &arguments.selectors {
        if !case.selectors.contains(selector) {
            case.selectors.push(selector.clone());
        }
    }
    if arguments.from.is_some() {
        case.config.from.clone_from(&arguments.from);
    }
    Ok(case)
}

fn case_file(path: &Path) -> Result<Case, CliError> {
    let case = Case::parse(&read(path)?).map_err(|error| CliError::input(&error))?;
    for key in &case.ignored {
        tracing::warn!(%key, "a key of the case that nobody reads");
    }
    Ok(case)
}

fn case_of_arguments(arguments: &Check) -> Result<Case, CliError> {
    let mut config = Map::new();
    for set in &arguments.sets {
        let Some((key, value)) = set.split_once('=') else {
            let message = format!("--set {set}: give KEY=VALUE");
            return Err(CliError::Input(message));
        };
        let value = if LISTS.contains(&key) {
            let items = value.split(',').map(str::trim);
            items
                .filter(|item| !item.is_empty())
                .map(Value::from)
                .collect()
        } else {
            Value::from(value)
        };
        config.insert(key.to_owned(), value);
    }
    let mut object = json!({ "config": config });
    if let Some(provider) = &arguments.provider {
        if !CaseProvider::NAMES.contains(&provider.as_str()) {
            let names = CaseProvider::NAMES.join(", ");
            let message = format!("--provider {provider}: no such provider; there are {names}");
            return Err(CliError::Input(message));
        }
        object["provider"] = Value::from(provider.as_str());
    }
    let case = Case::parse(&object.to_string()).map_err(|error| CliError::input(&error))?;
    match case.ignored.first() {
        Some(key) => {
            let key = key.trim_start_matches("config.");
            let message = format!("--set {key}: no check reads this");
            Err(CliError::Input(message))
        }
        None => Ok(case),
    }
}

/// The check of a domain for a profile of a workspace.
fn of_named_profile(
    arguments: &Check,
    context: &Context,
    name: &str,
    domain: &Name,
    is_first: bool,
) -> Result<WholeCheck, CliError> {
    let workspace = context.workspace(arguments.workspace.as_deref())?;
    let mut profiles = workspace.connectors.iter();
    let Some(profile) = profiles.find(|profile| profile.name == name) else {
        let names = workspace.connectors.iter();
        let names: Vec<&str> = names.map(|profile| profile.name.as_str()).collect();
        let names = names.join(", ");
        let message = format!("there is no connector {name}; the workspace has: {names}");
        return Err(CliError::Input(message));
    };
    let connector = of_profile(profile, SAMPLE_PORT).map_err(|error| CliError::input(&error))?;
    let case = case_of_arguments(arguments)?;
    let settings = Settings::of(&connector).ok();
    let settings = settings.map(|known| CaseInputs::completed(known, &case, domain));
    let templates = workspace.templates.iter();
    let templates: Vec<_> = templates.map(|(key, file)| (key, file.details())).collect();
    let templates: Vec<TemplateUse<'_>> = templates
        .iter()
        .map(|(key, details)| TemplateUse {
            usage_type: key.usage_type,
            language_tag: &key.tag,
            details,
        })
        .collect();
    let known = settings.as_ref();
    let mut identity = match &arguments.from {
        Some(from) => ConnectorIdentity::of_address(from, known),
        None => ConnectorIdentity::of(&connector, known, &templates, &render_as_logto),
    };
    if !is_first {
        identity.froms.retain(|from| from.domain == *domain);
        identity.notes.clear();
    }
    let mut check = case.check(domain.clone(), Vec::new());
    check.selectors.extend(arguments.selectors.iter().cloned());
    Ok(WholeCheck::new(check, settings.as_ref(), Some(identity)))
}
