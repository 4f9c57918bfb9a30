//! Records mended as a whole.

use super::super::super::record::{Mechanism, ModifierKind, Qualifier, Record, Term, TermKind};
use crate::domain::finding::Fix;

/// How the version is written when it goes wrong, the longer ones first.
const NEARLY: [&str; 9] = [
    "v=spf1", "v = spf1", "v =spf1", "v= spf1", "v:spf1", "v=sfp1", "v=spf", "vspf1", "spf1",
];

/// The record that a text was meant to be; none if it was probably meant to be something else.
pub(super) fn repaired(text: &str) -> Option<String> {
    let is_wrapping =
        |character: char| character.is_whitespace() || matches!(character, '"' | '\'' | '“' | '”');
    let bare = text.trim_matches(is_wrapping);
    let small = bare.to_ascii_lowercase();
    let start = NEARLY.iter().find(|start| small.starts_with(**start))?;
    let (_, rest) = bare.split_at(start.len());
    let rest = rest.trim_start_matches(|character: char| {
        character.is_ascii_digit() || character.is_whitespace() || ";,.:\"".contains(character)
    });
    let words: Vec<&str> = rest
        .split(|character: char| character.is_whitespace() || character == '"')
        .filter(|word| !word.is_empty())
        .collect();
    let is_plausible = words.is_empty()
        || words.iter().any(|word| {
            let record = format!("v=spf1 {word}");
            Record::parse(&record).directives().next().is_some()
        });
    is_plausible.then(|| {
        std::iter::once("v=spf1")
            .chain(words)
            .collect::<Vec<&str>>()
            .join(" ")
    })
}

/// One record in place of several.
pub(super) struct Merged {
    /// The record.
    pub text: String,
    /// Terms that none can have: those outside the grammar, and `+all`.
    pub dropped: Vec<String>,
}

/// One record that lets pass what any of several does. Of their `all` the mildest stays that does
/// not let everybody pass, so that no mail is refused that one of them let through on purpose.
pub(super) fn merged(texts: &[String]) -> Merged {
    let records: Vec<Record> = texts.iter().map(|text| spelled(text)).collect();
    let mut words = Words::default();
    let mut dropped = Vec::new();
    for record in &records {
        take_over(record, &mut words, &mut dropped);
    }
    let mildness = |qualifier: &Qualifier| match qualifier {
        Qualifier::Fail => 0,
        Qualifier::SoftFail => 1,
        Qualifier::Neutral => 2,
        Qualifier::Pass => 3,
    };
    let alls = records.iter().filter_map(Record::all);
    let alls = alls.map(|(_, qualifier)| qualifier);
    let end = alls
        .filter(|qualifier| *qualifier != Qualifier::Pass)
        .max_by_key(mildness)
        .unwrap_or(Qualifier::SoftFail);
    let start = std::iter::once("v=spf1".to_owned());
    let end = std::iter::once(format!("{}all", end.as_char()));
    let words = start.chain(words.directives).chain(words.modifiers);
    Merged {
        text: words.chain(end).collect::<Vec<String>>().join(" "),
        dropped,
    }
}

/// The terms of a merged record.
#[derive(Default)]
struct Words {
    directives: Vec<String>,
    modifiers: Vec<String>,
}

/// The record with the spelling corrected where it is clear what was meant.
fn spelled(text: &str) -> Record {
    let mut text = text.to_owned();
    let mut fixes: Vec<Fix> = Record::parse(&text)
        .problems
        .into_iter()
        .filter_map(|problem| problem.fix)
        .collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span.start));
    for fix in fixes {
        if text.get(fix.span.range()).is_some() {
            text.replace_range(fix.span.range(), &fix.replacement);
        }
    }
    Record::parse(&text)
}

/// Adds the terms of one record that receivers get to and that are none of the words yet.
fn take_over(record: &Record, words: &mut Words, dropped: &mut Vec<String>) {
    let is_flawed = |term: &Term| {
        let mut problems = record.problems.iter();
        problems.any(|it| it.span.start < term.span.end && term.span.start < it.span.end)
    };
    let has_all = record.all().is_some();
    let mut is_over = false;
    for term in &record.terms {
        if is_flawed(term) {
            dropped.push(term.to_string());
            continue;
        }
        let (list, word) = match &term.kind {
            TermKind::Invalid(text) => {
                dropped.push(text.clone());
                continue;
            }
            TermKind::Directive(directive) if directive.mechanism == Mechanism::All => {
                if !is_over && directive.qualifier == Qualifier::Pass {
                    dropped.push(term.to_string());
                }
                is_over = true;
                continue;
            }
            // No receiver gets behind “all”, nor follows a redirect beside it.
            TermKind::Directive(_) if is_over => continue,
            TermKind::Directive(_) => (&mut words.directives, term.to_string()),
            TermKind::Modifier(modifier) => match modifier.kind {
                ModifierKind::Redirect if has_all => continue,
                ModifierKind::Redirect => {
                    (&mut words.directives, format!("include:{}", modifier.value))
                }
                // There may be one only.
                ModifierKind::Exp if words.modifiers.iter().any(|it| it.starts_with("exp=")) => {
                    continue;
                }
                _ => (&mut words.modifiers, term.to_string()),
            },
        };
        if !list.iter().any(|known| known.eq_ignore_ascii_case(&word)) {
            list.push(word);
        }
    }
}

/// Whether two terms do the same.
pub(super) fn is_same(one: &Term, other: &Term) -> bool {
    let plain = |term: &Term| {
        let text = term.to_string().to_ascii_lowercase();
        text.trim_start_matches('+').to_owned()
    };
    plain(one) == plain(other)
}
