//! What is wrong with a message, in sentences.

use super::dkim::SignatureReport;
use super::report::{MessageFinding, MessageReport, ResultWord, Ruling};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::RfcSection;

/// Clocks that lie no further apart than this are taken to be right.
const CLOCK_SKEW_SECS: i64 = 60;
/// A server that keeps a message longer is told.
const SLOW_SECS: i64 = 300;

/// The findings of a report, the worst first.
pub(super) fn of(report: &MessageReport) -> Vec<MessageFinding> {
    let mut findings = Vec::new();
    dmarc(report, &mut findings);
    dkim(report, &mut findings);
    spf(report, &mut findings);
    arc(report, &mut findings);
    hops(report, &mut findings);
    claims(report, &mut findings);
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn from_ruling(
    id: &'static str,
    severity: Severity,
    subject: &str,
    ruling: &Ruling,
    hint: Option<&str>,
) -> MessageFinding {
    MessageFinding {
        id,
        severity,
        subject: subject.to_owned(),
        message: ruling.reason.clone(),
        hint: hint.map(str::to_owned),
        refs: ruling.refs.clone(),
    }
}

fn dmarc(report: &MessageReport, findings: &mut Vec<MessageFinding>) {
    let dmarc = &report.dmarc;
    let subject = dmarc.domain.as_deref().unwrap_or("From");
    let is_any_proved = dmarc.identifiers.iter().any(|it| it.passes());
    let (id, severity, hint) = match dmarc.ruling.result {
        ResultWord::Pass => return,
        ResultWord::None if is_any_proved => (
            "dmarc.missing",
            Severity::Warning,
            "Publish a DMARC record, or nobody refuses forged mail from the domain",
        ),
        ResultWord::None => (
            "dmarc.missing",
            Severity::Error,
            "Nothing proves that the message comes from its domain; set up DKIM and DMARC",
        ),
        ResultWord::TempError => (
            "align.unknown",
            Severity::Warning,
            "Check again in a while, or ask other DNS servers",
        ),
        ResultWord::PermError => (
            "message.from",
            Severity::Error,
            "Write one From field with one address",
        ),
        _ => (
            "align.none",
            Severity::Error,
            match dmarc.policy {
                Some("reject") => "The domain asks receivers to refuse such mail",
                Some("quarantine") => "The domain asks receivers to treat such mail as spam",
                _ => "Sign with DKIM for the domain in From",
            },
        ),
    };
    findings.push(from_ruling(
        id,
        severity,
        subject,
        &dmarc.ruling,
        Some(hint),
    ));
}

fn dkim(report: &MessageReport, findings: &mut Vec<MessageFinding>) {
    let is_any_valid = report
        .dkim
        .iter()
        .any(|it| it.ruling.result == ResultWord::Pass);
    if report.dkim.is_empty() {
        findings.push(MessageFinding {
            id: "dkim.none",
            severity: Severity::Warning,
            subject: "DKIM-Signature".to_owned(),
            message: "The message is not signed".to_owned(),
            hint: Some(
                "Let the provider sign with DKIM; SPF alone breaks when mail is forwarded"
                    .to_owned(),
            ),
            refs: vec![RfcSection::new(6376, "6.1")],
        });
    }
    for signature in &report.dkim {
        of_signature(signature, is_any_valid, findings);
    }
    if report.dkim_skipped > 0 {
        findings.push(MessageFinding {
            id: "dkim.too-many",
            severity: Severity::Warning,
            subject: "DKIM-Signature".to_owned(),
            message: format!(
                "The message has {} more signatures, which were not looked at",
                report.dkim_skipped
            ),
            hint: Some("Receivers look at a few only; nobody needs more than two".to_owned()),
            refs: vec![RfcSection::new(6376, "6.1")],
        });
    }
}

fn of_signature(
    signature: &SignatureReport,
    is_any_valid: bool,
    findings: &mut Vec<MessageFinding>,
) {
    let result = signature.ruling.result;
    let subject = &signature.domain;
    let severity = match result {
        ResultWord::Pass => None,
        ResultWord::TempError => Some(Severity::Warning),
        _ if is_any_valid => Some(Severity::Warning),
        _ => Some(Severity::Error),
    };
    if let Some(severity) = severity {
        let hint = match result {
            ResultWord::TempError => "Check again in a while, or ask other DNS servers",
            ResultWord::Fail => "See which server changed the message, or sign after all changes",
            _ => "Mend the signing software or the key record",
        };
        let ruling = &signature.ruling;
        findings.push(from_ruling(
            "dkim.signature",
            severity,
            subject,
            ruling,
            Some(hint),
        ));
    }
    let is_told =
        |it: &&Finding| it.severity != Severity::Error || it.message != signature.ruling.reason;
    for finding in signature.findings.iter().filter(is_told) {
        findings.push(MessageFinding {
            id: finding.code,
            severity: finding.severity.max(severity.unwrap_or(Severity::Warning)),
            subject: subject.clone(),
            message: finding.message.clone(),
            hint: finding.hint.clone(),
            refs: vec![RfcSection::new(6376, "3.5")],
        });
    }
    if signature.key.as_ref().is_some_and(|key| key.testing) {
        findings.push(MessageFinding {
            id: "dkim.testing",
            severity: Severity::Warning,
            subject: subject.clone(),
            message: "The key is marked as a test, so receivers may ignore the signature"
                .to_owned(),
            hint: Some("Remove “y” from “t=” of the key record".to_owned()),
            refs: vec![RfcSection::new(6376, "3.6.1")],
        });
    }
}

fn spf(report: &MessageReport, findings: &mut Vec<MessageFinding>) {
    let spf = &report.spf;
    let subject = spf.domain.as_deref().unwrap_or("SPF");
    let is_proved = report.dmarc.ruling.result == ResultWord::Pass;
    let (id, severity) = match spf.ruling.result {
        _ if !spf.evaluated => ("spf.eval", Severity::Info),
        ResultWord::Pass => return,
        ResultWord::TempError => ("spf.temperror", Severity::Warning),
        ResultWord::None => ("spf.missing", Severity::Warning),
        ResultWord::PermError if !is_proved => ("spf.eval", Severity::Error),
        ResultWord::Fail if !is_proved => ("spf.ip-not-authorized", Severity::Error),
        ResultWord::PermError => ("spf.eval", Severity::Warning),
        _ => ("spf.ip-not-authorized", Severity::Warning),
    };
    findings.push(from_ruling(id, severity, subject, &spf.ruling, None));
}

fn arc(report: &MessageReport, findings: &mut Vec<MessageFinding>) {
    let ruling = &report.arc.ruling;
    let (id, severity) = match ruling.result {
        ResultWord::None | ResultWord::Pass => return,
        ResultWord::TempError => ("arc.unknown", Severity::Info),
        _ => ("arc.broken", Severity::Warning),
    };
    let hint = match ruling.result {
        ResultWord::TempError => "Check again in a while, or ask other DNS servers",
        _ => "Receivers cannot use what the servers on the way found out",
    };
    findings.push(from_ruling(id, severity, "ARC-Seal", ruling, Some(hint)));
}

fn hops(report: &MessageReport, findings: &mut Vec<MessageFinding>) {
    for hop in &report.received {
        let Some(delay) = hop.delay_secs else {
            continue;
        };
        let by = hop.by.as_deref().unwrap_or("A server");
        let (id, message, hint) = if delay < -CLOCK_SKEW_SECS {
            let message = format!(
                "{by} took the message {} seconds before it was sent on",
                -delay
            );
            ("received.clock", message, "One of the two clocks is wrong")
        } else if delay > SLOW_SECS {
            let message = format!("The message reached {by} after {delay} seconds");
            (
                "received.slow",
                message,
                "Look into the queue of the server before it",
            )
        } else {
            continue;
        };
        findings.push(MessageFinding {
            id,
            severity: Severity::Info,
            subject: by.to_owned(),
            message,
            hint: Some(hint.to_owned()),
            refs: vec![RfcSection::new(5321, "4.4")],
        });
    }
}

fn claims(report: &MessageReport, findings: &mut Vec<MessageFinding>) {
    for claimed in &report.authentication_results {
        for claim in &claimed.results {
            let (Some(ours), Some(false)) = (claim.ours, claim.agrees()) else {
                continue;
            };
            let about = claim.about.as_deref().map(|it| format!(" of {it}"));
            let about = about.unwrap_or_default();
            let message = format!(
                "{} says {}{about} is {}; here it is {ours}",
                claimed.server, claim.method, claim.result
            );
            let hint = "Keys and records may have changed since, or somebody else wrote the field";
            findings.push(MessageFinding {
                id: "authres.differs",
                severity: Severity::Info,
                subject: claimed.server.clone(),
                message,
                hint: Some(hint.to_owned()),
                refs: vec![RfcSection::new(8601, "5")],
            });
        }
    }
}
