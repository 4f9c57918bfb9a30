//! What stands in and around each node of a mail, counted once for all checks.
//!
//! A question about all that is in an element is answered from sums over the nodes before it and
//! up to its end, so that nested elements cost no more than others.

use crate::domain::markup::html::{Document, Kind, NodeId};

use super::page::is_filler;

/// A name of a link with more nodes in it is not put together.
const MOST_NODES: usize = 1000;

/// The nodes of a document in order, with sums.
#[derive(Debug, Default)]
pub struct Outline {
    /// For each node where it stands in the order of the document, and where what is in it ends.
    ranges: Vec<(u32, u32)>,
    /// The sums over all nodes that come before a place, with one more for the end.
    before: Vec<Sums>,
    pictures: Vec<NodeId>,
    around: Vec<Around>,
}

/// Sums over nodes.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Characters of texts that are no fillers.
    letters: u32,
    /// Letters and digits of texts.
    words: u32,
    /// Characters of texts that are no white space.
    signs: u32,
    /// Characters of alternative texts of pictures that are no fillers.
    alt_letters: u32,
    /// Letters and digits of alternative texts of pictures.
    alt_words: u32,
    pictures: u32,
    pictures_without_alt: u32,
    tables: u32,
}

/// What is around a node.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    /// An element whose content is not shown, such as the head.
    is_unseen: bool,
    /// An element that raises or lowers its text.
    is_raised: bool,
    /// A paragraph.
    is_in_paragraph: bool,
}

impl Outline {
    /// Counts what is in a document.
    pub(super) fn of(document: &Document) -> Self {
        let count = document.node_count();
        let mut outline = Self {
            ranges: vec![(0, 0); count],
            before: Vec::with_capacity(count + 1),
            pictures: Vec::new(),
            around: vec![Around::default(); count],
        };
        let mut order = Vec::with_capacity(count);
        let mut sums = Sums::default();
        for id in document.walk() {
            outline.before.push(sums);
            outline.look_around(document, id);
            outline.add(document, id, &mut sums);
            let place = number(order.len());
            if let Some(range) = outline.ranges.get_mut(id.index()) {
                *range = (place, place + 1);
            }
            order.push(id);
        }
        outline.before.push(sums);
        // From the last node on, so that the ends of the children are known.
        for id in order.into_iter().rev() {
            let end = outline.ranges.get(id.index()).map_or(0, |(_, end)| *end);
            let parent = document.parent(id);
            let parent = parent.and_then(|parent| outline.ranges.get_mut(parent.index()));
            if let Some((_, last)) = parent {
                *last = end.max(*last);
            }
        }
        outline
    }

    fn look_around(&mut self, document: &Document, id: NodeId) {
        let parent = document.parent(id);
        let parent = parent.and_then(|parent| self.around.get(parent.index()));
        let mut around = parent.copied().unwrap_or_default();
        match document.kind(id) {
            Some(Kind::Style | Kind::Script | Kind::Title | Kind::Template | Kind::Head) => {
                around.is_unseen = true;
            }
            Some(Kind::Sup | Kind::Sub) => around.is_raised = true,
            Some(Kind::P) => around.is_in_paragraph = true,
            _ => {}
        }
        if let Some(slot) = self.around.get_mut(id.index()) {
            *slot = around;
        }
    }

    fn add(&mut self, document: &Document, id: NodeId, sums: &mut Sums) {
        if let Some(text) = document.text(id) {
            for char in text.text.chars() {
                sums.letters += u32::from(!is_filler(char));
                sums.words += u32::from(char.is_alphanumeric());
                sums.signs += u32::from(!char.is_whitespace());
            }
        } else if document.is(id, Kind::Img) {
            self.pictures.push(id);
            sums.pictures += 1;
            match document.attr(id, "alt") {
                Some(alt) => {
                    for char in alt.chars() {
                        sums.alt_letters += u32::from(!is_filler(char));
                        sums.alt_words += u32::from(char.is_alphanumeric());
                    }
                }
                None => sums.pictures_without_alt += 1,
            }
        } else if document.is(id, Kind::Table) {
            sums.tables += 1;
        }
    }

    /// How many characters of the texts in a node are no fillers.
    pub(super) fn letters(&self, id: NodeId) -> usize {
        self.sum(id, |sums| sums.letters)
    }

    /// Whether the texts in a node have a letter or digit.
    pub(super) fn has_words(&self, id: NodeId) -> bool {
        self.sum(id, |sums| sums.words) > 0
    }

    /// Whether the texts in a node are white space, if there are any.
    pub(super) fn is_white(&self, id: NodeId) -> bool {
        self.sum(id, |sums| sums.signs) == 0
    }

    /// Whether a node has a picture in it, or is one.
    pub(super) fn has_picture(&self, id: NodeId) -> bool {
        self.sum(id, |sums| sums.pictures) > 0
    }

    /// The first picture in a node.
    pub(super) fn first_picture(&self, id: NodeId) -> Option<NodeId> {
        let (start, _) = self.range(id);
        let index = self.before.get(start)?.pictures as usize;
        let picture = self.pictures.get(index).copied();
        picture.filter(|_| self.has_picture(id))
    }

    /// Whether a node has a picture without alternative text in it.
    pub(super) fn has_picture_without_alt(&self, id: NodeId) -> bool {
        self.sum(id, |sums| sums.pictures_without_alt) > 0
    }

    /// Whether a node has a table in it, or is one.
    pub(super) fn has_table(&self, id: NodeId) -> bool {
        self.sum(id, |sums| sums.tables) > 0
    }

    /// Whether neither the texts nor the pictures in a node say anything.
    pub(super) fn is_nameless(&self, id: NodeId) -> bool {
        self.sum(id, |sums| sums.letters + sums.alt_letters) == 0
    }

    /// How many letters and digits the texts and the alternative texts in a node have; nothing if
    /// it has so many nodes in it that nobody reads them as one name.
    pub(super) fn name_length(&self, id: NodeId) -> Option<usize> {
        let (start, end) = self.range(id);
        let is_short = end - start <= MOST_NODES;
        is_short.then(|| self.sum(id, |sums| sums.words + sums.alt_words))
    }

    /// Whether a node stands in something that is not shown, such as the head.
    pub(super) fn is_unseen(&self, id: NodeId) -> bool {
        let around = self.around.get(id.index());
        around.is_some_and(|around| around.is_unseen)
    }

    /// Whether a node stands in raised or lowered text.
    pub(super) fn is_raised(&self, id: NodeId) -> bool {
        let around = self.around.get(id.index());
        around.is_some_and(|around| around.is_raised)
    }

    /// Whether a node stands in a paragraph.
    pub(super) fn is_in_paragraph(&self, id: NodeId) -> bool {
        let around = self.around.get(id.index());
        around.is_some_and(|around| around.is_in_paragraph)
    }

    fn range(&self, id: NodeId) -> (usize, usize) {
        let (start, end) = self.ranges.get(id.index()).copied().unwrap_or_default();
        (start as usize, end as usize)
    }

    fn sum(&self, id: NodeId, of: impl Fn(&Sums) -> u32) -> usize {
        let (start, end) = self.range(id);
        let at = |place: usize| self.before.get(place).map_or(0, &of);
        at(end).saturating_sub(at(start)) as usize
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts, pictures and tables one in the other, some of them misnested.
    const MAIL: &str = "<head><title>Title</title></head><p>one <a href=x>two <img alt=three> \
        <img></a><sup>4</sup></p><table><td>five<table>x<th><img alt='&nbsp;'></table></table>\
        <b><p>six</b> seven</p><a>&nbsp;<span>&#8203;</span></a><h1> </h1>";

    #[test]
    fn sums_are_those_of_a_walk_through_each_node() {
        let document = Document::parse(MAIL);
        let outline = Outline::of(&document);
        for id in document.walk() {
            let text = document.text_content(id);
            let letters = text.chars().filter(|char| !is_filler(*char)).count();
            assert_eq!(outline.letters(id), letters, "{text}");
            assert_eq!(
                outline.has_words(id),
                text.chars().any(char::is_alphanumeric)
            );
            assert_eq!(outline.is_white(id), text.trim().is_empty());
            let picture = document
                .descendants(id)
                .find(|node| document.is(*node, Kind::Img));
            assert_eq!(outline.first_picture(id), picture);
            assert_eq!(outline.has_picture(id), picture.is_some());
            let table = document
                .descendants(id)
                .any(|node| document.is(node, Kind::Table));
            assert_eq!(outline.has_table(id), table);
        }
    }

    #[test]
    fn a_link_is_named_by_texts_and_alternative_texts() {
        let document = Document::parse(MAIL);
        let outline = Outline::of(&document);
        let links: Vec<NodeId> = document.elements_of(Kind::A).collect();
        assert_eq!(outline.name_length(links[0]), Some("twothree".len()));
        assert!(outline.has_picture_without_alt(links[0]));
        assert!(!outline.is_nameless(links[0]));
        assert!(outline.is_nameless(links[1]));
        let title = document.elements_of(Kind::Title).next().unwrap();
        assert!(outline.is_unseen(title));
        let raised = |id: &NodeId| outline.is_raised(*id);
        assert_eq!(document.walk().filter(raised).count(), 2);
    }
}
