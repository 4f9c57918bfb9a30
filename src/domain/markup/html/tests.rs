//! Tokens, trees and defects, by example.

use std::fmt::Write as _;

use super::*;

/// The tree as one line: `p(“text” b(“bold”))`.
fn shape(document: &Document) -> String {
    let mut output = String::new();
    let mut open: Vec<NodeId> = Vec::new();
    for id in document.walk().skip(1) {
        while open.last().copied() != document.parent(id).filter(|id| *id != NodeId::ROOT) {
            if open.pop().is_none() {
                break;
            }
            output.push(')');
        }
        if !output.is_empty() && !output.ends_with('(') {
            output.push(' ');
        }
        match &document.node(id).unwrap().kind {
            NodeKind::Element(element) => {
                output.push_str(&element.name);
                if document.first_child(id).is_some() {
                    output.push('(');
                    open.push(id);
                }
            }
            NodeKind::Text(_) => {
                let text = document.text(id).unwrap();
                write!(output, "{:?}", text.text).unwrap();
            }
            NodeKind::Comment(_) => output.push('!'),
            NodeKind::Doctype(_) => output.push('?'),
            NodeKind::Document => {}
        }
    }
    output.push_str(&")".repeat(open.len()));
    output
}

fn body(source: &str) -> String {
    let source = format!("<!doctype html><body>{source}");
    let shape = shape(&Document::parse(source.as_str()));
    let (_, body) = shape.split_once("body(").unwrap();
    body[..body.len() - 2].to_owned()
}

fn defects(source: &str) -> Vec<(DefectKind, String)> {
    let document = Document::parse(source);
    let pairs = document.defects().iter();
    pairs
        .map(|defect| (defect.kind, document.slice(defect.span).to_owned()))
        .collect()
}

#[test]
fn head_and_body_are_implied() {
    let document = Document::parse("<title>A &amp; b</title>Hi");
    assert_eq!(shape(&document), r#"html(head(title("A & b")) body("Hi"))"#);
    assert_eq!(document.mode(), Mode::Quirks);
}

#[test]
fn paragraphs_items_and_cells_end_by_themselves() {
    assert_eq!(
        body("<p>a<p>b<div>c</div><ul><li>1<li>2</ul>"),
        r#"p("a") p("b") div("c") ul(li("1") li("2"))"#
    );
    assert_eq!(
        body("<table><tr><td>1<td>2<tr><td>3</table>"),
        r#"table(tbody(tr(td("1") td("2")) tr(td("3"))))"#
    );
}

#[test]
fn what_cannot_stand_in_a_table_goes_before_it() {
    let source = "<table><tr>x <b>y</b><td>z</table>";
    assert_eq!(body(source), r#""x " b("y") table(tbody(tr(td("z"))))"#);
    let found = defects(&format!("<!doctype html>{source}"));
    let moved: Vec<_> = found
        .iter()
        .filter(|(kind, _)| *kind == DefectKind::FosterParented)
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(moved, ["x", "<b>"]);
}

#[test]
fn misnested_formatting_is_adopted() {
    assert_eq!(body("<b>1<p>2</b>3</p>"), r#"b("1") p(b("2") "3")"#);
    assert_eq!(body("<a href=1>x<a href=2>y</a>"), r#"a("x") a("y")"#);
    assert!(
        defects("<!doctype html><b>1<p>2</b>3</p>")
            .contains(&(DefectKind::Misnested, "</b>".to_owned()))
    );
}

#[test]
fn a_reopened_element_has_the_attributes_of_the_one_written() {
    let document = Document::parse("<!doctype html><p><b class=x>1<p>2");
    let all: Vec<_> = document.elements_of(Kind::B).collect();
    assert_eq!(all.len(), 2);
    assert_eq!(document.attr(all[1], "class").as_deref(), Some("x"));
    assert_eq!(document.element(all[1]).unwrap().start_tag, None);
}

#[test]
fn values_know_where_their_characters_were_written() {
    let source = "<a href='?a=1&amp;b=2&copy=3'>";
    let document = Document::parse(source);
    let link = document.elements_of(Kind::A).next().unwrap();
    let attribute = document.attribute(link, "href").unwrap();
    let value = document.value(attribute);
    assert_eq!(value.text, "?a=1&b=2&copy=3");
    let at = value.text.find("b=2").unwrap();
    assert_eq!(document.slice(value.source_span(at, at + 3)), "b=2");
    let at = value.text.find("&b").unwrap();
    assert_eq!(document.slice(value.source_span(at, at + 1)), "&amp;");
}

#[test]
fn conditions_of_outlook_are_told_apart() {
    let kinds = |source| {
        tokens(source)
            .filter_map(|token| match token.kind {
                TokenKind::Comment(comment) => Some(match comment.kind {
                    CommentKind::Conditional { expression, inner } => {
                        format!(
                            "{} | {}",
                            &source[expression.range()],
                            &source[inner.range()]
                        )
                    }
                    CommentKind::RevealStart { expression } => {
                        format!("start {}", &source[expression.range()])
                    }
                    other => format!("{other:?}"),
                }),
                _ => None,
            })
            .collect::<Vec<String>>()
    };
    assert_eq!(
        kinds("<!--[if (gte mso 9)|(IE)]><table><![endif]--><!--[if !mso]><!-->x<!--<![endif]-->"),
        ["(gte mso 9)|(IE) | <table>", "start !mso", "RevealEnd"]
    );
    assert_eq!(
        kinds("<![if !mso]>a<![endif]><!-- plain --><!--[if mso]> a --><!pi>"),
        [
            "start !mso",
            "RevealEnd",
            "Plain",
            "UnfinishedConditional { expression: Span { start: 45, end: 48 } }",
            "Bogus"
        ]
    );
}

#[test]
fn the_content_of_a_condition_keeps_its_places() {
    let source = "ä<!--[if mso]><v:rect fill=t><![endif]-->";
    let document = Document::parse(source);
    let comment = document
        .walk()
        .find(|id| matches!(document.node(*id).unwrap().kind, NodeKind::Comment(_)))
        .unwrap();
    let inner = document.conditional_content(comment).unwrap();
    let rect = inner.elements().last().unwrap();
    assert_eq!(inner.name(rect), "v:rect");
    assert_eq!(document.slice(inner.span(rect)), "<v:rect fill=t>");
}

#[test]
fn placeholders_in_tags_stay_whole() {
    let source = "<a {{ more }} href={{ link }}/x title=\"{{ t }}\">";
    let document = Document::parse(source);
    let link = document.elements_of(Kind::A).next().unwrap();
    let names: Vec<_> = document
        .attributes(link)
        .iter()
        .map(|attribute| document.slice(attribute.name))
        .collect();
    assert_eq!(names, ["{{ more }}", "href", "title"]);
    assert_eq!(document.attr(link, "href").as_deref(), Some("{{ link }}/x"));
}

#[test]
fn defects_say_where() {
    assert_eq!(
        defects("<!doctype html><div class=a class=b/><img src=x\"y></i></img>"),
        [
            (
                DefectKind::UnclosedElement,
                "<div class=a class=b/>".to_owned()
            ),
            (DefectKind::DuplicateAttribute, "class=b/".to_owned()),
            (DefectKind::UnexpectedCharacter, "\"".to_owned()),
            (DefectKind::StrayEndTag, "</i>".to_owned()),
            (DefectKind::VoidEndTag, "</img>".to_owned()),
        ]
    );
}
