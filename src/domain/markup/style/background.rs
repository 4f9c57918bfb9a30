//! What is seen behind and of an element: backgrounds and colours through all its ancestors.

use super::colour::Colour;
use super::computed::{Computed, Display};
use super::styled::Styled;
use crate::domain::markup::html::{Document, NodeId};

/// From here on nothing shines through a colour.
const OPAQUE: f64 = 0.999;

/// What stands behind the text of an element.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Background {
    /// An opaque colour.
    Colour(Colour),
    /// A picture or a gradient of this element is behind it.
    Image(NodeId),
    /// The colour of this element is one that only a client knows.
    Unknown(NodeId),
}

impl Styled {
    /// What stands behind the text of a node, over `canvas`, the background of the window.
    pub fn background(&self, document: &Document, id: NodeId, canvas: Colour) -> Background {
        let mut above = Colour::TRANSPARENT;
        for node in std::iter::once(id).chain(document.ancestors(id)) {
            let Some(style) = self.computed(node) else {
                continue;
            };
            if style.has_background_image {
                return Background::Image(node);
            }
            let Some(colour) = style.background_color else {
                return Background::Unknown(node);
            };
            above = above.over(colour);
            if above.alpha >= OPAQUE {
                return Background::Colour(above);
            }
        }
        Background::Colour(above.over(canvas))
    }

    /// The colour of the text of a node, its opacity and that of its ancestors taken into account;
    /// `None` if only a client knows it.
    pub fn text_colour(&self, document: &Document, id: NodeId) -> Option<Colour> {
        let color = self.around(document, id)?.color?;
        let opacity: f64 = std::iter::once(id)
            .chain(document.ancestors(id))
            .filter_map(|node| self.computed(node))
            .map(|style| style.opacity)
            .product();
        Some(color.faded(opacity))
    }

    /// Whether the node is drawn: no ancestor has `display: none`, and it is visible.
    pub fn is_shown(&self, document: &Document, id: NodeId) -> bool {
        let is_visible = self
            .around(document, id)
            .is_none_or(|style| style.is_visible);
        is_visible
            && std::iter::once(id)
                .chain(document.ancestors(id))
                .filter_map(|node| self.computed(node))
                .all(|style| style.display != Display::None)
    }
}

/// What is seen of all elements, found once from the top down; the same as [`Styled::background`],
/// [`Styled::text_colour`] and [`Styled::is_shown`] say of one.
#[derive(Debug)]
pub struct Painted {
    elements: Vec<Paint>,
}

/// What is seen of an element.
#[derive(Debug, Clone, Copy)]
struct Paint {
    behind: Background,
    /// Its own opacity and that of all around it.
    opacity: f64,
    /// Whether no box around it is left out.
    has_box: bool,
    /// The innermost element from here on that has a colour for its text declared.
    coloured_by: Option<NodeId>,
    /// The same for the size of its text.
    sized_by: Option<NodeId>,
}

impl Painted {
    /// What is seen over `canvas`, the background of the window.
    pub fn of(document: &Document, styled: &Styled, canvas: Colour) -> Self {
        let start = Paint {
            behind: Background::Colour(canvas),
            opacity: 1.0,
            has_box: true,
            coloured_by: None,
            sized_by: None,
        };
        let color = styled.property_number("color");
        let size = styled.property_number("font-size");
        let mut elements = vec![start; document.node_count()];
        for id in document.walk() {
            let around = document.parent(id).and_then(|id| elements.get(id.index()));
            let mut paint = around.copied().unwrap_or(start);
            if let Some(style) = styled.computed(id) {
                paint.behind = over(style, id, paint.behind);
                paint.opacity *= style.opacity;
                paint.has_box &= style.display != Display::None;
                if color.is_some_and(|color| styled.has_winner(id, color)) {
                    paint.coloured_by = Some(id);
                }
                if size.is_some_and(|size| styled.has_winner(id, size)) {
                    paint.sized_by = Some(id);
                }
            }
            if let Some(slot) = elements.get_mut(id.index()) {
                *slot = paint;
            }
        }
        Self { elements }
    }

    /// What stands behind the text of a node.
    pub fn behind(&self, id: NodeId) -> Option<Background> {
        self.elements.get(id.index()).map(|paint| paint.behind)
    }

    /// The colour of the text of a node; `None` if only a client knows it.
    pub fn text_colour(&self, document: &Document, styled: &Styled, id: NodeId) -> Option<Colour> {
        let color = styled.around(document, id)?.color?;
        Some(color.faded(self.elements.get(id.index())?.opacity))
    }

    /// Whether the node is drawn.
    pub fn is_shown(&self, document: &Document, styled: &Styled, id: NodeId) -> bool {
        let is_visible = styled
            .around(document, id)
            .is_none_or(|style| style.is_visible);
        is_visible
            && self
                .elements
                .get(id.index())
                .is_some_and(|paint| paint.has_box)
    }

    /// The innermost element from a node on that has a colour for its text declared.
    pub fn coloured_by(&self, id: NodeId) -> Option<NodeId> {
        self.elements.get(id.index())?.coloured_by
    }

    /// The innermost element from a node on that has a size for its text declared.
    pub fn sized_by(&self, id: NodeId) -> Option<NodeId> {
        self.elements.get(id.index())?.sized_by
    }
}

/// What stands behind the text of an element, `below` being behind its parent's.
fn over(style: &Computed, id: NodeId, below: Background) -> Background {
    if style.has_background_image {
        return Background::Image(id);
    }
    let Some(colour) = style.background_color else {
        return Background::Unknown(id);
    };
    match below {
        _ if colour.alpha >= OPAQUE => Background::Colour(colour),
        Background::Colour(below) => Background::Colour(colour.over(below)),
        other => other,
    }
}
