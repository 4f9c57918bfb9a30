//! The tree of SPF records with what each branch costs, and the check of one sender.

use egui::{Align, Color32, Label, Layout, RichText, Ui};

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
use crate::ui::widgets::{LabelledField, Tone, quiet_button};

/// How far a record stands behind the term that led to it.
const STEP: f32 = space::L + space::XS;

/// The width of what a term costs.
const COSTS: f32 = 180.0;

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
                    LabelledField::new("Address of the sender", &mut self.ip)
                        .hidden_label()
                        .hint("192.0.2.1")
                        .mono()
                        .show(ui)
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
    let mut running = Running::default();
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

/// What a receiver has spent when it comes to a term.
#[derive(Clone, Copy, Default)]
struct Running {
    lookups: u32,
    voids: u32,
}

impl Running {
    /// Whether a receiver has given up by then (RFC 7208 section 4.6.4).
    const fn is_over(self) -> bool {
        self.lookups > MOST_LOOKUPS || self.voids > MOST_VOID_LOOKUPS
    }

    /// The same after what a term costs by itself.
    fn after(self, term: &SurveyedTerm) -> Self {
        let below = term.branch.as_ref().map(|branch| branch.cost);
        let below = below.unwrap_or_default();
        Self {
            lookups: self.lookups + term.cost.lookups.saturating_sub(below.lookups),
            voids: self.voids + term.cost.void.any.saturating_sub(below.void.any),
        }
    }
}

fn branch_ui(ui: &mut Ui, branch: &Branch, depth: usize, running: &mut Running) {
    let mut rest = branch.terms.as_slice();
    while let Some((term, after)) = rest.split_first() {
        let plain = rest.iter().take_while(|term| is_plain(term)).count();
        if plain > 0 {
            let (together, after) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
            plain_ui(ui, branch, together, depth);
            rest = after;
        } else {
            term_ui(ui, branch, term, depth, running);
            rest = after;
        }
    }
}

/// Whether a term costs nothing and there is nothing to tell of it.
fn is_plain(term: &SurveyedTerm) -> bool {
    term.cost.lookups == 0 && term.branch.is_none() && term.failure.is_none() && term.is_read
}

fn text_of(branch: &Branch, term: &SurveyedTerm) -> String {
    let text = branch.text().and_then(|text| text.get(term.span.range()));
    shown(text.unwrap_or_default())
}

/// Terms that cost nothing, in one line.
fn plain_ui(ui: &mut Ui, branch: &Branch, terms: &[SurveyedTerm], depth: usize) {
    let words: Vec<String> = terms.iter().map(|term| text_of(branch, term)).collect();
    let color = tokens(ui.ctx()).text_muted;
    ui.horizontal_top(|ui| {
        ui.add_space(depth as f32 * STEP);
        let text = RichText::new(words.join(" "))
            .font(fonts::mono())
            .color(color);
        let width = (ui.available_width() - COSTS).max(80.0);
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add(Label::new(text).wrap().selectable(true));
        });
    });
}

fn term_ui(ui: &mut Ui, branch: &Branch, term: &SurveyedTerm, depth: usize, running: &mut Running) {
    let before = *running;
    *running = before.after(term);
    row_ui(ui, term, text_of(branch, term), depth, (before, *running));
    let Some(inner) = &term.branch else {
        return;
    };
    if !matches!(inner.state, BranchState::Record(..)) {
        ui.horizontal_top(|ui| {
            ui.add_space((depth + 1) as f32 * STEP);
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
    (before, running): (Running, Running),
) {
    let tokens = tokens(ui.ctx());
    let is_end = running.is_over() && !before.is_over();
    ui.horizontal(|ui| {
        ui.set_min_height(22.0);
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add_space(depth as f32 * STEP);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let total = match term.cost.lookups {
                0 => String::new(),
                _ => format!("{} of {MOST_LOOKUPS}", running.lookups),
            };
            let color = if is_end {
                tokens.error
            } else if before.is_over() {
                tokens.text_faint
            } else {
                tokens.text_muted
            };
            cost_ui(ui, 64.0, &total, color);
            let cost = match term.cost.lookups {
                0 => String::new(),
                1 => "1 look-up".to_owned(),
                count => format!("{count} look-ups"),
            };
            cost_ui(ui, 80.0, &cost, tokens.text_faint);
            if is_end {
                let icon = icons::inline(icons::ERROR).color(tokens.error);
                ui.label(icon).on_hover_text("Receivers give up here");
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let color = if term.is_read {
                    tokens.text
                } else {
                    tokens.text_faint
                };
                let text = RichText::new(text).font(fonts::mono()).color(color);
                ui.add(Label::new(text).truncate().selectable(true));
                let words = RichText::new(term_words(term, before, running)).small();
                ui.add(Label::new(words.color(tokens.text_muted)).truncate());
            });
        });
    });
}

/// A cell at the end of a row.
fn cost_ui(ui: &mut Ui, width: f32, words: &str, color: Color32) {
    let size = egui::vec2(width, 20.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.label(RichText::new(words).small().color(color));
    });
}

/// What else is worth telling of a term.
fn term_words(term: &SurveyedTerm, before: Running, running: Running) -> String {
    let mut words = Vec::new();
    if before.is_over() {
        words.push("receivers do not get here".to_owned());
    } else if running.is_over() {
        words.push("receivers give up here".to_owned());
    }
    if !term.is_read {
        words.push("never read".to_owned());
    }
    if term.cost.void.any > 0 && term.branch.is_none() {
        let voids = running.voids;
        words.push(format!("finds nothing, {voids} of {MOST_VOID_LOOKUPS}"));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_gives_up_at_the_third_name_that_finds_nothing() {
        let spent = |lookups, voids| Running { lookups, voids }.is_over();
        assert!(!spent(MOST_LOOKUPS, MOST_VOID_LOOKUPS));
        assert!(spent(3, MOST_VOID_LOOKUPS + 1));
        assert!(spent(MOST_LOOKUPS + 1, 0));
    }
}
