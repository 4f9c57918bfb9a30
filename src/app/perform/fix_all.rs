//! Mending all places of a kind: first shown, then done in one step of undo.

use std::sync::Arc;

use super::edit;
use crate::app::App;
use crate::domain::logto::Field;
use crate::model::{
    Dialog, EditKind, EditorPart, FileKey, FixPlace, FixPlan, JoinedEdit, Model, NoticeKind,
    Problem, TemplateTexts,
};

/// So many characters of a line are shown beside what changes.
const BESIDE: usize = 48;

/// So many edits of several files can be undone in one step.
const JOINED: usize = 50;

/// Shows what would change.
pub(super) fn ask(app: &mut App, code: &'static str) {
    if app.model.design.is_checking {
        // The places were found in an older text.
        return;
    }
    let plan = plan(&app.model, code);
    if !plan.places.is_empty() {
        app.model.dialog = Some(Dialog::FixAll(plan));
    }
}

/// Changes what was shown; if the texts have changed meanwhile, shows what would change now.
pub(super) fn fix(app: &mut App, shown: &FixPlan) {
    app.model.dialog = None;
    if plan(&app.model, shown.code) != *shown {
        ask(app, shown.code);
        return;
    }
    let Some(key) = app.model.design.selected.clone() else {
        return;
    };
    let mut files = Vec::new();
    for part in parts(shown) {
        let file = part.file(&key);
        let Some(before) = app.model.file(&file).map(|open| open.texts.clone()) else {
            continue;
        };
        let after = mended(&before, shown, part);
        match &file {
            FileKey::Source(source) => {
                let text = Arc::clone(&after.content);
                edit::edit_source(app, source.clone(), text, EditKind::Step);
            }
            FileKey::Template(_) => {
                let texts = after.clone();
                edit::change(app, EditKind::Step, |open| *open = texts);
            }
        }
        files.push((file, before, after));
    }
    let title = match files.as_slice() {
        [(file, ..)] => format!("Fixed {} in {file}", places(shown)),
        _ => format!("Fixed {} in {} files", places(shown), files.len()),
    };
    if files.len() > 1 {
        let joined = &mut app.model.joined_edits;
        joined.push(JoinedEdit { files });
        let excess = joined.len().saturating_sub(JOINED);
        joined.drain(..excess);
    }
    let detail = "Undo takes them back in one step";
    app.model.notify(NoticeKind::Success, title, detail);
}

fn places(plan: &FixPlan) -> String {
    match plan.places.len() {
        1 => "one place".to_owned(),
        count => format!("{count} places"),
    }
}

/// The texts that a plan changes, each once.
fn parts(plan: &FixPlan) -> Vec<&EditorPart> {
    let mut parts: Vec<&EditorPart> = plan.places.iter().map(|place| &place.part).collect();
    parts.dedup();
    parts
}

/// All places of a kind that have a fix, as the texts are now.
fn plan(model: &Model, code: &'static str) -> FixPlan {
    let mut problems: Vec<&Problem> = model.design.problems.iter().collect();
    let place = |problem: &Problem| {
        let target = problem.target.clone()?;
        let span = problem.finding.fix.as_ref()?.span;
        Some((target.part, target.field, span.start, span.end))
    };
    problems.retain(|problem| problem.finding.code == code);
    problems.sort_by_cached_key(|problem| place(problem));
    let mut places: Vec<FixPlace> = Vec::new();
    for problem in problems {
        let overlaps = |made: &FixPlace| {
            let (target, fix) = (&problem.target, &problem.finding.fix);
            let same = target.as_ref();
            same.is_some_and(|target| target.part == made.part && target.field == made.field)
                && fix
                    .as_ref()
                    .is_some_and(|fix| fix.span.start < made.span.end)
        };
        if places.last().is_some_and(overlaps) {
            continue;
        }
        places.extend(fix_place(model, problem));
    }
    FixPlan { code, places }
}

fn fix_place(model: &Model, problem: &Problem) -> Option<FixPlace> {
    let target = problem.target.as_ref()?;
    let fix = problem.finding.fix.as_ref()?;
    if target.part == EditorPart::Composed {
        return None;
    }
    let file = target.part.file(model.design.selected.as_ref()?);
    let text = model.file(&file)?.texts.field(target.field);
    let before = text.get(fix.span.range())?;
    let lead = text.get(..fix.span.start)?.rsplit('\n').next()?;
    let tail = text.get(fix.span.end..)?.split('\n').next()?;
    Some(FixPlace {
        part: target.part.clone(),
        field: target.field,
        place: problem.place.clone(),
        line: problem.line,
        span: fix.span,
        lead: last(lead.trim_start()),
        before: before.to_owned(),
        after: fix.replacement.clone(),
        tail: first(tail.trim_end()),
    })
}

/// The end of a line.
fn last(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(BESIDE);
    let rest: String = text.chars().skip(skipped).collect();
    if skipped > 0 {
        format!("…{rest}")
    } else {
        rest
    }
}

/// The beginning of a line.
fn first(text: &str) -> String {
    let kept: String = text.chars().take(BESIDE).collect();
    if kept.len() < text.len() {
        format!("{kept}…")
    } else {
        kept
    }
}

/// The texts of a part with the places of a plan mended.
fn mended(texts: &TemplateTexts, plan: &FixPlan, part: &EditorPart) -> TemplateTexts {
    let mut made = texts.clone();
    for field in [
        Field::Subject,
        Field::Content,
        Field::ReplyTo,
        Field::SendFrom,
    ] {
        let places = plan.places.iter();
        let places = places.filter(|place| place.part == *part && place.field == field);
        let text = texts.field(field);
        let mut changed = String::with_capacity(text.len());
        let mut at = 0;
        for place in places {
            changed.push_str(text.get(at..place.span.start).unwrap_or_default());
            changed.push_str(&place.after);
            at = place.span.end;
        }
        if at > 0 {
            changed.push_str(text.get(at..).unwrap_or_default());
            made.set_field(field, changed.into());
        }
    }
    made
}

/// Undoes or redoes an edit of several files, if the last step of `key` was part of one and the
/// others have not been changed since; whether it was.
pub(super) fn step_joined(app: &mut App, key: &FileKey, is_undo: bool) -> bool {
    let model = &mut app.model;
    let joined = model.joined_edits.iter().rev().find(|joined| {
        let stands = |(file, before, after): &(FileKey, TemplateTexts, TemplateTexts)| {
            let now = if is_undo { after } else { before };
            model.file(file).is_some_and(|document| {
                let can = if is_undo {
                    document.can_undo()
                } else {
                    document.can_redo()
                };
                can && document.texts == *now
            })
        };
        joined.files.iter().any(|(file, ..)| file == key) && joined.files.iter().all(stands)
    });
    let Some(files) = joined.map(|joined| joined.files.clone()) else {
        return false;
    };
    for (file, before, after) in &files {
        let wanted = if is_undo { before } else { after };
        let Some(document) = model.file_mut(file) else {
            continue;
        };
        if is_undo {
            document.undo();
            if document.texts != *wanted {
                // It came to these texts in another way; that step stays.
                document.redo();
            }
        } else {
            document.redo();
            if document.texts != *wanted {
                document.undo();
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Span;

    fn place(start: usize, end: usize, after: &str) -> FixPlace {
        FixPlace {
            part: EditorPart::Own,
            field: Field::Content,
            place: "content".to_owned(),
            line: None,
            span: Span::new(start, end),
            lead: String::new(),
            before: String::new(),
            after: after.to_owned(),
            tail: String::new(),
        }
    }

    #[test]
    fn places_of_a_part_are_replaced_and_other_texts_stay() {
        let texts = TemplateTexts::of_source("abcdef".into());
        let other = FixPlace {
            part: EditorPart::Composed,
            ..place(0, 6, "other")
        };
        let plan = FixPlan {
            code: "a-code",
            places: vec![place(0, 2, "x"), place(4, 5, "E"), other],
        };
        let made = mended(&texts, &plan, &EditorPart::Own);
        assert_eq!(&*made.content, "xcdEf");
        assert_eq!(made.subject, texts.subject);
    }

    #[test]
    fn long_lines_are_cut_at_both_ends() {
        let line = "é".repeat(BESIDE + 1);
        assert_eq!(last(&line), format!("…{}", "é".repeat(BESIDE)));
        assert_eq!(first(&line), format!("{}…", "é".repeat(BESIDE)));
        assert_eq!(
            (last("ab"), first("ab")),
            ("ab".to_owned(), "ab".to_owned())
        );
    }
}
