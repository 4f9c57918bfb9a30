//! Which items match what was typed, and in which order.

use std::cmp::Reverse;
use std::fmt;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::PaletteItem;

/// A caption between items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caption {
    Recent,
    All,
}

/// One row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    Caption(Caption),
    /// The index of an item.
    Item(usize),
}

/// The rows for a query, kept until the query or the items change.
#[derive(Clone)]
pub struct Found {
    key: Option<u64>,
    pub rows: Vec<Row>,
    pattern: Pattern,
    matcher: Matcher,
}

impl Default for Found {
    fn default() -> Self {
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        Self {
            key: None,
            rows: Vec::new(),
            pattern: Pattern::default(),
            matcher: Matcher::new(config),
        }
    }
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl Found {
    /// Finds anew where something changed; returns whether it did.
    pub fn update(&mut self, query: &str, items: &[PaletteItem<'_>], recent: &[usize]) -> bool {
        let key = key(query, items, recent);
        if self.key == Some(key) {
            return false;
        }
        self.key = Some(key);
        let query = query.trim();
        self.pattern = Pattern::new(
            query,
            CaseMatching::Ignore,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        self.rows = if query.is_empty() {
            unsorted(items.len(), recent)
        } else {
            self.sorted(query, items, recent)
        };
        true
    }

    fn sorted(&mut self, query: &str, items: &[PaletteItem<'_>], recent: &[usize]) -> Vec<Row> {
        let mut scored: Vec<_> = items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                let (in_title, score) = self.score(item)?;
                let last_used = recent.iter().position(|recent| *recent == index);
                let order = (
                    Reverse(item.enabled),
                    Reverse(in_title),
                    Reverse(whole_words(query, item.title)),
                    Reverse(score),
                    last_used.unwrap_or(usize::MAX),
                    item.title.len(),
                    index,
                );
                Some((order, index))
            })
            .collect();
        scored.sort_unstable();
        scored
            .into_iter()
            .map(|(_, index)| Row::Item(index))
            .collect()
    }

    /// How well an item matches, and whether its title does by itself.
    fn score(&mut self, item: &PaletteItem<'_>) -> Option<(bool, u32)> {
        let mut buffer = Vec::new();
        let title = chars(item.title, &mut buffer);
        if let Some(score) = self.pattern.score(title, &mut self.matcher) {
            return Some((true, score));
        }
        let all = [item.title, item.detail, item.keywords].join(" ");
        let mut buffer = Vec::new();
        let score = self
            .pattern
            .score(chars(&all, &mut buffer), &mut self.matcher)?;
        Some((false, score))
    }

    /// The characters of a title, by number, that match words of the query.
    pub fn highlights(&mut self, title: &str) -> Vec<u32> {
        let mut buffer = Vec::new();
        let title = chars(title, &mut buffer);
        let mut indices = Vec::new();
        for atom in &self.pattern.atoms {
            // An atom that does not match adds nothing.
            let before = indices.len();
            if atom
                .indices(title, &mut self.matcher, &mut indices)
                .is_none()
            {
                indices.truncate(before);
            }
        }
        indices.sort_unstable();
        indices.dedup();
        indices
    }

    /// The item of a row.
    pub fn item(&self, row: usize) -> Option<usize> {
        match self.rows.get(row) {
            Some(Row::Item(item)) => Some(*item),
            Some(Row::Caption(_)) | None => None,
        }
    }

    /// The first row with an item.
    pub fn first(&self) -> usize {
        self.rows
            .iter()
            .position(|row| matches!(row, Row::Item(_)))
            .unwrap_or(0)
    }

    /// The row `by` items away from `row`; one step beyond an end comes in at the other.
    pub fn step(&self, row: usize, by: isize) -> usize {
        let items: Vec<usize> = (0..self.rows.len())
            .filter(|row| self.item(*row).is_some())
            .collect();
        let Some(last) = items.len().checked_sub(1) else {
            return 0;
        };
        let at = items.partition_point(|item| *item < row).min(last);
        let to = match by {
            1 if at == last => 0,
            -1 if at == 0 => last,
            _ => at.saturating_add_signed(by).min(last),
        };
        items.get(to).copied().unwrap_or(0)
    }
}

/// How many words of the query stand as they are in the title: `de` is the language before it is the
/// beginning of `default`.
fn whole_words(query: &str, title: &str) -> usize {
    let words = || title.split(|char: char| !char.is_alphanumeric() && char != '-');
    let is_there = |word: &&str| words().any(|other| other.to_lowercase() == word.to_lowercase());
    query.split_whitespace().filter(is_there).count()
}

/// All items, those used last first.
fn unsorted(count: usize, recent: &[usize]) -> Vec<Row> {
    let recent: Vec<usize> = recent
        .iter()
        .copied()
        .filter(|index| *index < count)
        .collect();
    let others = (0..count)
        .filter(|index| !recent.contains(index))
        .map(Row::Item);
    if recent.is_empty() {
        return others.collect();
    }
    let mut rows = vec![Row::Caption(Caption::Recent)];
    rows.extend(recent.iter().copied().map(Row::Item));
    let before = rows.len();
    rows.push(Row::Caption(Caption::All));
    rows.extend(others);
    if rows.len() == before + 1 {
        rows.truncate(before);
    }
    rows
}

/// Numbers characters, where the library's own conversion numbers grapheme clusters.
fn chars<'a>(text: &'a str, buffer: &'a mut Vec<char>) -> Utf32Str<'a> {
    if text.is_ascii() {
        return Utf32Str::Ascii(text.as_bytes());
    }
    buffer.extend(text.chars());
    Utf32Str::Unicode(buffer)
}

fn key(query: &str, items: &[PaletteItem<'_>], recent: &[usize]) -> u64 {
    let words: Vec<_> = items
        .iter()
        .map(|item| (item.title, item.detail, item.keywords, item.enabled))
        .collect();
    egui::util::hash((query, words, recent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items<'a>(titles: &[&'a str]) -> Vec<PaletteItem<'a>> {
        titles.iter().copied().map(PaletteItem::new).collect()
    }

    fn found(query: &str, items: &[PaletteItem<'_>], recent: &[usize]) -> Vec<Row> {
        let mut found = Found::default();
        found.update(query, items, recent);
        found.rows
    }

    #[test]
    fn what_was_used_last_stands_first_while_nothing_is_typed() {
        use Row::{Caption as C, Item};
        let items = items(&["a", "b", "c"]);
        assert_eq!(found("", &items, &[]), [Item(0), Item(1), Item(2)]);
        assert_eq!(
            found("", &items, &[2, 9]),
            [
                C(Caption::Recent),
                Item(2),
                C(Caption::All),
                Item(0),
                Item(1)
            ]
        );
        assert_eq!(
            found("", &items, &[1, 0, 2]),
            [C(Caption::Recent), Item(1), Item(0), Item(2)]
        );
    }

    #[test]
    fn a_whole_word_wins_over_the_beginning_of_one() {
        let items = items(&["Open Register · connector default", "Open Register · de"]);
        let rows = found("open register de", &items, &[]);
        assert_eq!(rows, [Row::Item(1), Row::Item(0)]);
    }

    #[test]
    fn a_title_wins_over_keywords_and_a_disabled_item_comes_last() {
        let mut items = items(&[
            "Open the inbox",
            "Send test",
            "Test the connection",
            "Test nothing",
        ]);
        items[0].keywords = "test";
        items[3].enabled = false;
        let rows = found("test", &items, &[]);
        assert_eq!(rows.first(), Some(&Row::Item(2)));
        assert_eq!(rows[1..], [Row::Item(1), Row::Item(0), Row::Item(3)]);
    }

    #[test]
    fn words_match_in_any_order_and_without_accents() {
        let items = items(&["Écran des langues", "Screens"]);
        assert_eq!(found("langues ecran", &items, &[]), [Row::Item(0)]);
        assert_eq!(found("xyz", &items, &[]), []);
    }

    #[test]
    fn highlights_number_characters() {
        let items = items(&["Prüfung senden"]);
        let mut found = Found::default();
        found.update("sen", &items, &[]);
        assert_eq!(found.highlights("Prüfung senden"), [8, 9, 10]);
    }

    #[test]
    fn the_mark_skips_captions_and_goes_round() {
        let items = items(&["a", "b", "c"]);
        let mut found = Found::default();
        found.update("", &items, &[2]);
        assert_eq!(found.first(), 1);
        assert_eq!(found.step(1, 1), 3);
        assert_eq!(found.step(1, -1), 4);
        assert_eq!(found.step(4, 1), 1);
        assert_eq!(found.step(3, 9), 4);
    }
}
