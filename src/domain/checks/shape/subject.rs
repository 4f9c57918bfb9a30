//! The line that decides whether the mail is opened.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{Field, render_with_map};

/// What phones show of a subject, in characters: about 40 (Gmail on Android 40, Mail on iPhone 41,
/// Outlook for Windows 55; measured by Emailens, April 2026).
const PHONE: usize = 40;
/// From here on most clients cut it.
const LONG: usize = 60;

pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let subject = input.details.subject.as_str();
    let Ok(rendered) = render_with_map(subject, input.payload) else {
        return;
    };
    let length = rendered.text.chars().count();
    let whole = Span::new(0, subject.len());
    let code = rendered
        .placeholders
        .iter()
        .find(|placeholder| placeholder.path == "code");
    let code_end = code.and_then(|code| {
        let before = rendered.text.get(..code.output.end)?;
        Some((code.span, before.chars().count()))
    });
    if let Some((span, end)) = code_end
        && end > PHONE
    {
        found.add(
            Field::Subject,
            Finding::new(
                Severity::Warning,
                "subject-code-late",
                format!(
                    "The code ends {end} characters into the subject; phones show about {PHONE}"
                ),
            )
            .hint(
                "Put the code first: it is then read in the notification, without opening the mail",
            )
            .at(span),
        );
    } else if length > LONG {
        let shown: String = rendered.text.chars().take(PHONE).collect();
        found.add(
            Field::Subject,
            Finding::new(
                Severity::Info,
                "subject-long",
                format!("With usual values the subject has {length} characters; phones show about {PHONE}: “{shown}…”"),
            )
            .hint("Say what matters first")
            .at(whole),
        );
    }
    if subject.contains(['\r', '\n']) {
        found.add(
            Field::Subject,
            Finding::new(
                Severity::Warning,
                "subject-line-break",
                "The subject has a line break",
            )
            .hint("It is sent as a blank, or refused: write the subject in one line")
            .at(whole),
        );
    }
    // Markup in a subject is read as it stands.
    if page.is_html && has_markup(subject) {
        found.add(
            Field::Subject,
            Finding::new(
                Severity::Warning,
                "subject-markup",
                "The subject has tags or references such as &amp;, which are shown as they stand",
            )
            .hint("A subject is plain text")
            .at(whole),
        );
    }
}

fn has_markup(subject: &str) -> bool {
    let tag = subject.split('<').skip(1).any(|rest| {
        rest.starts_with(|char: char| char.is_ascii_alphabetic() || char == '/')
            && rest.contains('>')
    });
    let reference = ["&amp;", "&nbsp;", "&lt;", "&gt;", "&quot;", "&#"];
    tag || reference.iter().any(|word| subject.contains(word))
}
