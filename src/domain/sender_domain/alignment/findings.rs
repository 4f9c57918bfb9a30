//! What stands in the way of DMARC, with the setting or the template to blame.

use super::identity::{FromUse, Origin};
use super::report::{Leg, Outcome, UseReport};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dmarc::{Aligned, DmarcRecord};
use crate::domain::sender_domain::dns::{Name, RecordType};
use crate::domain::sender_domain::{DomainFinding, RecordChange, RfcSection};

/// How many templates a sentence names.
const MOST_NAMED: usize = 3;

/// The findings on the mails from one domain.
pub(super) fn of(one: &UseReport, record: Option<&DmarcRecord>) -> Vec<DomainFinding> {
    let mut findings = Vec::new();
    let from = &one.from.domain;
    let who = who(&one.from);
    for (kind, leg) in [(Kind::Spf, &one.spf), (Kind::Dkim, &one.dkim)] {
        let (Some(domain), Some(how)) = (&leg.domain, leg.aligned) else {
            continue;
        };
        if let Some((message, hint)) = kind.sentences(from, domain, how, &who) {
            let found = Finding::new(Severity::Warning, kind.code(), message).hint(hint);
            let finding = about(found, from);
            let loosened = (how == Aligned::TooStrict)
                .then(|| loosened(one.record_at.as_ref()?, record?, kind.tag()));
            findings.push(match loosened.flatten() {
                Some(change) => {
                    let title = format!("Remove “{}=s”", kind.tag());
                    finding.record_fix(title, vec![change])
                }
                None => finding,
            });
        }
    }
    match one.outcome {
        Outcome::None => {
            let message =
                format!("Mail from {from} passes DMARC neither by SPF nor by DKIM ({who})");
            let hint = none_hint(one);
            findings.push(about(
                Finding::new(Severity::Error, "align.none", message).hint(hint),
                from,
            ));
        }
        Outcome::Unknown => {
            let message = format!("Whether mail from {from} passes DMARC is not known ({who})");
            let is_silent = |leg: &Leg| leg.domain.is_some() && leg.aligned.is_none();
            let hint = if is_silent(&one.spf) || is_silent(&one.dkim) {
                "A DMARC record on the way did not answer; check again in a while"
            } else {
                "Paste what the provider shows for the domain: the name for bounces and the DKIM records"
            };
            findings.push(about(
                Finding::new(Severity::Info, "align.unchecked", message).hint(hint),
                from,
            ));
        }
        Outcome::Both | Outcome::BySpf | Outcome::ByDkim => {}
    }
    findings
}

/// Notes on the senders themselves, as findings of a domain.
pub(super) fn notes(notes: &[Finding], subject: &Name) -> Vec<DomainFinding> {
    let rule = RfcSection::new(5322, "3.6.2");
    let notes = notes.iter().cloned();
    notes
        .map(|note| DomainFinding::new(note, subject, rule))
        .collect()
}

fn about(finding: Finding, subject: &Name) -> DomainFinding {
    DomainFinding::new(finding, subject, RfcSection::new(9989, "4.4"))
        .see(RfcSection::new(9989, "4.10.2"))
}

#[derive(Clone, Copy)]
enum Kind {
    Spf,
    Dkim,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Spf => "align.spf",
            Self::Dkim => "align.dkim",
        }
    }

    const fn tag(self) -> &'static str {
        match self {
            Self::Spf => "aspf",
            Self::Dkim => "adkim",
        }
    }

    fn sentences(
        self,
        from: &Name,
        domain: &Name,
        how: Aligned,
        who: &str,
    ) -> Option<(String, String)> {
        let what = match self {
            Self::Spf => format!("bounces go to {domain}"),
            Self::Dkim => format!("it is signed for {domain}"),
        };
        let tag = self.tag();
        match how {
            Aligned::Exactly | Aligned::ByOrganization => None,
            Aligned::TooStrict => Some((
                format!(
                    "Mail comes from {from}, but {what}, and “{tag}=s” wants the very same domain ({who})"
                ),
                format!("Remove “{tag}=s” from the DMARC record, or send from {domain}"),
            )),
            Aligned::No => Some((
                format!("Mail comes from {from}, but {what}, which does not speak for it ({who})"),
                match self {
                    Self::Spf => format!(
                        "Set up a name for bounces below {from} at the provider, or rely on DKIM alone"
                    ),
                    Self::Dkim => format!(
                        "Verify {from} at the provider, so that it signs for it, or send from {domain}"
                    ),
                },
            )),
        }
    }
}

fn none_hint(one: &UseReport) -> String {
    let from = &one.from.domain;
    let unpublished =
        |leg: &Leg| leg.published == Some(false) && leg.aligned.is_some_and(Aligned::passes);
    match (&one.dkim.domain, &one.spf.domain) {
        (Some(signer), _) if unpublished(&one.dkim) => {
            format!("Publish the DKIM records of {signer}; the signature then speaks for {from}")
        }
        (_, Some(bounces)) if unpublished(&one.spf) => {
            format!(
                "Let the SPF record of {bounces} include the provider; it then speaks for {from}"
            )
        }
        (Some(signer), _) => {
            format!("Send from {signer}, or verify {from} at the provider so that it signs for it")
        }
        _ => format!("Verify {from} at the provider, so that it signs for it"),
    }
}

/// The DMARC record without a tag.
fn loosened(at: &Name, record: &DmarcRecord, tag: &str) -> Option<RecordChange> {
    let old = record.tags.text();
    let is_it = |part: &str| {
        let name = part.split('=').next().unwrap_or_default();
        name.trim().eq_ignore_ascii_case(tag)
    };
    let kept: Vec<&str> = old.split(';').filter(|part| !is_it(part)).collect();
    let new = kept.join(";");
    (new != old).then(|| RecordChange {
        name: at.clone(),
        record_type: RecordType::Txt,
        old: Some(old.to_owned()),
        new: Some(new),
    })
}

/// Who puts the domain into From.
fn who(from: &FromUse) -> String {
    let mut setting = None;
    let mut templates = Vec::new();
    for origin in &from.origins {
        match origin {
            Origin::Setting { key: "" } => setting = Some("the service's own sender".to_owned()),
            Origin::Setting { key } => setting = Some(format!("the connector's “{key}”")),
            Origin::Template {
                usage_type,
                language_tag,
            } => templates.push(format!("{usage_type} {language_tag}")),
        }
    }
    let more = templates.len().saturating_sub(MOST_NAMED);
    templates.truncate(MOST_NAMED);
    if more > 0 {
        templates.push(format!("{more} more"));
    }
    let templates =
        (!templates.is_empty()).then(|| format!("“sendFrom” of {}", templates.join(", ")));
    let parts: Vec<String> = setting.into_iter().chain(templates).collect();
    parts.join(" and ")
}
