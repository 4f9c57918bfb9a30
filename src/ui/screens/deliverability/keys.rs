//! The keys of DKIM.

use egui::{Label, RichText, Ui};

use super::block::{findings_of, heading, marked, muted, record, small};
use crate::domain::sender_domain::provider::ProviderRules;
use crate::domain::sender_domain::report::{
    DkimKey, Existence, KeyState, SectionState, SelectorSource,
};
use crate::domain::sender_domain::shown::{shown, shown_name};
use crate::model::CheckedDomain;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::Tone;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, checked: &CheckedDomain) {
    let report = &checked.whole.report;
    if let SectionState::Unchecked { why } = &report.sections.dkim {
        marked(
            ui,
            Tone::Warning,
            &format!("Not all could be checked: {why}"),
        );
    }
    findings_of(ui, report, &["dkim"]);
    if report.dkim.is_empty() {
        muted(
            ui,
            "No key was found. Keys cannot be listed: name the selectors in the options above, or \
             choose the provider",
        );
    }
    for (index, key) in report.dkim.iter().enumerate() {
        ui.push_id(index, |ui| key_ui(ui, key));
    }
    heading(ui, "Names of keys in general");
    let below = match report.dkim_names.below {
        Existence::Yes => "There are names below _domainkey, so there are keys",
        Existence::No => "There is no name below _domainkey, so there is no key at all (RFC 8020)",
        Existence::Unknown => "Whether there are names below _domainkey is not known",
    };
    muted(ui, below);
    if report.dkim_names.wildcard == Existence::Yes {
        marked(
            ui,
            Tone::Warning,
            "Any selector answers, by a wildcard: what is found says little",
        );
    }
    if !report.dkim_names.guessed.is_empty() {
        let tried = report.dkim_names.guessed.join(", ");
        small(
            ui,
            &shown(&format!("Common selectors that were tried: {tried}")),
        );
    }
}

fn key_ui(ui: &mut Ui, key: &DkimKey) {
    let tokens = tokens(ui.ctx());
    let (tone, words) = words(key);
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(icons::inline(tone.icon()).color(tone.color(tokens)));
        let selector = RichText::new(shown(&key.selector)).font(fonts::medium());
        ui.label(selector);
        ui.add(Label::new(RichText::new(words).color(tokens.text_muted)).truncate());
    });
    small(ui, &shown_name(&key.name));
    if let Some(target) = &key.cname {
        let service = ProviderRules::embedded().service_of(target);
        let service = service.map(|service| format!(" ({})", service.label));
        let service = service.unwrap_or_default();
        small(ui, &format!("an alias of {}{service}", shown_name(target)));
    }
    if let Some(text) = &key.record {
        record(
            ui,
            &format!("the key {}", key.selector),
            text,
            None,
            Tone::Neutral,
        );
    }
}

fn words(key: &DkimKey) -> (Tone, String) {
    let found = match key.source {
        SelectorSource::Given => "",
        SelectorSource::Guessed => ", found by its usual name",
    };
    match key.state {
        KeyState::Waiting => (Tone::Neutral, "still to come".to_owned()),
        KeyState::Missing => (Tone::Error, "no key".to_owned()),
        KeyState::Several => (
            Tone::Error,
            "several records, so that none counts".to_owned(),
        ),
        KeyState::Revoked => (Tone::Warning, "withdrawn".to_owned()),
        KeyState::Unchecked => (Tone::Warning, "could not be checked".to_owned()),
        KeyState::Present => {
            let kind = key.key_type.as_deref().unwrap_or("unknown");
            let bits = match key.bits {
                Some(bits) if kind == "rsa" => format!(" of {bits} bits"),
                _ => String::new(),
            };
            let tone = if key.usable {
                Tone::Success
            } else {
                Tone::Error
            };
            let usable = if key.usable { "" } else { ", not usable" };
            (tone, shown(&format!("{kind} key{bits}{usable}{found}")))
        }
    }
}
