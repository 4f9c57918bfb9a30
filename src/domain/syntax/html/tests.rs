//! HTML as people type it.

use super::super::Language;
use super::super::testing::pieces;
use super::TokenKind::{
    AttributeName, AttributeValue, Comment, Conditional, CssProperty, CssPunctuation, CssValue,
    Doctype, Entity, Placeholder, Quote, Script, TagName, TagPunctuation, Text,
};
use super::*;

fn html(text: &str) -> Vec<(TokenKind, &str)> {
    pieces(text, Language::Html)
}

#[test]
fn a_tag_falls_into_names_values_and_quotes() {
    assert_eq!(
        html("<a href=\"x?a=1&amp;b\" hidden>Hi&nbsp;</a>"),
        [
            (TagPunctuation, "<"),
            (TagName, "a"),
            (AttributeName, "href"),
            (TagPunctuation, "="),
            (Quote, "\""),
            (AttributeValue, "x?a=1"),
            (Entity, "&amp;"),
            (AttributeValue, "b"),
            (Quote, "\""),
            (AttributeName, "hidden"),
            (TagPunctuation, ">"),
            (Text, "Hi"),
            (Entity, "&nbsp;"),
            (TagPunctuation, "</"),
            (TagName, "a"),
            (TagPunctuation, ">"),
        ]
    );
}

#[test]
fn placeholders_win_in_tags_values_and_styles() {
    assert_eq!(
        html("<p {{attrs}} title={{ a }}x style='color:{{c}};margin:0'>"),
        [
            (TagPunctuation, "<"),
            (TagName, "p"),
            (Placeholder, "{{attrs}}"),
            (AttributeName, "title"),
            (TagPunctuation, "="),
            (Placeholder, "{{ a }}"),
            (AttributeValue, "x"),
            (AttributeName, "style"),
            (TagPunctuation, "="),
            (Quote, "'"),
            (CssProperty, "color"),
            (CssPunctuation, ":"),
            (Placeholder, "{{c}}"),
            (CssPunctuation, ";"),
            (CssProperty, "margin"),
            (CssPunctuation, ":"),
            (CssValue, "0"),
            (Quote, "'"),
            (TagPunctuation, ">"),
        ]
    );
}

#[test]
fn an_unfinished_tag_does_not_swallow_the_next() {
    assert_eq!(
        html("<td <b>x"),
        [
            (TagPunctuation, "<"),
            (TagName, "td"),
            (TagPunctuation, "<"),
            (TagName, "b"),
            (TagPunctuation, ">"),
            (Text, "x"),
        ]
    );
}

#[test]
fn a_conditional_comment_keeps_its_markup_readable() {
    assert_eq!(
        html("<!--[if mso]><td><![endif]-->"),
        [
            (Conditional, "<!--[if mso]>"),
            (TagPunctuation, "<"),
            (TagName, "td"),
            (TagPunctuation, ">"),
            (Conditional, "<![endif]-->"),
        ]
    );
}

#[test]
fn a_revealed_conditional_comment_is_two_marks_around_markup() {
    assert_eq!(
        html("<!--[if !mso]><!-->a<!--<![endif]-->"),
        [
            (Conditional, "<!--[if !mso]><!-->"),
            (Text, "a"),
            (Comment, "<!--<![endif]-->"),
        ]
    );
}

#[test]
fn an_unclosed_quote_inside_a_conditional_comment_ends_with_it() {
    let found = html("<!--[if mso]><a href=\"<![endif]-->b");
    assert_eq!(found.last(), Some(&(Text, "b")));
}

#[test]
fn comments_end_where_browsers_end_them() {
    assert_eq!(
        html("<!-- a --!>b<!-->c<!doctype html></ x>"),
        [
            (Comment, "<!-- a --!>"),
            (Text, "b"),
            (Comment, "<!-->"),
            (Text, "c"),
            (Doctype, "<!doctype html>"),
            (Comment, "</ x>"),
        ]
    );
}

#[test]
fn script_is_left_alone_up_to_its_end_tag() {
    let found = html("<script>if (a < b) '</p>'</SCRIPT >");
    assert!(found.contains(&(Script, "if (a < b) '</p>'")), "{found:?}");
    assert!(found.contains(&(TagName, "SCRIPT")), "{found:?}");
}

#[test]
fn a_lone_less_than_or_ampersand_is_text() {
    assert_eq!(
        html("1 < 2 & 3"),
        [
            (Text, "1 "),
            (Text, "<"),
            (Text, " 2 "),
            (Text, "&"),
            (Text, " 3")
        ]
    );
}
