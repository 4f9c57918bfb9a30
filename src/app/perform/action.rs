//! The actions without detail.

use super::{clients, edit, files, inbox, look, problems, sheet};
use crate::app::{App, asked, deliverability, sending};
use crate::domain::logto::{Field, UsageType};
use crate::domain::stress::StressSet;
use crate::model::{
    Action, Command, Dialog, FolderUse, NoticeKind, PanelTab, Scheme, Screen, TaskKey, Theme,
    UiRequest, Width,
};

/// Does an action, if it can be done now.
pub(super) fn act(app: &mut App, action: Action) {
    if !action.is_enabled(&app.model) {
        return;
    }
    match action {
        Action::ShowPalette => app.model.dialog = Some(Dialog::Palette),
        Action::About => app.model.dialog = Some(Dialog::About),
        Action::ShowDesign => app.model.screen = Screen::Design,
        Action::AddLanguage => app.model.dialog = Some(Dialog::AddLanguage),
        Action::ContactSheet => sheet::ask(app),
        Action::ShowLanguages => {
            app.model.screen = Screen::Languages;
            app.model.requests.push(UiRequest::FocusGrid);
        }
        Action::ShowConnectors => app.model.screen = Screen::Connectors,
        Action::NewConnector => app.model.dialog = Some(Dialog::NewConnector),
        Action::ImportConnector => super::connectors::ask_import(app),
        Action::ShowInbox => inbox::show(app),
        Action::ShowDeliverability => app.model.screen = Screen::Deliverability,
        Action::CheckDomain => deliverability::check_shown(app),
        Action::RecheckDomain => deliverability::recheck_shown(app),
        Action::CheckAllDomains => deliverability::check_all(app),
        Action::StopCheck => deliverability::stop_shown(app),
        Action::Quit => app.model.requests.push(UiRequest::Quit),
        Action::NewWorkspace
        | Action::OpenWorkspace
        | Action::Reload
        | Action::ShowFolder
        | Action::Save
        | Action::SaveAll
        | Action::Revert
        | Action::NewTemplate
        | Action::DeleteTemplate
        | Action::RestoreTemplate => act_on_files(app, action),
        Action::PreviousTemplate => look::step(app, -1),
        Action::NextTemplate => look::step(app, 1),
        Action::CheckLinks => asked::ask_links(app),
        Action::AskSpam => asked::ask_spam(app),
        Action::PreviousText => look::step_part(app, -1),
        Action::NextText => look::step_part(app, 1),
        Action::Undo => edit::undo(app),
        Action::Redo => edit::redo(app),
        Action::Find => ask_window(app, UiRequest::Find),
        Action::Replace => ask_window(app, UiRequest::Replace),
        Action::GoToLine => ask_window(app, UiRequest::GoToLine),
        Action::FocusTemplates => ask_window(app, UiRequest::FocusTemplates),
        Action::FocusSubject => ask_window(app, UiRequest::FocusField(Field::Subject)),
        Action::FocusEditor => ask_window(app, UiRequest::FocusField(Field::Content)),
        Action::SendTest => sending::send(app),
        Action::CancelSend => app.tasks.cancel(&TaskKey::Send),
        Action::CheckMessageFile => inbox::ask_file(app),
        Action::DeleteMessage => inbox::delete_selected(app),
        Action::ClearInbox => inbox::ask_clear(app),
        Action::RestoreMessages => inbox::restore(app),
        Action::RefreshInbox => inbox::look_again(app),
        Action::CopyInboxAddress => copy_address(app),
        Action::SearchInbox => {
            inbox::show(app);
            app.model.requests.push(UiRequest::FocusSearch);
        }
        Action::ThemeSystem => app.model.theme = Theme::System,
        Action::ThemeLight => app.model.theme = Theme::Light,
        Action::ThemeDark => app.model.theme = Theme::Dark,
        Action::ToggleProfile => {
            app.model.profile.is_shown = !app.model.profile.is_shown;
        }
        _ => act_on_view(app, action),
    }
}

/// Does an action and remembers it, so that the palette offers it first.
pub(super) fn act_from_palette(app: &mut App, action: Action) {
    let recent = &mut app.model.recent_actions;
    recent.retain(|other| *other != action);
    recent.insert(0, action);
    recent.truncate(5);
    act(app, action);
}

fn act_on_files(app: &mut App, action: Action) {
    match action {
        Action::NewWorkspace => files::ask_folder(app, FolderUse::Create),
        Action::OpenWorkspace => files::ask_folder(app, FolderUse::Open),
        Action::Reload => files::reload(app),
        Action::ShowFolder => files::show_folder(app),
        Action::Save => files::save(app),
        Action::SaveAll => files::save_all(app),
        Action::Revert => files::ask_revert(app),
        Action::DeleteTemplate => files::ask_delete(app),
        Action::RestoreTemplate => files::restore_template(app),
        _ => {
            let selected = app.model.design.selected.as_ref();
            let usage_type = selected.map_or(UsageType::SignIn, |key| key.usage_type);
            files::ask_new_template(app, usage_type);
        }
    }
}

fn act_on_view(app: &mut App, action: Action) {
    let view = &mut app.model.design.view;
    match action {
        Action::ToggleWrap => view.wrap = !view.wrap,
        Action::ShowProblems => look::go_to_tab(app, PanelTab::Problems),
        Action::NextProblem => problems::step(app, true),
        Action::PreviousProblem => problems::step(app, false),
        Action::FixProblem => problems::fix_at_hand(app),
        Action::FixAllOfKind => problems::fix_kind_at_hand(app),
        Action::ShowPayload => look::go_to_tab(app, PanelTab::Payload),
        Action::ShowTrace => look::go_to_tab(app, PanelTab::Trace),
        Action::ShowRendered => look::go_to_tab(app, PanelTab::Rendered),
        Action::ShowRequest => look::go_to_tab(app, PanelTab::Request),
        Action::TogglePanel => view.panel_open = !view.panel_open,
        Action::WidthDesktop => view.width = Width::Desktop,
        Action::WidthPhone => view.width = Width::Phone,
        Action::WidthFree => view.width = Width::Free,
        Action::SchemeLight => view.scheme = Scheme::Light,
        Action::SchemeDark => view.scheme = Scheme::Dark,
        Action::ToggleImages => view.images = !view.images,
        Action::ToggleSideBySide => clients::toggle_side_by_side(app),
        Action::ShowClients => look::go_to_tab(app, PanelTab::Clients),
        Action::ToggleCompare => look::toggle_compare(app),
        Action::StressNone => app.model.design.stress = StressSet::NONE,
        Action::ToggleRemote => toggle_remote(app),
        Action::ZoomIn => look::zoom_by(app, 1.1),
        Action::ZoomOut => look::zoom_by(app, 1.0 / 1.1),
        Action::ZoomReset => look::set_zoom(app, 1.0),
        Action::OpenInBrowser => files::open_in_browser(app),
        Action::CopyText => copy_text(app),
        Action::RetryPreview => app.pump.retry(),
        _ => {
            if let Some(stress) = action.stress() {
                app.model.design.stress = app.model.design.stress.toggled(stress);
            }
        }
    }
}

/// Asks the window for something that the *Design* screen does.
fn ask_window(app: &mut App, request: UiRequest) {
    app.model.screen = Screen::Design;
    app.model.requests.push(request);
}

fn toggle_remote(app: &mut App) {
    let Some(key) = app.model.design.selected.clone() else {
        return;
    };
    let allowed = &mut app.model.design.remote_allowed;
    if !allowed.remove(&key) {
        allowed.insert(key);
        app.model.design.view.images = true;
    }
}

fn copy_text(app: &mut App) {
    let text = app.model.preview.template.info.text.clone();
    if text.is_empty() {
        let detail = "The text is taken from the preview, which has not shown this mail yet";
        app.model
            .notify(NoticeKind::Warning, "No text to copy", detail);
        return;
    }
    super::perform(app, Command::Copy(text));
    app.model
        .notify(NoticeKind::Success, "Copied the mail as plain text", "");
}

fn copy_address(app: &mut App) {
    if let Some(address) = app.model.inbox.address() {
        let title = format!("Copied {address}");
        super::perform(app, Command::Copy(address));
        app.model.notify(NoticeKind::Success, title, "");
    }
}
