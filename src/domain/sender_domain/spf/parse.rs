//! Reads the text of a record (RFC 7208 section 12). It never fails: what violates the grammar is
//! kept as it is and told as a problem.

mod macros;
mod suggest;
mod terms;

use super::macro_string::MacroString;
use super::problem::{Problem, ProblemKind};
use super::record::{ModifierKind, Record, Term, TermKind};
use crate::domain::finding::Span;
use macros::{MacroUse, read_macros};

pub(super) use suggest::is_near;

impl Record {
    /// Takes a text apart. Spans count in its bytes.
    pub fn parse(text: &str) -> Self {
        let end = text.find(' ').unwrap_or(text.len());
        let (version, mut rest) = text.split_at(end);
        let mut problems = Vec::new();
        if !version.eq_ignore_ascii_case("v=spf1") {
            problems.push(Problem {
                span: Span::new(0, end),
                kind: ProblemKind::Version,
                fix: suggest::version(version),
            });
        }
        let mut terms = Vec::new();
        loop {
            let written = rest.trim_start_matches(' ');
            let (gap, _) = rest.split_at(rest.len() - written.len());
            if written.is_empty() {
                break;
            }
            let start = text.len() - written.len();
            let length = written.find(' ').unwrap_or(written.len());
            let (term, behind) = written.split_at(length);
            let mut reader = TermReader {
                start,
                text: term,
                problems: &mut problems,
            };
            terms.push(Term {
                gap: gap.to_owned(),
                span: Span::new(start, start + length),
                kind: reader.read(),
            });
            rest = behind;
        }
        find_repeated(&terms, &mut problems);
        problems.sort_by_key(|problem| problem.span);
        Self {
            text: text.to_owned(),
            version: version.to_owned(),
            terms,
            trailing: rest.to_owned(),
            problems,
        }
    }
}

impl MacroString {
    /// Reads the text an `exp` modifier points to (RFC 7208 section 6.2), spaces allowed; none if
    /// it violates the grammar.
    pub fn parse_explanation(text: &str) -> Option<Self> {
        let mut problems = Vec::new();
        let parsed = read_macros(text, 0, MacroUse::Explanation, &mut problems);
        let is_fit = |character: char| matches!(character, ' '..='~');
        (problems.is_empty() && text.chars().all(is_fit)).then_some(parsed)
    }
}

/// `redirect` and `exp` may each stand once (RFC 7208 section 6).
fn find_repeated(terms: &[Term], problems: &mut Vec<Problem>) {
    for kind in [ModifierKind::Redirect, ModifierKind::Exp] {
        let repeated = terms
            .iter()
            .filter_map(|term| match &term.kind {
                TermKind::Modifier(modifier) if modifier.kind == kind => Some((term, modifier)),
                _ => None,
            })
            .skip(1);
        problems.extend(repeated.map(|(term, modifier)| Problem {
            span: Span::new(term.span.start, term.span.start + modifier.name.len()),
            kind: ProblemKind::RepeatedModifier,
            fix: None,
        }));
    }
}

/// Reads one term.
struct TermReader<'a> {
    start: usize,
    text: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl TermReader<'_> {
    /// The bytes `from` up to `to` of the term, as a span of the record.
    const fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.start + from, self.start + to)
    }

    fn report(&mut self, from: usize, to: usize, kind: ProblemKind) {
        let span = self.span(from, to);
        let fix = suggest::for_problem(self.text, self.start, span, kind);
        self.problems.push(Problem { span, kind, fix });
    }

    /// The same, and the whole term is invalid by it.
    fn refuse(&mut self, from: usize, to: usize, kind: ProblemKind) -> TermKind {
        self.report(from, to, kind);
        TermKind::Invalid(self.text.to_owned())
    }
}
