//! The list of problems as rows: of the open mail or of all, those of a kind folded.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Design, EditorPart, FileKey, Model, Problem, ProblemScope, Problems, TemplateTexts, rule_of,
};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::Field;
use crate::domain::workspace::TemplateKey;

/// What is wrong with one template.
#[derive(Debug, Clone, Default)]
pub struct TemplateProblems {
    /// Most severe first.
    pub told: Problems,
    /// What the workspace ignores, with its reasons.
    pub ignored: Problems,
}

/// What is wrong with each template.
pub type WorkspaceProblems = Arc<BTreeMap<TemplateKey, TemplateProblems>>;

/// A row that stands for many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// How many problems it stands for.
    pub count: usize,
    /// Whether they are shown below it.
    pub is_open: bool,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedProblem {
    /// The problem, or what many have in common.
    pub problem: Problem,
    /// Where it is, in words.
    pub place: String,
    /// The template to be opened to see it; nothing for the open one and for files.
    pub template: Option<TemplateKey>,
    /// How many templates have it from a file that they share; 0 if that does not matter.
    pub mails: usize,
    /// What it stands for, if it stands for many.
    pub fold: Option<Fold>,
    /// Whether it stands below a row that stands for many.
    pub is_inside: bool,
    /// How many places can be mended with it; 0 if it cannot be mended.
    pub fix_all: usize,
    /// Whether its rule can be explained and ignored.
    pub has_rule: bool,
}

/// The rows of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemList {
    /// Most severe first.
    pub rows: Vec<ListedProblem>,
    /// How many problems they are, those folded counted each.
    pub count: usize,
    /// Whether there are problems at all, shown or not.
    pub has_any: bool,
}

/// One place that is mended with others of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixPlace {
    /// The text.
    pub part: EditorPart,
    /// The field of it.
    pub field: Field,
    /// Where it is, in words.
    pub place: String,
    /// The line there, from 1.
    pub line: Option<usize>,
    /// The bytes that change.
    pub span: Span,
    /// What stands in the same line before them.
    pub lead: String,
    /// What stands there now.
    pub before: String,
    /// What will.
    pub after: String,
    /// What stands in the same line after them.
    pub tail: String,
}

/// All places of a kind that can be mended in the open mail, by text and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixPlan {
    /// The code of the findings.
    pub code: &'static str,
    /// The places; of two that overlap the first.
    pub places: Vec<FixPlace>,
}

/// An edit of several files that is undone in one step.
#[derive(Debug, Clone)]
pub struct JoinedEdit {
    /// The files, each with its texts before and after.
    pub files: Vec<(FileKey, TemplateTexts, TemplateTexts)>,
}

impl Model {
    /// The most severe problem of a template, if it has one worth a mark; remarks are none.
    pub fn worst(&self, key: &TemplateKey) -> Option<Severity> {
        let problems = self.all_problems.get(key)?;
        let severities = problems.told.iter().map(|told| told.finding.severity);
        severities.min().filter(|worst| *worst < Severity::Info)
    }

    /// How many errors and warnings a template has.
    pub fn problem_count(&self, key: &TemplateKey) -> usize {
        let told = self.all_problems.get(key).into_iter();
        let told = told.flat_map(|problems| problems.told.iter());
        let severe = told.filter(|told| told.finding.severity < Severity::Info);
        severe.count()
    }
}

impl Design {
    /// The row after the current one, or the one before it; round the end. A
    /// problem that is gone leaves its place to the next one.
    pub fn problem_beside(&self, is_next: bool) -> Option<(usize, &ListedProblem)> {
        let rows = self.problem_list.rows.iter().enumerate();
        let rows: Vec<(usize, &ListedProblem)> = rows
            .filter(|(_, row)| row.problem.target.is_some() && row.fold.is_none())
            .collect();
        let last = rows.len().checked_sub(1)?;
        let index = match &self.current {
            None if is_next => 0,
            None => last,
            Some(current) => {
                let now = self.current_row();
                let same = rows.iter().position(|(index, _)| Some(*index) == now);
                let at = now.unwrap_or(current.row);
                let after = rows.iter().position(|(index, _)| *index >= at);
                match (same, is_next) {
                    (Some(same), true) if same == last => 0,
                    (Some(same), true) => same + 1,
                    (None, true) => after.unwrap_or(0),
                    (same, false) => {
                        let here = same.or(after).unwrap_or(rows.len());
                        here.checked_sub(1).unwrap_or(last)
                    }
                }
            }
        };
        rows.get(index).copied()
    }
}

impl ProblemList {
    /// The rows that the filter of the model asks for.
    pub fn of(model: &Model) -> Self {
        let design = &model.design;
        let all = match design.problem_filter.scope {
            ProblemScope::Mail => of_mail(design),
            ProblemScope::All => of_all(model),
        };
        let has_any = !all.is_empty();
        let mut rows: Vec<ListedProblem> = all
            .into_iter()
            .filter(|row| design.problem_filter.shows(&row.problem, &row.place))
            .collect();
        rows.sort_by_key(|row| row.problem.finding.severity);
        let (mut rows, ignored): (Vec<ListedProblem>, Vec<ListedProblem>) = rows
            .into_iter()
            .partition(|row| row.problem.ignored.is_none());
        let count = rows.len();
        count_fixes(&mut rows);
        let mut rows = folded(rows, model);
        rows.extend(below_one_row(ignored, design.problem_filter.shows_ignored));
        Self {
            rows,
            count,
            has_any,
        }
    }
}

fn row(problem: &Problem, place: String) -> ListedProblem {
    ListedProblem {
        place,
        template: None,
        mails: 0,
        fold: None,
        is_inside: false,
        fix_all: 0,
        has_rule: rule_of(problem.finding.code).is_some(),
        problem: problem.clone(),
    }
}

fn of_mail(design: &Design) -> Vec<ListedProblem> {
    let all = design.problems.iter().chain(design.ignored.iter());
    all.map(|problem| row(problem, problem.place.clone()))
        .collect()
}

/// What all mails have, that from shared files told once.
fn of_all(model: &Model) -> Vec<ListedProblem> {
    let mut rows: Vec<ListedProblem> = Vec::new();
    let mut known = BTreeMap::new();
    let open = model.design.selected.as_ref();
    for (key, problems) in model.all_problems.iter() {
        let is_open = open == Some(key);
        for problem in problems.told.iter().chain(problems.ignored.iter()) {
            let part = problem.target.as_ref().map(|target| &target.part);
            let is_shared = matches!(part, Some(EditorPart::Source(_)));
            let same = (
                (!is_shared).then_some(key),
                problem.place.as_str(),
                problem.finding.span,
                problem.finding.code,
                problem.finding.message.as_str(),
                problem.ignored.is_some(),
            );
            let place = known.get(&same).copied();
            if let Some(found) = place.and_then(|at: usize| rows.get_mut(at)) {
                found.mails += 1;
                if is_open {
                    // Only what is open can be mended from here.
                    found.problem = problem.clone();
                    found.template = None;
                }
                continue;
            }
            known.insert(same, rows.len());
            rows.push(of_template(key, problem, open));
        }
    }
    let files = model.design.file_problems.iter();
    rows.extend(files.map(|problem| row(problem, problem.place.clone())));
    rows
}

fn of_template(key: &TemplateKey, problem: &Problem, open: Option<&TemplateKey>) -> ListedProblem {
    let part = problem.target.as_ref().map(|target| &target.part);
    let is_shared = matches!(part, Some(EditorPart::Source(_)));
    let place = match problem.place.as_str() {
        place if is_shared => place.to_owned(),
        "content" => key.to_string(),
        place => format!("{key}, {place}"),
    };
    let mut row = row(problem, place);
    row.mails = usize::from(is_shared);
    if open != Some(key) {
        row.problem.finding.fix = None;
        row.template = Some(key.clone());
    }
    row
}

/// Notes how many of the places that can be mended are of the same kind.
fn count_fixes(rows: &mut [ListedProblem]) {
    let is_mendable = |row: &ListedProblem| {
        let target = row.problem.target.as_ref();
        let is_own = target.is_some_and(|target| target.part != EditorPart::Composed);
        row.problem.finding.fix.is_some() && is_own && row.problem.ignored.is_none()
    };
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| is_mendable(row)) {
        *counts.entry(row.problem.finding.code).or_default() += 1;
    }
    for row in rows.iter_mut().filter(|row| is_mendable(row)) {
        let count = counts.get(row.problem.finding.code);
        row.fix_all = count.copied().unwrap_or(0);
    }
}

/// The rows with the remarks of one kind below one row; who looks for words sees them all.
fn folded(rows: Vec<ListedProblem>, model: &Model) -> Vec<ListedProblem> {
    let filter = &model.design.problem_filter;
    let is_remark = |row: &ListedProblem| row.problem.finding.severity == Severity::Info;
    if !filter.text.trim().is_empty() {
        return rows;
    }
    let mut kinds: BTreeMap<&'static str, Vec<ListedProblem>> = BTreeMap::new();
    let mut order = Vec::new();
    let mut made = Vec::new();
    for row in rows {
        if !is_remark(&row) {
            made.push(row);
            continue;
        }
        let code = row.problem.finding.code;
        if !kinds.contains_key(code) {
            order.push(code);
        }
        kinds.entry(code).or_default().push(row);
    }
    for code in order {
        let Some(kind) = kinds.remove(code) else {
            continue;
        };
        if kind.len() < 2 {
            made.extend(kind);
            continue;
        }
        let fold = Fold {
            count: kind.len(),
            is_open: filter.open_kinds.contains(code),
        };
        made.push(head(code, fold));
        if fold.is_open {
            made.extend(kind.into_iter().map(|row| ListedProblem {
                is_inside: true,
                ..row
            }));
        }
    }
    made
}

/// What the workspace ignores, below a row that stands for it.
fn below_one_row(ignored: Vec<ListedProblem>, is_open: bool) -> Vec<ListedProblem> {
    if ignored.is_empty() {
        return Vec::new();
    }
    let count = ignored.len();
    let title = format!("{count} ignored, as letterhead.toml asks");
    let fold = Fold { count, is_open };
    let mut head = folding(Finding::new(Severity::Info, "ignored", title), fold);
    head.problem.ignored = Some(String::new());
    let shown = ignored.into_iter().filter(|_| is_open);
    let shown = shown.map(|row| ListedProblem {
        is_inside: true,
        ..row
    });
    std::iter::once(head).chain(shown).collect()
}

/// A row that stands for others.
fn folding(finding: Finding, fold: Fold) -> ListedProblem {
    let problem = Problem {
        place: String::new(),
        line: None,
        finding,
        target: None,
        ignored: None,
    };
    ListedProblem {
        fold: Some(fold),
        ..row(&problem, String::new())
    }
}

/// The row that stands for all remarks of a kind.
fn head(code: &'static str, fold: Fold) -> ListedProblem {
    let count = fold.count;
    let rule = rule_of(code);
    let title = match code {
        "client-extra" => format!("{count} extras that some of your readers do without"),
        "client-looks" => format!("{count} features look different for some of your readers"),
        "client-layout" => {
            format!("{count} features that place or size parts work in part for some readers")
        }
        "client-content" => {
            format!("{count} features that carry content work in part for some readers")
        }
        _ => {
            let title = rule.map_or(code, |rule| rule.title);
            format!("{count} remarks: {title}")
        }
    };
    let mut finding = Finding::new(Severity::Info, code, title);
    finding.hint = rule.map(|rule| rule.why.to_owned());
    folding(finding, fold)
}
