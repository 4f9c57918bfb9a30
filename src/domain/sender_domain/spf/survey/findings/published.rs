//! Findings about what a domain publishes: no record, several, nearly one, in the wrong place, too
//! large.

use super::super::branch::BranchState;
use super::super::{SenderRole, Survey};
use super::repair::{Merged, merged, repaired};
use super::{at, finding, list_of, replacement, with_hint};
use crate::domain::finding::{Severity, Span};
use crate::domain::sender_domain::dns::{LookupOutcome, TxtData};
use crate::domain::sender_domain::spf::select::is_spf;
use crate::domain::sender_domain::{DomainFinding, RfcSection};

/// What RFC 7208 section 3.4 advises to stay below.
const ADVISED_BYTES: usize = 450;
/// What old resolvers take in one packet.
const OLD_PACKET_BYTES: usize = 512;
/// What fits into a packet on today's Internet.
const PACKET_BYTES: usize = 1232;
/// The longest string of a text record.
const STRING_BYTES: usize = 255;

pub(super) fn of(survey: &Survey) -> Vec<DomainFinding> {
    let mut found = Vec::new();
    root(survey, &mut found);
    near_misses(survey, &mut found);
    others(survey, &mut found);
    if let BranchState::Record(_, data) = &survey.root.state {
        size(survey, data, &mut found);
        strings(survey, data, &mut found);
    }
    found
}

/// Findings about a domain without exactly one record.
fn root(survey: &Survey, found: &mut Vec<DomainFinding>) {
    let domain = &survey.domain;
    match &survey.root.state {
        BranchState::NoRecord => found.push(missing(survey)),
        BranchState::Several(records) => found.push(several(survey, records)),
        BranchState::Unknown(LookupOutcome::NotAsked) => found.push(with_hint(
            finding(
                Severity::Warning,
                "spf.unchecked",
                domain,
                "4.4",
                format!("The texts of {domain} were not asked for, as the check had asked enough"),
            ),
            "Check the domain on its own",
        )),
        BranchState::Unknown(_) => found.push(with_hint(
            finding(
                Severity::Error,
                "spf.temperror",
                domain,
                "4.4",
                format!("The DNS gives no answer about the texts of {domain}"),
            ),
            "Check the name servers of the domain, then try again",
        )),
        _ => {}
    }
}

fn missing(survey: &Survey) -> DomainFinding {
    let domain = &survey.domain;
    let severity = match survey.role {
        SenderRole::MailFrom => Severity::Error,
        SenderRole::FromOnly => Severity::Warning,
    };
    let missing = finding(
        severity,
        "spf.missing",
        domain,
        "4.5",
        format!("{domain} has no SPF record"),
    );
    with_hint(
        missing,
        "Publish a TXT record that starts with v=spf1, names the servers that send, and ends in \
         -all or ~all",
    )
}

fn several(survey: &Survey, records: &[TxtData]) -> DomainFinding {
    let domain = &survey.domain;
    let several = finding(
        Severity::Error,
        "spf.multiple",
        domain,
        "4.5",
        format!(
            "{domain} has {} SPF records, and receivers then use none",
            records.len()
        ),
    )
    .see(RfcSection::new(7208, "3.2"));
    let texts: Vec<String> = records.iter().map(TxtData::text).collect();
    let Merged { text: new, dropped } = merged(&texts);
    let changes = texts
        .iter()
        .enumerate()
        .map(|(index, text)| replacement(domain, Some(text), (index == 0).then(|| new.clone())))
        .collect();
    let title = match dropped.as_slice() {
        [] => "Merge the records".to_owned(),
        dropped => format!(
            "Merge the records, without {}",
            list_of(dropped.iter().map(String::as_str))
        ),
    };
    with_hint(several, "Merge them into one record").record_fix(title, changes)
}

fn near_misses(survey: &Survey, found: &mut Vec<DomainFinding>) {
    let domain = &survey.domain;
    let has_record = survey.root.record().is_some();
    for text in survey.texts.iter().map(TxtData::text) {
        if is_spf(&text) {
            continue;
        }
        if text.to_ascii_lowercase().starts_with("spf2.0") {
            found.push(sender_id(survey, &text));
            continue;
        }
        let Some(repaired) = repaired(&text) else {
            continue;
        };
        let severity = if has_record {
            Severity::Warning
        } else {
            Severity::Error
        };
        let shown: String = text.chars().take(20).collect();
        let near = finding(
            severity,
            "spf.near-miss",
            domain,
            "4.5",
            format!(
                "A text of {domain} looks like an SPF record and is none: it starts with “{}”",
                shown.escape_debug()
            ),
        );
        found.push(if has_record {
            with_hint(
                near,
                "Remove the text, since the domain has a record as well",
            )
            .record_fix(
                "Remove the text",
                vec![replacement(domain, Some(&text), None)],
            )
        } else {
            with_hint(
                near,
                "Start the text with v=spf1 and a space, without quotation marks",
            )
            .record_fix(
                "Repair the record",
                vec![replacement(domain, Some(&text), Some(repaired))],
            )
        });
    }
    if let Some(place) = &survey.misplaced {
        let near = finding(
            Severity::Error,
            "spf.near-miss",
            domain,
            "4.5",
            format!("The SPF record stands at {place} instead of {domain}"),
        );
        found.push(with_hint(
            near,
            format!(
                "Publish it at {domain}; forms for DNS records often add the domain to the name by \
                 themselves"
            ),
        ));
    }
}

fn sender_id(survey: &Survey, text: &str) -> DomainFinding {
    let domain = &survey.domain;
    let old = finding(
        Severity::Info,
        "spf.sender-id",
        domain,
        "3.1",
        "The domain has a record of Sender ID, which nobody reads any more",
    )
    .see(RfcSection::new(6686, ""));
    with_hint(old, "Remove the text").record_fix(
        "Remove the text",
        vec![replacement(domain, Some(text), None)],
    )
}

/// Findings about records beside the text.
fn others(survey: &Survey, found: &mut Vec<DomainFinding>) {
    let domain = &survey.domain;
    if survey.has_type_99 {
        found.push(with_hint(
            finding(
                Severity::Info,
                "spf.type99",
                domain,
                "3.1",
                "The domain has a record of the type SPF, which is retired",
            ),
            "Remove it; only the TXT record counts",
        ));
    }
    if let Some(target) = &survey.alias {
        let both = DomainFinding::new(
            crate::domain::finding::Finding::new(
                Severity::Error,
                "spf.cname",
                format!("{domain} is an alias of {target} and has texts besides"),
            )
            .hint("Remove the CNAME record, or move the texts to its target"),
            domain,
            RfcSection::new(1034, "3.6.2"),
        );
        found.push(both);
    }
    if let Some(helo) = &survey.helo_without_record {
        let hint = format!("Publish “v=spf1 a -all” at {helo}");
        let missing = finding(
            Severity::Info,
            "spf.helo",
            helo,
            "2.3",
            format!("The name {helo}, which the server gives in EHLO, has no SPF record"),
        )
        .see(RfcSection::new(7208, "10.1.3"));
        found.push(with_hint(missing, hint).record_fix(
            "Publish a record for the server",
            vec![replacement(helo, None, Some("v=spf1 a -all".to_owned()))],
        ));
    }
}

fn size(survey: &Survey, data: &TxtData, found: &mut Vec<DomainFinding>) {
    let domain = &survey.domain;
    let bytes: usize = data.strings().iter().map(Vec::len).sum();
    // A header, the question, an extension record; and for each text a name, which is a
    // reference, type, class, lifetime and length.
    let name: usize = domain.labels().map(|label| label.len() + 1).sum();
    let records: usize = survey.texts.iter().map(|text| text.wire_bytes() + 12).sum();
    let answer = 12 + name + 1 + 4 + 11 + records;
    if bytes > ADVISED_BYTES {
        let many = if bytes > OLD_PACKET_BYTES {
            "far more"
        } else {
            "more"
        };
        let long = finding(
            Severity::Warning,
            "spf.too-long",
            domain,
            "3.4",
            format!("The record has {bytes} bytes, {many} than the {ADVISED_BYTES} it should have"),
        );
        found.push(with_hint(
            long,
            "Move some of its terms to a record of their own and include it",
        ));
    } else if answer > PACKET_BYTES {
        let long = finding(
            Severity::Warning,
            "spf.too-long",
            domain,
            "3.4",
            format!(
                "All texts of {domain} together take {answer} bytes, and {PACKET_BYTES} fit into \
                 one packet"
            ),
        );
        found.push(with_hint(
            long,
            "Remove texts of services that are no longer in use",
        ));
    }
}

fn strings(survey: &Survey, data: &TxtData, found: &mut Vec<DomainFinding>) {
    let domain = &survey.domain;
    let longest = data
        .strings()
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or_default();
    if longest > STRING_BYTES {
        let long = finding(
            Severity::Warning,
            "spf.string-255",
            domain,
            "3.3",
            format!("One string of the record has {longest} bytes, and {STRING_BYTES} fit"),
        );
        found.push(with_hint(
            long,
            "Write the record as several strings in quotation marks; receivers join them",
        ));
    }
    let text = data.text();
    for boundary in data.boundaries() {
        let (before, after) = text.split_at_checked(boundary).unwrap_or_default();
        if before.is_empty() || before.ends_with(' ') || !starts_a_term(after) {
            continue;
        }
        let start = before.rfind(' ').map_or(0, |space| space + 1);
        let end = after.find(' ').map_or(text.len(), |space| boundary + space);
        let seam = finding(
            Severity::Error,
            "spf.string-seam",
            domain,
            "3.3",
            "Two strings of the record join without a space, so two terms run together",
        );
        let seam = with_hint(seam, "Put a space at the end of the first string");
        found.push(at(seam, Span::new(start, end)).record_fix(
            "Put a space between the terms",
            vec![replacement(
                domain,
                Some(&text),
                Some(format!("{before} {after}")),
            )],
        ));
    }
}

/// Whether a text starts with a term that is none by chance.
fn starts_a_term(text: &str) -> bool {
    let unqualified = text.trim_start_matches(['+', '-', '~', '?']);
    let first = unqualified.split(' ').next().unwrap_or_default();
    let small = first.to_ascii_lowercase();
    [
        "include:",
        "ip4:",
        "ip6:",
        "a:",
        "mx:",
        "exists:",
        "ptr:",
        "redirect=",
        "exp=",
    ]
    .iter()
    .any(|start| small.starts_with(start))
        || (small == "all" && unqualified.len() < text.len())
}
