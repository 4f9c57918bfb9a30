//! The comparison of two texts, line by line and, where lines changed, word by word.

use std::ops::Range;
use std::time::Duration;

use similar::{DiffOp, TextDiff};

/// What takes longer than this is compared coarsely, so that the window stays awake.
const PATIENCE: Duration = Duration::from_millis(150);
/// Lines longer than this, in bytes, are not compared word by word.
const LONG: usize = 4_000;

/// A line of one of the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u32,
    /// Its bytes, without line break.
    pub span: Range<usize>,
    /// The bytes of the text that changed within the line.
    pub words: Vec<Range<usize>>,
}

/// Lines that stand beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub old: Option<Line>,
    pub new: Option<Line>,
    /// Whether both are the same.
    pub equal: bool,
}

/// The whole comparison.
#[derive(Debug, Clone, Default)]
pub struct Model {
    key: Option<u64>,
    pub pairs: Vec<Pair>,
    /// How many lines came.
    pub added: usize,
    /// How many lines went.
    pub removed: usize,
    /// Characters of the longest line.
    pub widest: usize,
}

impl Model {
    /// Compares anew where a text changed; returns whether one did.
    pub fn update(&mut self, old: &str, new: &str) -> bool {
        let key = egui::util::hash((old, new));
        if self.key == Some(key) {
            return false;
        }
        let old_spans = spans(old);
        let new_spans = spans(new);
        let old_lines = slices(old, &old_spans);
        let new_lines = slices(new, &new_spans);
        let diff = TextDiff::configure()
            .timeout(PATIENCE)
            .diff_slices(&old_lines, &new_lines);
        let characters = |lines: &[&str]| lines.iter().map(|line| line.chars().count()).max();
        let mut model = Self {
            key: Some(key),
            widest: characters(&old_lines)
                .max(characters(&new_lines))
                .unwrap_or(0),
            ..Self::default()
        };
        for op in diff.ops() {
            model.take(*op, (old, &old_spans), (new, &new_spans));
        }
        *self = model;
        true
    }

    fn take(
        &mut self,
        op: DiffOp,
        (old, old_spans): (&str, &[Range<usize>]),
        (new, new_spans): (&str, &[Range<usize>]),
    ) {
        let equal = matches!(op, DiffOp::Equal { .. });
        let (old_range, new_range) = (op.old_range(), op.new_range());
        if !equal {
            self.removed += old_range.len();
            self.added += new_range.len();
        }
        for offset in 0..old_range.len().max(new_range.len()) {
            let mut old_line = line(old_spans, &old_range, offset);
            let mut new_line = line(new_spans, &new_range, offset);
            if let (false, Some(old_line), Some(new_line)) = (equal, &mut old_line, &mut new_line) {
                mark_words((old, old_line), (new, new_line));
            }
            self.pairs.push(Pair {
                old: old_line,
                new: new_line,
                equal,
            });
        }
    }
}

fn line(spans: &[Range<usize>], range: &Range<usize>, offset: usize) -> Option<Line> {
    let index = range.start + offset;
    let span = range.contains(&index).then(|| spans.get(index))??;
    Some(Line {
        number: u32::try_from(index + 1).unwrap_or(u32::MAX),
        span: span.clone(),
        words: Vec::new(),
    })
}

/// The bytes of each line, without its break.
fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::with_capacity(text.len() / 32);
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        spans.push(start..end);
        start = end + 1;
    }
    if start < text.len() {
        spans.push(start..text.len());
    }
    spans
}

fn slices<'a>(text: &'a str, spans: &[Range<usize>]) -> Vec<&'a str> {
    spans
        .iter()
        .map(|span| text.get(span.clone()).unwrap_or_default())
        .collect()
}

/// Marks what changed within two lines, unless they have little in common.
fn mark_words((old, old_line): (&str, &mut Line), (new, new_line): (&str, &mut Line)) {
    if old_line.span.len().max(new_line.span.len()) > LONG {
        return;
    }
    let old_words = words(old, &old_line.span);
    let new_words = words(new, &new_line.span);
    let old_slices = slices(old, &old_words);
    let new_slices = slices(new, &new_words);
    let diff = TextDiff::configure()
        .timeout(PATIENCE)
        .diff_slices(&old_slices, &new_slices);
    if diff.ratio() < 0.4 {
        return;
    }
    for op in diff.ops() {
        if !matches!(op, DiffOp::Equal { .. }) {
            push(&mut old_line.words, old_words.get(op.old_range()));
            push(&mut new_line.words, new_words.get(op.new_range()));
        }
    }
}

fn push(marks: &mut Vec<Range<usize>>, words: Option<&[Range<usize>]>) {
    if let Some([first, .., last] | [first @ last]) = words {
        marks.push(first.start..last.end);
    }
}

/// Cuts a line into runs of letters and digits, runs of blanks, and single other characters.
fn words(text: &str, span: &Range<usize>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut before = Class::Other;
    let line = text.get(span.clone()).unwrap_or_default();
    for (offset, character) in line.char_indices() {
        let class = if character.is_alphanumeric() || character == '_' {
            Class::Word
        } else if character.is_whitespace() {
            Class::Blank
        } else {
            Class::Other
        };
        let start = span.start + offset;
        let end = start + character.len_utf8();
        match words.last_mut() {
            Some(word) if class == before && class != Class::Other => word.end = end,
            _ => words.push(start..end),
        }
        before = class;
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Blank,
    Other,
}

/// One row in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Both lines of a pair, beside each other, or once where they are equal.
    Both(usize),
    /// The old line of a pair alone.
    Old(usize),
    /// The new line of a pair alone.
    New(usize),
    /// Equal pairs that are folded.
    Fold(Range<usize>),
}

/// How two texts stand to each other on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DiffLayout {
    /// Beside each other.
    #[default]
    SideBySide,
    /// In one column.
    Unified,
}

/// Equal lines that stay around a change.
const CONTEXT: usize = 3;

/// The rows in view; `open` has the first pairs of the folds that were opened.
pub fn rows(pairs: &[Pair], layout: DiffLayout, open: &[usize]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(pairs.len());
    let mut start = 0;
    for run in pairs.chunk_by(|a, b| a.equal == b.equal) {
        let range = start..start + run.len();
        start = range.end;
        if run.first().is_some_and(|pair| pair.equal) {
            equal_rows(range, pairs.len(), open, &mut rows);
        } else if layout == DiffLayout::SideBySide {
            rows.extend(range.map(Row::Both));
        } else {
            let has =
                |line: fn(&Pair) -> bool| move |index: &usize| pairs.get(*index).is_some_and(line);
            rows.extend(
                range
                    .clone()
                    .filter(has(|pair| pair.old.is_some()))
                    .map(Row::Old),
            );
            rows.extend(range.filter(has(|pair| pair.new.is_some())).map(Row::New));
        }
    }
    rows
}

fn equal_rows(range: Range<usize>, all: usize, open: &[usize], rows: &mut Vec<Row>) {
    let before = if range.start == 0 { 0 } else { CONTEXT };
    let after = if range.end == all { 0 } else { CONTEXT };
    let folded = range.start + before..range.end.saturating_sub(after);
    // A fold of one line would take as much space as the line.
    if folded.len() < 2 || open.contains(&folded.start) {
        rows.extend(range.map(Row::Both));
        return;
    }
    rows.extend((range.start..folded.start).map(Row::Both));
    rows.push(Row::Fold(folded.clone()));
    rows.extend((folded.end..range.end).map(Row::Both));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(old: &str, new: &str) -> Model {
        let mut model = Model::default();
        assert!(model.update(old, new));
        assert!(!model.update(old, new), "nothing is compared twice");
        model
    }

    #[test]
    fn a_changed_word_is_marked_in_both_lines() {
        let (old, new) = (
            "a\n<p style=\"x\">Hello</p>\n",
            "a\n<p style=\"y\">Hello</p>\n",
        );
        let model = model(old, new);
        assert_eq!((model.added, model.removed), (1, 1));
        let pair = &model.pairs[1];
        let marked = |text: &'static str, line: &Option<Line>| {
            let line = line.as_ref().unwrap();
            assert_eq!(line.number, 2);
            line.words
                .iter()
                .map(|word| &text[word.clone()])
                .collect::<Vec<_>>()
        };
        assert_eq!(marked(old, &pair.old), ["x"]);
        assert_eq!(marked(new, &pair.new), ["y"]);
    }

    #[test]
    fn lines_without_much_in_common_have_no_marks() {
        let model = model("one two three\n", "{{x.y}}\n");
        assert!(model.pairs[0].old.as_ref().unwrap().words.is_empty());
    }

    #[test]
    fn equal_lines_fold_except_around_a_change() {
        let numbers: Vec<_> = (0..30).map(|line| line.to_string()).collect();
        let old = numbers.join("\n");
        let new = old.replace("\n20\n", "\nx\ny\n");
        let model = model(&old, &new);
        let rows_of = |open: &[usize]| rows(&model.pairs, DiffLayout::Unified, open);
        let rows = rows_of(&[]);
        assert_eq!(rows[0], Row::Fold(0..17));
        assert_eq!(
            rows[1..5],
            [Row::Both(17), Row::Both(18), Row::Both(19), Row::Old(20)]
        );
        assert_eq!(rows[5..7], [Row::New(20), Row::New(21)]);
        assert_eq!(rows[10], Row::Fold(25..31));
        assert_eq!(rows.len(), 11);
        assert_eq!(rows_of(&[0]).len(), 27);
    }

    #[test]
    fn equal_texts_are_one_fold_and_empty_ones_nothing() {
        let same = model("a\nb\nc", "a\nb\nc");
        assert_eq!(
            rows(&same.pairs, DiffLayout::SideBySide, &[]),
            [Row::Fold(0..3)]
        );
        assert_eq!((same.added, same.removed), (0, 0));
        assert!(model("", "").pairs.is_empty());
    }
}
