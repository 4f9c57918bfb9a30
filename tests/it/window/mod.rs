//! The window without a screen: what a person finds by name, and what becomes of what they do.
//!
//! The harness refuses a control without a name and a letter without a glyph by itself.

mod asked;
mod clients;
mod connector_secrets;
mod connector_settings;
mod connectors;
mod deliverability;
mod harness;
mod keyboard;
mod languages;
mod message_checks;
mod message_files;
mod problems;
mod secrets;
mod sending;
mod sending_safety;
mod sends;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::domain::workspace::TemplateKey;
use letterhead::model::{Action, Command, Dialog, PanelTab, Screen, Theme};

use harness::Studio;

const TABS: [(PanelTab, &str); 5] = [
    (PanelTab::Problems, "Problems"),
    (PanelTab::Payload, "Payload"),
    (PanelTab::Trace, "Why this template"),
    (PanelTab::Rendered, "Rendered"),
    (PanelTab::Request, "Request"),
];

fn key(text: &str) -> TemplateKey {
    let (usage_type, tag) = text.split_once(' ').unwrap();
    TemplateKey::new(usage_type.parse().unwrap(), tag)
}

#[test]
fn every_part_of_the_design_screen_can_be_drawn_small_and_large_light_and_dark() {
    for (size, theme) in [
        ([1024.0, 700.0], Theme::Light),
        ([3840.0, 2160.0], Theme::Dark),
    ] {
        let mut studio = Studio::start(size);
        studio.act(match theme {
            Theme::Dark => Action::ThemeDark,
            _ => Action::ThemeLight,
        });
        // Other scripts come from the system's faces, which the harness has not.
        for tag in ["en", "de", "fr"] {
            studio.perform(Command::Select(key(&format!(
                "OrganizationInvitation {tag}"
            ))));
            for (tab, _) in TABS {
                studio.perform(Command::ShowTab(tab));
            }
        }
        studio.perform(Command::SetMoreFields(true));
        for dialog in [
            Action::NewTemplate,
            Action::DeleteTemplate,
            Action::OpenWorkspace,
            Action::NewWorkspace,
            Action::About,
            Action::ShowPalette,
        ] {
            studio.act(dialog);
            assert!(studio.app().model().dialog.is_some(), "{dialog:?}");
            studio.perform(Command::CloseDialog);
        }
        studio.act(Action::ShowInbox);
    }
}

#[test]
fn a_template_is_opened_by_its_name_and_previewed_as_logto_renders_it() {
    let mut studio = Studio::start([1280.0, 800.0]);
    studio.click(Role::Button, "Register · de");
    assert_eq!(
        studio.app().model().design.selected,
        Some(key("Register de"))
    );
    let request = studio.engine().take_requests().pop().expect("a picture");
    assert!(request.body.contains("lang=\"de\""));
    assert!(!request.body.contains("{{code}}"));
    let subject = studio
        .harness
        .get_by_role_and_label(Role::TextInput, "Subject");
    let value = subject.value().unwrap_or_default();
    assert_eq!(value, "[[strings.subject]]");
    let composed = studio.harness.query_by_label_contains("{{code}} ist Ihr");
    assert!(
        composed.is_some(),
        "the composed subject stands below the field"
    );
}

#[test]
fn the_tabs_of_the_panel_are_reached_by_name() {
    let mut studio = Studio::start([1280.0, 800.0]);
    for (tab, name) in TABS.into_iter().rev() {
        // A count may stand behind the name.
        let tabs = studio.harness.query_all_by_label_contains(name);
        let mut tabs = tabs.filter(|node| node.accesskit_node().role() == Role::Tab);
        tabs.next().expect(name).click();
        drop(tabs);
        studio.harness.run_steps(4);
        let view = &studio.app().model().design.view;
        assert_eq!((view.tab, view.panel_open), (tab, true));
    }
}

#[test]
fn a_switched_off_variable_leaves_the_payload_and_the_preview_says_so() {
    let mut studio = Studio::start([1440.0, 1200.0]);
    studio.perform(Command::ShowTab(PanelTab::Payload));
    studio.click(Role::Switch, "application in the payload");
    let model = studio.app().model();
    let payload = model.design.payload().unwrap();
    assert!(payload.is_modified);
    assert_eq!(payload.value.get("application"), None);
    assert!(payload.value.get("code").is_some());
}

#[test]
fn undo_goes_over_all_fields_of_a_template() {
    let mut studio = Studio::start([1280.0, 800.0]);
    let before = studio.app().model().document().unwrap().texts.clone();
    studio.type_into("Subject", " now");
    studio.perform(Command::SetContentType(None));
    let model = studio.app().model();
    assert!(model.document().unwrap().is_modified());
    assert!(model.document().unwrap().texts.subject.ends_with(" now"));
    studio.act(Action::Undo);
    studio.act(Action::Undo);
    assert_eq!(studio.app().model().document().unwrap().texts, before);
    studio.act(Action::Redo);
    assert!(
        studio
            .app()
            .model()
            .document()
            .unwrap()
            .texts
            .subject
            .ends_with(" now")
    );
}

#[test]
fn a_template_is_made_deleted_and_brought_back() {
    let mut studio = Studio::start([1280.0, 800.0]);
    let made = key("SignIn es");
    studio.perform(Command::CreateTemplate {
        key: made.clone(),
        copy_of: Some(key("SignIn en")),
    });
    let file = studio.workspace().join(made.file_path());
    assert!(!file.exists(), "nothing is written before it is saved");
    studio.act(Action::Save);
    studio.until(|model| !model.has_unsaved());
    assert!(file.is_file());
    studio.perform(Command::DeleteTemplate(made.clone()));
    studio.until(|model| !model.documents.contains_key(&made));
    assert!(!file.exists());
    studio.act(Action::RestoreTemplate);
    studio.until(|model| model.documents.contains_key(&made) && !model.has_unsaved());
    assert!(file.is_file());
}

#[test]
fn a_test_mail_arrives_is_deleted_and_comes_back() {
    let mut studio = Studio::start([1280.0, 800.0]);
    studio.until(|model| model.inbox.address().is_some());
    studio.click(Role::Button, "Send test");
    studio.until(|model| model.inbox.open.shown().is_some());
    let model = studio.app().model();
    assert_eq!(model.screen, Screen::Inbox);
    let message = model.inbox.open.shown().unwrap();
    assert!(message.parsed.html.as_ref().unwrap().contains("482913"));
    studio.act(Action::DeleteMessage);
    studio.until(|model| model.inbox.total == 0);
    studio.act(Action::RestoreMessages);
    studio.until(|model| model.inbox.total == 1);
}

#[test]
fn a_payload_is_kept_as_a_set_of_the_workspace() {
    let mut studio = Studio::start([1280.0, 800.0]);
    studio.perform(Command::SetPayloadText(
        "{\"code\": \"7\", \"x\": null}".into(),
    ));
    studio.perform(Command::SavePayload {
        title: "My own".to_owned(),
    });
    let file = studio.workspace().join("payloads/my-own.toml");
    studio.until(|model| {
        let mut sets = model.workspace.iter().flat_map(|open| &open.files.payloads);
        sets.any(|set| set.title == "My own")
    });
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("nulls = [\"x\"]"), "{text}");
}

#[test]
fn a_payload_that_is_no_json_keeps_the_last_mail_and_the_text() {
    let mut studio = Studio::start([1280.0, 800.0]);
    studio.perform(Command::SetPayloadText("{ oops".into()));
    let payload = studio.app().model().design.payload().unwrap();
    assert_eq!(&*payload.text, "{ oops");
    assert!(payload.error.is_some());
    assert!(
        studio
            .app()
            .model()
            .design
            .analysis
            .as_ref()
            .unwrap()
            .content
            .is_ok()
    );
    studio.perform(Command::ShowTab(PanelTab::Payload));
    studio.harness.get_by_label("The payload is no JSON");
}

#[test]
fn a_folder_without_a_workspace_is_offered_to_become_one() {
    let mut studio = Studio::start([1280.0, 800.0]);
    let folder = tempfile::tempdir().unwrap();
    studio.perform(Command::Open(folder.path().to_owned()));
    studio.until(|model| matches!(model.dialog, Some(Dialog::MakeWorkspace(_))));
    studio.click(Role::Button, "Make one from the samples");
    studio.until(|model| model.root() == Some(folder.path()));
    assert_eq!(studio.app().model().documents.len(), 45);
}

#[test]
fn the_palette_finds_an_action_by_some_of_its_letters() {
    let mut studio = Studio::start([1280.0, 800.0]);
    studio.act(Action::ShowPalette);
    studio.harness.event(egui::Event::Text("phone".to_owned()));
    studio.harness.run();
    studio.harness.key_press(Key::Enter);
    studio.harness.run();
    let view = &studio.app().model().design.view;
    assert_eq!(view.width, letterhead::model::Width::Phone);
    assert_eq!(studio.app().model().dialog, None);
}

#[test]
fn keys_with_alt_type_nothing() {
    let mut studio = Studio::start([1280.0, 800.0]);
    studio.act(Action::FocusEditor);
    let input = studio.harness.input_mut();
    input.events.push(egui::Event::Key {
        key: Key::Num4,
        physical_key: Some(Key::Num4),
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::ALT,
    });
    // X11 tells the character too.
    input.events.push(egui::Event::Text("4".to_owned()));
    studio.harness.run_steps(3);
    let model = studio.app().model();
    assert_eq!(model.design.view.tab, PanelTab::Rendered);
    assert!(!model.has_unsaved());
}

#[test]
fn a_message_that_another_program_stored_appears_by_itself() {
    let mut studio = Studio::start([1280.0, 800.0]);
    studio.until(|model| model.inbox.address().is_some());
    let sent = std::process::Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args(["send", "--type", "SignIn", "--lang", "de", "--workspace"])
        .arg(studio.workspace())
        .arg("--data")
        .arg(studio.data())
        .output()
        .unwrap();
    assert!(sent.status.success(), "{sent:?}");
    studio.until(|model| model.inbox.total == 1);
}

#[test]
fn a_folder_that_is_dropped_on_the_window_is_opened() {
    let mut studio = Studio::start([1280.0, 800.0]);
    let folder = tempfile::tempdir().unwrap();
    letterhead::services::workspace::create_from_samples(folder.path()).unwrap();
    studio.drop_on(&[folder.path().join("letterhead.toml")]);
    studio.until(|model| model.root() == Some(folder.path()));
}
