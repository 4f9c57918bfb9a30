//! Findings of a mail where they were written, for people to be led there.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::authoring::{Composition, SourceFile, SourceFinding, SourceKey};
use crate::domain::checks::{Ignore, ignored_by, in_own_content};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{Field, FieldFinding};
use crate::domain::workspace::{FileFinding, ParseError, TemplateKey};
use crate::model::{
    EditorPart, FileKey, Model, Problem, Target, TemplateProblems, TemplateTexts, written_fix,
};

/// The texts of the files that templates are composed from, cheap to copy.
pub(super) type SourceTexts = BTreeMap<SourceKey, Arc<str>>;

/// The sources as they are edited.
pub(super) fn source_texts(model: &Model) -> SourceTexts {
    let sources = model.sources.iter();
    let texts = sources.map(|(key, document)| (key.clone(), Arc::clone(&document.texts.content)));
    texts.collect()
}

/// The texts that findings of one mail lie in.
pub(super) struct Places<'a> {
    /// What its own file says.
    pub own: Option<Arc<str>>,
    /// What goes out.
    pub composed: Option<Arc<str>>,
    /// The files that it may be composed from.
    pub sources: &'a SourceTexts,
    /// What composing made of it, if it names a layout.
    pub composition: Option<&'a Composition>,
    lines: RefCell<BTreeMap<EditorPart, Vec<usize>>>,
}

impl<'a> Places<'a> {
    /// The places of the open mail.
    pub fn of_open(model: &'a Model, sources: &'a SourceTexts) -> Self {
        let composition = model.design.composition.as_ref();
        let own = model.document().map(|document| &document.texts.content);
        let analysis = model.design.analysis.as_ref();
        Self::new(
            own.cloned(),
            analysis.map(|made| Arc::clone(&made.texts.content)),
            sources,
            composition.map(|(_, composition)| composition.as_ref()),
        )
    }

    /// The places of a mail.
    pub const fn new(
        own: Option<Arc<str>>,
        composed: Option<Arc<str>>,
        sources: &'a SourceTexts,
        composition: Option<&'a Composition>,
    ) -> Self {
        Self {
            own,
            composed,
            sources,
            composition,
            lines: RefCell::new(BTreeMap::new()),
        }
    }

    /// The text that the editor shows as a part.
    fn text(&self, part: &EditorPart) -> Option<&Arc<str>> {
        match part {
            EditorPart::Own => self.own.as_ref(),
            EditorPart::Composed => self.composed.as_ref(),
            EditorPart::Source(key) => self.sources.get(key),
        }
    }

    /// The line of a byte of a part, from 1. A long text is searched for its lines once.
    fn line(&self, part: &EditorPart, at: usize) -> usize {
        let mut lines = self.lines.borrow_mut();
        let starts = lines.entry(part.clone()).or_insert_with(|| {
            let text = self.text(part).map(AsRef::as_ref).unwrap_or_default();
            text.match_indices('\n').map(|(at, _)| at + 1).collect()
        });
        starts.partition_point(|start| *start <= at) + 1
    }

    /// A finding of composing.
    pub fn composing(&self, found: &SourceFinding) -> Problem {
        let part = EditorPart::of(&found.file);
        let place = match &found.file {
            SourceFile::Template => "content".to_owned(),
            SourceFile::Shared(key) => key.to_string(),
        };
        let span = found.finding.span;
        Problem {
            place,
            line: span.map(|span| self.line(&part, span.start)),
            finding: found.finding.clone(),
            target: Some(Target {
                part,
                field: Field::Content,
                span: span.unwrap_or(Span::new(0, 0)),
            }),
            ignored: None,
        }
    }

    /// A finding in the flat texts.
    pub fn flat(&self, found: &FieldFinding) -> Problem {
        if let Some(own) = self.missing(found) {
            return own;
        }
        let span = found.finding.span.unwrap_or(Span::new(0, 0));
        let is_content = found.field == Field::Content;
        let target = if is_content {
            Target::of_composed(self.composition, span)
        } else {
            Target::own(found.field, span)
        };
        let mut finding = found.finding.clone();
        if let Some(composition) = self.composition {
            finding.span = finding.span.map(|_| target.span);
            // In another field the fix would change an expression for what it prints.
            finding.fix = finding.fix.filter(|_| is_content);
            finding.fix = finding.fix.and_then(|fix| written_fix(composition, &fix));
        }
        let line = finding.span.filter(|_| is_content);
        let line = line.map(|span| self.line(&target.part, span.start));
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

    /// What a composed mail lacks, where its own content is to say it.
    fn missing(&self, found: &FieldFinding) -> Option<Problem> {
        let own = self
            .own
            .as_deref()
            .filter(|_| found.field == Field::Content)?;
        let finding = in_own_content(&found.finding, self.composition, own)?;
        let span = finding.span.unwrap_or(Span::new(0, 0));
        Some(Problem {
            place: field_word(Field::Content).to_owned(),
            line: Some(self.line(&EditorPart::Own, span.start)),
            finding,
            target: Some(Target::own(Field::Content, span)),
            ignored: None,
        })
    }

    /// A file that templates are composed from and that cannot be read as it is now.
    pub fn unreadable(&self, key: &SourceKey, error: &ParseError) -> Problem {
        let part = EditorPart::Source(key.clone());
        let text = self.text(&part).map(AsRef::as_ref).unwrap_or_default();
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
                part,
                field: Field::Content,
                span,
            }),
            ignored: None,
        }
    }

    /// A finding in a file of the workspace.
    pub fn file(&self, found: &FileFinding) -> Problem {
        let source = match FileKey::of(&found.path) {
            Some(FileKey::Source(key)) => Some(EditorPart::Source(key)),
            Some(FileKey::Template(_)) | None => None,
        };
        let target = source.zip(found.finding.span).map(|(part, span)| Target {
            part,
            field: Field::Content,
            span,
        });
        let line = target.as_ref();
        Problem {
            place: found.path.display().to_string(),
            line: line.map(|target| self.line(&target.part, target.span.start)),
            finding: found.finding.clone(),
            target,
            ignored: None,
        }
    }
}

/// The texts of a template that was checked in the background.
pub(super) fn composed_of(texts: &TemplateTexts, made: Option<&Composition>) -> Arc<str> {
    made.map_or_else(
        || Arc::clone(&texts.content),
        |made| made.details.content.as_str().into(),
    )
}

/// The problems of a template, the most severe first, each told once; those that the workspace
/// ignores apart.
pub(super) fn sorted(
    mut problems: Vec<Problem>,
    ignores: &[Ignore],
    key: &TemplateKey,
) -> TemplateProblems {
    problems.sort_by_key(|problem| problem.finding.severity);
    let mut seen = BTreeSet::new();
    // What a file says once may stand in the mail many times.
    problems.retain(|problem| {
        let span = problem.finding.span;
        let (code, message) = (problem.finding.code, problem.finding.message.clone());
        seen.insert((problem.place.clone(), span, code, message))
    });
    let told = problems.into_iter().map(|problem| {
        let ignore = ignored_by(ignores, problem.finding.code, key.usage_type, &key.tag);
        Problem {
            ignored: ignore.map(|ignore| ignore.reason.clone()),
            ..problem
        }
    });
    let (told, ignored): (Vec<Problem>, Vec<Problem>) =
        told.partition(|problem| problem.ignored.is_none());
    TemplateProblems {
        told: Arc::new(told),
        ignored: Arc::new(ignored),
    }
}

const fn field_word(field: Field) -> &'static str {
    match field {
        Field::Subject => "subject",
        Field::Content => "content",
        Field::ReplyTo => "replyTo",
        Field::SendFrom => "sendFrom",
    }
}
