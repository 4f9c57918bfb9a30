//! Commands: each changes the model or starts work. This file only dispatches.

mod action;
mod clients;
mod connectors;
mod edit;
mod files;
mod fix_all;
mod history;
mod inbox;
mod languages;
mod look;
mod payload;
mod problems;
mod save;
mod send;
mod sheet;

use super::{App, asked, deliverability, sending};
use crate::model::{Command, SendCommand};

pub(super) use connectors::hold_back;
pub(super) use files::{open, removed};
pub(super) use history::{
    cleared as history_cleared, follow as follow_history, read as history_read,
    search_again as search_history,
};
pub(super) use inbox::{look_again, refresh as refresh_inbox, show_checks};
pub(super) use languages::{change_settings, version_read};
pub(super) use look::{fit_part, follow_template, select};
pub(super) use sending::inbox_port;

/// Does one command.
#[expect(
    clippy::too_many_lines,
    reason = "a table with a line for each command"
)]
pub(super) fn perform(app: &mut App, command: Command) {
    match command {
        Command::Do(action) => action::act(app, action),
        Command::DoFromPalette(action) => action::act_from_palette(app, action),
        Command::Select(key) => look::select(app, key),
        Command::SelectKeepingRequest(key) => look::select_keeping_request(app, key),
        Command::Compare(key, with) => look::compare(app, key, with),
        Command::SetFlow(flow) => look::set_flow(app, flow),
        Command::Edit { field, text, kind } => edit::edit(app, field, text, kind),
        Command::SetContentType(content_type) => edit::set_content_type(app, content_type),
        Command::ApplyFix { target, fix } => edit::apply_fix(app, &target, &fix),
        Command::Reveal(target) => edit::reveal(app, target),
        Command::ShowPart(part) => look::show_part(app, part),
        Command::EditSource { key, text, kind } => edit::edit_source(app, key, text, kind),
        Command::SetLayout(layout) => edit::set_layout(app, layout),
        Command::SetPayloadText(text) => payload::set_text(app, text),
        Command::ChoosePayload(choice) => payload::choose(app, choice),
        Command::ShowLanguagesTab(tab) => app.model.languages.tab = tab,
        Command::SetServedType(usage_type) => app.model.languages.served_type = usage_type,
        Command::LookAtCell(key) => languages::look_at(app, key),
        Command::SetResolver(locale) => languages::set_resolver(app, locale),
        Command::FollowCell => app.model.languages.locale_follows = true,
        Command::Profile(command) => connectors::perform(app, command),
        Command::Client(command) => clients::perform(app, command),
        Command::Problem(command) => problems::perform(app, command),
        Command::Asked(command) => asked::perform(app, command),
        Command::Send(command) => perform_send(app, command),
        Command::Domain(command) => deliverability::perform(app, command),
        Command::CopyTemplates(keys) => languages::copy(app, keys),
        Command::PasteTemplates(keys) => languages::paste(app, keys),
        Command::CreateFromSource(keys) => languages::create_from_source(app, keys),
        Command::AskDeleteTemplates(keys) => languages::ask_delete(app, keys),
        Command::DeleteTemplates(keys) => files::delete_templates(app, keys),
        Command::MarkTranslated(keys) => languages::mark_translated(app, &keys),
        Command::AddLanguage(tag) => languages::add(app, &tag),
        Command::SwitchFeature(feature, is_on) => languages::switch(app, feature, is_on),
        Command::AskSave(what) => app.model.dialog = Some(crate::model::Dialog::Save(what)),
        Command::BrowseSave(what) => save::browse(app, what),
        Command::SaveTo(what, path) => save::save(app, what, path),
        Command::SetSheetOptions(options) => app.model.sheet.options = options,
        Command::DrawSheet(wanted) => sheet::draw(app, &wanted),
        Command::AskSavePayload => app.model.dialog = Some(crate::model::Dialog::SavePayload),
        Command::SavePayload { title } => payload::save(app, &title),
        Command::SetLocale(locale) => look::set_locale(app, locale),
        Command::FollowTemplate => app.model.design.locale_follows = true,
        Command::SetRecipient(recipient) => app.model.design.recipient = recipient,
        Command::ShowTab(tab) => look::show_tab(app, tab),
        Command::SetPanelOpen(open) => app.model.design.view.panel_open = open,
        Command::SetMoreFields(more) => app.model.design.view.more_fields = more,
        Command::SetWidth(width) => app.model.design.view.width = width,
        Command::Look(viewport) => look::look(app, viewport),
        Command::SetScheme(scheme) => app.model.design.view.scheme = scheme,
        Command::SetZoom(zoom) => look::set_zoom(app, zoom),
        Command::AskLink(url) => look::ask_link(app, url),
        Command::OpenLink(url) => look::open_link(app, url),
        Command::Browse(purpose) => files::browse(app, purpose),
        Command::Open(root) => files::open(app, root),
        Command::Create(target) => files::create(app, target),
        Command::CreateTemplate { key, copy_of } => files::create_template(app, key, copy_of),
        Command::AskNewTemplate(usage_type) => files::ask_new_template(app, usage_type),
        Command::DeleteTemplate(key) => files::delete_template(app, key),
        Command::Revert(key) => files::revert(app, &key),
        Command::AskConflict(key) => files::ask_conflict(app, &key),
        Command::Resolve(key, choice) => files::resolve(app, &key, choice),
        Command::DiscardDrafts => files::discard_drafts(app),
        Command::Search(query) => inbox::search(app, query),
        Command::SelectMessage(id) => inbox::select(app, id),
        Command::SetMessageTab(tab) => app.model.inbox.tab = tab,
        Command::CheckMessage(id) => deliverability::message::check(app, id),
        Command::SetMessageClient(id, client) => app.model.inbox.set_client(id, client),
        Command::ForgetFileError => app.model.inbox.file_error = None,
        Command::BrowseMessageFile => inbox::browse_file(app),
        Command::AddMessageFiles(files) => inbox::add_files(app, files),
        Command::DeleteMessage(id) => inbox::delete(app, &[id]),
        Command::ClearInbox => inbox::clear(app),
        Command::SaveMessage(id) => inbox::save_message(app, &id),
        Command::SaveRequest => send::save_request(app),
        Command::Copy(text) => app.model.requests.push(crate::model::UiRequest::Copy(text)),
        Command::CancelSheet | Command::Cancel(crate::model::TaskKey::Sheet) => sheet::cancel(app),
        Command::Cancel(key) => app.tasks.cancel(&key),
        Command::CloseDialog => app.model.dialog = None,
    }
}

/// Does one command about sending.
fn perform_send(app: &mut App, command: SendCommand) {
    match command {
        SendCommand::Confirm => sending::confirmed(app),
        SendCommand::ChooseMail(key) => look::choose_message(app, key),
        SendCommand::LiftList(name, is_lifted) => connectors::lift(app, name, is_lifted),
        SendCommand::SetBatch(wish) => app.model.sending.wish = wish,
        SendCommand::StartBatch => sending::start_batch(app),
        SendCommand::PauseBatch(is_paused) => sending::pause(app, is_paused),
        SendCommand::StopBatch => sending::stop(app),
        SendCommand::BatchAgain => sending::again(app),
        SendCommand::ForgetBatch => sending::forget(app),
        SendCommand::CopyBatch(format) => sending::copy(app, format),
        SendCommand::SearchHistory(search) => history::search(app, search),
        SendCommand::ShowAllSends(all) => app.model.sending.history.all_profiles = all,
        SendCommand::SelectRecord(id) => app.model.sending.history.selected = Some(id),
        SendCommand::ShowRecord(id) => history::show(app, id),
        SendCommand::Again(id) => history::again(app, &id),
        SendCommand::AskClearHistory => history::ask_clear(app),
        SendCommand::ClearHistory => history::clear(app),
        SendCommand::QuitAnyway => {
            sending::leave(app);
            app.may_quit = true;
            app.model.dialog = None;
            app.model.requests.push(crate::model::UiRequest::Quit);
        }
    }
}
