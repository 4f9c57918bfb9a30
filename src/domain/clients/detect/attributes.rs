//! Attributes: those that are features, addresses, and `style`.

use super::{Around, Hits, blocks, images, notes, sheet};
use crate::domain::finding::Span;
use crate::domain::markup::css::{self, Places};
use crate::domain::markup::html::{Attribute, Document, Element, Kind, Namespace, NodeId};

/// An attribute of an element.
struct Context<'a> {
    document: &'a Document,
    id: NodeId,
    element: &'a Element,
    attribute: &'a Attribute,
}

/// The features of the attributes of an element.
pub(super) fn of(
    document: &Document,
    id: NodeId,
    element: &Element,
    around: Around,
    hits: &mut Hits,
) {
    for attribute in document.attributes(id) {
        if attribute.is_duplicate {
            continue;
        }
        let name = document.slice(attribute.name).to_ascii_lowercase();
        let context = Context {
            document,
            id,
            element,
            attribute,
        };
        if name == "style" {
            style(&context, around, hits);
            continue;
        }
        let (slug, has_fallback) = by_name(&name, &context);
        if let Some(slug) = slug {
            let spared = notes::of_attribute(slug, element.kind);
            let around = around.guarded(has_fallback);
            hits.add_form(slug, attribute.name, around, spared);
        }
        if element.namespace == Namespace::Html {
            addresses(&name, &context, around, hits);
        }
    }
}

/// The feature of an attribute, and whether something stands in for it.
fn by_name(name: &str, context: &Context<'_>) -> (Option<&'static str>, bool) {
    let anywhere = match name {
        "aria-describedby" => Some("html-aria-describedby"),
        "aria-hidden" => Some("html-aria-hidden"),
        "aria-label" => Some("html-aria-label"),
        "aria-labelledby" => Some("html-aria-labelledby"),
        "aria-live" => Some("html-aria-live"),
        "role" => Some("html-role"),
        "lang" => Some("html-lang"),
        _ => None,
    };
    if anywhere.is_some() || context.element.namespace != Namespace::Html {
        return (anywhere, false);
    }
    let kind = context.element.kind;
    let slug = match name {
        "align" => "html-align",
        "background" if is_table_part(kind) || kind == Kind::Body => "html-background",
        "cellpadding" if kind == Kind::Table => "html-cellpadding",
        "cellspacing" if kind == Kind::Table => "html-cellspacing",
        "dir" => "html-dir",
        "height" => "html-height",
        "hidden" => "html-hidden",
        "inert" => "css-inert-attribute",
        "loading" if matches!(kind, Kind::Img | Kind::Iframe) => "html-loading-attribute",
        "popover" | "popovertarget" => "html-popover",
        "required" if matches!(kind, Kind::Input | Kind::Select | Kind::Textarea) => {
            "html-required"
        }
        "srcset" | "sizes" if matches!(kind, Kind::Img | Kind::Source) => {
            let has_source =
                context.document.has_attribute(context.id, "src") || is_in(context, Kind::Picture);
            return (Some("html-srcset"), has_source);
        }
        "target" if matches!(kind, Kind::A | Kind::Area | Kind::Base | Kind::Form) => "html-target",
        "usemap" if matches!(kind, Kind::Img | Kind::Object) => "html-image-maps",
        "valign" if is_table_part(kind) => "html-valign",
        "width" => "html-width",
        _ => return (None, false),
    };
    (Some(slug), false)
}

const fn is_table_part(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Table
            | Kind::Thead
            | Kind::Tbody
            | Kind::Tfoot
            | Kind::Tr
            | Kind::Td
            | Kind::Th
            | Kind::Col
            | Kind::Colgroup
    )
}

/// Whether the element stands directly in one of this kind.
fn is_in(context: &Context<'_>, kind: Kind) -> bool {
    let parent = context.document.parent(context.id);
    parent.is_some_and(|parent| context.document.is(parent, kind))
}

/// Addresses of pictures and links, and their media types.
fn addresses(name: &str, context: &Context<'_>, around: Around, hits: &mut Hits) {
    let kind = context.element.kind;
    let is_picture = match name {
        "src" => matches!(kind, Kind::Img | Kind::Input),
        "poster" => kind == Kind::Video,
        "background" => is_table_part(kind) || kind == Kind::Body,
        "data" => kind == Kind::Object,
        _ => false,
    };
    let value = || context.document.value(context.attribute);
    let span = context.attribute.span;
    let in_picture = kind == Kind::Source && is_in(context, Kind::Picture);
    if is_picture {
        images::address(&value().text, span, around, hits);
    } else if name == "srcset" && (kind == Kind::Img || in_picture) {
        let value = value();
        let around =
            around.guarded(in_picture || context.document.has_attribute(context.id, "src"));
        for (start, address) in images::candidates(&value.text) {
            let place = value.source_span(start, start + address.len());
            images::address(address, place, around, hits);
        }
    } else if name == "type" && in_picture {
        images::media_type(&value().text, span, around.guarded(true), hits);
    } else if name == "media" && in_picture {
        media(context.document, context.id, around.guarded(true), hits);
    } else if name == "media" && kind == Kind::Link {
        media(context.document, context.id, around, hits);
    } else if name == "href" && matches!(kind, Kind::A | Kind::Area) {
        link(&value().text, span, around, hits);
    }
}

fn link(address: &str, span: Span, around: Around, hits: &mut Hits) {
    let address = address.trim_ascii();
    if address.len() > 1 && address.starts_with('#') {
        hits.add("html-anchor-links", span, around);
    } else if images::strip_scheme(address, "mailto:").is_some() {
        hits.add("html-mailto-links", span, around);
    }
}

/// The features of a `media` attribute; whether it is more than `all`.
pub(super) fn media(document: &Document, id: NodeId, around: Around, hits: &mut Hits) -> bool {
    let Some(attribute) = document.attribute(id, "media") else {
        return false;
    };
    let value = document.value(attribute);
    let text = value.text.trim_ascii();
    if text.is_empty()
        || ["all", "screen"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
    {
        return false;
    }
    let prelude = css::values(&value.text, Places::Decoded(&value));
    sheet::media(&prelude, attribute.span, around, hits);
    true
}

fn style(context: &Context<'_>, around: Around, hits: &mut Hits) {
    let value = context.document.value(context.attribute);
    let inline = css::inline(&value);
    sheet::comments(&inline.comments, around, hits);
    blocks::declarations(
        &inline.declarations,
        context.document.source(),
        around,
        hits,
    );
    sheet::nested(&inline.rules, context.document.source(), around, hits);
}
