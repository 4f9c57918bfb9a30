//! The list of problems with the bar that says which are shown.

use egui::{RichText, Ui, vec2};

use crate::domain::checks::Group;
use crate::domain::finding::Severity;
use crate::model::{Command, EditorPart, Model, Problem, ProblemCommand, ProblemFilter, rule_of};
use crate::ui::Commands;
use crate::ui::panels::problems::{self, MoreActions, ProblemRow, ProblemsEvent};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{LabelledCombo, Segment, empty_state, search_field, segmented, toggle};

/// Shows the bar and the list.
pub(super) fn ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let design = &model.design;
    let shown = design.shown_problems();
    if !design.problems.is_empty() || !design.ignored.is_empty() {
        bar_ui(ui, model, shown.len(), commands);
        if shown.is_empty() {
            let sentence = "Other problems are hidden by the choices above";
            empty_state(ui, icons::CHECK, "None of these", sentence, None);
            return;
        }
    }
    let rows: Vec<ProblemRow<'_>> = shown
        .iter()
        .map(|problem| ProblemRow {
            place: &problem.place,
            line: problem.line,
            finding: &problem.finding,
            can_reveal: problem.target.is_some(),
            more: more(model, problem),
        })
        .collect();
    let Some(event) = problems::ui(ui, &rows) else {
        return;
    };
    let (ProblemsEvent::Reveal(index)
    | ProblemsEvent::Fix(index)
    | ProblemsEvent::FixAll(index)
    | ProblemsEvent::Why(index)
    | ProblemsEvent::Ignore(index)) = event;
    if let Some(problem) = shown.get(index) {
        commands.extend(command(event, problem));
    }
}

fn command(event: ProblemsEvent, problem: &Problem) -> Option<Command> {
    let code = problem.finding.code;
    let target = problem.target.clone();
    match event {
        ProblemsEvent::Reveal(_) => target.map(Command::Reveal),
        ProblemsEvent::Fix(_) => {
            let (target, fix) = target.zip(problem.finding.fix.clone())?;
            Some(Command::ApplyFix { target, fix })
        }
        ProblemsEvent::FixAll(_) => {
            let part = target?.part;
            Some(Command::Problem(ProblemCommand::FixAll(code, part)))
        }
        ProblemsEvent::Why(_) => Some(Command::Problem(ProblemCommand::AskWhy(code))),
        ProblemsEvent::Ignore(_) => Some(Command::Problem(ProblemCommand::AskIgnore(code))),
    }
}

/// What can be done about a problem besides mending it.
fn more(model: &Model, problem: &Problem) -> MoreActions {
    let rule = rule_of(problem.finding.code);
    let part = problem.target.as_ref().map(|target| &target.part);
    let is_alike = |other: &&Problem| {
        other.finding.code == problem.finding.code
            && other.finding.fix.is_some()
            && other.target.as_ref().map(|target| &target.part) == part
    };
    let can_fix = problem.finding.fix.is_some() && part != Some(&EditorPart::Composed);
    let alike = model.design.problems.iter().filter(is_alike);
    MoreActions {
        fix_all: if can_fix { alike.count() } else { 0 },
        can_explain: rule.is_some(),
        can_ignore: rule.is_some() && problem.ignored.is_none() && problem.target.is_some(),
    }
}

/// Which problems are shown.
fn bar_ui(ui: &mut Ui, model: &Model, count: usize, commands: &mut Commands) {
    let mut filter = model.design.problem_filter.clone();
    let ignored = model.design.ignored.len();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let segments = [
            Segment::new(None, "All"),
            Segment::new(Some(Severity::Error), "Errors"),
            Segment::new(Some(Severity::Warning), "Warnings"),
        ];
        segmented(ui, "Severity", &mut filter.severity, &segments);
        ui.allocate_ui(vec2(150.0, ui.spacing().interact_size.y), |ui| {
            group_ui(ui, &mut filter);
        });
        ui.allocate_ui(vec2(160.0, ui.spacing().interact_size.y), |ui| {
            search_field(ui, "Filter problems", "Filter", &mut filter.text);
        });
        if ignored > 0 {
            let words = format!("{ignored} ignored");
            toggle(ui, &words, &mut filter.shows_ignored);
        }
        let muted = tokens(ui.ctx()).text_muted;
        ui.label(RichText::new(format!("{count} shown")).small().color(muted));
    });
    if filter != model.design.problem_filter {
        commands.push(Command::Problem(ProblemCommand::SetFilter(filter)));
    }
}

fn group_ui(ui: &mut Ui, filter: &mut ProblemFilter) {
    let mut options = vec![(None, "All kinds")];
    options.extend(Group::ALL.map(|group| (Some(group), group.label())));
    LabelledCombo::new("Kind", &mut filter.group, &options)
        .hide_label()
        .show(ui);
}
