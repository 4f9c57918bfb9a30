//! `Content-Type` and `Content-Disposition` values: `value; name=value`.

use super::word;

struct Structured {
    value: String,
    params: Vec<(String, String)>,
}

/// A `Content-Type` as nodemailer prints it.
///
/// A custom multipart type gets a boundary, and non-ASCII plain text the charset UTF-8.
pub(super) fn content_type(value: &str, content: &str, boundary_seed: &str) -> String {
    let mut parsed = parse(value);
    let media_type = parsed.value.to_ascii_lowercase();
    if media_type.starts_with("multipart/") && !parsed.has("boundary") {
        parsed.set("boundary", &format!("--_NmP-{boundary_seed}-Part_1"));
    }
    if parsed.value.starts_with("text/plain") && !content.is_ascii() {
        parsed.set("charset", "utf-8");
    }
    parsed.print()
}

/// Any such value, its parameters quoted where they must be.
pub(super) fn normalize(value: &str) -> String {
    parse(value).print()
}

fn parse(text: &str) -> Structured {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    // Quotes and escapes are taken off while splitting, so a `;` or `=` inside them stays text.
    let mut names: Vec<Option<String>> = vec![None];
    for character in text.chars() {
        let in_name = names.len() > 1 && names.last().is_some_and(Option::is_none);
        let Some(section) = sections.last_mut() else {
            break;
        };
        if in_name {
            if character == '='
                && let Some(name) = names.last_mut()
            {
                *name = Some(std::mem::take(section).trim().to_lowercase());
            } else {
                section.push(character);
            }
        } else if escaped {
            section.push(character);
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == '"' {
            quoted = !quoted;
        } else if character == ';' && !quoted {
            sections.push(String::new());
            names.push(None);
        } else {
            section.push(character);
        }
    }
    let mut pairs = names.into_iter().zip(sections);
    let mut structured = Structured {
        value: pairs
            .next()
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default(),
        params: Vec::new(),
    };
    for (name, text) in pairs {
        let text = text.trim();
        match name {
            Some(name) => structured.set(&name, text),
            None if !text.is_empty() => structured.set(&text.to_lowercase(), ""),
            None => {}
        }
    }
    structured
}

impl Structured {
    fn has(&self, name: &str) -> bool {
        self.params
            .iter()
            .any(|(other, value)| other == name && !value.is_empty())
    }

    fn set(&mut self, name: &str, value: &str) {
        match self.params.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.params.push((name.to_owned(), value.to_owned())),
        }
    }

    fn print(&self) -> String {
        let mut output = self.value.clone();
        for (name, value) in &self.params {
            output.push_str("; ");
            output.push_str(name);
            if value.is_ascii() && !value.chars().any(word::is_unprintable) {
                let needs_quotes = value.starts_with('-')
                    || value.contains(|character: char| {
                        character.is_whitespace() || "'\"\\;:/=(),<>@[]?".contains(character)
                    });
                output.push('=');
                if needs_quotes {
                    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
                    output.push('"');
                    output.push_str(&escaped);
                    output.push('"');
                } else {
                    output.push_str(value);
                }
            } else {
                // RFC 2231 without continuations: the line is folded elsewhere.
                output.push_str("*=utf-8''");
                for byte in value.bytes() {
                    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                        output.push(char::from(byte));
                    } else {
                        output.extend(word::escaped('%', byte));
                    }
                }
            }
        }
        output
    }
}
