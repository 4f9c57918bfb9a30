//! One request and its answer.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use reqwest::{Client, Method, Request, Response, Url};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::instrument::WithSubscriber as _;
use tracing::subscriber::NoSubscriber;

use super::handed::{Gate, body};
use super::options::HttpOptions;
use super::trouble::{Attempted, of_answer, of_request};
use crate::domain::connector::answer::{HttpPhase, NetworkTrouble, TroubleKind};
use crate::domain::connector::{HttpAnswer, HttpConnector, HttpRequest};

/// No more of a body is read.
const MOST_BODY: usize = 1024 * 1024;

/// What the client tells while a request is under way.
#[derive(Debug)]
pub(super) enum Signal {
    /// A host is looked up.
    Resolving(String),
    /// These are its addresses.
    Resolved(Vec<SocketAddr>),
    /// The last byte of the body leaves now.
    HandedOver,
}

/// A client and what it is used with.
pub(super) struct Wire<'a> {
    pub client: Client,
    pub options: &'a HttpOptions,
    pub signals: UnboundedSender<Signal>,
    pub heard: UnboundedReceiver<Signal>,
    pub cancel: &'a CancellationToken,
    /// When the whole delivery has to be over.
    pub deadline: Instant,
    /// What makes it so.
    pub limit: Limit,
    /// Whether a whole request has left before, so that nothing can be called off.
    pub is_handed_over: bool,
}

/// How long a delivery may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    /// With all redirects and repetitions.
    pub total: Duration,
    /// Whether it is that of the client of Logto's connector, so that Logto would give up, too.
    pub is_logtos: bool,
}

impl Limit {
    /// The shorter one of Logto's, where it has any, and this program's own.
    pub fn of(connector: HttpConnector, options: &HttpOptions) -> Self {
        let own = options.total_timeout;
        match connector.client().limit() {
            Some(limit) if limit <= own => Self {
                total: limit,
                is_logtos: true,
            },
            _ => Self {
                total: own,
                is_logtos: false,
            },
        }
    }
}

/// How a request ended.
pub(super) enum Ended {
    Answer(HttpAnswer),
    Trouble(NetworkTrouble),
    /// It was called off before its end had left.
    Cancelled,
}

/// Where a request goes.
struct Peer {
    host: String,
    port: u16,
    address: Option<SocketAddr>,
}

impl Peer {
    fn of(url: &Url) -> Self {
        let host = url.host_str().unwrap_or_default();
        Self {
            host: host.to_owned(),
            port: url.port_or_known_default().unwrap_or_default(),
            address: None,
        }
    }

    /// As Node writes it.
    fn text(&self) -> String {
        let host = self.address.map(|address| address.ip().to_string());
        let host = host.unwrap_or_else(|| self.host.trim_matches(['[', ']']).to_owned());
        format!("{host}:{}", self.port)
    }
}

impl Wire<'_> {
    /// Makes a request and reads its answer; every signal is passed on.
    pub async fn exchange(
        &mut self,
        request: &HttpRequest,
        tell: &(dyn Fn(&Signal) + Sync),
    ) -> Ended {
        let gate = Gate::default();
        let Some((built, mut peer)) = self.build(request, gate.clone()) else {
            let message = "Invalid URL or header";
            return Ended::Trouble(NetworkTrouble::new(
                TroubleKind::Other,
                "ERR_INVALID_URL",
                message,
            ));
        };
        match self.head(built, &gate, &mut peer, tell).await {
            Ok(response) => self.answer(response).await,
            Err(ended) => ended,
        }
    }

    fn build(&self, request: &HttpRequest, gate: Gate) -> Option<(Request, Peer)> {
        let url = Url::parse(&request.url).ok()?;
        let peer = Peer::of(&url);
        let mut built = Request::new(Method::from_bytes(request.method.as_bytes()).ok()?, url);
        for (name, value) in &request.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            // As Node, which sends a header in Latin-1.
            let bytes: Option<Vec<u8>> =
                value.chars().map(|char| u8::try_from(char).ok()).collect();
            let mut value = HeaderValue::from_bytes(&bytes?).ok()?;
            value.set_sensitive(true);
            built.headers_mut().append(name, value);
        }
        if request.method != "GET" {
            let bytes = request.body.text().into_bytes();
            built
                .headers_mut()
                .insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            *built.body_mut() = Some(body(bytes, gate, self.signals.clone()));
        }
        Some((built, peer))
    }

    /// The head of the answer. Calling off is heeded until the body has left.
    async fn head(
        &mut self,
        request: Request,
        gate: &Gate,
        peer: &mut Peer,
        tell: &(dyn Fn(&Signal) + Sync),
    ) -> Result<Response, Ended> {
        let has_body = request.body().is_some();
        let client = self.client.clone();
        // What the libraries log of a request names hosts, which may hold anything after a redirect.
        let silence = NoSubscriber::default();
        let mut sending = pin!(client.execute(request).with_subscriber(silence));
        let mut phase = HttpPhase::Send;
        let mut until = self.deadline;
        // A request without a body has nothing that could be held back.
        let mut can_stop = !self.is_handed_over;
        loop {
            tokio::select! {
                biased;
                Some(signal) = self.heard.recv() => {
                    if matches!(signal, Signal::HandedOver) {
                        can_stop = false;
                        phase = HttpPhase::Answer;
                        until = self.until_answer();
                    }
                    self.heed(&signal, peer, tell);
                }
                () = self.cancel.cancelled(), if can_stop => {
                    if !has_body || gate.stop() {
                        return Err(Ended::Cancelled);
                    }
                    can_stop = false;
                }
                ended = &mut sending => {
                    // What was told in the very moment the answer came.
                    while let Ok(signal) = self.heard.try_recv() {
                        self.heed(&signal, peer, tell);
                    }
                    return ended.map_err(|error| {
                        let attempted = Attempted {
                            host: &peer.host,
                            peer: &peer.text(),
                            connect_timeout: self.options.connect_timeout,
                        };
                        Ended::Trouble(of_request(&error, &attempted))
                    });
                }
                () = sleep_until(until) => {
                    return Err(Ended::Trouble(self.timeout(phase, until)));
                }
            }
        }
    }

    /// Notes a signal and passes it on; that a request has left is told once for all of them.
    fn heed(&mut self, signal: &Signal, peer: &mut Peer, tell: &(dyn Fn(&Signal) + Sync)) {
        match signal {
            Signal::HandedOver if self.is_handed_over => return,
            Signal::HandedOver => self.is_handed_over = true,
            Signal::Resolved(addresses) => peer.address = addresses.last().copied(),
            Signal::Resolving(_) => {}
        }
        tell(signal);
    }

    fn until_answer(&self) -> Instant {
        self.deadline
            .min(Instant::now() + self.options.answer_timeout)
    }

    async fn answer(&self, response: Response) -> Ended {
        let mut response = response;
        let mut answer = HttpAnswer {
            status: response.status().as_u16(),
            reason: reason(&response),
            headers: headers(&response),
            body: Vec::new(),
            is_cut: false,
            origin: response.url().origin().ascii_serialization(),
        };
        loop {
            let until = self.until_answer();
            match timeout_at(until, response.chunk()).await {
                Err(_elapsed) => return Ended::Trouble(self.timeout(HttpPhase::Answer, until)),
                Ok(Err(error)) => return Ended::Trouble(of_answer(&error)),
                Ok(Ok(None)) => return Ended::Answer(answer),
                Ok(Ok(Some(chunk))) => {
                    let room = MOST_BODY.saturating_sub(answer.body.len());
                    answer.body.extend(chunk.iter().take(room));
                    if chunk.len() > room {
                        answer.is_cut = true;
                        return Ended::Answer(answer);
                    }
                }
            }
        }
    }

    /// That the limit which runs out at that moment did.
    fn timeout(&self, phase: HttpPhase, until: Instant) -> NetworkTrouble {
        if until < self.deadline {
            NetworkTrouble::timeout(phase, self.options.answer_timeout)
        } else if self.limit.is_logtos {
            NetworkTrouble::timeout_of_axios(phase, self.limit.total)
        } else {
            NetworkTrouble::timeout(phase, self.limit.total)
        }
    }
}

/// The words after the status as they were sent, which reqwest tells in its error only.
fn reason(response: &Response) -> String {
    let told = response.error_for_status_ref().err();
    let told = told.map(|error| error.without_url().to_string());
    let words = told.as_deref().and_then(|text| {
        let (_, rest) = text.split_once(&format!("({} ", response.status().as_str()))?;
        rest.strip_suffix(')')
    });
    words.unwrap_or_default().to_owned()
}

/// Names in small letters; values that are no UTF-8 are Latin-1, as Node reads them.
fn headers(response: &Response) -> Vec<(String, String)> {
    let headers = response.headers().iter();
    let text = |value: &HeaderValue| match str::from_utf8(value.as_bytes()) {
        Ok(text) => text.to_owned(),
        Err(_not_utf8) => value.as_bytes().iter().copied().map(char::from).collect(),
    };
    headers
        .map(|(name, value)| (name.as_str().to_owned(), text(value)))
        .collect()
}
