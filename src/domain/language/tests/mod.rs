mod findings;
mod names;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::domain::logto::ALLOWED_LANGUAGES;

/// What JavaScript says about some 300 tags.
fn node() -> Vec<Value> {
    serde_json::from_str(include_str!(
        "../../../../tests/fixtures/language/node.json"
    ))
    .unwrap()
}

#[test]
fn tags_get_their_canonical_form() {
    for (tag, expected) in [
        ("pt-br", "pt-BR"),
        ("PT_br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("iw", "he"),
        ("iw-il", "he-IL"),
        ("cmn-hans", "zh-Hans"),
        ("sh", "sr-Latn"),
        ("tl-PH", "fil-PH"),
        ("EN-u-HC-h12", "en-u-hc-h12"),
        ("cb-iq", "cb-IQ"),
    ] {
        assert_eq!(canonical(tag).as_deref(), Ok(expected), "{tag}");
    }
}

#[test]
fn what_is_no_tag_is_refused_with_the_reason() {
    for (tag, expected) in [
        ("", "it is empty"),
        (
            "en US",
            "it has ' ' in it, but only letters, digits and hyphens can be there",
        ),
        (
            "français",
            "it has 'ç' in it, but only letters, digits and hyphens can be there",
        ),
        ("en--US", "it has a hyphen too many"),
        ("_en", "it has a hyphen too many"),
        (
            "english",
            "“english” is no language, which has two or three letters, as in “en”",
        ),
        (
            "x-mine",
            "“x” is no language, which has two or three letters, as in “en”",
        ),
        (
            "en-USA",
            "“USA” is no script, region or variant, or stands in the wrong place",
        ),
        (
            "zh-TW-Hant",
            "“Hant” is no script, region or variant, or stands in the wrong place",
        ),
        ("de-1996-1996", "“1996” is there twice"),
        ("en-US-us", "“us” is there twice"),
        ("en-u", "its extension cannot be read"),
    ] {
        let error = canonical(tag).unwrap_err();
        assert_eq!(error.to_string(), expected, "{tag}");
    }
}

#[test]
fn tags_are_canonicalised_as_node_does() {
    for case in node() {
        let tag = case["tag"].as_str().unwrap();
        // No language of so many letters is registered.
        if tag == "english" {
            continue;
        }
        let found = canonical(tag).ok();
        assert_eq!(found.as_deref(), case["canonical"].as_str(), "{tag}");
    }
}

#[test]
fn the_direction_is_that_of_the_script() {
    for (tag, expected) in [
        ("en", Direction::LeftToRight),
        ("ar", Direction::RightToLeft),
        ("ar-AR", Direction::RightToLeft),
        ("ar-Latn", Direction::LeftToRight),
        ("he", Direction::RightToLeft),
        ("iw_IL", Direction::RightToLeft),
        ("fa-IR", Direction::RightToLeft),
        ("ur-PK", Direction::RightToLeft),
        ("ckb", Direction::RightToLeft),
        ("ku-TR", Direction::LeftToRight),
        ("ku-IQ", Direction::RightToLeft),
        ("az", Direction::LeftToRight),
        ("az-Arab", Direction::RightToLeft),
        ("uz", Direction::LeftToRight),
        ("uz-AF", Direction::RightToLeft),
        ("dv", Direction::RightToLeft),
        ("ff-Adlm", Direction::RightToLeft),
        ("cb-IQ", Direction::RightToLeft),
        ("sy-SY", Direction::RightToLeft),
        ("tz-MA", Direction::LeftToRight),
        ("zz-TR", Direction::LeftToRight),
        ("ja-KS", Direction::LeftToRight),
        ("xx-YY", Direction::LeftToRight),
        ("no tag", Direction::LeftToRight),
        ("", Direction::LeftToRight),
    ] {
        assert_eq!(direction(tag), expected, "{tag}");
    }
}

#[test]
fn exactly_these_languages_of_logto_are_right_to_left() {
    let mut found = ALLOWED_LANGUAGES.to_vec();
    found.retain(|tag| direction(tag) == Direction::RightToLeft);
    assert_eq!(
        found,
        [
            "ar", "ar-AR", "cb-IQ", "fa-IR", "he-IL", "ps-AF", "sy-SY", "ur-PK"
        ]
    );
}

#[test]
fn directions_are_those_of_the_scripts_that_node_finds() {
    for case in node() {
        let tag = case["tag"].as_str().unwrap();
        // Node takes Facebook's languages for unknown ones.
        let (Some(expected), false) = (
            case["direction"].as_str(),
            ["cb-IQ", "sy-SY"].contains(&tag),
        ) else {
            continue;
        };
        assert_eq!(direction(tag).as_str(), expected, "{tag}");
    }
}

#[test]
fn a_direction_is_serialized_as_html_has_it() {
    for direction in [Direction::LeftToRight, Direction::RightToLeft] {
        let json = serde_json::to_value(direction).unwrap();
        assert_eq!(json, direction.as_str());
    }
}

#[test]
fn spellings_of_one_tag_are_grouped() {
    for (tags, expected) in [
        (&[] as &[&str], &[] as &[&[&str]]),
        (&["en", "fr", "en"], &[]),
        (
            &["pt-BR", "en", "pt_BR", "EN", "de", "pt-br", "en"],
            &[&["pt-BR", "pt_BR", "pt-br"], &["en", "EN"]],
        ),
        // Other words for one language are not other spellings.
        (&["he", "iw", "zh-TW", "zh-Hant-TW"], &[]),
        (&["no tag", "No Tag"], &[&["no tag", "No Tag"]]),
    ] {
        assert_eq!(duplicates(tags), expected, "{tags:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(tag in "([a-zA-Z]{1,9}|[0-9]{1,4}|[-_ ]|\\PC){0,9}") {
        prop_assert_eq!(english_name(&tag).is_empty(), tag.is_empty());
        prop_assert_eq!(own_name(&tag).is_empty(), tag.is_empty());
        direction(&tag);
        let is_invalid = tag_findings(&tag, false).iter().any(|finding| finding.code == "tag-invalid");
        match canonical(&tag) {
            Ok(spelled) => {
                prop_assert!(!is_invalid);
                let again = canonical(&spelled);
                prop_assert_eq!(again, Ok(spelled));
            }
            Err(_) => prop_assert!(is_invalid),
        }
    }
}
