//! The spelling of tags.

use std::collections::BTreeMap;

use icu_locale::{Locale, LocaleCanonicalizer, ParseError};

/// Why a text is no language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// There is no text.
    #[error("it is empty")]
    Empty,
    /// A character that no tag has, white space for example.
    #[error("it has {0:?} in it, but only letters, digits and hyphens can be there")]
    Character(char),
    /// A hyphen at an end, or two in a row.
    #[error("it has a hyphen too many")]
    Hyphen,
    /// The first part is no language.
    #[error("“{0}” is no language, which has two or three letters, as in “en”")]
    Language(String),
    /// A later part is nothing that can follow.
    #[error("“{0}” is no script, region or variant, or stands in the wrong place")]
    Part(String),
    /// A part that is there already.
    #[error("“{0}” is there twice")]
    Repeated(String),
    /// What follows a single letter, as `u-hc-h12`, cannot be read.
    #[error("its extension cannot be read")]
    Extension,
}

/// The canonical form of `tag` (RFC 5646, section 4.5, with the aliases of CLDR): `pt-br` is
/// `pt-BR`, `iw` is `he`. An underscore is taken for a hyphen, as Logto does.
///
/// Fails for what is no tag of Unicode's kind (UTS #35, section 3.2), which leaves out the
/// grandfathered and the wholly private tags of RFC 5646, and for languages of more than three
/// letters, as none is registered.
pub fn canonical(tag: &str) -> Result<String, TagError> {
    canonical_locale(tag).map(|locale| locale.to_string())
}

/// [`canonical`], taken apart.
pub(super) fn canonical_locale(tag: &str) -> Result<Locale, TagError> {
    let tag = tag.replace('_', "-");
    check_characters(&tag)?;
    let mut locale = Locale::try_from_str(&tag).map_err(|error| explain(&tag, error))?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Ok(locale)
}

fn check_characters(tag: &str) -> Result<(), TagError> {
    if tag.is_empty() {
        return Err(TagError::Empty);
    }
    let is_allowed = |char: &char| char.is_ascii_alphanumeric() || *char == '-';
    if let Some(char) = tag.chars().find(|char| !is_allowed(char)) {
        return Err(TagError::Character(char));
    }
    if tag.split('-').any(str::is_empty) {
        return Err(TagError::Hyphen);
    }
    Ok(())
}

/// The library does not say which part it stumbled over.
fn explain(tag: &str, error: ParseError) -> TagError {
    let first = tag.split('-').next().unwrap_or_default();
    match error {
        ParseError::InvalidLanguage => TagError::Language(first.to_owned()),
        ParseError::InvalidSubtag => wrong_part(tag),
        _ => TagError::Extension,
    }
}

/// The last part of the shortest beginning that is no tag.
fn wrong_part(tag: &str) -> TagError {
    let ends = tag.match_indices('-').map(|(at, _)| at).chain([tag.len()]);
    let beginning = ends
        .filter_map(|end| tag.get(..end))
        .find(|beginning| Locale::try_from_str(beginning).is_err())
        .unwrap_or(tag);
    let mut parts = beginning.rsplit('-');
    let part = parts.next().unwrap_or(beginning);
    if parts.any(|earlier| earlier.eq_ignore_ascii_case(part)) {
        return TagError::Repeated(part.to_owned());
    }
    TagError::Part(part.to_owned())
}

/// The spellings of `tags` that mean the same but for case, or a hyphen written as an underscore:
/// groups of two or more, each in the order of `tags`. One spelling given twice is one.
pub fn duplicates(tags: &[&str]) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut places = BTreeMap::new();
    for tag in tags {
        let key = tag.to_ascii_lowercase().replace('_', "-");
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) if group.iter().any(|known| known == tag) => {}
            Some(group) => group.push((*tag).to_owned()),
            None => groups.push(vec![(*tag).to_owned()]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}
