//! Whether the mail of the connector will pass DMARC: each sender and template.

use egui::{Frame, Label, Margin, RichText, Stroke, Ui};

use super::Shown;
use super::block::{heading, marked, muted, small};
use crate::domain::sender_domain::alignment::{Leg, Origin, Outcome, UseReport};
use crate::domain::sender_domain::shown::shown;
use crate::model::ProviderChoice;
use crate::ui::theme::{fonts, space, tokens};
use crate::ui::widgets::Tone;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, shown: Shown<'_>) {
    let whole = &shown.checked.whole;
    let Some(uses) = &whole.alignment else {
        let is_own = shown.model.is_own(shown.domain);
        let uses_connector = shown.model.wish(shown.domain).provider == ProviderChoice::Connector;
        let words = if is_own && uses_connector {
            "The records are still to come"
        } else if is_own {
            "Another provider is chosen in the options above than the connector that sends; choose the \
             connector to see whether its mail passes"
        } else {
            "The connector does not send as this domain. What it sends as stands first in the list \
             of domains"
        };
        muted(ui, words);
        return;
    };
    muted(
        ui,
        "A mail passes DMARC if the domain that SPF or DKIM vouches for is that of its From, or of \
         the same organization",
    );
    for (index, one) in uses.iter().enumerate() {
        ui.push_id(index, |ui| use_ui(ui, one));
    }
    let findings = whole.report.findings.iter();
    let findings: Vec<_> = findings.filter(|it| it.id.starts_with("align.")).collect();
    if !findings.is_empty() {
        heading(ui, "What to know");
    }
    for finding in findings {
        marked(ui, Tone::from(finding.severity), &finding.message);
        if let Some(hint) = &finding.hint {
            small(ui, hint);
        }
    }
}

fn use_ui(ui: &mut Ui, one: &UseReport) {
    let tokens = tokens(ui.ctx());
    let frame = Frame::new()
        .stroke(Stroke::new(1.0, tokens.border))
        .fill(tokens.raised)
        .corner_radius(space::RADIUS)
        .inner_margin(Margin::same(space::M as i8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let address = RichText::new(shown(&one.from.address)).font(fonts::medium());
        ui.add(Label::new(address).wrap().selectable(true));
        small(ui, &origins(&one.from.origins));
        let tone = match one.outcome {
            Outcome::Both => Tone::Success,
            Outcome::BySpf | Outcome::ByDkim => Tone::Warning,
            Outcome::None => Tone::Error,
            Outcome::Unknown => Tone::Neutral,
        };
        marked(ui, tone, &sentence(one.outcome));
        leg_ui(ui, "SPF", &one.spf);
        leg_ui(ui, "DKIM", &one.dkim);
        match &one.record_at {
            Some(name) => small(ui, &format!("The DMARC record in force stands at {name}")),
            None => small(
                ui,
                "No DMARC record is in force; the judgement is as if one were",
            ),
        }
    });
}

fn leg_ui(ui: &mut Ui, label: &str, leg: &Leg) {
    let tone = match leg.passes() {
        Some(true) => Tone::Success,
        Some(false) => Tone::Error,
        None => Tone::Neutral,
    };
    marked(ui, tone, &format!("{label}: {}", shown(&leg.words())));
}

fn sentence(outcome: Outcome) -> String {
    match outcome {
        Outcome::Unknown => "Whether it passes DMARC is not known".to_owned(),
        outcome => format!("Mail from here {}", outcome.words()),
    }
}

fn origins(origins: &[Origin]) -> String {
    let words = origins.iter().map(|origin| match origin {
        Origin::Setting { key: "" } => "the connector".to_owned(),
        Origin::Setting { key } => format!("“{key}” of the connector"),
        Origin::Template {
            usage_type,
            language_tag,
        } => format!("sendFrom of {usage_type} ({language_tag})"),
    });
    let words: Vec<String> = words.collect();
    format!("From {}", words.join(", "))
}
