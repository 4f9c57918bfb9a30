//! Two languages of one template beside each other: what stands in one and not in the other.
//!
//! ```text
//! outline      headings, texts, links, buttons and pictures of a content, in order
//! plain        the same of a plain text
//! references   character references as text
//! align        which item of one outline is which of the other
//! differences  what is told about it
//! ```
//!
//! Words differ by nature and are not compared; what a translation must not lose is: placeholders,
//! links, pictures, paragraphs. Time grows with the size of the contents, not with its square.

mod align;
mod differences;
mod outline;
mod plain;
mod references;

use serde::Serialize;

use self::align::Key;
use self::outline::Outline;
use super::finding::{Finding, Span};
use super::logto::{ContentType, Field, TemplateDetails};

/// One of the two templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// The first one.
    Left,
    /// The second one.
    Right,
}

/// What an item of a content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ItemKind {
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// A paragraph, or any other block of text.
    Text,
    /// A block that is one link and nothing else.
    Link,
    /// The same, drawn as a button.
    Button,
    /// A picture.
    Image,
}

/// An item of a content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Where it stands in the content: a text from its first to its last character, a picture with
    /// its tag.
    pub span: Span,
    /// The visible text with single blanks; of a picture its description.
    pub text: String,
    /// The address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where its links lead, in order; placeholders as written.
    pub links: Vec<String>,
    /// The paths of the placeholders in its text, in order.
    pub placeholders: Vec<String>,
}

/// How the two sides of a row relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RowState {
    /// Both have it, with the same placeholders and links.
    Same,
    /// Only the left has it.
    OnlyLeft,
    /// Only the right has it.
    OnlyRight,
    /// Both have it, with other placeholders, links or picture, or as something else.
    Differs,
}

/// An item and its counterpart; at least one of them is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The item of the left content.
    pub left: Option<Item>,
    /// The item of the right content.
    pub right: Option<Item>,
    /// How they relate.
    pub state: RowState,
}

/// A finding and the text in which its span counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SideFinding {
    /// The template with the text.
    pub side: Side,
    /// The text.
    pub field: Field,
    /// What differs.
    pub finding: Finding,
}

/// How many rows there are of each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Rows that are the same.
    pub same: usize,
    /// Rows that differ.
    pub differs: usize,
    /// Rows of the left only.
    pub only_left: usize,
    /// Rows of the right only.
    pub only_right: usize,
}

/// Two templates compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// The items of both contents beside each other, each side in its own order.
    pub rows: Vec<Row>,
    /// What to look at: first the subject, then the whole content, then row by row.
    pub findings: Vec<SideFinding>,
    /// The rows, counted.
    pub counts: Counts,
}

impl Comparison {
    /// Whether there is nothing to look at.
    pub const fn is_same(&self) -> bool {
        self.findings.is_empty() && self.counts.same == self.rows.len()
    }
}

/// Compares two templates; findings call them “the left one” and “the right one”.
pub fn compare(left: &TemplateDetails, right: &TemplateDetails) -> Comparison {
    compare_named(["the left one", "the right one"], left, right)
}

/// Compares two templates that findings call by these names, best the tags of their languages.
///
/// Codes: `compare-subject-empty`, `compare-subject-placeholder`, `compare-content-type`,
/// `compare-direction`, `compare-placeholder-missing`, `compare-placeholder-count`,
/// `compare-placeholder-moved`, `compare-block-missing`, `compare-link-missing`,
/// `compare-link-target`, `compare-kind`, `compare-image`, `compare-image-description`,
/// `compare-more`.
pub fn compare_named(
    names: [&str; 2],
    left: &TemplateDetails,
    right: &TemplateDetails,
) -> Comparison {
    let mut outlines = [outline(left), outline(right)];
    if content_type(left) != content_type(right) {
        // Plain text has no headings and buttons to find.
        outlines.iter_mut().for_each(Outline::flatten);
    }
    let keys = outlines
        .each_ref()
        .map(|outline| outline.blocks.iter().map(Key::of).collect::<Vec<_>>());
    let [left_keys, right_keys] = &keys;
    let pairs = align::align(left_keys, right_keys);
    let frames = outlines.each_ref().map(|outline| outline.frame.clone());
    let rows = rows(outlines, &pairs);
    let counts = counts(&rows);
    let findings = differences::Differences::new(names, [left, right], &rows).all(&frames);
    Comparison {
        rows,
        findings,
        counts,
    }
}

fn content_type(details: &TemplateDetails) -> ContentType {
    details.content_type.unwrap_or(ContentType::Html)
}

fn outline(details: &TemplateDetails) -> Outline {
    match content_type(details) {
        ContentType::Html => outline::of_html(&details.content),
        ContentType::Plain => plain::of_text(&details.content),
    }
}

fn rows(outlines: [Outline; 2], pairs: &[align::Pair]) -> Vec<Row> {
    let [mut left, mut right] = outlines.map(|outline| outline.blocks.into_iter());
    // Pairs name the items of each side in their order, so the next one is the one they name.
    let row = |pair: &align::Pair| {
        let left = pair.left.and_then(|_| left.next()).map(|block| block.item);
        let right = pair
            .right
            .and_then(|_| right.next())
            .map(|block| block.item);
        let state = match (&left, &right) {
            (Some(left), Some(right)) if differences::is_same(left, right) => RowState::Same,
            (Some(_), None) => RowState::OnlyLeft,
            (None, Some(_)) => RowState::OnlyRight,
            _ => RowState::Differs,
        };
        Row { left, right, state }
    };
    pairs.iter().map(row).collect()
}

fn counts(rows: &[Row]) -> Counts {
    let mut counts = Counts::default();
    for row in rows {
        *match row.state {
            RowState::Same => &mut counts.same,
            RowState::Differs => &mut counts.differs,
            RowState::OnlyLeft => &mut counts.only_left,
            RowState::OnlyRight => &mut counts.only_right,
        } += 1;
    }
    counts
}

#[cfg(test)]
mod tests;
