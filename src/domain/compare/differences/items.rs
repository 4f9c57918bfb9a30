//! What is told about an item and its counterpart.

use super::Differences;
use super::tally::missing_from;
use super::words::{braced, cited, described, info, kind_name, shortened, warning};
use crate::domain::compare::{Item, ItemKind, Side};
use crate::domain::finding::Span;
use crate::domain::logto::Field;

/// Whether two items have the same placeholders, links and picture; their words may differ.
pub(in crate::domain::compare) fn is_same(left: &Item, right: &Item) -> bool {
    is_same_kind(left, right)
        && left.source == right.source
        && (left.kind != ItemKind::Image || left.text.is_empty() == right.text.is_empty())
        && sorted(&left.links) == sorted(&right.links)
        && sorted(&left.placeholders) == sorted(&right.placeholders)
}

/// Whether two items are of one kind; a link is a text with nothing else around it, which is for
/// the language to decide.
fn is_same_kind(left: &Item, right: &Item) -> bool {
    use ItemKind::{Link, Text};
    left.kind == right.kind || matches!((left.kind, right.kind), (Text, Link) | (Link, Text))
}

fn sorted(texts: &[String]) -> Vec<&str> {
    let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    texts.sort_unstable();
    texts
}

impl Differences<'_> {
    /// An item without counterpart.
    pub(super) fn alone(&mut self, side: Side, item: &Item) {
        let other = self.name(side.other());
        let message = format!("{} has no counterpart in {other}", described(item));
        let finding = warning("compare-block-missing", message).at(item.span);
        self.add(side, Field::Content, finding);
        // Of a link or button the sentence above says it.
        if !matches!(item.kind, ItemKind::Link | ItemKind::Button) {
            for link in &item.links {
                self.link_missing(side, link, item.span);
            }
        }
    }

    /// Two items that differ.
    pub(super) fn pair(&mut self, left: &Item, right: &Item) {
        self.kinds(left, right);
        if left.kind == ItemKind::Image && right.kind == ItemKind::Image {
            self.images(left, right);
        }
        self.links(left, right);
        for (side, own, other) in [(Side::Left, left, right), (Side::Right, right, left)] {
            for path in missing_from(&own.placeholders, &other.placeholders) {
                self.moved(side, path, own);
            }
        }
    }

    fn kinds(&mut self, left: &Item, right: &Item) {
        if is_same_kind(left, right) {
            return;
        }
        let [left_name, right_name] = self.names;
        let message = format!(
            "{} is a {} in {left_name} and a {} in {right_name}",
            cited(&left.text),
            kind_name(left.kind),
            kind_name(right.kind)
        );
        let finding = info("compare-kind", message).at(right.span);
        self.add(Side::Right, Field::Content, finding);
    }

    fn images(&mut self, left: &Item, right: &Item) {
        let [left_name, right_name] = self.names;
        if left.source != right.source {
            let source = |item: &Item| cited(item.source.as_deref().unwrap_or_default());
            let message = format!(
                "The picture is {} in {left_name} and {} in {right_name}",
                source(left),
                source(right)
            );
            let finding = info("compare-image", message).at(right.span);
            self.add(Side::Right, Field::Content, finding);
        }
        let side = match (left.text.is_empty(), right.text.is_empty()) {
            (true, false) => Side::Left,
            (false, true) => Side::Right,
            _ => return,
        };
        let item = if side == Side::Left { left } else { right };
        let message = format!(
            "The picture {} has no description in {}",
            cited(item.source.as_deref().unwrap_or_default()),
            self.name(side)
        );
        let finding = warning("compare-image-description", message)
            .at(item.span)
            .hint("Describe it in alt, for readers who do not see pictures");
        self.add(side, Field::Content, finding);
    }

    fn links(&mut self, left: &Item, right: &Item) {
        let mut only_left = missing_from(&left.links, &right.links);
        let mut only_right = missing_from(&right.links, &left.links);
        // What stands elsewhere on the other side has moved, and is not missing.
        only_left.retain(|link| self.links.is_missing(Side::Left, link));
        only_right.retain(|link| self.links.is_missing(Side::Right, link));
        let [left_name, right_name] = self.names;
        let changed = only_left.len().min(only_right.len());
        for (from, to) in only_left.iter().zip(&only_right) {
            let message = format!(
                "The link to {} in {left_name} leads to {} in {right_name}",
                shortened(from),
                shortened(to)
            );
            let finding = info("compare-link-target", message).at(right.span);
            self.add(Side::Right, Field::Content, finding);
        }
        for link in only_left.iter().skip(changed) {
            self.link_missing(Side::Left, link, left.span);
        }
        for link in only_right.iter().skip(changed) {
            self.link_missing(Side::Right, link, right.span);
        }
    }

    /// A link that only `side` has, unless it stands elsewhere on the other.
    fn link_missing(&mut self, side: Side, link: &str, span: Span) {
        if self.links.is_missing(side, link) {
            let other = self.name(side.other());
            let message = format!("A link to {} is missing in {other}", shortened(link));
            let finding = warning("compare-link-missing", message).at(span);
            self.add(side, Field::Content, finding);
        }
    }

    /// A placeholder that only one of two items has, while both contents have it as often.
    fn moved(&mut self, side: Side, path: &str, item: &Item) {
        if !self.placeholders.is_missing(side, path) {
            let message = format!(
                "{} has {} in {} but not in {}",
                described(item),
                braced(path),
                self.name(side),
                self.name(side.other())
            );
            let finding = info("compare-placeholder-moved", message).at(item.span);
            self.add(side, Field::Content, finding);
        }
    }
}
