//! Whether the reader gets the code or the link that the mail is sent for.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use super::contexts::{Context, Contexts};
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::logto::{FieldFinding, UsageType};
use crate::domain::markup::html::{Kind, NodeId};

/// A finding of a missing code or link, with a fix that puts it in.
pub(super) fn with_fix(page: &Page, input: &CheckInput<'_>, told: FieldFinding) -> FieldFinding {
    let wanted = match told.finding.code {
        "template-code-missing" => "{{code}}",
        "template-link-missing" => "{{link}}",
        _ => return told,
    };
    if input.details.content.is_empty() || told.finding.fix.is_some() {
        return told;
    }
    let at = end_of_text(page, input);
    let replacement = match (page.is_html, wanted) {
        (false, _) => format!("\n\n{wanted}\n"),
        (true, "{{code}}") => "\n<p><strong>{{code}}</strong></p>".to_owned(),
        (true, _) => "\n<p><a href=\"{{link}}\">{{link}}</a></p>".to_owned(),
    };
    let fix = Fix {
        title: format!("Insert {wanted}"),
        span: Span::new(at, at),
        replacement,
    };
    FieldFinding {
        field: told.field,
        finding: told.finding.at(Span::new(at, at)).fix(fix),
    }
}

/// After the first paragraph that is read, else at the end of the body.
fn end_of_text(page: &Page, input: &CheckInput<'_>) -> usize {
    let document = &page.document;
    let length = input.details.content.len();
    if !page.is_html {
        return length;
    }
    let is_paragraph = |id: &NodeId| document.is(*id, Kind::P);
    let paragraph = page
        .texts()
        .filter(|text| page.is_read(*text) && page.outline.is_in_paragraph(*text))
        .find_map(|text| document.ancestors(text).find(is_paragraph));
    let paragraph = paragraph.filter(|id| {
        let tag = document.element(*id).and_then(|element| element.end_tag);
        tag.is_some()
    });
    let in_body = || document.inner(document.body()?);
    let at = match paragraph {
        Some(id) => document.span(id).end,
        None => in_body().map_or(length, |inner| inner.end),
    };
    at.min(length)
}

/// Whether what the mail is for can be read: not hidden, not in a picture's address, not in a comment.
pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let wanted = match input.usage_type {
        UsageType::OrganizationInvitation => "link",
        _ => "code",
    };
    if !page.is_html {
        return;
    }
    let contexts = Contexts::of(page);
    let document = &page.document;
    let mut unread: Vec<(Span, Option<Context>)> = Vec::new();
    for placeholder in page.uses(wanted) {
        let context = contexts.of_span(placeholder.span);
        let reaches = match context {
            Some(Context::Text(id)) => page.is_read(id),
            Some(Context::Attribute(id, name)) => {
                let name = document.slice(name);
                let is_link = document.is(id, Kind::A) || document.is(id, Kind::Area);
                is_link && name.eq_ignore_ascii_case("href")
            }
            _ => false,
        };
        if reaches {
            return pictures(page, &contexts, found);
        }
        unread.push((placeholder.span, context));
    }
    if let Some((span, context)) = unread.first() {
        found.content(unreachable(wanted, *span, *context, page));
    }
}

/// Pictures of the code beside the code as text.
fn pictures(page: &Page, contexts: &Contexts, found: &mut Found) {
    for placeholder in page.uses("code") {
        if let Some(Context::Attribute(id, _)) = contexts.of_span(placeholder.span)
            && page.document.is(id, Kind::Img)
        {
            found.content(in_picture(placeholder.span, Severity::Warning));
            return;
        }
    }
}

fn unreachable(wanted: &str, span: Span, context: Option<Context>, page: &Page) -> Finding {
    if let Some(Context::Attribute(id, _)) = context
        && page.document.is(id, Kind::Img)
        && wanted == "code"
    {
        return in_picture(span, Severity::Error);
    }
    let place = match context {
        Some(Context::Comment) => "in a comment",
        Some(Context::Attribute(..)) => "in an attribute",
        Some(Context::Title) => "in the title, which mail clients do not show",
        Some(Context::Raw(_)) => "in a style sheet or script",
        Some(Context::Text(_)) => "in hidden text",
        None => "within a tag",
    };
    Finding::new(
        Severity::Error,
        "code-not-visible",
        format!("{{{{{wanted}}}}} stands only {place}, so readers do not get it"),
    )
    .hint(format!("Write {{{{{wanted}}}}} into a text that is shown"))
    .at(span)
}

fn in_picture(span: Span, severity: Severity) -> Finding {
    let message = match severity {
        Severity::Error => {
            "The code is in a picture only: blocked pictures and screen readers hide it"
        }
        _ => "The code is given to whoever serves this picture",
    };
    Finding::new(severity, "code-in-image", message)
        .hint("Write {{code}} as text, which can be read aloud, selected and filled in")
        .at(span)
}
