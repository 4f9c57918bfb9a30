//! The send itself, with its record.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::super::open::Context;
use super::super::{CliError, write_json};
use super::input::{Input, Planned};
use super::{Send, safety, told};
use crate::domain::send_history::{Outcome, SendEnded, SendStarted, Sending, mask, redactor};
use crate::domain::workspace::ConnectorProfile;
use crate::services::clock::{Clock, SystemClock};
use crate::services::delivery::{DeliveryEvent, DeliveryOptions, HttpOptions, Told, deliver};
use crate::services::inbox::{Inbox, InboxConfig, SmtpServer, StartTls};
use crate::services::send_history::SendHistory;
use crate::services::with_causes;

/// What became of the mail.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent<'a> {
    /// The message in the inbox, for the sandbox; else null.
    id: Option<&'a str>,
    outcome: &'a Outcome,
    transcript: &'a str,
    /// The record of the send in the history.
    record: &'a str,
    /// Where it went.
    target: Target<'a>,
}

/// Where a mail goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Target<'a> {
    /// To the server or provider of the configuration.
    Provider,
    /// To an address in the provider's place: a mock or a proxy.
    Endpoint {
        /// The address.
        address: &'a str,
    },
    /// To the inbox on this machine and to nobody else.
    Inbox,
}

impl<'a> Target<'a> {
    fn of(profile: &'a ConnectorProfile) -> Self {
        match profile.over() {
            _ if profile.sandbox => Self::Inbox,
            Some(address) => Self::Endpoint { address },
            None => Self::Provider,
        }
    }
}

/// Tells a person what goes on. Standard output is left to the result.
fn note(words: &str) {
    // Nobody is left to tell if standard error is closed.
    writeln!(io::stderr(), "{words}").ok();
}

/// Tells that a request is made again, which may take long.
fn note_retry(event: &DeliveryEvent) {
    if let DeliveryEvent::Http(event) = event
        && let Some(words) = event.retry_words()
    {
        note(&words);
    }
}

/// Sends the mail, if it may go.
pub(super) fn run(
    arguments: &Send,
    context: &Context,
    input: &Input,
    out: &mut impl Write,
) -> Result<(), CliError> {
    safety::check(arguments, &input.profile)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::input(&error))?;
    runtime.block_on(async {
        if input.profile.sandbox {
            caught(arguments, context, input, out).await
        } else {
            let planned = input.plan(arguments, 0);
            let planned = planned.map_err(|error| CliError::Refused(told(&error)))?;
            send(arguments, context, input, &planned, out).await
        }
    })
}

/// Catches the one mail in the inbox that the window shows too: several programs may share it.
async fn caught(
    arguments: &Send,
    context: &Context,
    input: &Input,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let folder = context.folders()?.inbox();
    let inbox = Inbox::open(&folder, clock).map_err(|error| CliError::input(&error))?;
    let config = InboxConfig {
        start_tls: StartTls::Hidden,
        ..InboxConfig::default()
    };
    let server = SmtpServer::bind(config, Arc::new(inbox), |_| {}).await;
    let server = server.map_err(|error| CliError::input(&error))?;
    let planned = input.plan(arguments, server.local_addr().port());
    let planned = planned.map_err(|error| CliError::Refused(told(&error)))?;
    let stop = CancellationToken::new();
    let sending = async {
        let result = send(arguments, context, input, &planned, out).await;
        stop.cancel();
        result
    };
    tokio::join!(sending, server.run(stop.clone())).0
}

async fn send(
    arguments: &Send,
    context: &Context,
    input: &Input,
    planned: &Planned,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let clock = SystemClock;
    let history = SendHistory::new(&context.folders()?.sends());
    let at = clock.now();
    let sending = Sending {
        id: &SendHistory::new_id(at),
        at,
        profile: &input.profile,
        connector: &planned.connector,
        delivery: &planned.delivery,
        usage_type: arguments.mail.usage_type,
        language: arguments.lang.as_deref(),
        flow: arguments.mail.flow()?,
        recipient: &arguments.to,
        payload: &input.payload,
        payload_name: arguments.payload.as_deref(),
        template: input.details.as_ref(),
        batch: None,
    };
    let not_kept = |error| CliError::Input(format!("the history: {}", with_causes(&error)));
    history
        .started(SendStarted::of(&sending))
        .map_err(not_kept)?;
    let http = HttpOptions {
        accepts_invalid_certificates: input.profile.accept_invalid_certificates,
        ..HttpOptions::DEFAULT
    };
    let options = DeliveryOptions {
        clock: &clock,
        http: &http,
    };
    let target = Target::of(&input.profile);
    if let (Target::Endpoint { address }, false) = (target, arguments.json) {
        note(&format!(
            "Not to the provider: the request goes to {address}"
        ));
    }
    let begun = Instant::now();
    let cancel = CancellationToken::new();
    let result = deliver(
        &planned.delivery,
        options,
        |event| note_retry(&event),
        cancel,
    )
    .await;
    let told = Told::of(&planned.delivery, &result);
    let masked = mask::payload(&input.payload, input.profile.sandbox);
    let redactor = redactor(&sending, &masked.texts);
    let ended = SendEnded {
        id: sending.id.clone(),
        at: clock.now(),
        outcome: told.outcome.cleaned(&redactor),
        duration_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        transcript: redactor.clean(&told.transcript).into_owned(),
    };
    let stored_as = told.stored_as.as_deref();
    let stored_as = stored_as.filter(|_| target == Target::Inbox);
    // What came of the mail is told first, whatever becomes of its record.
    let printed = print(arguments, target, stored_as, &ended, out);
    if let Err(error) = history.ended(ended) {
        let why = with_causes(&error);
        note(&format!(
            "What came of the mail is missing in the history: {why}"
        ));
    }
    printed
}

fn print(
    arguments: &Send,
    target: Target<'_>,
    stored_as: Option<&str>,
    ended: &SendEnded,
    out: &mut impl Write,
) -> Result<(), CliError> {
    if arguments.json {
        write_json(
            out,
            &Sent {
                id: stored_as,
                outcome: &ended.outcome,
                transcript: &ended.transcript,
                record: ended.id.as_str(),
                target,
            },
        )?;
    }
    match &ended.outcome {
        Outcome::Delivered { facts } if !arguments.json => {
            if let Some(id) = stored_as {
                let to = &arguments.to;
                note(&format!(
                    "The mail to {to} is in the inbox on this machine and went to nobody; see it with \
                     letterhead inbox show"
                ));
                return Ok(writeln!(out, "{id}")?);
            }
            for fact in facts {
                writeln!(out, "{}: {}", fact.name, fact.value)?;
            }
            Ok(())
        }
        Outcome::Delivered { .. } => Ok(()),
        Outcome::Doubtful { why, .. } => Err(CliError::Refused(format!(
            "{}\n{why}",
            ended.outcome.summary()
        ))),
        Outcome::Failed { code, title, why } if code.is_empty() => {
            Err(CliError::Refused(format!("{title}\n{why}")))
        }
        Outcome::Failed { code, title, why } => Err(CliError::Refused(format!(
            "{title}\n{why}\nLogto would answer {code}"
        ))),
        Outcome::InDoubt { title, why, .. } => Err(CliError::Refused(format!(
            "nobody knows whether the mail was sent: look whether it arrived before you send it \
             again\n{title}\n{why}"
        ))),
        Outcome::Cancelled => Err(CliError::Refused("the send was stopped".to_owned())),
        Outcome::Unknown => Err(CliError::Refused(
            "nobody knows whether the mail was taken: no answer came".to_owned(),
        )),
    }
}
