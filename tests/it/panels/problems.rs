//! The list of problems.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::finding::{Finding, Fix, Severity, Span};
use letterhead::ui::panels::problems::{self, MoreActions, ProblemRow, ProblemsEvent};

use super::harness::{Drive as _, SIZES, window};

struct Fixture {
    findings: Vec<Finding>,
    events: Vec<ProblemsEvent>,
}

fn panel(findings: Vec<Finding>, size: [f32; 2]) -> Harness<'static, Fixture> {
    let fixture = Fixture {
        findings,
        events: Vec::new(),
    };
    window(size, fixture, |ui, fixture| {
        let rows = fixture.findings.iter().enumerate();
        let rows: Vec<ProblemRow<'_>> = rows
            .map(|(index, finding)| ProblemRow {
                place: "Content",
                line: Some(index + 1),
                mails: 0,
                finding,
                ignored: None,
                can_reveal: finding.span.is_some(),
                fold: None,
                is_inside: false,
                more: MoreActions::default(),
            })
            .collect();
        fixture.events.extend(problems::ui(ui, &rows));
    })
}

fn finding(severity: Severity, message: &str) -> Finding {
    Finding::new(severity, "a-code", message)
        .at(Span::new(0, 1))
        .hint("What to do about it")
}

fn mixed() -> Vec<Finding> {
    vec![
        finding(Severity::Info, "a note"),
        finding(Severity::Error, "an error").fix(Fix {
            title: "Rename to {{code}}".to_owned(),
            span: Span::new(0, 1),
            replacement: "code".to_owned(),
        }),
        finding(Severity::Warning, "a warning"),
    ]
}

#[test]
fn nothing_wrong_is_said_in_words() {
    for size in SIZES {
        let harness = panel(Vec::new(), size);
        assert!(harness.says("No problems found"));
    }
}

#[test]
fn a_row_says_severity_message_and_place() {
    for size in SIZES {
        let harness = panel(mixed(), size);
        assert!(harness.has(Role::ListBoxOption, "Error: an error, line 2"));
    }
}

#[test]
fn the_most_severe_stands_on_top_and_a_click_shows_its_place() {
    let mut harness = panel(mixed(), SIZES[1]);
    let top = |name| {
        let row = harness.get_by_role_and_label(Role::ListBoxOption, name);
        row.rect().top()
    };
    let error = top("Error: an error, line 2");
    let warning = top("Warning: a warning, line 3");
    let note = top("Note: a note, line 1");
    assert!(error < warning && warning < note);
    harness.click(Role::ListBoxOption, "Note: a note, line 1");
    assert_eq!(harness.state().events, [ProblemsEvent::Reveal(0)]);
}

#[test]
fn the_fix_of_a_row_is_a_button() {
    let mut harness = panel(mixed(), SIZES[1]);
    harness.click(Role::Button, "Rename to {{code}}");
    assert_eq!(harness.state().events, [ProblemsEvent::Fix(1)]);
}

#[test]
fn arrows_move_and_enter_shows_then_tab_reaches_the_fix() {
    let mut harness = panel(mixed(), SIZES[1]);
    harness.key(Key::Tab);
    harness.key(Key::ArrowDown);
    assert!(harness.is_on(Role::ListBoxOption, "Error: an error, line 2"));
    assert!(harness.state().events.is_empty(), "moving shows nothing");
    harness.key(Key::Enter);
    assert_eq!(harness.state().events, [ProblemsEvent::Reveal(1)]);
    harness.key(Key::Tab);
    harness.key(Key::Enter);
    assert_eq!(
        harness.state().events,
        [ProblemsEvent::Reveal(1), ProblemsEvent::Fix(1)]
    );
}

#[test]
fn what_has_no_place_is_not_shown_on_enter() {
    let mut harness = panel(
        vec![Finding::new(Severity::Error, "a-code", "of a file")],
        SIZES[1],
    );
    harness.click(Role::ListBoxOption, "Error: of a file, line 1");
    harness.key(Key::Enter);
    assert!(harness.state().events.is_empty());
}

#[test]
fn the_last_of_hundreds_is_reached_by_one_key() {
    let many: Vec<Finding> = (1..=500)
        .map(|number| finding(Severity::Warning, &format!("number {number}")))
        .collect();
    let mut harness = panel(many, SIZES[0]);
    let built = harness.query_all_by_role(Role::ListBoxOption).count();
    assert!(built < 10, "{built} rows are built");
    harness.key(Key::Tab);
    harness.key(Key::End);
    harness.key(Key::Enter);
    assert_eq!(harness.state().events, [ProblemsEvent::Reveal(499)]);
    assert!(harness.has(Role::ListBoxOption, "Warning: number 500, line 500"));
}

#[test]
fn the_current_row_says_all_and_its_other_buttons_fold_where_there_is_little_room() {
    let long = "a sentence that is much longer than the row of a narrow panel is wide, to its end";
    for (width, is_folded) in [(900.0, false), (380.0, true)] {
        let findings = vec![finding(Severity::Warning, long)];
        let fixture = Fixture {
            findings,
            events: Vec::new(),
        };
        let mut harness = window([width, 300.0], fixture, |ui, fixture| {
            let rows: Vec<ProblemRow<'_>> = fixture
                .findings
                .iter()
                .map(|finding| ProblemRow {
                    place: "layouts/card.html",
                    line: Some(3),
                    mails: 0,
                    finding,
                    ignored: None,
                    can_reveal: true,
                    fold: None,
                    is_inside: false,
                    more: MoreActions {
                        fix_all: 2,
                        can_explain: true,
                        can_ignore: true,
                    },
                })
                .collect();
            fixture.events.extend(problems::ui(ui, &rows));
        });
        let name = format!("Warning: {long}, layouts/card.html, line 3");
        harness.click(Role::ListBoxOption, &name);
        let row = harness.get_by_role_and_label(Role::ListBoxOption, &name);
        let row = row.rect();
        // As high as the words need: a narrow row has more lines of them.
        assert!(row.height() > if is_folded { 80.0 } else { 60.0 }, "{row}");
        let words = harness.get_by_role_and_label(Role::Label, long).rect();
        assert!(row.contains_rect(words), "{words} in {row}");
        assert_eq!(harness.has(Role::Button, "Why"), !is_folded);
        if is_folded {
            harness.click(Role::Button, "More…");
        }
        harness.click(Role::Button, "Why");
        assert_eq!(harness.state().events.last(), Some(&ProblemsEvent::Why(0)));
    }
}
