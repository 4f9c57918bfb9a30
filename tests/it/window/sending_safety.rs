//! Sending many: who may get the rest, what a yes counts for, and what happens when something breaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;

use egui::accesskit::Role;
use letterhead::domain::batch::{BatchRun, BatchState, Ending, RowState};
use letterhead::domain::connector::Secret;
use letterhead::domain::logto::UsageType;
use letterhead::domain::safety::Environment;
use letterhead::domain::send_history::{Outcome, Search};
use letterhead::domain::workspace::AllowList;
use letterhead::model::{
    Action, BatchWish, Command, ConnectorsTab, Dialog, Model, PayloadChoice, ProfileChange,
    ProfileCommand, SecretPlace, SendCommand,
};
use letterhead::services::clock::{Clock, SystemClock};
use letterhead::services::workspace::write_atomic;

use super::harness::Studio;

const SIZE: [f32; 2] = [1440.0, 900.0];

/// Adds a profile that asks a port where nobody listens, and may send to example.com.
fn add_hook(studio: &mut Studio) {
    studio.act(Action::ShowConnectors);
    studio.perform(ProfileCommand::Import {
        name: "hook".to_owned(),
        title: "Hook".to_owned(),
        factory: Some("http-email".to_owned()),
        json: Secret::new(r#"{ "endpoint": "http://127.0.0.1:9" }"#),
        place: SecretPlace::Environment,
    });
    let allow = AllowList::new(vec!["*@example.com".to_owned()]);
    change(studio, ProfileChange::Allow(allow));
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.click(Role::RadioButton, "Batch");
}

fn change(studio: &mut Studio, change: ProfileChange) {
    studio.perform(ProfileCommand::Change("hook".to_owned(), change));
}

fn wish(per_second: u32, types: usize) -> BatchWish {
    BatchWish {
        usage_types: UsageType::ALL.into_iter().take(types).collect(),
        languages: vec!["en".to_owned()],
        payloads: vec![PayloadChoice::Full],
        per_second,
        sends_duplicates: true,
    }
}

fn run(model: &Model) -> &BatchRun {
    model.sending.batch.as_ref().unwrap()
}

fn is_at_rest(model: &Model) -> bool {
    run(model).progress().running == 0
}

fn told(studio: &Studio) -> (String, String) {
    let notice = studio.app().model().notices.last().unwrap();
    (notice.title.clone(), notice.detail.clone())
}

#[test]
fn the_rest_of_a_batch_goes_only_to_whom_the_rest_is_for() {
    let mut studio = Studio::start(SIZE);
    add_hook(&mut studio);
    let stranger = "stranger@elsewhere.example";
    studio.perform(SendCommand::LiftList("hook".to_owned(), true));
    studio.perform(Command::SetRecipient(stranger.to_owned()));
    studio.perform(SendCommand::SetBatch(wish(1, 4)));
    studio.perform(SendCommand::StartBatch);
    studio.perform(SendCommand::StopBatch);
    studio.until(is_at_rest);
    let model = studio.app().model();
    let others = run(model).failed().len() + run(model).left_out().len();
    let before = run(model).rows().to_vec();
    assert!(others >= 3, "{others}");

    studio.perform(SendCommand::LiftList("hook".to_owned(), false));
    studio.perform(Command::SetRecipient("me@example.com".to_owned()));
    let button = format!("Send the {others} others");
    studio.click(Role::Button, &button);
    let (title, detail) = told(&studio);
    assert_eq!(title, "Nothing was sent");
    assert!(detail.contains(stranger), "{detail}");
    let after = run(studio.app().model());
    assert_eq!(after.rows(), before);
    assert_eq!(after.state(), BatchState::Over(Ending::Cancelled));
}

#[test]
fn a_batch_whose_profile_changes_waits_and_is_judged_anew() {
    let mut studio = Studio::start(SIZE);
    add_hook(&mut studio);
    studio.perform(Command::SetRecipient("me@example.com".to_owned()));
    studio.perform(SendCommand::SetBatch(wish(1, 4)));
    studio.perform(SendCommand::StartBatch);
    change(
        &mut studio,
        ProfileChange::Environment(Environment::Production),
    );
    let waiting = studio.app().model().sending.waiting();
    assert!(waiting >= 2);
    studio.until(|model| run(model).state() == BatchState::Paused && is_at_rest(model));
    assert_eq!(studio.app().model().sending.waiting(), waiting);
    let (title, detail) = told(&studio);
    assert_eq!(title, "The batch is paused");
    assert!(detail.contains("“Hook” has changed"), "{detail}");

    let is_asked = |studio: &Studio| {
        let dialog = &studio.app().model().dialog;
        matches!(dialog, Some(Dialog::Production(_)))
    };
    studio.click(Role::Button, "Go on");
    assert!(is_asked(&studio));
    // The yes was for another address.
    let endpoint = Some("http://127.0.0.1:10".to_owned());
    change(&mut studio, ProfileChange::Endpoint(endpoint));
    studio.perform(SendCommand::Confirm);
    assert!(is_asked(&studio));
    assert_eq!(run(studio.app().model()).state(), BatchState::Paused);
    studio.perform(SendCommand::Confirm);
    assert!(!is_asked(&studio));
    assert_eq!(run(studio.app().model()).state(), BatchState::Running);

    // The list that lets it go is taken away.
    change(&mut studio, ProfileChange::Allow(AllowList::default()));
    studio.until(|model| run(model).state() != BatchState::Running && is_at_rest(model));
    assert_eq!(run(studio.app().model()).state(), BatchState::Paused);
    let (title, detail) = told(&studio);
    assert_eq!(title, "The batch is paused");
    assert!(detail.contains("to whom it may"), "{detail}");
}

#[test]
fn a_yes_counts_for_the_recipient_that_was_asked_about() {
    let mut studio = Studio::start(SIZE);
    add_hook(&mut studio);
    change(
        &mut studio,
        ProfileChange::Environment(Environment::Production),
    );
    studio.perform(Command::SetRecipient("me@example.com".to_owned()));
    studio.act(Action::SendTest);
    let dialog = studio.app().model().dialog.clone();
    assert!(matches!(dialog, Some(Dialog::Production(_))), "{dialog:?}");
    studio.perform(Command::SetRecipient(
        "stranger@elsewhere.example".to_owned(),
    ));
    studio.perform(SendCommand::Confirm);
    let model = studio.app().model();
    assert!(model.sending.last.is_none() && !model.send.is_running());
    assert_eq!(told(&studio).0, "Nothing was sent");
}

/// A clock that breaks for all but one thread, once it is told to.
struct Breaking {
    healthy: ThreadId,
    is_broken: AtomicBool,
}

impl Clock for Breaking {
    fn now(&self) -> jiff::Timestamp {
        let is_elsewhere = std::thread::current().id() != self.healthy;
        let is_broken = is_elsewhere && self.is_broken.load(Ordering::Acquire);
        assert!(!is_broken, "the clock broke");
        SystemClock.now()
    }
}

#[test]
fn a_mistake_of_the_program_in_one_mail_does_not_hang_the_batch() {
    let clock = Arc::new(Breaking {
        healthy: std::thread::current().id(),
        is_broken: AtomicBool::new(false),
    });
    let mut studio = Studio::with_clock(SIZE, Arc::<Breaking>::clone(&clock));
    add_hook(&mut studio);
    studio.perform(Command::SetRecipient("me@example.com".to_owned()));
    studio.perform(SendCommand::SetBatch(wish(14, 2)));
    clock.is_broken.store(true, Ordering::Release);
    studio.perform(SendCommand::StartBatch);
    studio.until(|model| run(model).state() == BatchState::Over(Ending::Done));
    let model = studio.app().model();
    assert_eq!(run(model).progress().in_doubt, 2);
    for row in run(model).rows() {
        let RowState::Ended { outcome, .. } = &row.state else {
            panic!("{row:?}")
        };
        assert!(
            matches!(outcome, Outcome::InDoubt { why, .. } if why.contains("the clock broke")),
            "{outcome:?}"
        );
    }
}

#[test]
fn payload_sets_of_the_same_title_are_both_sent() {
    let mut studio = Studio::start(SIZE);
    for name in ["ann-1", "ann-2"] {
        let text = format!("title = \"Ann\"\n[payload]\ncode = \"{name}\"\n");
        let path = studio.workspace().join(format!("payloads/{name}.toml"));
        write_atomic(&path, text.as_bytes()).unwrap();
    }
    studio.until(|model| {
        let mut sets = model.workspace.iter().flat_map(|open| &open.files.payloads);
        sets.any(|set| set.name == "ann-1") && sets.any(|set| set.name == "ann-2")
    });
    studio.act(Action::ShowConnectors);
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Send));
    studio.until(|model| model.inbox.address().is_some());
    let payloads = ["ann-1", "ann-2"].map(|name| PayloadChoice::Set(name.to_owned()));
    studio.perform(SendCommand::SetBatch(BatchWish {
        usage_types: vec![UsageType::SignIn],
        payloads: payloads.to_vec(),
        ..wish(14, 1)
    }));
    studio.perform(SendCommand::StartBatch);
    studio.until(|model| run(model).state() == BatchState::Over(Ending::Done));
    assert_eq!(run(studio.app().model()).progress().delivered, 2);
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::History));
    studio.perform(SendCommand::SearchHistory(Search::default()));
    studio.until(|model| model.sending.history.records.len() == 2);
    let records = Arc::clone(&studio.app().model().sending.history.records);
    let mut codes: Vec<_> = records
        .iter()
        .map(|record| record.send.payload.value["code"].clone())
        .collect();
    codes.sort_by_key(ToString::to_string);
    assert_eq!(codes, ["ann-1", "ann-2"]);
}
