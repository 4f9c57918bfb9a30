//! Deliveries over HTTP: what a plan says is sent to the byte, and every answer is told.
//!
//! reqwest only carries bytes. Redirects and repetitions are those of the client that Logto's connector
//! uses (`domain/connector/answer`), and what it does not do is not done here either. What leaves this
//! module went through a [`Masker`], so that no secret is in a receipt, a failure or an event.

mod client;
mod exchange;
mod handed;
mod names;
mod options;
mod outcome;
mod trouble;

use std::time::Duration;

use reqwest::Url;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use self::client::client;
use self::exchange::{Ended, Limit, Signal, Wire};
use super::error::Failure;
use super::event::{DeliveryEvent, HttpEvent};
use crate::domain::connector::answer::{
    Masker, NetworkTrouble, RequestFacts, diagnose, redirect, retry,
};
use crate::domain::connector::{HttpAnswer, HttpRequest, Secret};
use crate::domain::finding::{Finding, Severity};

pub use client::HttpSettingsError;
pub use options::{HttpOptions, ProxyChoice};
pub use outcome::{HttpExchange, HttpFailure, HttpReceipt};

/// A delivery under way.
struct Delivering<'a, F> {
    request: &'a HttpRequest,
    on_progress: &'a F,
    wire: Wire<'a>,
    masker: Masker,
    findings: Vec<Finding>,
    exchanges: Vec<HttpExchange>,
    attempt: usize,
    /// Whether somebody may have taken the mail without saying so.
    may_be_sent: bool,
    /// Scheme, host and port that the last redirect led to, masked.
    redirected_to: Option<String>,
}

/// An answer or a trouble; nothing if it was called off.
type Outcome = Option<Result<HttpAnswer, NetworkTrouble>>;

/// Sends a request as the connector it belongs to would, and tells what Logto makes of the answer.
pub(super) async fn deliver<F: Fn(DeliveryEvent) + Send + Sync>(
    request: &HttpRequest,
    options: &HttpOptions,
    on_progress: &F,
    cancel: &CancellationToken,
) -> Result<HttpReceipt, Failure> {
    let delivering = Delivering::new(request, options, on_progress, cancel);
    delivering.map_err(Failure::HttpSettings)?.run().await
}

/// Makes a request that sends no mail, such as one that asks a provider for its settings, with the
/// same limits, trust and masking; none if it was called off.
pub async fn ask(
    request: &HttpRequest,
    options: &HttpOptions,
    cancel: &CancellationToken,
) -> Result<Option<Result<HttpAnswer, NetworkTrouble>>, HttpSettingsError> {
    let ignore = |_event: DeliveryEvent| {};
    let mut asking = Delivering::new(request, options, &ignore, cancel)?;
    let outcome = asking.follow().await;
    let masker = &asking.masker;
    Ok(outcome.map(|outcome| match outcome {
        Ok(answer) => Ok(masker.answer(&answer)),
        Err(trouble) => Err(masker.trouble(&trouble)),
    }))
}

impl<'a, F: Fn(DeliveryEvent) + Send + Sync> Delivering<'a, F> {
    fn new(
        request: &'a HttpRequest,
        options: &'a HttpOptions,
        on_progress: &'a F,
        cancel: &'a CancellationToken,
    ) -> Result<Self, HttpSettingsError> {
        let (signals, heard) = mpsc::unbounded_channel();
        let limit = Limit::of(request.connector, options);
        Ok(Self {
            request,
            on_progress,
            wire: Wire {
                client: client(options, signals.clone())?,
                options,
                signals,
                heard,
                cancel,
                deadline: Instant::now() + limit.total,
                limit,
                is_handed_over: false,
            },
            masker: masker(request, options),
            findings: options.findings(),
            exchanges: Vec::new(),
            attempt: 1,
            may_be_sent: false,
            redirected_to: None,
        })
    }

    fn tell(&self, event: HttpEvent) {
        (self.on_progress)(DeliveryEvent::Http(event));
    }

    async fn run(mut self) -> Result<HttpReceipt, Failure> {
        let outcome = loop {
            let Some(outcome) = self.follow().await else {
                return Err(Failure::Cancelled);
            };
            self.note_doubt(&outcome);
            let Some(after) = self.repeats_after(&outcome) else {
                break outcome;
            };
            tokio::select! {
                () = sleep(after) => {}
                // What was asked so far was refused, unless an answer is missing.
                () = self.wire.cancel.cancelled() => {
                    if self.may_be_sent {
                        break outcome;
                    }
                    return Err(Failure::Cancelled);
                }
            }
            self.attempt += 1;
        };
        self.judge(&outcome)
    }

    /// Makes the request and follows its redirects.
    async fn follow(&mut self) -> Outcome {
        let mut next: Option<HttpRequest> = None;
        for followed in 0.. {
            let request = next.as_ref().unwrap_or(self.request);
            let answer = match self.exchange(&request.clone()).await? {
                Ok(answer) => answer,
                trouble @ Err(_) => return Some(trouble),
            };
            match redirect(request, &answer, followed) {
                Ok(None) => return Some(Ok(answer)),
                Err(trouble) => return Some(Err(trouble)),
                Ok(Some(redirect)) => {
                    let to = self.masker.text(&redirect.origin);
                    self.redirected_to = Some(to.clone());
                    self.tell(HttpEvent::Redirected {
                        status: answer.status,
                        to,
                        keeps_body: redirect.keeps_body,
                    });
                    self.findings.extend(redirect.findings);
                    self.masker = masker(&redirect.request, self.wire.options);
                    next = Some(redirect.request);
                }
            }
        }
        None
    }

    async fn exchange(&mut self, request: &HttpRequest) -> Outcome {
        let started = Instant::now();
        let origin = Url::parse(&request.url).map(|url| url.origin().ascii_serialization());
        let origin = self.masker.text(&origin.unwrap_or_default());
        self.tell(HttpEvent::Asking {
            attempt: self.attempt,
            method: request.method,
            origin: origin.clone(),
        });
        let (on_progress, masker) = (self.on_progress, &self.masker);
        let tell = |signal: &Signal| on_progress(event(signal, masker));
        let ended = self.wire.exchange(request, &tell).await;
        let (status, trouble) = match &ended {
            Ended::Answer(answer) => (Some(answer.status), None),
            Ended::Trouble(trouble) => (None, Some(self.masker.trouble(trouble))),
            Ended::Cancelled => (None, None),
        };
        self.exchanges.push(HttpExchange {
            attempt: self.attempt,
            method: request.method,
            origin,
            status,
            trouble,
            took: started.elapsed(),
        });
        match ended {
            Ended::Answer(answer) => {
                self.tell(HttpEvent::Answered {
                    status: answer.status,
                });
                Some(Ok(answer))
            }
            Ended::Trouble(trouble) => Some(Err(trouble)),
            Ended::Cancelled => None,
        }
    }

    /// Remembers that a request left and its answer did not come.
    fn note_doubt(&mut self, outcome: &Result<HttpAnswer, NetworkTrouble>) {
        let leaves_doubt = outcome.as_ref().is_err_and(NetworkTrouble::leaves_doubt);
        self.may_be_sent |= leaves_doubt && self.wire.is_handed_over;
    }

    /// How long to wait before the request is made again, if it is.
    fn repeats_after(&mut self, outcome: &Result<HttpAnswer, NetworkTrouble>) -> Option<Duration> {
        let connector = self.request.connector;
        let retry = retry(connector, self.attempt, outcome.as_ref())?;
        // The other side may ask for a wait that no clock can add up.
        let again_at = Instant::now().checked_add(retry.after);
        if again_at.is_none_or(|at| at >= self.wire.deadline) {
            return None;
        }
        if self.may_be_sent {
            let message = "The request is made again although the first may have been taken, so the \
                           mail may come twice; the AWS SDK of Logto does the same";
            let hint = "Look at the recipient's mailbox before sending again";
            self.findings.push(
                Finding::new(Severity::Warning, "http-repeated-in-doubt", message).hint(hint),
            );
        }
        self.tell(HttpEvent::Retrying {
            attempt: self.attempt + 1,
            most: connector.client().most_attempts(),
            after_milliseconds: u64::try_from(retry.after.as_millis()).unwrap_or(u64::MAX),
            is_asked: retry.is_asked,
        });
        Some(retry.after)
    }

    fn judge(self, outcome: &Result<HttpAnswer, NetworkTrouble>) -> Result<HttpReceipt, Failure> {
        let connector = self.request.connector;
        let masker = &self.masker;
        // The verdict is that on the answer as it came; what is told is that on the masked one.
        let shown = match outcome {
            Ok(answer) => Ok(masker.answer(answer)),
            Err(trouble) => Err(masker.trouble(trouble)),
        };
        let mut findings = self.findings;
        let error = match (connector.judge(outcome.as_ref()), &shown) {
            (Ok(_), Ok(answer)) => {
                let accepted = connector.judge(Ok(answer)).unwrap_or_default();
                let accepted = masker.accepted(accepted);
                findings.extend(accepted.findings);
                (self.on_progress)(DeliveryEvent::Http(HttpEvent::Accepted {
                    status: answer.status,
                }));
                return Ok(HttpReceipt {
                    connector,
                    facts: accepted.facts,
                    findings: masker.findings(findings),
                    answer: answer.clone(),
                    exchanges: self.exchanges,
                });
            }
            (Ok(_), Err(_)) => return Err(Failure::Cancelled),
            (Err(error), _) => error,
        };
        findings.extend(connector.leak(outcome.as_ref()));
        let facts = RequestFacts {
            redirected_to: self.redirected_to.clone(),
            may_be_sent: self.may_be_sent,
            ..facts(self.request, self.wire.options)
        };
        let mut diagnosis = diagnose(connector, shown.as_ref(), &facts);
        if self.may_be_sent {
            let remark = "The whole request had left by then, so the mail may have been sent";
            diagnosis.why = format!("{}. {remark}", diagnosis.why);
        }
        let (answer, trouble) = match shown {
            Ok(answer) => (Some(answer), None),
            Err(trouble) => (None, Some(trouble)),
        };
        Err(Failure::Http(Box::new(HttpFailure {
            connector,
            logto: masker.error(&error),
            diagnosis: masker.diagnosis(&diagnosis),
            answer,
            trouble,
            may_be_sent: self.may_be_sent,
            findings: masker.findings(findings),
            exchanges: self.exchanges,
        })))
    }
}

/// A host may hold a secret, too: a redirect can put anything into it.
fn event(signal: &Signal, masker: &Masker) -> DeliveryEvent {
    match signal {
        Signal::Resolving(host) => DeliveryEvent::Http(HttpEvent::Resolving {
            host: masker.text(host),
        }),
        Signal::Resolved(addresses) => DeliveryEvent::Http(HttpEvent::Connecting {
            addresses: addresses.iter().map(|address| address.ip()).collect(),
        }),
        Signal::HandedOver => DeliveryEvent::PointOfNoReturn,
    }
}

/// The secrets of a request and of the proxy.
fn masker(request: &HttpRequest, options: &HttpOptions) -> Masker {
    let proxy = match &options.proxy {
        ProxyChoice::At(address) => Url::parse(address.expose()).ok(),
        ProxyChoice::Environment | ProxyChoice::Direct => None,
    };
    let password = proxy.as_ref().and_then(Url::password);
    let secrets = request.secrets.iter().map(Secret::expose);
    Masker::new(secrets.chain(password))
}

fn facts(request: &HttpRequest, options: &HttpOptions) -> RequestFacts {
    let proxy = match &options.proxy {
        ProxyChoice::At(address) => Url::parse(address.expose()).ok(),
        ProxyChoice::Environment | ProxyChoice::Direct => None,
    };
    let proxy = proxy.and_then(|url| {
        let port = url.port_or_known_default()?;
        Some(format!("{}:{port}", url.host_str()?))
    });
    RequestFacts {
        proxy,
        ..RequestFacts::of(request)
    }
}

impl HttpOptions {
    /// What of the settings makes a test less than the real thing.
    fn findings(&self) -> Vec<Finding> {
        if !self.accepts_invalid_certificates {
            return Vec::new();
        }
        let message = "Certificates were not checked, so somebody else may have answered and read \
                       the key";
        let hint = "Switch the check on again after the test; Logto always checks";
        vec![Finding::new(Severity::Warning, "http-certificates-unchecked", message).hint(hint)]
    }
}
