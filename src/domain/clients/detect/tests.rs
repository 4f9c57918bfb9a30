//! Tests of the detection, hostile texts among them.

use proptest::prelude::*;

use super::conditional::holds;
use super::*;

fn slugs(html: &str) -> Vec<&'static str> {
    detect(&Document::parse(html))
        .iter()
        .map(|used| used.slug)
        .collect()
}

fn found(html: &str, slug: &str) -> Vec<(String, bool)> {
    let used = detect(&Document::parse(html));
    let hits = used
        .iter()
        .filter(|used| used.slug == slug)
        .flat_map(|used| &used.hits);
    hits.map(|hit| (html[hit.span.range()].to_owned(), hit.has_fallback))
        .collect()
}

#[test]
fn places_are_those_of_the_source() {
    let html = "<div style=\"color:red;DISPLAY : /*x*/ INLINE-Flex !important\">x</div>";
    assert_eq!(
        found(html, "css-display-flex"),
        [("INLINE-Flex".to_owned(), false)]
    );
    assert_eq!(
        found(html, "css-important"),
        [("!important".to_owned(), false)]
    );
    assert_eq!(found(html, "css-comments"), [("/*x*/".to_owned(), false)]);
    let reference = "<p style=\"width&#58; 10vw\">x</p>";
    assert_eq!(
        found(reference, "css-unit-vw"),
        [("10vw".to_owned(), false)]
    );
    let sheet = "<style>a:HOVER , b{}</style>";
    assert_eq!(
        found(sheet, "css-pseudo-class-hover"),
        [(":HOVER".to_owned(), false)]
    );
}

#[test]
fn what_others_miss_is_found() {
    assert!(
        slugs("<style>@media only screen and (max-width:600px){}</style>")
            .contains(&"css-at-media")
    );
    assert!(slugs("<style>@font-face{font-family:x}</style>").contains(&"css-at-font-face"));
    assert!(slugs("<p style='--x: 1'>x</p>").contains(&"css-variables"));
    assert!(slugs("<p style='display: none'>x</p>").contains(&"css-display-none"));
    assert!(slugs("<p style='width:calc(1px + min(2em, 3%))'>x</p>").contains(&"css-function-min"));
    assert!(slugs("<input TYPE=' CheckBox '>").contains(&"html-input-checkbox"));
}

#[test]
fn words_in_texts_and_strings_are_nothing() {
    let html = "<p title='display:flex' class='hover'>10vw rgb(1,2,3) &lt;video></p>\
                <style>p::after { content: 'max(1vh)' } /* 3ch */ @font-face { src: url(a.svg) }</style>";
    let slugs = slugs(html);
    for slug in [
        "css-display-flex",
        "css-unit-vw",
        "css-rgb",
        "html-video",
        "css-function-max",
        "css-unit-ch",
        "image-svg",
    ] {
        assert!(!slugs.contains(&slug), "{slug}");
    }
}

#[test]
fn stand_ins_are_seen() {
    let pair = "<p style='height: 9px; height: 5vh'>x</p>";
    assert_eq!(found(pair, "css-unit-vh"), [("5vh".to_owned(), true)]);
    let wrong_order = "<p style='height: 5vh; height: 9px'>x</p>";
    assert_eq!(
        found(wrong_order, "css-unit-vh"),
        [("5vh".to_owned(), false)]
    );
    let picture = "<picture><source srcset='a.webp' type='image/webp'><img src='a.png'></picture>";
    assert!(
        found(picture, "image-webp")
            .iter()
            .all(|(_, has_fallback)| *has_fallback)
    );
    assert!(
        found("<img src='a.webp'>", "image-webp")
            .iter()
            .all(|(_, has)| !has)
    );
    let video = "<video src='a.mp4'><a href='x'>see it</a></video>";
    assert_eq!(found(video, "html-video"), [("<video".to_owned(), true)]);
}

#[test]
fn keyframes_have_no_elements() {
    let slugs = slugs("<style>@keyframes a { from { opacity: 0 } 50% { top: 1px } }</style>");
    assert!(!slugs.contains(&"css-selector-type") && !slugs.contains(&"css-unit-percent"));
    assert!(slugs.contains(&"css-opacity"));
}

#[test]
fn conditions_are_those_of_outlook() {
    for (expression, expected) in [
        ("mso", true),
        ("!mso", false),
        (" gte mso 9", true),
        ("(gte mso 9)|(IE)", true),
        ("lt mso 16", false),
        ("mso 16", true),
        ("mso 12", false),
        ("IE", false),
        ("!IE", true),
        ("mso & !IE", true),
        ("", false),
        ("(mso", false),
        ("gte mso", false),
        ("nonsense 9", false),
    ] {
        assert_eq!(holds(expression), expected, "{expression}");
    }
    assert!(!holds(&"!(".repeat(100_000)));
}

#[test]
fn hostile_texts_end_soon() {
    for text in [
        ["<style>", &"a{".repeat(50_000)].concat(),
        ["<p style=\"", &"width:1px;".repeat(20_000), "\">"].concat(),
        ["<p style=\"width:", &"calc(".repeat(50_000)].concat(),
        ["<style>", &":not(".repeat(50_000)].concat(),
        "<!--[if mso]>".repeat(20_000),
        "<!--[if mso]><!-->".repeat(20_000),
        ["<![if mso]><p>".repeat(5_000), "<![endif]>".repeat(9_000)].concat(),
        ["<img srcset=\"", &",".repeat(100_000), "\">"].concat(),
    ] {
        detect(&Document::parse(text));
    }
}

proptest! {
    #[test]
    fn every_place_is_in_the_text(parts in proptest::collection::vec(prop_oneof![
        Just("<style>"), Just("</style>"), Just("@media (hover) {"), Just("}"), Just("a:not(.b > #c) {"),
        Just("<p style=\""), Just("\">"), Just("width: calc(1px + 2%);"), Just("/*"), Just("*/"),
        Just("<!--[if mso]>"), Just("<![endif]-->"), Just("<!--[if !mso]><!-->"), Just("<!--<![endif]-->"),
        Just("<img srcset='a.webp 1x, b.avif 2x'>"), Just("{{ x }}"), Just("ä&#x1f600;"), Just("url(a.svg)"),
        Just("background: rgb(1 2 3)"), Just("!important"), Just("<svg lang=a>"), Just("<table align=x>"),
    ], 0..24)) {
        let text = parts.concat();
        for used in detect(&Document::parse(text.as_str())) {
            prop_assert!(detector(used.slug).is_some());
            for hit in used.hits {
                prop_assert!(text.get(hit.span.range()).is_some(), "{} {:?}", used.slug, hit);
            }
        }
    }
}
