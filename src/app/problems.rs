//! What is wrong: with the open template, with all others, with the files.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::App;
use super::compose::{self, ToCompose};
use super::event::{CheckedAll, Event};
use crate::domain::authoring::{Composition, SourceFile, SourceFinding, SourceKey};
use crate::domain::checks::{CheckInput, check_with, ignored_by};
use crate::domain::clients::checks::MORE;
use crate::domain::emulate::FORCED_DARK;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{self, Field, FieldFinding};
use crate::domain::workspace::{FileFinding, ParseError, line_and_column};
use crate::model::{
    EditorPart, FileKey, Model, Problem, Target, TaskKey, TemplateTexts, written_fix,
};
use crate::tasks::IfBusy;

/// Sources that change more quickly than this are looked at once.
const QUIET: Duration = Duration::from_millis(120);

/// Brings the list of problems up to date.
pub(super) fn list(app: &mut App) {
    let (mut problems, ignored) = without_ignored(&app.model, of_open(&app.model));
    if *app.model.design.ignored != ignored {
        app.model.design.ignored = Arc::new(ignored);
    }
    let model = &app.model;
    let unreadable = app.composing.errors().iter();
    let unreadable = unreadable.map(|(key, error)| of_unreadable(model, key, error));
    // What follows from them comes after them.
    problems.splice(0..0, unreadable);
    note_open(&mut app.model, &problems);
    let model = &app.model;
    let files = model.workspace.iter().flat_map(|open| &open.files.findings);
    problems.extend(files.map(|found| of_file(model, found)));
    if *app.model.design.problems != problems {
        app.model.design.problems = Arc::new(problems);
    }
}

/// The problems that are to be told, and those that the workspace ignores, with its reasons.
fn without_ignored(model: &Model, problems: Vec<Problem>) -> (Vec<Problem>, Vec<Problem>) {
    let reason = |problem: &Problem| {
        let key = model.design.selected.as_ref()?;
        let ignores = &model.settings.ignores;
        let ignore = ignored_by(ignores, problem.finding.code, key.usage_type, &key.tag)?;
        Some(ignore.reason.clone())
    };
    let told = problems.into_iter().map(|problem| Problem {
        ignored: reason(&problem),
        ..problem
    });
    told.partition(|problem| problem.ignored.is_none())
}

/// The problems of the open template, most severe first.
fn of_open(model: &Model) -> Vec<Problem> {
    let composition = model.design.composition.as_ref();
    let composition = composition.map(|(_, composition)| composition.as_ref());
    let mut problems = Vec::new();
    let composing = composition.into_iter().flat_map(|made| &made.findings);
    problems.extend(composing.map(|found| of_composing(model, found)));
    let is_failed = composition.is_some_and(|composition| composition.is_failed);
    let analysis = model.design.analysis.as_ref().filter(|_| !is_failed);
    let told = analysis.into_iter().flat_map(|analysis| &analysis.findings);
    let checked = model
        .design
        .checked
        .as_ref()
        .filter(|(key, _)| !is_failed && model.design.selected.as_ref() == Some(key));
    let checked = checked.map_or(&[][..], |(_, findings)| findings);
    let is_told = |found: &FieldFinding| {
        let is_same = |other: &FieldFinding| {
            (other.field, other.finding.code, other.finding.span)
                == (found.field, found.finding.code, found.finding.span)
        };
        analysis.is_some_and(|analysis| analysis.findings.iter().any(is_same))
    };
    let more = checked.iter().filter(|found| !is_told(found));
    let all = told.chain(more);
    problems.extend(all.map(|found| of_template(model, composition, found)));
    problems.sort_by_key(|problem| problem.finding.severity);
    problems
}

/// Keeps the list of templates in step with the one being edited.
fn note_open(model: &mut Model, problems: &[Problem]) {
    let Some(key) = model.design.selected.clone() else {
        return;
    };
    if let Some(worst) = problems.first() {
        model.worst.insert(key.clone(), worst.finding.severity);
        model.finding_counts.insert(key, problems.len());
    } else {
        model.worst.remove(&key);
        model.finding_counts.remove(&key);
    }
}

/// A file that templates are composed from and that cannot be read as it is now.
fn of_unreadable(model: &Model, key: &SourceKey, error: &ParseError) -> Problem {
    let text = text_of(model, &EditorPart::Source(key.clone()));
    let line_start: usize = text
        .split_inclusive('\n')
        .take(error.line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(line_start..).unwrap_or_default();
    let column = rest.char_indices().nth(error.column.saturating_sub(1));
    let at = line_start + column.map_or(0, |(at, _)| at);
    let span = Span::new(at, at);
    let message = format!("{key} cannot be read: {}", error.message);
    let finding = Finding::new(Severity::Error, "compose-unreadable", message)
        .hint("Until it can, what it said before is used")
        .at(span);
    Problem {
        place: key.to_string(),
        line: Some(error.line),
        finding,
        target: Some(Target {
            part: EditorPart::Source(key.clone()),
            field: Field::Content,
            span,
        }),
        ignored: None,
    }
}

fn of_composing(model: &Model, found: &SourceFinding) -> Problem {
    let part = EditorPart::of(&found.file);
    let text = text_of(model, &part);
    let place = match &found.file {
        SourceFile::Template => "content".to_owned(),
        SourceFile::Shared(key) => key.to_string(),
    };
    let span = found.finding.span;
    Problem {
        place,
        line: span.map(|span| line_and_column(&text, span.start).0),
        finding: found.finding.clone(),
        target: Some(Target {
            part,
            field: Field::Content,
            span: span.unwrap_or(Span::new(0, 0)),
        }),
        ignored: None,
    }
}

fn of_template(model: &Model, composition: Option<&Composition>, found: &FieldFinding) -> Problem {
    let span = found.finding.span.unwrap_or(Span::new(0, 0));
    let is_content = found.field == Field::Content;
    let target = if is_content {
        Target::of_composed(composition, span)
    } else {
        Target::own(found.field, span)
    };
    let mut finding = found.finding.clone();
    if let Some(composition) = composition {
        finding.span = finding.span.map(|_| target.span);
        // In another field the fix would change an expression for what it prints.
        finding.fix = finding.fix.filter(|_| is_content);
        finding.fix = finding.fix.and_then(|fix| written_fix(composition, &fix));
    }
    let line = finding.span.filter(|_| is_content);
    let line = line.map(|span| line_and_column(&text_of(model, &target.part), span.start).0);
    let place = match &target.part {
        EditorPart::Source(key) => key.to_string(),
        EditorPart::Composed => "composed".to_owned(),
        EditorPart::Own => field_word(found.field).to_owned(),
    };
    Problem {
        place,
        line,
        finding,
        target: Some(target),
        ignored: None,
    }
}

fn of_file(model: &Model, found: &FileFinding) -> Problem {
    let key = FileKey::of(&found.path);
    let source = key.and_then(|key| match key {
        FileKey::Source(key) => Some(EditorPart::Source(key)),
        FileKey::Template(_) => None,
    });
    let target = source.zip(found.finding.span).map(|(part, span)| Target {
        part,
        field: Field::Content,
        span,
    });
    let line = target.as_ref().map(|target| {
        let text = text_of(model, &target.part);
        line_and_column(&text, target.span.start).0
    });
    Problem {
        place: found.path.display().to_string(),
        line,
        finding: found.finding.clone(),
        target,
        ignored: None,
    }
}

/// The text that the editor shows as a part.
fn text_of(model: &Model, part: &EditorPart) -> Arc<str> {
    let text = match part {
        EditorPart::Own => model.document().map(|document| &document.texts.content),
        EditorPart::Source(key) => {
            let document = model.sources.get(key);
            document.map(|document| &document.texts.content)
        }
        EditorPart::Composed => model
            .design
            .analysis
            .as_ref()
            .map(|made| &made.texts.content),
    };
    text.cloned().unwrap_or_default()
}

const fn field_word(field: Field) -> &'static str {
    match field {
        Field::Subject => "subject",
        Field::Content => "content",
        Field::ReplyTo => "replyTo",
        Field::SendFrom => "sendFrom",
    }
}

/// Composes all templates and looks for problems in them, each with everything its first flow can
/// carry.
pub(super) fn check_all(app: &mut App) {
    let model = &app.model;
    let keys = model.documents.keys();
    let all: Vec<ToCompose> = keys
        .filter_map(|key| compose::to_compose(model, key))
        .collect();
    let background = app.composing.in_background();
    app.start(
        TaskKey::CheckAll,
        IfBusy::Replace,
        move |reporter, token| async move {
            tokio::time::sleep(QUIET).await;
            let stopped = token.clone();
            let work =
                move || background.run(|compose| check(&all, compose, &|| stopped.is_cancelled()));
            let checked = tokio::task::spawn_blocking(work).await;
            // A panic of the check is told like any other.
            let checked =
                checked.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            if let Some(checked) = checked {
                reporter.send(Event::Checked(Box::new(checked)));
            }
        },
    );
}

fn check(
    all: &[ToCompose],
    compose: &mut dyn FnMut(&ToCompose) -> Option<Arc<Composition>>,
    is_cancelled: &dyn Fn() -> bool,
) -> Option<CheckedAll> {
    let mut checked = CheckedAll::default();
    for template in all {
        if is_cancelled() {
            return None;
        }
        let key = &template.key;
        let composition = compose(template);
        let severities = severities(template, composition.as_deref());
        if let Some(worst) = severities.iter().min() {
            checked.worst.insert(key.clone(), *worst);
            checked.counts.insert(key.clone(), severities.len());
        }
        let composed = composition.map(|composition| (key.clone(), composition));
        checked.composed.extend(composed);
    }
    Some(checked)
}

fn severities(template: &ToCompose, composition: Option<&Composition>) -> Vec<Severity> {
    let of = |finding: &Finding| finding.severity;
    let composing = composition.into_iter().flat_map(|made| &made.findings);
    let mut severities: Vec<Severity> = composing.map(|found| of(&found.finding)).collect();
    if composition.is_some_and(|composition| composition.is_failed) {
        return severities;
    }
    let usage_type = template.key.usage_type;
    if let Some(flow) = logto::flows_of(usage_type).first().copied() {
        let texts = composition.map_or_else(
            || template.texts.clone(),
            |made| TemplateTexts::from(&made.details),
        );
        let payload = logto::sample_payload(flow, usage_type);
        let (details, tag) = (texts.to_details(), &template.key.tag);
        let input = CheckInput::new(&details, usage_type, tag, &payload)
            .by(flow)
            .darkened(&FORCED_DARK);
        let found = check_with(&input, MORE);
        severities.extend(found.iter().map(|found| of(&found.finding)));
    }
    severities
}

/// Takes over what looking at all templates found; the open one is known better.
pub(super) fn checked(app: &mut App, checked: CheckedAll) {
    let CheckedAll {
        worst,
        counts,
        composed,
    } = checked;
    app.model.worst = worst;
    app.model.finding_counts = counts;
    app.model.composed = composed;
}

/// Nothing is known about any template yet.
pub(super) fn forget(model: &mut Model) {
    model.worst = BTreeMap::new();
    model.finding_counts = BTreeMap::new();
    model.composed = BTreeMap::new();
}
