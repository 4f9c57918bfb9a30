//! When an action can be done, and what is switched on.

use super::Action;
use crate::domain::stress::Stress;
use crate::model::{Model, PanelTab, Scheme, Screen, Theme, Width};

impl Action {
    /// The stress that it switches on or off.
    pub const fn stress(self) -> Option<Stress> {
        Some(match self {
            Self::StressPseudo => Stress::Pseudo,
            Self::StressLongest => Stress::Longest,
            Self::StressRightToLeft => Stress::RightToLeft,
            Self::StressHostile => Stress::HostileNames,
            Self::StressWidest => Stress::WorstWidth,
            _ => return None,
        })
    }

    /// The action that switches a stress on or off.
    pub const fn of_stress(stress: Stress) -> Self {
        match stress {
            Stress::Pseudo => Self::StressPseudo,
            Stress::Longest => Self::StressLongest,
            Stress::RightToLeft => Self::StressRightToLeft,
            Stress::HostileNames => Self::StressHostile,
            Stress::WorstWidth => Self::StressWidest,
        }
    }

    /// Whether it can be done now.
    pub fn is_enabled(self, model: &Model) -> bool {
        let document = model.document();
        let has_template = document.is_some();
        let active = model.active();
        match self {
            Self::AddLanguage | Self::NewConnector | Self::ImportConnector => model.is_writable(),
            Self::ContactSheet => !model.documents.is_empty(),
            Self::CheckDomain | Self::RecheckDomain => {
                model.deliverability.selected.is_some() && !model.deliverability.is_running()
            }
            Self::CheckAllDomains => !model.deliverability.domains().is_empty(),
            Self::StopCheck => model.deliverability.is_running(),
            Self::ToggleCompare => model.compare_with().is_some(),
            Self::StressNone => !model.design.stress.is_empty(),
            Self::Reload | Self::ShowFolder | Self::NewTemplate => model.workspace.is_some(),
            Self::Save => active.is_some_and(|document| {
                document.is_modified() && !document.is_saving && model.is_writable()
            }),
            Self::SaveAll => {
                model.is_writable()
                    && model
                        .files()
                        .any(|(_, document)| document.is_modified() && !document.is_saving)
            }
            Self::Revert => {
                active.is_some_and(|document| document.is_modified() && document.saved.is_some())
            }
            Self::NextText | Self::PreviousText => model.design.composition.is_some(),
            Self::DeleteTemplate => has_template && model.is_writable(),
            Self::RestoreTemplate => !model.deleted_templates.is_empty(),
            Self::Undo => active.is_some_and(|document| document.can_undo()),
            Self::Redo => active.is_some_and(|document| document.can_redo()),
            Self::PreviousTemplate | Self::NextTemplate => model.documents.len() > 1,
            Self::NextProblem
            | Self::PreviousProblem
            | Self::FixProblem
            | Self::FixAllOfKind
            | Self::Find
            | Self::Replace
            | Self::GoToLine
            | Self::FocusSubject
            | Self::FocusEditor
            | Self::ToggleRemote
            | Self::OpenInBrowser
            | Self::CheckLinks
            | Self::AskSpam
            | Self::CopyText => has_template,
            Self::SendTest => has_template && !model.send.is_running(),
            Self::CancelSend => model.send.is_running(),
            Self::RetryPreview => model.preview.is_unavailable(),
            Self::DeleteMessage => model.screen == Screen::Inbox && model.inbox.selected.is_some(),
            Self::ClearInbox => !model.inbox.messages.is_empty(),
            Self::RestoreMessages => !model.inbox.deleted.is_empty(),
            Self::CopyInboxAddress => model.inbox.address().is_some(),
            _ => true,
        }
    }

    /// Whether it is switched on, for what is either on or off.
    pub fn is_on(self, model: &Model) -> Option<bool> {
        let view = &model.design.view;
        let tab = |tab| Some(view.panel_open && view.tab == tab);
        match self {
            Self::ShowDesign => Some(model.screen == Screen::Design),
            Self::ShowLanguages => Some(model.screen == Screen::Languages),
            Self::ShowConnectors => Some(model.screen == Screen::Connectors),
            Self::ShowInbox => Some(model.screen == Screen::Inbox),
            Self::ShowDeliverability => Some(model.screen == Screen::Deliverability),
            Self::ToggleWrap => Some(view.wrap),
            Self::ShowProblems => tab(PanelTab::Problems),
            Self::ShowPayload => tab(PanelTab::Payload),
            Self::ShowTrace => tab(PanelTab::Trace),
            Self::ShowRendered => tab(PanelTab::Rendered),
            Self::ShowRequest => tab(PanelTab::Request),
            Self::WidthDesktop => Some(view.width == Width::Desktop),
            Self::WidthPhone => Some(view.width == Width::Phone),
            Self::WidthFree => Some(view.width == Width::Free),
            Self::SchemeLight => Some(view.scheme == Scheme::Light),
            Self::SchemeDark => Some(view.scheme == Scheme::Dark),
            Self::ToggleImages => Some(view.images),
            Self::ToggleSideBySide => Some(view.side_by_side),
            Self::ShowClients => tab(PanelTab::Clients),
            Self::ToggleCompare => Some(model.design.compare.is_some()),
            Self::StressPseudo
            | Self::StressLongest
            | Self::StressRightToLeft
            | Self::StressHostile
            | Self::StressWidest => self.stress().map(|one| model.design.stress.contains(one)),
            Self::ToggleRemote => Some(model.allows_remote()),
            Self::ThemeSystem => Some(model.theme == Theme::System),
            Self::ThemeLight => Some(model.theme == Theme::Light),
            Self::ThemeDark => Some(model.theme == Theme::Dark),
            Self::ToggleProfile => Some(model.profile.is_shown),
            _ => None,
        }
    }
}
