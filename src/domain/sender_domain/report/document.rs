//! A report as titles, facts and findings, which text, Markdown and HTML print each in its way.

use super::{DomainReport, KeyState, LogoState, ReportFinding, SectionState};
use crate::domain::sender_domain::receivers::{DemandedOf, RuleState};
use crate::domain::sender_domain::shown::{shown, shown_name};

/// A report to print.
pub(super) struct Document<'a> {
    pub title: String,
    pub verdict: &'a str,
    pub sections: Vec<Part<'a>>,
    pub footer: String,
}

/// A part of it.
pub(super) struct Part<'a> {
    pub title: &'static str,
    /// What the part is about, each with a label.
    pub facts: Vec<(String, String)>,
    pub findings: Vec<&'a ReportFinding>,
}

/// The families of findings in the order of parts.
const FAMILIES: [(&str, &[&str]); 14] = [
    ("Domain", &["domain"]),
    ("SPF", &["spf"]),
    ("DKIM", &["dkim"]),
    ("DMARC", &["dmarc"]),
    ("Alignment", &["align"]),
    ("Provider", &["provider"]),
    ("Mail hosts", &["mx"]),
    ("Sending servers", &["ip"]),
    ("MTA-STS", &["mtasts"]),
    ("TLS reports", &["tlsrpt"]),
    ("BIMI", &["bimi"]),
    ("DNSSEC", &["dnssec", "ns"]),
    ("DANE", &["dane"]),
    ("Who sends", &["stream"]),
];

/// The place of a finding's family in the order of parts; those of none come last.
pub(super) fn place(id: &str) -> usize {
    let start = id.split('.').next().unwrap_or_default();
    let mut families = FAMILIES.iter();
    let place = families.position(|(_, starts)| starts.contains(&start));
    place.unwrap_or(FAMILIES.len())
}

impl<'a> Document<'a> {
    pub(super) fn of(report: &'a DomainReport) -> Self {
        let parts = FAMILIES.iter().map(|(title, families)| Part {
            title,
            facts: facts(report, title),
            findings: report
                .findings
                .iter()
                .filter(|it| families.contains(&family(it)))
                .collect(),
        });
        let mut sections: Vec<Part<'_>> = parts.collect();
        let others = report.findings.iter().filter(|it| {
            let family = family(it);
            !FAMILIES
                .iter()
                .any(|(_, families)| families.contains(&family))
        });
        sections.push(Part {
            title: "Further findings",
            facts: Vec::new(),
            findings: others.collect(),
        });
        sections.push(Part {
            title: "Receivers",
            facts: receivers(report),
            findings: Vec::new(),
        });
        sections.retain(|part| !part.facts.is_empty() || !part.findings.is_empty());
        Self {
            title: format!("Mail of {}", shown_name(&report.domain)),
            verdict: &report.verdict.sentence,
            sections,
            footer: footer(report),
        }
    }
}

fn family(finding: &ReportFinding) -> &'static str {
    finding.id.split('.').next().unwrap_or_default()
}

fn facts(report: &DomainReport, title: &str) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let states = report.sections.all();
    let state = states.iter().find(|(name, _)| *name == title);
    match state {
        Some((_, SectionState::NotWanted)) => return facts,
        Some((_, SectionState::Waiting)) => push(&mut facts, "State", "still being looked at"),
        Some((_, SectionState::Unchecked { why })) => {
            push(&mut facts, "Could not be checked", why);
        }
        Some((_, SectionState::Known)) | None => {}
    }
    match title {
        "SPF" => spf(report, &mut facts),
        "DKIM" => dkim(report, &mut facts),
        "DMARC" => dmarc(report, &mut facts),
        "Mail hosts" => {
            for host in &report.mx.hosts {
                let name = if host.name.is_root() {
                    "none: the domain takes no mail".to_owned()
                } else {
                    format!(
                        "{} (preference {})",
                        shown_name(&host.name),
                        host.preference
                    )
                };
                push(&mut facts, "Host", &name);
            }
        }
        "Sending servers" => {
            for address in &report.ip {
                let names = address.reverse.names().iter().map(shown_name);
                let names: Vec<String> = names.collect();
                let names = if names.is_empty() {
                    "no name".to_owned()
                } else {
                    names.join(", ")
                };
                push(&mut facts, &address.ip.to_string(), &names);
            }
        }
        "MTA-STS" => {
            record(&mut facts, report.mta_sts.record.as_deref());
            if let Some(mode) = report.mta_sts.mode {
                push(&mut facts, "Mode", mode);
            }
        }
        "TLS reports" => record(&mut facts, report.tls_rpt.record.as_deref()),
        "BIMI" => {
            record(&mut facts, report.bimi.record.as_deref());
            if report.bimi.logo == Some(LogoState::Fine) {
                push(&mut facts, "Logo", "fetched, and nothing wrong was found");
            }
        }
        "Who sends" => {
            for service in &report.streams.services {
                let name = service.service.unwrap_or("unknown service");
                push(&mut facts, &service.include, name);
            }
        }
        _ => {}
    }
    facts
}

fn push(facts: &mut Vec<(String, String)>, label: &str, value: &str) {
    facts.push((shown(label), shown(value)));
}

fn record(facts: &mut Vec<(String, String)>, record: Option<&str>) {
    if let Some(record) = record {
        push(facts, "Record", record);
    }
}

fn spf(report: &DomainReport, facts: &mut Vec<(String, String)>) {
    record(facts, report.spf.record.as_deref());
    if report.spf.record.is_some() {
        let cost = format!(
            "{} of 10, {} of 2 that find nothing",
            report.spf.lookups, report.spf.void
        );
        push(facts, "Look-ups", &cost);
    }
    for found in &report.spf.results {
        let result = found.result.map_or("not known", |result| result.word());
        push(facts, &found.ip.to_string(), result);
    }
}

fn dkim(report: &DomainReport, facts: &mut Vec<(String, String)>) {
    for key in &report.dkim {
        let what = match key.state {
            KeyState::Waiting => "still being looked at".to_owned(),
            KeyState::Missing => "no key".to_owned(),
            KeyState::Several => "several records".to_owned(),
            KeyState::Revoked => "withdrawn".to_owned(),
            KeyState::Unchecked => "could not be checked".to_owned(),
            KeyState::Present => {
                let kind = key.key_type.as_deref().unwrap_or("unknown type");
                let size = match key.bits {
                    Some(bits) if key.key_type.as_deref() == Some("rsa") => {
                        format!(" of {bits} bits")
                    }
                    _ => String::new(),
                };
                let use_ = if key.usable { "" } else { ", not usable" };
                format!("{kind} key{size}{use_}")
            }
        };
        push(facts, &key.selector, &what);
    }
}

fn dmarc(report: &DomainReport, facts: &mut Vec<(String, String)>) {
    record(facts, report.dmarc.record.as_deref());
    if let Some(location) = &report.dmarc.location {
        push(facts, "At", &format!("_dmarc.{location}"));
    }
    for (label, applied) in report.dmarc.fates() {
        push(facts, label, applied.words());
    }
}

fn receivers(report: &DomainReport) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    for receiver in &report.receivers {
        for rule in &receiver.rules {
            let state = match rule.state {
                RuleState::Met => "met",
                RuleState::NotMet => "not met",
                RuleState::Unknown => "not known",
                RuleState::NotApplicable => "not for this check",
            };
            let of = match rule.of {
                DemandedOf::Everybody => "",
                DemandedOf::BulkSenders => " (over 5,000 mails a day)",
            };
            let label = format!("{}{of}", receiver.name);
            let value = format!("{}: {state}. {}", rule.demand, rule.why);
            push(&mut facts, &label, &value);
        }
    }
    facts
}

fn footer(report: &DomainReport) -> String {
    let queries = &report.queries;
    let mut footer = format!("{} questions in {} levels", queries.count, queries.levels);
    if let Some(elapsed) = queries.elapsed_ms {
        footer.push_str(", ");
        footer.push_str(&elapsed.to_string());
        footer.push_str(" ms");
    }
    footer
}
