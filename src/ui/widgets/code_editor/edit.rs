//! Changes of the text as data: what a key does to a text and a selection.

use std::ops::Range;

/// What kind of change was made, for grouping in an undo history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditGroup {
    /// Characters were typed one by one.
    Typing,
    /// Characters were deleted.
    Deleting,
    /// Text was pasted, or accepted from the list of completions.
    Pasting,
    /// Matches of a search were replaced.
    Replacing,
    /// Lines were indented, moved, duplicated or commented.
    Lines,
}

/// The ends of a selection, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Selection {
    /// Where it was begun.
    pub anchor: usize,
    /// Where the cursor is.
    pub head: usize,
}

impl Selection {
    /// A cursor without selected text.
    pub const fn at(byte: usize) -> Self {
        Self {
            anchor: byte,
            head: byte,
        }
    }

    /// The selected bytes.
    pub fn range(self) -> Range<usize> {
        self.anchor.min(self.head)..self.anchor.max(self.head)
    }

    /// Whether nothing is selected.
    pub const fn is_empty(self) -> bool {
        self.anchor == self.head
    }

    /// The selection with both ends moved by `place`.
    pub fn map(self, place: impl Fn(usize) -> usize) -> Self {
        Self {
            anchor: place(self.anchor),
            head: place(self.head),
        }
    }
}

/// One change of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// The bytes to replace; both ends lie on character boundaries.
    pub replace: Range<usize>,
    /// What stands there afterwards.
    pub insert: String,
    /// The selection afterwards.
    pub selection: Selection,
    /// What kind of change it is.
    pub group: EditGroup,
}

impl Edit {
    /// Replaces `range` by `insert` and puts the cursor behind it.
    pub fn replace(range: Range<usize>, insert: impl Into<String>, group: EditGroup) -> Self {
        let insert = insert.into();
        let selection = Selection::at(range.start + insert.len());
        Self {
            replace: range,
            insert,
            selection,
            group,
        }
    }

    /// The same change with the cursor at `byte`.
    pub fn cursor(mut self, byte: usize) -> Self {
        self.selection = Selection::at(byte);
        self
    }

    /// Applies the change.
    pub fn apply(&self, text: &mut String) {
        if text.get(self.replace.clone()).is_some() {
            text.replace_range(self.replace.clone(), &self.insert);
        }
    }
}

/// The start of the line `byte` is in.
pub(super) fn line_start(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().get(..byte).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)
}

/// The end of the line `byte` is in, before its line feed.
pub(super) fn line_end(text: &str, byte: usize) -> usize {
    let after = text.as_bytes().get(byte..).unwrap_or_default();
    memchr::memchr(b'\n', after).map_or(text.len(), |newline| byte + newline)
}

/// The largest character boundary of `text` that is not above `byte`.
pub(super) fn floor_boundary(text: &str, byte: usize) -> usize {
    text.floor_char_boundary(byte)
}

/// The byte at the `count`th character, or the end of the text.
pub(super) fn char_to_byte(text: &str, count: usize) -> usize {
    text.char_indices()
        .nth(count)
        .map_or(text.len(), |(byte, _)| byte)
}

/// How many characters stand before `byte`.
pub(super) fn byte_to_char(text: &str, byte: usize) -> usize {
    text.get(..floor_boundary(text, byte))
        .map_or(0, |before| before.chars().count())
}

#[cfg(test)]
pub(super) mod testing {
    use std::cmp::Ordering;

    use super::{Edit, Selection};

    /// Reads `a|b` as a cursor and `a[b|c` as a selection from `[` to `|`.
    pub fn parse(marked: &str) -> (String, Selection) {
        let without_anchor = marked.replace('[', "");
        let head = without_anchor.find('|').expect("a cursor");
        let anchor = marked.find('[').map_or(head, |anchor| {
            anchor - usize::from(marked[..anchor].contains('|'))
        });
        (without_anchor.replace('|', ""), Selection { anchor, head })
    }

    /// The opposite of [`parse`], after `edit` was applied.
    pub fn applied(text: &str, edit: &Edit) -> String {
        let mut text = text.to_owned();
        edit.apply(&mut text);
        let Selection { anchor, head } = edit.selection;
        text.insert(head, '|');
        match anchor.cmp(&head) {
            Ordering::Less => text.insert(anchor, '['),
            Ordering::Equal => {}
            Ordering::Greater => text.insert(anchor + 1, '['),
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_bytes_convert_both_ways() {
        let text = "aä日";
        assert_eq!(char_to_byte(text, 2), 3);
        assert_eq!(byte_to_char(text, 3), 2);
        assert_eq!(char_to_byte(text, 9), text.len());
    }
}
