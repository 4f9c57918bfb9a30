//! What was probably meant by a broken term.

use core::net::{Ipv4Addr, Ipv6Addr};

use super::super::problem::ProblemKind;
use crate::domain::finding::{Fix, Span};

/// The names people misspell.
const NAMES: [&str; 10] = [
    "include", "redirect", "exists", "ip4", "ip6", "all", "ptr", "exp", "mx", "a",
];

/// The start of a record that was nearly right.
pub(super) fn version(written: &str) -> Option<Fix> {
    let bare = written.trim_matches(|character: char| !character.is_ascii_alphanumeric());
    let small = bare.to_ascii_lowercase();
    let is_near = ["v=spf", "spf1", "v:spf1", "v=sfp1"]
        .iter()
        .any(|near| small.starts_with(near));
    (is_near && !small.contains("v=spf1-") && small.len() <= 8).then(|| Fix {
        title: "Start the record with {{code}}".to_owned(),
        span: Span::new(0, written.len()),
        replacement: "v=spf1".to_owned(),
    })
}

/// A replacement for the term `text`, which starts at byte `start`, or for a part of it.
pub(super) fn for_problem(text: &str, start: usize, span: Span, kind: ProblemKind) -> Option<Fix> {
    let fix = |span: Span, replacement: String| Fix {
        title: if replacement.is_empty() {
            "Remove it".to_owned()
        } else {
            format!("Replace it by “{replacement}”")
        },
        span,
        replacement,
    };
    let whole = Span::new(start, start + text.len());
    match kind {
        ProblemKind::UnknownMechanism | ProblemKind::NotATerm => {
            repaired_term(text).map(|term| fix(whole, term))
        }
        ProblemKind::ModifierWithColon => Some(fix(
            whole,
            text.trim_start_matches(['+', '-', '~', '?'])
                .replacen(':', "=", 1),
        )),
        ProblemKind::UnwantedValue | ProblemKind::UnwantedPrefix => Some(fix(span, String::new())),
        ProblemKind::PrefixLength => {
            let digits = text.get(span.start - start..span.end - start)?;
            let plain = digits.trim_start_matches('0');
            let is_number = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
            (is_number && plain.len() < digits.len()).then(|| fix(span, plain.to_owned()))
        }
        _ => None,
    }
}

fn repaired_term(text: &str) -> Option<String> {
    let bare = text.trim_matches(['"', '\'', ',', ';']);
    if bare.eq_ignore_ascii_case("v=spf1") {
        return Some(String::new());
    }
    let unqualified = bare.trim_start_matches(['+', '-', '~', '?']);
    let (qualifier, _) = bare.split_at(bare.len() - unqualified.len());
    let address = unqualified.split('/').next().unwrap_or_default();
    if address.parse::<Ipv4Addr>().is_ok() {
        return Some(format!("{qualifier}ip4:{unqualified}"));
    }
    if address.parse::<Ipv6Addr>().is_ok() {
        return Some(format!("{qualifier}ip6:{unqualified}"));
    }
    let (name, value) = match unqualified.split_once([':', '=']) {
        Some((name, value)) => (name.to_ascii_lowercase(), Some(value)),
        None => (unqualified.to_ascii_lowercase(), None),
    };
    let name = match (name.as_str(), value) {
        ("ip" | "ipv4" | "ipv6" | "ip4v" | "ip6v", Some(value)) if value.contains(':') => "ip6",
        ("ip" | "ipv4" | "ipv6" | "ip4v" | "ip6v", Some(_)) => "ip4",
        (name, _) => NAMES.into_iter().find(|known| is_near(name, known))?,
    };
    let repaired = match (name, value) {
        ("redirect" | "exp", Some(value)) => format!("{name}={value}"),
        (_, Some(value)) => format!("{qualifier}{name}:{value}"),
        (_, None) => format!("{qualifier}{name}"),
    };
    (repaired != text).then_some(repaired)
}

/// Whether a name is another one with one letter changed, added, left out or swapped.
pub(in crate::domain::sender_domain::spf) fn is_near(written: &str, known: &str) -> bool {
    // Nearly everything is one letter away from a short name.
    if written == known || known.len() < 3 {
        return written == known;
    }
    let start = written
        .bytes()
        .zip(known.bytes())
        .take_while(|(mine, theirs)| mine == theirs)
        .count();
    let mine = written.as_bytes().split_at(start).1;
    let theirs = known.as_bytes().split_at(start).1;
    let end = mine
        .iter()
        .rev()
        .zip(theirs.iter().rev())
        .take_while(|(mine, theirs)| mine == theirs)
        .count();
    let mine = mine.split_at(mine.len() - end).0;
    let theirs = theirs.split_at(theirs.len() - end).0;
    match (mine, theirs) {
        ([first, second], [third, fourth]) => first == fourth && second == third,
        _ => mine.len() <= 1 && theirs.len() <= 1,
    }
}
