//! The *Connectors* screen: profiles, sends and their history.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::authoring::SourceKey;
use letterhead::domain::batch::{BatchState, Ending};
use letterhead::domain::connector::{Secret, SecretReference};
use letterhead::domain::logto::{Field, UsageType};
use letterhead::domain::send_history::{Outcome, SendEnd};
use letterhead::domain::workspace::{AllowList, Environment, TemplateKey};
use letterhead::model::{
    Action, BatchWish, Command, ConnectorsTab, Dialog, EditKind, PayloadChoice, ProfileChange,
    ProfileCommand, Screen, SecretPlace, SendCommand,
};
use serde_json::json;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::harness::Studio;

const POSTMARK: &str = r#"{
  "serverToken": "super-secret-token",
  "fromEmail": "accounts@example.com",
  "templates": [
    { "usageType": "SignIn", "templateAlias": "logto-sign-in" },
    { "usageType": "Register", "templateAlias": "logto-register" },
    { "usageType": "ForgotPassword", "templateAlias": "logto-forgot-password" },
    { "usageType": "Generic", "templateAlias": "logto-generic" }
  ]
}"#;

/// The screen with a Postmark profile that was imported; its secret is known in this run.
fn with_postmark() -> Studio {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.act(Action::ShowConnectors);
    studio.act(Action::ImportConnector);
    studio.perform(ProfileCommand::Import {
        name: "mark".to_owned(),
        title: "Mark".to_owned(),
        factory: None,
        json: Secret::new(POSTMARK),
        place: SecretPlace::Environment,
    });
    studio
}

fn text(studio: &Studio, name: &str) -> Arc<str> {
    let key = SourceKey::Connector(name.to_owned());
    Arc::clone(&studio.app().model().sources[&key].texts.content)
}

fn change(studio: &mut Studio, change: ProfileChange) {
    studio.perform(ProfileCommand::Change("mark".to_owned(), change));
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

#[test]
fn an_imported_secret_is_never_written_into_the_workspace_or_a_draft() {
    let mut studio = with_postmark();
    let model = studio.app().model();
    assert_eq!(model.connectors.selected.as_deref(), Some("mark"));
    let view = model.connectors.shown().unwrap();
    assert!(view.issues.is_empty(), "{:?}", view.issues);
    assert!(text(&studio, "mark").contains("serverToken = \"${LETTERHEAD_MARK_SERVERTOKEN}\""));
    studio.act(Action::Save);
    studio.until(|model| !model.has_unsaved());
    let file = studio.workspace().join("connectors/mark.toml");
    assert!(
        std::fs::read_to_string(file)
            .unwrap()
            .contains("postmark-mail")
    );
    for folder in [studio.workspace(), studio.data()] {
        assert!(!written(&folder).contains("super-secret-token"));
    }
}

#[test]
fn form_and_json_say_the_same_and_undo_goes_over_both() {
    let mut studio = with_postmark();
    studio.type_into("From Email", "x");
    let model = studio.app().model();
    let view = model.connectors.shown().unwrap();
    assert!(view.json.contains("accounts@example.comx"), "{}", view.json);
    let json = view
        .json
        .replace("accounts@example.comx", "mail@example.com");
    let (json, _) = letterhead::domain::connector::console::SpelledJson::parse(&json).unwrap();
    change(&mut studio, ProfileChange::Config(json));
    let field = studio
        .harness
        .get_by_role_and_label(Role::TextInput, "From Email");
    assert_eq!(field.value().unwrap_or_default(), "mail@example.com");
    studio.act(Action::Undo);
    assert!(text(&studio, "mark").contains("accounts@example.com"));
}

#[test]
fn nobody_gets_a_mail_by_mistake() {
    let mut studio = with_postmark();
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.act(Action::SendTest);
    let notice = studio.app().model().notices.last().unwrap();
    assert_eq!(notice.title, "Nothing was sent");

    let list = AllowList::new(["*@example.com".to_owned()]);
    change(&mut studio, ProfileChange::Allow(list));
    change(
        &mut studio,
        ProfileChange::Environment(Environment::Production),
    );
    studio.act(Action::SendTest);
    let asked = &studio.app().model().dialog;
    assert!(matches!(asked, Some(Dialog::Production(_))), "{asked:?}");
    studio.perform(Command::CloseDialog);
    assert!(!studio.app().model().send.is_running());
    assert!(studio.app().model().sending.last.is_none());
}

#[test]
fn a_mail_goes_over_http_once_and_leaves_a_record_without_its_secret() {
    let mut studio = with_postmark();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        let answer = json!({ "MessageID": "b7bc2f4a", "ErrorCode": 0, "Message": "OK" });
        Mock::given(method("POST"))
            .and(path("/email/withTemplate"))
            .and(header("X-Postmark-Server-Token", "super-secret-token"))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .expect(1)
            .mount(&server)
            .await;
        server
    });
    change(&mut studio, ProfileChange::Endpoint(Some(server.uri())));
    change(
        &mut studio,
        ProfileChange::Allow(AllowList::new(["*@example.com".to_owned()])),
    );
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    // A double click.
    let send = || Command::Do(Action::SendTest);
    studio.harness.state_mut().perform(vec![send(), send()]);
    studio.until(|model| !model.send.is_running());
    let record = studio.app().model().sending.last.clone().unwrap();
    let Outcome::Delivered { facts } = record.outcome() else {
        panic!("{:?}", record.outcome());
    };
    assert!(
        facts.iter().any(|fact| fact.value == "b7bc2f4a"),
        "{facts:?}"
    );
    studio.until(|model| model.sending.history.records.len() == 1);
    runtime.block_on(server.verify());
    assert!(!written(&studio.data()).contains("super-secret-token"));
    let code = record.send.payload.value["code"]
        .as_str()
        .unwrap_or_default();
    assert_ne!(code, "482913", "a real mail's code is not kept");
}

#[test]
fn a_mail_that_is_not_taken_says_what_to_do() {
    let mut studio = with_postmark();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        let answer = json!({ "ErrorCode": 10, "Message": "Bad or missing server token" });
        Mock::given(method("POST"))
            .respond_with(ResponseTemplate::new(401).set_body_json(answer))
            .mount(&server)
            .await;
        server
    });
    change(&mut studio, ProfileChange::Endpoint(Some(server.uri())));
    change(
        &mut studio,
        ProfileChange::Allow(AllowList::new(["*@example.com".to_owned()])),
    );
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.act(Action::SendTest);
    studio.until(|model| !model.send.is_running());
    let record = studio.app().model().sending.last.clone().unwrap();
    let Outcome::Failed { code, why, .. } = record.outcome() else {
        panic!("{:?}", record.outcome());
    };
    assert_eq!(code, "connector.general");
    assert!(why.contains("token"), "{why}");
    // The same mail can be set up again from the history.
    studio.until(|model| model.sending.history.records.len() == 1);
    let id = record.send.id.clone();
    studio.perform(SendCommand::Again(id));
    let model = studio.app().model();
    assert_eq!(model.connectors.tab, ConnectorsTab::Send);
    assert_eq!(model.design.payload().unwrap().value["code"], "482913");
}

#[test]
fn the_connectors_own_templates_are_edited_like_the_others() {
    let mut studio = Studio::start([1440.0, 900.0]);
    let own = TemplateKey::connector_default(UsageType::SignIn);
    studio.click(Role::Button, "SignIn · connector default");
    assert_eq!(studio.app().model().design.selected, Some(own.clone()));
    studio.perform(Command::Edit {
        field: Field::Content,
        text: "Your code: {{code}}".into(),
        kind: EditKind::Step,
    });
    let model = studio.app().model();
    assert_eq!(
        &*model.template(&own).unwrap().texts.content,
        "Your code: {{code}}"
    );
    assert!(model.template(&own).unwrap().is_modified());
    assert!(text(&studio, "sandbox").contains("content = \"Your code: {{code}}\""));
    studio.act(Action::Undo);
    assert!(!text(&studio, "sandbox").contains("Your code: {{code}}"));
    let model = studio.app().model();
    assert!(!model.template(&own).unwrap().is_modified());
    studio.act(Action::Redo);
    studio.act(Action::Save);
    studio.until(|model| !model.has_unsaved());
    let file = studio.workspace().join("connectors/sandbox.toml");
    assert!(
        std::fs::read_to_string(file)
            .unwrap()
            .contains("Your code: {{code}}")
    );
}

#[test]
fn a_batch_sends_each_mail_once_and_tells_what_came_of_it() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.act(Action::ShowConnectors);
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.until(|model| model.inbox.address().is_some());
    studio.perform(SendCommand::SetBatch(BatchWish {
        usage_types: vec![UsageType::SignIn, UsageType::Register],
        languages: ["de", "en", "xx"].map(str::to_owned).to_vec(),
        payloads: vec![PayloadChoice::Full],
        per_second: 14,
        sends_duplicates: false,
    }));
    let rows = studio.app().model().sending.rows();
    assert_eq!(rows.len(), 6);
    // Nothing is in xx, so Logto would send the English one again.
    assert_eq!(rows.iter().filter(|row| row.item.is_sent()).count(), 4);
    studio.perform(SendCommand::StartBatch);
    studio.until(|model| {
        let run = model.sending.batch.as_ref().unwrap();
        run.state() == BatchState::Over(Ending::Done) && run.progress().running == 0
    });
    let progress = studio
        .app()
        .model()
        .sending
        .batch
        .as_ref()
        .unwrap()
        .progress();
    assert_eq!((progress.delivered, progress.failed), (4, 0));
    studio.until(|model| model.sending.history.records.len() == 4);
    let records = Arc::clone(&studio.app().model().sending.history.records);
    assert!(
        records
            .iter()
            .all(|record| matches!(record.end, SendEnd::Ended(_)))
    );
}

#[test]
fn what_differs_from_production_is_listed_and_promoted() {
    let mut studio = with_postmark();
    studio.perform(ProfileCommand::Import {
        name: "live".to_owned(),
        title: "Live".to_owned(),
        factory: None,
        json: Secret::new(POSTMARK.replace("logto-sign-in", "sign-in-2025")),
        place: SecretPlace::Environment,
    });
    studio.perform(ProfileCommand::Select("mark".to_owned()));
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Compare));
    studio.perform(ProfileCommand::CompareWith(Some("live".to_owned())));
    let made = studio.app().model().connectors.comparison.clone().unwrap();
    assert_eq!(made.difference.templates.len(), 1);
    studio.perform(ProfileCommand::Promote);
    assert!(text(&studio, "live").contains("logto-sign-in"));
    assert!(text(&studio, "live").contains("${LETTERHEAD_LIVE_SERVERTOKEN}"));
}

#[test]
fn every_part_of_the_screen_can_be_drawn_small_and_large() {
    for size in [[1024.0, 700.0], [1920.0, 1200.0]] {
        let mut studio = with_postmark_sized(size);
        for tab in [
            ConnectorsTab::Settings,
            ConnectorsTab::Send,
            ConnectorsTab::History,
            ConnectorsTab::Compare,
        ] {
            studio.perform(ProfileCommand::ShowTab(tab));
        }
        let reference = SecretReference::Keyring("mark.token".to_owned());
        studio.perform(ProfileCommand::AskKeepSecret(
            "mark".to_owned(),
            vec!["serverToken".to_owned()],
        ));
        assert!(matches!(
            studio.app().model().dialog,
            Some(Dialog::KeepSecret(..))
        ));
        studio.perform(ProfileCommand::KeepSecret {
            profile: "mark".to_owned(),
            path: vec!["serverToken".to_owned()],
            reference,
            secret: None,
        });
        for action in [Action::NewConnector, Action::ImportConnector] {
            studio.act(action);
            assert!(studio.app().model().dialog.is_some(), "{action:?}");
            studio.perform(Command::CloseDialog);
        }
        studio.perform(ProfileCommand::AskSecretsFile);
        studio.perform(Command::CloseDialog);
        studio.perform(ProfileCommand::AskDelete("mark".to_owned()));
        studio.perform(ProfileCommand::Delete("mark".to_owned()));
        let model = studio.app().model();
        assert!(!model.connectors.views.contains_key("mark"));
        assert_eq!(model.screen, Screen::Connectors);
    }
}

fn with_postmark_sized(size: [f32; 2]) -> Studio {
    let mut studio = Studio::start(size);
    studio.act(Action::ShowConnectors);
    studio.perform(ProfileCommand::Create {
        name: "mark".to_owned(),
        title: "Mark".to_owned(),
        factory: "postmark-mail".to_owned(),
    });
    studio
}
