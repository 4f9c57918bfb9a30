//! The report over the answers known so far, and the questions it lacks.

use std::collections::BTreeSet;

use super::look::Section;
use super::{
    DomainCheck, bimi, dane, dkim, dmarc, dnssec, ip, mx, questions, spf, streams, transport,
};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::{Inquiry, LookupOutcome, Name, Question, RecordType};
use crate::domain::sender_domain::fix::placed;
use crate::domain::sender_domain::receivers;
use crate::domain::sender_domain::report::{
    AnsweredQuestion, DomainReport, QueryCount, ReportFinding, SCHEMA, SectionState, Sections,
    verdict,
};

pub(super) struct Assembled {
    pub report: DomainReport,
    /// What is to be asked, the most important first.
    pub missing: Vec<Question>,
    /// What is not asked, and counts as answered so.
    pub kept_back: Vec<Question>,
}

/// Gathers what the sections lack and tell.
#[derive(Default)]
struct Gathered {
    missing: Vec<Question>,
    known: BTreeSet<Question>,
    findings: Vec<ReportFinding>,
}

impl Gathered {
    fn take<T>(&mut self, section: Section<T>) -> (T, SectionState) {
        self.findings.extend(section.findings);
        self.want(section.missing);
        (section.value, section.state)
    }

    fn want(&mut self, questions: impl IntoIterator<Item = Question>) {
        for question in questions {
            if self.known.insert(question.clone()) {
                self.missing.push(question);
            }
        }
    }
}

pub(super) fn assemble(check: &DomainCheck, inquiry: &Inquiry) -> Assembled {
    let spf = spf::check(check, inquiry);
    let mx = mx::check(check, inquiry);
    let dmarc = dmarc::check(check, mx.takes_mail(), inquiry);
    let dkim = dkim::check(check, &spf.survey, inquiry);
    let neighbours = streams::Neighbours {
        survey: &spf.survey,
        mx: &mx.report,
        keys: &dkim.section.value,
        key_names: &dkim.names,
        dmarc: &dmarc.section.value,
    };
    let mut streams = streams::check(check, &neighbours, inquiry);
    if neighbours_wait(&[
        &spf.section.state,
        &dkim.section.state,
        &dmarc.section.state,
    ]) {
        streams.state = SectionState::Waiting;
        streams.findings.clear();
    }
    let mta_sts = transport::mta_sts(check, &mx.report, inquiry);
    let dane = dane::check(check, &mx.report, inquiry);
    let bimi = bimi::check(check, &dmarc, inquiry);
    let zone = dnssec::check(check, inquiry);

    let mut report = blank(check, inquiry);
    let mut all = Gathered::default();
    let unanswered = |question: &Question| inquiry.get(question).is_none();
    all.want(questions::first(check).into_iter().filter(unanswered));
    (report.dmarc, report.sections.dmarc) = all.take(dmarc.section);
    (report.dkim, report.sections.dkim) = all.take(dkim.section);
    (report.ip, report.sections.ip) = all.take(ip::check(check, inquiry));
    (report.dnssec, report.sections.dnssec) = all.take(zone.section);
    (report.mx, report.sections.mx) = all.take(mx.section);
    (report.spf, report.sections.spf) = all.take(spf.section);
    (report.mta_sts, report.sections.mta_sts) = all.take(mta_sts);
    (report.tls_rpt, report.sections.tls_rpt) = all.take(transport::tls_rpt(check, inquiry));
    (report.bimi, report.sections.bimi) = all.take(bimi);
    (report.dane, report.sections.dane) = all.take(dane);
    (report.streams, report.sections.streams) = all.take(streams);
    report.zone = zone.zone;
    report.dkim_names = dkim.names;
    if check.sending_ips.is_empty() && check.smtp_hosts.is_empty() {
        report.sections.ip = SectionState::NotWanted;
    }
    report.is_complete = all.missing.is_empty();
    report.findings = all.findings;
    parked_takes_no_mail(&mut report.findings);
    if let Some(told) = missing_domain(check, report.zone.as_ref(), inquiry) {
        // Nothing can be published below a name that nobody has.
        for finding in &mut report.findings {
            finding.fix = None;
        }
        report.findings.push(told);
    }
    for finding in &mut report.findings {
        finding.fix = finding.fix.as_ref().map(|fix| placed(fix, inquiry));
        finding.make_harmless();
    }
    report.findings.sort_by_key(ReportFinding::rank);
    report.receivers = receivers::judge(&report);
    if report.is_complete {
        report.sections.receivers = SectionState::Known;
    }
    report.verdict = verdict::of(&report);
    Assembled {
        report,
        missing: all.missing,
        kept_back: spf.kept_back,
    }
}

/// A domain that is closed on purpose is right to take no mail.
fn parked_takes_no_mail(findings: &mut [ReportFinding]) {
    let is_closed = |it: &ReportFinding| it.id == "dmarc.parked" && it.severity == Severity::Info;
    if !findings.iter().any(is_closed) {
        return;
    }
    for finding in findings.iter_mut().filter(|it| it.id == "mx.null") {
        finding.severity = Severity::Info;
        finding.hint = Some("Nothing is to be done while nobody sends for the domain".to_owned());
    }
}

/// The finding that nobody has the domain: there is no such name, and no zone that could get it.
fn missing_domain(
    check: &DomainCheck,
    zone: Option<&Name>,
    inquiry: &Inquiry,
) -> Option<ReportFinding> {
    let domain = &check.domain;
    let text = Question::new(domain.clone(), RecordType::Txt);
    let answer = inquiry.get(&text)?;
    let zones = questions::zones(domain).into_iter();
    let mut starts = zones.map(|zone| inquiry.get(&Question::new(zone, RecordType::Soa)));
    // A zone above that is one of a domain, and not of a whole top-level domain, can still get it.
    let has_zone = zone.is_some_and(|zone| zone.labels().len() > 1);
    let is_open = starts.any(|answer| answer.is_none_or(|it| !it.is_void()));
    if answer.outcome != LookupOutcome::NoSuchName || has_zone || is_open {
        return None;
    }
    let message = format!("{domain} does not exist: the DNS has no such name");
    let finding = Finding::new(Severity::Error, "domain.missing", message).hint(
        "Look for a typo; if the name is right, register the domain, or ask its owner for the zone, \
         before any record is published",
    );
    Some(ReportFinding::of(finding, domain).shown_by(text))
}

/// A report in which nothing is known but the answers.
fn blank(check: &DomainCheck, inquiry: &Inquiry) -> DomainReport {
    DomainReport {
        schema: SCHEMA,
        domain: check.domain.clone(),
        zone: None,
        verdict: verdict::undecided(&check.domain),
        is_complete: false,
        sections: Sections::default(),
        spf: Default::default(),
        dkim: Vec::new(),
        dkim_names: Default::default(),
        dmarc: Default::default(),
        mx: Default::default(),
        ip: Vec::new(),
        mta_sts: Default::default(),
        tls_rpt: Default::default(),
        bimi: Default::default(),
        dnssec: Default::default(),
        dane: Vec::new(),
        streams: Default::default(),
        receivers: Vec::new(),
        findings: Vec::new(),
        records: records(inquiry),
        queries: queries(inquiry),
    }
}

fn neighbours_wait(states: &[&SectionState]) -> bool {
    states.iter().any(|state| state.is_waiting())
}

fn records(inquiry: &Inquiry) -> Vec<AnsweredQuestion> {
    let answers = inquiry.answers();
    answers
        .map(|(question, answer)| AnsweredQuestion {
            question: question.clone(),
            outcome: answer.outcome.clone(),
        })
        .collect()
}

fn queries(inquiry: &Inquiry) -> QueryCount {
    let asked = inquiry
        .answers()
        .filter(|(_, answer)| answer.outcome != LookupOutcome::NotAsked);
    QueryCount {
        count: asked.count(),
        levels: 0,
        elapsed_ms: None,
    }
}
