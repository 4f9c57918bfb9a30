//! The rule of the sign-in pages (`core/src/utils/i18n.ts`, `getExperienceLanguage`).

use super::canonical::{Canonical, Canonicalizer};
use super::tags::BUILT_IN_LANGUAGES;
use super::{Candidate, CandidateSource, LanguageLibrary, Verdict};

/// Matches one candidate: exactly a custom language, exactly a built-in one, then by language alone
/// a built-in one (the first in Logto's order), then a custom one.
pub(super) fn judge(candidate: &Candidate<'_>, library: &LanguageLibrary) -> Verdict {
    match candidate.source {
        CandidateSource::Message => {
            return Verdict::Ignored("This flow takes no locale of a caller");
        }
        CandidateSource::QueryLocale | CandidateSource::AcceptLanguage if !library.auto_detect => {
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
    let canonicalizer = Canonicalizer::new();
    let Some(wanted) = canonicalizer.canonicalize(candidate.tag) else {
        return Verdict::Invalid("It is no language tag, so Logto passes over it");
    };
    let custom: Vec<&str> = library.custom.iter().map(String::as_str).collect();
    let first = |tags: &[&str], same: fn(&Canonical, &Canonical) -> bool| {
        tags.iter()
            .find(|tag| {
                canonicalizer
                    .canonicalize(tag)
                    .is_some_and(|supported| same(&supported, &wanted))
            })
            .map(|tag| (*tag).to_owned())
    };

    if let Some(tag) = first(&custom, same_tag) {
        return Verdict::Chosen(tag, "It is a custom language".to_owned());
    }
    if let Some(tag) = first(&BUILT_IN_LANGUAGES, same_tag) {
        return Verdict::Chosen(tag, "It is a built-in language".to_owned());
    }
    if let Some(tag) = first(&BUILT_IN_LANGUAGES, same_base) {
        let reason = format!("{tag} is the first built-in language with the same base");
        return Verdict::Chosen(tag, reason);
    }
    if let Some(tag) = first(&custom, same_base) {
        let reason = format!("{tag} is the first custom language with the same base");
        return Verdict::Chosen(tag, reason);
    }
    Verdict::NoMatch("No built-in or custom language has the same base")
}

fn same_tag(left: &Canonical, right: &Canonical) -> bool {
    left.tag == right.tag
}

fn same_base(left: &Canonical, right: &Canonical) -> bool {
    left.base == right.base
}
