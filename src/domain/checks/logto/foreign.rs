//! Marks of other template languages, which Logto mails as they stand.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::texts;
use crate::domain::finding::{Finding, Severity, Span};

/// How marks begin and end, and whose they are.
const MARKS: [(&str, &str, &str); 4] = [
    ("<%", "%>", "EJS or ERB"),
    ("{%", "%}", "Liquid, Jinja or Twig"),
    ("*|", "|*", "Mailchimp"),
    ("[%", "%]", "Template Toolkit"),
];
/// No mark is longer.
const LONGEST: usize = 400;
/// A text with more marks is told of these.
const MOST: usize = 50;

/// Whether a text begins with such a mark.
pub(in super::super) fn begins(text: &str) -> bool {
    MARKS.iter().any(|(start, ..)| text.starts_with(start))
}

pub(super) fn check(input: &CheckInput<'_>, found: &mut Found) {
    for (field, text) in texts(input) {
        for (start, end, language) in MARKS {
            for (at, _) in text.match_indices(start).take(MOST) {
                let rest = text.get(at..).unwrap_or_default();
                let line = rest.lines().next().unwrap_or_default();
                let length = line.find(end).map(|length| length + end.len());
                if let Some(length) = length.filter(|length| *length <= LONGEST) {
                    let finding = Finding::new(
                        Severity::Error,
                        "placeholder-foreign",
                        format!("Readers see {start} … {end} as it stands: it is of {language}, which Logto does not know"),
                    )
                    .hint("Logto replaces names like {{code}} or {{application.name}} and nothing else")
                    .at(Span::new(at, at + length));
                    found.add(field, finding);
                }
            }
        }
    }
}
