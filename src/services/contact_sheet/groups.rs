//! The order of a sheet: usage types, languages, and what stands where.

use super::{CellPicture, Sheet, SheetCell};

/// A sheet by usage type and language, each in the order of its first mail.
pub struct Groups<'a> {
    /// The usage types.
    pub types: Vec<TypeGroup<'a>>,
    /// The languages of the whole sheet.
    pub languages: Vec<Language<'a>>,
}

/// A language of a sheet.
#[derive(Debug, PartialEq, Eq)]
pub struct Language<'a> {
    /// Its tag.
    pub tag: &'a str,
    /// Its English name.
    pub name: &'a str,
}

/// The mails of one usage type.
pub struct TypeGroup<'a> {
    /// The usage type.
    pub name: &'a str,
    /// One entry for each language of the sheet, empty where the usage type lacks it.
    pub by_language: Vec<Vec<Entry<'a>>>,
}

/// A mail with its place in [`Sheet::cells`].
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The place.
    pub index: usize,
    /// The mail.
    pub cell: &'a SheetCell,
}

impl<'a> Groups<'a> {
    /// Sorts the cells of a sheet.
    pub fn of(sheet: &'a Sheet) -> Self {
        let mut languages: Vec<Language<'a>> = Vec::new();
        let mut types: Vec<TypeGroup<'a>> = Vec::new();
        for (index, cell) in sheet.cells.iter().enumerate() {
            let column = place_of(
                &mut languages,
                |language| language.tag == cell.language,
                || Language {
                    tag: &cell.language,
                    name: &cell.language_name,
                },
            );
            let row = place_of(
                &mut types,
                |group| group.name == cell.usage_type,
                || TypeGroup {
                    name: &cell.usage_type,
                    by_language: Vec::new(),
                },
            );
            if let Some(group) = types.get_mut(row) {
                if group.by_language.len() <= column {
                    group.by_language.resize_with(column + 1, Vec::new);
                }
                if let Some(entries) = group.by_language.get_mut(column) {
                    entries.push(Entry { index, cell });
                }
            }
        }
        for group in &mut types {
            group.by_language.resize_with(languages.len(), Vec::new);
        }
        Self { types, languages }
    }

    /// All mails in the order in which they are shown.
    pub fn in_order(&self) -> impl Iterator<Item = Entry<'a>> {
        self.types.iter().flat_map(TypeGroup::entries)
    }
}

impl<'a> TypeGroup<'a> {
    /// The mails of this usage type, language by language.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        self.by_language.iter().flatten().copied()
    }
}

/// How many mails of a sheet have no picture, broken pictures included.
pub fn missing(sheet: &Sheet) -> usize {
    sheet
        .cells
        .iter()
        .filter(|cell| match &cell.picture {
            CellPicture::Drawn(picture) => picture.flaw().is_some(),
            CellPicture::Failed(_) => true,
        })
        .count()
}

fn place_of<T>(list: &mut Vec<T>, is_it: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> usize {
    list.iter().position(is_it).unwrap_or_else(|| {
        list.push(new());
        list.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::contact_sheet::testing::{cell, sheet};

    #[test]
    fn types_and_languages_keep_the_order_of_their_first_mail() {
        let sheet = sheet(vec![
            cell("SignIn", "de"),
            cell("Register", "ar"),
            cell("SignIn", "ar"),
            cell("SignIn", "de"),
        ]);
        let groups = Groups::of(&sheet);
        let names: Vec<_> = groups.types.iter().map(|group| group.name).collect();
        let tags: Vec<_> = groups
            .languages
            .iter()
            .map(|language| language.tag)
            .collect();
        let order: Vec<_> = groups.in_order().map(|entry| entry.index).collect();
        assert_eq!(names, ["SignIn", "Register"]);
        assert_eq!(tags, ["de", "ar"]);
        assert_eq!(order, [0, 3, 2, 1]);
    }

    #[test]
    fn a_language_that_a_type_lacks_keeps_its_empty_column() {
        let sheet = sheet(vec![cell("SignIn", "de"), cell("Register", "ar")]);
        let groups = Groups::of(&sheet);
        let sizes: Vec<Vec<usize>> = groups
            .types
            .iter()
            .map(|group| group.by_language.iter().map(Vec::len).collect())
            .collect();
        assert_eq!(sizes, [[1, 0], [0, 1]]);
    }
}
