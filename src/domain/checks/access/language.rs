//! The language and direction that screen readers and line breaking go by.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use super::{insert, replace};
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::language::{Direction, canonical, direction, english_name};
use crate::domain::markup::html::{Document, NodeId};

pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    if page.texts().next().is_none() {
        return;
    }
    let document = &page.document;
    let html = document.html().filter(|id| is_written(document, *id));
    let wrapper = wrapper(page);
    if let Some(html) = html {
        of_element(page, html, "The <html> tag", input.tag, found);
        // Webmail drops the outer tags, so the first element within the body has to say it again.
        if let Some(wrapper) = wrapper {
            of_wrapper(page, html, wrapper, input.tag, found);
        }
    } else if let Some(wrapper) = wrapper {
        of_element(page, wrapper, "The outermost element", input.tag, found);
    } else {
        without_element(page, input, found);
    }
}

fn is_written(document: &Document, id: NodeId) -> bool {
    document
        .element(id)
        .is_some_and(|element| element.start_tag.is_some())
}

/// The first element of the body that holds a text; hidden preview texts do not count.
fn wrapper(page: &Page) -> Option<NodeId> {
    let document = &page.document;
    let body = document.body()?;
    let is_text_of = |id: NodeId| {
        let mut texts = document.descendants(id).filter(|node| {
            let text = document.text(*node);
            text.is_some_and(|text| !text.text.trim().is_empty())
        });
        texts.any(|text| page.is_read(text))
    };
    document
        .children(body)
        .filter(|id| document.element(*id).is_some())
        .find(|id| is_text_of(*id))
}

fn of_element(page: &Page, id: NodeId, what: &str, tag: &str, found: &mut Found) {
    let document = &page.document;
    match document.attribute(id, "lang") {
        None => found.content(lang_missing(page, id, what, tag)),
        Some(attribute) => {
            let value = document.value(attribute).text;
            if let Some(severity) = differs(&value, tag) {
                let message = format!(
                    "{what} says lang=\"{}\", but this template is for {tag}",
                    shorten(&value)
                );
                found.content(
                    Finding::new(severity, "lang-differs", message)
                        .hint("A screen reader takes the voice from it, and reads the mail in the wrong one")
                        .at(attribute.span)
                        .fix(replace(attribute, "lang", tag)),
                );
            }
        }
    }
    direction_of(page, id, what, tag, found);
}

fn lang_missing(page: &Page, id: NodeId, what: &str, tag: &str) -> Finding {
    let message = format!("{what} does not say that the mail is in {}", name_of(tag));
    Finding {
        fix: insert(page, id, &format!("lang=\"{tag}\"")),
        ..Finding::new(Severity::Warning, "lang-missing", message)
            .hint("A screen reader then reads it in the voice of the reader’s own language")
            .at(page.place(id))
    }
}

fn direction_of(page: &Page, id: NodeId, what: &str, tag: &str, found: &mut Found) {
    let document = &page.document;
    let wanted = direction(tag);
    let Some(attribute) = document.attribute(id, "dir") else {
        let severity = match wanted {
            Direction::RightToLeft => Severity::Error,
            Direction::LeftToRight => Severity::Info,
        };
        let message = match wanted {
            Direction::RightToLeft => format!(
                "{what} has no dir=\"rtl\", so {} stands on the wrong side",
                name_of(tag)
            ),
            Direction::LeftToRight => {
                format!("{what} does not say in which direction it is written")
            }
        };
        let finding = Finding::new(severity, "dir-missing", message)
            .hint("Webmail in a right-to-left language turns a mail that says nothing")
            .at(page.place(id));
        found.content(Finding {
            fix: insert(page, id, &format!("dir=\"{}\"", wanted.as_str())),
            ..finding
        });
        return;
    };
    let value = document.value(attribute).text;
    if value.eq_ignore_ascii_case(wanted.as_str()) || value.contains("{{") {
        return;
    }
    let severity = if value.eq_ignore_ascii_case("auto") {
        Severity::Info
    } else {
        Severity::Error
    };
    found.content(
        Finding::new(
            severity,
            "dir-differs",
            format!(
                "{what} says dir=\"{}\", but {} is written {}",
                shorten(&value),
                name_of(tag),
                side(wanted)
            ),
        )
        .at(attribute.span)
        .fix(replace(attribute, "dir", wanted.as_str())),
    );
}

fn of_wrapper(page: &Page, html: NodeId, wrapper: NodeId, tag: &str, found: &mut Found) {
    let document = &page.document;
    let body = document.body();
    let around = |name: &str| {
        // The body is dropped with the rest by some webmail, and kept as a <div> by others.
        document
            .attribute(wrapper, name)
            .or_else(|| document.attribute(body?, name))
    };
    let is_rtl = direction(tag) == Direction::RightToLeft;
    let lacks_lang = around("lang").is_none() && document.has_attribute(html, "lang");
    let lacks_dir = is_rtl && around("dir").is_none() && document.has_attribute(html, "dir");
    if lacks_lang || lacks_dir {
        let mut attributes = Vec::new();
        if lacks_lang {
            attributes.push(format!("lang=\"{tag}\""));
        }
        if lacks_dir {
            attributes.push("dir=\"rtl\"".to_owned());
        }
        let severity = if lacks_dir {
            Severity::Warning
        } else {
            Severity::Info
        };
        let attributes = attributes.join(" ");
        let message = format!(
            "The first element of the body lacks {attributes}, which is lost where webmail drops the <html> tag"
        );
        let finding =
            Finding::new(severity, "wrapper-lang-missing", message).at(page.place(wrapper));
        found.content(Finding {
            fix: insert(page, wrapper, &attributes),
            ..finding
        });
    } else if let Some(attribute) = document.attribute(wrapper, "lang") {
        let value = document.value(attribute).text;
        if let Some(severity) = differs(&value, tag) {
            let message = format!(
                "The first element of the body says lang=\"{}\", but this template is for {tag}",
                shorten(&value)
            );
            found.content(
                Finding::new(severity, "lang-differs", message)
                    .at(attribute.span)
                    .fix(replace(attribute, "lang", tag)),
            );
        }
    }
}

/// Text and inline markup with nothing around it.
fn without_element(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let length = input.details.content.len();
    let text = input.details.content.as_str();
    let wanted = direction(input.tag);
    if wanted == Direction::LeftToRight {
        // A line of text needs no element for its own sake.
        return;
    }
    let span = Span::new(0, length);
    let attributes = format!("lang=\"{}\" dir=\"{}\"", input.tag, wanted.as_str());
    let place = page
        .texts()
        .next()
        .map_or(span, |id| page.document.span(id));
    found.content(
        Finding::new(
            Severity::Error,
            "dir-missing",
            format!("Nothing says that the mail is written {}", side(wanted)),
        )
        .at(place)
        .fix(Fix {
            title: format!("Wrap in <div {attributes}>"),
            span,
            replacement: format!("<div {attributes}>{text}</div>"),
        }),
    );
}

/// How far a value of `lang` is from the tag.
fn differs(value: &str, tag: &str) -> Option<Severity> {
    let value = value.trim();
    if value.contains("{{") || value.eq_ignore_ascii_case(tag) {
        return None;
    }
    let same = |one: &str, other: &str| match (canonical(one), canonical(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    };
    if same(value, tag) {
        return None;
    }
    let language = |tag: &str| {
        tag.split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    if language(value) != language(tag) {
        return Some(Severity::Error);
    }
    // What says less is not wrong: pt for pt-BR.
    let is_less = value.len() < tag.len();
    Some(if is_less {
        Severity::Info
    } else {
        Severity::Warning
    })
}

fn name_of(tag: &str) -> String {
    english_name(tag)
}

const fn side(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "from left to right",
        Direction::RightToLeft => "from right to left",
    }
}

fn shorten(value: &str) -> String {
    value.chars().take(20).collect()
}
