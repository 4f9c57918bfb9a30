//! From a place in a composed text to where it was written.

use super::SourceFile;
use super::delimiters::{Marks, Piece, is_mark, restored};
use crate::domain::finding::Span;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The file.
    pub file: SourceFile,
    /// The bytes; of an expression where the text comes from one.
    pub span: Span,
    /// Whether the text stands there as it is, rather than coming from an expression.
    pub is_literal: bool,
}

/// Where the pieces of a composed text were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// By their start in the composed text.
    runs: Vec<Run>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    at: usize,
    file: SourceFile,
    span: Span,
}

/// Expressions longer than this are not shown as a whole.
const LONGEST_EXPRESSION: usize = 2000;

impl SourceMap {
    /// Where the byte `at` of the composed text was written.
    pub fn locate(&self, at: usize) -> Option<Located> {
        let index = self
            .runs
            .partition_point(|run| run.at <= at)
            .checked_sub(1)?;
        let run = self.runs.get(index)?;
        let from_start = at - run.at;
        if from_start < run.span.end - run.span.start {
            let place = run.span.start + from_start;
            return Some(Located {
                file: run.file.clone(),
                span: Span::new(place, place),
                is_literal: true,
            });
        }
        let next = self.runs.get(index + 1).filter(|next| {
            next.file == run.file
                && next.span.start >= run.span.end
                && next.span.start - run.span.end < LONGEST_EXPRESSION
        });
        let end = next.map_or(run.span.end, |next| next.span.start);
        Some(Located {
            file: run.file.clone(),
            span: Span::new(run.span.end, end),
            is_literal: false,
        })
    }

    /// Where a span of the composed text was written; if its ends are apart, its start counts.
    pub fn locate_span(&self, span: Span) -> Option<Located> {
        let start = self.locate(span.start)?;
        if !start.is_literal || span.end <= span.start {
            return Some(start);
        }
        let last = self.locate(span.end - 1)?;
        let is_whole = last.is_literal && last.file == start.file && last.span >= start.span;
        let end = if is_whole {
            last.span.start + 1
        } else {
            start.span.start
        };
        Some(Located {
            span: Span::new(start.span.start, end),
            ..start
        })
    }

    /// Where the byte `at` of a file stands first in the composed text.
    pub fn composed(&self, file: &SourceFile, at: usize) -> Option<usize> {
        let mut runs = self.runs.iter().filter(|run| run.file == *file);
        let run =
            runs.find(|run| run.span.start <= at && at < run.span.end.max(run.span.start + 1))?;
        Some(run.at + at - run.span.start)
    }
}

/// Takes the marks out of what the engine made, and notes where they stood.
pub(super) fn take_marks(
    text: &str,
    kept: &Marks<Piece<SourceFile>>,
    own: &Marks<Piece<SourceFile>>,
) -> (String, SourceMap) {
    let mut clean = String::with_capacity(text.len());
    let mut runs = Vec::new();
    for c in text.chars() {
        if is_mark(c) {
            if let Some(piece) = kept.piece(c).or_else(|| own.piece(c)) {
                runs.push(Run {
                    at: clean.len(),
                    file: piece.file.clone(),
                    span: piece.span,
                });
            }
        } else {
            clean.extend(restored(c));
        }
    }
    (clean, SourceMap { runs })
}
