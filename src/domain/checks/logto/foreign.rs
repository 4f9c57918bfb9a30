//! Marks of other template languages, which Logto mails as they stand.

use memchr::memmem;

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
            for at in memmem::find_iter(text.as_bytes(), start).take(MOST) {
                let rest = text.as_bytes().get(at..).unwrap_or_default();
                let rest = rest.get(..LONGEST).unwrap_or(rest);
                let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
                let length = memmem::find(line, end.as_bytes()).map(|length| length + end.len());
                if let Some(length) = length {
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
