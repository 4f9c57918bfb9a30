//! Who takes the domain's mail.

use super::DomainCheck;
use super::look::{Look, Section};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::dns::{Answer, Inquiry, Question, RecordType};
use crate::domain::sender_domain::mx::MxReport;
use crate::domain::sender_domain::report::{MxSection, ReportFinding};

pub(super) struct MxOutcome {
    pub section: Section<MxSection>,
    pub report: MxReport,
}

impl MxOutcome {
    /// Whether mail to the domain can arrive, as far as is known.
    pub(super) fn takes_mail(&self) -> bool {
        let has_host = self.report.hosts.iter().any(|host| !host.name.is_root());
        let is_implicit = self.report.hosts.is_empty() && !self.report.own_addresses.is_empty();
        has_host || is_implicit
    }
}

pub(super) fn check(check: &DomainCheck, inquiry: &Inquiry) -> MxOutcome {
    let mut look = Look::new(inquiry);
    let domain = &check.domain;
    let (report, looked) = MxReport::over(domain, check.options.replies, inquiry);
    let own = Question::new(domain.clone(), RecordType::Mx);
    look.also(looked);
    let mut findings: Vec<ReportFinding> = Vec::new();
    for finding in report.findings() {
        let told = ReportFinding::from(finding);
        let told = match told.id {
            "mx.too-many" => told.arg("count", report.hosts.len()),
            _ => told,
        };
        findings.push(told.shown_by(own.clone()));
    }
    let is_own_known = inquiry
        .get(&own)
        .is_some_and(|it: &Answer| !it.is_failure());
    if is_own_known {
        findings.extend(look.unchecked(
            Severity::Info,
            "mx.unchecked",
            domain,
            "Some of the mail hosts",
        ));
    }
    let value = MxSection {
        null: report.is_null(),
        hosts: report.hosts.clone(),
        own_addresses: report.own_addresses.clone(),
    };
    MxOutcome {
        section: look.finish(value, findings),
        report,
    }
}
