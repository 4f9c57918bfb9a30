//! Stresses of the template.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::domain::logto::UsageType;
use crate::domain::syntax::{Part, Tag, TokenKind, parts, placeholder_spans, tokenize};
use crate::domain::workspace::sample;

/// A whole mail.
static SAMPLE: LazyLock<String> =
    LazyLock::new(|| sample(UsageType::OrganizationInvitation, "en").content);

fn html(stress: Stress, content: &str) -> String {
    let details = TemplateDetails {
        content: content.to_owned(),
        ..TemplateDetails::default()
    };
    stress_template(only(stress), &details).content
}

fn plain(stress: Stress, content: &str) -> String {
    let details = TemplateDetails {
        content: content.to_owned(),
        content_type: Some(ContentType::Plain),
        ..TemplateDetails::default()
    };
    stress_template(only(stress), &details).content
}

fn pseudo(content: &str) -> String {
    html(Stress::Pseudo, content)
}

fn right_to_left(content: &str) -> String {
    html(Stress::RightToLeft, content)
}

/// The tags as written, without the values that people read.
fn tags(content: &str) -> Vec<String> {
    let tokens = tokenize(content, Language::Html);
    let tag = |part| match part {
        Part::Tag(tag) => Some(tag),
        Part::Text(_) => None,
    };
    let print = |tag: Tag| {
        let mut words = vec![tag.is_end.to_string(), content[tag.name.range()].to_owned()];
        for attribute in &tag.attributes {
            words.push(content[attribute.name.range()].to_owned());
            if let Some(value) = &attribute.value
                && !attribute.is(content, "alt")
                && !attribute.is(content, "title")
            {
                words.push(content[value.span.range()].to_owned());
            }
        }
        words.join(" ")
    };
    let parts = parts(content, &tokens).into_iter();
    parts.filter_map(tag).map(print).collect()
}

/// The text of all tokens of a kind.
fn all(content: &str, kind: TokenKind) -> Vec<&str> {
    tokenize(content, Language::Html)
        .into_iter()
        .filter(|token| token.kind == kind)
        .map(|token| &content[token.span.range()])
        .collect()
}

fn written_placeholders(content: &str) -> Vec<&str> {
    placeholder_spans(content)
        .into_iter()
        .map(|span| &content[span.range()])
        .collect()
}

#[test]
fn pseudo_accents_lengthens_and_brackets_each_text() {
    assert_eq!(
        pseudo("<p> Your code, <b>Zoe</b>! </p>"),
        "<p> ⟦Ýöûŕ~ çöðé~~~⟧, <b>⟦Žöé~~⟧</b>! </p>".replace("⟧,", ",⟧")
    );
    let long = "The quick brown fox jumps over the lazy dog";
    let stressed = pseudo(long);
    let added = stressed.chars().count() - long.chars().count() - 2;
    assert_eq!(added, (long.len() * 2).div_ceil(5));
    assert!(
        stressed.split(' ').all(|word| word.ends_with(['~', '⟧'])),
        "the padding is not spread: {stressed}"
    );
}

#[test]
fn pseudo_leaves_references_placeholders_and_numbers_whole() {
    assert_eq!(
        pseudo("<p>A&nbsp;{{ user.name }} &copy 2026</p>"),
        "<p>⟦Å&nbsp;{{ user.name }} &copy~~~~~ 2026⟧</p>"
    );
    for kept in ["<p>{{code}}</p>", "<p>&nbsp;12:30 &#847;</p>", "&amp;", ""] {
        assert_eq!(pseudo(kept), kept);
    }
}

#[test]
fn pseudo_reads_alt_and_title_and_no_other_attribute() {
    assert_eq!(
        pseudo("<img class=logo alt=\"Logo of {{x}}\" title='Hi' src=\"a.png\" alt2=no>"),
        "<img class=logo alt=\"⟦Ļöĝö~ öƒ~~~ {{x}}⟧\" title='⟦Ĥî~⟧' src=\"a.png\" alt2=no>"
    );
    assert_eq!(pseudo("<img alt={{ x }}y>"), "<img alt={{ x }}y>");
    assert_eq!(pseudo("<img alt=Logo>"), "<img alt=⟦Ļöĝö~~⟧>");
}

#[test]
fn pseudo_leaves_what_is_not_visible() {
    let kept = "<!doctype html><title>Mail &amp; more</title><!-- note --><style>p { margin: 0 }\
                </style><script>run()</script>";
    assert_eq!(pseudo(kept), kept);
    let outlook = "<!--[if mso]><xml><o:View>Normal</o:View></xml><![endif]-->";
    assert_eq!(pseudo(outlook), outlook);
    assert_eq!(
        pseudo("<!--[if mso]><b>Hi</b><![endif]-->"),
        "<!--[if mso]><b>⟦Ĥî~⟧</b><![endif]-->"
    );
}

#[test]
fn pseudo_takes_the_subject_and_plain_texts_as_text() {
    let details = TemplateDetails {
        subject: "{{code}} is <your> code".to_owned(),
        content: "One\r\n\nTwo {{\ncode }} & <b>three</b>".to_owned(),
        content_type: Some(ContentType::Plain),
        reply_to: Some("help@example.com".to_owned()),
        ..TemplateDetails::default()
    };
    let stressed = stress_template(only(Stress::Pseudo), &details);
    assert_eq!(stressed.subject, "⟦{{code}} îš~ <ýöûŕ~~> çöðé~~~⟧");
    assert_eq!(
        stressed.content,
        "⟦Öñé~~⟧\r\n\n⟦Ţŵö~ {{\ncode }} & <ƀ~~>ţĥŕéé~~~</ƀ~~>⟧"
    );
    assert_eq!(stressed.reply_to, details.reply_to);
}

#[test]
fn pseudo_does_not_make_markup_of_a_stray_bracket() {
    assert_eq!(pseudo("<p>x</"), "<p>⟦ẋ~⟧</");
    assert_eq!(pseudo("<html<\"x"), "<html<⟦\"ẋ~⟧");
    assert_eq!(
        pseudo("<!--[if mso]>x</<![endif]-->"),
        "<!--[if mso]>⟦ẋ~⟧</<![endif]-->"
    );
}

#[test]
fn pseudo_keeps_all_of_a_whole_template_but_its_words() {
    let stressed = pseudo(&SAMPLE);
    assert_eq!(tags(&stressed), tags(&SAMPLE));
    assert_eq!(
        written_placeholders(&stressed),
        written_placeholders(&SAMPLE)
    );
    for kind in [
        TokenKind::Entity,
        TokenKind::CssValue,
        TokenKind::Conditional,
    ] {
        assert_eq!(all(&stressed, kind), all(&SAMPLE, kind));
    }
    assert!(
        stressed.contains("⟦Åççéþţ~~ îñṽîţåţîöñ~~~~~⟧"),
        "{stressed}"
    );
    assert!(!stressed.contains("Accept invitation"));
}

#[test]
fn right_to_left_turns_the_root_and_the_containers_that_repeat_it() {
    assert_eq!(
        right_to_left(
            "<html dir=\"ltr\"><body><div dir=ltr><p dir='ltr'>{{code}}</p></div></body></html>"
        ),
        "<html dir=\"rtl\"><body dir=\"rtl\"><div dir=rtl><p dir='ltr'>{{code}}</p></div></body></html>"
    );
    assert_eq!(
        right_to_left("<HTML lang=en DIR>"),
        "<HTML lang=en dir=\"rtl\">"
    );
}

#[test]
fn right_to_left_puts_an_element_around_a_fragment() {
    assert_eq!(
        right_to_left("<p>12</p>"),
        "<div dir=\"rtl\"><p>12</p></div>"
    );
    assert_eq!(
        right_to_left("<!-- c -->\n<!doctype html>\n<p dir=auto>12"),
        "<!-- c -->\n<!doctype html><div dir=\"rtl\">\n<p dir=auto>12</div>"
    );
    assert_eq!(right_to_left(" "), " ");
}

#[test]
fn right_to_left_writes_as_many_arabic_letters() {
    let stressed = plain(
        Stress::RightToLeft,
        "Hi {{user.name}}, Zoë: help@example.com, https://a.example 24",
    );
    assert_eq!(
        stressed,
        "حي {{user.name}}, زوس: help@example.com, https://a.example 24"
    );
    assert_eq!(
        right_to_left("<body><p>a&nbsp;&lt b"),
        "<body dir=\"rtl\"><p>ا&nbsp;&lt ب"
    );
}

#[test]
fn right_to_left_uses_no_control_characters() {
    let stressed = right_to_left(&SAMPLE);
    let is_control = |char: char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!stressed.contains(is_control));
    assert!(stressed.contains("<html lang=\"en\" dir=\"rtl\""));
    assert!(
        stressed.contains("<p dir=\"ltr\""),
        "the link is not turned"
    );
    assert!(!stressed.contains("<table role=\"presentation\" width=\"100%\" dir=\"ltr\""));
    assert_eq!(
        written_placeholders(&stressed),
        written_placeholders(&SAMPLE)
    );
}

#[test]
fn both_stresses_of_the_template_go_together() {
    let set = only(Stress::Pseudo).with(Stress::RightToLeft);
    let details = TemplateDetails {
        subject: "Hi".to_owned(),
        content: "<body>Hi".to_owned(),
        ..TemplateDetails::default()
    };
    let stressed = stress_template(set, &details);
    assert_eq!(stressed.subject, "⟦حي~⟧");
    assert_eq!(stressed.content, "<body dir=\"rtl\">⟦حي~⟧");
}

fn markup() -> impl Strategy<Value = String> {
    let pieces = [
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "<!--[if mso]>",
        "<![endif]-->",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
        "<xml>",
        "</xml>",
        "<p ",
        "<b>",
        "</b>",
        "<html",
        "<body>",
        "dir=",
        "dir=\"ltr\"",
        "alt=",
        "title='",
        "href=\"",
        "\"",
        "'",
        "=",
        "{{",
        "}}",
        "{{ code }}",
        "{{a.b}}",
        "{",
        "}",
        "&amp;",
        "&",
        "&copy",
        "#",
        "ä",
        "日本",
        "😀",
        "e\u{301}",
        "שלום",
        "\u{feff}",
        " ",
        "\n",
        "\r\n",
        "\0",
        "a",
        "Word",
        "8",
        "/",
        "!",
        "⟦",
        "~",
        "<!doctype html>",
        "--",
        "?",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn pseudo_keeps_tags_placeholders_and_references_of_broken_markup(text in markup()) {
        let stressed = pseudo(&text);
        prop_assert_eq!(tags(&stressed), tags(&text), "{}", stressed);
        prop_assert_eq!(written_placeholders(&stressed), written_placeholders(&text));
        for kind in [TokenKind::Entity, TokenKind::Comment, TokenKind::Conditional, TokenKind::Script] {
            prop_assert_eq!(all(&stressed, kind), all(&text, kind));
        }
    }

    #[test]
    fn pseudo_keeps_the_placeholders_of_plain_text(text in markup()) {
        let stressed = plain(Stress::Pseudo, &text);
        prop_assert_eq!(written_placeholders(&stressed), written_placeholders(&text));
        prop_assert_eq!(stressed.matches('\n').count(), text.matches('\n').count());
    }

    #[test]
    fn letters_from_right_to_left_keep_placeholders_and_length(text in markup()) {
        let stressed = plain(Stress::RightToLeft, &text);
        prop_assert_eq!(stressed.chars().count(), text.chars().count());
        prop_assert_eq!(written_placeholders(&stressed), written_placeholders(&text));
    }

    #[test]
    fn every_stress_takes_any_text(text in ".{0,300}", markup in markup()) {
        let set: StressSet = Stress::ALL.into_iter().collect();
        for content in [&text, &markup] {
            let details = TemplateDetails {
                subject: content.clone(),
                content: content.clone(),
                ..TemplateDetails::default()
            };
            let stressed = stress_template(set, &details);
            prop_assert_eq!(&stressed, &stress_template(set, &details));
            prop_assert!(stressed.content.len() <= details.content.len() * 6 + 100);
        }
    }
}
