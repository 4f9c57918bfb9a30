//! Records mended as a whole.

use super::super::super::record::{Mechanism, ModifierKind, Qualifier, Record, Term, TermKind};

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

/// One record that lets pass what any of several does. Of their `all` the mildest stays, so that no
/// mail is refused that one of them let through.
pub(super) fn merged(texts: &[String]) -> String {
    let records: Vec<Record> = texts.iter().map(|text| Record::parse(text)).collect();
    let mut words: Vec<String> = vec!["v=spf1".to_owned()];
    let mut modifiers: Vec<String> = Vec::new();
    for term in records.iter().flat_map(|record| &record.terms) {
        let (list, word) = match &term.kind {
            TermKind::Directive(directive) if directive.mechanism == Mechanism::All => continue,
            TermKind::Modifier(modifier) if modifier.kind == ModifierKind::Redirect => {
                (&mut words, format!("include:{}", modifier.value))
            }
            TermKind::Modifier(modifier) if modifier.kind == ModifierKind::Exp => {
                // There may be one only.
                if modifiers.iter().any(|word| word.starts_with("exp=")) {
                    continue;
                }
                (&mut modifiers, term.to_string())
            }
            TermKind::Modifier(_) => (&mut modifiers, term.to_string()),
            _ => (&mut words, term.to_string()),
        };
        if !list.iter().any(|known| known.eq_ignore_ascii_case(&word)) {
            list.push(word);
        }
    }
    words.append(&mut modifiers);
    let mildness = |qualifier: &Qualifier| match qualifier {
        Qualifier::Fail => 0,
        Qualifier::SoftFail => 1,
        Qualifier::Neutral => 2,
        Qualifier::Pass => 3,
    };
    let all = records
        .iter()
        .filter_map(|record| record.all().map(|(_, qualifier)| qualifier))
        .max_by_key(mildness);
    words.extend(all.map(|qualifier| format!("{}all", qualifier.as_char())));
    words.join(" ")
}

/// Whether two terms do the same.
pub(super) fn is_same(one: &Term, other: &Term) -> bool {
    let plain = |term: &Term| {
        let text = term.to_string().to_ascii_lowercase();
        text.trim_start_matches('+').to_owned()
    };
    plain(one) == plain(other)
}
