//! Values on their way into a composed text.

use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext};
use serde_json::{Value, json};

use super::delimiters::is_reserved;
use super::map::SourceMap;
use super::{SourceFinding, problems};
use crate::domain::finding::Severity;
use crate::domain::language::{self, Direction};

/// `[[content]]`: the content is composed already and goes in as it is.
pub(super) fn put_content(
    _: &Helper<'_>,
    _: &Handlebars<'_>,
    context: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let content = context.data().get("content").and_then(Value::as_str);
    let content = content.unwrap_or_default();
    // The line break that ends every file is none of the content's.
    Ok(out.write(content.strip_suffix('\n').unwrap_or(content))?)
}

/// The characters that mean something in HTML, in texts and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A value without characters that composing uses itself.
pub(super) fn without_reserved(value: Value) -> Value {
    match value {
        Value::String(text) if text.contains(is_reserved) => {
            Value::String(text.replace(is_reserved, ""))
        }
        Value::Array(items) => items.into_iter().map(without_reserved).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, without_reserved(value)))
            .collect(),
        other => other,
    }
}

/// Brackets that came in with a value: they are mailed.
pub(super) fn left_over(content: &str, map: &SourceMap) -> Option<SourceFinding> {
    let at = content.find("[[")?;
    let located = map.locate(at)?;
    if located.is_literal {
        // The author wrote `\[[`, or was told already that it is not closed.
        return None;
    }
    let message = "A value holds [[, which is not composed again; it is mailed as it is";
    let found = problems::error(
        &located.file,
        "compose-brackets-in-value",
        message,
        Some(located.span),
    );
    Some(found.weaker(Severity::Warning))
}

/// What composing knows about a language: its tag, how its script runs as HTML's `dir` names it,
/// and the sides where reading starts and ends.
pub(super) fn language_values(tag: &str) -> Value {
    let is_rtl = language::direction(tag) == Direction::RightToLeft;
    let (dir, start, end) = if is_rtl {
        ("rtl", "right", "left")
    } else {
        ("ltr", "left", "right")
    };
    json!({ "tag": tag, "name": language::english_name(tag), "ownName": language::own_name(tag), "dir": dir, "start": start, "end": end })
}
