use std::collections::BTreeSet;

use super::node;
use crate::domain::language::{canonical, english_name, own_name};
use crate::domain::logto::ALLOWED_LANGUAGES;

#[test]
fn every_language_of_logto_has_both_names() {
    let bases = ALLOWED_LANGUAGES.map(|tag| tag.split('-').next().unwrap());
    for tag in ALLOWED_LANGUAGES.into_iter().chain(bases) {
        for name in [english_name(tag), own_name(tag)] {
            assert!(!name.is_empty(), "{tag}");
            assert_ne!(name, tag);
            assert!(
                name.chars().next().unwrap().is_alphabetic(),
                "{tag}: {name}"
            );
        }
    }
}

#[test]
fn the_regions_of_logtos_languages_have_names_in_them() {
    let nameless: Vec<_> = ALLOWED_LANGUAGES
        .into_iter()
        .filter(|tag| {
            let region = tag.split('-').nth(1);
            region.is_some_and(|region| own_name(tag).contains(&format!("({region})")))
        })
        .collect();
    // CLDR has no Iñupiatun.
    assert_eq!(nameless, ["ik-US"]);
}

/// Tags with their English and own names.
fn check_names(cases: &[(&str, &str, &str)]) {
    for (tag, english, own) in cases {
        assert_eq!(english_name(tag), *english, "{tag}");
        assert_eq!(own_name(tag), *own, "{tag}");
    }
}

#[test]
fn languages_are_named_in_english_and_in_themselves() {
    check_names(&[
        ("fr-CA", "French (Canada)", "Français (Canada)"),
        ("FR_ca", "French (Canada)", "Français (Canada)"),
        ("ar", "Arabic", "العربية"),
        ("ja", "Japanese", "日本語"),
        (
            "en-US",
            "English (United States)",
            "English (United States)",
        ),
        (
            "es-419",
            "Spanish (Latin America)",
            "Español (Latinoamérica)",
        ),
        ("nb-NO", "Norwegian Bokmål (Norway)", "Norsk bokmål (Norge)"),
        ("ka-GE", "Georgian (Georgia)", "ქართული (საქართველო)"),
        ("tr-TR", "Turkish (Türkiye)", "Türkçe (Türkiye)"),
        ("iw", "Hebrew", "עברית"),
        ("zu", "Zulu", "isiZulu"),
    ]);
}

#[test]
fn the_script_is_named_and_decides_on_the_own_name() {
    check_names(&[
        (
            "zh-Hant-TW",
            "Chinese (Traditional, Taiwan)",
            "中文 (繁體, 台灣)",
        ),
        ("zh-CN", "Chinese (China)", "中文 (中国)"),
        ("zh-HK", "Chinese (Hong Kong)", "中文 (香港)"),
        ("sr-RS", "Serbian (Serbia)", "Српски (Србија)"),
        (
            "sr-Latn-RS",
            "Serbian (Latin, Serbia)",
            "Srpski (latinica, Srbija)",
        ),
        ("sr-ME", "Serbian (Montenegro)", "Srpski (Crna Gora)"),
        ("pa-PK", "Punjabi (Pakistan)", "پنجابی (پاکستان)"),
        ("uz-Cyrl", "Uzbek (Cyrillic)", "Ўзбекча (Кирил)"),
        ("az-Arab", "Azerbaijani (Arabic)", "Azərbaycan (ərəb)"),
    ]);
}

#[test]
fn the_languages_of_facebook_get_their_true_names() {
    check_names(&[
        ("cb-IQ", "Central Kurdish (Iraq)", "کوردیی ناوەندی (عێراق)"),
        ("cx-PH", "Cebuano (Philippines)", "Cebuano (Philippines)"),
        ("ck-US", "Cherokee (United States)", "ᏣᎳᎩ (ᏌᏊ ᎢᏳᎾᎵᏍᏔᏅ ᏍᎦᏚᎩ)"),
        ("sy-SY", "Syriac (Syria)", "ܣܘܪܝܝܐ (ܣܘܪܝܐ)"),
        ("sz-PL", "Silesian (Poland)", "Ślōnski (Polska)"),
        (
            "tz-MA",
            "Standard Moroccan Tamazight (Morocco)",
            "ⵜⴰⵎⴰⵣⵉⵖⵜ (ⵍⵎⵖⵔⵉⴱ)",
        ),
        ("zz-TR", "Zaza (Türkiye)", "Zazakî (Tırkiya)"),
        ("tl-PH", "Filipino (Philippines)", "Filipino (Pilipinas)"),
        ("tl-ST", "Klingon", "tlhIngan Hol"),
        ("fb-LT", "English (Leet Speak)", "English (Leet Speak)"),
        ("ja-KS", "Japanese (Kansai)", "日本語 (関西)"),
        ("eo-EO", "Esperanto", "Esperanto"),
        (
            "es-LA",
            "Spanish (Latin America)",
            "Español (Latinoamérica)",
        ),
        ("ar-AR", "Arabic (deprecated)", "العربية (مهجورة)"),
    ]);
}

#[test]
fn what_the_table_does_not_have_stands_there_as_it_is() {
    check_names(&[
        ("fr-JP", "French (Japan)", "Français (JP)"),
        ("got", "Gothic", "Gothic"),
        (
            "got-Goth-UA",
            "Gothic (Gothic, Ukraine)",
            "Gothic (Gothic, Ukraine)",
        ),
        ("xx-FR", "xx (France)", "xx (France)"),
        ("xx-Xxxx-QQ", "xx (Xxxx, QQ)", "xx (Xxxx, QQ)"),
        ("ca-valencia", "Catalan (valencia)", "Català (valencia)"),
        (
            "de-CH-1996",
            "German (Switzerland, 1996)",
            "Deutsch (Schweiz, 1996)",
        ),
        ("en-u-hc-h12", "English (u-hc-h12)", "English (u-hc-h12)"),
        ("not a tag", "not a tag", "not a tag"),
        ("", "", ""),
    ]);
}

#[test]
fn english_names_are_those_of_node() {
    // Where the region is no place, and where we take the short name of a region.
    let other = ["ar-AR", "zh-HK", "zh-MO", "zh-Hant-HK", "my-MM", "my-BU"];
    let mut compared = 0;
    for case in node() {
        let (Some(canonical), Some(english)) =
            (case["canonical"].as_str(), case["english"].as_str())
        else {
            continue;
        };
        // Node leaves extensions out, and knows some variants.
        let is_long = canonical.split('-').any(|part| part.len() == 1)
            || canonical.ends_with("valencia")
            || canonical.ends_with("1996");
        let tag = case["tag"].as_str().unwrap();
        if is_long || other.contains(&tag) {
            continue;
        }
        assert_eq!(english_name(tag), english, "{tag}");
        compared += 1;
    }
    assert!(compared > 230, "{compared}");
}

#[test]
fn every_row_of_the_table_is_read() {
    let table = include_str!("../../../../assets/languages/names.txt");
    let mut codes = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<_> = line.split(" | ").collect();
        let [code, english, own @ ..] = columns.as_slice() else {
            continue;
        };
        assert!(codes.insert(*code), "{code} is there twice");
        assert!(!english.is_empty() && own.iter().all(|column| !column.is_empty()));
        let is_language = code.starts_with(|first: char| first.is_ascii_lowercase());
        let tag = if is_language {
            (*code).to_owned()
        } else {
            format!("en-{code}")
        };
        assert_eq!(canonical(&tag).as_deref(), Ok(tag.as_str()));
        if code.contains('-') {
            assert!(own_name(&tag).starts_with(own[0]), "{tag}");
        } else if is_language {
            assert_eq!(english_name(&tag), *english);
            assert_eq!(own_name(&tag), own.first().copied().unwrap_or(english));
        } else {
            assert_eq!(own_name(&tag), format!("English ({english})"));
        }
    }
    assert!(codes.len() > 1000, "{}", codes.len());
}
