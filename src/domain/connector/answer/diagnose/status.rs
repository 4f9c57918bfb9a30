//! What a status means where no provider says more.

use super::super::HttpAnswer;
use super::Said;
use super::rule::Rule;

const fn row(title: &'static str, why: &'static str, fix: &'static [&'static str]) -> Rule {
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[],
        title,
        why,
        fix,
        link: None,
    }
}

const PAGE: Rule = row(
    "A web page answered instead",
    "Not %provider% but a page for people came back: the log-in of a network, the error page of a \
     proxy, or a site that happens to be at %host%",
    &[
        "Open the address in a browser on this network and log in to the network if it asks",
        "Check the address in the configuration",
    ],
);
const REDIRECT: Rule = row(
    "The answer is a redirect that is not followed",
    "%host% sends the request elsewhere, and the client of Logto's connector does not go there",
    &[
        "Put the final address into the configuration",
        "Check for a proxy that redirects",
    ],
);
const BAD: Rule = row(
    "%provider% cannot take the request",
    "Something in the request is not as it should be",
    &["Read the answer and compare it with the request shown here"],
);
const KEY: Rule = row(
    "%provider% does not accept the key",
    "The key is unknown, switched off, or may not do this",
    &[
        "Copy the key again, without blanks around it",
        "Check what the key may do",
    ],
);
const MISSING: Rule = row(
    "There is nothing at this address",
    "%host% answers but does not know the path",
    &["Check the address and the names in the configuration"],
);
const PROXY: Rule = row(
    "The proxy wants a login",
    "A proxy between this machine and %host% does not let the request through. Logto's server may \
     have another way to the network",
    &["Give the proxy's user and password, or a way without the proxy"],
);
const SIZE: Rule = row(
    "The mail is too large",
    "%provider% or something before it takes no request of this size",
    &["Make the template smaller, above all pictures written into it"],
);
const RATE: Rule = row(
    "Too many requests",
    "%provider% wants fewer requests at once, or the plan is used up",
    &[
        "Wait a moment and send again",
        "Look at the limits of the plan",
    ],
);
const TROUBLE: Rule = row(
    "%provider% has trouble",
    "The fault is on the other side and usually short",
    &[
        "Wait and send again",
        "Look at the status page of the provider",
    ],
);
const GATEWAY: Rule = row(
    "A server on the way has trouble",
    "Something in front of %host% answered that it cannot reach what is behind it",
    &[
        "Wait and send again",
        "Behind a proxy of your own, check what it passes on to",
    ],
);
const UNUSABLE: Rule = row(
    "The answer cannot be understood",
    "It says success, but is not what %provider% answers, so Logto does not take it for one. The \
     mail may have been sent or not",
    &[
        "Check that %host% is the provider's own address",
        "Look at the provider's log",
    ],
);

/// A page for people in place of an answer for programs, unless the provider's own words were found:
/// what the log-in of a network sends. It says success, redirects, or answers 511 (RFC 6585, 6); any
/// other status means what it says, whatever its body.
pub(super) fn page(answer: &HttpAnswer, said: &Said) -> Option<&'static Rule> {
    let is_portal = matches!(answer.status, 200..=399 | 511);
    (answer.is_web_page() && said.message.is_none() && is_portal).then_some(&PAGE)
}

/// What is told when nothing else fits.
pub(super) const fn rule(status: u16) -> &'static Rule {
    match status {
        300..=399 => &REDIRECT,
        401 | 403 => &KEY,
        404 | 410 => &MISSING,
        407 => &PROXY,
        511 => &PAGE,
        413 => &SIZE,
        429 => &RATE,
        502..=504 => &GATEWAY,
        500..=599 => &TROUBLE,
        400..=499 => &BAD,
        _ => &UNUSABLE,
    }
}
