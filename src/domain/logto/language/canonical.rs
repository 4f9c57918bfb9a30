//! Logto's `canonicalizeLanguageTag` (`language-kit/src/utility.ts`).

use icu_locale::{Locale, LocaleCanonicalizer};

use crate::domain::logto::white_space::is_js_white_space;

/// A tag in the form that Logto compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Canonical {
    /// Canonical and in lower case.
    pub(super) tag: String,
    /// The language alone.
    pub(super) base: String,
}

/// Canonicalises tags as `Intl.getCanonicalLocales` does; making one costs nothing.
pub(super) struct Canonicalizer(LocaleCanonicalizer);

impl Canonicalizer {
    pub(super) const fn new() -> Self {
        Self(LocaleCanonicalizer::new_extended())
    }

    /// Nothing for an empty text, for `*`, and for what is no BCP 47 tag; such candidates are
    /// passed over.
    pub(super) fn canonicalize(&self, text: &str) -> Option<Canonical> {
        let tag = text.trim_matches(is_js_white_space).replace('_', "-");
        let (first, rest) = split_first(&tag);
        let is_registered =
            (5..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_registered {
            return self.canonicalize_short(&tag);
        }
        // The grammar has languages of five to eight letters, though none is registered; the
        // library has no room for them.
        let found = self.canonicalize_short(&format!("und{rest}"))?;
        let base = first.to_ascii_lowercase();
        let (_, rest) = split_first(&found.tag);
        Some(Canonical {
            tag: format!("{base}{rest}"),
            base,
        })
    }

    fn canonicalize_short(&self, tag: &str) -> Option<Canonical> {
        let mut locale = Locale::try_from_str(tag).ok()?;
        self.0.canonicalize(&mut locale);
        let tag = locale.to_string().to_ascii_lowercase();
        let base = split_first(&tag).0.to_owned();
        Some(Canonical { tag, base })
    }
}

/// The first subtag, and what follows with its hyphen.
fn split_first(tag: &str) -> (&str, &str) {
    tag.split_at(tag.find('-').unwrap_or(tag.len()))
}
