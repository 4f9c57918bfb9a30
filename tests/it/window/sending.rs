//! Importing, promoting and sending: what a person is told, asked and offered.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Node;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::authoring::SourceKey;
use letterhead::domain::batch::{BatchState, RowState};
use letterhead::domain::connector::Secret;
use letterhead::domain::logto::UsageType;
use letterhead::domain::send_history::Outcome;
use letterhead::model::{
    Action, BatchWish, Command, ConnectorsTab, CopiedJson, Dialog, LanguagesTab, Model, Notice,
    PayloadChoice, ProfileCommand, SecretPlace, SendCommand, UiRequest,
};

use super::harness::Studio;

const TEMPLATES: &str = r#"[
  { "usageType": "SignIn", "type": "text/plain", "subject": "s", "content": "{{code}}" },
  { "usageType": "Register", "type": "text/plain", "subject": "s", "content": "{{code}}" },
  { "usageType": "ForgotPassword", "type": "text/plain", "subject": "s", "content": "{{code}}" },
  { "usageType": "Generic", "type": "text/plain", "subject": "s", "content": "{{code}}" }
]"#;

fn sendgrid_row() -> String {
    format!(
        r#"{{ "connectorId": "sendgrid-email-service",
             "config": {{ "apiKey": "SG.1", "fromEmail": "a@b.example", "templates": {TEMPLATES} }} }}"#
    )
}

fn ses() -> String {
    format!(
        r#"{{ "accessKeyId": "AKIA", "accessKeySecret": "hunter2-s3cret", "region": "eu-west-1",
             "emailAddress": "a@b.example", "templates": {TEMPLATES} }}"#
    )
}

/// A workspace with a profile of Amazon SES of that name.
fn import(studio: &mut Studio, name: &str, json: &str, place: SecretPlace) {
    studio.perform(ProfileCommand::Import {
        name: name.to_owned(),
        title: name.to_owned(),
        factory: None,
        json: Secret::new(json),
        place,
    });
}

fn text(studio: &Studio, name: &str) -> Arc<str> {
    let key = SourceKey::Connector(name.to_owned());
    Arc::clone(&studio.app().model().sources[&key].texts.content)
}

fn notice(model: &Model) -> &Notice {
    model.notices.last().unwrap()
}

/// Puts another text into the field for JSON, as somebody who selects all and pastes.
fn paste(studio: &mut Studio, json: &str) {
    let field = studio
        .harness
        .get_by_role_and_label(Role::MultilineTextInput, "JSON");
    field.focus();
    studio.harness.run_steps(2);
    studio
        .harness
        .key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    studio.harness.run_steps(2);
    studio.harness.event(egui::Event::Paste(json.to_owned()));
    studio.harness.run_steps(4);
}

/// The title's field in the dialog; the form behind it has one of that name too.
fn title_field(studio: &Studio) -> Node<'_> {
    studio
        .harness
        .get_by_role_and_label(Role::Dialog, "Import a connector from Logto's Console")
        .get_by_role_and_label(Role::TextInput, "Title")
}

fn title_of_import(studio: &Studio) -> String {
    title_field(studio).value().unwrap_or_default()
}

#[test]
fn what_is_pasted_is_recognised_anew_until_the_person_chooses() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.act(Action::ShowConnectors);
    studio.act(Action::ImportConnector);
    // A disabled button says what it waits for.
    studio.harness.get_by_label("Paste the JSON first");
    paste(&mut studio, &sendgrid_row());
    studio.harness.get_by_label("Read as SendGrid Email");
    assert_eq!(title_of_import(&studio), "SendGrid Email");
    paste(&mut studio, &ses());
    studio.harness.get_by_label("Read as AWS Direct Mail");
    assert_eq!(title_of_import(&studio), "AWS Direct Mail");
    // A title of the person's own stays.
    title_field(&studio).focus();
    studio.harness.run_steps(2);
    studio.harness.key_press(egui::Key::End);
    studio.harness.run_steps(2);
    studio.harness.event(egui::Event::Text(" live".to_owned()));
    studio.harness.run_steps(3);
    paste(&mut studio, &sendgrid_row());
    assert_eq!(title_of_import(&studio), "AWS Direct Mail live");
    paste(&mut studio, "{}");
    studio
        .harness
        .get_by_label("The JSON makes no connector yet");
    paste(&mut studio, &sendgrid_row());
    studio.click(Role::Button, "Import");
    let model = studio.app().model();
    let view = &model.connectors.views["aws-direct-mail-live"];
    let profile = view.profile.as_ref().unwrap();
    assert_eq!(profile.factory, "sendgrid-email-service");
}

/// Two profiles of which the second is like production, compared.
fn compared(studio: &mut Studio) {
    studio.act(Action::ShowConnectors);
    let place = SecretPlace::Environment;
    import(studio, "dev", &ses().replace("\"s\"", "\"new\""), place);
    import(
        studio,
        "live",
        &ses().replace("eu-west-1", "eu-central-1"),
        place,
    );
    studio.perform(ProfileCommand::Select("dev".to_owned()));
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Compare));
    studio.perform(ProfileCommand::CompareWith(Some("live".to_owned())));
}

fn offered(studio: &Studio, label: &str) -> Command {
    let mut actions = notice(studio.app().model()).actions.iter();
    let found = actions.find(|(words, _)| words == label);
    found.unwrap().1.clone()
}

#[test]
fn a_promotion_is_saved_and_undone_from_where_it_is_told() {
    let mut studio = Studio::start([1440.0, 900.0]);
    compared(&mut studio);
    // What the switches do is said while there is something to change, too.
    studio
        .harness
        .get_by_label_contains("The switch before a line takes that over too");
    let before = text(&studio, "live");
    studio.perform(ProfileCommand::Promote);
    assert_ne!(text(&studio, "live"), before);
    let undo = offered(&studio, "Undo");
    let save = offered(&studio, "Save");
    studio.perform(undo.clone());
    assert_eq!(text(&studio, "live"), before);
    // What was changed since is not touched.
    studio.perform(undo);
    assert_eq!(text(&studio, "live"), before);
    assert!(notice(studio.app().model()).title.contains("changed again"));

    // The tab offers the same for as long as it is not saved, though the notice goes.
    studio.perform(ProfileCommand::Select("dev".to_owned()));
    studio.perform(ProfileCommand::Promote);
    studio.click(Role::Button, "Undo in live");
    assert_eq!(text(&studio, "live"), before);
    let offers = |studio: &Studio| {
        let save = studio
            .harness
            .query_by_role_and_label(Role::Button, "Save live");
        save.is_some()
    };
    assert!(offers(&studio));

    studio.perform(ProfileCommand::Promote);
    studio.perform(save);
    let file = studio.workspace().join("connectors/live.toml");
    studio.until(|model| {
        let key = SourceKey::Connector("live".to_owned());
        !model.sources[&key].is_modified()
    });
    assert!(std::fs::read_to_string(file).unwrap().contains("\"new\""));
    assert!(!offers(&studio));
}

#[test]
fn the_json_for_production_has_secrets_only_after_a_clear_word() {
    let mut studio = Studio::start([1440.0, 900.0]);
    compared(&mut studio);
    let copied = |studio: &mut Studio, command: ProfileCommand| {
        let state = studio.harness.state_mut();
        state.perform(vec![Command::Profile(command)]);
        let text = state
            .model()
            .requests
            .iter()
            .find_map(|request| match request {
                UiRequest::Copy(text) => Some(text.clone()),
                _ => None,
            });
        studio.harness.run_steps(3);
        text.unwrap_or_default()
    };
    let json = copied(&mut studio, ProfileCommand::CopyPromotion);
    assert!(
        json.contains("${LETTERHEAD_LIVE_ACCESSKEYSECRET}"),
        "{json}"
    );
    assert!(
        notice(studio.app().model())
            .detail
            .contains("stand as ${…}")
    );
    let with = offered(&studio, "With secrets…");
    studio.perform(with);
    let model = studio.app().model();
    let expected = Dialog::CopySecrets {
        what: CopiedJson::Promotion,
        known: 1,
        missing: Vec::new(),
    };
    assert_eq!(model.dialog, Some(expected));
    let json = copied(
        &mut studio,
        ProfileCommand::CopyWithSecrets(CopiedJson::Promotion),
    );
    assert!(
        json.contains("hunter2-s3cret") && json.contains("\"new\""),
        "{json}"
    );
    assert!(!text(&studio, "live").contains("hunter2-s3cret"));
    let told = notice(studio.app().model());
    assert!(!told.detail.contains("hunter2") && told.title.contains("1 secret"));
}

#[test]
fn a_secret_that_is_missing_is_told_before_sending_with_a_way_to_give_it() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.act(Action::ShowConnectors);
    let json = ses().replace("hunter2-s3cret", "${LETTERHEAD_NOBODY_SETS_THIS}");
    import(&mut studio, "mail", &json, SecretPlace::Environment);
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.harness.get_by_label(
        "accessKeySecret is missing: the environment variable LETTERHEAD_NOBODY_SETS_THIS is not set",
    );
    studio.click(Role::Button, "Type accessKeySecret…");
    let expected = Dialog::KeepSecret("mail".to_owned(), vec!["accessKeySecret".to_owned()]);
    assert_eq!(studio.app().model().dialog, Some(expected));
}

#[test]
fn an_import_says_one_thing_about_where_its_secrets_are() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.act(Action::ShowConnectors);
    let before = studio.app().model().notices.after(0).count();
    import(&mut studio, "mail", &ses(), SecretPlace::Store);
    studio.until(|model| model.notices.after(0).count() > before && model.work.is_empty());
    let model = studio.app().model();
    assert_eq!(model.notices.after(0).count(), before + 1);
    let told = notice(model);
    assert_eq!(told.title, "Imported the connector");
    assert!(
        told.detail.contains("${keyring:mail.accessKeySecret}"),
        "{told:?}"
    );
    let is_lost = told.detail.contains("known until Letterhead closes");
    let is_kept = told.detail.contains(&model.connectors.store_words);
    assert!(is_lost != is_kept, "{told:?}");
    if let Some(trouble) = &model.connectors.store_trouble {
        assert!(
            is_lost && trouble == "no keyring service runs here",
            "{trouble}"
        );
        // The dialog knows by now.
        studio.act(Action::ImportConnector);
        studio
            .harness
            .get_by_label_contains("Nothing can be kept: no keyring service runs here");
    }
}

/// A batch of that many mails to the sandbox, paused before the second one.
fn paused(studio: &mut Studio) -> usize {
    studio.act(Action::ShowConnectors);
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.until(|model| model.inbox.address().is_some());
    studio.click(Role::RadioButton, "Batch");
    studio.perform(SendCommand::SetBatch(BatchWish {
        usage_types: UsageType::ALL.to_vec(),
        languages: ["ar", "de", "en", "fr", "ja"].map(str::to_owned).to_vec(),
        payloads: vec![PayloadChoice::Full],
        per_second: 1,
        sends_duplicates: true,
    }));
    let rows = studio.app().model().sending.rows();
    assert!(rows.iter().all(|row| row.state != RowState::Waiting));
    assert!(rows.iter().any(|row| row.result() == "To be sent"));
    studio.perform(SendCommand::StartBatch);
    studio.perform(SendCommand::PauseBatch(true));
    studio.until(|model| {
        let run = model.sending.batch.as_ref().unwrap();
        run.state() == BatchState::Paused && run.progress().running == 0
    });
    studio.app().model().sending.waiting()
}

#[test]
fn the_buttons_of_a_batch_are_in_view_however_much_can_be_chosen() {
    for size in [[1440.0, 900.0], [1024.0, 700.0]] {
        let mut studio = Studio::start(size);
        paused(&mut studio);
        for name in ["Go on", "Stop"] {
            let button = studio.harness.get_by_role_and_label(Role::Button, name);
            let rect = button.rect();
            assert!(rect.bottom() < size[1] - 20.0, "{name} {rect} at {size:?}");
        }
    }
}

#[test]
fn closing_over_a_paused_batch_asks_and_the_history_says_what_was_not_sent() {
    let mut studio = Studio::start([1440.0, 900.0]);
    let waiting = paused(&mut studio);
    assert!(waiting > 10, "{waiting}");
    let viewports = &mut studio.harness.input_mut().viewports;
    let viewport = viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    studio.harness.step();
    assert_eq!(studio.app().model().dialog, Some(Dialog::QuitWhileSending));
    let viewports = &mut studio.harness.input_mut().viewports;
    viewports
        .entry(egui::ViewportId::ROOT)
        .or_default()
        .events
        .clear();
    studio.harness.run_steps(3);
    let title = format!("{waiting} mails of the batch are not sent yet");
    studio.harness.get_by_role_and_label(Role::Dialog, &title);
    studio.perform(SendCommand::QuitAnyway);
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::History));
    studio.perform(SendCommand::SearchHistory(
        letterhead::domain::send_history::Search::default(),
    ));
    studio.until(|model| model.sending.history.records.len() > waiting);
    let records = Arc::clone(&studio.app().model().sending.history.records);
    let not_sent = records.iter().filter(|record| {
        *record.outcome() == Outcome::Cancelled && record.transcript().contains("closed before")
    });
    assert_eq!(not_sent.count(), waiting);
}

#[test]
fn a_type_that_the_connector_serves_by_generic_says_so() {
    let mut studio = Studio::start([1440.0, 900.0]).with_any_script();
    studio.act(Action::ShowLanguages);
    studio.perform(Command::ShowLanguagesTab(LanguagesTab::Grid));
    studio.type_into("Filter languages", "connector");
    let words = "connector default: there is none, Logto takes the connector's Generic template";
    let cells = studio.harness.get_all_by_label_contains(words);
    // The samples' connector has templates for the four types that Logto asks for.
    assert_eq!(cells.count(), UsageType::ALL.len() - 4);
}
