//! The findings, the worst first: what is wrong, why, what to publish, and the proof that it helps.

use std::collections::BTreeMap;

use egui::{Frame, Label, Margin, RichText, Stroke, Ui};

use super::Shown;
use super::block::{block, heading, marked, muted, record, small};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::RecordFix;
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::fix::{
    FormAction, FormEntry, Proof, ProofVerdict, form_entries, zone_file,
};
use crate::domain::sender_domain::report::ReportFinding;
use crate::domain::sender_domain::shown::shown_name;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{IconButton, KeyValue, Tone};

/// The tab's own state.
#[derive(Default)]
pub(super) struct FindingsTab {
    /// The findings that were unfolded or folded, against what is usual.
    turned: BTreeMap<String, bool>,
}

impl FindingsTab {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shown: Shown<'_>) {
        let report = &shown.checked.whole.report;
        for note in &shown.checked.notes {
            marked(ui, Tone::Neutral, note);
        }
        if report.findings.is_empty() {
            if report.is_complete {
                marked(
                    ui,
                    Tone::Success,
                    "Nothing is wrong, and nothing could be better",
                );
            } else {
                muted(ui, "Nothing found so far");
            }
            return;
        }
        let zone = report.zone.as_ref().unwrap_or(&report.domain);
        for (severity, title) in [
            (Severity::Error, "Errors"),
            (Severity::Warning, "Warnings"),
            (Severity::Info, "Worth knowing"),
        ] {
            let of = report.findings.iter().enumerate();
            let of: Vec<_> = of.filter(|(_, it)| it.severity == severity).collect();
            if of.is_empty() {
                continue;
            }
            heading(ui, &format!("{title} ({})", of.len()));
            for (index, finding) in of {
                let proof = shown.view.proofs.get(&index);
                ui.push_id(index, |ui| self.finding_ui(ui, finding, proof, zone));
            }
        }
    }

    fn finding_ui(
        &mut self,
        ui: &mut Ui,
        finding: &ReportFinding,
        proof: Option<&Proof>,
        zone: &Name,
    ) {
        let tokens = tokens(ui.ctx());
        let tone = Tone::from(finding.severity);
        let key = format!("{} {} {}", finding.id, finding.subject, finding.message);
        let usual = finding.severity == Severity::Error;
        let is_open = self.turned.get(&key).copied().unwrap_or(usual);
        let frame = Frame::new()
            .fill(tokens.raised)
            .stroke(Stroke::new(1.0, tokens.border))
            .corner_radius(space::RADIUS)
            .inner_margin(Margin::symmetric(space::M as i8, space::S as i8));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            let is_turned = ui
                .horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    let icon = if is_open {
                        icons::EXPAND
                    } else {
                        icons::COLLAPSED
                    };
                    let words = if is_open { "Fold" } else { "Unfold" };
                    let name = format!("{words}: {}", finding.message);
                    let button = IconButton::new(icon, &name).small();
                    let is_turned = ui.add(button).clicked();
                    ui.vertical(|ui| {
                        ui.add_space(5.0);
                        ui.label(icons::inline(tone.icon()).color(tone.color(tokens)));
                    });
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 1.0;
                        ui.add_space(5.0);
                        let message = RichText::new(&finding.message).font(fonts::medium());
                        ui.add(Label::new(message).wrap());
                        small(ui, &aside(finding));
                    });
                    is_turned
                })
                .inner;
            if is_turned {
                self.turned.insert(key, !is_open);
            }
            if is_open {
                Frame::new()
                    .inner_margin(Margin {
                        left: 54,
                        right: 0,
                        top: 4,
                        bottom: 4,
                    })
                    .show(ui, |ui| details_ui(ui, finding, proof, zone));
            }
        });
    }
}

/// Whose finding it is, and where the rules stand.
fn aside(finding: &ReportFinding) -> String {
    let refs = finding.refs.join(", ");
    format!("{} · {refs} · {}", shown_name(&finding.subject), finding.id)
}

fn details_ui(ui: &mut Ui, finding: &ReportFinding, proof: Option<&Proof>, zone: &Name) {
    ui.spacing_mut().item_spacing.y = space::XS;
    if let Some(hint) = &finding.hint {
        ui.add(Label::new(hint).wrap());
    }
    if let Some(text) = &finding.record {
        let tone = Tone::from(finding.severity);
        small(ui, "What is there");
        record(ui, "the record", text, finding.span, tone);
    }
    if let Some(fix) = &finding.fix {
        fix_ui(ui, fix, zone);
        proof_ui(ui, proof);
    }
}

fn fix_ui(ui: &mut Ui, fix: &RecordFix, zone: &Name) {
    ui.add_space(space::XS);
    ui.add(Label::new(RichText::new(&fix.title).font(fonts::medium())).wrap());
    small(ui, "As zone-file lines");
    block(ui, "the zone-file lines", zone_file(fix).trim_end());
    small(
        ui,
        &format!(
            "In the form of a DNS provider, for the zone {}",
            shown_name(zone)
        ),
    );
    for (index, entry) in form_entries(fix, zone).iter().enumerate() {
        ui.push_id(index, |ui| entry_ui(ui, entry));
    }
}

fn entry_ui(ui: &mut Ui, entry: &FormEntry) {
    let action = match entry.action {
        FormAction::Add => "Add",
        FormAction::Change => "Change",
        FormAction::Delete => "Delete",
    };
    let elsewhere = if entry.elsewhere {
        ", in the zone of somebody else"
    } else {
        ""
    };
    let kind = format!("{action} {}{elsewhere}", entry.record_type);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let width = 76.0;
        KeyValue::new("Record", &kind).key_width(width).show(ui);
        KeyValue::new("Host", &entry.host)
            .key_width(width)
            .mono()
            .show(ui);
        if let Some(priority) = entry.priority {
            let priority = priority.to_string();
            KeyValue::new("Priority", &priority)
                .key_width(width)
                .show(ui);
        }
        KeyValue::new("Value", &entry.value)
            .key_width(width)
            .mono()
            .show(ui);
        if entry.split_value != entry.value {
            let split = &entry.split_value;
            KeyValue::new("In strings", split)
                .key_width(width)
                .mono()
                .show(ui);
        }
    });
}

/// What would remain once the change is published.
fn proof_ui(ui: &mut Ui, proof: Option<&Proof>) {
    let Some(proof) = proof else {
        muted(ui, "Trying the change in memory…");
        return;
    };
    let summary = proof.summary();
    let tone = match summary.verdict {
        ProofVerdict::Solves => Tone::Success,
        ProofVerdict::BringsUpErrors | ProofVerdict::FallsShort => Tone::Warning,
        ProofVerdict::Unknown => Tone::Neutral,
    };
    let response = ui
        .scope(|ui| marked(ui, tone, &summary.sentence()))
        .response;
    if !summary.remains.is_empty() {
        response.on_hover_text(summary.remains.join("\n"));
    }
    if let Some(words) = summary.brings_up_sentence() {
        marked(ui, Tone::Warning, &words);
    }
}
