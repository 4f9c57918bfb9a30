//! What is shown of sends: their language, their profile, and why none can be made.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::domain::connector::Secret;
use letterhead::domain::logto::UsageType;
use letterhead::domain::workspace::TemplateKey;
use letterhead::model::{
    Action, BatchWish, Command, ConnectorsTab, PayloadChoice, ProfileCommand, SecretPlace,
    SendCommand,
};

use super::harness::Studio;

const POSTMARK: &str = r#"{ "serverToken": "t", "fromEmail": "accounts@example.org",
    "templates": { "SignIn": "sign-in-with-a-name-that-is-longer-than-most" } }"#;

/// A profile of Postmark that may send to nobody.
fn import(studio: &mut Studio) {
    studio.perform(ProfileCommand::Import {
        name: "slow".to_owned(),
        title: "Postmark slow".to_owned(),
        factory: Some("postmark-mail".to_owned()),
        json: Secret::new(POSTMARK),
        place: SecretPlace::Environment,
    });
}

fn locale(studio: &Studio) -> String {
    let payload = studio.app().model().design.payload().unwrap();
    let words = [&payload.value["locale"], &payload.value["uiLocales"]];
    words.map(|word| word.as_str().unwrap()).join(" ")
}

#[test]
fn the_payload_follows_the_language_until_somebody_types_in_it() {
    let mut studio = Studio::start([1440.0, 900.0]).with_any_script();
    let sign_in = |tag| Command::Select(TemplateKey::new(UsageType::SignIn, tag));
    for tag in ["fr", "ja"] {
        studio.perform(sign_in(tag));
        assert_eq!(locale(&studio), format!("{tag} {tag}"));
    }
    studio.perform(Command::SetPayloadText(
        r#"{ "locale": "de", "uiLocales": "de-AT" }"#.into(),
    ));
    studio.perform(sign_in("fr"));
    assert_eq!(locale(&studio), "de de-AT");
    studio.perform(Command::ChoosePayload(PayloadChoice::Full));
    assert_eq!(locale(&studio), "fr fr");
}

#[test]
fn a_recipient_off_the_list_is_told_before_the_button_can_be_pressed() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.act(Action::ShowConnectors);
    import(&mut studio);
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    let is_disabled = |studio: &Studio| {
        let buttons = studio
            .harness
            .get_all_by_role_and_label(Role::Button, "Send");
        buttons.last().unwrap().accesskit_node().is_disabled()
    };
    assert!(is_disabled(&studio));
    studio.perform(SendCommand::LiftList("slow".to_owned(), true));
    assert!(!is_disabled(&studio));
}

#[test]
fn sends_are_those_of_the_profile_looked_at_and_a_batch_names_its_own() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.act(Action::ShowConnectors);
    studio.until(|model| model.inbox.address().is_some());
    import(&mut studio);
    studio.perform(ProfileCommand::Select("sandbox".to_owned()));
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.click(Role::RadioButton, "Batch");
    studio.perform(SendCommand::SetBatch(BatchWish {
        usage_types: vec![UsageType::SignIn],
        languages: vec!["en".to_owned(), "fr".to_owned()],
        payloads: vec![PayloadChoice::Full],
        per_second: 1,
        sends_duplicates: true,
    }));
    studio.perform(SendCommand::StartBatch);
    studio.perform(SendCommand::PauseBatch(true));
    studio.until(|model| model.sending.batch.as_ref().unwrap().progress().ended == 1);
    let named = |studio: &Studio| {
        let label = studio
            .harness
            .query_by_label_contains("This batch is sent with");
        label.is_some()
    };
    assert!(!named(&studio));
    studio.perform(ProfileCommand::Select("slow".to_owned()));
    assert!(named(&studio));

    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::History));
    let shown = |studio: &Studio| studio.app().model().sending.history.records.len();
    studio.until(|model| model.work.is_empty());
    assert_eq!(shown(&studio), 0);
    studio.click(Role::RadioButton, "All");
    studio.until(|model| model.sending.history.records.len() == 1);
    studio.click(Role::RadioButton, "This profile");
    studio.until(|model| model.sending.history.records.is_empty());
    studio.perform(ProfileCommand::Select("sandbox".to_owned()));
    studio.until(|model| model.sending.history.records.len() == 1);

    // A batch that was stopped has no time left, and says of its rows that they were stopped.
    studio.perform(SendCommand::StopBatch);
    let run = studio.app().model().sending.batch.as_ref().unwrap();
    assert_eq!(run.progress().left, None);
    assert_eq!(run.rows().last().unwrap().result(), "Stopped");
}

#[test]
fn nothing_of_the_send_tab_is_cut_in_a_small_window() {
    let size = [1024.0, 700.0];
    let mut studio = Studio::start(size);
    studio.act(Action::ShowConnectors);
    import(&mut studio);
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    for profile in ["slow", "sandbox"] {
        studio.perform(ProfileCommand::Select(profile.to_owned()));
        let wide = studio.harness.query_all_by(|node| {
            let bounds = node.raw_bounds().unwrap_or_default();
            bounds.x1 > f64::from(size[0])
        });
        let wide: Vec<String> = wide.map(|node| format!("{node:?}")).collect();
        assert!(wide.is_empty(), "{profile}: {wide:#?}");
    }
}
