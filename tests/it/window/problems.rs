//! The list of problems: what it shows, and what can be done about them.

use egui::Key;
use egui::accesskit::Role;
use letterhead::domain::authoring::SourceKey;
use letterhead::domain::checks::Group;
use letterhead::domain::finding::Severity;
use letterhead::domain::logto::Field;
use letterhead::model::{
    Action, Command, Dialog, EditKind, EditorPart, PanelTab, ProblemCommand, ProblemFilter,
};

use super::harness::Studio;

const CONTENT: &str = "<html lang=\"en\"><body><p>{{code}}</p>\
    <p style=\"color:#aaaaaa\">one</p><p style=\"color:#bbbbbb\">two</p>\
    <p style=\"display:grid\">three</p></body></html>";

/// The window with a mail that has two weak colours and a layout for few clients.
fn studio() -> Studio {
    let mut studio = Studio::start([1600.0, 1000.0]);
    studio.perform(Command::SetLayout("".into()));
    studio.perform(Command::Edit {
        field: Field::Content,
        text: CONTENT.into(),
        kind: EditKind::Step,
    });
    studio.perform(Command::ShowTab(PanelTab::Problems));
    studio.until(|model| {
        let codes = model.design.problems.iter();
        codes
            .filter(|problem| problem.finding.code == "contrast-low")
            .count()
            == 2
    });
    studio
}

fn codes(studio: &Studio) -> Vec<&'static str> {
    let shown = studio.app().model().design.shown_problems();
    shown.iter().map(|problem| problem.finding.code).collect()
}

#[test]
fn problems_are_chosen_by_severity_kind_and_words() {
    let mut studio = studio();
    let all = codes(&studio);
    assert!(all.contains(&"client-layout") && all.contains(&"contrast-low"));
    let set = |studio: &mut Studio, filter| {
        studio.perform(Command::Problem(ProblemCommand::SetFilter(filter)));
    };
    set(
        &mut studio,
        ProblemFilter {
            severity: Some(Severity::Error),
            ..ProblemFilter::default()
        },
    );
    let errors = codes(&studio);
    assert!(!errors.is_empty() && errors.len() < all.len());
    set(
        &mut studio,
        ProblemFilter {
            group: Some(Group::Clients),
            ..ProblemFilter::default()
        },
    );
    let clients = codes(&studio);
    assert!(!clients.is_empty() && clients.iter().all(|code| code.starts_with("client-")));
    set(
        &mut studio,
        ProblemFilter {
            text: "#AAAAAA".to_owned(),
            ..ProblemFilter::default()
        },
    );
    assert!(codes(&studio).contains(&"contrast-low") && codes(&studio).len() < all.len());
}

#[test]
fn a_key_goes_from_problem_to_problem_and_back() {
    let mut studio = studio();
    studio.harness.key_press(Key::F8);
    studio.harness.run_steps(3);
    let first = studio
        .app()
        .model()
        .design
        .revealed
        .clone()
        .expect("a problem");
    studio.act(Action::NextProblem);
    let second = studio
        .app()
        .model()
        .design
        .revealed
        .clone()
        .expect("a problem");
    assert_ne!(first, second);
    studio.act(Action::PreviousProblem);
    assert_eq!(studio.app().model().design.revealed.as_ref(), Some(&first));
}

#[test]
fn all_of_a_kind_are_mended_at_once_and_undone_at_once() {
    let mut studio = studio();
    let fix = ProblemCommand::FixAll("contrast-low", EditorPart::Own);
    studio.perform(Command::Problem(fix));
    let content = |studio: &Studio| {
        studio
            .app()
            .model()
            .document()
            .map(|one| one.texts.content.to_string())
    };
    let mended = content(&studio).expect("a text");
    assert!(
        !mended.contains("#aaaaaa") && !mended.contains("#bbbbbb"),
        "{mended}"
    );
    studio.act(Action::Undo);
    assert_eq!(content(&studio).as_deref(), Some(CONTENT));
}

#[test]
fn a_rule_is_explained_and_ignored_with_a_reason() {
    let mut studio = studio();
    studio.perform(Command::Problem(ProblemCommand::AskWhy("contrast-low")));
    assert_eq!(
        studio.app().model().dialog,
        Some(Dialog::WhyProblem("contrast-low"))
    );
    studio.perform(Command::CloseDialog);
    studio.perform(Command::Problem(ProblemCommand::AskIgnore("contrast-low")));
    studio.type_into("Reason", "Agreed");
    studio.click(Role::Button, "Ignore");
    studio.until(|model| model.design.ignored.len() == 2);
    assert!(!codes(&studio).contains(&"contrast-low"));
    let settings = &studio.app().model().sources[&SourceKey::Settings];
    let text = &settings.texts.content;
    assert!(
        text.contains("reason = \"Agreed\"") && settings.can_undo(),
        "{text}"
    );
    let filter = ProblemFilter {
        shows_ignored: true,
        ..ProblemFilter::default()
    };
    studio.perform(Command::Problem(ProblemCommand::SetFilter(filter)));
    assert!(codes(&studio).contains(&"contrast-low"));
}
