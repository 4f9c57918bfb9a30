//! What Logto takes for a URL in a name (`connector-kit/src/types/passwordless.ts`, `urlRegEx`).

/// Of the part before the last dot.
const MAX_NAME: usize = 256;
/// Of the part after it.
const MAX_ENDING: usize = 6;

/// Whether a text has something like a URL in it: words joined by a dot, but for abbreviations
/// such as `S.A.` that stand alone.
pub fn looks_like_url(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let is_start = |at: usize| match at.checked_sub(1).and_then(|before| chars.get(before)) {
        Some(before) => !is_word(*before) && *before != '.',
        None => true,
    };
    (0..chars.len()).filter(|at| is_start(*at)).any(|at| {
        let rest = chars.get(at..).unwrap_or_default();
        !is_abbreviation(rest) && begins_with_url(rest)
    })
}

/// Single letters with dots, two with a dot at the end or more, and nothing of a URL after them.
fn is_abbreviation(chars: &[char]) -> bool {
    let is_letter = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphabetic);
    let has_dot = |at: usize| chars.get(at) == Some(&'.');
    let is_end = |at: usize| chars.get(at).is_none_or(|next| !is_url_char(*next));
    if !is_letter(0) {
        return false;
    }
    let mut letters = 1;
    while has_dot(2 * letters - 1) && is_letter(2 * letters) {
        letters += 1;
    }
    let end = 2 * letters - 1;
    let is_dotted = has_dot(end) && is_end(end + 1);
    match letters {
        1 => false,
        2 => is_dotted,
        _ => is_dotted || is_end(end),
    }
}

/// An optional scheme, an optional `www.`, and a name with an ending.
fn begins_with_url(chars: &[char]) -> bool {
    let schemes = ["http://", "https://"].map(|scheme| after(chars, scheme));
    let starts = [Some(chars)].into_iter().chain(schemes).flatten();
    let mut starts = starts.flat_map(|start| [Some(start), after(start, "www.")]);
    starts.any(|start| start.is_some_and(has_name_and_ending))
}

fn after<'a>(chars: &'a [char], prefix: &str) -> Option<&'a [char]> {
    let prefix: Vec<char> = prefix.chars().collect();
    chars.strip_prefix(prefix.as_slice())
}

fn has_name_and_ending(chars: &[char]) -> bool {
    let name_len = chars.iter().take_while(|char| is_name_char(**char)).count();
    // The dot belongs to the characters of a name, so it may be any of them but the first.
    (1..name_len.min(MAX_NAME + 1)).any(|dot| {
        chars.get(dot) == Some(&'.') && has_ending(chars.get(dot + 1..).unwrap_or_default())
    })
}

/// Some letters, digits or round brackets up to where a word begins or ends.
fn has_ending(chars: &[char]) -> bool {
    let is_ending = |char: &&char| char.is_ascii_alphanumeric() || matches!(char, '(' | ')');
    let len = chars.iter().take(MAX_ENDING).take_while(is_ending).count();
    (1..=len).any(|end| {
        let is_word_at = |at: usize| chars.get(at).is_some_and(|char| is_word(*char));
        is_word_at(end - 1) != is_word_at(end)
    })
}

const fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_'
}

const fn is_name_char(char: char) -> bool {
    is_word(char) || matches!(char, '#' | '%' | '+' | '.' | ':' | '=' | '@' | '~' | '-')
}

const fn is_url_char(char: char) -> bool {
    is_name_char(char) || matches!(char, '&' | '(' | ')' | '/' | '?')
}
