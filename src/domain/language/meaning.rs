//! What a tag means. Logto's library took tags from Facebook, some of which are not as BCP 47 has
//! them: `cb-IQ` is Central Kurdish, which is `ckb`.

use icu_locale::subtags::{Language, language};
use icu_locale::{Locale, locale};

use super::tag::{TagError, canonical_locale};

/// The language that a tag means.
pub(super) struct Meaning {
    /// Its true tag, canonical.
    pub(super) locale: Locale,
    /// What the tag says that a true tag could not: in English, and in the language itself.
    pub(super) note: Option<(&'static str, &'static str)>,
}

/// Facebook's languages that ISO 639 has not, by the codes it has for them (`FBLocToLang.js` of
/// facebook/fbt). There `tz` is `tzm`, but Logto names it in Tifinagh, in which `zgh` is written.
const LANGUAGES: [(&str, Language); 27] = [
    ("bp", language!("bho")),
    ("bv", language!("bar")),
    ("cb", language!("ckb")),
    ("ck", language!("chr")),
    ("cx", language!("ceb")),
    ("eh", language!("hi")),
    ("em", language!("bem")),
    ("fn", language!("fur")),
    ("fv", language!("fuv")),
    ("gx", language!("grc")),
    ("lr", language!("lij")),
    ("nh", language!("nah")),
    ("ns", language!("nso")),
    ("qb", language!("hsb")),
    ("qc", language!("quc")),
    ("qe", language!("esu")),
    ("qk", language!("kab")),
    ("qr", language!("rup")),
    ("qs", language!("dsb")),
    ("qt", language!("tli")),
    ("qv", language!("vec")),
    ("qz", language!("my")),
    ("sy", language!("syr")),
    ("sz", language!("szl")),
    ("tq", language!("tob")),
    ("tz", language!("zgh")),
    ("zz", language!("zza")),
];

/// The whole tags whose region is no place, or another one than it is in ISO 3166.
fn whole_tag(tag: &str) -> Option<Meaning> {
    let (locale, note) = match tag.to_ascii_lowercase().as_str() {
        // All of Arabic, not Argentina; Logto wants `ar` instead (`language-kit/src/const.ts`).
        "ar-ar" => (locale!("ar"), Some(("deprecated", "مهجورة"))),
        "en-pi" => (locale!("en"), Some(("Pirate", "Pirate"))),
        "en-ud" => (locale!("en"), Some(("Upside Down", "Upside Down"))),
        "eo-eo" => (locale!("eo"), None),
        // Not Laos.
        "es-la" => (locale!("es-419"), None),
        "fb-lt" => (locale!("en"), Some(("Leet Speak", "Leet Speak"))),
        "ja-ks" => (locale!("ja"), Some(("Kansai", "関西"))),
        "tl-st" => (locale!("tlh"), None),
        _ => return None,
    };
    Some(Meaning { locale, note })
}

impl Meaning {
    /// What `tag` means; fails for what is no tag.
    pub(super) fn of(tag: &str) -> Result<Self, TagError> {
        let tag = tag.replace('_', "-");
        if let Some(meaning) = whole_tag(&tag) {
            return Ok(meaning);
        }
        let mut locale = canonical_locale(&tag)?;
        let written = locale.id.language;
        let known = LANGUAGES.iter().find(|(code, _)| written.as_str() == *code);
        if let Some((_, language)) = known {
            locale.id.language = *language;
        }
        Ok(Self { locale, note: None })
    }
}
