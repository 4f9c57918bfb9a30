//! The list of problems: what it shows, and what is done about many of them.

use std::sync::Arc;

use super::{edit, languages};
use crate::app::App;
use crate::domain::checks::Ignore;
use crate::domain::finding::Fix;
use crate::domain::logto::Field;
use crate::domain::workspace::with_ignore;
use crate::model::{
    Dialog, EditKind, EditorPart, FileKey, NoticeKind, Problem, ProblemCommand, TemplateTexts,
};

pub(super) fn perform(app: &mut App, command: ProblemCommand) {
    match command {
        ProblemCommand::SetFilter(filter) => app.model.design.problem_filter = filter,
        ProblemCommand::FixAll(code, part) => fix_all(app, code, &part),
        ProblemCommand::AskWhy(code) => app.model.dialog = Some(Dialog::WhyProblem(code)),
        ProblemCommand::AskIgnore(code) => app.model.dialog = Some(Dialog::IgnoreProblem(code)),
        ProblemCommand::Ignore {
            rule,
            everywhere,
            reason,
        } => ignore(app, rule, everywhere, reason),
    }
}

/// Shows the place of the next problem, or of the one before.
pub(super) fn step(app: &mut App, is_next: bool) {
    let Some(problem) = app.model.design.problem_beside(is_next) else {
        return;
    };
    if let Some(target) = problem.target.clone() {
        edit::reveal(app, target);
    }
    app.model.design.revealed = Some(problem);
}

/// Mends all places of a part that have this code and a fix, in one step of undo.
fn fix_all(app: &mut App, code: &str, part: &EditorPart) {
    let Some(file) = app.model.design.selected.clone().map(|key| part.file(&key)) else {
        return;
    };
    let Some(document) = app.model.file(&file) else {
        return;
    };
    let mut texts = document.texts.clone();
    let mut count = 0;
    for field in [
        Field::Subject,
        Field::Content,
        Field::ReplyTo,
        Field::SendFrom,
    ] {
        let fixes = app.model.design.problems.iter();
        let fixes = fixes.filter_map(|problem| fix_of(problem, code, part, field));
        let (mended, done) = mended(texts.field(field), fixes.collect());
        if done > 0 {
            texts.set_field(field, mended);
        }
        count += done;
    }
    if count == 0 {
        return;
    }
    match (&file, part) {
        (_, EditorPart::Composed) => return,
        (FileKey::Source(key), _) => {
            edit::edit_source(app, key.clone(), texts.content, EditKind::Step);
        }
        (FileKey::Template(_), _) => replace(app, texts),
    }
    let title = format!("Fixed {count} places in {file}");
    app.model.notify(
        NoticeKind::Success,
        title,
        "Undo takes them back in one step",
    );
}

fn replace(app: &mut App, texts: TemplateTexts) {
    edit::change(app, EditKind::Step, |open| *open = texts);
}

fn fix_of<'p>(
    problem: &'p Problem,
    code: &str,
    part: &EditorPart,
    field: Field,
) -> Option<&'p Fix> {
    let target = problem.target.as_ref()?;
    let is_meant = problem.finding.code == code && target.part == *part && target.field == field;
    problem.finding.fix.as_ref().filter(|_| is_meant)
}

/// The text with the fixes in it, and how many they are; of two that overlap the first counts.
fn mended(text: &str, mut fixes: Vec<&Fix>) -> (Arc<str>, usize) {
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut made = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    for fix in fixes {
        let Some(before) = text.get(at..fix.span.start) else {
            continue;
        };
        if text.get(fix.span.range()).is_none() {
            continue;
        }
        made.push_str(before);
        made.push_str(&fix.replacement);
        at = fix.span.end;
        count += 1;
    }
    made.push_str(text.get(at..).unwrap_or_default());
    (made.into(), count)
}

fn ignore(app: &mut App, rule: &str, everywhere: bool, reason: String) {
    app.model.dialog = None;
    let selected = app.model.design.selected.as_ref();
    let template = selected
        .filter(|_| !everywhere)
        .map(|key| format!("{}/{}", key.usage_type, key.tag));
    let ignore = Ignore {
        rule: rule.to_owned(),
        template,
        reason,
    };
    languages::change_settings(app, |text| with_ignore(text, &ignore));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Span;

    #[test]
    fn fixes_are_put_in_from_any_order_and_overlaps_count_once() {
        let fix = |start, end, replacement: &str| Fix {
            title: String::new(),
            span: Span::new(start, end),
            replacement: replacement.to_owned(),
        };
        let fixes = [
            fix(4, 5, "E"),
            fix(0, 2, "x"),
            fix(1, 3, "no"),
            fix(9, 12, "no"),
        ];
        let (text, count) = mended("abcdef", fixes.iter().collect());
        assert_eq!((&*text, count), ("xcdEf", 2));
    }
}
