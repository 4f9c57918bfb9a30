//! The tree of SPF records with what each branch costs, and the check of one sender.

use egui::{Align, Label, Layout, RichText, Ui};

use super::Shown;
use super::block::{heading, marked, muted, record, small};
use super::path;
use crate::domain::sender_domain::report::SectionState;
use crate::domain::sender_domain::shown::shown;
use crate::domain::sender_domain::spf::{
    Branch, BranchState, MOST_LOOKUPS, MOST_VOID_LOOKUPS, Survey, SurveyedTerm,
};
use crate::model::DomainCommand;
use crate::ui::Commands;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{LabelledField, Tone, named, quiet_button};

/// The tab's own state.
#[derive(Default)]
pub(super) struct SpfTab {
    ip: String,
}

impl SpfTab {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shown: Shown<'_>, commands: &mut Commands) {
        let report = &shown.checked.whole.report;
        if let SectionState::Unchecked { why } = &report.sections.spf {
            marked(
                ui,
                Tone::Warning,
                &format!("Not all could be checked: {why}"),
            );
        }
        match &report.spf.survey {
            Some(survey) => survey_ui(ui, survey),
            None => muted(ui, "The records are still to come"),
        }
        heading(ui, "Try a sender");
        muted(
            ui,
            "The address of a mail server: what would a receiver say, and which terms lead there",
        );
        ui.horizontal(|ui| {
            let field = ui
                .scope(|ui| {
                    ui.set_max_width(260.0);
                    let field = LabelledField::new("Address of the sender", &mut self.ip)
                        .hidden_label()
                        .hint("192.0.2.1")
                        .mono();
                    named(field.show(ui), "Address of the sender")
                })
                .inner;
            let is_entered =
                field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let button = quiet_button(ui, "Try");
            if (is_entered || button.clicked()) && !self.ip.trim().is_empty() {
                commands.push(DomainCommand::Try {
                    domain: shown.domain.to_owned(),
                    ip: self.ip.trim().to_owned(),
                });
            }
        });
        if let Some(tried) = &shown.view.tried {
            path::ui(ui, tried);
        }
    }
}

fn survey_ui(ui: &mut Ui, survey: &Survey) {
    let cost = survey.root.cost;
    match survey.record() {
        Some(text) => record(ui, "the SPF record", text, None, Tone::Neutral),
        None => muted(ui, state_words(&survey.root.state)),
    }
    if survey.record().is_none() && survey.root.terms.is_empty() {
        return;
    }
    let is_over = cost.lookups > MOST_LOOKUPS || cost.void.is_over();
    let tone = if is_over { Tone::Error } else { Tone::Success };
    let words = format!(
        "{} of the {MOST_LOOKUPS} look-ups that receivers make, {} of {MOST_VOID_LOOKUPS} that may \
         find nothing",
        cost.lookups, cost.void.any
    );
    marked(ui, tone, &words);
    if is_over {
        small(
            ui,
            "Receivers give up at the limit: mail fails SPF, whoever sends it (permerror)",
        );
    }
    heading(ui, "Tree");
    let mut running = 0;
    branch_ui(ui, &survey.root, 0, &mut running);
    if let Some(flat) = survey
        .flattened()
        .filter(|flat| Some(flat.as_str()) != survey.record())
    {
        heading(ui, "With every include replaced by its networks");
        small(
            ui,
            "It costs fewer look-ups, and goes stale when one of the providers changes its servers: \
             then mail fails until somebody notices. Advised only where nothing else helps",
        );
        record(ui, "the flattened record", &flat, None, Tone::Neutral);
    }
}

fn branch_ui(ui: &mut Ui, branch: &Branch, depth: usize, running: &mut u32) {
    for (index, term) in branch.terms.iter().enumerate() {
        ui.push_id((depth, index), |ui| {
            term_ui(ui, branch, term, depth, running)
        });
    }
}

fn term_ui(ui: &mut Ui, branch: &Branch, term: &SurveyedTerm, depth: usize, running: &mut u32) {
    let below = term.branch.as_ref().map_or(0, |branch| branch.cost.lookups);
    let own = term.cost.lookups.saturating_sub(below);
    *running += own;
    let is_over = own > 0 && *running > MOST_LOOKUPS;
    let text = branch.text().and_then(|text| text.get(term.span.range()));
    row_ui(
        ui,
        term,
        shown(text.unwrap_or_default()),
        depth,
        (*running, is_over),
    );
    let Some(inner) = &term.branch else {
        return;
    };
    if !matches!(inner.state, BranchState::Record(..)) {
        ui.horizontal_top(|ui| {
            ui.add_space((depth + 1) as f32 * space::L);
            marked(ui, Tone::Error, state_words(&inner.state));
        });
    }
    branch_ui(ui, inner, depth + 1, running);
}

fn row_ui(
    ui: &mut Ui,
    term: &SurveyedTerm,
    text: String,
    depth: usize,
    (running, is_over): (u32, bool),
) {
    let tokens = tokens(ui.ctx());
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add_space(depth as f32 * space::L);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (words, color) = match (term.cost.lookups, is_over) {
                (0, _) => (String::new(), tokens.text_faint),
                (_, true) => (format!("{running} of {MOST_LOOKUPS}"), tokens.error),
                (_, false) => (format!("{running} of {MOST_LOOKUPS}"), tokens.text_muted),
            };
            let cell = egui::vec2(64.0, 20.0);
            let right = Layout::right_to_left(Align::Center);
            ui.allocate_ui_with_layout(cell, right, |ui| {
                ui.set_min_size(cell);
                ui.label(RichText::new(words).small().color(color));
            });
            ui.allocate_ui_with_layout(egui::vec2(92.0, 20.0), right, |ui| {
                ui.set_min_size(egui::vec2(92.0, 20.0));
                let words = match term.cost.lookups {
                    0 => String::new(),
                    1 => "1 look-up".to_owned(),
                    count => format!("{count} look-ups"),
                };
                ui.label(RichText::new(words).small().color(tokens.text_faint));
            });
            if is_over {
                let icon = icons::inline(icons::ERROR).color(tokens.error);
                ui.label(icon).on_hover_text("Receivers do not get here");
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let color = if term.is_read {
                    tokens.text
                } else {
                    tokens.text_faint
                };
                let text = RichText::new(text).font(fonts::mono()).color(color);
                ui.add(Label::new(text).truncate().selectable(true));
                let words = term_words(term);
                if !words.is_empty() {
                    let words = RichText::new(words).small().color(tokens.text_muted);
                    ui.add(Label::new(words).truncate());
                }
            });
        });
    });
}

/// What else is worth telling of a term.
fn term_words(term: &SurveyedTerm) -> String {
    let mut words = Vec::new();
    if !term.is_read {
        words.push("never read".to_owned());
    }
    if term.cost.void.any > 0 && term.branch.is_none() {
        words.push("finds nothing".to_owned());
    }
    if let Some(question) = &term.failure {
        words.push(shown(&format!("no answer about {question}")));
    }
    if let (true, Some(target)) = (term.is_sample, &term.target) {
        words.push(shown(&format!("for a sample mail {target}")));
    }
    words.join(", ")
}

const fn state_words(state: &BranchState) -> &'static str {
    match state {
        BranchState::Record(..) => "A record",
        BranchState::NoRecord => "There is no SPF record",
        BranchState::Several(_) => "There are several SPF records, so that none counts",
        BranchState::Malformed => "This is no name that could have a record",
        BranchState::Unknown(_) => "No usable answer came",
        BranchState::Loop => "This leads back to itself",
        BranchState::DependsOnMail => "This differs from mail to mail",
        BranchState::NotFollowed => "The tree is too large to go on",
    }
}
