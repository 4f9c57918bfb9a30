//! The report, one part below the other.

use egui::{Label, RichText, Ui};

use super::tone;
use crate::domain::sender_domain::RfcSection;
use crate::domain::sender_domain::message::{
    AlignmentReport, ArcCheck, ArcReport, Claim, ClaimedResults, DmarcReport, Hop, MessageFinding,
    MessageReport, Ruling, SignatureReport, Source,
};
use crate::domain::sender_domain::shown::shown;
use crate::ui::screens::deliverability::block::{heading, marked, muted, small};
use crate::ui::theme::space;
use crate::ui::widgets::Tone;

/// Draws the report.
pub(super) fn ui(ui: &mut Ui, report: &MessageReport, is_from_file: bool) {
    ui.spacing_mut().item_spacing.y = space::XS;
    findings_ui(ui, &report.findings);
    heading(ui, "DMARC");
    dmarc_ui(ui, &report.dmarc);
    heading(ui, "DKIM");
    if report.dkim.is_empty() {
        muted(ui, "The message is not signed");
    }
    for signature in &report.dkim {
        signature_ui(ui, signature);
    }
    if report.dkim_skipped > 0 {
        let words = format!("{} more were not looked at", report.dkim_skipped);
        muted(ui, &words);
    }
    heading(ui, "SPF");
    spf_ui(ui, report);
    heading(ui, "ARC");
    arc_ui(ui, &report.arc);
    heading(ui, "Way");
    hops_ui(ui, &report.received, is_from_file);
    heading(ui, "What receivers wrote");
    claims_ui(ui, &report.authentication_results);
}

/// A result with its reason.
fn ruling_ui(ui: &mut Ui, what: &str, ruling: &Ruling) {
    let words = match what {
        "" => format!("{}: {}", ruling.result, shown(&ruling.reason)),
        what => format!("{what}: {}: {}", ruling.result, shown(&ruling.reason)),
    };
    marked(ui, tone(ruling.result), &words);
    if !ruling.refs.is_empty() {
        small(ui, &sections(&ruling.refs));
    }
}

fn sections(refs: &[RfcSection]) -> String {
    let refs: Vec<String> = refs.iter().map(ToString::to_string).collect();
    refs.join(", ")
}

fn findings_ui(ui: &mut Ui, findings: &[MessageFinding]) {
    if findings.is_empty() {
        marked(ui, Tone::Success, "Nothing is wrong with the message");
    }
    for finding in findings {
        let (subject, message) = (shown(&finding.subject), shown(&finding.message));
        let words = if message.contains(&subject) {
            message
        } else {
            format!("{subject}: {message}")
        };
        marked(ui, Tone::from(finding.severity), &words);
        if let Some(hint) = &finding.hint {
            muted(ui, &shown(hint));
        }
        let refs = sections(&finding.refs);
        let aside = match refs.as_str() {
            "" => finding.id.to_owned(),
            refs => format!("{refs} · {}", finding.id),
        };
        small(ui, &aside);
        ui.add_space(space::XS);
    }
}

fn dmarc_ui(ui: &mut Ui, dmarc: &DmarcReport) {
    ruling_ui(ui, "", &dmarc.ruling);
    if let (Some(at), Some(record)) = (&dmarc.record_at, &dmarc.record) {
        mono(ui, &format!("{}  {}", shown(at), shown(record)));
    }
    if let Some(policy) = dmarc.policy {
        muted(ui, &format!("Asked of receivers if it fails: {policy}"));
    }
    for identifier in &dmarc.identifiers {
        let tone = if identifier.passes() {
            Tone::Success
        } else {
            Tone::Neutral
        };
        let (by, result) = (identifier.by.to_uppercase(), identifier.result);
        let (domain, how) = (
            shown(&identifier.domain),
            alignment_words(identifier.alignment),
        );
        marked(ui, tone, &format!("{by} of {domain}: {result}, {how}"));
    }
}

const fn alignment_words(alignment: AlignmentReport) -> &'static str {
    match alignment {
        AlignmentReport::Exactly => "the very domain in From",
        AlignmentReport::ByOrganization => "aligned: of one organization with the domain in From",
        AlignmentReport::TooStrict => {
            "not aligned: of one organization, but the record wants the very same domain"
        }
        AlignmentReport::No => "not aligned: of another organization than the domain in From",
        AlignmentReport::Unknown => "alignment open, as the DNS did not answer",
    }
}

fn signature_ui(ui: &mut Ui, signature: &SignatureReport) {
    ruling_ui(ui, &shown(&signature.domain), &signature.ruling);
    let mut words = format!(
        "{}, {}, selector {}",
        shown(&signature.algorithm),
        shown(&signature.canonicalization),
        shown(&signature.selector),
    );
    if let Some(bits) = signature.key.as_ref().and_then(|key| key.bits) {
        words = format!("{words}, {bits} bits");
    }
    if let Some(at) = signature.signed_at {
        words = format!("{words}, signed {at}");
    }
    if let Some(at) = signature.expires_at {
        words = format!("{words}, until {at}");
    }
    muted(ui, &words);
    if let Some(body) = signature.body.as_ref().filter(|body| !body.matches) {
        let (signed, found) = (shown(&body.signed_hash), &body.computed_hash);
        mono(ui, &format!("body signed as {signed}, found {found}"));
    }
    ui.add_space(space::XS);
}

fn spf_ui(ui: &mut Ui, report: &MessageReport) {
    let domain = report.spf.domain.as_deref().map(shown);
    ruling_ui(ui, &domain.unwrap_or_default(), &report.spf.ruling);
    let sender = &report.sender;
    if let Some(ip) = sender.ip {
        let origin = match sender.ip_source {
            Some(Source::Header) => "read off the header",
            Some(Source::Given) | None => "the client that handed it in",
        };
        muted(ui, &format!("Client {ip}, {origin}"));
    }
    if let Some(helo) = &sender.helo {
        muted(ui, &format!("Its name in HELO {}", shown(helo)));
    }
    if let Some(from) = &sender.mail_from {
        muted(ui, &format!("Envelope sender <{}>", shown(from)));
    }
}

fn arc_ui(ui: &mut Ui, arc: &ArcReport) {
    ruling_ui(ui, "", &arc.ruling);
    for set in &arc.instances {
        let domain = set.seal.as_ref().map_or("?", |seal| &seal.domain);
        let (number, domain) = (set.instance, shown(domain));
        let seal = word(set.seal.as_ref());
        let message = word(set.message_signature.as_ref());
        muted(
            ui,
            &format!("{number}. {domain}: seal {seal}, message {message}"),
        );
    }
}

fn word(check: Option<&ArcCheck>) -> &'static str {
    check.map_or("missing", |check| check.ruling.result.word())
}

fn hops_ui(ui: &mut Ui, hops: &[Hop], is_from_file: bool) {
    if hops.is_empty() {
        let words = if is_from_file {
            "The file has no Received field: the message was saved before it was sent, or the fields \
             were taken out. Which way it came cannot be told"
        } else {
            "No server wrote a Received field: the message came here directly"
        };
        muted(ui, words);
        return;
    }
    for (index, hop) in hops.iter().enumerate() {
        // Names of servers are long; a table of them is wider than most windows.
        let or = |text: &Option<String>| text.as_deref().map_or_else(|| "?".to_owned(), shown);
        let words = format!("{}. {} → {}", index + 1, or(&hop.from), or(&hop.by));
        ui.add(Label::new(words).wrap().selectable(true));
        let facts = [
            hop.ip.map(|ip| ip.to_string()),
            hop.at.map(|at| at.to_string()),
            hop.delay_secs.map(delay_words),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            muted(ui, &facts.join(" · "));
        }
        ui.add_space(space::XS);
    }
}

/// How long a message lay, for people; a clock that is wrong is told.
fn delay_words(secs: i64) -> String {
    let (size, hours) = (secs.unsigned_abs(), secs.unsigned_abs() / 3600);
    let words = match size {
        0..60 => format!("{size} s"),
        60..3600 => format!("{} min {} s", size / 60, size % 60),
        _ => format!("{hours} h {} min", size % 3600 / 60),
    };
    if secs < 0 {
        format!("{words} back: a clock is wrong")
    } else {
        format!("after {words}")
    }
}

fn claims_ui(ui: &mut Ui, claimed: &[ClaimedResults]) {
    if claimed.is_empty() {
        muted(ui, "There is no Authentication-Results field");
    }
    for of in claimed {
        ui.add(Label::new(shown(&of.server)).wrap());
        for claim in &of.results {
            let (tone, words) = claim_words(claim);
            marked(ui, tone, &words);
        }
    }
}

fn claim_words(claim: &Claim) -> (Tone, String) {
    let mut words = format!("{} {}", shown(&claim.method), shown(&claim.result));
    if let Some(about) = &claim.about {
        words = format!("{words}, of {}", shown(about));
    }
    match (claim.agrees(), claim.ours) {
        (Some(true), _) => (Tone::Success, format!("{words}: the same here")),
        (Some(false), Some(ours)) => (Tone::Warning, format!("{words}: here it is {ours}")),
        _ => (Tone::Neutral, format!("{words}: not compared")),
    }
}

fn mono(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).monospace();
    ui.add(Label::new(text).wrap().selectable(true));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_told_in_the_unit_that_fits() {
        for (secs, words) in [
            (0, "after 0 s"),
            (61, "after 1 min 1 s"),
            (7_260, "after 2 h 1 min"),
            (-5, "5 s back: a clock is wrong"),
        ] {
            assert_eq!(delay_words(secs), words);
        }
        assert!(delay_words(i64::MIN).contains("back"));
    }
}
