//! The icon of each action that has one.

use super::theme::icons::{self, Icon};
use crate::model::Action;

/// The icon of an action.
pub const fn icon(action: Action) -> Option<Icon> {
    Some(match action {
        Action::ShowPalette => icons::COMMAND,
        Action::ShowDesign => icons::DESIGN,
        Action::ToggleCompare => icons::COMPARE,
        Action::ContactSheet => icons::SHEET,
        Action::ShowLanguages => icons::LANGUAGE,
        Action::ShowInbox => icons::INBOX,
        Action::ShowConnectors => icons::CONNECTOR,
        Action::NewWorkspace
        | Action::NewTemplate
        | Action::AddLanguage
        | Action::NewConnector
        | Action::ImportConnector => icons::ADD,
        Action::OpenWorkspace | Action::ShowFolder => icons::FOLDER,
        Action::Reload | Action::RetryPreview | Action::RefreshInbox | Action::RecheckDomain => {
            icons::REFRESH
        }
        Action::Save | Action::SaveAll => icons::SAVE,
        Action::Revert => icons::RECENT,
        Action::DeleteTemplate | Action::DeleteMessage | Action::ClearInbox => icons::DELETE,
        Action::Undo | Action::RestoreMessages | Action::RestoreTemplate => icons::UNDO,
        Action::Redo => icons::REDO,
        Action::Find | Action::SearchInbox => icons::SEARCH,
        Action::FocusTemplates => icons::TEMPLATES,
        Action::ShowProblems => icons::WARNING,
        Action::ShowPayload => icons::PAYLOAD,
        Action::ShowTrace => icons::HELP,
        Action::ShowDeliverability | Action::CheckDomain | Action::CheckAllDomains => icons::DOMAIN,
        Action::CheckMessageFile => icons::IMPORT,
        Action::SendTest => icons::SEND,
        Action::CancelSend | Action::StopCheck => icons::CLOSE,
        Action::WidthDesktop => icons::DESKTOP,
        Action::WidthPhone => icons::PHONE,
        Action::WidthFree => icons::FIT,
        Action::SchemeLight | Action::ThemeLight => icons::LIGHT,
        Action::SchemeDark | Action::ThemeDark => icons::DARK,
        Action::ToggleImages => icons::IMAGES_ON,
        Action::ToggleRemote => icons::REMOTE,
        Action::OpenInBrowser => icons::OPEN_OUTSIDE,
        Action::CopyText | Action::CopyInboxAddress => icons::COPY,
        Action::About => icons::INFO,
        _ => return None,
    })
}
