//! Style sheets, selectors and conditions, by example.

#![expect(
    clippy::literal_string_with_formatting_args,
    reason = "braces in style sheets are no arguments"
)]

use super::*;
use crate::domain::markup::html::{Place, decode};

fn only_rule(sheet: &Stylesheet) -> &StyleRule {
    match sheet.rules.first() {
        Some(Rule::Style(rule)) => rule,
        other => panic!("no style rule but {other:?}"),
    }
}

fn specificity(text: &str) -> (u32, u32, u32) {
    let weight = selector_list(text, 0).specificity();
    (weight.ids, weight.classes, weight.types)
}

#[test]
fn rules_know_their_places() {
    let text = "/* a */ p, .b { color: red !important; margin : 0 auto }";
    let sheet = stylesheet(text, 10);
    let rule = only_rule(&sheet);
    let slice = |span: crate::domain::finding::Span| &text[span.start - 10..span.end - 10];
    assert_eq!(slice(rule.span), &text[8..]);
    let declarations: Vec<_> = rule.block.declarations.iter().collect();
    assert_eq!(slice(declarations[0].span), "color: red !important");
    assert_eq!(slice(declarations[0].value_span), "red");
    assert_eq!(slice(declarations[0].important.unwrap()), "!important");
    assert_eq!(declarations[1].value_text(), "0 auto");
    assert_eq!(slice(sheet.comments[0]), "/* a */");
    assert_eq!(sheet.errors, []);
}

#[test]
fn an_inline_style_knows_where_its_references_stand() {
    let source = "font-family: &quot;A&quot;; color:&#32;red";
    let value = decode(source, 0, Place::Attribute);
    let inline = inline(&value);
    assert_eq!(
        inline.declarations[0].value[0].kind,
        ValueKind::String("A".to_owned())
    );
    assert_eq!(
        &source[inline.declarations[0].value_span.range()],
        "&quot;A&quot;"
    );
    assert_eq!(&source[inline.declarations[1].value_span.range()], "red");
}

#[test]
fn broken_parts_do_not_hide_the_rest() {
    let sheet = stylesheet(
        "a{color red;width:1px;*zoom:1;;b:2} @media screen{p{x:y}} q",
        0,
    );
    let rule = only_rule(&sheet);
    let names: Vec<_> = rule
        .block
        .declarations
        .iter()
        .map(|d| d.name.as_str())
        .collect();
    assert_eq!(names, ["width", "b"]);
    let kinds: Vec<_> = sheet.errors.iter().map(|error| error.kind).collect();
    assert_eq!(
        kinds,
        [
            CssErrorKind::InvalidDeclaration,
            CssErrorKind::InvalidDeclaration,
            CssErrorKind::MissingBlock
        ]
    );
    assert_eq!(sheet.style_rules().len(), 2);
}

#[test]
fn nested_rules_and_comments_of_html_are_read() {
    let sheet = stylesheet(
        "<!-- .a{color:red; &:hover{color:blue} b:hover{d:e}} -->",
        0,
    );
    let rule = only_rule(&sheet);
    assert_eq!(rule.block.declarations.len(), 1);
    assert_eq!(rule.block.rules.len(), 2);
    assert_eq!(sheet.errors.len(), 2);
}

#[test]
fn placeholders_stand_as_values() {
    let sheet = stylesheet("a{color:{{ brand.color }};width:{{w}}px}", 0);
    let rule = only_rule(&sheet);
    assert!(
        rule.block
            .declarations
            .iter()
            .all(Declaration::has_placeholder)
    );
    assert_eq!(sheet.errors, []);
}

#[test]
fn selectors_weigh_as_the_standard_says() {
    assert_eq!(specificity("*"), (0, 0, 0));
    assert_eq!(specificity("li"), (0, 0, 1));
    assert_eq!(specificity("ul ol+li"), (0, 0, 3));
    assert_eq!(specificity("h1 + *[rel=up]"), (0, 1, 1));
    assert_eq!(specificity("ul ol li.red"), (0, 1, 3));
    assert_eq!(specificity("#s12:not(foo)"), (1, 0, 1));
    assert_eq!(specificity(".foo :is(.bar, #baz)"), (1, 1, 0));
    assert_eq!(specificity(":where(#a) p::before"), (0, 0, 2));
    assert_eq!(specificity(":nth-child(2n+1 of .x)"), (0, 2, 0));
}

#[test]
fn invalid_selectors_are_told_from_valid_ones() {
    for valid in [
        "a",
        "a>b",
        "u + .body",
        "[data-ogsc] .x",
        "a[href^=\"x\" i]",
        ":nth-child(-n + 3)",
        "a::-webkit-x",
        "svg|a",
        "*|*",
        "a:hover",
        ":lang(de)",
        "div:is(.a, .b)",
        "p:only-child",
    ] {
        assert!(selector_list(valid, 0).is_valid(), "{valid} is valid");
    }
    for invalid in [
        "",
        "a >",
        ".",
        "a:foo",
        "a[",
        "a,,b",
        "::nothing",
        ":not(:foo)",
        "3",
    ] {
        assert!(
            !selector_list(invalid, 0).is_valid(),
            "{invalid} is not valid"
        );
    }
}

#[test]
fn steps_count_from_one() {
    let list = selector_list(":nth-child(2n+1)", 0);
    let SimpleKind::PseudoClass(PseudoClass::Nth(nth)) =
        &list.selectors[0].compounds[0].simples[0].kind
    else {
        panic!("no step in {list:?}");
    };
    let meant: Vec<_> = (1..7).filter(|index| nth.contains(*index)).collect();
    assert_eq!(meant, [1, 3, 5]);
}

fn holds(query: &str, width: f64) -> Option<bool> {
    let values = values(query, Places::At(0));
    MediaQueryList::parse(&values).holds(
        &|media_type| matches!(media_type, MediaType::All | MediaType::Screen),
        &|feature| {
            if feature.name != "width" {
                return None;
            }
            Some(
                feature
                    .comparisons
                    .iter()
                    .all(|(comparison, value)| match value.kind {
                        ValueKind::Dimension { value, .. } => comparison.holds(width, value),
                        _ => false,
                    }),
            )
        },
    )
}

#[test]
fn media_queries_hold_by_the_logic_of_three_values() {
    assert_eq!(holds("", 500.0), Some(true));
    assert_eq!(holds("screen", 500.0), Some(true));
    assert_eq!(holds("print", 500.0), Some(false));
    assert_eq!(
        holds("only screen and (max-width:600px)", 500.0),
        Some(true)
    );
    assert_eq!(
        holds("only screen and (max-width:600px)", 700.0),
        Some(false)
    );
    assert_eq!(holds("(400px <= width < 500px)", 500.0), Some(false));
    assert_eq!(holds("(width > 400px)", 500.0), Some(true));
    assert_eq!(holds("(400px < width)", 500.0), Some(true));
    assert_eq!(holds("not print", 500.0), Some(true));
    assert_eq!(holds("not (width: 500px)", 500.0), Some(false));
    assert_eq!(holds("(hover) or (width: 500px)", 500.0), Some(true));
    assert_eq!(holds("(hover) and (width: 500px)", 500.0), None);
    assert_eq!(holds("print, (min-width: 1px)", 500.0), Some(true));
    assert_eq!(holds("(a) and (b) or (c)", 500.0), None);
}

#[test]
fn supports_conditions_name_what_they_test() {
    let sheet = stylesheet(
        "@supports (display: grid) and (not selector(a > b)) {a{b:c}}",
        0,
    );
    let Some(Rule::At(rule)) = sheet.rules.first() else {
        panic!("no rule in {sheet:?}");
    };
    let condition = supports(&rule.prelude, rule.prelude_span);
    let tests: Vec<String> = condition
        .tests()
        .into_iter()
        .map(|test| match test {
            SupportsTest::Declaration { name, value, .. } => format!("{name}: {value}"),
            SupportsTest::Function {
                name, arguments, ..
            } => format!("{name}({arguments})"),
        })
        .collect();
    assert_eq!(tests, ["display: grid", "selector(a > b)"]);
}

#[test]
fn deep_brackets_end_somewhere() {
    let text = format!("a{{b:{}", "(".repeat(100_000));
    let sheet = stylesheet(&text, 0);
    assert!(
        sheet
            .errors
            .iter()
            .any(|error| error.kind == CssErrorKind::NestedTooDeep)
    );
    let text = "a{".repeat(100_000);
    assert_eq!(stylesheet(&text, 0).rules.len(), 1);
}
