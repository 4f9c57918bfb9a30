//! What languages are called, in English and in themselves.
//!
//! The names are of CLDR 48, with some that it has not; `assets/languages/generate.mjs` says which
//! and made the table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use icu_locale::subtags::Script;
use icu_locale::{LanguageIdentifier, LocaleExpander};

use super::meaning::Meaning;

/// The English name of the language `tag`, with its script, region and the rest in brackets:
/// `Chinese (Traditional, Taiwan)`. What has no name stands there as its code; what is no tag, as
/// it is.
pub fn english_name(tag: &str) -> String {
    Meaning::of(tag).map_or_else(|_| tag.to_owned(), |meaning| english(&meaning))
}

/// The name of the language `tag` in itself: `Français (Canada)`. A language without a known one
/// has its English name; a script or region without one stands there as its code.
pub fn own_name(tag: &str) -> String {
    Meaning::of(tag).map_or_else(|_| tag.to_owned(), |meaning| own(&meaning))
}

fn english(meaning: &Meaning) -> String {
    let id = &meaning.locale.id;
    let language = id.language.as_str();
    let row = NAMES.languages.get(language);
    let note = meaning.note.map(|(english, _)| english);
    compose(
        row.map_or(language, |row| row.english),
        &details(meaning, note, |code| NAMES.place(code)),
    )
}

fn own(meaning: &Meaning) -> String {
    let id = &meaning.locale.id;
    let rows = NAMES.rows(id);
    let Some(name) = rows.iter().find_map(|row| row.own) else {
        return english(meaning);
    };
    let note = meaning.note.map(|(_, own)| own);
    let is_english = id.language.as_str() == "en";
    let place = |code: &str| {
        if is_english {
            return NAMES.place(code);
        }
        rows.iter().find_map(|row| row.place(code))
    };
    compose(name, &details(meaning, note, place))
}

fn compose(name: &str, details: &[String]) -> String {
    if details.is_empty() {
        return name.to_owned();
    }
    format!("{name} ({})", details.join(", "))
}

/// What a tag says besides the language, in the order of the tag.
fn details(
    meaning: &Meaning,
    note: Option<&str>,
    place: impl Fn(&str) -> Option<&'static str>,
) -> Vec<String> {
    let id = &meaning.locale.id;
    let named = |code: &str| place(code).unwrap_or(code).to_owned();
    let script = id.script.iter().map(|script| named(script.as_str()));
    let region = id.region.iter().map(|region| named(region.as_str()));
    let variants = id.variants.iter().map(|variant| variant.to_string());
    let extensions = meaning.locale.extensions.to_string();
    script
        .chain(region)
        .chain(variants)
        .chain(note.map(str::to_owned))
        .chain((!extensions.is_empty()).then_some(extensions))
        .collect()
}

/// The table, parsed once.
static NAMES: LazyLock<Names> =
    LazyLock::new(|| Names::parse(include_str!("../../../assets/languages/names.txt")));

struct Names {
    /// By language, and by language and script where it is called otherwise in that script.
    languages: BTreeMap<&'static str, Row>,
    /// The English names of scripts and regions, whose codes differ in length.
    places: BTreeMap<&'static str, &'static str>,
}

struct Row {
    english: &'static str,
    own: Option<&'static str>,
    /// `CODE=name` of scripts and regions in the language itself.
    places: Vec<(&'static str, &'static str)>,
}

impl Names {
    fn parse(text: &'static str) -> Self {
        let mut names = Self {
            languages: BTreeMap::new(),
            places: BTreeMap::new(),
        };
        let mut is_of_languages = false;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((code, rest)) = line.split_once(" | ") else {
                is_of_languages = line == "[languages]";
                continue;
            };
            if is_of_languages {
                names.languages.insert(code, Row::parse(rest));
            } else {
                names.places.insert(code, rest);
            }
        }
        names
    }

    fn place(&self, code: &str) -> Option<&'static str> {
        self.places.get(code).copied()
    }

    /// The rows of a language, the one of the script that it is written in first.
    fn rows(&self, id: &LanguageIdentifier) -> Vec<&Row> {
        let language = id.language.as_str();
        let of_script = likely_script(id)
            .and_then(|script| self.languages.get(format!("{language}-{script}").as_str()));
        let of_language = self.languages.get(language);
        of_script.into_iter().chain(of_language).collect()
    }
}

/// The script that is named, or that the language is mostly written in there.
fn likely_script(id: &LanguageIdentifier) -> Option<Script> {
    let mut whole = id.clone();
    LocaleExpander::new_extended().maximize(&mut whole);
    whole.script
}

impl Row {
    fn parse(text: &'static str) -> Self {
        let mut columns = text.split(" | ");
        Self {
            english: columns.next().unwrap_or_default(),
            own: columns.next(),
            places: columns.filter_map(|place| place.split_once('=')).collect(),
        }
    }

    fn place(&self, code: &str) -> Option<&'static str> {
        let place = self.places.iter().find(|(known, _)| *known == code);
        place.map(|(_, name)| *name)
    }
}
