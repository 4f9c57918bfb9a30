//! What holds for any text: nothing panics, places are true, trees are trees, time is linear.

#![expect(
    clippy::literal_string_with_formatting_args,
    reason = "braces in style sheets are no arguments"
)]

use proptest::prelude::*;

use super::css::{self, Stylesheet};
use super::html::{Document, NodeId, NodeKind, TokenKind, tokens};
use super::style::{Environment, Styled};
use crate::domain::finding::Span;

/// Pieces that break markup in all the ways mails know, and then some.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i class=x>",
    "</i>",
    "<a href='{{ link }}'>",
    "</a>",
    "<div>",
    "</div>",
    "<table bgcolor=#fff>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td align=center>",
    "</td>",
    "<tbody>",
    "<caption>",
    "<col>",
    "<ul><li>",
    "</ul>",
    "<h1>",
    "</h2>",
    "<font color=red>",
    "<svg>",
    "</svg>",
    "<title>",
    "</title>",
    "<style>",
    "</style>",
    "<!-- c -->",
    "<!--[if mso]>",
    "<![endif]-->",
    "<![if x]>",
    "<!--[if !mso]><!-->",
    "<!--",
    "-->",
    "text",
    " ",
    "\n",
    "\r\n",
    "&amp;",
    "&nbsp",
    "&#x80;",
    "&",
    "ä",
    "日本",
    "😀",
    "\0",
    "<html a=b>",
    "<body>",
    "</html>",
    "<!doctype html>",
    "<form>",
    "</form>",
    "<v:rect>",
    "</v:rect>",
    "<img src=x",
    ">",
    "<",
    "\"",
    "'",
    "=",
    "/",
    "{{code}}",
    "{{",
    "}}",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    ";",
    "@media ",
    "!",
    "p{color:red}",
    ".x>b{width:1em!important}",
    "style=\"",
    "color:var(--a)",
    "--a:",
    "#fff",
    "*",
    "url(",
    "/*",
    "*/",
    "\\",
    ":not(",
    "2n+1",
    "and ",
    "@",
    "12.5e3px",
    "<![CDATA[",
    "]]>",
];

fn markup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn assert_place(source: &str, span: Span) {
    assert!(
        source.get(span.range()).is_some(),
        "{span:?} is no place in {source:?}"
    );
}

/// Every node but the root has one parent, whose list of children has it once.
fn assert_tree(document: &Document) {
    let mut seen = vec![false; document.node_count()];
    for id in document.walk() {
        assert!(
            !seen[id.index()],
            "a node stands twice in {:?}",
            document.source()
        );
        seen[id.index()] = true;
        let mut previous = None;
        for child in document.children(id) {
            assert_eq!(document.parent(child), Some(id));
            assert_eq!(document.previous_sibling(child), previous);
            previous = Some(child);
        }
        assert_eq!(document.last_child(id), previous);
    }
}

fn assert_document(source: &str) {
    let document = Document::parse(source);
    assert_tree(&document);
    for id in document.walk() {
        assert_place(source, document.span(id));
        if let Some(inner) = document.inner(id) {
            assert_place(source, inner);
        }
        for attribute in document.attributes(id) {
            assert_place(source, attribute.span);
            let value = document.value(attribute);
            for (at, char) in value.text.char_indices() {
                assert_place(source, value.source_span(at, at + char.len_utf8()));
            }
        }
        if let Some(text) = document.text(id) {
            assert_place(source, text.source_span(0, text.text.len()));
        }
        if let Some(inner) = document.conditional_content(id) {
            assert_tree(&inner);
        }
    }
    for defect in document.defects() {
        assert_place(source, defect.span);
    }
}

fn assert_sheet(source: &str, sheet: &Stylesheet) {
    for error in &sheet.errors {
        assert_place(source, error.span);
    }
    for comment in &sheet.comments {
        assert_place(source, *comment);
    }
    for declaration in sheet.declarations() {
        assert_place(source, declaration.span);
        for value in css::value::walk(&declaration.value) {
            assert_place(source, value.span);
        }
    }
    for (_, rule) in sheet.style_rules() {
        assert_place(source, rule.span);
        for selector in &rule.selectors.selectors {
            assert_place(source, selector.span);
        }
    }
}

proptest! {
    #[test]
    fn tokens_of_any_markup_tile_it(source in markup()) {
        let mut end = 0;
        for token in tokens(&source) {
            prop_assert_eq!(token.span.start, end);
            prop_assert!(token.span.end > end);
            end = token.span.end;
        }
        prop_assert_eq!(end, source.len());
        let mut end = 0;
        for token in css::tokens(&source) {
            prop_assert_eq!(token.start, end);
            prop_assert!(token.end > end);
            end = token.end;
        }
        prop_assert_eq!(end, source.len());
    }

    #[test]
    fn any_markup_is_a_tree_with_true_places(source in markup()) {
        assert_document(&source);
    }

    #[test]
    fn any_text_is_a_tree_with_true_places(source in ".{0,200}") {
        assert_document(&source);
    }

    #[test]
    fn any_markup_is_a_style_sheet_with_true_places(source in markup()) {
        assert_sheet(&source, &css::stylesheet(&source, 0));
    }

    #[test]
    fn any_markup_has_styles(source in markup()) {
        let source = format!("<style>{source}</style>{source}<p style=\"{source}\">{source}");
        let document = Document::parse(source.as_str());
        let styled = Styled::new(&document, &Environment::default().dark());
        for id in document.elements() {
            prop_assert!(styled.computed(id).is_some());
        }
    }
}

/// Bytes of a hostile text.
const HOSTILE_BYTES: usize = 200_000;
/// A linear reader needs a fraction of a second, a quadratic one minutes, on any machine.
const LONGEST_SECS: u64 = 15;

/// Reads a piece of text repeated many times, and fails if that takes longer than it may.
fn assert_soon(piece: &str, read: impl Fn(&str)) {
    let text = piece.repeat(HOSTILE_BYTES / piece.len());
    let start = std::time::Instant::now();
    read(&text);
    let taken = start.elapsed();
    assert!(
        taken.as_secs() < LONGEST_SECS,
        "{piece:?} repeated took {taken:?}"
    );
}

#[test]
fn hostile_texts_are_read_soon() {
    for piece in [
        "<",
        "<a",
        "<a ",
        "<a x",
        "<b>",
        "<b><p>",
        "<a href=x>",
        "<table>",
        "<table><td>",
        "</p>",
        "<!--",
        "<!-",
        "<div></b>",
        "<font a=",
        "&",
        "&am",
        "{{",
        "{{ a",
        "<i><div></i>",
        "<svg>",
        "<table><b>x",
        "<style>",
        "<li>",
        "<dd>",
        "</",
        "<p x=\"",
        "<option>",
        "<![if",
        "<button>",
        "<nobr>",
        "<b x>y<p>",
        "<form></form>",
        "<td>",
        "--",
        "<h1>",
        "<b></p>",
        "<object><b>",
    ] {
        assert_soon(piece, |text| drop(Document::parse(text)));
    }
}

#[test]
fn hostile_sheets_are_read_soon() {
    for piece in [
        "{", "}", "(", "a{", "a:b", "a,", "a ", "[", "\"", "'", "/*", "\\", "@a", "@media{", "!",
        ":", "a:not(", "url(", "#", "1e", "--a:", "a{b:c}", "a{b:var(", "{{", "a>", ";", "a:b{",
    ] {
        assert_soon(piece, |text| drop(css::stylesheet(text, 0)));
    }
}

#[test]
fn deep_trees_are_flattened() {
    let document = Document::parse("<div>".repeat(100_000));
    let deepest = document
        .walk()
        .filter(|id| matches!(document.node(*id).unwrap().kind, NodeKind::Element(_)))
        .step_by(997)
        .map(|id| document.ancestors(id).count())
        .max()
        .unwrap();
    assert!(
        deepest <= super::html::DEEPEST,
        "{deepest} elements around one"
    );
    assert_eq!(document.node_count(), 100_000 + 4);
    assert!(document.parent(NodeId::ROOT).is_none());
}

#[test]
fn every_end_of_a_text_is_read_without_harm() {
    let source = "<!doctype html><p a='b&amp;' {{ c }}>x<!--[if mso]><b><![endif]--><style>a{b:c}</style><svg><![CDATA[y]]></svg>&#65;";
    for (end, _) in source.char_indices() {
        assert_document(&source[..end]);
    }
    let kinds = tokens("<p").map(|token| token.kind);
    assert_eq!(kinds.collect::<Vec<_>>(), [TokenKind::Dropped]);
}
