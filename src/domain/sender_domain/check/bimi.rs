//! The logo beside mail (BIMI): the record of the domain, else that of its organization.

use super::dmarc::{DmarcOutcome, enforced};
use super::look::{Look, Section, below, few, texts};
use super::transport::several;
use super::{DomainCheck, FetchedText, Wanted};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::bimi::{BimiRecord, logo_flaws};
use crate::domain::sender_domain::dns::{Inquiry, Name, RecordType};
use crate::domain::sender_domain::fix::text_finding;
use crate::domain::sender_domain::report::{BimiSection, LogoState, ReportFinding, SectionState};

pub(super) fn check(
    check: &DomainCheck,
    dmarc: &DmarcOutcome,
    inquiry: &Inquiry,
) -> Section<BimiSection> {
    let mut look = Look::new(inquiry);
    let mut findings = Vec::new();
    let mut value = BimiSection::default();
    if check.options.bimi == Wanted::No {
        let mut section = look.finish(value, findings);
        section.state = SectionState::NotWanted;
        return section;
    }
    if let Some((name, texts)) = place(check, dmarc, &mut look) {
        let (record, on_number) = BimiRecord::choose(texts.iter().map(String::as_str));
        for finding in on_number {
            let records = texts
                .iter()
                .filter(|text| BimiRecord::parse(text).is_some());
            findings.push(several(finding, &name, records));
        }
        if let Some(record) = record {
            findings.extend(about(&record, &name, dmarc));
            value.record = Some(record.print());
            value.logo_address.clone_from(&record.logo);
            if let Some((state, told)) = logo(check, &record, &name) {
                value.logo = Some(state);
                findings.extend(told);
            }
        }
    }
    findings.extend(look.unchecked(
        Severity::Info,
        "bimi.unchecked",
        &check.domain,
        "The logo of the domain",
    ));
    let mut section = look.finish(value, findings);
    // Whether a logo is shown depends on DMARC.
    if section.value.record.is_some() && dmarc.effective.is_none() {
        section.state = SectionState::Waiting;
        section.findings.clear();
    }
    section
}

/// What became of the logo, if somebody looked.
fn logo(
    check: &DomainCheck,
    record: &BimiRecord,
    name: &Name,
) -> Option<(LogoState, Option<ReportFinding>)> {
    let address = record.logo.as_deref()?;
    let told = |code, message: String, hint: &str| {
        let finding = Finding::new(Severity::Info, code, message).hint(hint);
        Some(ReportFinding::of(finding, name).arg("logo", address))
    };
    let svg = match &check.options.bimi_logo {
        FetchedText::NotFetched => return None,
        FetchedText::Failed(why) => {
            let message = format!("The logo at {address} cannot be had: {why}");
            let hint = "Serve it at this address over https, without a login";
            let finding = told("bimi.logo-unreachable", message, hint);
            return Some((LogoState::Unreachable, finding));
        }
        FetchedText::Fetched(svg) => svg,
    };
    let flaws = logo_flaws(svg);
    if flaws.is_empty() {
        return Some((LogoState::Fine, None));
    }
    let message = format!(
        "Mail programs do not show the logo as it is: {}",
        flaws.join("; ")
    );
    let hint = "Save it as SVG Tiny Portable/Secure; several drawing programs export it";
    Some((LogoState::Flawed, told("bimi.logo", message, hint)))
}

/// The name with the record and its texts; the organization's if the domain has none.
fn place(
    check: &DomainCheck,
    dmarc: &DmarcOutcome,
    look: &mut Look<'_>,
) -> Option<(Name, Vec<String>)> {
    let is_bimi = |text: &String| BimiRecord::parse(text).is_some();
    let own = below("default._bimi", &check.domain)?;
    let found = look.ask(&own, RecordType::Txt).map(texts)?;
    if found.iter().any(is_bimi) {
        return Some((own, found));
    }
    let organization: Name = dmarc.section.value.organization.as_ref()?.parse().ok()?;
    let above = below("default._bimi", &organization)?;
    let found = look.ask(&above, RecordType::Txt).map(texts)?;
    Some((above, found))
}

fn about(record: &BimiRecord, name: &Name, dmarc: &DmarcOutcome) -> Vec<ReportFinding> {
    let text = record.print();
    let told = few(record.findings.clone(), |it| (it.code, name.clone())).into_iter();
    let mut findings: Vec<_> = told
        .map(|finding| text_finding(finding, name, &text))
        .collect();
    let weak = dmarc
        .effective
        .and_then(|effective| record.enforcement(effective));
    if let Some(finding) = weak {
        let told = text_finding(finding, name, &text);
        let fix = dmarc
            .applied
            .as_ref()
            .and_then(|(location, record)| enforced(location, record));
        findings.push(match fix {
            Some(fix) => told.fix(fix),
            None => told,
        });
    }
    findings
}
