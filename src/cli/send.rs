//! `letterhead send`

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::connector::{SAMPLE_PORT, listed, of_profile};
use super::open::{Context, MailArguments};
use super::{CliError, write_json};
use crate::domain::connector::{
    Connector, ConnectorError, Delivery, PlanInput, SmtpConfig, render_as_logto,
};
use crate::domain::workspace::{ConnectorProfile, Workspace};
use crate::services::clock::{Clock, SystemClock};
use crate::services::delivery::{DeliveryOptions, Receipt, deliver, new_stamp};
use crate::services::inbox::{Inbox, InboxConfig, SmtpServer, StartTls};

/// Arguments of `letterhead send`.
#[derive(Debug, clap::Args)]
pub struct Send {
    #[command(flatten)]
    mail: MailArguments,
    /// The language tag of the template
    #[arg(long, value_name = "TAG")]
    lang: String,
    /// The connector profile: the name of its file in `connectors`
    #[arg(long, value_name = "PROFILE", default_value = "sandbox")]
    connector: String,
    /// The recipient
    #[arg(long, value_name = "ADDRESS", default_value = "person@example.com")]
    to: String,
    /// The variables: a JSON file, or the name of a payload set of the workspace [default: all that
    /// the flow carries]
    #[arg(long, value_name = "FILE|SET")]
    payload: Option<String>,
    /// Prints what would be said to the server or asked of the provider, and sends nothing
    #[arg(long)]
    dry_run: bool,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Stands for the address of the person's computer, which Logto gives to its HTTP connector
/// (RFC 5737).
const SAMPLE_IP: &str = "203.0.113.7";

/// What became of the mail.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    /// The message in the inbox.
    id: Option<String>,
    receipt: Receipt,
}

pub(super) fn run(
    arguments: &Send,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let workspace = context.workspace(arguments.mail.workspace.as_deref())?;
    let profile = profile(&workspace, &arguments.connector)?;
    refuse_sending(profile, arguments.dry_run)?;
    if arguments.dry_run {
        let delivery = plan(arguments, &workspace, profile, SAMPLE_PORT)?;
        if arguments.json {
            return write_json(out, &delivery.masked());
        }
        let text = match &delivery {
            Delivery::Http(request) => request.preview(),
            Delivery::Smtp(submission) => submission.transcript_preview(),
        };
        return Ok(write!(out, "{text}")?);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::input(&error))?;
    let sent = runtime.block_on(send(arguments, context, &workspace, profile))?;
    match (&sent.id, arguments.json) {
        (_, true) => write_json(out, &sent),
        (Some(id), false) => Ok(writeln!(out, "{id}")?),
        (None, false) => Ok(writeln!(out, "{}", sent.receipt)?),
    }
}

fn profile<'a>(workspace: &'a Workspace, name: &str) -> Result<&'a ConnectorProfile, CliError> {
    let mut profiles = workspace.connectors.iter();
    let Some(profile) = profiles.find(|profile| profile.name == name) else {
        let names = workspace.connectors.iter();
        let names: Vec<&str> = names.map(|profile| profile.name.as_str()).collect();
        return Err(CliError::Input(format!(
            "there is no connector {name}; the workspace has: {}",
            names.join(", "),
        )));
    };
    Ok(profile)
}

/// Refuses what cannot be sent, or only for real; a request over HTTP can at least be shown.
fn refuse_sending(profile: &ConnectorProfile, is_dry_run: bool) -> Result<(), CliError> {
    let name = &profile.name;
    if profile.factory == SmtpConfig::FACTORY_ID {
        if profile.sandbox {
            return Ok(());
        }
        return Err(CliError::Refused(format!(
            "{name} would send real mail, which this version does not; set sandbox = true in \
             connectors/{name}.toml to catch it in the inbox"
        )));
    }
    if !Connector::FACTORY_IDS.contains(&profile.factory.as_str()) {
        return Err(CliError::Refused(format!(
            "the connector {} is not offered yet; these are: {}",
            profile.factory,
            Connector::FACTORY_IDS.join(", "),
        )));
    }
    if is_dry_run {
        return Ok(());
    }
    Err(CliError::Refused(format!(
        "{name} sends over HTTP, which this version does not do; with --dry-run it shows the request"
    )))
}

/// The connector of a profile; one for SMTP leads to `port` on this machine.
fn connector(profile: &ConnectorProfile, port: u16) -> Result<Connector, CliError> {
    of_profile(profile, port).map_err(|error| match error {
        ConnectorError::InvalidConfig(issues) => CliError::Refused(format!(
            "Logto refuses the configuration: {}",
            listed(&issues)
        )),
        ConnectorError::UnknownFactory(_) => CliError::refused(&error),
    })
}

fn plan(
    arguments: &Send,
    workspace: &Workspace,
    profile: &ConnectorProfile,
    port: u16,
) -> Result<Delivery, CliError> {
    let mail = &arguments.mail;
    let details = mail.template(workspace, &arguments.lang)?;
    let flow = mail.flow()?;
    let payload = mail.payload(workspace, arguments.payload.as_deref())?;
    let input = PlanInput {
        usage_type: mail.usage_type,
        to: &arguments.to,
        payload: &payload,
        ip: flow.sends_ip().then_some(SAMPLE_IP),
        custom_template: Some(&details),
        stamp: &new_stamp(&SystemClock),
        hostname: None,
        render: &render_as_logto,
    };
    let planned = connector(profile, port)?.plan(&input);
    planned.map_err(|error| CliError::refused(&error))
}

/// Catches the one mail in the inbox that the window shows too: several programs may share it.
async fn send(
    arguments: &Send,
    context: &Context,
    workspace: &Workspace,
    profile: &ConnectorProfile,
) -> Result<Sent, CliError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let folder = context.folders()?.inbox();
    let inbox =
        Inbox::open(&folder, Arc::clone(&clock)).map_err(|error| CliError::input(&error))?;
    let config = InboxConfig {
        start_tls: StartTls::Hidden,
        ..InboxConfig::default()
    };
    let server = SmtpServer::bind(config, Arc::new(inbox), |_| {}).await;
    let server = server.map_err(|error| CliError::input(&error))?;
    let delivery = plan(arguments, workspace, profile, server.local_addr().port())?;
    let (stop, cancel) = (CancellationToken::new(), CancellationToken::new());
    let options = DeliveryOptions::new(clock.as_ref());
    let delivering = async {
        let result = deliver(&delivery, options, |_| {}, cancel).await;
        stop.cancel();
        result
    };
    let (result, ()) = tokio::join!(delivering, server.run(stop.clone()));
    let receipt = result.map_err(|error| CliError::refused(&error))?;
    let answer = receipt.to_string();
    let id = answer
        .rsplit_once("stored as ")
        .map(|(_, id)| id.trim().to_owned());
    Ok(Sent { id, receipt })
}
