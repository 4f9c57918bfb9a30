//! What is wrong with a profile, below the form: it comes and goes while somebody types above, and
//! takes a third of the height at most.

use egui::{Frame, Label, Margin, Panel, RichText, ScrollArea, Ui};

use crate::domain::finding::{Finding, Severity};
use crate::model::ProfileView;
use crate::ui::panels::finding_ui;
use crate::ui::theme::{space, tokens};

/// Draws the panel. It is there in any case, so that the form is the same thing with it and
/// without.
pub(super) fn panel_ui(ui: &mut Ui, shown: &ProfileView) {
    let found = found(shown);
    let margin = Margin::symmetric(space::M as i8, space::XS as i8);
    let frame = Frame::new()
        .fill(tokens(ui.ctx()).surface)
        .inner_margin(margin);
    let height = ui.available_height();
    let panel = if found.is_empty() && shown.error.is_none() {
        Panel::bottom("connector without problems").resizable(false)
    } else {
        Panel::bottom("connector problems")
            .resizable(true)
            .default_size((height * 0.24).clamp(64.0, 150.0))
            .size_range(48.0..=(height / 3.0).max(64.0))
    };
    panel.frame(frame).show(ui, |ui| {
        let color = tokens(ui.ctx()).text_muted;
        ui.label(RichText::new(summary(&found, shown)).small().color(color));
        if found.is_empty() && shown.error.is_none() {
            return;
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if let Some(error) = &shown.error {
                let words = format!("The file cannot be read: {error}");
                let color = tokens(ui.ctx()).error;
                ui.add(Label::new(RichText::new(words).color(color)).wrap());
            }
            for finding in &found {
                finding_ui(ui, finding);
                ui.add_space(2.0);
            }
        });
    });
}

/// All problems, the most severe first.
fn found(shown: &ProfileView) -> Vec<Finding> {
    let config = shown.profile.as_ref().map(|profile| &profile.config);
    let issues = shown.issues.iter();
    let issues = issues.map(|issue| match config {
        Some(config) => issue.finding_in(config),
        None => issue.finding(),
    });
    let mut found: Vec<Finding> = issues.chain(shown.findings.iter().cloned()).collect();
    found.sort_by_key(|finding| finding.severity);
    found
}

fn summary(found: &[Finding], shown: &ProfileView) -> String {
    let count = |severity| {
        let of_it = found.iter().filter(|finding| finding.severity == severity);
        of_it.count()
    };
    let errors = count(Severity::Error) + usize::from(shown.error.is_some());
    let counts = [
        (errors, "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Info), "note"),
    ];
    let told = counts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = told
        .map(|(count, what)| match count {
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        })
        .collect();
    if told.is_empty() {
        "Nothing is wrong with it".to_owned()
    } else {
        told.join(", ")
    }
}
