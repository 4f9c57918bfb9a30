//! The settings of a connector profile: nothing typed is lost, and no secret in clear gets to the disk.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::domain::authoring::SourceKey;
use letterhead::domain::connector::console::SpelledJson;
use letterhead::domain::workspace::{AllowList, Environment};
use letterhead::model::{
    Action, ConnectorsTab, Dialog, FileKey, ProfileChange, ProfileCommand, SecretPlace,
};
use serde_json::{Value, json};
use wiremock::matchers::header;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::harness::Studio;

pub(super) const SECRET: &str = "pm-live-0123456789";

/// The screen with a new profile `mark` of that connector.
pub(super) fn with(factory: &str) -> Studio {
    with_sized(factory, [1440.0, 900.0])
}

fn with_sized(factory: &str, size: [f32; 2]) -> Studio {
    let mut studio = Studio::start(size);
    studio.act(Action::ShowConnectors);
    studio.perform(ProfileCommand::Create {
        name: "mark".to_owned(),
        title: "Mark".to_owned(),
        factory: factory.to_owned(),
    });
    studio
}

fn key() -> SourceKey {
    SourceKey::Connector("mark".to_owned())
}

fn text(studio: &Studio) -> Arc<str> {
    Arc::clone(&studio.app().model().sources[&key()].texts.content)
}

fn config(studio: &Studio) -> Value {
    let view = studio.app().model().connectors.shown().unwrap();
    view.profile.as_ref().unwrap().config.clone()
}

fn change(studio: &mut Studio, change: ProfileChange) {
    studio.perform(ProfileCommand::Change("mark".to_owned(), change));
}

pub(super) fn postmark(token: &str) -> String {
    let templates = ["SignIn", "Register", "ForgotPassword", "Generic"];
    let templates = templates.map(|one| json!({ "usageType": one, "templateAlias": "a" }));
    let config = json!({
        "serverToken": token, "fromEmail": "a@example.com", "templates": templates,
    });
    serde_json::to_string_pretty(&config).unwrap()
}

/// Puts a text in place of the whole JSON, as if it was pasted.
pub(super) fn paste(studio: &mut Studio, text: &str) {
    let editor = studio.harness.get_by_label("Configuration as JSON");
    editor.focus();
    studio.harness.run_steps(2);
    let all = Modifiers::COMMAND;
    studio.harness.key_press_modifiers(all, Key::A);
    studio.harness.run_steps(2);
    studio.harness.event(Event::Paste(text.to_owned()));
    studio.harness.run_steps(4);
}

/// What is written in a field, seen from outside.
fn value(studio: &Studio, field: &str) -> String {
    let field = studio.harness.get_by_role_and_label(Role::TextInput, field);
    field.value().unwrap_or_default()
}

/// Types letter by letter, as a person does: what is wrong changes with each of them.
fn type_slowly(studio: &mut Studio, field: &str, text: &str) {
    studio.type_into(field, "");
    for char in text.chars() {
        studio.harness.event(Event::Text(char.to_string()));
        studio.harness.run_steps(3);
    }
}

/// Waits until what is not saved is kept as a draft.
fn until_drafted(studio: &mut Studio) {
    studio.until(|model| {
        let document = &model.sources[&key()];
        document.kept_revision == document.revision
    });
}

/// Everything the program wrote below a folder.
fn written(folder: &std::path::Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.push_str(&written(&path));
        } else if let Ok(text) = std::fs::read(&path) {
            all.push_str(&String::from_utf8_lossy(&text));
        }
    }
    all
}

pub(super) fn assert_nowhere(studio: &Studio, secret: &str) {
    for folder in [studio.workspace(), studio.data()] {
        let all = written(&folder);
        assert!(!all.contains(secret), "{}", folder.display());
    }
}

#[test]
fn a_pasted_secret_is_in_memory_only_until_somebody_says_where_to_keep_it() {
    let mut studio = with("postmark-mail");
    paste(&mut studio, &postmark(SECRET));
    assert_eq!(config(&studio)["serverToken"], SECRET);
    until_drafted(&mut studio);
    let drafts = written(&studio.data().join("drafts"));
    assert!(drafts.contains("${keyring:mark.serverToken}"), "{drafts}");
    assert_nowhere(&studio, SECRET);

    studio.act(Action::Save);
    let model = studio.app().model();
    assert_eq!(model.dialog, Some(Dialog::KeepSecrets("mark".to_owned())));
    assert!(model.sources[&key()].is_modified());
    assert_nowhere(&studio, SECRET);

    let place = SecretPlace::Environment;
    studio.perform(ProfileCommand::KeepSecrets("mark".to_owned(), place));
    studio.until(|model| !model.has_unsaved());
    let file = studio.workspace().join("connectors/mark.toml");
    let saved = std::fs::read_to_string(file).unwrap();
    assert!(
        saved.contains("serverToken = \"${LETTERHEAD_MARK_SERVERTOKEN}\""),
        "{saved}"
    );
    // It can be undone, and is then in memory only again.
    studio.act(Action::Undo);
    assert_eq!(config(&studio)["serverToken"], SECRET);
    until_drafted(&mut studio);
    assert_nowhere(&studio, SECRET);
}

#[test]
fn a_secret_that_is_typed_into_the_form_is_not_written_either() {
    let mut studio = with("postmark-mail");
    let field = studio
        .harness
        .get_by_role_and_label(Role::PasswordInput, "Server Token");
    field.focus();
    for char in SECRET.chars() {
        studio.harness.event(Event::Text(char.to_string()));
        studio.harness.run_steps(3);
    }
    assert_eq!(config(&studio)["serverToken"], SECRET);
    until_drafted(&mut studio);
    studio.act(Action::Save);
    let dialog = &studio.app().model().dialog;
    assert!(matches!(dialog, Some(Dialog::KeepSecrets(_))), "{dialog:?}");
    assert_nowhere(&studio, SECRET);
}

#[test]
fn the_key_of_another_connector_and_one_in_broken_json_are_not_written() {
    let mut studio = with("postmark-mail");
    paste(&mut studio, &format!("{{\"apiKey\": \"{SECRET}\"}}"));
    until_drafted(&mut studio);
    studio.act(Action::Save);
    let dialog = &studio.app().model().dialog;
    assert!(matches!(dialog, Some(Dialog::KeepSecrets(_))), "{dialog:?}");
    studio.perform(letterhead::model::Command::CloseDialog);
    paste(&mut studio, &format!("{{\"serverToken\": \"{SECRET}\","));
    until_drafted(&mut studio);
    studio.act(Action::Save);
    assert_nowhere(&studio, SECRET);
}

#[test]
fn a_mail_sent_with_a_secret_in_clear_leaves_a_record_without_it() {
    let mut studio = with("postmark-mail");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        let answer = json!({ "MessageID": "b7bc2f4a", "ErrorCode": 0, "Message": SECRET });
        Mock::given(header("X-Postmark-Server-Token", SECRET))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .expect(1)
            .mount(&server)
            .await;
        server
    });
    let json = SpelledJson::parse(&postmark(SECRET)).unwrap().0;
    change(&mut studio, ProfileChange::Config(json));
    change(&mut studio, ProfileChange::Endpoint(Some(server.uri())));
    let list = AllowList::new(["*@example.com".to_owned()]);
    change(&mut studio, ProfileChange::Allow(list));
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.act(Action::SendTest);
    studio.until(|model| model.sending.history.records.len() == 1);
    runtime.block_on(server.verify());
    until_drafted(&mut studio);
    assert_nowhere(&studio, SECRET);
}

#[test]
fn typing_stays_in_its_field_while_what_is_wrong_changes() {
    let mut studio = with("mailgun-email");
    let address = "https://api.eu.mailgun.net/x/";
    change(
        &mut studio,
        ProfileChange::Field(vec!["endpoint".to_owned()], None),
    );
    type_slowly(&mut studio, "Mailgun endpoint", address);
    assert_eq!(config(&studio)["endpoint"], address);
    type_slowly(&mut studio, "May send to", "me@@x, a@example.com");
    assert_eq!(value(&studio, "May send to"), "me@@x, a@example.com");
    type_slowly(&mut studio, "Send through", "http://127.0.0.1:1");
    assert_eq!(value(&studio, "Send through"), "http://127.0.0.1:1");
    assert_eq!(value(&studio, "May send to"), "me@@x, a@example.com");
    assert_eq!(config(&studio)["endpoint"], address);

    let mut studio = with("aws-ses-mail");
    change(
        &mut studio,
        ProfileChange::Field(vec!["region".to_owned()], None),
    );
    type_slowly(&mut studio, "Region", "eu-central-1");
    assert_eq!(config(&studio)["region"], "eu-central-1");
}

#[test]
fn json_that_is_not_finished_is_an_edit_like_any_other() {
    let mut studio = with("postmark-mail");
    let before = config(&studio);
    let begun = "{\n  \"accessKeyId\": \"x\",";
    paste(&mut studio, begun);
    let model = studio.app().model();
    let unfinished = model
        .connectors
        .shown()
        .unwrap()
        .unfinished
        .clone()
        .unwrap();
    assert_eq!(unfinished.text, begun);
    assert_eq!(unfinished.error.line, 2);
    assert!(model.sources[&key()].is_modified());
    assert_eq!(config(&studio), before);
    until_drafted(&mut studio);
    assert!(written(&studio.data().join("drafts")).contains("accessKeyId"));

    // Another profile and back.
    studio.perform(ProfileCommand::Select("sandbox".to_owned()));
    studio.perform(ProfileCommand::Select("mark".to_owned()));
    let shown = studio.app().model().connectors.shown().unwrap();
    assert_eq!(shown.unfinished.as_ref().unwrap().text, begun);

    studio.act(Action::Save);
    let model = studio.app().model();
    let notice = model.notices.last().unwrap();
    assert_eq!(notice.title, "connectors/mark.toml was not saved");
    assert!(notice.detail.contains("line 2"), "{}", notice.detail);
    assert!(!studio.workspace().join("connectors/mark.toml").exists());

    studio.act(Action::Undo);
    let shown = studio.app().model().connectors.shown().unwrap();
    assert!(shown.unfinished.is_none());
    assert_eq!(config(&studio), before);
    studio.act(Action::Redo);
    assert!(text(&studio).contains("accessKeyId"));
    let done = "{ \"fromEmail\": \"b@example.com\" }";
    paste(&mut studio, done);
    assert_eq!(config(&studio), json!({ "fromEmail": "b@example.com" }));
    assert!(!text(&studio).contains("accessKeyId"));
}

#[test]
fn a_field_that_is_cleared_and_typed_again_keeps_its_place() {
    let mut studio = with("postmark-mail");
    let json = SpelledJson::parse(&postmark("${TOKEN}")).unwrap().0;
    change(&mut studio, ProfileChange::Config(json));
    let field = || vec!["serverToken".to_owned()];
    let keys = |studio: &Studio| {
        let config = config(studio);
        let keys = config.as_object().unwrap().keys().cloned();
        keys.collect::<Vec<_>>().join(" ")
    };
    let before = keys(&studio);
    change(&mut studio, ProfileChange::Field(field(), None));
    assert_eq!(keys(&studio), "fromEmail templates");
    change(
        &mut studio,
        ProfileChange::Field(field(), Some(json!("${A}"))),
    );
    assert_eq!(keys(&studio), before);
}

#[test]
fn what_is_for_production_is_labelled_in_the_list() {
    let mut studio = with("postmark-mail");
    let labelled = |studio: &Studio| {
        let rows = studio.harness.query_all_by_label_contains("Production");
        rows.filter(|node| node.accesskit_node().role() == Role::ListBoxOption)
            .count()
    };
    assert_eq!(labelled(&studio), 0);
    change(
        &mut studio,
        ProfileChange::Environment(Environment::Production),
    );
    assert_eq!(labelled(&studio), 1);
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let mut studio = with("mailgun-email");
    let config = r#"{ "endpoint": "https://api.mailgun.net/", "domain": "", "apiKey": "",
        "from": "a@example.com", "deliveries": { "Singin": { "html": "x", "subject": "x" } } }"#;
    paste(&mut studio, config);
    for words in [
        "There is a slash behind .mailgun.net",
        "domain: Logto drops",
        "apiKey: Logto drops",
        "deliveries.Singin: Logto knows no type",
    ] {
        let found = studio.harness.query_all_by_label_contains(words).count();
        assert!(found > 0, "{words}");
    }
    let file = FileKey::Source(key());
    assert!(studio.app().model().file(&file).unwrap().is_modified());
}

#[test]
fn nothing_is_cut_off_in_a_small_window() {
    let studio = with_sized("mailgun-email", [1024.0, 700.0]);
    let place = |name: &str| {
        let found = studio.harness.query_all_by_label(name);
        found.map(|node| node.rect()).collect::<Vec<_>>()
    };
    let window = 0.0..=1024.0;
    for name in [
        "Title",
        "Production",
        "May send to",
        "Send through",
        "Mailgun endpoint",
        "Configuration as JSON",
    ] {
        let places = place(name);
        assert!(!places.is_empty(), "{name}");
        for rect in places {
            let fits = window.contains(&rect.left()) && window.contains(&rect.right());
            assert!(fits, "{name} {rect:?}");
        }
    }
    // The JSON stands below, so that the fields have the whole width.
    let widest = place("May send to").into_iter().map(|rect| rect.width());
    assert!(widest.fold(0.0, f32::max) > 400.0);
}

#[test]
fn tabs_have_fewer_words_where_there_is_little_room_and_keep_their_names() {
    let mut studio = Studio::start([1024.0, 700.0]);
    studio.click(Role::Tab, "Why this template");
    let tab = studio.app().model().design.view.tab;
    assert_eq!(tab, letterhead::model::PanelTab::Trace);
    let right = |name: &str| {
        let tab = studio.harness.get_by_role_and_label(Role::Tab, name);
        tab.rect().right()
    };
    let field = studio
        .harness
        .get_by_role_and_label(Role::TextInput, "Subject");
    assert!(right("Request") <= field.rect().right());
}
