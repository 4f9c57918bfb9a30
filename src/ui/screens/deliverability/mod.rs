//! *Deliverability*: what the senders' domains publish, what is wrong with it, and how to mend it.

mod alignment;
pub(super) mod block;
mod changes;
mod findings;
mod head;
mod hosts;
mod keys;
mod list;
mod options;
mod path;
mod policy;
mod receivers;
mod records;
mod spf;
mod status;
mod trace;

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};

use self::findings::FindingsTab;
use self::list::ListPanel;
use self::records::RecordsTab;
use self::spf::SpfTab;
use crate::model::{
    Action, CheckState, CheckedDomain, DeliverabilityModel, DomainTab, DomainView, EarlierReport,
    Elsewhere, Model,
};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::empty_state;
use crate::ui::{Commands, View};

/// The screen's own state.
#[derive(Default)]
pub struct DeliverabilityScreen {
    list: ListPanel,
    shows_options: bool,
    findings: FindingsTab,
    records: RecordsTab,
    spf: SpfTab,
}

/// What a part of the report is drawn from.
#[derive(Clone, Copy)]
struct Shown<'a> {
    model: &'a DeliverabilityModel,
    domain: &'a str,
    view: &'a DomainView,
    checked: &'a CheckedDomain,
}

impl DeliverabilityScreen {
    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        let tokens = tokens(ui.ctx());
        let width = ui.available_width();
        Panel::left("sender domains")
            .default_size((width * 0.22).clamp(216.0, 280.0))
            .size_range(190.0..=(width - 460.0).max(200.0))
            .frame(Frame::new().fill(tokens.surface))
            .show(ui, |ui| self.list.ui(ui, &model.deliverability, commands));
        CentralPanel::default()
            .frame(Frame::new().fill(tokens.surface))
            .show(ui, |ui| self.domain_ui(ui, model, commands));
    }

    fn domain_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let deliverability = &model.deliverability;
        let Some((domain, view)) = deliverability.shown() else {
            let sentence = "Type a domain at the left, such as example.com, or choose a connector \
                            that has a sender";
            empty_state(ui, icons::DOMAIN, "No sender's domain", sentence, None);
            return;
        };
        let margin = Margin::symmetric(space::M as i8, 6);
        Panel::top("domain head")
            .frame(Frame::new().inner_margin(margin))
            .show(ui, |ui| {
                head::ui(ui, model, domain, view, &mut self.shows_options, commands);
                if self.shows_options {
                    ui.add_space(space::S);
                    options::ui(ui, deliverability, domain, commands);
                }
            });
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            let checked = view.and_then(|view| Some((view, view.checked.as_deref()?)));
            match checked {
                Some((view, checked)) => {
                    let shown = Shown {
                        model: deliverability,
                        domain,
                        view,
                        checked,
                    };
                    self.report_ui(ui, shown, commands);
                }
                None => not_checked_ui(ui, deliverability, view, commands),
            }
        });
    }

    fn report_ui(&mut self, ui: &mut Ui, shown: Shown<'_>, commands: &mut Commands) {
        let tab = shown.model.tab;
        if tab == DomainTab::Trace {
            trace::ui(ui, shown.checked);
            return;
        }
        let scroll = ScrollArea::vertical()
            .id_salt((shown.domain, tab.label()))
            .auto_shrink(false);
        scroll.show(ui, |ui| {
            let margin = Margin::symmetric(space::L as i8, space::M as i8);
            Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.set_max_width(ui.available_width().min(920.0));
                ui.spacing_mut().item_spacing.y = space::XS;
                match tab {
                    DomainTab::Findings => self.findings.ui(ui, shown),
                    DomainTab::Records => self.records.ui(ui, shown, commands),
                    DomainTab::Spf => self.spf.ui(ui, shown, commands),
                    DomainTab::Dkim => keys::ui(ui, shown.checked),
                    DomainTab::Dmarc => policy::ui(ui, shown.checked),
                    DomainTab::Alignment => alignment::ui(ui, shown),
                    DomainTab::Hosts => hosts::ui(ui, shown.checked),
                    DomainTab::Receivers => receivers::ui(ui, shown.checked),
                    DomainTab::Changes => changes::ui(ui, shown.view),
                    DomainTab::Trace => {}
                }
            });
        });
    }
}

/// What stands where there is no report yet.
fn not_checked_ui(
    ui: &mut Ui,
    model: &DeliverabilityModel,
    view: Option<&DomainView>,
    commands: &mut Commands,
) {
    match view.map(|view| &view.state) {
        Some(CheckState::Running { step, .. }) => {
            let sentence = "The first answers are on their way";
            empty_state(ui, icons::DOMAIN, step, sentence, None);
        }
        Some(CheckState::Failed(why)) => {
            let title = "The check could not be made";
            let button = empty_state(ui, icons::ERROR, title, why, Some("Check again"));
            if button.is_some_and(|button| button.clicked()) {
                commands.act(Action::RecheckDomain);
            }
        }
        _ => {
            let server = match model.server.trim() {
                "" => "the name servers of this machine",
                server => server,
            };
            let elsewhere = if model.elsewhere == Elsewhere::default() {
                "connects to nothing else"
            } else {
                "connects to what you switched on in the options"
            };
            let sentence = format!(
                "Nothing is asked before you say so. A check sends about 40 questions to {server}, \
                 and {elsewhere}"
            );
            let earlier = view.and_then(|view| view.earlier.as_deref());
            let (title, sentence) = match earlier {
                Some(EarlierReport { at, verdict }) => (
                    format!("Last checked on {}", status::day(*at)),
                    format!("{}. {sentence}", verdict.sentence),
                ),
                None => ("Not checked yet".to_owned(), sentence),
            };
            let button = empty_state(ui, icons::DOMAIN, &title, &sentence, Some("Check"));
            if button.is_some_and(|button| button.clicked()) {
                commands.act(Action::CheckDomain);
            }
        }
    }
}
