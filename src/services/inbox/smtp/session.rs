//! The dialogue as a state machine: a line in, an answer and what to do next out. No I/O.

mod sign_in;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use smtp_proto::{MailFrom, RcptTo, Request};

use super::auth::Step;
use super::reply::Reply;
use super::syntax::{LineContext, foreign_parameters, is_auth, is_http, redacted, refuse_syntax};
use super::transcript::Transcript;
use crate::services::inbox::config::{InboxConfig, StartTls};

/// Errors after which a client is sent away.
const MAX_ERRORS: usize = 100;
/// Longest address (RFC 5321, sections 4.5.3.1.1 to 4.5.3.1.3, with brackets).
const MAX_ADDRESS_BYTES: usize = 320;

/// What the connection does after sending the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// Read the next command.
    Continue,
    /// Begin the TLS handshake.
    StartTls,
    /// Read a message up to the lone dot.
    ReceiveData,
    /// Read this many bytes (BDAT, RFC 3030). There is no answer yet.
    ReceiveChunk(Chunk),
    /// Close, because the client asked for it.
    Close,
    /// Close, because the client speaks HTTP.
    CloseNotMail,
    /// Close, because of too many errors.
    CloseTooManyErrors,
}

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk {
    pub bytes: u64,
    pub is_last: bool,
    /// Set if the bytes are to be thrown away and answered with this.
    pub refusal: Option<Reply>,
}

/// A message that is being announced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Transaction {
    pub mail_from: String,
    pub rcpt_to: Vec<String>,
    pub smtp_utf8: bool,
    /// Whether a part came by BDAT; DATA is no longer possible then.
    is_chunked: bool,
    /// Whether a recipient was refused because there are too many.
    pub has_too_many_recipients: bool,
}

/// The state of one connection.
pub(super) struct Session {
    config: InboxConfig,
    greeting: Option<Greeting>,
    pub tls: bool,
    pub auth_user: Option<String>,
    auth_step: Option<Step>,
    /// Whether the client ever tried to sign in: lines that make no sense may then be secrets.
    has_tried_auth: bool,
    pub transaction: Option<Transaction>,
    errors: usize,
    pub transcript: Transcript,
}

struct Greeting {
    name: String,
    is_extended: bool,
}

impl Session {
    pub fn new(config: InboxConfig) -> Self {
        Self {
            config,
            greeting: None,
            tls: false,
            auth_user: None,
            auth_step: None,
            has_tried_auth: false,
            transaction: None,
            errors: 0,
            transcript: Transcript::default(),
        }
    }

    /// The name from HELO or EHLO; empty before.
    pub fn helo(&self) -> &str {
        self.greeting.as_ref().map_or("", |greeting| &greeting.name)
    }

    /// The first line of the server.
    pub fn welcome(&mut self) -> Reply {
        self.said(Reply::line("220 localhost ESMTP Letterhead inbox"))
    }

    /// Takes a line without its line break.
    pub fn handle(&mut self, line: &[u8]) -> (Reply, Action) {
        let shown = redacted(line, self.line_context());
        self.has_tried_auth |= is_auth(line);
        self.transcript.client(&shown);
        let (reply, action) = match self.auth_step.take() {
            Some(step) => (self.auth_answer(step, line), Action::Continue),
            None => self.command(line),
        };
        if let Action::ReceiveChunk(_) = action {
            return (reply, action);
        }
        if reply.is_error() {
            self.errors += 1;
        }
        if self.errors > MAX_ERRORS && action == Action::Continue {
            let reply = Reply::line("421 4.7.0 localhost too many errors");
            return (self.said(reply), Action::CloseTooManyErrors);
        }
        (self.said(reply), action)
    }

    const fn line_context(&self) -> LineContext {
        if self.auth_step.is_some() {
            LineContext::Credentials
        } else if self.has_tried_auth {
            LineContext::AfterAuth
        } else {
            LineContext::Command
        }
    }

    /// The answer to a line that is longer than allowed.
    pub fn line_too_long(&mut self) -> Reply {
        self.auth_step = None;
        self.errors += 1;
        self.transcript.note("a line that is too long");
        self.said(Reply::line("500 5.5.2 line too long"))
    }

    /// The handshake is done: everything said before is forgotten (RFC 3207, section 4.2).
    pub fn tls_started(&mut self, dropped_bytes: usize) {
        self.tls = true;
        self.greeting = None;
        self.auth_user = None;
        self.transaction = None;
        self.transcript.begin_connection();
        if dropped_bytes > 0 {
            self.transcript.note(&format!(
                "{dropped_bytes} bytes sent before the handshake were dropped"
            ));
        }
        self.transcript
            .note("the connection is encrypted from here on");
    }

    /// Ends the announced message, whatever became of it.
    pub fn end_transaction(&mut self) {
        self.transaction = None;
    }

    /// Notes an answer in the dialogue and returns it.
    pub fn said(&mut self, reply: Reply) -> Reply {
        self.transcript.server(&reply);
        reply
    }

    /// The answer to a message that is too large.
    pub fn too_large(&self) -> Reply {
        Reply::line(format!(
            "552 5.3.4 message larger than {} bytes",
            self.config.max_message_bytes
        ))
    }

    fn command(&mut self, line: &[u8]) -> (Reply, Action) {
        if is_http(line) {
            let reply = Reply::line("554 5.7.0 this is a mail server, not a web server");
            return (reply, Action::CloseNotMail);
        }
        if line
            .iter()
            .any(|&byte| byte.is_ascii_control() && byte != b'\t')
        {
            return proceed("500 5.5.2 control characters are not allowed in commands");
        }
        let mut ended = line.to_vec();
        ended.extend_from_slice(b"\r\n");
        match Request::parse(&mut ended.iter()) {
            Ok(request) => self.request(line, request),
            Err(error) => (refuse_syntax(line, &error), Action::Continue),
        }
    }

    fn request(&mut self, line: &[u8], request: Request<Cow<'_, str>>) -> (Reply, Action) {
        let takes_no_argument = matches!(
            request,
            Request::Data | Request::Rset | Request::Quit | Request::StartTls
        );
        if takes_no_argument && line.trim_ascii().len() > request.name().len() {
            return proceed("501 5.5.4 this command takes no argument");
        }
        match request {
            Request::Ehlo { host } => (self.ehlo(&host), Action::Continue),
            Request::Helo { host } => (self.helo_only(&host), Action::Continue),
            Request::Mail { from } => (self.mail(from), Action::Continue),
            Request::Rcpt { to } => (self.rcpt(to), Action::Continue),
            Request::Data => self.data(),
            Request::Bdat {
                chunk_size,
                is_last,
            } => self.chunk(chunk_size as u64, is_last),
            Request::Auth {
                mechanism,
                initial_response,
            } => (self.auth(mechanism, &initial_response), Action::Continue),
            Request::StartTls => self.start_tls(),
            Request::Rset => {
                self.transaction = None;
                proceed("250 2.0.0 ok")
            }
            Request::Noop { .. } => proceed("250 2.0.0 ok"),
            Request::Vrfy { .. } => proceed("252 2.1.5 every recipient is accepted"),
            Request::Help { .. } => proceed(
                "214 2.0.0 every message is kept on this machine and sent nowhere; see RFC 5321",
            ),
            Request::Quit => (Reply::line("221 2.0.0 localhost bye"), Action::Close),
            Request::Lhlo { .. }
            | Request::Expn { .. }
            | Request::Etrn { .. }
            | Request::Atrn { .. }
            | Request::Burl { .. } => proceed("502 5.5.1 command not implemented"),
        }
    }

    fn ehlo(&mut self, host: &str) -> Reply {
        self.greet(host, true);
        let mut lines = vec![
            "localhost Letterhead inbox".to_owned(),
            "PIPELINING".to_owned(),
            format!("SIZE {}", self.config.max_message_bytes),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
            "ENHANCEDSTATUSCODES".to_owned(),
            "CHUNKING".to_owned(),
            "AUTH PLAIN LOGIN".to_owned(),
        ];
        if self.can_start_tls() {
            lines.push("STARTTLS".to_owned());
        }
        lines.push("HELP".to_owned());
        Reply::lines(250, &lines)
    }

    fn helo_only(&mut self, host: &str) -> Reply {
        self.greet(host, false);
        Reply::line("250 localhost Letterhead inbox")
    }

    fn greet(&mut self, host: &str, is_extended: bool) {
        // A greeting in the middle acts as RSET (RFC 5321, section 4.1.4).
        self.transaction = None;
        self.greeting = Some(Greeting {
            name: host.to_owned(),
            is_extended,
        });
    }

    fn can_start_tls(&self) -> bool {
        !self.tls && self.config.start_tls == StartTls::Offered
    }

    fn mail(&mut self, from: MailFrom<Cow<'_, str>>) -> Reply {
        if self.greeting.is_none() {
            return Reply::line("503 5.5.1 say EHLO first");
        }
        if self.transaction.is_some() {
            return Reply::line("503 5.5.1 a message is open already");
        }
        if from.address.len() > MAX_ADDRESS_BYTES {
            return Reply::line("501 5.1.7 the sender address is too long");
        }
        if from.size as u64 > self.config.max_message_bytes {
            return self.too_large();
        }
        if foreign_parameters(&from) {
            return Reply::line("555 5.5.4 a parameter is not supported here");
        }
        self.transcript.begin_message_with_last();
        self.transaction = Some(Transaction {
            smtp_utf8: from.flags & smtp_proto::MAIL_SMTPUTF8 != 0,
            mail_from: from.address.into_owned(),
            ..Transaction::default()
        });
        Reply::line("250 2.1.0 ok")
    }

    fn rcpt(&mut self, to: RcptTo<Cow<'_, str>>) -> Reply {
        let limit = self.config.max_recipients;
        let Some(transaction) = &mut self.transaction else {
            return Reply::line("503 5.5.1 say MAIL first");
        };
        if transaction.is_chunked {
            return Reply::line("503 5.5.1 the message has begun already");
        }
        if to.address.is_empty() {
            return Reply::line("501 5.1.3 the recipient address is empty");
        }
        if to.address.len() > MAX_ADDRESS_BYTES {
            return Reply::line("501 5.1.3 the recipient address is too long");
        }
        if to.orcpt.is_some() || to.rrvs != 0 || to.flags != 0 {
            return Reply::line("555 5.5.4 a parameter is not supported here");
        }
        if transaction.rcpt_to.len() >= limit {
            transaction.has_too_many_recipients = true;
            return Reply::line("452 4.5.3 too many recipients");
        }
        transaction.rcpt_to.push(to.address.into_owned());
        Reply::line("250 2.1.5 ok")
    }

    /// Why a message cannot begin now, if it cannot.
    fn message_refusal(&self) -> Option<Reply> {
        match &self.transaction {
            None => Some(Reply::line("503 5.5.1 say MAIL first")),
            Some(transaction) if transaction.rcpt_to.is_empty() => {
                Some(Reply::line("503 5.5.1 say RCPT first"))
            }
            Some(_) => None,
        }
    }

    fn data(&self) -> (Reply, Action) {
        if let Some(refusal) = self.message_refusal() {
            return (refusal, Action::Continue);
        }
        if self.transaction.as_ref().is_some_and(|t| t.is_chunked) {
            return proceed("503 5.5.1 DATA and BDAT cannot be mixed");
        }
        let reply = Reply::line("354 end the message with a dot on a line of its own");
        (reply, Action::ReceiveData)
    }

    fn chunk(&mut self, bytes: u64, is_last: bool) -> (Reply, Action) {
        let refusal = self.message_refusal();
        if let Some(transaction) = &mut self.transaction
            && refusal.is_none()
        {
            transaction.is_chunked = true;
        }
        let chunk = Chunk {
            bytes,
            is_last,
            refusal,
        };
        (Reply::line(""), Action::ReceiveChunk(chunk))
    }

    fn start_tls(&self) -> (Reply, Action) {
        if self.tls {
            proceed("503 5.5.1 the connection is encrypted already")
        } else if !self.can_start_tls() {
            proceed("502 5.5.1 command not implemented")
        } else {
            (Reply::line("220 2.0.0 ready for TLS"), Action::StartTls)
        }
    }
}

fn proceed(reply: &str) -> (Reply, Action) {
    (Reply::line(reply), Action::Continue)
}
