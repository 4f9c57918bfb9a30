//! What the big receivers demand, and whether it is met.

use egui::{Label, RichText, Ui};

use super::block::{heading, marked, muted, small};
use super::status::tone_of;
use crate::domain::sender_domain::receivers::{
    DemandedOf, ReceiverReport, ReceiverRule, RuleState,
};
use crate::model::CheckedDomain;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::Tone;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, checked: &CheckedDomain) {
    let receivers = &checked.whole.report.receivers;
    if receivers.is_empty() {
        muted(ui, "Their rules are judged once the records are known");
    }
    for receiver in receivers {
        ui.push_id(receiver.id, |ui| receiver_ui(ui, receiver));
    }
}

fn receiver_ui(ui: &mut Ui, receiver: &ReceiverReport) {
    heading(ui, receiver.name);
    marked(ui, tone_of(receiver.level()), receiver.sentence());
    small(ui, &format!("Rules in force since {}", receiver.since));
    for (index, rule) in receiver.rules.iter().enumerate() {
        ui.push_id(index, |ui| rule_ui(ui, rule));
    }
}

fn rule_ui(ui: &mut Ui, rule: &ReceiverRule) {
    let tokens = tokens(ui.ctx());
    let (icon, tone, state) = match rule.state {
        RuleState::Met => (icons::CHECK, Tone::Success, "met"),
        RuleState::NotMet => (icons::CLOSE, Tone::Error, "not met"),
        RuleState::Unknown => (icons::HELP, Tone::Neutral, "not known"),
        RuleState::NotApplicable => (icons::REMOVE, Tone::Neutral, "not for this mail"),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(icons::inline(icon).color(tone.color(tokens)))
            .on_hover_text(state);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let of = match rule.of {
                DemandedOf::Everybody => "",
                DemandedOf::BulkSenders => " (over 5,000 mails a day)",
            };
            ui.add(Label::new(format!("{}{of}", rule.demand)).wrap());
            let why = format!("{state}: {}", rule.why);
            let why = RichText::new(why).small().color(tokens.text_muted);
            ui.add(Label::new(why).wrap()).on_hover_text(rule.source);
        });
    });
}
