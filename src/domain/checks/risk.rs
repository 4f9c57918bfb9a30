//! What makes filters and careful readers distrust a mail that brings a code.
//!
//! A small set, for mails of authentication. Such a mail needs no link to unsubscribe and no postal
//! address, so nothing is said of them; nor of words such as “free”, which no such mail has and
//! which filters no longer count one by one.

use super::found::Found;
use super::input::CheckInput;
use super::page::{Page, contains_ignoring_case};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::Field;
use crate::domain::markup::html::{Kind, NodeId};
use crate::domain::markup::style::Length;

/// Elements that mail clients remove, and that filters take as a sign of an attack.
const ACTIVE: [&str; 10] = [
    "script", "iframe", "object", "embed", "applet", "form", "frame", "frameset", "portal", "base",
];

/// Sentences of deceptive mails that ask for a secret, in lower case.
const ASKS: [&str; 12] = [
    "confirm your password",
    "enter your password",
    "verify your password",
    "reply with your",
    "reply with the code",
    "send us your",
    "send us the code",
    "credit card number",
    "social security number",
    "bank details",
    "confirm your identity by replying",
    "your pin and",
];

/// Threats of deceptive mails, in lower case.
const THREATS: [&str; 12] = [
    "will be suspended",
    "has been suspended",
    "will be terminated",
    "will be closed within",
    "will be deactivated",
    "act now",
    "urgent action",
    "immediate action",
    "final notice",
    "last warning",
    "within 24 hours or",
    "to avoid suspension",
];

/// Adds what is wrong.
pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    subject(input, found);
    if page.is_html {
        active(page, found);
        pixel(page, found);
        phrases_of_page(page, found);
    } else {
        phrases(&input.details.content, |span| span, found);
    }
}

fn subject(input: &CheckInput<'_>, found: &mut Found) {
    let subject = input.details.subject.as_str();
    let whole = Span::new(0, subject.len());
    let outside = without_placeholders(subject);
    let upper = outside.chars().filter(|char| char.is_uppercase()).count();
    let lower = outside.chars().filter(|char| char.is_lowercase()).count();
    if upper >= 12 && lower * 4 < upper {
        tell(
            found,
            "subject-in-capitals",
            whole,
            "The subject is in capitals, as in mails that shout",
            "Write it as a sentence",
        );
    }
    let has_run = ["!!", "??", "!?", "$$", "€€"]
        .iter()
        .any(|run| outside.contains(run));
    if has_run {
        tell(
            found,
            "subject-punctuation",
            whole,
            "Repeated signs in the subject are a mark of unwanted mail",
            "One sign is enough",
        );
    }
    let start = outside.trim_start();
    let is_answer = ["re:", "fw:", "fwd:", "aw:", "wg:"].iter().any(|prefix| {
        start
            .get(..prefix.len())
            .is_some_and(|lead| lead.eq_ignore_ascii_case(prefix))
    });
    if is_answer {
        tell(
            found,
            "subject-like-an-answer",
            whole,
            "The subject looks like an answer to a mail that never was",
            "Leave out the prefix",
        );
    }
}

fn tell(found: &mut Found, code: &'static str, span: Span, message: &str, hint: &str) {
    let finding = Finding::new(Severity::Warning, code, message);
    found.add(Field::Subject, finding.hint(hint).at(span));
}

fn without_placeholders(text: &str) -> String {
    let mut outside = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        outside.push_str(before);
        rest = after.split_once("}}").map_or("", |(_, after)| after);
    }
    outside.push_str(rest);
    outside
}

fn active(page: &Page, found: &mut Found) {
    let document = &page.document;
    for id in document.elements() {
        let name = document.name(id);
        let refreshes = document.is(id, Kind::Meta)
            && document
                .attr(id, "http-equiv")
                .is_some_and(|value| value.trim().eq_ignore_ascii_case("refresh"));
        let handler = document.attributes(id).iter().find(|attribute| {
            let name = document.slice(attribute.name);
            is_handler(name)
        });
        // Facts for mail clients, which no one runs.
        let is_data = name == "script"
            && document
                .attr(id, "type")
                .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/ld+json"));
        if is_data {
            continue;
        }
        if ACTIVE.contains(&name) || refreshes {
            found.content(active_content(&format!("<{name}>"), page.place(id)));
        } else if let Some(handler) = handler {
            found.content(active_content(document.slice(handler.name), handler.span));
        }
    }
}

/// Whether an attribute runs a script.
fn is_handler(name: &str) -> bool {
    const EVENTS: [&str; 9] = [
        "onclick",
        "onload",
        "onerror",
        "onmouseover",
        "onfocus",
        "onblur",
        "onsubmit",
        "onchange",
        "ontoggle",
    ];
    EVENTS.iter().any(|event| event.eq_ignore_ascii_case(name))
}

fn active_content(what: &str, span: Span) -> Finding {
    Finding::new(
        Severity::Warning,
        "active-content",
        format!("Mail clients remove {what}, and filters take it as a sign of an attack"),
    )
    .hint("Link to a page that does it")
    .at(span)
}

/// A picture that nobody is meant to see tells when and where a mail was read.
fn pixel(page: &Page, found: &mut Found) {
    let document = &page.document;
    let is_dot = |id: &NodeId| {
        let Some(style) = page.light.computed(*id) else {
            return false;
        };
        let is_tiny = |length: Length| matches!(length, Length::Px(size) if size <= 1.0);
        let src = document.attr(*id, "src").unwrap_or_default();
        is_tiny(style.width) && is_tiny(style.height) && src.starts_with("http")
    };
    if let Some(id) = document.elements_of(Kind::Img).find(is_dot) {
        found.content(
            Finding::new(
                Severity::Info,
                "tracking-pixel",
                "A picture of one pixel tells when the mail was read; in a mail with a code people and filters resent it",
            )
            .hint("Take it out: Logto already knows whether the code was used")
            .at(page.place(id)),
        );
    }
}

fn phrases_of_page(page: &Page, found: &mut Found) {
    for id in page.texts().filter(|id| page.is_read(*id)) {
        if let Some(text) = page.document.text(id) {
            phrases(
                &text.text,
                |span| text.source_span(span.start, span.end),
                found,
            );
        }
    }
}

fn phrases(text: &str, place: impl Fn(Span) -> Span, found: &mut Found) {
    for (list, code, message, hint) in [
        (
            &ASKS,
            "asks-for-secret",
            "asks for a secret, as deceptive mails do",
            "Ask for nothing in a mail; say that you never do",
        ),
        (
            &THREATS,
            "threatens",
            "presses the reader, as deceptive mails do",
            "Say calmly what happened and what to do",
        ),
    ] {
        for phrase in list {
            let Some(at) = position(text, phrase).filter(|at| !is_denied(text, *at)) else {
                continue;
            };
            let span = place(Span::new(at, at + phrase.len()));
            let finding = Finding::new(Severity::Warning, code, format!("“{phrase}” {message}"));
            found.content(finding.hint(hint).at(span));
        }
    }
}

/// Where a text has a phrase, in whatever case.
fn position(text: &str, phrase: &str) -> Option<usize> {
    if !contains_ignoring_case(text, phrase) {
        return None;
    }
    text.to_ascii_lowercase().find(phrase)
}

/// Whether the words before say that it is never done: “we will never ask you to send us your code”.
fn is_denied(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().to_ascii_lowercase();
    let sentence = before.rsplit(['.', '!', '?']).next().unwrap_or_default();
    [
        "never", "not ", "don't", "don’t", "won't", "won’t", "without",
    ]
    .iter()
    .any(|word| sentence.contains(word))
}
