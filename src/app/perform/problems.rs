//! The list of problems: what it shows, and what is done about many of them.

use super::{edit, fix_all, languages, look};
use crate::app::App;
use crate::domain::checks::Ignore;
use crate::domain::workspace::{TemplateKey, with_ignore};
use crate::model::{Dialog, ProblemCommand, Target};

pub(super) fn perform(app: &mut App, command: ProblemCommand) {
    match command {
        ProblemCommand::SetFilter(filter) => app.model.design.problem_filter = filter,
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
        return;
    };
    let (problem, template) = (row.problem.clone(), row.template.clone());
    match (template, problem.target.clone()) {
        (Some(key), Some(target)) => show(app, key, target),
        (None, Some(target)) => edit::reveal(app, target),
        (_, None) => {}
    }
    app.model.design.revealed = Some((at, problem));
}

/// Opens a template at a place of it.
fn show(app: &mut App, key: TemplateKey, target: Target) {
    look::select(app, key);
    edit::reveal(app, target);
}
