//! Which servers may send: the survey of the records, and the result for each address that sends.

use core::net::IpAddr;
use std::collections::BTreeSet;

use super::look::{Look, Section, few};
use super::{DomainCheck, MOST_SPF_QUESTIONS, spf_mend};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::DomainFinding;
use crate::domain::sender_domain::dns::{Inquiry, Name, Question, RecordType};
use crate::domain::sender_domain::report::{ReportFinding, SpfResultFor, SpfSection};
use crate::domain::sender_domain::spf::{
    CheckRequest, Evaluation, MOST_LOOKUPS, MOST_VOID_LOOKUPS, Survey, SurveyRequest, Surveyed,
};

pub(super) struct SpfOutcome {
    pub section: Section<SpfSection>,
    pub survey: Survey,
    /// Questions that are not asked, as the records have too many.
    pub kept_back: Vec<Question>,
}

pub(super) fn check(check: &DomainCheck, inquiry: &Inquiry) -> SpfOutcome {
    let request = SurveyRequest {
        role: check.options.role,
        helo: check.helo.clone(),
        ..SurveyRequest::new(check.domain.clone())
    };
    let Surveyed { survey, looked } = Surveyed::over(&request, inquiry);
    let mut look = Look::new(inquiry);
    let mut others = Vec::new();
    for question in &looked {
        if is_beside(question, &survey) && inquiry.get(question).is_some_and(|it| it.is_failure()) {
            // Many servers refuse the retired type; nothing follows from that.
            others.push(question.clone());
        } else {
            look.also([question.clone()]);
        }
    }
    let mut findings = if look.is_waiting() {
        Vec::new()
    } else {
        told(check, &survey, &look, &looked)
    };
    let mut results = Vec::new();
    for ip in &check.sending_ips {
        let (result, told) = evaluate(check, *ip, &survey, &mut look);
        results.push(result);
        findings.extend(told);
    }
    let kept_back = kept_back(&look);
    let is_waiting = look.is_waiting();
    let value = SpfSection {
        verdict: (!is_waiting).then(|| survey.verdict()),
        record: survey.record().map(str::to_owned),
        lookups: survey.root.cost.lookups,
        void: survey.root.cost.void.any,
        results,
        survey: Some(survey.clone()),
    };
    let mut section = look.finish(value, findings);
    let is_kept_back = kept_back.iter().collect::<BTreeSet<_>>();
    section
        .missing
        .retain(|question| !is_kept_back.contains(question));
    SpfOutcome {
        section,
        survey,
        kept_back,
    }
}

/// Questions beyond what the records may take.
fn kept_back(look: &Look<'_>) -> Vec<Question> {
    let missing = look.missing();
    let answered = look.looked_count() - missing.len();
    let room = MOST_SPF_QUESTIONS.saturating_sub(answered);
    missing.into_iter().skip(room).collect()
}

/// Whether a question is about something beside the record.
fn is_beside(question: &Question, survey: &Survey) -> bool {
    matches!(question.record_type, RecordType::Spf | RecordType::Cname)
        || (question.name != survey.domain
            && question.record_type == RecordType::Txt
            && !survey
                .root
                .all_branches()
                .iter()
                .any(|branch| is_named(&question.name, &branch.domain)))
}

fn is_named(name: &Name, domain: &str) -> bool {
    Name::from_plain(domain).is_ok_and(|domain| domain == *name)
}

/// The findings of the survey with what shows them.
fn told(
    check: &DomainCheck,
    survey: &Survey,
    look: &Look<'_>,
    looked: &[Question],
) -> Vec<ReportFinding> {
    let kind = |it: &DomainFinding| (it.finding.code, it.subject.clone());
    few(survey.findings(), kind)
        .into_iter()
        .map(|finding| told_one(check, survey, look, looked, finding))
        .collect()
}

fn told_one(
    check: &DomainCheck,
    survey: &Survey,
    look: &Look<'_>,
    looked: &[Question],
    finding: DomainFinding,
) -> ReportFinding {
    let record = record_at(survey, &finding.subject);
    let mut told = ReportFinding::from(finding);
    if let (Some(record), Some(span)) = (&record, told.span) {
        if let Some(term) = record.get(span.range()) {
            told = told.arg("term", term);
        }
        told = told.in_record(record.clone());
    }
    told = match told.id {
        "spf.lookup-limit" if told.span.is_none() => told
            .arg("lookups", survey.root.cost.lookups)
            .arg("limit", MOST_LOOKUPS),
        "spf.void-limit" if told.span.is_none() => told
            .arg("void", survey.root.cost.void.any)
            .arg("limit", MOST_VOID_LOOKUPS),
        "spf.multiple" => told.arg("count", spf_mend::record_count(survey)),
        _ => told,
    };
    for question in evidence(&told, look, looked) {
        told = told.shown_by(question);
    }
    if told.fix.is_none()
        && let Some(fix) = spf_mend::fix(&told, check, survey, look.inquiry())
    {
        told = told.fix(fix);
    }
    told
}

/// The text of the record in the tree that belongs to a name.
fn record_at(survey: &Survey, subject: &Name) -> Option<String> {
    let branches = survey.root.all_branches();
    let branch = branches
        .iter()
        .find(|branch| is_named(subject, &branch.domain))?;
    branch.text().map(str::to_owned)
}

/// The questions whose answers show a finding.
fn evidence(told: &ReportFinding, look: &Look<'_>, looked: &[Question]) -> Vec<Question> {
    let at = |record_type| Question::new(told.subject.clone(), record_type);
    match told.id {
        "spf.type99" => vec![at(RecordType::Spf)],
        "spf.cname" => vec![at(RecordType::Cname), at(RecordType::Txt)],
        "spf.temperror" | "spf.unchecked" => {
            let failed = look.failed();
            failed.into_iter().map(|(question, _)| question).collect()
        }
        // These count all of the tree.
        "spf.lookup-limit" | "spf.void-limit" | "spf.flatten" if told.span.is_none() => {
            let is_counted = |question: &&Question| {
                !matches!(question.record_type, RecordType::Spf | RecordType::Cname)
            };
            looked.iter().filter(is_counted).cloned().collect()
        }
        _ => vec![at(RecordType::Txt)],
    }
}

fn evaluate(
    check: &DomainCheck,
    ip: IpAddr,
    survey: &Survey,
    look: &mut Look<'_>,
) -> (SpfResultFor, Option<ReportFinding>) {
    let domain = &check.domain;
    let helo = check.helo.as_ref().unwrap_or(domain).to_string();
    let request = CheckRequest::new(ip, helo, format!("postmaster@{domain}"));
    let outcome = match Evaluation::over(&request, look.inquiry()) {
        Ok(outcome) => outcome,
        Err(missing) => {
            look.also(missing);
            return (SpfResultFor { ip, result: None }, None);
        }
    };
    let result = SpfResultFor {
        ip,
        result: Some(outcome.result),
    };
    // That there is no record is told once.
    if survey.record().is_none() {
        return (result, None);
    }
    let told = ReportFinding::from(outcome.finding(&request))
        .arg("ip", ip.to_string())
        .arg("result", outcome.result.word())
        .shown_by(Question::new(domain.clone(), RecordType::Txt));
    let told = match spf_mend::authorize(&told, ip, survey) {
        Some(fix) if told.severity == Severity::Error => told.fix(fix),
        _ => told,
    };
    (result, Some(told))
}
