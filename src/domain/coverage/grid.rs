//! One cell per usage type and language.

use std::collections::{BTreeSet, HashSet};

use super::snapshot::Snapshot;
use crate::domain::logto::{
    BUILT_IN_LANGUAGES, LanguageLibrary, LocaleSource, Place, ReachableLanguages, TemplateCatalog,
    TemplateSupport, UsageType, first_place, flows_of,
};

/// Usage types by languages; the rows are [`UsageType::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The languages: the fallback language, the other built-in ones in Logto's order, the custom
    /// ones, then sorted those that only templates have.
    pub columns: Vec<Column>,
    cells: Vec<Cell>,
    pub(super) library: LanguageLibrary,
    pub(super) support: TemplateSupport,
    reachable: ReachableLanguages,
}

/// A language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its tag, as stored.
    pub tag: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it is the tenant's fallback language.
    pub is_fallback: bool,
    /// Whether some sign-in request resolves to the tag, by the rule of the sign-in pages or that
    /// of their legacy API. Invitations and connector tests take any tag (flows 7 and 8) and do not
    /// count here.
    pub is_reachable: bool,
    /// How many custom templates it has, of any type.
    pub templates: usize,
}

/// Where a language comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It is one of Logto's own.
    BuiltIn,
    /// The tenant has custom phrases for it.
    Custom,
    /// It is no language of the tenant: only templates have it, or the fallback setting alone.
    TemplatesOnly,
}

/// What mails of one type in one language are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Whether there is a template, and which one stands in if not.
    pub state: CellState,
    /// Whether the cell has a template of its own that Logto uses for no mail at all: the connector
    /// ignores custom templates, or no flow that sends this type resolves to the tag.
    pub is_unreachable: bool,
    /// What Logto uses instead of a template that is there.
    ///
    /// In an own cell whose template is ignored: the place in the connector's configuration, if
    /// there is one. In a cell that falls back: the custom Generic template in the fallback
    /// language, if it hides a template of this very type in the connector's configuration. A
    /// custom template of the same type in front of that is meant so and is not listed.
    pub shadowed_by: Option<Place>,
}

/// Whether a cell has a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellState {
    /// There is a custom template of that type under exactly that tag.
    Own,
    /// Another one stands in.
    FallsBack {
        /// The first that Logto finds.
        to: Place,
    },
    /// Logto sends no mail and answers `connector.template_not_found`.
    NotFound,
    /// There is none and none is needed: the connector hands the payload over.
    NotNeeded,
}

/// What a cell outside the grid is.
const OUTSIDE: Cell = Cell {
    state: CellState::NotFound,
    is_unreachable: false,
    shadowed_by: None,
};

/// Works out which template every language gets for every type.
pub fn grid(
    catalog: &impl TemplateCatalog,
    library: &LanguageLibrary,
    support: TemplateSupport,
) -> Grid {
    let templates = Snapshot::of(catalog);
    let reachable = ReachableLanguages::new(library);
    let mut grid = Grid {
        columns: columns(&templates, library, &reachable),
        cells: Vec::new(),
        library: library.clone(),
        support,
        reachable,
    };
    for row in UsageType::ALL {
        let cells = grid.row(row, &templates);
        for (column, cell) in grid.columns.iter_mut().zip(&cells) {
            column.templates += usize::from(cell.state == CellState::Own);
        }
        grid.cells.extend(cells);
    }
    grid
}

impl Grid {
    /// The cell of a type in the column with that index; one that is not found for an index outside
    /// the grid.
    pub fn cell(&self, row: UsageType, column: usize) -> &Cell {
        let row = UsageType::ALL.iter().position(|known| *known == row);
        let at = row
            .filter(|_| column < self.columns.len())
            .map(|row| row * self.columns.len() + column);
        at.and_then(|at| self.cells.get(at)).unwrap_or(&OUTSIDE)
    }

    /// The place that a mail of that type and language is made from; nothing if Logto finds none or
    /// needs none.
    pub fn place(&self, row: UsageType, column: usize) -> Option<Place> {
        let cell = self.cell(row, column);
        match &cell.state {
            CellState::Own => {
                let language_tag = &self.columns.get(column)?.tag;
                if self.ignores(language_tag) {
                    return cell.shadowed_by.clone();
                }
                Some(Place::Custom {
                    usage_type: row,
                    language_tag: language_tag.clone(),
                })
            }
            CellState::FallsBack { to } => Some(to.clone()),
            CellState::NotFound | CellState::NotNeeded => None,
        }
    }

    /// Whether some request for a mail of that type has exactly the tag of the column as its
    /// language.
    pub fn is_asked_for(&self, row: UsageType, column: usize) -> bool {
        let tag = self.columns.get(column).map(|column| column.tag.as_str());
        tag.is_some_and(|tag| is_asked_for(&self.reachable, &sources(row), tag))
    }

    /// Whether Logto never looks at custom templates under that tag.
    pub(super) fn ignores(&self, tag: &str) -> bool {
        let is_no_locale = tag.is_empty() && tag != self.library.fallback;
        !self.support.uses_custom() || is_no_locale
    }

    fn row(&self, row: UsageType, templates: &Snapshot) -> Vec<Cell> {
        // A language without a template of its own gets what a mail without language gets, so the
        // order of places is gone through once for the whole row.
        let stand_in = first_place(row, None, &self.library.fallback, self.support, templates);
        let is_hiding =
            is_generic(stand_in.as_ref()) && row != UsageType::Generic && templates.has_config(row);
        let without = Cell {
            shadowed_by: stand_in.clone().filter(|_| is_hiding),
            is_unreachable: false,
            state: match stand_in.clone() {
                Some(to) => CellState::FallsBack { to },
                None if self.support.uses_config() => CellState::NotFound,
                None => CellState::NotNeeded,
            },
        };
        let sources = sources(row);
        let own = |column: &Column| {
            let is_ignored = self.ignores(&column.tag);
            let is_used =
                column.is_fallback || is_asked_for(&self.reachable, &sources, &column.tag);
            Cell {
                state: CellState::Own,
                is_unreachable: is_ignored || !is_used,
                shadowed_by: stand_in.clone().filter(|_| is_ignored),
            }
        };
        let columns = self.columns.iter();
        columns
            .map(|column| {
                if templates.has_custom(row, &column.tag) {
                    own(column)
                } else {
                    without.clone()
                }
            })
            .collect()
    }
}

fn is_generic(custom: Option<&Place>) -> bool {
    matches!(
        custom,
        Some(Place::Custom { usage_type, .. }) if *usage_type == UsageType::Generic
    )
}

/// Where the flows that send a type take the language from.
fn sources(row: UsageType) -> Vec<LocaleSource> {
    let flows = flows_of(row).into_iter();
    flows.map(|flow| flow.locale_source()).collect()
}

fn is_asked_for(reachable: &ReachableLanguages, sources: &[LocaleSource], tag: &str) -> bool {
    let mut sources = sources.iter();
    sources.any(|source| reachable.contains(*source, tag))
}

/// The languages, their templates not yet counted.
fn columns(
    templates: &Snapshot,
    library: &LanguageLibrary,
    reachable: &ReachableLanguages,
) -> Vec<Column> {
    let sign_in = [LocaleSource::Experience, LocaleSource::ConsoleLanguages];
    let custom: BTreeSet<&str> = library.custom.iter().map(String::as_str).collect();
    let mut seen = HashSet::new();
    let mut tags: Vec<&str> = std::iter::once(library.fallback.as_str())
        .chain(BUILT_IN_LANGUAGES)
        .chain(library.custom.iter().map(String::as_str))
        .filter(|tag| seen.insert(*tag))
        .collect();
    let others: BTreeSet<&str> = templates.tags().filter(|tag| !seen.contains(tag)).collect();
    tags.extend(others);
    tags.into_iter()
        .map(|tag| Column {
            tag: tag.to_owned(),
            origin: origin(tag, &custom),
            is_fallback: tag == library.fallback,
            is_reachable: is_asked_for(reachable, &sign_in, tag),
            templates: 0,
        })
        .collect()
}

fn origin(tag: &str, custom: &BTreeSet<&str>) -> Origin {
    if BUILT_IN_LANGUAGES.contains(&tag) {
        Origin::BuiltIn
    } else if custom.contains(tag) {
        Origin::Custom
    } else {
        Origin::TemplatesOnly
    }
}
