//! What happens to mail that fails: the record that applies, and everything said about it.

use super::DomainCheck;
use super::dmarc_reports;
use super::look::{Look, Section, few, texts};
use super::questions::dmarc_name;
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::RecordFix;
use crate::domain::sender_domain::dmarc::{
    Discovery, DmarcAnswer, DmarcRecord, Effective, Existence, Found, TreeWalk, misplaced,
};
use crate::domain::sender_domain::dns::{Inquiry, LookupOutcome, Name, Question, RecordType};
use crate::domain::sender_domain::fix::{exchange, text_change, text_finding};
use crate::domain::sender_domain::report::{DmarcSection, ReportFinding, WalkFound, WalkStep};

pub(super) struct DmarcOutcome {
    pub section: Section<DmarcSection>,
    /// The policies in effect; none while they are not known.
    pub effective: Option<Effective>,
    /// The record that applies, with the domain it stands for.
    pub applied: Option<(String, DmarcRecord)>,
}

pub(super) fn check(check: &DomainCheck, takes_mail: bool, inquiry: &Inquiry) -> DmarcOutcome {
    let mut look = Look::new(inquiry);
    let domain = check.domain.to_string();
    let walk = TreeWalk::new(&domain, |it| found(&mut look, it));
    let existence = existence(check, inquiry);
    let effective = Effective::of(&walk, existence);
    let applied = match walk.discover() {
        Discovery::Applies(_, step) => step
            .record()
            .map(|record| (step.domain.clone(), record.clone())),
        Discovery::Nothing | Discovery::Unknown => None,
    };
    let is_walked = !look.is_waiting();
    let mut findings = about_answers(&walk, inquiry);
    let is_several = findings.iter().any(|it| it.id == "dmarc.multiple");
    // Several records are told as such, not as none.
    let about_policy = about_policy(check, effective, &walk, takes_mail).into_iter();
    findings.extend(about_policy.filter(|it| !is_several || it.id != "dmarc.missing"));
    findings.extend(misplaced_records(check, inquiry));
    if let (Some((location, record)), true) = (&applied, is_walked) {
        findings.extend(about_record(location, record, takes_mail));
        let organization = walk.organizational_domain();
        findings.extend(dmarc_reports::check(
            location,
            organization.as_deref(),
            record,
            &mut look,
        ));
    }
    let findings = without_repeats(findings);
    let value = section(&walk, effective, applied.as_ref(), is_walked);
    DmarcOutcome {
        section: look.finish(value, findings),
        effective: is_walked.then_some(effective),
        applied: applied.filter(|_| is_walked),
    }
}

/// What stands at one name of the walk.
fn found(look: &mut Look<'_>, domain: &str) -> Found {
    // A name that is too long has no record.
    let Some(name) = dmarc_name(domain) else {
        return Found::Nothing;
    };
    let Some(answer) = look.ask(&name, RecordType::Txt) else {
        return Found::NoAnswer;
    };
    if answer.is_failure() {
        return Found::NoAnswer;
    }
    let texts = texts(answer);
    let read = DmarcAnswer::read(texts.iter().map(String::as_str));
    read.record().map_or(Found::Nothing, |record| {
        Found::Record(Box::new(record.clone()))
    })
}

/// Whether the domain exists. Any other answer about it than “no such name” says that it does.
fn existence(check: &DomainCheck, inquiry: &Inquiry) -> Existence {
    let question = Question::new(check.domain.clone(), RecordType::Txt);
    let is_missing = inquiry
        .get(&question)
        .is_some_and(|answer| answer.outcome == LookupOutcome::NoSuchName);
    if is_missing {
        Existence::Missing
    } else {
        Existence::Exists
    }
}

fn section(
    walk: &TreeWalk,
    effective: Effective,
    applied: Option<&(String, DmarcRecord)>,
    is_walked: bool,
) -> DmarcSection {
    let steps = walk.steps().iter().map(|step| WalkStep {
        domain: step.domain.clone(),
        found: match step.found {
            Found::Record(_) => WalkFound::Record,
            Found::Nothing => WalkFound::Nothing,
            Found::NoAnswer => WalkFound::NoAnswer,
        },
    });
    let walk_steps = steps.collect();
    if !is_walked {
        return DmarcSection {
            walk: walk_steps,
            ..DmarcSection::default()
        };
    }
    DmarcSection {
        verdict: Some(match walk.discover() {
            Discovery::Applies(..) => "ok",
            Discovery::Nothing => "none",
            Discovery::Unknown => "temperror",
        }),
        record: applied.map(|(_, record)| record.print()),
        location: applied.map(|(location, _)| location.clone()),
        policy: applied
            .and_then(|(_, record)| record.policy.valid())
            .map(|policy| policy.as_str()),
        applied: Some(effective),
        effective: effective.domain.as_str(),
        subdomains: effective.subdomains.as_str(),
        nonexistent: effective.nonexistent.as_str(),
        organization: walk.organizational_domain(),
        walk: walk_steps,
    }
}

/// Findings about the texts at each name of the walk: several records, and near misses.
fn about_answers(walk: &TreeWalk, inquiry: &Inquiry) -> Vec<ReportFinding> {
    let mut findings = Vec::new();
    for step in walk.steps() {
        let Some(name) = dmarc_name(&step.domain) else {
            continue;
        };
        let question = Question::new(name.clone(), RecordType::Txt);
        let Some(answer) = inquiry.get(&question) else {
            continue;
        };
        let texts = texts(answer);
        let read = DmarcAnswer::read(texts.iter().map(String::as_str));
        for (index, finding) in read.findings {
            let text = texts.get(index).map(String::as_str).unwrap_or_default();
            if finding.code == "dmarc.multiple" {
                let told = ReportFinding::of(finding, &name)
                    .arg("count", read.records.len())
                    .shown_by(question.clone());
                findings.push(match one_of(&name, &read.records) {
                    Some(fix) => told.fix(fix),
                    None => told,
                });
            } else {
                findings.push(text_finding(finding, &name, text));
            }
        }
    }
    findings
}

/// The mildest of several records, so that no mail is refused that was not before, with the report
/// addresses of all.
fn one_of(name: &Name, records: &[DmarcRecord]) -> Option<RecordFix> {
    let kept = records
        .iter()
        .filter(|record| !record.has_broken_policy())
        .min_by_key(|record| record.policy.valid())?;
    let mut addresses: Vec<&str> = Vec::new();
    for record in records {
        for uri in record.aggregate.iter().filter(|uri| uri.is_valid()) {
            let address = record.tags.slice(uri.span);
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
    }
    let mut words: Vec<String> = kept
        .tags
        .tags()
        .iter()
        .filter(|tag| !kept.tags.name(tag).eq_ignore_ascii_case("rua"))
        .map(|tag| format!("{}={}", kept.tags.name(tag), kept.tags.value(tag)))
        .collect();
    if !addresses.is_empty() {
        words.push(format!("rua={}", addresses.join(",")));
    }
    let merged = words.join("; ");
    let mut changes: Vec<_> = records
        .iter()
        .map(|record| text_change(name, Some(record.tags.text()), None))
        .collect();
    if let Some(first) = changes.first_mut() {
        first.new = Some(merged);
    }
    Some(RecordFix {
        title: "Keep one record, with the report addresses of all".to_owned(),
        changes,
    })
}

/// Findings about the policy in effect.
fn about_policy(
    check: &DomainCheck,
    effective: Effective,
    walk: &TreeWalk,
    takes_mail: bool,
) -> Vec<ReportFinding> {
    let domain = &check.domain;
    let own = dmarc_name(&domain.to_string()).unwrap_or_else(|| domain.clone());
    let names = walk
        .steps()
        .iter()
        .filter_map(|step| dmarc_name(&step.domain));
    let questions: Vec<Question> = names
        .map(|name| Question::new(name, RecordType::Txt))
        .collect();
    let tell = |finding: Finding| {
        let told = ReportFinding::of(finding, domain);
        let told = match told.id {
            "dmarc.missing" => told.fix(first_record(domain, &own, takes_mail)),
            "dmarc.effective" => told
                .arg("domain", effective.domain.as_str())
                .arg("subdomains", effective.subdomains.as_str())
                .arg("nonexistent", effective.nonexistent.as_str()),
            _ => told,
        };
        questions
            .iter()
            .cloned()
            .fold(told, ReportFinding::shown_by)
    };
    let mut findings: Vec<_> = effective.findings(walk).into_iter().map(tell).collect();
    // The policy may be known while a name above is not; then nobody can say what aligns.
    let is_told = findings.iter().any(|it| it.id == "dmarc.unchecked");
    if !is_told && walk.organizational_domain().is_none() {
        let message = format!(
            "Which domains speak for {domain} could not be checked, as a name above it did not answer"
        );
        let finding = Finding::new(Severity::Warning, "dmarc.unchecked", message)
            .hint("Check again in a while");
        findings.push(tell(finding));
    }
    findings
}

/// The record to begin with.
fn first_record(domain: &Name, own: &Name, takes_mail: bool) -> RecordFix {
    let text = if takes_mail {
        format!("v=DMARC1; p=none; rua=mailto:postmaster@{domain}")
    } else {
        "v=DMARC1; p=none".to_owned()
    };
    RecordFix {
        title: "Publish a record that asks for nothing but reports, to begin with".to_owned(),
        changes: vec![text_change(own, None, Some(&text))],
    }
}

/// Findings inside the record that applies.
fn about_record(location: &str, record: &DmarcRecord, takes_mail: bool) -> Vec<ReportFinding> {
    let Some(name) = dmarc_name(location) else {
        return Vec::new();
    };
    let text = record.tags.text();
    few(record.findings.clone(), |it| (it.code, name.clone()))
        .into_iter()
        .map(|finding| {
            let mut told = text_finding(finding, &name, text);
            // Where no mail arrives, the postmaster gets no reports either.
            told.fix = told.fix.filter(|_| takes_mail || told.id != "dmarc.no-rua");
            told
        })
        .collect()
}

/// DMARC records among the texts of the domain itself.
fn misplaced_records(check: &DomainCheck, inquiry: &Inquiry) -> Vec<ReportFinding> {
    let domain = &check.domain;
    let question = Question::new(domain.clone(), RecordType::Txt);
    let texts = inquiry.get(&question).map(texts).unwrap_or_default();
    let own = dmarc_name(&domain.to_string());
    let is_free = own.as_ref().is_some_and(|own| {
        let question = Question::new(own.clone(), RecordType::Txt);
        inquiry.get(&question).is_some_and(|it| it.is_void())
    });
    let tell = |text: &String| {
        let finding = misplaced(text, &domain.to_string())?;
        let told = ReportFinding::of(finding, domain)
            .shown_by(question.clone())
            .in_record(text.as_str());
        let own = own.as_ref()?;
        let fix = if is_free {
            RecordFix {
                title: format!("Move it to {own}"),
                changes: vec![
                    text_change(domain, Some(text), None),
                    text_change(own, None, Some(text)),
                ],
            }
        } else {
            RecordFix {
                title: format!("Remove it from {domain}"),
                changes: vec![text_change(domain, Some(text), None)],
            }
        };
        Some(told.fix(fix))
    };
    texts.iter().filter_map(tell).collect()
}

/// The same without findings that came up twice.
fn without_repeats(findings: Vec<ReportFinding>) -> Vec<ReportFinding> {
    let mut kept: Vec<ReportFinding> = Vec::new();
    for finding in findings {
        if !kept.contains(&finding) {
            kept.push(finding);
        }
    }
    kept
}

/// The change of the record to a policy that is enforced for the domain and all names below.
pub(super) fn enforced(location: &str, record: &DmarcRecord) -> Option<RecordFix> {
    let name = dmarc_name(location)?;
    let mut words = vec!["v=DMARC1".to_owned(), "p=quarantine".to_owned()];
    let tags = &record.tags;
    let others = tags.tags().iter().filter(|tag| {
        let name = tags.name(tag).to_ascii_lowercase();
        !["v", "p", "sp", "np", "t", "pct"].contains(&name.as_str())
    });
    words.extend(others.map(|tag| format!("{}={}", tags.name(tag), tags.value(tag))));
    Some(exchange(
        "Ask for quarantine, once reports show that your mail passes",
        &name,
        tags.text(),
        &words.join("; "),
    ))
}
