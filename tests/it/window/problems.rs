//! The list of problems: what it shows, and what can be done about them.

use std::collections::BTreeMap;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::authoring::SourceKey;
use letterhead::domain::checks::Group;
use letterhead::domain::finding::Severity;
use letterhead::domain::logto::{Field, UsageType};
use letterhead::domain::workspace::TemplateKey;
use letterhead::model::{
    Action, Command, Dialog, EditKind, EditorPart, Model, PanelTab, Problem, ProblemCommand,
    ProblemFilter, ProblemScope, Screen,
};

use super::harness::Studio;

const CONTENT: &str = "<html lang=\"en\"><body><p>{{code}}</p>\
    <p style=\"color:#aaaaaa\">one</p><p style=\"color:#bbbbbb\">two</p>\
    <p style=\"display:grid\">three</p></body></html>";

/// The window with a mail that has two weak colours and a layout for few clients.
fn studio() -> Studio {
    let mut studio = Studio::start([1600.0, 1000.0]);
    studio.perform(Command::SetLayout("".into()));
    write(&mut studio, CONTENT);
    studio.perform(Command::ShowTab(PanelTab::Problems));
    studio.until(|model| count(model, "contrast-low") == 2 && !model.design.is_checking);
    studio
}

fn write(studio: &mut Studio, text: &str) {
    studio.perform(Command::Edit {
        field: Field::Content,
        text: text.into(),
        kind: EditKind::Step,
    });
}

fn count(model: &Model, code: &str) -> usize {
    let problems = model.design.problems.iter();
    problems
        .filter(|problem| problem.finding.code == code)
        .count()
}

fn codes(studio: &Studio) -> Vec<&'static str> {
    let rows = studio.app().model().design.problem_list.rows.iter();
    rows.map(|row| row.problem.finding.code).collect()
}

fn set(studio: &mut Studio, filter: ProblemFilter) {
    studio.perform(Command::Problem(ProblemCommand::SetFilter(filter)));
}

fn all_mails() -> ProblemFilter {
    ProblemFilter {
        scope: ProblemScope::All,
        ..ProblemFilter::default()
    }
}

fn content(studio: &Studio) -> String {
    let document = studio.app().model().document().expect("an open template");
    document.texts.content.to_string()
}

fn source(studio: &Studio, key: &SourceKey) -> String {
    studio.app().model().sources[key].texts.content.to_string()
}

fn revealed(studio: &Studio) -> Problem {
    let revealed = studio.app().model().design.current.clone();
    revealed.expect("a problem").listed.problem
}

#[test]
fn problems_are_chosen_by_severity_kind_and_words() {
    let mut studio = studio();
    let all = codes(&studio);
    assert!(all.contains(&"client-layout") && all.contains(&"contrast-low"));
    let of = |severity| ProblemFilter {
        severity: Some(severity),
        ..ProblemFilter::default()
    };
    set(&mut studio, of(Severity::Error));
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
fn remarks_of_a_kind_stand_in_one_row_that_unfolds() {
    let mut studio = Studio::start([1600.0, 1000.0]);
    studio.perform(Command::ShowTab(PanelTab::Problems));
    let is_looks = |code: &&str| *code == "client-looks";
    studio.until(|model| count(model, "client-looks") > 3 && !model.design.is_checking);
    let remarks = count(studio.app().model(), "client-looks");
    assert_eq!(
        codes(&studio).iter().filter(|code| is_looks(code)).count(),
        1
    );
    let name = format!("Note: {remarks} features look different for some of your readers");
    studio.click(Role::ListBoxOption, &name);
    let rows = codes(&studio).iter().filter(|code| is_looks(code)).count();
    assert_eq!(rows, remarks + 1);
    studio.click(Role::ListBoxOption, &name);
    assert_eq!(
        codes(&studio).iter().filter(|code| is_looks(code)).count(),
        1
    );
}

#[test]
fn a_key_goes_from_problem_to_problem_and_back() {
    let mut studio = studio();
    studio.harness.key_press(Key::F8);
    studio.harness.run_steps(3);
    let first = revealed(&studio);
    studio.act(Action::NextProblem);
    assert_ne!(first, revealed(&studio));
    studio.act(Action::PreviousProblem);
    assert_eq!(revealed(&studio), first);
    // Round the end.
    studio.act(Action::PreviousProblem);
    let last = revealed(&studio);
    assert_ne!(last, first);
    studio.act(Action::NextProblem);
    assert_eq!(revealed(&studio), first);
}

#[test]
fn all_of_a_kind_are_mended_after_a_look_and_undone_at_once() {
    let mut studio = studio();
    studio.perform(Command::Problem(ProblemCommand::AskFixAll("contrast-low")));
    let Some(Dialog::FixAll(plan)) = studio.app().model().dialog.clone() else {
        panic!("no dialog");
    };
    let before: Vec<&str> = plan
        .places
        .iter()
        .map(|place| place.before.as_str())
        .collect();
    assert_eq!(before, ["#aaaaaa", "#bbbbbb"]);
    assert_eq!(content(&studio), CONTENT, "nothing is changed by looking");
    studio.click(Role::Button, "Fix 2 places");
    let mended = content(&studio);
    assert!(
        !mended.contains("#aaaaaa") && !mended.contains("#bbbbbb"),
        "{mended}"
    );
    assert!(studio.app().model().dialog.is_none());
    studio.act(Action::Undo);
    assert_eq!(content(&studio), CONTENT);
}

#[test]
fn what_is_mended_in_two_files_is_undone_and_redone_together() {
    let mut studio = studio();
    let layout = "<html lang=\"en\"><head><title>Code</title></head><body>\
        <p style=\"color:#cccccc\">above</p>[[content]]</body></html>";
    let own = "<p>{{code}}</p><p style=\"color:#aaaaaa\">one</p>";
    let key = SourceKey::Layout("card".to_owned());
    studio.perform(Command::EditSource {
        key: key.clone(),
        text: layout.into(),
        kind: EditKind::Step,
    });
    write(&mut studio, own);
    studio.perform(Command::SetLayout("card".into()));
    studio.until(|model| {
        let parts = model.design.problems.iter();
        let parts = parts.filter(|problem| problem.finding.code == "contrast-low");
        let parts: Vec<_> = parts
            .filter_map(|problem| Some(&problem.target.as_ref()?.part))
            .collect();
        parts.len() == 2 && parts.contains(&&EditorPart::Own) && !model.design.is_checking
    });
    studio.perform(Command::Problem(ProblemCommand::AskFixAll("contrast-low")));
    studio.click(Role::Button, "Fix 2 places");
    let (mended_layout, mended_own) = (source(&studio, &key), content(&studio));
    assert!(!mended_layout.contains("#cccccc") && !mended_own.contains("#aaaaaa"));
    studio.act(Action::Undo);
    assert_eq!(
        (source(&studio, &key).as_str(), content(&studio).as_str()),
        (layout, own)
    );
    studio.act(Action::Redo);
    assert_eq!(
        (source(&studio, &key), content(&studio)),
        (mended_layout, mended_own)
    );
    // What was written since is the next step back, and only that.
    write(&mut studio, "<p>{{code}}</p>");
    studio.act(Action::Undo);
    assert!(!source(&studio, &key).contains("#cccccc"));
}

#[test]
fn what_was_shown_is_shown_anew_if_the_text_has_changed_meanwhile() {
    let mut studio = studio();
    studio.perform(Command::Problem(ProblemCommand::AskFixAll("contrast-low")));
    let Some(Dialog::FixAll(plan)) = studio.app().model().dialog.clone() else {
        panic!("no dialog");
    };
    let longer = CONTENT.replace("<p>{{code}}</p>", "<p>Hello</p><p>{{code}}</p>");
    write(&mut studio, &longer);
    studio.perform(Command::Problem(ProblemCommand::FixAll(plan)));
    assert_eq!(content(&studio), longer);
}

#[test]
fn a_rule_is_explained_and_ignored_with_a_reason() {
    let mut studio = studio();
    studio.perform(Command::Problem(ProblemCommand::AskWhy("contrast-low")));
    assert_eq!(
        studio.app().model().dialog,
        Some(Dialog::WhyProblem("contrast-low"))
    );
    studio.click(Role::Button, "Close");
    studio.perform(Command::Problem(ProblemCommand::AskIgnore {
        rule: "contrast-low",
        template: None,
        is_shared: false,
    }));
    studio.type_into("Reason", "Agreed");
    studio.click(Role::Button, "Ignore");
    studio.until(|model| model.design.ignored.len() == 2);
    assert!(!codes(&studio).contains(&"contrast-low"));
    let settings = &studio.app().model().sources[&SourceKey::Settings];
    let text = &settings.texts.content;
    let open = studio.app().model().design.selected.clone().unwrap();
    let template = format!("template = \"{}/{}\"", open.usage_type, open.tag);
    assert!(
        text.contains("reason = \"Agreed\"") && text.contains(&template) && settings.can_undo(),
        "{text}"
    );
    let filter = ProblemFilter {
        shows_ignored: true,
        ..ProblemFilter::default()
    };
    set(&mut studio, filter);
    assert!(codes(&studio).contains(&"contrast-low"));
}

#[test]
fn what_is_ignored_has_no_mark_in_list_and_grid() {
    let mut studio = Studio::start([1600.0, 1000.0]).with_any_script();
    studio.until(|model| model.all_problems.len() == model.documents.len());
    let model = studio.app().model();
    let key = TemplateKey::new(UsageType::OrganizationInvitation, "fr");
    assert!(!model.all_problems[&key].ignored.is_empty());
    assert_eq!((model.worst(&key), model.problem_count(&key)), (None, 0));
    assert!(
        studio
            .harness
            .query_by_role_and_label(Role::Button, &key.to_string())
            .is_some(),
        "a chip without a word about problems"
    );
    let settings = source(&studio, &SourceKey::Settings);
    let heard = settings.replace("rule = \"variable-may-leak\"", "rule = \"another\"");
    studio.perform(Command::EditSource {
        key: SourceKey::Settings,
        text: heard.into(),
        kind: EditKind::Step,
    });
    studio.until(|model| model.worst(&key) == Some(Severity::Warning));
    let name = format!("{key}, has warnings");
    assert!(
        studio
            .harness
            .query_by_role_and_label(Role::Button, &name)
            .is_some()
    );
}

/// How many errors, warnings and remarks each template has on the command line.
fn on_the_command_line(studio: &Studio) -> BTreeMap<String, [usize; 3]> {
    let root = studio.workspace();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .arg("check")
        .arg(&root)
        .arg("--json")
        .env("HOME", &root)
        .output()
        .unwrap();
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for found in found.as_array().unwrap() {
        let at = match found["severity"].as_str().unwrap() {
            "error" => 0,
            "warning" => 1,
            _ => 2,
        };
        let is_ignored = found.get("ignored").is_some();
        for template in found["templates"].as_array().unwrap() {
            let counts = counts
                .entry(template.as_str().unwrap().to_owned())
                .or_default();
            counts[at] += usize::from(!is_ignored);
        }
    }
    counts
}

fn tally<'p>(problems: impl Iterator<Item = &'p Problem>) -> [usize; 3] {
    let mut counts = [0; 3];
    for problem in problems {
        counts[problem.finding.severity as usize] += 1;
    }
    counts
}

#[test]
fn panel_list_grid_and_command_line_count_alike() {
    let mut studio = Studio::start([1600.0, 1000.0]).with_any_script();
    studio.until(|model| model.all_problems.len() == model.documents.len());
    let wanted = on_the_command_line(&studio);
    // The samples are in order; what is left are remarks.
    assert!(wanted.values().all(|counts| counts[..2] == [0, 0]));
    let keys: Vec<TemplateKey> = studio.app().model().documents.keys().cloned().collect();
    for key in &keys {
        let name = format!("{}/{}", key.usage_type, key.tag);
        let known = &studio.app().model().all_problems[key];
        assert_eq!(
            tally(known.told.iter()),
            wanted[&name],
            "{name} in the list"
        );
    }
    let one_of_each = UsageType::ALL.map(|usage_type| TemplateKey::new(usage_type, "en"));
    for key in one_of_each {
        let name = format!("{}/{}", key.usage_type, key.tag);
        studio.perform(Command::Select(key.clone()));
        studio.until(|model| {
            let checked = model.design.checked.as_ref();
            checked.is_some_and(|(of, _)| *of == key) && !model.design.is_checking
        });
        let model = studio.app().model();
        let panel = tally(model.design.problems.iter());
        let files = tally(model.design.file_problems.iter());
        assert_eq!(files, [0; 3]);
        assert_eq!(panel, wanted[&name], "{name} in the panel");
        assert_eq!(model.problem_count(&key), panel[0] + panel[1]);
    }
}

#[test]
fn all_mails_are_listed_and_open_at_the_place() {
    let mut studio = studio();
    studio.until(|model| model.all_problems.len() == model.documents.len());
    let other = TemplateKey::new(UsageType::Generic, "de");
    let mine = studio.app().model().design.selected.clone().unwrap();
    studio.perform(Command::Select(other));
    studio.until(|model| !model.design.is_checking);
    set(&mut studio, all_mails());
    let rows = studio.app().model().design.problem_list.rows.clone();
    let weak: Vec<_> = rows
        .iter()
        .filter(|row| row.problem.finding.code == "contrast-low")
        .collect();
    assert_eq!(weak.len(), 2);
    assert_eq!(weak[0].template.as_ref(), Some(&mine));
    assert!(
        weak[0].problem.finding.fix.is_none(),
        "only what is open is mended"
    );
    let name = format!(
        "Warning: {}, {mine}, line 1",
        weak[0].problem.finding.message
    );
    let name = if weak[0].problem.finding.severity == Severity::Error {
        name.replace("Warning", "Error")
    } else {
        name
    };
    studio.click(Role::ListBoxOption, &name);
    let model = studio.app().model();
    assert_eq!(model.design.selected.as_ref(), Some(&mine));
    assert_eq!(
        (model.screen, &model.design.part),
        (Screen::Design, &EditorPart::Own)
    );
    // What a shared file has is told once, with the number of mails.
    let filter = ProblemFilter {
        text: "color-scheme meta".to_owned(),
        ..all_mails()
    };
    set(&mut studio, filter);
    let rows = &studio.app().model().design.problem_list.rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].mails, studio.app().model().documents.len() - 1);
}

#[test]
fn typing_in_a_long_mail_waits_for_no_check() {
    let mut studio = studio();
    let rows = "<p style=\"color:#aaaaaa\">one</p>".repeat(4000);
    let long = CONTENT.replace("<p>{{code}}</p>", &format!("<p>{{{{code}}}}</p>{rows}"));
    let before = count(studio.app().model(), "contrast-low");
    let edit = Command::Edit {
        field: Field::Content,
        text: long.as_str().into(),
        kind: EditKind::Step,
    };
    // What the background reports is taken in with the next frame.
    studio.harness.state_mut().perform(vec![edit]);
    let model = studio.app().model();
    assert!(model.design.is_checking, "in the background");
    assert_eq!(
        count(model, "contrast-low"),
        before,
        "what was found last stays"
    );
    for number in 0..20 {
        write(&mut studio, &format!("{long}{number}"));
    }
    studio.until(|model| !model.design.is_checking);
    assert!(count(studio.app().model(), "contrast-low") > before);
}
