//! Elements, comments and the doctype; the walk through a document.

use super::conditional::{Parts, Readers, holds};
use super::{Around, Hits, Notes, Within, attributes, notes, sheet};
use crate::domain::finding::Span;
use crate::domain::markup::css;
use crate::domain::markup::html::{
    CommentKind, Doctype, Document, Element, Kind, Namespace, NodeId, NodeKind,
};

/// Contents of conditional comments are read no deeper.
const DEEPEST: usize = 3;

/// The features of a document.
pub(super) fn document(document: &Document, hits: &mut Hits) {
    let parts = Parts::of(document);
    walk(document, &parts, Readers::ALL, 0, hits);
}

fn walk(document: &Document, parts: &Parts, readers: Readers, depth: usize, hits: &mut Hits) {
    for id in document.walk() {
        let Some(node) = document.node(id) else {
            continue;
        };
        let around = Around {
            readers: readers.and(parts.at(node.span.start)),
            within: Within::default(),
            has_fallback: false,
        };
        if around.readers.is_nobody() {
            continue;
        }
        match &node.kind {
            NodeKind::Doctype(doctype) if is_html5(document, doctype) => {
                hits.add("html-doctype", node.span, around);
            }
            NodeKind::Comment(comment) => match comment.kind {
                CommentKind::Plain => hits.add("html-comments", node.span, around),
                CommentKind::Conditional { expression, .. }
                    if depth < DEEPEST
                        && around.readers.word
                        && holds(document.slice(expression)) =>
                {
                    if let Some(content) = document.conditional_content(id) {
                        let word = Readers {
                            word: true,
                            others: false,
                        };
                        walk(&content, parts, word, depth + 1, hits);
                    }
                }
                _ => {}
            },
            NodeKind::Element(element) => {
                if let Some(tag) = element.start_tag {
                    written(
                        document,
                        id,
                        element,
                        tag,
                        (around, parts.style_bytes),
                        hits,
                    );
                }
            }
            _ => {}
        }
    }
}

/// `<!doctype html>`, with the only system identifier that it may have.
fn is_html5(document: &Document, doctype: &Doctype) -> bool {
    document.slice(doctype.name).eq_ignore_ascii_case("html")
        && doctype.public_id.is_none()
        && doctype
            .system_id
            .is_none_or(|id| document.slice(id) == "about:legacy-compat")
}

/// An element that has a start tag.
fn written(
    document: &Document,
    id: NodeId,
    element: &Element,
    tag: Span,
    (around, style_bytes): (Around, usize),
    hits: &mut Hits,
) {
    let name = Span::new(tag.start, (tag.start + 1 + element.name.len()).min(tag.end));
    match element.namespace {
        Namespace::Html => {
            let has_fallback = has_fallback(document, id, element);
            for slug in by_name(&element.name) {
                let spared = match *slug {
                    "html-lists" if is_plain_list(document, id) => Notes::of(&[1, 2]),
                    "html-style" => {
                        let parent = document.parent(id);
                        let in_head = parent.is_some_and(|id| document.is(id, Kind::Head));
                        notes::of_style(in_head, style_bytes)
                    }
                    _ => Notes::default(),
                };
                hits.add_form(slug, name, around.guarded(has_fallback), spared);
            }
            match element.kind {
                Kind::Style => style(document, id, around, hits),
                Kind::Button => button(document, id, name, around, hits),
                Kind::Input => input(document, id, name, around, hits),
                Kind::Meta => meta(document, id, name, around, hits),
                _ => {}
            }
        }
        Namespace::Svg if element.name == "svg" => hits.add("html-svg", name, around),
        Namespace::Svg | Namespace::MathMl => {}
    }
    attributes::of(document, id, element, around, hits);
}

/// Whether what stands in the element is shown where the element is not known.
fn has_fallback(document: &Document, id: NodeId, element: &Element) -> bool {
    match element.kind {
        Kind::Picture => document
            .children(id)
            .any(|inner| document.is(inner, Kind::Img)),
        _ if matches!(&*element.name, "video" | "audio" | "object") => {
            document.children(id).any(|child| {
                let is_part = matches!(
                    document.kind(child),
                    Some(Kind::Source | Kind::Track | Kind::Param)
                );
                let is_text = document
                    .text(child)
                    .is_some_and(|text| !text.text.trim_ascii().is_empty());
                is_text || (document.element(child).is_some() && !is_part)
            })
        }
        _ => false,
    }
}

fn by_name(name: &str) -> &'static [&'static str] {
    match name {
        "abbr" => &["html-abbr"],
        "acronym" => &["html-acronym"],
        "address" => &["html-address"],
        "audio" => &["html-audio"],
        "base" => &["html-base"],
        "bdi" => &["html-bdi"],
        "blockquote" => &["html-blockquote"],
        "body" => &["html-body"],
        "code" => &["html-code"],
        "del" => &["html-del"],
        "dfn" => &["html-dfn"],
        "dialog" => &["html-dialog"],
        "div" => &["html-div"],
        "form" => &["html-form"],
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &["html-h1-h6"],
        "hr" => &["html-hr"],
        "map" | "area" => &["html-image-maps"],
        "img" => &["html-img"],
        "link" => &["html-link"],
        "ul" | "ol" | "dl" | "li" | "dt" | "dd" => &["html-lists"],
        "marquee" => &["html-marquee"],
        "meter" => &["html-meter"],
        "object" => &["html-object"],
        "p" => &["html-p"],
        "picture" => &["html-picture"],
        "pre" => &["html-pre"],
        "progress" => &["html-progress"],
        "rp" => &["html-rp"],
        "rt" => &["html-rt"],
        "ruby" => &["html-ruby"],
        "select" => &["html-select"],
        "article" | "aside" | "details" | "figcaption" | "figure" | "footer" | "header"
        | "main" | "mark" | "nav" | "section" | "summary" | "time" => &["html-semantics"],
        "small" => &["html-small"],
        "span" => &["html-span"],
        "strike" => &["html-strike"],
        "strong" => &["html-strong"],
        "style" => &["html-style"],
        "table" => &["html-table"],
        "textarea" => &["html-textarea"],
        "video" => &["html-video"],
        "wbr" => &["html-wbr"],
        _ => &[],
    }
}

/// A list without `reversed` and `value`, which the notes on partial support are about.
fn is_plain_list(document: &Document, id: NodeId) -> bool {
    !document.has_attribute(id, "reversed") && !document.has_attribute(id, "value")
}

fn style(document: &Document, id: NodeId, around: Around, hits: &mut Hits) {
    let kind = document.attr(id, "type").unwrap_or_default();
    if !kind.is_empty() && !kind.trim_ascii().eq_ignore_ascii_case("text/css") {
        return;
    }
    let inner = around.inside(Within::STYLE);
    let inner = if attributes::media(document, id, inner, hits) {
        inner.inside(Within::MEDIA)
    } else {
        inner
    };
    for text in document.children(id) {
        let span = document.span(text);
        let sheet = css::stylesheet(document.slice(span), span.start);
        sheet::sheet(&sheet, document.source(), inner, hits);
    }
}

/// The value of `type` in lower case, without blanks at its ends.
fn kind(document: &Document, id: NodeId) -> String {
    let kind = document.attr(id, "type").unwrap_or_default();
    kind.trim_ascii().to_ascii_lowercase()
}

fn button(document: &Document, id: NodeId, span: Span, around: Around, hits: &mut Hits) {
    match kind(document, id).as_str() {
        "button" => {}
        "reset" => hits.add("html-button-reset", span, around),
        _ => hits.add("html-button-submit", span, around),
    }
}

fn input(document: &Document, id: NodeId, span: Span, around: Around, hits: &mut Hits) {
    let slug = match kind(document, id).as_str() {
        "checkbox" => "html-input-checkbox",
        "hidden" => "html-input-hidden",
        "radio" => "html-input-radio",
        "reset" => "html-input-reset",
        "submit" => "html-input-submit",
        "text" | "" => "html-input-text",
        _ => return,
    };
    hits.add(slug, span, around);
}

fn meta(document: &Document, id: NodeId, span: Span, around: Around, hits: &mut Hits) {
    let name = document.attr(id, "name").unwrap_or_default();
    if name.trim_ascii().eq_ignore_ascii_case("color-scheme") {
        hits.add("html-meta-color-scheme", span, around);
    }
}
