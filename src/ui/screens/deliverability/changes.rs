//! What is different from the report before.

use egui::{Label, RichText, Ui};
use jiff::tz::TimeZone;

use super::block::{block, heading, marked, muted};
use crate::domain::sender_domain::report::{Changes, FindingChange};
use crate::domain::sender_domain::shown::shown;
use crate::model::{ChangesSince, DomainView};
use crate::ui::theme::{fonts, tokens};
use crate::ui::widgets::Tone;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, view: &DomainView) {
    match view.changes.as_deref() {
        None => muted(
            ui,
            "The report is compared with the one before once it is complete",
        ),
        Some(ChangesSince::First) => muted(
            ui,
            "This is the first report on this domain. It is kept on this machine: the next one is \
             compared with it",
        ),
        Some(ChangesSince::Unreadable(why)) => {
            marked(
                ui,
                Tone::Warning,
                &format!("The report before cannot be read: {why}"),
            );
        }
        Some(ChangesSince::Since(at, changes)) => {
            let at = at.to_zoned(TimeZone::system());
            let at = at.strftime("%d %B %Y, %H:%M").to_string();
            since_ui(ui, &at, changes);
        }
    }
}

fn since_ui(ui: &mut Ui, at: &str, changes: &Changes) {
    if changes.is_empty() {
        marked(ui, Tone::Success, &format!("Nothing changed since {at}"));
        return;
    }
    muted(ui, &format!("Since {at}"));
    if !changes.records.is_empty() {
        heading(ui, "Records");
        for change in &changes.records {
            ui.label(RichText::new(shown(&change.question.to_string())).font(fonts::medium()));
            for (sign, data, color) in [
                ("−", &change.gone, tokens(ui.ctx()).error),
                ("+", &change.appeared, tokens(ui.ctx()).success),
            ] {
                for data in data {
                    let text = RichText::new(format!("{sign} {}", shown(data)));
                    let text = text.font(fonts::mono()).color(color);
                    ui.add(Label::new(text).wrap().selectable(true));
                }
            }
        }
    }
    findings_ui(ui, "New findings", &changes.appeared);
    findings_ui(ui, "Gone findings", &changes.gone);
    findings_ui(ui, "Findings that say something else", &changes.changed);
    heading(ui, "All of it, to be copied");
    block(ui, "the changes", changes.to_text().trim_end());
}

fn findings_ui(ui: &mut Ui, title: &str, findings: &[FindingChange]) {
    if findings.is_empty() {
        return;
    }
    heading(ui, title);
    for finding in findings {
        let tone = match finding.severity.as_str() {
            "error" => Tone::Error,
            "warning" => Tone::Warning,
            _ => Tone::Neutral,
        };
        marked(ui, tone, &shown(&finding.message));
    }
}
