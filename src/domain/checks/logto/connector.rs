//! What the connector in use, and the API that templates are saved through, make of the texts.

use super::super::found::Found;
use super::super::input::CheckInput;
use crate::domain::connector::Connector;
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::logto::{ContentType, Field, is_js_white_space};

/// The largest body that Logto's API reads (`core/src/app/init.ts` leaves koa-body's limit of 1 MiB).
const LARGEST_BODY: usize = 1024 * 1024;

pub(super) fn check(input: &CheckInput<'_>, found: &mut Found) {
    if let Some(connector) = input.connector {
        for finding in connector.template_findings(input.details) {
            let (field, finding) = placed(input, finding);
            found.add(field, finding);
        }
        sender(connector, input, found);
        own_templates(connector, found);
    }
    empty(input, found);
    body(input, found);
    lines(input, found);
}

/// A finding of a connector with its place: it begins with the name of the field.
fn placed(input: &CheckInput<'_>, finding: Finding) -> (Field, Finding) {
    let details = input.details;
    let length = |text: Option<&str>| text.map_or(0, str::len);
    let (field, length) = match finding.message.split(':').next() {
        Some("subject") => (Field::Subject, details.subject.len()),
        Some("replyTo") => (Field::ReplyTo, length(details.reply_to.as_deref())),
        Some("sendFrom") => (Field::SendFrom, length(details.send_from.as_deref())),
        _ => return (Field::Content, finding),
    };
    (field, finding.at(Span::new(0, length)))
}

/// SMTP takes the sender of a template for the whole `From`.
fn sender(connector: &Connector, input: &CheckInput<'_>, found: &mut Found) {
    let Some(text) = input.details.send_from.as_deref() else {
        return;
    };
    let has_address = text.contains(['@', '{']);
    if matches!(connector, Connector::Smtp(_)) && !text.is_empty() && !has_address {
        let finding = Finding::new(
            Severity::Error,
            "smtp-sender-without-address",
            "The sender has no address, so the mail goes out without a sender and is refused",
        )
        .hint("Write it as “Name <address>”, or leave it out")
        .at(Span::new(0, text.len()));
        found.add(Field::SendFrom, finding);
    }
}

/// Connectors whose provider has the templates.
fn own_templates(connector: &Connector, found: &mut Found) {
    let provider = match connector {
        Connector::Postmark(_) => "Postmark",
        Connector::HttpEmail(_) => "the service behind the HTTP connector",
        Connector::LogtoEmail(_) => "Logto's own e-mail service",
        _ => return,
    };
    found.content(
        Finding::new(
            Severity::Warning,
            "connector-uses-no-template",
            format!("This template is not used: {provider} has templates of its own"),
        )
        .hint("Write the mail there, or use another connector"),
    );
}

/// What Logto saves, and a provider then refuses or sends as an empty mail.
fn empty(input: &CheckInput<'_>, found: &mut Found) {
    let is_blank = |text: &str| text.trim_matches(is_js_white_space).is_empty();
    if is_blank(&input.details.subject) {
        let finding = Finding::new(
            Severity::Error,
            "template-subject-empty",
            "The subject is empty; Logto saves it, and many providers refuse the mail",
        )
        .hint("Write a subject");
        found.add(Field::Subject, finding);
    }
    if is_blank(&input.details.content) {
        let finding = Finding::new(
            Severity::Error,
            "template-content-empty",
            "The content is empty; Logto saves it, and the provider refuses it or sends nothing",
        )
        .hint("Write a text");
        found.content(finding);
    }
}

fn body(input: &CheckInput<'_>, found: &mut Found) {
    // As JSON it is longer still; only then is it worth making.
    if input.details.content.len() < LARGEST_BODY / 4 {
        return;
    }
    let json = serde_json::to_string(input.details).map_or(0, |json| json.len());
    if json > LARGEST_BODY {
        found.content(
            Finding::new(
                Severity::Error,
                "template-too-large-to-save",
                format!(
                    "The template has {} KB as JSON, and Logto's API reads 1024 KB at most",
                    json / 1024
                ),
            )
            .hint("It answers with “Not Found”. Take pictures out of the text and link to them"),
        );
    }
}

/// A text with paragraphs, sent as HTML, where they run together.
fn lines(input: &CheckInput<'_>, found: &mut Found) {
    let details = input.details;
    let content = details.content.trim_matches(is_js_white_space);
    let has_tag = content.split('<').skip(1).any(|rest| {
        rest.starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '/' | '!'))
    });
    if details.content_type == Some(ContentType::Plain) || has_tag || !content.contains('\n') {
        return;
    }
    let start = details.content.find(content).unwrap_or_default();
    let span = Span::new(start, start + content.len());
    let paragraphs = content
        .split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let wrapped: Vec<String> = paragraphs
        .map(|text| format!("<p>{}</p>", text.replace('\n', "<br>\n")))
        .collect();
    found.content(
        Finding::new(
            Severity::Warning,
            "html-without-tags",
            "The text is sent as HTML without any tag, so its lines run together",
        )
        .hint("Put the paragraphs into <p> and </p>, or set the content type to text/plain")
        .at(span)
        .fix(Fix {
            title: "Wrap the paragraphs in <p>".to_owned(),
            span,
            replacement: wrapped.join("\n"),
        }),
    );
}
