//! What a line of the client looks like: wrong syntax, foreign parameters, secrets, HTTP.

use std::borrow::Cow;

use smtp_proto::{Error, MailFrom};

use super::reply::Reply;

/// What the server expects a line to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineContext {
    /// A command.
    Command,
    /// A command; the client has tried to sign in before.
    AfterAuth,
    /// User name or password.
    Credentials,
}

/// The line as it may be kept.
pub(super) fn redacted(line: &[u8], context: LineContext) -> String {
    if context == LineContext::Credentials {
        return "(credentials)".to_owned();
    }
    let text = String::from_utf8_lossy(line);
    if is_auth(line) {
        let mut words = text.split_whitespace().skip(1);
        let mechanism = words.next().unwrap_or_default();
        let is_known = ["PLAIN", "LOGIN"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(mechanism));
        return match (is_known, words.next()) {
            (true, None) => format!("AUTH {mechanism}"),
            (true, Some(_)) => format!("AUTH {mechanism} (credentials)"),
            (false, _) => "AUTH (hidden)".to_owned(),
        };
    }
    let verb = text.split_whitespace().next().unwrap_or_default();
    if context == LineContext::AfterAuth && !is_command(verb) {
        // After a failed attempt a client may go on with its password as if it were asked.
        return format!("({} bytes that are no command)", line.len());
    }
    text.into_owned()
}

/// Whether the line tries to sign in, however badly written.
pub(super) fn is_auth(line: &[u8]) -> bool {
    line.trim_ascii_start()
        .get(..4)
        .is_some_and(|verb| verb.eq_ignore_ascii_case(b"AUTH"))
}

/// Whether parameters are used whose extension is not offered.
pub(super) fn foreign_parameters(from: &MailFrom<Cow<'_, str>>) -> bool {
    let offered =
        smtp_proto::MAIL_BODY_7BIT | smtp_proto::MAIL_BODY_8BITMIME | smtp_proto::MAIL_SMTPUTF8;
    from.flags & !offered != 0
        || from.trans_id.is_some()
        || from.by != 0
        || from.env_id.is_some()
        || from.solicit.is_some()
        || from.mtrk.is_some()
        || from.hold_for != 0
        || from.hold_until != 0
        || from.mt_priority != 0
}

/// The answer to a line that is no proper command (RFC 5321, section 4.2.4; codes of RFC 3463).
pub(super) fn refuse_syntax(line: &[u8], error: &Error) -> Reply {
    let mut words = line.split(|byte| byte.is_ascii_whitespace());
    let is_auth = words
        .next()
        .is_some_and(|verb| verb.eq_ignore_ascii_case(b"AUTH"));
    match error {
        Error::SyntaxError { .. } if is_auth && words.next().is_some() => {
            Reply::line("504 5.5.4 only PLAIN and LOGIN are offered")
        }
        Error::UnknownCommand => Reply::line("500 5.5.1 unknown command"),
        Error::InvalidSenderAddress => Reply::line("501 5.1.7 the sender address is not valid"),
        Error::InvalidRecipientAddress => {
            Reply::line("501 5.1.3 the recipient address is not valid")
        }
        Error::SyntaxError { syntax } => Reply::line(format!("501 5.5.4 syntax: {syntax}")),
        Error::InvalidParameter { param } => {
            Reply::line(format!("501 5.5.4 the parameter {param} is not valid"))
        }
        Error::UnsupportedParameter { .. } => {
            Reply::line("555 5.5.4 a parameter is not supported here")
        }
        Error::NeedsMoreData { .. } | Error::ResponseTooLong | Error::InvalidResponse { .. } => {
            Reply::line("501 5.5.2 cannot read the command")
        }
    }
}

/// Whether the line is the first of an HTTP request: a web page that posts to this port could
/// otherwise hide commands in the body of its request.
pub(super) fn is_http(line: &[u8]) -> bool {
    [
        &b"GET "[..],
        b"POST ",
        b"PUT ",
        b"HEAD ",
        b"OPTIONS ",
        b"CONNECT ",
        b"DELETE ",
        b"PATCH ",
    ]
    .iter()
    .any(|method| line.starts_with(method))
}

fn is_command(verb: &str) -> bool {
    [
        "EHLO", "HELO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "QUIT", "VRFY", "HELP",
        "STARTTLS", "EXPN",
    ]
    .iter()
    .any(|known| known.eq_ignore_ascii_case(verb))
}
