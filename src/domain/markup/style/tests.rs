//! Styles, by example.

#![expect(
    clippy::literal_string_with_formatting_args,
    reason = "braces in style sheets are no arguments"
)]

use super::*;
use crate::domain::markup::css::{Places, selector_list, values};
use crate::domain::markup::html::{Document, NodeId};

fn find(document: &Document, id: &str) -> NodeId {
    let mut elements = document.elements();
    elements
        .find(|node| document.attr(*node, "id").as_deref() == Some(id))
        .unwrap_or_else(|| panic!("no element {id}"))
}

fn styled(source: &str, environment: Environment) -> (Document, Styled) {
    let document = Document::parse(format!("<!doctype html>{source}"));
    let styled = Styled::new(&document, &environment);
    (document, styled)
}

fn style_of(source: &str) -> Computed {
    let (document, styled) = styled(source, Environment::default());
    styled.computed(find(&document, "x")).unwrap().clone()
}

fn colour(text: &str) -> Option<ColourValue> {
    let values = values(text, Places::At(0));
    parse_colour(values.first()?)
}

fn hex(text: &str) -> String {
    match colour(text) {
        Some(ColourValue::Colour(colour)) => colour.hex(),
        other => format!("{other:?}"),
    }
}

#[test]
fn colours_of_every_syntax_are_read() {
    for (text, expected) in [
        ("#abc", "#aabbcc"),
        ("#AABBCC80", "#aabbcc80"),
        ("Red", "#ff0000"),
        ("transparent", "#00000000"),
        ("rgb(255, 0, 10%)", "#ff001a"),
        ("rgba(0 0 0 / 50%)", "#00000080"),
        ("hsl(120deg 100% 25%)", "#008000"),
        ("hsl(0.5turn, 100%, 50%)", "#00ffff"),
        ("hwb(0 20% 40%)", "#993333"),
        ("lab(100% 0 0)", "#ffffff"),
        ("lab(29.2345% 39.3825 20.0664)", "#7d2329"),
        ("lch(29.2345% 44.2 27)", "#7d2329"),
        ("oklab(40.101% 0.1147 0.0453)", "#7d2329"),
        ("oklch(40.101% 0.12332 21.555)", "#7d2329"),
        ("color(srgb 1 0.5 0)", "#ff8000"),
    ] {
        assert_eq!(hex(text), expected, "{text}");
    }
    assert_eq!(colour("currentColor"), Some(ColourValue::Current));
    assert_eq!(
        colour("color-mix(in srgb, red, blue)"),
        Some(ColourValue::Unknown)
    );
    assert_eq!(colour("reddish"), None);
    assert_eq!(colour("rgb(1)"), None);
}

#[test]
fn colours_of_attributes_are_read_as_browsers_do() {
    let read = |text| parse_legacy_colour(text).map(Colour::hex);
    assert_eq!(read("#fff").as_deref(), Some("#ffffff"));
    assert_eq!(read("ff0000").as_deref(), Some("#ff0000"));
    assert_eq!(read("chucknorris").as_deref(), Some("#c00000"));
    assert_eq!(read("white").as_deref(), Some("#ffffff"));
    assert_eq!(read(""), None);
}

#[test]
fn contrast_is_that_of_the_guidelines() {
    assert!((contrast(Colour::BLACK, Colour::WHITE) - 21.0).abs() < 1e-9);
    let grey = Colour::from_bytes(0x76, 0x76, 0x76);
    assert!((contrast(grey, Colour::WHITE) - 4.54).abs() < 0.005);
}

#[test]
fn the_nearest_colour_reaches_the_ratio_and_keeps_its_hue() {
    let orange = Colour::from_bytes(0xff, 0x99, 0x33);
    let better = nearest_with_contrast(orange, Colour::WHITE, 4.5).unwrap();
    assert!(contrast(better, Colour::WHITE) >= 4.5);
    assert!(
        contrast(better, Colour::WHITE) < 4.7,
        "no further than needed"
    );
    let [red, green, blue] = better.bytes();
    assert!(
        red > green && green > blue,
        "still an orange: {}",
        better.hex()
    );
    assert_eq!(
        nearest_with_contrast(orange, Colour::from_bytes(119, 119, 119), 7.0),
        None
    );
}

#[test]
fn the_cascade_orders_origin_weight_and_place() {
    let sheet =
        "<style>.a{color:red}p{color:green}#x.b{color:blue}p.a{color:lime !important}</style>";
    let color = |rest: &str| style_of(&format!("{sheet}{rest}")).color.unwrap().hex();
    assert_eq!(color("<p id=x>"), "#008000");
    assert_eq!(color("<p id=x class=b>"), "#0000ff");
    assert_eq!(color("<p id=x class='a b' style='color:black'>"), "#00ff00");
    assert_eq!(color("<p id=x class=b style='color:#123'>"), "#112233");
    assert_eq!(
        color("<p id=x style='color:#123 !important' class=a>"),
        "#112233"
    );
    assert_eq!(color("<p id=x style='color:nonsense'>"), "#008000");
}

#[test]
fn attributes_weigh_less_than_sheets() {
    let style = style_of("<table><td id=x bgcolor=red width=50% align=center>");
    assert_eq!(style.background_color, Some(Colour::from_bytes(255, 0, 0)));
    assert_eq!(style.width, Length::Percent(50.0));
    assert_eq!(style.text_align, TextAlign::Center);
    let style =
        style_of("<style>td{background:#000 url(x.png)}</style><table><td id=x bgcolor=red>");
    assert_eq!(style.background_color, Some(Colour::BLACK));
    assert!(style.has_background_image);
}

#[test]
fn sizes_follow_from_those_around() {
    let style =
        style_of("<div style='font-size:20px;line-height:1.5'><p id=x style='font-size:.5em'>");
    assert_eq!(style.font_size, Some(10.0));
    assert_eq!(style.line_height, Some(15.0));
    let style = style_of("<p id=x style='font:bold 12pt/150% Arial;padding:1px 2em'>");
    assert_eq!(
        (style.font_size, style.font_weight, style.line_height),
        (Some(16.0), 700, Some(24.0))
    );
    assert_eq!(
        style.padding,
        [
            Length::Px(1.0),
            Length::Px(32.0),
            Length::Px(1.0),
            Length::Px(32.0)
        ]
    );
    assert_eq!(
        style_of("<p id=x style='font-size:{{size}}px'>").font_size,
        None
    );
}

#[test]
fn media_queries_ask_the_environment() {
    let source = "<style>p{color:black}@media (prefers-color-scheme: dark){p{color:white}}
        @media only screen and (max-width:600px){p{font-size:20px}}</style><p id=x>";
    let look = |environment| {
        let (document, styled) = styled(source, environment);
        let style = styled.computed(find(&document, "x")).unwrap().clone();
        (style.color.unwrap().hex(), style.font_size)
    };
    let wide = Environment::default();
    assert_eq!(look(wide), ("#000000".to_owned(), Some(16.0)));
    assert_eq!(look(wide.dark()), ("#ffffff".to_owned(), Some(16.0)));
    let narrow = Environment {
        width: 400.0,
        ..wide
    };
    assert_eq!(look(narrow), ("#000000".to_owned(), Some(20.0)));
    let plain = Environment {
        sheets: Sheets::InlineOnly,
        ..wide.dark()
    };
    assert_eq!(look(plain), ("#000000".to_owned(), Some(16.0)));
}

#[test]
fn variables_stand_for_what_they_hold() {
    let source = "<style>:root{--brand:#123;--link:var(--brand)}</style><div><a id=x style='color:var(--link);background-color:var(--no, red)'>";
    let style = style_of(source);
    assert_eq!(style.color.unwrap().hex(), "#112233");
    assert_eq!(style.background_color.unwrap().hex(), "#ff0000");
    let endless = "<style>:root{--a:var(--b);--b:var(--a)}</style><p id=x style='color:var(--a)'>";
    assert_eq!(style_of(endless).color, None);
}

#[test]
fn backgrounds_are_seen_through_translucent_ones() {
    let source = "<body bgcolor=white><div style='background:rgba(0,0,0,.5)'><p id=x style='color:rgb(0 0 0/.5);opacity:.5'>";
    let (document, styled) = styled(source, Environment::default());
    let id = find(&document, "x");
    let Background::Colour(grey) = styled.background(&document, id, Colour::WHITE) else {
        panic!("a colour is behind it");
    };
    assert_eq!(grey.hex(), "#808080");
    let alpha = styled.text_colour(&document, id).unwrap().alpha;
    assert!((alpha - 0.25).abs() < 1e-9);
}

#[test]
fn what_only_a_client_knows_is_not_guessed() {
    let source = "<div id=y style='background:url(a.png)'><p id=x style='color:{{brand}}'>";
    let (document, styled) = styled(source, Environment::default());
    let id = find(&document, "x");
    assert_eq!(styled.text_colour(&document, id), None);
    let behind = styled.background(&document, id, Colour::WHITE);
    assert_eq!(behind, Background::Image(find(&document, "y")));
}

#[test]
fn hidden_elements_hide_what_is_in_them() {
    let source = "<style>.h{display:none}</style><div class=h><b id=x>a</b></div><i id=y hidden>";
    let (document, styled) = styled(source, Environment::default());
    assert!(!styled.is_shown(&document, find(&document, "x")));
    assert!(!styled.is_shown(&document, find(&document, "y")));
}

#[test]
fn winners_know_where_they_were_written() {
    let source = "<style>p{color:green}</style><p id=x style='padding:1px'>";
    let (document, styled) = styled(source, Environment::default());
    let id = find(&document, "x");
    let color = styled.winner(id, "color").unwrap();
    assert_eq!(document.slice(color.declaration.span), "color:green");
    assert_eq!(color.origin, Origin::Sheet);
    let padding = styled.winner(id, "padding-left").unwrap();
    assert_eq!(document.slice(padding.declaration.span), "padding:1px");
    assert!(styled.winner(id, "width").is_none());
}

#[test]
fn selectors_match_as_the_standard_says() {
    let source = "<div class='a b' lang=de-AT><ul><li>1<li class=c>2<li>3</ul><p id=x data-v='One two'>t</p></div>";
    let (document, styled) = styled(source, Environment::default());
    let count = |text: &str| {
        let list = selector_list(text, 0);
        let matches = |id: &NodeId| {
            list.selectors
                .iter()
                .any(|selector| styled.matches(&document, *id, selector))
        };
        document.elements().filter(matches).count()
    };
    for (selector, expected) in [
        ("li", 3),
        ("ul > li", 3),
        ("div li", 3),
        (".a.b", 1),
        ("li + li", 2),
        ("li ~ li", 2),
        ("li:first-child", 1),
        ("li:nth-child(odd)", 2),
        ("li:nth-last-child(1)", 1),
        ("li:not(.c)", 2),
        (":is(li, p)", 4),
        ("[data-v~=two]", 1),
        ("[data-v^=one i]", 1),
        ("[data-v^=one]", 0),
        ("p:only-of-type", 1),
        (":lang(de) > p", 1),
        (":root", 1),
        ("body div > ul li:hover", 0),
        ("html > body > div > p#x", 1),
        ("body > p", 0),
        ("ul + p", 1),
        ("li + p", 0),
        ("p:empty", 0),
        ("li:nth-child(1 of .c)", 1),
        ("*", 9),
    ] {
        assert_eq!(count(selector), expected, "{selector}");
    }
}

#[test]
fn nested_rules_stand_for_those_around_them() {
    let source = "<style>.card{color:red; p{color:lime} &:is(div){opacity:.5}}</style><div id=y class=card><p id=x>";
    let style = style_of(source);
    assert_eq!(style.color.unwrap().hex(), "#00ff00");
}
