//! Who sends for the domain, and whether sign-in codes share it with advertisements.

use super::DomainCheck;
use super::look::{Look, Section};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dmarc::Policy;
use crate::domain::sender_domain::dns::{Inquiry, Name, Question, RecordType};
use crate::domain::sender_domain::fix::text_change;
use crate::domain::sender_domain::mx::MxReport;
use crate::domain::sender_domain::provider::{ProviderRules, ServiceMail};
use crate::domain::sender_domain::report::{
    DkimKey, DkimNames, DmarcSection, Existence, KeyState, ReportFinding, SenderService,
    StreamSection,
};
use crate::domain::sender_domain::spf::{Mechanism, Qualifier, Survey};
use crate::domain::sender_domain::{RecordChange, RecordFix};

/// What the check of streams looks at besides.
pub(super) struct Neighbours<'a> {
    pub survey: &'a Survey,
    pub mx: &'a MxReport,
    pub keys: &'a [DkimKey],
    pub key_names: &'a DkimNames,
    pub dmarc: &'a DmarcSection,
}

pub(super) fn check(
    check: &DomainCheck,
    others: &Neighbours<'_>,
    inquiry: &Inquiry,
) -> Section<StreamSection> {
    let mut look = Look::new(inquiry);
    let domain = &check.domain;
    let text = Question::new(domain.clone(), RecordType::Txt);
    look.ask(domain, RecordType::Txt);
    let services = services(others.survey);
    let marketing: Vec<&str> = services
        .iter()
        .filter(|it| it.marketing)
        .filter_map(|it| it.service)
        .collect();
    let mut findings = Vec::new();
    if !marketing.is_empty() {
        let message = format!(
            "{domain} also sends advertisements, by {}, so complaints about these harm sign-in codes",
            marketing.join(" and ")
        );
        let finding = Finding::new(Severity::Warning, "stream.marketing", message).hint(format!(
            "Send sign-in codes from a name of their own, such as auth.{domain}"
        ));
        let told = ReportFinding::of(finding, domain).arg("services", marketing.clone());
        findings.push(told.shown_by(text.clone()));
    }
    if is_parked(others) && is_told_of_all(others) {
        look.ask(domain, RecordType::Mx);
        findings.extend(parked(domain, others).map(|told| told.shown_by(text)));
    }
    let value = StreamSection {
        shares_marketing: !marketing.is_empty(),
        services,
    };
    look.finish(value, findings)
}

/// The services behind the includes and the redirect of the record itself.
fn services(survey: &Survey) -> Vec<SenderService> {
    let leads = survey.root.terms.iter().filter(|term| {
        term.is_redirect() || matches!(term.directive(), Some((_, Mechanism::Include(_))))
    });
    leads
        .filter_map(|term| term.target.clone())
        .map(|include| {
            let known = ProviderRules::embedded().service_of_text(&include);
            SenderService {
                service: known.map(|known| known.label.as_str()),
                marketing: known.is_some_and(|known| known.mail == ServiceMail::Marketing),
                include,
            }
        })
        .collect()
}

/// Whether the domain says that nobody sends for it: its record refuses every server, and it has no
/// key that works.
fn is_parked(others: &Neighbours<'_>) -> bool {
    let terms = others.survey.root.terms.as_slice();
    let refuses_all = match terms {
        [term] => matches!(term.directive(), Some((Qualifier::Fail, Mechanism::All))),
        _ => false,
    };
    let signs = others
        .keys
        .iter()
        .any(|key| key.state == KeyState::Present && key.usable);
    refuses_all && !signs
}

/// Whether servers said what the advice to a parked domain rests on: keys, policy and mail hosts.
/// Where one kept silent, mail may be sent or taken, and closing the domain would lose it.
fn is_told_of_all(others: &Neighbours<'_>) -> bool {
    let is_silent = |key: &DkimKey| matches!(key.state, KeyState::Unchecked | KeyState::Waiting);
    others.key_names.below != Existence::Unknown
        && !others.keys.iter().any(is_silent)
        && matches!(others.dmarc.verdict, Some("ok" | "none"))
        && others.mx.failure.is_none()
}

/// What a parked domain has or lacks (M3AAWG, protecting parked domains).
fn parked(domain: &Name, others: &Neighbours<'_>) -> Option<ReportFinding> {
    let own = super::questions::dmarc_name(&domain.to_string())?;
    let rejects = others.dmarc.effective == Some(Policy::Reject.as_str());
    let is_null = others.mx.is_null();
    if rejects && is_null {
        let message = format!("{domain} is parked well: nobody can send in its name");
        let finding = Finding::new(Severity::Info, "dmarc.parked", message)
            .hint("Before mail is sent from it, publish the records of your provider");
        return Some(ReportFinding::of(finding, domain));
    }
    let message = format!("{domain} says that nobody sends for it, but not in every way it could");
    let finding = Finding::new(Severity::Warning, "dmarc.parked", message).hint(
        "If that is so, reject forged mail by DMARC, and refuse mail by an MX record with a dot; \
         otherwise publish the records of your provider",
    );
    let mut changes = Vec::new();
    if !rejects {
        let has_own = others
            .dmarc
            .location
            .as_ref()
            .is_some_and(|it| it.parse() == Ok(domain.clone()));
        let old = others.dmarc.record.as_deref().filter(|_| has_own);
        changes.push(text_change(
            &own,
            old,
            Some("v=DMARC1; p=reject; sp=reject"),
        ));
    }
    if !is_null {
        let olds = others.mx.hosts.iter();
        let olds = olds.map(|host| format!("{} {}", host.preference, host.name));
        let mx = |old: Option<String>, new: Option<&str>| RecordChange {
            name: domain.clone(),
            record_type: RecordType::Mx,
            old,
            new: new.map(str::to_owned),
        };
        changes.extend(olds.map(|old| mx(Some(old), None)));
        changes.push(mx(None, Some("0 .")));
    }
    let fix = RecordFix {
        title: "Close the domain for mail".to_owned(),
        changes,
    };
    Some(ReportFinding::of(finding, domain).fix(fix))
}
