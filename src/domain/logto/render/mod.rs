//! Logto's placeholder renderer, byte for byte.
//!
//! Restates `replaceSendMessageHandlebars` and `getValue` of `connector-kit/src/index.ts`: one pass,
//! no escaping, no conditions, no loops. A placeholder whose first name the payload lacks stays as
//! it is written; any other missing value becomes empty.

mod js_number;
mod js_value;
mod scan;

use serde::Serialize;
use serde_json::Value;

pub(in crate::domain) use self::js_number::push_number as push_js_number;
use self::js_value::{JsValue, Nullish};
use self::scan::{Token, Tokens};
use crate::domain::finding::Span;
use crate::domain::logto::white_space::is_js_white_space;

/// Why Logto's own renderer throws; its API then answers with HTTP 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RenderError {
    /// A placeholder leads to an object with a `toString` of its own, which JSON cannot make
    /// callable. JavaScript: `TypeError: Cannot convert object to primitive value`.
    #[error("cannot convert object to primitive value")]
    NotPrimitive,
    /// The payload is no object and no array, and there is a placeholder to look up.
    /// JavaScript: `TypeError: Cannot use 'in' operator to search for … in …`.
    #[error("the payload is not an object")]
    PayloadNotAnObject,
}

/// What Logto does with one `{{…}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The value is written, unescaped; it may be an empty text.
    Replaced,
    /// The payload lacks the first name, or there is none: the braces are mailed as written.
    KeptRootAbsent,
    /// The first name is there, a later one is not: nothing is written.
    EmptyLeafAbsent,
    /// The value is null: nothing is written.
    EmptyNull,
    /// A name every JavaScript object or array inherits, such as `constructor`: what is written is
    /// never what was meant.
    MatchedPrototypeName,
    /// Logto's regex does not recognise it (`{{#if}}`, `{{user-name}}`): mailed as written.
    NotAPlaceholder,
    /// Logto throws and sends no mail.
    Throws(RenderError),
}

/// One `{{…}}` of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Placeholder {
    /// From the opening to the closing braces, in the template.
    pub span: Span,
    /// The path as written, without white space; for [`Outcome::NotAPlaceholder`] whatever stands
    /// between the braces, trimmed.
    pub path: String,
    /// Where the path stands in the template.
    pub path_span: Span,
    /// What Logto does with it.
    pub outcome: Outcome,
    /// What stands for it in the output.
    pub output: Span,
}

/// An output, and which of its bytes came from which placeholder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rendered {
    /// What is mailed.
    pub text: String,
    /// Every `{{…}}`, in the order of the template, which is that of the output.
    pub placeholders: Vec<Placeholder>,
}

/// Renders `template` with the variables in `payload`, as Logto's connectors do.
///
/// A payload that is an array is looked up like any JavaScript object (`{{0}}`, `{{length}}`).
///
/// # Errors
///
/// Where JavaScript throws, see [`RenderError`].
pub fn render(template: &str, payload: &Value) -> Result<String, RenderError> {
    let mut out = String::with_capacity(estimated_len(template));
    let mut copied = 0;
    for token in Tokens::new(template) {
        let Token::Match { span, path } = token else {
            continue;
        };
        let found = look_up(slice(template, path), payload)?;
        let Some(found) = found else { continue };
        out.push_str(slice(template, Span::new(copied, span.start)));
        found.value.push_to(&mut out)?;
        copied = span.end;
    }
    out.push_str(slice(template, Span::new(copied, template.len())));
    Ok(out)
}

/// Renders as [`render`] and tells for each placeholder what stands for it in the output.
///
/// # Errors
///
/// As [`render`].
pub fn render_with_map(template: &str, payload: &Value) -> Result<Rendered, RenderError> {
    let rendered = trace(template, payload);
    let thrown = rendered
        .placeholders
        .iter()
        .find_map(|placeholder| match placeholder.outcome {
            Outcome::Throws(error) => Some(error),
            _ => None,
        });
    thrown.map_or(Ok(rendered), Err)
}

/// Every `{{…}}` of `template` with what Logto does with it, also those it does not recognise.
///
/// The `output` spans count as if a placeholder that throws were kept as written.
pub fn placeholders(template: &str, payload: &Value) -> Vec<Placeholder> {
    trace(template, payload).placeholders
}

fn trace(template: &str, payload: &Value) -> Rendered {
    let mut text = String::with_capacity(estimated_len(template));
    let mut found = Vec::new();
    let mut copied = 0;
    for token in Tokens::new(template) {
        let (span, path, matched) = match token {
            Token::Match { span, path } => (span, path, true),
            Token::Miss {
                start,
                inside,
                failed_at,
            } => match unrecognised(template, start, inside, failed_at) {
                Some((span, path)) => (span, path, false),
                None => continue,
            },
        };
        text.push_str(slice(template, Span::new(copied, span.start)));
        copied = span.end;
        let start = text.len();
        let path_text = slice(template, path);
        let outcome = if matched {
            resolve(path_text, payload, &mut text)
        } else {
            Outcome::NotAPlaceholder
        };
        if matches!(
            outcome,
            Outcome::KeptRootAbsent | Outcome::NotAPlaceholder | Outcome::Throws(_)
        ) {
            text.truncate(start);
            text.push_str(slice(template, span));
        }
        found.push(Placeholder {
            span,
            path: path_text.to_owned(),
            path_span: path,
            outcome,
            output: Span::new(start, text.len()),
        });
    }
    text.push_str(slice(template, Span::new(copied, template.len())));
    Rendered {
        text,
        placeholders: found,
    }
}

/// Writes the value of `path`, if there is one, and tells what happened.
fn resolve(path: &str, payload: &Value, out: &mut String) -> Outcome {
    let found = match look_up(path, payload) {
        Ok(Some(found)) => found,
        Ok(None) => return Outcome::KeptRootAbsent,
        Err(error) => return Outcome::Throws(error),
    };
    if let Err(error) = found.value.push_to(out) {
        return Outcome::Throws(error);
    }
    match found.value.nullish() {
        _ if found.inherited => Outcome::MatchedPrototypeName,
        Some(Nullish::Null) => Outcome::EmptyNull,
        Some(Nullish::Undefined) => Outcome::EmptyLeafAbsent,
        None => Outcome::Replaced,
    }
}

/// Where a path leads.
struct Found<'v> {
    value: JsValue<'v>,
    /// Whether a name on the way was an inherited one.
    inherited: bool,
}

/// Follows `path`; nothing if the placeholder is to be kept.
fn look_up<'v>(path: &str, payload: &'v Value) -> Result<Option<Found<'v>>, RenderError> {
    let mut names = path.split('.');
    let Some(root) = names.next().filter(|root| !root.is_empty()) else {
        return Ok(None);
    };
    if !matches!(payload, Value::Object(_) | Value::Array(_)) {
        return Err(RenderError::PayloadNotAnObject);
    }
    let Some(property) = JsValue::Json(payload).property(root) else {
        return Ok(None);
    };
    let found = Found {
        value: property.value,
        inherited: property.inherited,
    };
    Ok(Some(names.fold(found, |found, name| {
        let property = found.value.step(name);
        Found {
            value: property.value,
            inherited: found.inherited || property.inherited,
        }
    })))
}

/// The span and the trimmed inside of braces that the regex does not match, if they are closed.
///
/// A brace inside ends the search: `{{ {{code}}` and the `{{` of nested CSS are no placeholder.
fn unrecognised(
    template: &str,
    start: usize,
    inside: usize,
    failed_at: usize,
) -> Option<(Span, Span)> {
    let rest = template.as_bytes().get(failed_at..)?;
    let close = failed_at + memchr::memchr2(b'{', b'}', rest)?;
    let closing = template.as_bytes().get(close..)?;
    let braces = closing.iter().take_while(|byte| **byte == b'}').count();
    if braces < 2 {
        return None;
    }
    let end = close + braces.min(inside - start);
    let text = slice(template, Span::new(inside, close));
    let trimmed = text.trim_matches(is_js_white_space);
    let leading = text.len() - text.trim_start_matches(is_js_white_space).len();
    let path_start = if trimmed.is_empty() {
        inside
    } else {
        inside + leading
    };
    Some((
        Span::new(start, end),
        Span::new(path_start, path_start + trimmed.len()),
    ))
}

/// The template and room for values a little longer than their placeholders.
const fn estimated_len(template: &str) -> usize {
    template.len() + template.len() / 8 + 64
}

/// The text at `span`; spans come from the scanner and lie on character boundaries.
fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
