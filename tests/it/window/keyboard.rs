//! The *Design* screen with the keyboard alone.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::domain::emulate::{Client, Dark};
use letterhead::domain::finding::Span;
use letterhead::domain::logto::Field;
use letterhead::model::{Action, ClientCommand, Command, EditKind, PanelTab, Problem, Variant};

use super::harness::Studio;
use super::key;

const CONTENT: &str = "<html lang=\"en\"><body><p>{{code}}</p>\
    <p style=\"color:#aaaaaa\">one</p><p style=\"color:#bbbbbb\">two</p></body></html>";

fn studio(content: &str) -> Studio {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.perform(Command::SetLayout("".into()));
    write(&mut studio, content);
    studio.perform(Command::ShowTab(PanelTab::Problems));
    studio.until(|model| {
        let weak = model.design.problems.iter();
        let weak = weak.filter(|problem| problem.finding.code == "contrast-low");
        weak.count() == 2 && !model.design.is_checking
    });
    studio
}

fn write(studio: &mut Studio, text: &str) {
    studio.perform(Command::Edit {
        field: Field::Content,
        text: text.into(),
        kind: EditKind::Step,
    });
}

fn press(studio: &mut Studio, modifiers: Modifiers, key: Key) {
    studio.harness.key_press_modifiers(modifiers, key);
    studio.harness.run_steps(4);
}

fn current(studio: &Studio) -> Option<Problem> {
    let design = &studio.app().model().design;
    let row = design.problem_list.rows.get(design.current_row()?)?;
    Some(row.problem.clone())
}

fn content(studio: &Studio) -> String {
    let document = studio.app().model().document().expect("an open template");
    document.texts.content.to_string()
}

fn focused(studio: &Studio) -> Option<(Role, Option<String>)> {
    let mut nodes = studio.harness.get_all_by(|node| node.is_focused());
    let node = nodes.next()?;
    let node = node.accesskit_node();
    Some((node.role(), node.label()))
}

#[test]
fn the_next_problem_is_the_current_row_in_view_and_is_said_where_no_list_is() {
    let mut studio = studio(CONTENT);
    let count = studio.app().model().design.problem_list.rows.len();
    for _ in 0..count {
        press(&mut studio, Modifiers::NONE, Key::F8);
        let Some(problem) = current(&studio) else {
            panic!("no current row");
        };
        let rows = studio.harness.get_all_by_role(Role::ListBoxOption);
        let mut selected = rows.filter(|row| row.accesskit_node().is_selected() == Some(true));
        let row = selected.next().expect("the current row is drawn");
        let label = row.accesskit_node().label().unwrap_or_default();
        assert!(label.contains(&problem.finding.message), "{label}");
    }
    studio.perform(Command::SetPanelOpen(false));
    press(&mut studio, Modifiers::NONE, Key::F8);
    let message = current(&studio).expect("a current row").finding.message;
    assert!(
        studio.harness.query_by_label_contains(&message).is_some(),
        "{message}"
    );
}

#[test]
fn without_problems_the_key_says_so() {
    let mut studio = studio(CONTENT);
    let mut filter = studio.app().model().design.problem_filter.clone();
    filter.text = "no problem says this".to_owned();
    studio.perform(Command::Problem(
        letterhead::model::ProblemCommand::SetFilter(filter),
    ));
    press(&mut studio, Modifiers::NONE, Key::F8);
    let notices = &studio.app().model().notices;
    assert_eq!(notices.last().unwrap().title, "No problem to go to");
}

#[test]
fn a_key_goes_into_the_list_and_another_mends_there_and_at_the_cursor() {
    let mut studio = studio(CONTENT);
    press(&mut studio, Modifiers::ALT, Key::Num1);
    assert!(studio.app().model().design.view.panel_open);
    let list = Some((Role::ListBox, Some("Problems".to_owned())));
    assert_eq!(focused(&studio), list);
    let is_weak = |problem: &Problem| problem.finding.code == "contrast-low";
    let rows = studio.app().model().design.problem_list.rows.len();
    for _ in 0..rows {
        if current(&studio).as_ref().is_some_and(is_weak) {
            break;
        }
        press(&mut studio, Modifiers::NONE, Key::ArrowDown);
    }
    press(&mut studio, Modifiers::COMMAND, Key::Period);
    assert!(
        !content(&studio).contains("#aaaaaa"),
        "{}",
        content(&studio)
    );
    // The row stands for the list that it is the current one of.
    let role = focused(&studio).map(|(role, _)| role);
    assert_eq!(
        role,
        Some(Role::ListBoxOption),
        "the list keeps the keyboard"
    );
    studio.until(|model| !model.design.is_checking);
    // Enter shows the place in the editor, whose cursor is on the other one then.
    let weak = studio.app().model().design.problem_list.rows.iter();
    let weak = weak.clone().position(|row| is_weak(&row.problem)).unwrap();
    studio.perform(Command::Problem(letterhead::model::ProblemCommand::Pick(
        weak,
    )));
    press(&mut studio, Modifiers::NONE, Key::Enter);
    assert_eq!(focused(&studio).unwrap().1.as_deref(), Some("Content"));
    press(&mut studio, Modifiers::COMMAND, Key::Period);
    assert!(
        !content(&studio).contains("#bbbbbb"),
        "{}",
        content(&studio)
    );
}

#[test]
fn a_cursor_on_a_problem_makes_it_the_current_row() {
    let mut studio = studio(CONTENT);
    studio.act(Action::FocusEditor);
    let at = CONTENT.find("#bbbbbb").unwrap();
    let steps = CONTENT[..at + 2].chars().count();
    press(&mut studio, Modifiers::COMMAND, Key::Home);
    for _ in 0..steps {
        studio.harness.key_press(Key::ArrowRight);
    }
    studio.harness.run_steps(6);
    let span = current(&studio).and_then(|problem| problem.finding.span);
    assert!(
        span.is_some_and(|span| span.range().contains(&at)),
        "{span:?}"
    );
}

#[test]
fn places_move_with_what_is_typed_before_they_are_looked_for_anew() {
    let long = format!("{CONTENT}{}", "<p>word</p>".repeat(9_000));
    let mut studio = studio(&long);
    let places = |studio: &Studio| {
        let problems = std::sync::Arc::clone(&studio.app().model().design.problems);
        let weak = problems.iter();
        let weak = weak.filter(|problem| problem.finding.code == "contrast-low");
        let spans: Vec<Span> = weak.filter_map(|problem| problem.finding.span).collect();
        let text = content(studio);
        let words = spans.iter().map(|span| text[span.range()].to_owned());
        words.collect::<Vec<_>>()
    };
    let before = places(&studio);
    let longer = long.replace("<p>{{code}}</p>", "<p>Hello, you</p><p>{{code}}</p>");
    studio.harness.state_mut().perform(vec![Command::Edit {
        field: Field::Content,
        text: longer.into(),
        kind: EditKind::Step,
    }]);
    studio.harness.step();
    assert_eq!(places(&studio), before);
    studio.until(|model| !model.design.is_checking);
    assert_eq!(places(&studio), before);
}

#[test]
fn the_current_problem_is_forgotten_with_its_mail_and_kept_when_it_moves() {
    let mut studio = studio(CONTENT);
    press(&mut studio, Modifiers::NONE, Key::F8);
    let before = current(&studio).expect("a current row");
    let longer = CONTENT.replace("<html", "<!-- a remark --><html");
    write(&mut studio, &longer);
    studio.until(|model| !model.design.is_checking);
    let after = current(&studio).expect("the same row");
    assert_eq!(after.finding.message, before.finding.message);
    studio.perform(Command::Select(key("SignIn de")));
    assert_eq!(current(&studio), None);
}

#[test]
fn the_client_is_chosen_with_keys_from_all_there_are() {
    let mut studio = Studio::start([1440.0, 900.0]);
    let combo = studio
        .harness
        .get_by_role_and_label(Role::ComboBox, "Client");
    combo.focus();
    studio.harness.run_steps(2);
    press(&mut studio, Modifiers::NONE, Key::ArrowDown);
    let room = studio.harness.ctx.content_rect();
    for client in Client::ALL {
        let option = studio
            .harness
            .get_by_role_and_label(Role::ListBoxOption, client.label());
        assert!(room.contains_rect(option.rect()), "{client:?}");
    }
    press(&mut studio, Modifiers::NONE, Key::ArrowDown);
    press(&mut studio, Modifiers::NONE, Key::Enter);
    assert_eq!(studio.app().model().design.view.client, Client::GmailWeb);
    studio.act(Action::ShowPalette);
    let event = egui::Event::Text("show as outlook win".to_owned());
    studio.harness.event(event);
    studio.harness.run_steps(3);
    press(&mut studio, Modifiers::NONE, Key::Enter);
    let client = studio.app().model().design.view.client;
    assert_eq!(client, Client::OutlookWindows);
}

#[test]
fn side_by_side_begins_with_what_was_shown() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.perform(Command::Client(ClientCommand::SetClient(Client::Samsung)));
    studio.perform(Command::Client(ClientCommand::SetDark(Dark::Full)));
    studio.act(Action::ToggleSideBySide);
    let first = studio.app().model().design.shown.first().unwrap().variant;
    assert_eq!(first, Variant::new(Client::Samsung, Dark::Full));
}

#[test]
fn in_a_small_window_the_preview_gives_way_to_the_editor() {
    let mut studio = Studio::start([1024.0, 700.0]);
    let editor = |studio: &Studio| {
        let content = studio.harness.get_by_label("Content");
        content.rect().width()
    };
    assert!(editor(&studio) > 330.0, "{}", editor(&studio));
    studio.act(Action::ToggleSideBySide);
    studio.harness.run_steps(3);
    assert!(editor(&studio) > 330.0, "{}", editor(&studio));
}

#[test]
fn the_steps_to_a_template_are_in_view_and_a_chip_says_both_marks() {
    let mut studio = Studio::start([1440.0, 900.0]);
    studio.perform(Command::ShowTab(PanelTab::Trace));
    let words = studio.harness.get_by_label_contains("The mail’s locale is");
    assert!(words.rect().bottom() < 870.0, "{}", words.rect());
    let open = studio.app().model().design.selected.clone().unwrap();
    write(&mut studio, "{{cod}}");
    studio.until(|model| model.worst(&open).is_some());
    let name = format!("{open}, has ");
    let chips = studio.harness.query_all_by_label_contains(&name);
    let labels: Vec<String> = chips
        .filter_map(|chip| chip.accesskit_node().label())
        .collect();
    assert!(
        labels.iter().any(|label| label.ends_with(", not saved")),
        "{labels:?}"
    );
}
