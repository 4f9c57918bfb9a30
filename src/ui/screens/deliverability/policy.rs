//! DMARC: what happens to mail that fails, and the way to the record that says so.

use egui::Ui;

use super::block::{findings_of, heading, marked, muted, record};
use crate::domain::sender_domain::report::{SectionState, WalkFound};
use crate::domain::sender_domain::shown::shown;
use crate::model::CheckedDomain;
use crate::ui::widgets::{KeyValue, Tone};

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, checked: &CheckedDomain) {
    let report = &checked.whole.report;
    let dmarc = &report.dmarc;
    if let SectionState::Unchecked { why } = &report.sections.dmarc {
        marked(
            ui,
            Tone::Warning,
            &format!("Not all could be checked: {why}"),
        );
    }
    if report.sections.dmarc.is_waiting() {
        muted(ui, "The records are still to come");
    }
    findings_of(ui, report, &["dmarc"]);
    match &dmarc.record {
        Some(text) => {
            record(ui, "the DMARC record", text, None, Tone::Neutral);
            if let Some(location) = &dmarc.location {
                muted(ui, &shown(&format!("It stands at _dmarc.{location}")));
            }
        }
        None if dmarc.verdict == Some("none") => {
            marked(ui, Tone::Error, "No DMARC record applies to this domain");
        }
        None => {}
    }
    heading(ui, "What applies today");
    for (label, applied) in dmarc.fates() {
        KeyValue::new(label, applied.words())
            .key_width(180.0)
            .show(ui);
    }
    if let Some(organization) = &dmarc.organization {
        let organization = shown(organization);
        KeyValue::new("Organization", &organization)
            .key_width(180.0)
            .show(ui);
    }
    heading(ui, "The way to the record (RFC 9989, tree walk)");
    for step in &dmarc.walk {
        let name = shown(&format!("_dmarc.{}", step.domain));
        let (tone, words) = match step.found {
            WalkFound::Record => (Tone::Success, "a record"),
            WalkFound::Nothing => (Tone::Neutral, "none"),
            WalkFound::NoAnswer => (Tone::Warning, "no usable answer"),
        };
        marked(ui, tone, &format!("{name}: {words}"));
    }
}
