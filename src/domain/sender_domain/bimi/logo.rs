//! The logo itself: what of SVG Tiny Portable/Secure shows in the text of the file
//! (draft-svg-tiny-ps-abrotman).

use crate::domain::finding::Span;
use crate::domain::markup::html::{Tag, TokenKind, tokens};
use crate::domain::sender_domain::shown::shown;

#[cfg(test)]
mod tests;

/// What the file may have at most (BIMI group, guide to the logo).
pub const MOST_BYTES: usize = 32 * 1024;

/// Elements that run, move or bring something from elsewhere.
const REFUSED: [&str; 11] = [
    "a",
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "audio",
    "foreignObject",
    "image",
    "script",
    "set",
    "video",
];

/// What keeps a file from being a logo that mail programs show, each as a clause; empty if nothing
/// was found. That nothing was found does not make it valid: a validator looks at more.
pub fn logo_flaws(svg: &str) -> Vec<String> {
    let mut flaws = Vec::new();
    let mut seen = Seen::default();
    for token in tokens(svg) {
        match token.kind {
            TokenKind::StartTag(ref tag) if !seen.start(svg, tag, &mut flaws) => {
                return vec!["it is no SVG".to_owned()];
            }
            TokenKind::EndTag(_) => seen.is_in_title = false,
            TokenKind::Text if seen.is_in_title => {
                seen.has_title |= !slice(svg, token.span).trim().is_empty();
            }
            _ => {}
        }
    }
    if !seen.is_inside {
        return vec!["it is no SVG".to_owned()];
    }
    if !seen.has_title {
        flaws.push("it has no <title> with the name of the brand".to_owned());
    }
    if svg.len() > MOST_BYTES {
        let kilobytes = svg.len().div_ceil(1024);
        flaws.push(format!("it has {kilobytes} KB, more than 32"));
    }
    flaws
}

/// What was read so far.
#[derive(Default)]
struct Seen {
    is_inside: bool,
    is_in_title: bool,
    has_title: bool,
    refused: Vec<String>,
}

impl Seen {
    /// Takes an element; false if the first one is not that of an SVG.
    fn start(&mut self, svg: &str, tag: &Tag, flaws: &mut Vec<String>) -> bool {
        let name = local(slice(svg, tag.name));
        if !self.is_inside {
            self.is_inside = name == "svg";
            if self.is_inside {
                root(svg, tag, flaws);
            }
            return self.is_inside;
        }
        self.is_in_title = name == "title" && !tag.self_closing;
        let is_refused = REFUSED.iter().any(|it| it.eq_ignore_ascii_case(name));
        if is_refused && !self.refused.iter().any(|it| it == name) {
            self.refused.push(name.to_owned());
            flaws.push(format!("it has <{}>, which is not allowed", shown(name)));
        }
        let mut attributes = tag.attributes.iter();
        let leads_out = attributes.any(|attribute| {
            let value = attribute.value.map(|value| slice(svg, value.span).trim());
            local(slice(svg, attribute.name)) == "href"
                && value.is_some_and(|value| !value.is_empty() && !value.starts_with('#'))
        });
        let outside = "it refers to something outside of itself";
        if leads_out && !flaws.iter().any(|flaw| flaw == outside) {
            flaws.push(outside.to_owned());
        }
        true
    }
}

/// Looks at the outermost element.
fn root(svg: &str, tag: &Tag, flaws: &mut Vec<String>) {
    let value = |name: &str| {
        let mut attributes = tag.attributes.iter();
        let attribute = attributes.find(|it| slice(svg, it.name) == name)?;
        Some(slice(svg, attribute.value?.span).trim())
    };
    for (name, wanted) in [("version", "1.2"), ("baseProfile", "tiny-ps")] {
        match value(name) {
            Some(found) if found == wanted => {}
            Some(found) => {
                let found = shown(&found.chars().take(40).collect::<String>());
                flaws.push(format!("its {name} is “{found}”, not {wanted}"));
            }
            None => flaws.push(format!("it lacks {name}=\"{wanted}\"")),
        }
    }
    if value("x").is_some() || value("y").is_some() {
        flaws.push("its <svg> has “x” or “y”, which is not allowed".to_owned());
    }
    let sides = value("viewBox").map(|numbers| {
        let is_between = |char: char| char.is_ascii_whitespace() || char == ',';
        let numbers = numbers.split(is_between).filter(|it| !it.is_empty());
        numbers.map(str::parse::<f64>).skip(2).collect::<Vec<_>>()
    });
    match sides.as_deref() {
        Some([Ok(width), Ok(height)]) if (width - height).abs() > 0.01 * width.abs() => {
            flaws.push("it is not square, so it is cut or shrunk".to_owned());
        }
        Some([Ok(_), Ok(_)]) => {}
        _ => flaws.push("it lacks a viewBox, so its shape is not known".to_owned()),
    }
}

/// A name without the prefix of its namespace.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}
