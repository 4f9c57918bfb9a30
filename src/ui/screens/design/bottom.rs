//! The folding panel below the editor.

use egui::Ui;

use crate::domain::finding::Severity;
use crate::model::{Command, PanelTab};
use crate::ui::widgets::{Badge, Tab, Tone, tab_bar};
use crate::ui::{Commands, View};

/// The height of the bar with the tabs.
pub(super) const BAR_HEIGHT: f32 = 34.0;

/// The panel's own state.
#[derive(Default)]
pub(super) struct Bottom {}

impl Bottom {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let settings = &view.model.design.view;
        let (mut tab, mut open) = (settings.tab, settings.panel_open);
        tabs_ui(ui, view, &mut tab, &mut open);
        if tab != settings.tab {
            commands.push(Command::ShowTab(tab));
        }
        if open != settings.panel_open {
            commands.push(Command::SetPanelOpen(open));
        }
    }
}

fn tabs_ui(ui: &mut Ui, view: &View<'_>, tab: &mut PanelTab, open: &mut bool) {
    let analysis = view.model.design.analysis.as_ref();
    let problems = analysis.and_then(|analysis| {
        let severe = [Severity::Error, Severity::Warning];
        let severe = severe
            .into_iter()
            .find(|severity| analysis.count(*severity) > 0);
        severe.and_then(|severity| Badge::count(analysis.count(severity), severity))
    });
    let is_broken = view
        .model
        .design
        .payload()
        .is_some_and(|payload| payload.error.is_some());
    let payload = is_broken.then(|| Badge::new("!", Tone::Error));
    let tabs = [
        Tab::new(PanelTab::Problems, "Problems").badge(problems),
        Tab::new(PanelTab::Payload, "Payload").badge(payload),
        Tab::new(PanelTab::Trace, "Why this template"),
        Tab::new(PanelTab::Rendered, "Rendered"),
        Tab::new(PanelTab::Request, "Request"),
    ];
    tab_bar(ui, "Panel", tab, &tabs, open);
}
