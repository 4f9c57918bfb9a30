//! What is seen behind and of an element: backgrounds and colours through all its ancestors.

use super::colour::Colour;
use super::computed::Display;
use super::styled::Styled;
use crate::domain::markup::html::{Document, NodeId};

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
            if above.alpha >= 0.999 {
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
