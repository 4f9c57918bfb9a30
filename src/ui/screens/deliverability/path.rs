//! The path of one sender through the SPF records.

use egui::{Label, RichText, Ui};

use super::block::{marked, muted};
use crate::domain::sender_domain::shown::shown;
use crate::domain::sender_domain::spf::{
    CheckedRecord, CheckedTerm, EvaluationOutcome, Qualifier, SpfResult, TermVerdict,
};
use crate::model::SpfTry;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::Tone;

/// Shows what came of trying a sender.
pub(super) fn ui(ui: &mut Ui, tried: &SpfTry) {
    match &tried.outcome {
        Ok(outcome) => outcome_ui(ui, &tried.ip, outcome),
        Err(why) => marked(ui, Tone::Error, why),
    }
}

fn outcome_ui(ui: &mut Ui, ip: &str, outcome: &EvaluationOutcome) {
    let (tone, words) = match outcome.result {
        SpfResult::Pass => (Tone::Success, "may send"),
        SpfResult::Fail => (Tone::Error, "may not send"),
        SpfResult::SoftFail => (Tone::Warning, "probably may not send"),
        SpfResult::Neutral => (Tone::Warning, "is neither allowed nor forbidden"),
        SpfResult::None => (Tone::Warning, "is not judged: there is no record"),
        SpfResult::TempError => (
            Tone::Warning,
            "cannot be judged now: the DNS did not answer",
        ),
        SpfResult::PermError => (Tone::Error, "fails: the records cannot be used"),
    };
    let result = outcome.result;
    marked(
        ui,
        tone,
        &format!(
            "{ip} {words} ({result}, after {} look-ups)",
            outcome.lookups
        ),
    );
    if let Some(explanation) = &outcome.explanation {
        muted(ui, &shown(explanation));
    }
    record_ui(ui, &outcome.path, 0);
}

fn record_ui(ui: &mut Ui, record: &CheckedRecord, depth: usize) {
    row(ui, depth, Tone::Neutral, &shown(&record.domain), "");
    for term in &record.terms {
        term_ui(ui, term, depth + 1);
    }
    if let Some(cause) = &record.cause {
        let message = shown(&cause.message(&record.domain));
        let section = format!("RFC 7208 {}", cause.section());
        row(ui, depth + 1, Tone::Warning, &message, &section);
    }
}

fn term_ui(ui: &mut Ui, term: &CheckedTerm, depth: usize) {
    let (tone, words) = match term.verdict {
        TermVerdict::NoMatch => (Tone::Neutral, "does not match"),
        TermVerdict::Match(Qualifier::Pass) => (Tone::Success, "matches: pass"),
        TermVerdict::Match(Qualifier::Fail) => (Tone::Error, "matches: fail"),
        TermVerdict::Match(Qualifier::SoftFail) => (Tone::Warning, "matches: softfail"),
        TermVerdict::Match(Qualifier::Neutral) => (Tone::Warning, "matches: neutral"),
        TermVerdict::Redirected => (Tone::Neutral, "the other record decides"),
        TermVerdict::Error => (Tone::Error, "ends the check"),
    };
    row(ui, depth, tone, &shown(&term.text), words);
    if let Some(record) = &term.record {
        record_ui(ui, record, depth + 1);
    }
}

fn row(ui: &mut Ui, depth: usize, tone: Tone, text: &str, words: &str) {
    let tokens = tokens(ui.ctx());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add_space(depth as f32 * space::L);
        if tone == Tone::Neutral {
            ui.add_space(19.0);
        } else {
            ui.label(icons::inline(tone.icon()).color(tone.color(tokens)));
        }
        let text = RichText::new(text).font(fonts::mono());
        ui.add(Label::new(text).truncate().selectable(true));
        let words = RichText::new(words).small().color(tokens.text_muted);
        ui.add(Label::new(words).truncate());
    });
}
