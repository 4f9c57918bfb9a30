//! Style sheets that are made to take long, each with as much of a mail.

use super::{Hostile, numbered, repeat};

/// A mail with a style sheet.
fn styled(css: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en dir=ltr><head><title>t</title><style>{css}</style></head><body>{body}</body></html>"
    )
}
/// Selectors by the thousand, each of which many elements may match.
pub(super) fn selectors(n: usize) -> Vec<Hostile> {
    let half = n / 2;
    let elements = repeat("<p class=\"a b\">x</p>", half);
    vec![
        (
            "css universal",
            styled(&repeat("*{color:red}", half), &elements),
        ),
        (
            "css types",
            styled(&repeat("p{color:red}", half), &elements),
        ),
        (
            "css classes",
            styled(&repeat(".a{color:red}", half), &elements),
        ),
        (
            "css list",
            styled(&format!("{}{{color:red}}", repeat("p,", half)), &elements),
        ),
        (
            "css many classes",
            styled(
                &numbered(0..half / 16, |i| format!(".c{i}{{color:red}}")),
                &numbered(0..half / 20, |i| format!("<p class=c{i}>x</p>")),
            ),
        ),
        (
            "css attribute",
            styled(&repeat("[class]{color:red}", half), &elements),
        ),
        (
            "css attribute substring",
            styled(
                &repeat("[title*=b]{color:red}", half),
                &format!(
                    "<p title=\"{}\">x</p>{}",
                    repeat("a", half / 2),
                    repeat("<p title=a>", half / 2)
                ),
            ),
        ),
    ]
}

/// Selectors by the thousand that look at what is around each element.
pub(super) fn combinators(n: usize) -> Vec<Hostile> {
    let half = n / 2;
    let elements = repeat("<p class=\"a b\">x</p>", half);
    let nested_elements = repeat("<div class=a>x", half);
    vec![
        (
            "css descendants",
            styled(&repeat(".a .a .a .b{color:red}", half), &nested_elements),
        ),
        (
            "css descendants backtrack",
            styled(
                &repeat("div > div div > div div>.z div{color:red}", half),
                &nested_elements,
            ),
        ),
        (
            "css siblings",
            styled(&repeat(".a ~ .b ~ .c ~ p{color:red}", half), &elements),
        ),
        (
            "css nth",
            styled(
                &repeat("p:nth-child(2n+1 of .z){color:red}", half),
                &elements,
            ),
        ),
        (
            "css not",
            styled(&repeat("p:not(.a,.b,.c){color:red}", half), &elements),
        ),
        (
            "css empty",
            styled(&repeat(":empty{color:red}", half), &elements),
        ),
        (
            "css lang",
            styled(&repeat(":lang(de){color:red}", half), &nested_elements),
        ),
        (
            "css is deep",
            styled(
                &format!(
                    "{}a{}{{color:red}}",
                    ":is(".repeat(half / 6),
                    ")".repeat(half / 6)
                ),
                &elements,
            ),
        ),
        (
            "css is wide",
            styled(
                &format!("p:is({}a){{color:red}}", repeat(".q,", half)),
                &elements,
            ),
        ),
    ]
}

/// Style sheets whose brackets and strings never end.
pub(super) fn broken_sheets(n: usize) -> Vec<Hostile> {
    let half = n / 2;
    let elements = repeat("<p class=\"a b\">x</p>", half);
    vec![
        ("css open braces", styled(&repeat("a{", half), &elements)),
        (
            "css at open",
            styled(&repeat("@media screen{", half), &elements),
        ),
        ("css brackets", styled(&repeat("a{b:(", half), &elements)),
        ("css closers", styled(&repeat("})]", half), &elements)),
        ("css semis", styled(&repeat(";", half), &elements)),
        (
            "css colons",
            styled(&format!("a{{{}", repeat("b:", half)), &elements),
        ),
        ("css strings", styled(&repeat("\"", half), &elements)),
        ("css comments", styled(&repeat("/*", half), &elements)),
        ("css comments2", styled(&repeat("/**/", half), &elements)),
    ]
}

/// Rules in rules, and custom properties that double.
pub(super) fn nested_rules(n: usize) -> Vec<Hostile> {
    let half = n / 2;
    let elements = repeat("<p class=\"a b\">x</p>", half);
    vec![
        (
            "css nested rules",
            styled(
                &repeat("a{color:red;& b{color:red;& c{color:red}}}", half),
                &elements,
            ),
        ),
        (
            "css nested wide",
            styled(
                &repeat("a,b,c,d,e,f,g,h{& p, & .a, & .b, & i{color:red}}", half),
                &elements,
            ),
        ),
        (
            "css nested many",
            styled(
                &format!("{}{{{}}}", repeat("p,", 60), repeat("& p{color:red}", half)),
                &elements,
            ),
        ),
        (
            "css vars",
            styled(
                &format!(
                    "p{{--a:var(--b);--b:var(--c) var(--c);--c:var(--d) var(--d);--d:x;{}}}",
                    repeat("color:var(--a);", half)
                ),
                &elements,
            ),
        ),
        (
            "css var bomb",
            styled(
                &format!(
                    ":root{{--a0:red;{}}}p{{color:var(--a30)}}",
                    numbered(1..40, |i| format!(
                        "--a{i}:var(--a{}) var(--a{});",
                        i - 1,
                        i - 1
                    ))
                ),
                &elements,
            ),
        ),
        (
            "css var own each",
            styled(
                &numbered(0..200, |i| format!(":root{{--a{i}:red}}")),
                &repeat("<p style=\"--x:1;color:var(--x)\">x</p>", n),
            ),
        ),
        (
            "css var fn bomb",
            styled(
                &format!(
                    ":root{{--a0:red;{}}}p{{color:var(--a30)}}",
                    numbered(1..40, |i| format!(
                        "--a{i}:f(var(--a{})) f(var(--a{}));",
                        i - 1,
                        i - 1
                    ))
                ),
                &elements,
            ),
        ),
    ]
}

/// Conditions and at-rules.
pub(super) fn conditions(n: usize) -> Vec<Hostile> {
    let half = n / 2;
    let elements = repeat("<p class=\"a b\">x</p>", half);
    vec![
        (
            "css media",
            styled(
                &repeat(
                    "@media (max-width:600px) and (min-width:1px), screen{p{color:red}}",
                    half,
                ),
                &elements,
            ),
        ),
        (
            "css media long",
            styled(
                &format!("@media {}screen{{p{{color:red}}}}", repeat("screen,", half)),
                &elements,
            ),
        ),
        (
            "css media nots",
            styled(
                &format!("@media {}{{p{{color:red}}}}", repeat("not (", half)),
                &elements,
            ),
        ),
        (
            "css imports",
            styled(&repeat("@import url(x);", half), &elements),
        ),
        (
            "css font-face",
            styled(
                &repeat("@font-face{font-family:x;src:url(y)}", half),
                &elements,
            ),
        ),
        (
            "css urls",
            styled(&repeat("a{background:url(", half), &elements),
        ),
        ("css escapes", styled(&repeat("\\", half), &elements)),
        ("css hash", styled(&repeat("#", half), &elements)),
        (
            "css dark",
            styled(
                &format!(
                    "@media (prefers-color-scheme:dark){{{}}}",
                    repeat("p{color:#777}", half)
                ),
                &elements,
            ),
        ),
    ]
}

/// Declarations by the thousand.
pub(super) fn declarations(n: usize) -> Vec<Hostile> {
    let half = n / 2;
    let elements = repeat("<p class=\"a b\">x</p>", half);
    vec![
        (
            "css decls",
            styled(&format!("p{{{}}}", repeat("color:red;", half)), &elements),
        ),
        (
            "css decls different",
            styled(
                &format!("p{{{}}}", numbered(0..half / 8, |i| format!("p{i}:1;"))),
                &elements,
            ),
        ),
        (
            "css decls important",
            styled(
                &format!("p{{{}}}", repeat("color:red!important;", half)),
                &elements,
            ),
        ),
        (
            "css placeholders",
            styled(&repeat("p{color:{{c}};{{d}}:x}", half), &elements),
        ),
        (
            "css long value",
            styled(
                &format!("p{{font-family:{}}}", repeat("a,", half)),
                &elements,
            ),
        ),
        (
            "css long value var",
            styled(
                &format!("p{{--f:1;color:{} var(--f)}}", repeat("a,", half)),
                &elements,
            ),
        ),
        (
            "css shorthand",
            styled(
                &repeat(
                    "p{font:bold 12px/1.5 Arial;padding:1px 2px;margin:0;background:#fff url(x)}",
                    half,
                ),
                &elements,
            ),
        ),
        (
            "css keyframes",
            styled(
                &repeat("@keyframes a{from{color:red}to{color:blue}}", half),
                &elements,
            ),
        ),
        (
            "css supports",
            styled(
                &repeat(
                    "@supports (display:grid) and (not (color:red)){p{color:red}}",
                    half,
                ),
                &elements,
            ),
        ),
    ]
}
