//! The mail as models of clients show it.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::emulate::{Client, Dark};
use letterhead::domain::logto::Field;
use letterhead::model::{Action, ClientCommand, Command, EditKind, PanelTab, Variant};
use letterhead::services::preview::{ColorScheme, ViewId};

use super::harness::Studio;
use super::key;

fn choose(studio: &mut Studio, client: Client) {
    studio.perform(Command::Client(ClientCommand::SetClient(client)));
}

#[test]
fn a_client_chosen_by_name_shows_the_mail_without_what_it_drops() {
    let mut studio = Studio::start([1600.0, 1000.0]);
    let request = studio.engine().take_requests().pop().expect("a picture");
    assert!(request.body.contains("border-radius"));
    assert!(request.body.contains("prefers-color-scheme"));
    studio.click(Role::ComboBox, "Client");
    studio.click(Role::ListBoxOption, "Outlook Windows");
    let request = studio
        .engine()
        .take_requests()
        .pop()
        .expect("another picture");
    assert!(!request.body.contains("border-radius"), "{}", request.body);
    assert!(!request.body.contains("prefers-color-scheme"));
    let view = &studio.app().model().design.view;
    assert_eq!(view.client, Client::OutlookWindows);
    choose(&mut studio, Client::AsWritten);
    let request = studio
        .engine()
        .take_requests()
        .pop()
        .expect("the first picture");
    assert!(request.body.contains("border-radius"));
}

#[test]
fn what_a_client_changes_is_listed_with_its_source_and_leads_to_the_text() {
    let mut studio = Studio::start([1600.0, 1000.0]);
    choose(&mut studio, Client::OutlookWindows);
    studio.perform(Command::ShowTab(PanelTab::Clients));
    let shown = studio.app().model().design.shown.first().cloned();
    let emulated = shown.and_then(|shown| shown.emulated).expect("a model");
    let mut sources = emulated.changes.iter().map(|change| change.source());
    assert!(sources.any(|source| source.contains("www.caniemail.com")));
    let disclaimer = studio
        .harness
        .query_by_label_contains("A model of Outlook Windows, made from tests");
    assert!(disclaimer.is_some());
    let what = "The property color-scheme is not supported: color-scheme: light dark";
    let rows: Vec<_> = studio.harness.query_all_by_label_contains(what).collect();
    let row = rows.first().expect("a row");
    row.click();
    studio.harness.run_steps(3);
    // A row is opened by Enter once it is the current one.
    studio.harness.key_press(egui::Key::Enter);
    studio.harness.run_steps(3);
    let part = &studio.app().model().design.part;
    assert_eq!(format!("{part:?}"), "Source(Layout(\"card\"))");
}

#[test]
fn four_variants_stand_beside_each_other_and_one_again() {
    let mut studio = Studio::start([1920.0, 1200.0]);
    studio.engine().take_requests();
    studio.act(Action::ToggleSideBySide);
    let requests = studio.engine().take_requests();
    let views: BTreeSet<ViewId> = requests.iter().map(|request| request.view).collect();
    assert_eq!(views.len(), 4, "each has a picture of its own");
    let bodies: BTreeSet<&str> = requests
        .iter()
        .map(|request| request.body.as_str())
        .collect();
    assert!(bodies.len() >= 3, "the models differ");
    for place in 1..=4 {
        let client = format!("Client of variant {place}");
        studio
            .harness
            .get_by_role_and_label(Role::ComboBox, &client);
    }
    studio.click(Role::Button, "Remove variant 4");
    assert_eq!(studio.app().model().design.shown.len(), 3);
    let dark = Variant::new(Client::AppleMail, Dark::Author);
    studio.perform(Command::Client(ClientCommand::SetVariant(1, dark)));
    let request = studio
        .engine()
        .take_requests()
        .pop()
        .expect("a dark picture");
    assert_eq!(request.scheme, ColorScheme::Dark);
    studio.act(Action::ToggleSideBySide);
    assert_eq!(studio.app().model().design.shown.len(), 1);
}

#[test]
fn a_comparison_of_languages_takes_the_place_of_the_variants() {
    let mut studio = Studio::start([1600.0, 1000.0]);
    studio.perform(Command::Select(key("SignIn de")));
    studio.act(Action::ToggleSideBySide);
    studio.act(Action::ToggleCompare);
    let design = &studio.app().model().design;
    assert!(design.compare.is_some() && !design.view.side_by_side);
    studio.act(Action::ToggleSideBySide);
    let design = &studio.app().model().design;
    assert!(design.compare.is_none() && design.view.side_by_side);
}

#[test]
fn a_dark_model_rewrites_the_colours_of_the_picture() {
    let mut studio = Studio::start([1600.0, 1000.0]);
    choose(&mut studio, Client::GmailApp);
    studio.perform(Command::Client(ClientCommand::SetDark(Dark::Partial)));
    let request = studio.engine().take_requests().pop().expect("a picture");
    assert_eq!(request.scheme, ColorScheme::Light);
    assert!(
        request.body.contains("background-color:#212121"),
        "{}",
        request.body
    );
    studio.act(Action::SchemeLight);
    let request = studio
        .engine()
        .take_requests()
        .pop()
        .expect("a light picture");
    assert!(!request.body.contains("background-color:#212121"));
}

#[test]
fn a_long_mail_is_made_in_the_background_and_then_drawn() {
    let mut studio = Studio::start([1600.0, 1000.0]);
    studio.engine().take_requests();
    let long = format!(
        "<p style=\"border-radius:4px\">x</p>{}",
        "<p>word</p>".repeat(4_000)
    );
    studio.perform(Command::SetLayout("".into()));
    studio.perform(Command::Edit {
        field: Field::Content,
        text: long.as_str().into(),
        kind: EditKind::Step,
    });
    studio.engine().take_requests();
    choose(&mut studio, Client::OutlookWindows);
    studio.until(|model| {
        let shown = model.design.shown.first();
        shown.is_some_and(|shown| shown.emulated.is_some())
    });
    studio.harness.run_steps(2);
    let request = studio.engine().take_requests().pop().expect("a picture");
    assert!(request.body.contains("word") && !request.body.contains("border-radius"));
}
