//! What it means that there is no answer.

use super::super::super::Diagnosis;
use super::super::{HttpConnector, HttpPhase, NetworkTrouble, TroubleKind};
use super::RequestFacts;

/// A row: title, reason, what to do.
type Row = (&'static str, &'static str, &'static [&'static str]);

/// What to do where the whole request had left: another one could bring the mail twice.
const LOOK_FIRST: &[&str] = &[
    "Look at the recipient's mailbox, or at the provider's log, before you send again",
    "If it happens each time, look for a firewall or a proxy on the way, and whether the other side \
     is overloaded",
];

pub(super) fn diagnose(
    connector: HttpConnector,
    trouble: &NetworkTrouble,
    facts: &RequestFacts,
) -> Diagnosis {
    let (title, why, mut fix) = row(trouble.kind);
    if facts.may_be_sent {
        fix = LOOK_FIRST;
    }
    let fill = |text: &str| facts.fill(text, connector);
    let mut why = fill(why);
    if let Some(proxy) = &facts.proxy {
        why = format!(
            "{why}. The request went by way of the proxy {proxy}, so the trouble may be there"
        );
    }
    if trouble.is_own_limit() {
        let limit = match connector.client().limit() {
            Some(limit) => format!("Logto itself waits {} seconds", limit.as_secs()),
            None => "Logto itself has no limit and would still be waiting".to_owned(),
        };
        why = format!("{why}. {}; {limit}", trouble.message);
    }
    if let (TroubleKind::RedirectLoop | TroubleKind::BadRedirect, Some(to)) =
        (trouble.kind, &facts.redirected_to)
    {
        why = format!("{why}. It redirects to {to}");
        if trouble.kind == TroubleKind::RedirectLoop {
            why.push_str(", again and again");
        }
    }
    if !trouble.is_own_limit() {
        why = format!("{why}. {}", in_nodes_words(trouble));
    }
    Diagnosis {
        title: fill(title),
        why,
        fix: fix.iter().map(|fix| fill(fix)).collect(),
        // No answer, so no code of the provider.
        provider_code: None,
        link: None,
    }
}

/// Message and code, as Logto's log has them.
fn in_nodes_words(trouble: &NetworkTrouble) -> String {
    let NetworkTrouble { code, message, .. } = trouble;
    if message.contains(code.as_str()) {
        format!("In Node's words: {message}")
    } else {
        format!("In Node's words: {message} ({code})")
    }
}

const fn row(kind: TroubleKind) -> Row {
    match kind {
        TroubleKind::CertificateExpired
        | TroubleKind::CertificateNotYetValid
        | TroubleKind::CertificateWrongName
        | TroubleKind::CertificateUnknownIssuer
        | TroubleKind::CertificateOther => certificate(kind),
        TroubleKind::NoTls | TroubleKind::Tls | TroubleKind::NotHttp | TroubleKind::TooLarge => {
            protocol(kind)
        }
        TroubleKind::Timeout(phase) => timeout(phase),
        TroubleKind::Reset | TroubleKind::Closed | TroubleKind::Cut => broken(kind),
        _ => way(kind),
    }
}

const fn way(kind: TroubleKind) -> Row {
    match kind {
        TroubleKind::Dns => (
            "The host %host% is not found",
            "The name server knows no address for %host%, or could not be asked",
            &[
                "Check the spelling of the host, the region and the endpoint in the configuration",
                "Check that this machine has a network and a name server",
            ],
        ),
        TroubleKind::Refused => (
            "Nothing listens at %host%",
            "The host is there, but nobody answers at this port, or a firewall refuses",
            &[
                "Check that the server or mock is started, and its port",
                "Behind a firewall, allow outgoing connections to %host%",
            ],
        ),
        TroubleKind::Unreachable => (
            "No way leads to %host%",
            "This machine has no route to the address, for example no IPv6",
            &["Check the network of this machine, and VPN or proxy"],
        ),
        TroubleKind::RedirectLoop => (
            "The redirects do not end",
            "%host% sends the request on and on",
            &[
                "Open the address in a browser",
                "Put the final address into the configuration",
            ],
        ),
        TroubleKind::BadRedirect => (
            "A redirect leads nowhere",
            "%host% sends the request to an address that cannot be asked",
            &["Correct the redirect, or put the final address into the configuration"],
        ),
        TroubleKind::Proxy => (
            "The proxy does not let the request through",
            "A proxy is set for this machine, and it refuses to connect to %host%",
            &[
                "Give the proxy's user and password if it wants a login",
                "Ask for %host% to be allowed, or go without the proxy",
            ],
        ),
        _ => (
            "The request failed",
            "There is no answer from %host%",
            &["Send again", "Check the network of this machine"],
        ),
    }
}

const fn broken(kind: TroubleKind) -> Row {
    match kind {
        TroubleKind::Reset => (
            "The connection was torn down",
            "%host%, or a firewall on the way, ended the connection before it answered",
            &[
                "Send again",
                "If it happens each time, look for a firewall that reads along",
            ],
        ),
        TroubleKind::Cut => (
            "The answer broke off",
            "%host% began to answer and then ended the connection",
            &[
                "Look at the provider's log: the mail may have been taken",
                "Send again if it was not",
            ],
        ),
        _ => (
            "The connection was closed without an answer",
            "%host% took the connection and closed it before it answered",
            &["Send again", "Check that the port is the right one"],
        ),
    }
}

const fn certificate(kind: TroubleKind) -> Row {
    match kind {
        TroubleKind::CertificateExpired => (
            "The certificate of %host% has expired",
            "An encrypted connection needs a certificate that is valid today",
            &[
                "Renew the certificate of the server",
                "Check the date of this machine",
            ],
        ),
        TroubleKind::CertificateNotYetValid => (
            "The certificate of %host% is not valid yet",
            "Its first day lies ahead, or the clock of this machine is behind",
            &["Check the date of this machine"],
        ),
        TroubleKind::CertificateWrongName => (
            "The certificate is for another name",
            "The server at %host% shows a certificate that does not name it",
            &[
                "Use the name that is in the certificate",
                "Check for a proxy or a captive portal that answers in its place",
            ],
        ),
        TroubleKind::CertificateUnknownIssuer => (
            "The certificate of %host% is not trusted",
            "Nobody this machine trusts has signed it: it is self-signed, of a company's own \
             authority, or of a proxy that reads along. Logto's server may trust others than this \
             machine does",
            &[
                "Add the certificate of the authority to those this system trusts and, for Logto, by \
                 NODE_EXTRA_CA_CERTS",
                "For a test on this machine only, switch on “Accept any certificate” of the profile",
            ],
        ),
        _ => (
            "The certificate of %host% cannot be accepted",
            "It is revoked, made for another purpose or damaged",
            &["Look at the certificate of the server and renew it"],
        ),
    }
}

const fn protocol(kind: TroubleKind) -> Row {
    match kind {
        TroubleKind::NoTls => (
            "The server does not speak TLS here",
            "The address begins with https, but what answers at this port speaks without encryption",
            &[
                "Check the port",
                "For a mock on this machine, begin the address with http",
            ],
        ),
        TroubleKind::Tls => (
            "No encrypted connection could be agreed on",
            "The two sides have no common version or cipher, or the server wants a certificate of \
             the client",
            &["Check the TLS settings of the server; TLS 1.2 is the oldest version spoken here"],
        ),
        TroubleKind::TooLarge => (
            "The head of the answer is too long",
            "What answers at %host% sends more headers than any client reads",
            &["Check that the address is the right one"],
        ),
        _ => (
            "What answers does not speak HTTP",
            "Something listens at this port of %host%, but it is no web server",
            &["Check the port; 25, 465 and 587 are for mail"],
        ),
    }
}

const fn timeout(phase: HttpPhase) -> Row {
    match phase {
        HttpPhase::Connect => (
            "%host% does not answer",
            "No connection stood in time: a firewall drops the packets, or the host is down",
            &[
                "Check the network and the firewall",
                "Check the host and its port",
            ],
        ),
        HttpPhase::Send => (
            "The request could not be handed over in time",
            "%host% took the connection but does not read what is sent",
            &["Send again", "Check the network"],
        ),
        HttpPhase::Answer => (
            "%host% took the request and says nothing",
            "The request was handed over, but the answer did not come in time",
            &[
                "Look at the provider's log before sending again",
                "If the server is only slow, send again when it has less to do",
            ],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_been_sent_is_looked_for_before_it_is_sent_again() {
        for may_be_sent in [false, true] {
            let facts = RequestFacts {
                may_be_sent,
                ..RequestFacts::default()
            };
            let told = diagnose(HttpConnector::Sendgrid, &NetworkTrouble::reset(), &facts);
            let is_looked_for = told.fix.iter().any(|fix| fix.contains("mailbox"));
            assert_eq!(is_looked_for, may_be_sent, "{:?}", told.fix);
            let is_sent_again = told.fix.iter().any(|fix| fix.starts_with("Send again"));
            assert_ne!(is_sent_again, may_be_sent, "{:?}", told.fix);
        }
    }

    #[test]
    fn the_limit_of_logtos_own_client_is_told_in_its_words() {
        let after = std::time::Duration::from_mins(1);
        let trouble = NetworkTrouble::timeout_of_axios(HttpPhase::Answer, after);
        let why = diagnose(HttpConnector::Postmark, &trouble, &RequestFacts::default()).why;
        assert!(why.contains("timeout of 60000ms exceeded"), "{why}");
        assert!(!why.contains("Letterhead"), "{why}");
    }
}
