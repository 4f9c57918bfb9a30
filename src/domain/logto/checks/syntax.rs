//! What people write from other template languages, and what Logto does with it: nothing.

use std::ops::Range;

use super::suggest::Suggestions;
use super::{braced, rename};
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::logto::Placeholder;
use crate::domain::logto::white_space::is_js_white_space;

/// Whether the path is a word of Handlebars that Logto's regex takes for a name.
pub(super) fn is_keyword(path: &str) -> bool {
    let root = path.split('.').next().unwrap_or(path);
    matches!(root, "else" | "this")
}

/// The finding for braces that Logto mails as written.
pub(super) fn unsupported(placeholder: &Placeholder, suggestions: &Suggestions) -> Finding {
    let inside = placeholder.path.as_str();
    let invisible = inside.chars().any(is_invisible);
    let code = if invisible {
        "placeholder-invisible-character"
    } else {
        "placeholder-unsupported"
    };
    let reason = if invisible {
        "there is an invisible character in it"
    } else {
        reason(inside)
    };
    Finding {
        fix: fix(placeholder, suggestions),
        ..Finding::new(
            Severity::Error,
            code,
            format!(
                "{} is mailed as written: {reason}",
                braced(&shorten(inside))
            ),
        )
        .at(placeholder.span)
        .hint("Logto replaces names like {{code}} or {{application.name}} and nothing else")
    }
}

fn reason(inside: &str) -> &'static str {
    match inside.chars().next() {
        None => "there is no name in it",
        Some('#' | '/' | '^') => "Logto has no conditions and no loops",
        Some('!') => "Logto has no comments",
        Some('>') => "Logto has no partials",
        Some('&') => "Logto has no mark for unescaped values, it never escapes",
        Some('~' | '-') => "Logto has no white space control",
        Some('@') => "Logto has no data variables",
        Some('=' | '%') => "Logto has no other delimiters",
        _ if is_keyword(inside) => "Logto has no conditions and no loops",
        _ if inside.contains('|') => "Logto has no filters",
        _ if inside.contains('[') => "Logto reaches list items as list.0, not with brackets",
        _ if inside.contains(is_js_white_space) => "Logto has no helpers, and no spaces in names",
        _ => "names have only the letters a to z, digits, _ and dots",
    }
}

/// A rename where the meaning is plain: a known path with marks around it, another separator, a
/// filter after it, or invisible characters in it.
fn fix(placeholder: &Placeholder, suggestions: &Suggestions) -> Option<Fix> {
    let inside = placeholder.path.as_str();
    // A block or comment prints nothing where it is understood, so nothing is lost without it.
    if inside.starts_with(['#', '/', '^', '!']) || inside == "else" || inside.starts_with("else ") {
        return Some(Fix {
            title: format!("Remove {}", braced(&shorten(inside))),
            span: placeholder.span,
            replacement: String::new(),
        });
    }
    let is_other_language = inside.starts_with(['>', '@']) || inside.contains('[');
    if is_other_language || is_keyword(inside) {
        return None;
    }
    let visible: String = inside.chars().filter(|char| !is_invisible(*char)).collect();
    let unfiltered = visible.split('|').next().unwrap_or_default();
    let bare = unfiltered
        .trim_matches(|char: char| !(char.is_ascii_alphanumeric() || char == '_' || char == '.'));
    let path = suggestions
        .exact(bare)
        .or_else(|| suggestions.nearest(bare))?;
    Some(rename(placeholder.path_span, path))
}

/// Characters that print nothing or look like a space, and are no space to JavaScript's regex.
const fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\0'..='\u{8}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
    )
}

/// Handlebars' way to print without escaping; in Logto a pair of braces stays in the mail.
pub(super) fn triple_braces(text: &str, placeholder: &Placeholder) -> Option<Finding> {
    let Range { start, end } = placeholder.span.range();
    let before = text.get(..start)?;
    let after = text.get(end..)?;
    let opening = before.len() - before.trim_end_matches('{').len();
    let closing = after.len() - after.trim_start_matches('}').len();
    let pairs = opening.min(closing);
    if pairs == 0 {
        return None;
    }
    let span = Span::new(start - pairs, end + pairs);
    let finding = Finding::new(
        Severity::Warning,
        "placeholder-triple-braces",
        "Two braces on each side are enough; the others are mailed",
    )
    .hint("Logto never escapes values, so there is no form without escaping")
    .at(span)
    .fix(Fix {
        title: "Use two braces".to_owned(),
        span,
        replacement: text.get(start..end)?.to_owned(),
    });
    Some(finding)
}

/// At most about forty characters of it, for a message.
fn shorten(inside: &str) -> String {
    const LIMIT: usize = 40;
    let line = inside.lines().next().unwrap_or_default();
    match line.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line)),
        None if line.len() < inside.len() => format!("{line}…"),
        None => line.to_owned(),
    }
}
