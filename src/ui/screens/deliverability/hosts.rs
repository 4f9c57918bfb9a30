//! Who takes the domain's mail, and how it travels.

use egui::Ui;

use super::block::{findings_of, heading, marked, muted, record, small};
use crate::domain::sender_domain::mx::{MxHost, Reverse};
use crate::domain::sender_domain::report::{
    DaneState, DnssecState, DomainReport, HOST_FAMILIES, LogoState, SectionState,
};
use crate::domain::sender_domain::shown::{shown, shown_name};
use crate::model::CheckedDomain;
use crate::ui::widgets::{KeyValue, Tone};

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, checked: &CheckedDomain) {
    let report = &checked.whole.report;
    findings_of(ui, report, &HOST_FAMILIES);
    heading(ui, "Mail hosts");
    hosts_ui(ui, report);
    if !report.ip.is_empty() {
        heading(ui, "Addresses that send");
        for address in &report.ip {
            let (tone, words) = reverse(&address.reverse);
            let generic = if address.generic {
                ", which looks like that of a line at home"
            } else {
                ""
            };
            marked(ui, tone, &format!("{}: {words}{generic}", address.ip));
        }
    }
    heading(ui, "Encryption on the way (MTA-STS)");
    text_ui(
        ui,
        "the MTA-STS record",
        report.mta_sts.record.as_deref(),
        &report.sections.mta_sts,
    );
    if let Some(mode) = report.mta_sts.mode {
        KeyValue::new("Mode", mode).show(ui);
    } else if report.mta_sts.record.is_some() {
        small(
            ui,
            "The policy itself was not fetched. Switch that on in the options above to read it",
        );
    }
    heading(ui, "Reports about encryption (TLS-RPT)");
    text_ui(
        ui,
        "the TLS-RPT record",
        report.tls_rpt.record.as_deref(),
        &report.sections.tls_rpt,
    );
    heading(ui, "Logo (BIMI)");
    text_ui(
        ui,
        "the BIMI record",
        report.bimi.record.as_deref(),
        &report.sections.bimi,
    );
    logo_ui(ui, report);
    heading(ui, "Signed answers (DNSSEC)");
    let (tone, words) = match report.dnssec.state {
        DnssecState::Validated => (Tone::Success, "Signed, and the resolver vouches for it"),
        DnssecState::Signed => (Tone::Success, "Signed, as far as the parent zone says"),
        DnssecState::Unsigned => (Tone::Neutral, "Not signed"),
        DnssecState::Bogus => (
            Tone::Error,
            "Signed wrongly: whoever validates gets no answer",
        ),
        DnssecState::Unknown => (Tone::Neutral, "Not known"),
    };
    marked(ui, tone, words);
    for host in &report.dane {
        let words = match host.state {
            DaneState::Usable => "certificates in the DNS that senders use (DANE)",
            DaneState::Unusable => "certificates in the DNS that senders ignore (DANE)",
            DaneState::Missing => "no certificates in the DNS (DANE)",
            DaneState::Unknown => "certificates in the DNS not known (DANE)",
        };
        muted(ui, &format!("{}: {words}", shown_name(&host.host)));
    }
    services_ui(ui, report);
}

/// What became of the logo that the record names.
fn logo_ui(ui: &mut Ui, report: &DomainReport) {
    if report.bimi.logo_address.is_none() {
        return;
    }
    match report.bimi.logo {
        Some(LogoState::Fine) => {
            let words = "The logo was fetched, and nothing wrong was found";
            marked(ui, Tone::Success, words);
        }
        Some(LogoState::Flawed) => {
            marked(
                ui,
                Tone::Neutral,
                "The logo is not as mail programs want it",
            );
        }
        Some(LogoState::Unreachable) => marked(ui, Tone::Neutral, "The logo cannot be had"),
        None => small(
            ui,
            "The logo itself was not fetched. Switch that on in the options above to look at it",
        ),
    }
}

fn hosts_ui(ui: &mut Ui, report: &DomainReport) {
    if report.mx.null {
        marked(
            ui,
            Tone::Neutral,
            "The domain says that it takes no mail (null MX)",
        );
        return;
    }
    if report.mx.hosts.is_empty() {
        let words = match &report.sections.mx {
            SectionState::Waiting => "Still to come".to_owned(),
            SectionState::Unchecked { why } => format!("Could not be checked: {why}"),
            SectionState::Known | SectionState::NotWanted if report.mx.own_addresses.is_empty() => {
                "None, and no address: replies and bounces have nowhere to go".to_owned()
            }
            SectionState::Known | SectionState::NotWanted => {
                "None: mail goes to the address of the domain itself".to_owned()
            }
        };
        muted(ui, &words);
    }
    for host in &report.mx.hosts {
        host_ui(ui, host);
    }
}

fn host_ui(ui: &mut Ui, host: &MxHost) {
    let tone = if host.addresses.is_empty() && !host.has_unknown_addresses {
        Tone::Error
    } else {
        Tone::Success
    };
    let name = shown_name(&host.name);
    marked(ui, tone, &format!("{} {name}", host.preference));
    for address in &host.addresses {
        let (_, words) = reverse(&address.reverse);
        ui.horizontal(|ui| {
            ui.add_space(13.0);
            small(ui, &format!("{}: {words}", address.ip));
        });
    }
}

fn reverse(reverse: &Reverse) -> (Tone, String) {
    let listed = |names: &[crate::domain::sender_domain::dns::Name]| {
        names.iter().map(shown_name).collect::<Vec<_>>().join(", ")
    };
    match reverse {
        Reverse::Confirmed(names) => (Tone::Success, format!("{}, both ways", listed(names))),
        Reverse::Unconfirmed(names) => {
            let words = format!("{}, which does not lead back", listed(names));
            (Tone::Warning, words)
        }
        Reverse::None => (Tone::Warning, "has no name".to_owned()),
        Reverse::Unknown => (Tone::Neutral, "name not known".to_owned()),
    }
}

fn text_ui(ui: &mut Ui, name: &str, text: Option<&str>, state: &SectionState) {
    match (text, state) {
        (Some(text), _) => record(ui, name, text, None, Tone::Neutral),
        (None, SectionState::Waiting) => muted(ui, "Still to come"),
        (None, SectionState::Unchecked { why }) => {
            muted(ui, &format!("Could not be checked: {why}"));
        }
        (None, SectionState::NotWanted) => muted(ui, "Not looked at"),
        (None, SectionState::Known) => muted(ui, "No record"),
    }
}

fn services_ui(ui: &mut Ui, report: &DomainReport) {
    if report.streams.services.is_empty() {
        return;
    }
    heading(ui, "Who else sends for the domain");
    for service in &report.streams.services {
        let name = service
            .service
            .unwrap_or("a service that is not known here");
        let marketing = if service.marketing {
            ", which sends advertisements"
        } else {
            ""
        };
        muted(
            ui,
            &shown(&format!("{}: {name}{marketing}", service.include)),
        );
    }
    if report.streams.shares_marketing {
        marked(
            ui,
            Tone::Warning,
            "Sign-in codes share the domain with advertisements: complaints about these hurt those",
        );
    }
}
