//! How Logto reads the wishes of a request (`core/src/i18n/detect-language.ts`).

use std::cmp::Ordering;

use crate::domain::logto::white_space::is_js_white_space;

/// The languages of an `Accept-Language` header, the best first.
///
/// A missing or unreadable `q` is 1, `q=0` does not exclude, ties keep their order.
pub(super) fn accept_languages(header: &str) -> Vec<&str> {
    let mut languages: Vec<(&str, f64)> = header.split(',').filter_map(language).collect();
    // Infinite weights are equal here, as their difference is no number in JavaScript.
    languages.sort_by(|(_, left), (_, right)| right.partial_cmp(left).unwrap_or(Ordering::Equal));
    languages
        .into_iter()
        .map(|(language, _)| language)
        .collect()
}

fn language(entry: &str) -> Option<(&str, f64)> {
    let mut parts = entry
        .split(';')
        .map(|part| part.trim_matches(is_js_white_space));
    let language = parts.next().filter(|language| !language.is_empty())?;
    let weight = parts.find_map(|part| {
        let mut sides = part.split('=');
        let is_weight = sides.next() == Some("q");
        is_weight
            .then(|| sides.next().and_then(js_number))
            .flatten()
    });
    Some((language, weight.unwrap_or(1.0)))
}

/// JavaScript's `Number(text)`, without its hexadecimal, octal and binary forms; nothing for `NaN`.
fn js_number(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_js_white_space);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match text {
        "" => Some(0.0),
        "Infinity" | "+Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        // Rust alone would take "inf" and "nan" too.
        _ if unsigned.starts_with(|char: char| char.is_ascii_digit() || char == '.') => {
            text.parse().ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_ordered_by_weight_and_keeps_ties() {
        for (header, expected) in [
            ("nl,fr;q=0.5", &["nl", "fr"] as &[&str]),
            ("en;q=0.5, fr;q=0.9, de", &["de", "fr", "en"]),
            ("a;q=0, b", &["b", "a"]),
            ("a; q=0.2, b ; q=0.3", &["b", "a"]),
            ("a;q=x, b;q=0.9", &["a", "b"]),
            ("a;q=, b;q=0.1", &["b", "a"]),
            ("a;level=1;q=0.4, b;q=0.5", &["b", "a"]),
            ("a;q=0.5=x, b;q=0.6", &["b", "a"]),
            ("a;q=inf, b", &["a", "b"]),
            ("a, b;q=Infinity", &["b", "a"]),
            (", ,;q=1,x", &["x"]),
            ("", &[]),
        ] {
            assert_eq!(accept_languages(header), expected, "{header}");
        }
    }
}
