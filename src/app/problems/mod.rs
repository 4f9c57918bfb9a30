//! What is wrong: with the open template, with all others, with the files.

mod all;
mod placed;

use std::collections::HashSet;
use std::sync::Arc;

use self::placed::{Places, sorted, source_texts};
use super::App;
use crate::domain::checks::ignored_by;
use crate::domain::logto::FieldFinding;
use crate::domain::workspace::FileKind;
use crate::model::{
    Model, Problem, ProblemFilter, ProblemList, Problems, TemplateProblems, WorkspaceProblems,
};

pub(super) use all::{check_all, checked, forget};

/// What the list was made from.
#[derive(Clone)]
pub(super) struct ListedOf {
    problems: Problems,
    ignored: Problems,
    files: Problems,
    all: WorkspaceProblems,
    filter: ProblemFilter,
}

impl PartialEq for ListedOf {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.problems, &other.problems)
            && Arc::ptr_eq(&self.ignored, &other.ignored)
            && Arc::ptr_eq(&self.files, &other.files)
            && Arc::ptr_eq(&self.all, &other.all)
            && self.filter == other.filter
    }
}

/// Brings the problems and the list of them up to date.
pub(super) fn list(app: &mut App) {
    find(app);
    let design = &app.model.design;
    let of = ListedOf {
        problems: Arc::clone(&design.problems),
        ignored: Arc::clone(&design.ignored),
        files: Arc::clone(&design.file_problems),
        all: Arc::clone(&app.model.all_problems),
        filter: design.problem_filter.clone(),
    };
    if app.derived.listed_of.as_ref() != Some(&of) {
        app.model.design.problem_list = Arc::new(ProblemList::of(&app.model));
        app.derived.listed_of = Some(of);
    }
}

fn find(app: &mut App) {
    let sources = source_texts(&app.model);
    let model = &app.model;
    let places = Places::of_open(model, &sources);
    let TemplateProblems { told, ignored } = of_open(model, &places);
    let unreadable = app.composing.errors().iter();
    let mut problems: Vec<Problem> = unreadable
        .map(|(key, error)| places.unreadable(key, error))
        .collect();
    // What follows from them comes after them.
    problems.extend(told.iter().cloned());
    let files = model.workspace.iter().flat_map(|open| &open.files.findings);
    let files = files.filter(|found| {
        let FileKind::Template(key) = FileKind::of(&found.path) else {
            return true;
        };
        let ignores = &model.settings.ignores;
        ignored_by(ignores, found.finding.code, key.usage_type, &key.tag).is_none()
    });
    let files: Vec<Problem> = files.map(|found| places.file(found)).collect();
    drop(places);
    note_open(&mut app.model, &problems, &ignored);
    problems.extend(files.iter().cloned());
    let design = &mut app.model.design;
    take(&mut design.problems, problems);
    take(&mut design.ignored, Arc::unwrap_or_clone(ignored));
    take(&mut design.file_problems, files);
}

/// Keeps what was there if nothing has changed, so that what is made of it stays.
fn take(kept: &mut Problems, problems: Vec<Problem>) {
    if **kept != problems {
        *kept = Arc::new(problems);
    }
}

/// The problems of the open template.
fn of_open(model: &Model, places: &Places<'_>) -> TemplateProblems {
    let Some(key) = &model.design.selected else {
        return TemplateProblems::default();
    };
    let composition = places.composition;
    let composing = composition.into_iter().flat_map(|made| &made.findings);
    let mut problems: Vec<Problem> = composing.map(|found| places.composing(found)).collect();
    let is_failed = composition.is_some_and(|composition| composition.is_failed);
    let analysis = model.design.analysis.as_ref().filter(|_| !is_failed);
    let told = analysis.into_iter().flat_map(|analysis| &analysis.findings);
    let checked = model.design.checked.as_ref();
    let checked = checked.filter(|(of, _)| !is_failed && of == key);
    let checked = checked.map_or(&[][..], |(_, findings)| findings);
    let place = |found: &FieldFinding| (found.field, found.finding.code, found.finding.span);
    let told_places: HashSet<_> = told.clone().map(place).collect();
    let more = checked
        .iter()
        .filter(|found| !told_places.contains(&place(found)));
    problems.extend(told.chain(more).map(|found| places.flat(found)));
    sorted(problems, &model.settings.ignores, key)
}

/// Keeps the list of templates in step with the one being edited.
fn note_open(model: &mut Model, told: &[Problem], ignored: &Problems) {
    let Some(key) = model.design.selected.clone() else {
        return;
    };
    let design = &model.design;
    let composition = design.composition.as_ref();
    let is_failed = composition.is_some_and(|(_, composition)| composition.is_failed);
    let is_checked = design.checked.as_ref().is_some_and(|(of, _)| *of == key);
    if !is_failed && !is_checked && model.all_problems.contains_key(&key) {
        // What the background found counts until the check of the open mail is done.
        return;
    }
    let known = model.all_problems.get(&key);
    let is_known = known.is_some_and(|known| *known.told == *told && known.ignored == *ignored);
    if !is_known {
        let problems = TemplateProblems {
            told: Arc::new(told.to_vec()),
            ignored: Arc::clone(ignored),
        };
        Arc::make_mut(&mut model.all_problems).insert(key, problems);
    }
}
