//! Where a redirect leads, and what of the request goes there.

use super::super::url::Url;
use super::super::{HttpBody, HttpRequest, got};
use super::{HttpAnswer, HttpClient, NetworkTrouble, TroubleKind};
use crate::domain::finding::{Finding, Severity};

/// A redirect that the connector's client follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The next request.
    pub request: HttpRequest,
    /// Whether the body goes there.
    pub keeps_body: bool,
    /// Scheme, host and port of the next request.
    pub origin: String,
    /// What is dangerous about it, or makes it pointless.
    pub findings: Vec<Finding>,
}

/// Statuses that got and follow-redirects follow, if there is an address.
const GOT: [u16; 7] = [300, 301, 302, 303, 304, 307, 308];

/// What the client of the request does with an answer after `followed` redirects: it follows, or
/// takes the answer as it is (`None`), or gives up.
///
/// got keeps verb and body but for 303, and drops `authorization` where host or port differ, but not
/// where the scheme does (`got/source/core/index.ts`). follow-redirects, which axios uses, turns 301,
/// 302 and 303 into a `GET`, and knows nothing of the header with Postmark's token.
pub fn redirect(
    request: &HttpRequest,
    answer: &HttpAnswer,
    followed: usize,
) -> Result<Option<Redirect>, NetworkTrouble> {
    let client = request.connector.client();
    let location = answer.header("location").filter(|text| !text.is_empty());
    let is_followed = match client {
        HttpClient::Got => GOT.contains(&answer.status),
        HttpClient::Axios => matches!(answer.status, 300..=399),
        HttpClient::AwsSdk => false,
    };
    let Some(location) = location.filter(|_| is_followed) else {
        return Ok(None);
    };
    if followed >= client.most_redirects() {
        return Err(too_many(client));
    }
    let from = Url::parse(&request.url).ok_or_else(|| nowhere(client, "Invalid URL"))?;
    let to = from
        .resolve(location)
        .ok_or_else(|| nowhere(client, "Invalid URL"))?;
    if !to.is_web() {
        return Err(unsupported(client, &to.scheme));
    }
    Ok(Some(next(request, answer.status, &from, &to)))
}

fn next(request: &HttpRequest, status: u16, from: &Url, to: &Url) -> Redirect {
    let client = request.connector.client();
    let keeps_body = request.method != "GET"
        && match client {
            HttpClient::Axios => !matches!(status, 301..=303),
            HttpClient::Got | HttpClient::AwsSdk => status != 303,
        };
    let is_elsewhere = from.host != to.host || from.port != to.port;
    let is_downgrade = from.scheme == "https" && to.scheme == "http";
    let drops_login = match client {
        HttpClient::Axios => is_elsewhere || is_downgrade,
        HttpClient::Got | HttpClient::AwsSdk => is_elsewhere,
    };
    let mut next = request.clone();
    next.url = to.without_user();
    next.headers.retain(|(name, _)| match name.as_str() {
        "authorization" => !drops_login,
        _ => keeps_body || client != HttpClient::Axios || !name.starts_with("content-"),
    });
    if !keeps_body {
        next.method = "GET";
        next.body = HttpBody::Form(Vec::new());
    }
    if client == HttpClient::Got
        && is_elsewhere
        && !(to.username.is_empty() && to.password.is_empty())
    {
        let basic = got::Basic::new(&plain(&to.username), &plain(&to.password));
        next.headers.push(("authorization".to_owned(), basic.value));
        next.secrets.extend(basic.secrets);
    }
    let findings = findings(
        &next,
        &Step {
            is_elsewhere,
            is_downgrade,
            keeps_body,
        },
        to,
    );
    Redirect {
        request: next,
        keeps_body,
        origin: to.origin(),
        findings,
    }
}

/// How the next request differs from the last.
struct Step {
    is_elsewhere: bool,
    is_downgrade: bool,
    keeps_body: bool,
}

fn findings(next: &HttpRequest, step: &Step, to: &Url) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut warn = |code, message: String, hint: &str| {
        findings.push(Finding::new(Severity::Warning, code, message).hint(hint));
    };
    let origin = to.origin();
    let has_login = next
        .headers
        .iter()
        .any(|(name, _)| matches!(name.as_str(), "authorization" | "x-postmark-server-token"));
    let hint = "Put the final address into the configuration, so that nothing is redirected";
    if step.is_downgrade {
        let what = match (step.keeps_body, has_login) {
            (_, true) => "the mail and the key are",
            (true, false) => "the mail is",
            (false, false) => "the request is",
        };
        let message =
            format!("A redirect leads from https to {origin}, where {what} sent unencrypted");
        warn("redirect-downgrade", message, hint);
    }
    if step.is_elsewhere && step.keeps_body {
        let message = format!("A redirect hands the whole mail to another server, {origin}");
        warn("redirect-elsewhere", message, hint);
    }
    if step.is_elsewhere && has_login {
        let message = format!(
            "The key goes to another server, {origin}, as the client of Logto's connector would send it"
        );
        warn("redirect-leaks-key", message, hint);
    }
    if !step.keeps_body {
        let message = "The redirect turns the request into a GET without the mail; a success after \
                       that does not mean that a mail was sent";
        warn("redirect-drops-mail", message.to_owned(), hint);
    }
    findings
}

fn plain(text: &str) -> String {
    String::from_utf8_lossy(&super::super::url::percent_decode(text)).into_owned()
}

fn too_many(client: HttpClient) -> NetworkTrouble {
    match client {
        HttpClient::Axios => NetworkTrouble::new(
            TroubleKind::RedirectLoop,
            "ERR_FR_TOO_MANY_REDIRECTS",
            "Maximum number of redirects exceeded",
        ),
        HttpClient::Got | HttpClient::AwsSdk => NetworkTrouble::new(
            TroubleKind::RedirectLoop,
            "ERR_TOO_MANY_REDIRECTS",
            format!("Redirected {} times. Aborting.", client.most_redirects()),
        ),
    }
}

fn nowhere(client: HttpClient, message: &str) -> NetworkTrouble {
    bad(client, "ERR_INVALID_URL", message.to_owned())
}

fn unsupported(client: HttpClient, scheme: &str) -> NetworkTrouble {
    let colon = match client {
        HttpClient::Axios => " ",
        HttpClient::Got | HttpClient::AwsSdk => ": ",
    };
    let message = format!("Unsupported protocol{colon}{scheme}:");
    bad(client, "ERR_UNSUPPORTED_PROTOCOL", message)
}

fn bad(client: HttpClient, code: &str, message: String) -> NetworkTrouble {
    let (code, message) = match client {
        HttpClient::Axios => (
            "ERR_FR_REDIRECTION_FAILURE",
            format!("Redirected request failed: {message}"),
        ),
        HttpClient::Got | HttpClient::AwsSdk => (code, message),
    };
    NetworkTrouble::new(TroubleKind::BadRedirect, code, message)
}
