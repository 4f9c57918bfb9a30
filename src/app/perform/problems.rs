//! The list of problems: what it shows, and what is done about many of them.

use super::{edit, fix_all, languages, look};
use crate::app::App;
use crate::domain::checks::Ignore;
use crate::domain::workspace::{TemplateKey, with_ignore};
use crate::model::{Dialog, NoticeKind, Problem, ProblemCommand, Target};

pub(super) fn perform(app: &mut App, command: ProblemCommand) {
    match command {
        ProblemCommand::SetFilter(filter) => app.model.design.problem_filter = filter,
        ProblemCommand::Pick(row) => app.model.design.set_current(row),
        ProblemCommand::SetCaret { caret, is_typing } => {
            app.model.design.set_caret(caret, is_typing);
        }
        ProblemCommand::Show(key, target) => show(app, key, target),
        ProblemCommand::AskFixAll(code) => fix_all::ask(app, code),
        ProblemCommand::FixAll(plan) => fix_all::fix(app, &plan),
        ProblemCommand::AskWhy(code) => app.model.dialog = Some(Dialog::WhyProblem(code)),
        ProblemCommand::AskIgnore {
            rule,
            template,
            is_shared,
        } => {
            let template = template.or_else(|| app.model.design.selected.clone());
            app.model.dialog = template.map(|template| Dialog::IgnoreProblem {
                rule,
                template,
                is_shared,
            });
        }
        ProblemCommand::Ignore {
            rule,
            template,
            reason,
        } => {
            app.model.dialog = None;
            let ignore = Ignore {
                rule: rule.to_owned(),
                template,
                reason,
            };
            languages::change_settings(app, |text| with_ignore(text, &ignore));
        }
    }
}

/// Shows the place of the next problem, or of the one before.
pub(super) fn step(app: &mut App, is_next: bool) {
    let Some((at, row)) = app.model.design.problem_beside(is_next) else {
        let is_hidden = app.model.design.problem_list.has_any;
        let detail = if is_hidden {
            "What is left stands in folded rows, is left out by the choices in Problems, or has no place"
        } else {
            ""
        };
        let title = "No problem to go to";
        app.model.notify(NoticeKind::Info, title, detail);
        return;
    };
    let (problem, template) = (row.problem.clone(), row.template.clone());
    app.model.design.set_current(at);
    match (template, problem.target) {
        (Some(key), Some(target)) => show(app, key, target),
        (None, Some(target)) => edit::reveal(app, target),
        (_, None) => {}
    }
}

/// Mends the problem at the cursor, or the current one of the list; that goes on to the next.
pub(super) fn fix_at_hand(app: &mut App) {
    let design = &app.model.design;
    let at_hand = design.problem_at_hand().cloned();
    let mendable = at_hand.as_ref().and_then(|problem| {
        let fix = problem.finding.fix.clone();
        problem.target.clone().zip(fix)
    });
    let Some((target, fix)) = mendable else {
        tell_no_fix(app, at_hand.as_ref());
        return;
    };
    let is_in_list = design.caret.is_none();
    let next = design.problem_beside(true).map(|(row, _)| row);
    if let Some(next) = next.filter(|_| is_in_list) {
        app.model.design.set_current(next);
    }
    edit::apply_fix(app, &target, &fix);
}

/// Shows what mending all problems of the kind of the one at hand would change.
pub(super) fn fix_kind_at_hand(app: &mut App) {
    let at_hand = app.model.design.problem_at_hand().cloned();
    match at_hand.filter(|problem| problem.finding.fix.is_some()) {
        Some(problem) => fix_all::ask(app, problem.finding.code),
        None => tell_no_fix(app, app.model.design.problem_at_hand().cloned().as_ref()),
    }
}

fn tell_no_fix(app: &mut App, at_hand: Option<&Problem>) {
    let (title, detail) = match at_hand {
        Some(problem) => (
            "This has no fix of its own",
            problem.finding.message.as_str(),
        ),
        None => ("No problem here", "F8 goes to the next one"),
    };
    app.model.notify(NoticeKind::Info, title, detail);
}

/// Opens a template at a place of it.
fn show(app: &mut App, key: TemplateKey, target: Target) {
    look::select(app, key);
    edit::reveal(app, target);
}
