//! What holds of a mail in every client: read once, however many clients it is styled for.

use std::sync::LazyLock;

use super::entry::{Entry, Names, Origin};
use super::facts::Facts;
use super::hints::Hints;
use super::rules::RuleSet;
use crate::domain::markup::css::{MediaQueryList, Places, Stylesheet, inline, stylesheet, values};
use crate::domain::markup::html::{Document, Kind, NodeId};

/// What clients start from, and the names of its properties.
pub(super) static DEFAULTS: LazyLock<(RuleSet, Names)> = LazyLock::new(|| {
    let mut names = Names::default();
    let sheet = stylesheet(super::defaults::SHEET, 0);
    let rules = RuleSet::of_sheet(&sheet, Origin::Default, &mut names);
    (rules, names)
});

/// A mail, ready to be styled.
#[derive(Debug)]
pub(super) struct Prepared {
    pub facts: Facts,
    /// The style sheets in order, each with its `media` if it has one.
    pub sheets: Vec<(Option<MediaQueryList>, Stylesheet)>,
    /// The names of all properties that attributes set.
    pub names: Names,
    /// What attributes of elements declare.
    pub own: Vec<Entry>,
    /// Which of it each node declares: the first, and the one after the last.
    ranges: Vec<(u32, u32)>,
}

impl Prepared {
    pub fn of(document: &Document) -> Self {
        let sheets = document
            .elements_of(Kind::Style)
            .filter_map(|id| sheet_of(document, id));
        let mut prepared = Self {
            facts: Facts::of(document),
            sheets: sheets.collect(),
            names: DEFAULTS.1.clone(),
            own: Vec::new(),
            ranges: vec![(0, 0); document.node_count()],
        };
        let hints = Hints::of(document);
        for id in document.elements() {
            let original = document
                .element(id)
                .and_then(|element| element.reopened_from);
            let range = match original.map(|original| prepared.range(original)) {
                // A reopened element declares what the one declares that it was opened for.
                Some(range) if !range.is_empty() => (range.start as u32, range.end as u32),
                _ => prepared.read(document, id, &hints),
            };
            if let Some(slot) = prepared.ranges.get_mut(id.index()) {
                *slot = range;
            }
        }
        prepared
    }

    /// What an element declares, by number.
    pub fn range(&self, id: NodeId) -> std::ops::Range<usize> {
        let (first, end) = self.ranges.get(id.index()).copied().unwrap_or_default();
        first as usize..end as usize
    }

    /// Reads the attributes of an element.
    fn read(&mut self, document: &Document, id: NodeId, hints: &Hints) -> (u32, u32) {
        let first = self.own.len();
        for hint in hints.of_element(document, id) {
            let entry = Entry::new(hint, Origin::Attribute, &mut self.names);
            self.own.push(entry);
        }
        if let Some(attribute) = document.attribute(id, "style") {
            let style = inline(&document.value(attribute));
            for declaration in style.declarations {
                let entry = Entry::new(declaration, Origin::Inline, &mut self.names);
                self.own.push(entry);
            }
        }
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        (number(first), number(self.own.len()))
    }
}

/// The sheet of a `<style>` element, and its `media`.
fn sheet_of(document: &Document, id: NodeId) -> Option<(Option<MediaQueryList>, Stylesheet)> {
    let media = document.attr(id, "media");
    let media = media.map(|media| MediaQueryList::parse(&values(&media, Places::At(0))));
    let kind = document.attr(id, "type").unwrap_or_default();
    if !kind.is_empty() && !kind.eq_ignore_ascii_case("text/css") {
        return None;
    }
    let text = document.first_child(id)?;
    let sheet = stylesheet(&document.text(text)?.text, document.span(text).start);
    Some((media, sheet))
}
