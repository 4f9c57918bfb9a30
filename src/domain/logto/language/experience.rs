//! The rule of the sign-in pages (`core/src/utils/i18n.ts`, `getExperienceLanguage`).

use std::collections::BTreeSet;

use super::canonical::{Canonical, Canonicalizer};
use super::tags::BUILT_IN_LANGUAGES;
use super::{Candidate, CandidateSource, LanguageLibrary, Verdict};

/// What Logto takes if nothing matches.
pub(super) const LAST_RESORT: &str = "en";

/// The languages a wish is matched with, made ready for comparing.
pub(super) struct Languages<'l> {
    custom: Vec<Supported<'l>>,
    built_in: Vec<Supported<'l>>,
    auto_detect: bool,
}

/// A tag of the library that is a language tag.
struct Supported<'l> {
    tag: &'l str,
    canonical: Canonical,
}

/// Why a language matches a wish.
#[derive(Clone, Copy)]
enum Match {
    CustomTag,
    BuiltInTag,
    BuiltInBase,
    CustomBase,
}

impl<'l> Languages<'l> {
    pub(super) fn new(library: &'l LanguageLibrary) -> Self {
        Self {
            custom: supported(library.custom.iter().map(String::as_str)),
            built_in: supported(BUILT_IN_LANGUAGES.into_iter()),
            auto_detect: library.auto_detect,
        }
    }

    pub(super) fn judge(&self, candidate: &Candidate<'_>) -> Verdict {
        match candidate.source {
            CandidateSource::Message => {
                return Verdict::Ignored("This flow takes no locale of a caller");
            }
            CandidateSource::QueryLocale | CandidateSource::AcceptLanguage if !self.auto_detect => {
                return Verdict::Ignored("Automatic detection is off in the sign-in experience");
            }
            CandidateSource::LastResort => {
                return Verdict::Chosen(
                    candidate.tag.to_owned(),
                    "Nothing else matched, so Logto takes English".to_owned(),
                );
            }
            _ => {}
        }
        let Some(wanted) = Canonicalizer::new().canonicalize(candidate.tag) else {
            return Verdict::Invalid("It is no language tag, so Logto passes over it");
        };
        let Some((tag, found)) = self.find(&wanted) else {
            return Verdict::NoMatch("No built-in or custom language has the same base");
        };
        let reason = match found {
            Match::CustomTag => "It is a custom language".to_owned(),
            Match::BuiltInTag => "It is a built-in language".to_owned(),
            Match::BuiltInBase => {
                format!("{tag} is the first built-in language with the same base")
            }
            Match::CustomBase => format!("{tag} is the first custom language with the same base"),
        };
        Verdict::Chosen(tag.to_owned(), reason)
    }

    /// The tags that the rule can answer with, whatever a request wishes for.
    pub(super) fn reachable(&self) -> BTreeSet<&'l str> {
        let all = || self.custom.iter().chain(&self.built_in);
        let bases: BTreeSet<&str> = all().map(|known| known.canonical.base.as_str()).collect();
        // A wish is a tag of the library, or another tag of one of its languages, or matches
        // nothing. No tag is empty, so the empty one stands for all others.
        let others = bases.into_iter().map(|base| Canonical {
            tag: String::new(),
            base: base.to_owned(),
        });
        let mut reachable: BTreeSet<&str> = all()
            .filter_map(|known| self.find(&known.canonical))
            .chain(others.filter_map(|wanted| self.find(&wanted)))
            .map(|(tag, _)| tag)
            .collect();
        reachable.insert(LAST_RESORT);
        reachable
    }

    /// Matches exactly a custom language, exactly a built-in one, then by language alone a built-in
    /// one (the first in Logto's order), then a custom one.
    fn find(&self, wanted: &Canonical) -> Option<(&'l str, Match)> {
        let by_tag = |known: &&Supported<'l>| known.canonical.tag == wanted.tag;
        let by_base = |known: &&Supported<'l>| known.canonical.base == wanted.base;
        let found = |known: &Supported<'l>, found| (known.tag, found);
        let custom = || self.custom.iter();
        let built_in = || self.built_in.iter();
        None.or_else(|| Some(found(custom().find(by_tag)?, Match::CustomTag)))
            .or_else(|| Some(found(built_in().find(by_tag)?, Match::BuiltInTag)))
            .or_else(|| Some(found(built_in().find(by_base)?, Match::BuiltInBase)))
            .or_else(|| Some(found(custom().find(by_base)?, Match::CustomBase)))
    }
}

fn supported<'l>(tags: impl Iterator<Item = &'l str>) -> Vec<Supported<'l>> {
    let canonicalizer = Canonicalizer::new();
    tags.filter_map(|tag| {
        let canonical = canonicalizer.canonicalize(tag)?;
        Some(Supported { tag, canonical })
    })
    .collect()
}
