//! What is wrong between this machine and the server.

use std::io;
use std::time::Duration;

use super::new;
use crate::domain::connector::Diagnosis;
use crate::domain::connector::smtp::{SmtpSecurity, SmtpSubmission, StartTls};
use crate::services::delivery::error::{CertificateProblem, Failure, Phase};

/// The diagnosis of a failure of the connection; none of another failure.
pub(super) fn diagnosis(failure: &Failure, submission: &SmtpSubmission) -> Option<Diagnosis> {
    let found = match failure {
        Failure::Dns { host, .. } => unknown_host(host),
        Failure::Connect { source, .. } => unreachable(source.kind(), submission),
        Failure::Timeout { phase, after } => timeout(*phase, *after, submission),
        Failure::Closed {
            phase: Phase::Greeting,
        }
        | Failure::Reset {
            phase: Phase::Greeting,
            ..
        } => closed_at_once(submission),
        Failure::Closed {
            phase: Phase::Message,
        }
        | Failure::Reset {
            phase: Phase::Message,
            ..
        } => lost_answer(),
        Failure::Closed { phase } | Failure::Reset { phase, .. } => closed(*phase, submission),
        Failure::TooLong { .. } => not_smtp(submission, None),
        Failure::Protocol { said, .. } => not_smtp(submission, Some(said)),
        Failure::TlsOnPlainPort => tls_on_plain_port(submission),
        Failure::Certificate { problem, detail } => certificate(*problem, detail, submission),
        Failure::Tls(source) => handshake(source, submission),
        Failure::TlsTooOld => too_old(),
        _ => return None,
    };
    Some(found)
}

fn unknown_host(host: &str) -> Diagnosis {
    let why = format!("The name servers know no address for {host}.");
    let fix = [
        "Check the spelling of “host”: a name without “smtp://” and without a port",
        "Check the network of this machine; a name of an inner network needs that network's DNS",
    ];
    new("The host is not known", why, fix)
}

fn unreachable(kind: io::ErrorKind, submission: &SmtpSubmission) -> Diagnosis {
    let (host, port) = (&submission.host, submission.port);
    match kind {
        io::ErrorKind::ConnectionRefused => {
            let why = format!("{host} is there, but nothing listens on port {port}.");
            let fix = [
                "Check “port”: submission is usually 587 or 465, some providers offer 2525 too",
                "On your own machine check that the server runs; in a container “localhost” is the \
                 container itself",
            ];
            new("Nothing listens on this port", why, fix)
        }
        io::ErrorKind::AddrNotAvailable => {
            let why = "“localAddress” is no address of this machine.";
            let fix = ["Remove “localAddress”; on Logto's server it may be right"];
            new("The local address does not exist", why, fix)
        }
        _ => {
            let why = format!("No way leads from this machine to {host}, port {port}.");
            let fix = [
                "Check the network of this machine, above all a VPN and IPv6",
                "Check whether a firewall lets this port through",
            ];
            new("The host cannot be reached", why, fix)
        }
    }
}

fn timeout(phase: Phase, after: Duration, submission: &SmtpSubmission) -> Diagnosis {
    let time = seconds(after);
    let (host, port) = (&submission.host, submission.port);
    match phase {
        Phase::Dns => {
            let why = format!("No name server answered within {time} (“dnsTimeout”).");
            new(
                "The name servers do not answer",
                why,
                ["Check the network of this machine"],
            )
        }
        Phase::Connect => {
            let why = format!(
                "{host} did not answer on port {port} within {time} (“connectionTimeout”). \
                 Something on the way swallows the packets."
            );
            let fix = [
                "Many networks and clouds block port 25, some 465 and 587 too: try 587, 465 or 2525",
                "Check “host” and whether a firewall lets this port through",
            ];
            new("The server does not answer", why, fix)
        }
        Phase::Greeting | Phase::GreetingIdle => no_greeting(&time, submission),
        Phase::Token => {
            let why = format!("The server for access tokens did not answer within {time}.");
            new(
                "The token server does not answer",
                why,
                ["Check “auth.accessUrl”"],
            )
        }
        Phase::Message => {
            let why = format!(
                "The whole mail was sent, but no answer came within {time} (“socketTimeout”). The \
                 server may have taken it."
            );
            let fix = [
                "Look at the recipient's mailbox before you send again",
                "Raise “socketTimeout”: some servers look at a mail for minutes",
            ];
            new("The server does not confirm the mail", why, fix)
        }
        Phase::Hello | Phase::StartTls | Phase::Auth | Phase::Envelope => {
            let why = format!(
                "After {} the server said nothing for {time} (“socketTimeout”).",
                command(phase)
            );
            let fix = [
                "Try again later",
                "Look at the server's log, if it is yours",
            ];
            new("The server stops answering", why, fix)
        }
    }
}

const fn command(phase: Phase) -> &'static str {
    match phase {
        Phase::Hello => "EHLO",
        Phase::StartTls => "STARTTLS",
        Phase::Auth | Phase::Token => "AUTH",
        Phase::Envelope => "MAIL, RCPT or DATA",
        Phase::Message => "the mail",
        Phase::Dns | Phase::Connect | Phase::Greeting | Phase::GreetingIdle => "the connection",
    }
}

/// With plain settings the server is probably waiting for TLS.
fn no_greeting(time: &str, submission: &SmtpSubmission) -> Diagnosis {
    let set = submission.tls_setting();
    if let SmtpSecurity::Plain { .. } = submission.security {
        let why = format!(
            "You set {set}. The connection stands, but the server said nothing within {time}: on \
             such a port it waits for TLS, while this client waits for its greeting.",
        );
        let fix = [
            "Set “secure” to true, as port 465 wants it",
            "Or use port 587 with “secure”: false",
            "If the server is only slow, raise “greetingTimeout”",
        ];
        return new("The server waits for TLS, or is slow", why, fix);
    }
    let why = format!("TLS stands, but the server said nothing within {time}.");
    let fix = [
        "Check “host” and “port”: a web server waits for the client to speak first",
        "If the server is only slow, raise “greetingTimeout”",
    ];
    new("The server does not greet", why, fix)
}

fn tls_on_plain_port(submission: &SmtpSubmission) -> Diagnosis {
    let set = submission.tls_setting();
    let why = format!(
        "You set {set}, so TLS begins with the first byte. The server speaks plain text first and \
         switches with STARTTLS; OpenSSL calls this “wrong version number”.",
    );
    let fix = [
        "Set “secure” to false: STARTTLS is then used if the server offers it",
        "Or use the port for TLS from the beginning, 465",
    ];
    new("The server does not begin with TLS", why, fix)
}

fn closed_at_once(submission: &SmtpSubmission) -> Diagnosis {
    let why = "The server took the connection and closed it before it said anything.";
    let fix = if matches!(submission.security, SmtpSecurity::Plain { .. }) {
        [
            "If the port wants TLS at once, set “secure” to true",
            "The server may block the address of this machine, or be overloaded",
        ]
    } else {
        [
            "If the port begins in plain text, set “secure” to false",
            "The server may block the address of this machine, or be overloaded",
        ]
    };
    new("The server hangs up", why, fix)
}

fn lost_answer() -> Diagnosis {
    let why = "The connection ended while the mail was sent or before the server confirmed it. The \
               server may have taken it.";
    let fix = [
        "Look at the recipient's mailbox before you send again",
        "Look at the server's log, if it is yours: scanners of mails often end connections",
    ];
    new("It is not known whether the mail was taken", why, fix)
}

fn closed(phase: Phase, submission: &SmtpSubmission) -> Diagnosis {
    let why = format!("After {} the server ended the connection.", command(phase));
    let never = SmtpSecurity::Plain {
        starttls: StartTls::Never,
    };
    let first = if submission.security == never {
        "Set “ignoreTLS” to false: some servers end unencrypted connections"
    } else {
        "Try again later"
    };
    new(
        "The server hangs up",
        why,
        [first, "Look at the server's log, if it is yours"],
    )
}

fn not_smtp(submission: &SmtpSubmission, said: Option<&str>) -> Diagnosis {
    let port = submission.port;
    let first = said
        .and_then(|said| said.lines().next())
        .unwrap_or_default();
    let shown: String = first.chars().take(80).collect();
    let what = match first {
        text if text.starts_with("SSH-") => "an SSH server".to_owned(),
        text if text.starts_with("HTTP/") => "a web server".to_owned(),
        text if text.starts_with("* OK") => "an IMAP server".to_owned(),
        text if text.starts_with("+OK") => "a POP3 server".to_owned(),
        "" => "something that speaks no SMTP".to_owned(),
        _ => format!("something that speaks no SMTP (“{shown}”)"),
    };
    let why = format!("On port {port} of {} answers {what}.", submission.host);
    let fix = [
        "Set “port” to the one for submission, usually 587 or 465",
        "Check “host”",
    ];
    new("This is no mail server for sending", why, fix)
}

fn certificate(
    problem: CertificateProblem,
    detail: &str,
    submission: &SmtpSubmission,
) -> Diagnosis {
    let name = &submission.tls.server_name;
    let test_only = "In a test network only, set “tls.rejectUnauthorized” to false";
    let told = format!("The {detail}.");
    match problem {
        CertificateProblem::Expired => new(
            "The server's certificate has expired",
            format!("The certificate of {name} is no longer valid, so nobody can be sure who answers."),
            ["Have the certificate renewed", "Check the clock of this machine", test_only],
        ),
        CertificateProblem::NotYetValid => new(
            "The server's certificate is not valid yet",
            format!("The certificate of {name} becomes valid later, or the clock here is slow."),
            ["Check the clock of this machine", "Have the certificate made anew"],
        ),
        CertificateProblem::WrongName => new(
            "The server's certificate is for another name",
            format!("You connect to {name}. {detail}."),
            [
                "Set “host” to a name the certificate is for",
                "Or keep “host”, for example an address, and set “servername” to that name",
            ],
        ),
        CertificateProblem::SelfSigned => new(
            "The server's certificate is self-signed",
            format!("{told} Nobody vouches for it, so anybody could have made it."),
            ["If the server is yours, put this certificate in PEM into “tls.ca”", test_only],
        ),
        CertificateProblem::SelfSignedRoot | CertificateProblem::UnknownRoot => new(
            "Nobody trusted has signed the server's certificate",
            format!("{told} This machine does not trust who stands at the end of its chain, often a company's own authority or a proxy that reads along."),
            ["Put the authority's certificate in PEM into “tls.ca”", test_only],
        ),
        CertificateProblem::UnknownIssuer => new(
            "Nobody trusted has signed the server's certificate",
            format!("{told} The server shows no further certificate: either it leaves out the one between, or the authority is not trusted here.").replace("The UnknownIssuer. ", ""),
            [
                "If the server is yours, let it send the whole chain",
                "Put the authority's certificate in PEM into “tls.ca”",
                test_only,
            ],
        ),
        CertificateProblem::Revoked => new(
            "The server's certificate was revoked",
            "Its authority has taken the certificate back.",
            ["Have a new certificate made"],
        ),
        CertificateProblem::Other => new(
            "The server's certificate cannot be accepted",
            format!("The certificate of {name} cannot be checked: {detail}."),
            ["Have the certificate made anew", test_only],
        ),
    }
}

fn handshake(source: &io::Error, submission: &SmtpSubmission) -> Diagnosis {
    let title = "No encrypted connection comes about";
    let why = match source.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            "The server ended the connection in the middle of the TLS handshake.".to_owned()
        }
        _ => format!("The TLS handshake failed: {source}."),
    };
    let mut fix = vec![
        "Check “port” and “secure”: 465 with true, 587 with false",
        "The server may speak only versions before TLS 1.2, which are not spoken here",
    ];
    if submission.tls.identity.is_some() {
        fix.push("The server may not accept the certificate of “tls.cert”");
    } else {
        fix.push("The server may want a certificate of the client: “tls.cert” and “tls.key”");
    }
    Diagnosis {
        fix: fix.into_iter().map(str::to_owned).collect(),
        ..new(title, why, [])
    }
}

fn too_old() -> Diagnosis {
    let why = "“tls.minVersion” demands TLS 1.3, and the server speaks TLS 1.2 at most.";
    let fix = ["Set “tls.minVersion” to TLSv1.2", "Have the server updated"];
    new("The server's TLS is too old", why, fix)
}

/// A duration as people read it.
fn seconds(duration: Duration) -> String {
    match duration.as_millis() {
        ms @ 0..1000 => format!("{ms} ms"),
        _ => format!("{} s", duration.as_secs()),
    }
}
