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
        let trimmed = text.trim_matches(is_js_white_space);
        let mut locale = Locale::try_from_str(&trimmed.replace('_', "-")).ok()?;
        self.0.canonicalize(&mut locale);
        let tag = locale.to_string().to_ascii_lowercase();
        let base = tag.split('-').next().unwrap_or(&tag).to_owned();
        Some(Canonical { tag, base })
    }
}
