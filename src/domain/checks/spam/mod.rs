//! The mail that `SpamAssassin` is asked about, and what its answer means; nothing is asked here.

mod report;

use serde_json::Value;

use crate::domain::connector::Connector;
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{ContentType, RenderError, TemplateDetails, render};
use crate::domain::message::{MailDraft, MessageStamp, build, compose};
use crate::domain::sender_domain::sender_address::configured;

pub use self::report::rules;

/// The port of spamd.
pub const SPAMD_PORT: u16 = 783;
/// Where spamd listens, unless it is told otherwise.
pub const USUAL_SPAMD: &str = "127.0.0.1:783";
/// Who sends where neither the template nor the connector names anybody.
const SENDER: &str = "Letterhead <letterhead@example.com>";
/// Who gets the mail.
const RECIPIENT: &str = "person@example.com";

/// What `SpamAssassin` says of a mail.
#[derive(Debug, Clone, PartialEq)]
pub struct SpamVerdict {
    /// Whether the score is at or over the threshold.
    pub is_spam: bool,
    /// The points of the mail.
    pub score: f64,
    /// The points from which on a mail is spam.
    pub threshold: f64,
    /// The rules that apply, as the server lists them.
    pub rules: Vec<SpamRule>,
}

/// One rule that applies.
#[derive(Debug, Clone, PartialEq)]
pub struct SpamRule {
    /// What it adds to the score; below zero speaks for the mail.
    pub points: f64,
    /// Its name, in capitals.
    pub name: String,
    /// What it finds.
    pub description: String,
}

/// The mail as the SMTP connector would send it, with the values of a sample.
///
/// # Errors
///
/// Where Logto could not put the values in.
pub fn mail(
    details: &TemplateDetails,
    payload: &Value,
    connector: Option<&Connector>,
    stamp: &MessageStamp,
) -> Result<Vec<u8>, RenderError> {
    let filled = |text: &str| render(text, payload);
    let own = details.send_from.as_deref();
    let set = connector.and_then(configured).map(|(_, sender)| sender);
    // A reference to a secret is nobody's address.
    let from = [own, set].into_iter().flatten();
    let mut from = from.filter(|text| text.contains('@') && !text.contains("${"));
    let composed = compose(&MailDraft {
        from: &filled(from.next().unwrap_or(SENDER))?,
        to: RECIPIENT,
        reply_to: &filled(details.reply_to.as_deref().unwrap_or_default())?,
        subject: &filled(&details.subject)?,
        content_type: details.content_type.unwrap_or(ContentType::Html),
        content: &filled(&details.content)?,
        custom_headers: &[],
        stamp,
    });
    Ok(build(&composed.message))
}

/// What a verdict means for the mail, if it is over the threshold.
pub fn finding(verdict: &SpamVerdict) -> Option<Finding> {
    if !verdict.is_spam {
        return None;
    }
    let (score, threshold) = (verdict.score, verdict.threshold);
    let message =
        format!("SpamAssassin gives the mail {score} points; from {threshold} on it is spam");
    let mut worst: Vec<&SpamRule> = verdict.rules.iter().collect();
    worst.sort_by(|one, other| other.points.total_cmp(&one.points));
    let worst = worst.into_iter().filter(|rule| rule.points > 0.0).take(3);
    let worst: Vec<String> = worst
        .map(|rule| format!("{} ({})", rule.name, rule.points))
        .collect();
    let finding = Finding::new(Severity::Warning, "spam-score", message);
    Some(if worst.is_empty() {
        finding
    } else {
        finding.hint(format!("Most points come from {}", worst.join(", ")))
    })
}

/// The server and port that a person means: `mail.example.com`, `127.0.0.1:783`, `[::1]:783`.
///
/// # Errors
///
/// What is wrong with it, in a sentence.
pub fn server(text: &str) -> Result<String, String> {
    let text = text.trim();
    let (host, port) = match text.rsplit_once(':') {
        Some((host, _)) if host.contains(':') && !text.starts_with('[') => (text, None),
        Some(_) if text.ends_with(']') => (text, None),
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let inner = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let bare = inner.unwrap_or(host);
    let is_address = bare.parse::<core::net::Ipv6Addr>().is_ok();
    let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_');
    let is_host = !bare.is_empty() && bare.chars().all(is_name) && inner.is_none();
    if !is_address && !is_host {
        return Err("Write a server and its port, such as 127.0.0.1:783".to_owned());
    }
    let port = match port.map(str::parse::<u16>) {
        None => SPAMD_PORT,
        Some(Ok(port)) if port > 0 => port,
        Some(_) => return Err("A port is a number from 1 to 65535".to_owned()),
    };
    Ok(if is_address {
        format!("[{bare}]:{port}")
    } else {
        format!("{bare}:{port}")
    })
}

#[cfg(test)]
mod tests;
