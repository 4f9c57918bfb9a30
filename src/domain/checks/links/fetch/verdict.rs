//! What became of an address, as findings. What could not be checked is never called broken.

use super::super::address::{Target, read};
use super::super::shown::is_same_site;
use super::{
    LinkAnswer, LinkFailure, LinkFetch, LinkLook, LinkOutcome, Looks, MOST_BYTES, NotFetched,
    host_of,
};
use crate::domain::finding::{Finding, Severity};

/// What an outcome means for the mail, the most severe first.
pub fn findings(fetch: &LinkFetch, look: &LinkLook) -> Vec<Finding> {
    let mut findings = match &look.outcome {
        LinkOutcome::Answered(answer) => answered(fetch, answer),
        LinkOutcome::Stopped(reason) => vec![stopped(fetch, look, reason)],
        LinkOutcome::Failed(failure) => vec![failed(fetch, look, failure)],
    };
    findings.extend(way(fetch, look));
    for finding in &mut findings {
        finding.span = Some(fetch.span);
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// Says of an address that it cannot be looked at.
pub fn not_checkable(fetch: &LinkFetch, reason: &NotFetched) -> Finding {
    let message = format!(
        "The {} cannot be checked: {reason} ({})",
        fetch.word(),
        fetch.written
    );
    Finding::new(Severity::Info, "link-not-checkable", message)
        .hint("Open it from a mail that was sent")
        .at(fetch.span)
}

fn answered(fetch: &LinkFetch, answer: &LinkAnswer) -> Vec<Finding> {
    let word = fetch.word();
    match answer.status {
        200..=299 if fetch.is_picture => picture(answer).into_iter().collect(),
        200..=299 => Vec::new(),
        404 | 410 => vec![gone(fetch, answer.status)],
        status @ 500.. => {
            let message =
                format!("The server of the {word} answers {status}, a mistake of its own");
            let finding = Finding::new(Severity::Warning, "link-server-error", message);
            vec![finding.hint("Look again later; if it stays so, tell whoever runs the server")]
        }
        // Pages that want a session or a browser say so to a program.
        401 | 403 | 405 | 406 | 429 | 451 if !fetch.is_picture => Vec::new(),
        status => {
            let message = format!("The server answers {status} instead of the {word}");
            let finding = Finding::new(Severity::Warning, "link-refused", message);
            vec![finding.hint(if fetch.is_picture {
                "Mail clients load pictures without a session: it must be open to everybody"
            } else {
                "Open it in a browser; readers may be refused too"
            })]
        }
    }
}

fn gone(fetch: &LinkFetch, status: u16) -> Finding {
    if fetch.is_picture {
        let message = format!("The picture is gone: the server answers {status}");
        Finding::new(Severity::Error, "image-gone", message)
            .hint("Put it back, or link to one that is there; mails that were sent miss it too")
    } else {
        let message = format!("The page is gone: the server answers {status}");
        Finding::new(Severity::Error, "link-gone", message)
            .hint("Link to a page that is there; readers of this mail meet an error")
    }
}

/// What is wrong with a picture that was answered.
fn picture(answer: &LinkAnswer) -> Option<Finding> {
    let says_picture = answer.media_type.starts_with("image/");
    let is_picture =
        answer.looks == Looks::Picture || (says_picture && answer.looks != Looks::Page);
    if answer.bytes == 0 || !is_picture {
        let what = match answer.media_type.as_str() {
            _ if answer.bytes == 0 => "nothing",
            "" => "something else",
            media_type => media_type,
        };
        let message = format!("The server sends {what} instead of a picture");
        let finding = Finding::new(Severity::Error, "image-not-an-image", message);
        return Some(finding.hint("Readers see the text of alt; link to the picture itself"));
    }
    (answer.bytes >= MOST_BYTES).then(|| {
        let message = "The picture has a megabyte or more";
        Finding::new(Severity::Warning, "image-too-big", message)
            .hint("It takes long on a phone; make it as large as it is shown")
    })
}

fn stopped(fetch: &LinkFetch, look: &LinkLook, reason: &NotFetched) -> Finding {
    let word = fetch.word();
    let message = match look.ended_at() {
        None => format!("The {word} could not be checked: {reason}"),
        Some(to) => {
            format!("The {word} could not be checked: it redirects to {to}, and {reason}")
        }
    };
    Finding::new(Severity::Warning, "link-unreachable", message)
        .hint("Only public servers are asked; open it in a browser")
}

fn failed(fetch: &LinkFetch, look: &LinkLook, failure: &LinkFailure) -> Finding {
    let word = fetch.word();
    if let LinkFailure::Certificate(problem) = failure {
        let host = host_of(look.ended_at().unwrap_or(&fetch.url));
        let message = format!("Browsers refuse {host}: its certificate {problem}");
        return Finding::new(Severity::Error, "link-certificate", message)
            .hint("Readers meet a warning instead; whoever runs the server has to mend it");
    }
    let message = format!("The {word} could not be checked: {failure}");
    Finding::new(Severity::Warning, "link-unreachable", message)
        .hint("That need not be its fault: look again, or open it in a browser")
}

/// What is odd about the way that redirects take.
fn way(fetch: &LinkFetch, look: &LinkLook) -> Vec<Finding> {
    let mut findings = Vec::new();
    let begins_encrypted = !is_plain_http(&fetch.url);
    let plain = look.redirects.iter().find(|step| is_plain_http(&step.to));
    if let Some(step) = plain.filter(|_| begins_encrypted) {
        let message = format!(
            "On its way the link leads to {}, which is not encrypted",
            step.to
        );
        let finding = Finding::new(Severity::Warning, "link-to-http-after-redirect", message);
        findings.push(finding.hint("Let the server redirect to https"));
    }
    let (from, to) = (host_of(&fetch.url), look.ended_at().map(host_of));
    if let Some(to) = to.filter(|to| !fetch.is_picture && !is_same_site(&from, to)) {
        let message = format!("The link to {from} ends at {to}");
        let finding = Finding::new(Severity::Info, "link-redirects-elsewhere", message);
        let hint =
            "Filters follow redirects and weigh where they end; write that address if you can";
        findings.push(finding.hint(hint));
    }
    findings
}

fn is_plain_http(url: &str) -> bool {
    matches!(read(url), Target::Web(address) if address.is_plain_http)
}
