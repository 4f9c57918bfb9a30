//! The list of domains, and below it the parts of the report on the one shown.

use egui::{Align, Frame, Layout, Margin, RichText, Ui};

use super::status;
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::shown::shown_name;
use crate::model::{Action, CheckState, DeliverabilityModel, DomainCommand, DomainTab};
use crate::ui::Commands;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{LabelledField, List, ListRow, Tone, icon_button};

/// The height of what stands above the parts of the report.
const PARTS_HEAD: f32 = 34.0;

/// The panel's own state.
#[derive(Default)]
pub(super) struct ListPanel {
    typed: String,
    /// The domain that was scrolled to last.
    revealed: Option<String>,
}

/// A domain as people read it, both ways if it has other letters.
pub(super) fn readable(domain: &str) -> String {
    domain
        .parse()
        .map_or_else(|_| domain.to_owned(), |name: Name| shown_name(&name))
}

impl ListPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, model: &DeliverabilityModel, commands: &mut Commands) {
        let margin = Margin::symmetric(space::M as i8, 6);
        Frame::new().inner_margin(margin).show(ui, |ui| {
            head_ui(ui, model, commands);
            ui.horizontal(|ui| {
                let width = ui.available_width() - 34.0;
                let response = ui
                    .scope(|ui| {
                        ui.set_max_width(width);
                        LabelledField::new("Add domains", &mut self.typed)
                            .hidden_label()
                            .hint("Add a domain…")
                            .show(ui)
                    })
                    .inner;
                let is_entered =
                    response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
                let button = icon_button(ui, icons::ADD, "Add the domain", None);
                if (is_entered || button.clicked()) && !self.typed.trim().is_empty() {
                    commands.push(DomainCommand::Add(std::mem::take(&mut self.typed)));
                }
            });
        });
        let domains = model.domains();
        // The parts of the report keep their room; what is left is for domains.
        let parts = if model.selected.is_some() {
            DomainTab::ALL.len() as f32 * ListRow::HEIGHT + PARTS_HEAD
        } else {
            0.0
        };
        let available = ui.available_height();
        let room = (available - parts).max(available.min(ListRow::TALL * 3.0));
        let height = (domains.len().max(1) as f32 * ListRow::TALL).min(room);
        let is_new = self.revealed != model.selected;
        if is_new {
            self.revealed.clone_from(&model.selected);
        }
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            domains_ui(ui, model, (&domains, is_new), commands);
        });
        if model.selected.is_some() {
            let frame = Frame::new().inner_margin(Margin {
                left: space::M as i8,
                right: 0,
                top: 8,
                bottom: 2,
            });
            frame.show(ui, |ui| {
                ui.label(RichText::new("Report").color(tokens(ui.ctx()).text_muted));
            });
            parts_ui(ui, model, commands);
        }
    }
}

fn head_ui(ui: &mut Ui, model: &DeliverabilityModel, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Domains").color(tokens(ui.ctx()).text_muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let selected = model.selected.as_deref();
            if let Some(domain) = selected.filter(|domain| !model.is_own(domain)) {
                let remove = icon_button(ui, icons::DELETE, "Take the domain off the list", None);
                if remove.clicked() {
                    commands.push(DomainCommand::Remove(domain.to_owned()));
                }
            }
            let is_enabled = model.domains().len() > 1;
            let label = Action::CheckAllDomains.label();
            let all =
                ui.add_enabled_ui(is_enabled, |ui| icon_button(ui, icons::DOMAIN, label, None));
            if all.inner.clicked() {
                commands.act(Action::CheckAllDomains);
            }
        });
    });
}

/// The domains; `is_new` says that another one is selected than before.
fn domains_ui(
    ui: &mut Ui,
    model: &DeliverabilityModel,
    (domains, is_new): (&[&str], bool),
    commands: &mut Commands,
) {
    let selected = model.selected.as_deref();
    let selected = domains.iter().position(|domain| Some(*domain) == selected);
    let list = List::new("Domains", domains.len(), ListRow::TALL).reveal(is_new);
    let output = list.show(ui, selected, |ui, index, focus| {
        let domain = domains.get(index).copied().unwrap_or_default();
        let (tone, secondary) = domain_words(model, domain);
        ListRow::new(&readable(domain))
            .secondary(&secondary)
            .dot(tone)
            .tall()
            .selected(selected == Some(index))
            .focus(focus)
            .show(ui)
    });
    if let Some(domain) = output.picked.and_then(|index| domains.get(index)) {
        commands.push(DomainCommand::Select((*domain).to_owned()));
    }
    if output.activated.is_some() {
        commands.act(Action::CheckDomain);
    }
}

fn domain_words(model: &DeliverabilityModel, domain: &str) -> (Tone, String) {
    let view = model.views.get(domain);
    let checked = view.and_then(|view| view.checked.as_ref());
    let state = view.map(|view| &view.state);
    match (state, checked) {
        (Some(CheckState::Running { .. }), _) => (Tone::Accent, "Checking…".to_owned()),
        (Some(CheckState::Failed(_)), _) => (Tone::Error, "The check failed".to_owned()),
        (_, Some(checked)) => {
            let verdict = &checked.whole.report.verdict;
            (status::tone(verdict), status::word(verdict).to_owned())
        }
        _ => {
            if let Some(earlier) = view.and_then(|view| view.earlier.as_deref()) {
                let word = status::word(&earlier.verdict);
                let words = format!("{word} on {}", status::day(earlier.at));
                return (status::tone(&earlier.verdict), words);
            }
            let own = model.own.iter().find(|own| own.domain == domain);
            let origin = own.map(|own| own.origin.clone());
            let words = origin.unwrap_or_else(|| "Not checked yet".to_owned());
            (Tone::Neutral, words)
        }
    }
}

fn parts_ui(ui: &mut Ui, model: &DeliverabilityModel, commands: &mut Commands) {
    let view = model.shown().and_then(|(_, view)| view);
    let tabs = DomainTab::ALL;
    let selected = tabs.iter().position(|tab| *tab == model.tab);
    let list = List::new("Parts of the report", tabs.len(), ListRow::HEIGHT);
    let output = list.show(ui, selected, |ui, index, focus| {
        let tab = tabs.get(index).copied().unwrap_or_default();
        let (tone, words) = status::of(tab, view);
        let mut row = ListRow::new(tab.label())
            .dot(tone)
            .selected(selected == Some(index))
            .focus(focus);
        if !words.is_empty() {
            row = row.label(&words, tone);
        }
        row.show(ui)
    });
    if let Some(tab) = output.picked.and_then(|index| tabs.get(index)) {
        commands.push(DomainCommand::ShowTab(*tab));
    }
}
