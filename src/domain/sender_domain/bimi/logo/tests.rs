//! Logos, whole and flawed.

use proptest::prelude::*;

use super::{MOST_BYTES, logo_flaws};

const GOOD: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<svg version="1.2" baseProfile="tiny-ps" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <title>Lindmoor</title>
  <defs><path id="p" d="M0 0h64v64H0z"/></defs>
  <use xlink:href="#p" fill="#123"/>
</svg>"##;

#[test]
fn a_logo_in_order_has_no_flaw() {
    assert_eq!(logo_flaws(GOOD), [""; 0]);
}

#[test]
fn each_flaw_is_told_once() {
    for (old, new, flaw) in [
        ("version=\"1.2\"", "version=\"1.1\"", "its version is “1.1”"),
        (" baseProfile=\"tiny-ps\"", "", "lacks baseProfile"),
        ("tiny-ps", "tiny", "its baseProfile is “tiny”"),
        (
            "viewBox=\"0 0 64 64\"",
            "viewBox=\"0,0,64,32\"",
            "not square",
        ),
        (" viewBox=\"0 0 64 64\"", " width=\"3\"", "lacks a viewBox"),
        ("<svg ", "<svg x=\"0\" ", "“x” or “y”"),
        ("Lindmoor", " ", "no <title>"),
        (
            "<defs>",
            "<script>1</script><script>2</script><defs>",
            "has <script>",
        ),
        ("<defs>", "<image href=\"#p\"/><defs>", "has <image>"),
        ("\"#p\"", "\"https://d.example/\"", "outside of itself"),
    ] {
        assert!(GOOD.contains(old), "{old}");
        let flaws = logo_flaws(&GOOD.replacen(old, new, 1));
        assert_eq!(flaws.len(), 1, "{new}: {flaws:?}");
        assert!(flaws[0].contains(flaw), "{flaws:?}");
    }
    let long = GOOD.replace("Lindmoor", &"x".repeat(MOST_BYTES));
    assert_eq!(logo_flaws(&long), ["it has 33 KB, more than 32"]);
}

#[test]
fn what_is_no_svg_is_told_as_that() {
    for text in ["", "GIF89a", "<html><svg/></html>", "{}"] {
        assert_eq!(logo_flaws(text), ["it is no SVG"], "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_looked_at(text in "\\PC{0,60}", tags in "[<>svg a=\"x:/]{0,60}") {
        logo_flaws(&text);
        logo_flaws(&format!("<svg {tags}"));
    }
}
