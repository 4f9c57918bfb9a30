//! What is wrong with texts to be composed, in words.

use handlebars::{RenderError, RenderErrorReason, TemplateError, TemplateErrorReason};

use super::delimiters::Fault;
use super::{SourceFile, SourceFinding, SourceKey};
use crate::domain::finding::{Finding, Severity, Span};

/// A finding of composing.
pub(super) fn error(
    file: &SourceFile,
    code: &'static str,
    message: impl Into<String>,
    span: Option<Span>,
) -> SourceFinding {
    let finding = Finding::new(Severity::Error, code, message);
    SourceFinding {
        file: file.clone(),
        finding: match span {
            Some(span) => finding.at(span),
            None => finding,
        },
    }
}

impl SourceFinding {
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.finding.hint = Some(hint.into());
        self
    }

    pub(super) const fn weaker(mut self, severity: Severity) -> Self {
        self.finding.severity = severity;
        self
    }
}

/// A fault of the brackets. Only one leaves the text as it is meant: the comment.
pub(super) fn fault(file: &SourceFile, text: &str, fault: Fault, span: Span) -> SourceFinding {
    let found = text.get(span.range()).unwrap_or_default();
    match fault {
        Fault::NotClosed => error(
            file,
            "compose-not-closed",
            "[[ has no ]]; it stays as it is",
            Some(span),
        )
        .hint("Write \\[[ where two brackets are meant"),
        Fault::PlaceholderInExpression => error(
            file,
            "compose-eats-placeholder",
            format!("Composing would read {} as its own", placeholder_in(found)),
            Some(span),
        )
        .hint("Put it in quotes, or outside of the [[ ]]"),
        Fault::PlaceholderInComment => error(
            file,
            "compose-drops-placeholder",
            format!("{} stands in a comment, so no mail has it", placeholder_in(found)),
            Some(span),
        )
        .weaker(Severity::Warning),
        Fault::Reserved => error(
            file,
            "compose-reserved-character",
            format!("Composing uses the character {} itself; it is left out", found.escape_unicode()),
            Some(span),
        )
        .hint("It is of a range that Unicode keeps for private use; an image or an entity does the same"),
    }
}

/// The placeholder that a text begins with, for messages.
fn placeholder_in(text: &str) -> &str {
    let end = text.find("}}").map_or(text.len(), |at| at + 2);
    let start = text.find("{{").unwrap_or(0);
    text.get(start..end).unwrap_or(text)
}

/// A block that is opened and never closed, which the engine notices at the end only.
pub(super) fn unclosed(file: &SourceFile, name: &str, span: Span) -> SourceFinding {
    let message = format!("[[#{name}]] is never closed");
    error(file, "compose-syntax", message, Some(span)).hint(format!("Write [[/{name}]] after it"))
}

/// Why a text cannot be parsed.
pub(super) fn syntax(file: &SourceFile, failed: &TemplateError, at: usize) -> SourceFinding {
    let message = match failed.reason() {
        TemplateErrorReason::MismatchingClosedHelper(open, close)
        | TemplateErrorReason::MismatchingClosedDecorator(open, close) => {
            let (open, close) = (plain(open), plain(close));
            format!("[[#{open}]] is open, but [[/{close}]] closes")
        }
        TemplateErrorReason::InvalidParam(name) => format!("{name} is no value"),
        TemplateErrorReason::NestedSubexpression => "Parentheses inside of parentheses".to_owned(),
        _ => "Composing does not understand this".to_owned(),
    };
    error(file, "compose-syntax", message, Some(Span::new(at, at)))
        .hint("Each [[#if …]], [[#each …]] and [[#with …]] needs its [[/if]], [[/each]], [[/with]]")
}

/// A name as the engine's errors print it.
fn plain(debug: &str) -> &str {
    let inner = debug.trim_end_matches(['"', ')']);
    inner.rsplit(['"', '(']).next().unwrap_or(inner)
}

/// Why a text could not be composed, in a sentence.
pub(super) fn render_message(failed: &RenderError) -> String {
    match failed.reason() {
        RenderErrorReason::MissingVariable(Some(name)) => missing(name),
        RenderErrorReason::MissingVariable(None) => "A value is missing".to_owned(),
        RenderErrorReason::HelperNotFound(name) => format!("There is no helper {name}"),
        RenderErrorReason::DecoratorNotFound(name) => format!("There is no decorator {name}"),
        RenderErrorReason::ParamNotFoundForIndex(name, _) => format!("{name} needs a value"),
        other => other.to_string(),
    }
}

/// A value that does not exist.
pub(super) fn missing(path: &str) -> String {
    let path = from_root(path);
    match path.split_once('.') {
        Some(("strings", word)) => format!("There is no string {word}, in no language"),
        Some(("brand", token)) => format!("There is no brand token {token}"),
        _ => format!("There is no value {path}"),
    }
}

/// A path as the author wrote it.
fn from_root(path: &str) -> &str {
    path.strip_prefix("@root.").unwrap_or(path)
}

/// What to do about a value that does not exist.
pub(super) fn missing_hint(path: &str, tag: &str, source: &str) -> String {
    match from_root(path).split_once('.') {
        Some(("strings", word)) => {
            let own = SourceKey::Strings(tag.to_owned());
            let first = SourceKey::Strings(source.to_owned());
            if tag == source {
                format!("Add {word} to {own}")
            } else {
                format!("Add {word} to {own}, or to {first} for all languages")
            }
        }
        Some(("brand", token)) => format!("Add {token} to [brand] in {}", SourceKey::Settings),
        _ => "Composing knows brand, strings, params, language, usageType and content".to_owned(),
    }
}
