//! Secrets of connectors in the window: addresses that hold some, and those that nothing keeps.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, ViewportEvent};
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::connector::Secret;
use letterhead::domain::workspace::AllowList;
use letterhead::model::{
    Action, Command, ConnectorsTab, Dialog, ProfileChange, ProfileCommand, SecretPlace,
};
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::harness::Studio;

fn import(studio: &mut Studio, json: &str) {
    studio.act(Action::ShowConnectors);
    studio.perform(ProfileCommand::Import {
        name: "hook".to_owned(),
        title: "Hook".to_owned(),
        factory: Some("http-email".to_owned()),
        json: Secret::new(json),
        place: SecretPlace::Environment,
    });
}

fn change(studio: &mut Studio, change: ProfileChange) {
    studio.perform(ProfileCommand::Change("hook".to_owned(), change));
}

fn written(folder: &Path) -> String {
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

#[test]
fn an_address_with_secrets_leaves_none_of_them_in_the_history() {
    let mut studio = Studio::start([1440.0, 900.0]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        let answer = json!({ "heard": "/mail/Zx81aB9qPath?token=SECRETonly&n=ab%20CD1" });
        Mock::given(method("POST"))
            .and(path("/mail/Zx81aB9qPath"))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .expect(1)
            .mount(&server)
            .await;
        server
    });
    let address = server.uri().replace("http://", "http://user:pa55word@");
    let endpoint = format!("{address}/mail/Zx81aB9qPath?token=SECRETonly&n=ab%20CD1");
    import(&mut studio, &json!({ "endpoint": endpoint }).to_string());
    let list = AllowList::new(["*@example.com".to_owned()]);
    change(&mut studio, ProfileChange::Allow(list));
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.act(Action::SendTest);
    studio.until(|model| model.sending.history.records.len() == 1);
    runtime.block_on(server.verify());
    let record = studio.app().model().sending.last.clone().unwrap();
    let kept = format!("{record:?}{}", written(&studio.data()));
    assert!(kept.contains("127.0.0.1"), "the host may be shown");
    for secret in [
        "SECRETonly",
        "pa55word",
        "Zx81aB9qPath",
        "ab%20CD1",
        "ab CD1",
    ] {
        assert!(!kept.contains(secret), "{secret}: {kept}");
        assert!(!written(&studio.workspace()).contains(secret), "{secret}");
    }
}

#[test]
fn an_address_by_reference_is_judged_once_it_is_known() {
    let mut studio = Studio::start([1440.0, 900.0]);
    import(
        &mut studio,
        r#"{ "endpoint": "${LETTERHEAD_NOBODY_SETS_THIS}" }"#,
    );
    let codes = |studio: &Studio| {
        let view = studio.app().model().connectors.shown().unwrap();
        let codes = view.findings.iter().map(|finding| finding.code);
        codes.collect::<Vec<_>>()
    };
    let found = codes(&studio);
    assert!(found.contains(&"http-endpoint-unknown"), "{found:?}");
    assert!(!found.contains(&"http-endpoint-unusable"), "{found:?}");
    for (address, code) in [
        ("no address", Some("http-endpoint-unusable")),
        ("https://hooks.example.com/mail", None),
    ] {
        studio.perform(ProfileCommand::KeepSecret {
            profile: "hook".to_owned(),
            path: vec!["endpoint".to_owned()],
            reference: "${LETTERHEAD_NOBODY_SETS_THIS}".parse().unwrap(),
            secret: Some(Secret::new(address)),
        });
        let found = codes(&studio);
        assert!(!found.contains(&"http-endpoint-unknown"), "{found:?}");
        let is_there = found.contains(&"http-endpoint-unusable");
        assert_eq!(is_there, code.is_some(), "{address}: {found:?}");
        let below = studio
            .harness
            .query_all_by_label_contains("No request can be sent there");
        // Below its field and in the list.
        assert_eq!(below.count(), if is_there { 2 } else { 0 });
    }
}

fn ask_to_close(studio: &mut Studio) {
    let input = studio.harness.input_mut();
    let viewport = input.viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    studio.harness.run_steps(6);
}

#[test]
fn closing_asks_once_about_secrets_that_are_in_memory_only() {
    let mut studio = Studio::start([1440.0, 900.0]);
    ask_to_close(&mut studio);
    assert_eq!(studio.app().model().dialog, None);
    import(
        &mut studio,
        r#"{ "endpoint": "https://a.example/?token=SECRETonly", "authorization": "Bearer abcd" }"#,
    );
    studio
        .harness
        .get_by_label_contains("Only until Letterhead closes, as LETTERHEAD_HOOK_AUTHORIZATION");
    ask_to_close(&mut studio);
    let places = vec!["authorization".to_owned(), "endpoint".to_owned()];
    let expected = Dialog::QuitWithSecrets(vec![("hook".to_owned(), places)]);
    assert_eq!(studio.app().model().dialog, Some(expected));
    studio
        .harness
        .get_by_role_and_label(Role::Dialog, "2 secrets are only in memory");
    studio.click(Role::Button, "Keep them…");
    let expected = Dialog::KeepSecrets("hook".to_owned());
    assert_eq!(studio.app().model().dialog, Some(expected));
    studio.perform(Command::CloseDialog);
    ask_to_close(&mut studio);
    studio.click(Role::Button, "Close anyway");
    ask_to_close(&mut studio);
    assert_eq!(studio.app().model().dialog, None);
}

#[test]
fn the_fields_of_a_connector_show_in_a_small_window_and_json_is_a_click_away() {
    let mut studio = Studio::start([1024.0, 700.0]);
    studio.act(Action::ShowConnectors);
    studio.perform(ProfileCommand::Create {
        name: "mark".to_owned(),
        title: "Mark".to_owned(),
        factory: "postmark-mail".to_owned(),
    });
    let field = studio
        .harness
        .get_by_role_and_label(Role::PasswordInput, "Server Token");
    assert!(field.rect().bottom() < 560.0, "{:?}", field.rect());
    assert!(
        studio
            .harness
            .query_by_label("Configuration as JSON")
            .is_none()
    );
    studio.click(Role::RadioButton, "JSON");
    let editor = studio.harness.get_by_label("Configuration as JSON");
    assert!(editor.rect().height() > 300.0, "{:?}", editor.rect());
}

#[test]
fn enter_in_the_title_imports_and_what_is_proposed_goes_with_the_first_letter() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.act(Action::ShowConnectors);
    studio.act(Action::ImportConnector);
    // The dialog may move as a whole when the keyring answers.
    let top = |studio: &Studio| {
        let json = studio.harness.get_by_label("JSON").rect().top();
        studio.harness.get_by_label("Connector").rect().top() - json
    };
    let before = top(&studio);
    studio.harness.get_by_label("JSON").focus();
    studio.harness.run_steps(2);
    let json = r#"{ "serverToken": "t", "fromEmail": "a@b.example", "templates": [] }"#;
    studio.harness.event(Event::Paste(json.to_owned()));
    studio.harness.run_steps(4);
    let moved = (top(&studio) - before).abs();
    assert!(
        moved < 0.5,
        "the JSON is read, and the rest moves by {moved}"
    );
    // The one of the profile behind the dialog comes first.
    let titles = studio
        .harness
        .get_all_by_role_and_label(Role::TextInput, "Title");
    titles.last().unwrap().focus();
    studio.harness.run_steps(4);
    studio.harness.event(Event::Text("Mine".to_owned()));
    studio.harness.run_steps(4);
    studio
        .harness
        .key_press_modifiers(Modifiers::NONE, Key::Enter);
    studio.harness.run_steps(4);
    let model = studio.app().model();
    assert_eq!(model.dialog, None);
    assert!(model.connectors.views.contains_key("mine"));
}
