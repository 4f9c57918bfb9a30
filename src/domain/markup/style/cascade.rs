//! The cascade: which declarations win for each element, and the values they lead to.
//!
//! Elements are alike mostly. Those of one shape that match the same selectors get the same from
//! style sheets, and if their parents are alike too and no attribute says more, the same style.

use std::collections::HashMap;

use super::computed::Computed;
use super::entry::Names;
use super::environment::Environment;
use super::matching::Matcher;
use super::prepared::{DEFAULTS, Prepared};
use super::property::Property;
use super::rules::{Candidate, RuleSet};
use super::steps::Steps;
use super::styled::{ElementStyle, entry};
use super::variables::MOST_VARIABLES;
use crate::domain::markup::html::{Document, NodeId};

/// What all comparisons of selectors with elements and all values may cost, whatever the size of
/// the mail.
const MOST_STEPS: u64 = 20_000_000;
/// What they may cost more for each node.
const STEPS_OF_NODE: u64 = 64;
/// A declaration that wins is kept, which costs more than to look at it.
pub(super) const STEPS_OF_WINNER: usize = 8;

/// A declaration that won a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Won {
    pub property: u32,
    pub layer: u8,
    pub entry: u32,
}

/// What style sheets give elements that match the same selectors.
#[derive(Debug, Clone, Default)]
pub(super) struct Base {
    /// By property.
    pub won: Vec<Won>,
    /// Those of borders.
    pub borders: Vec<Won>,
    /// Those of properties that are computed.
    pub computed: Vec<(Property, Won)>,
    /// Those of custom properties.
    pub custom: Vec<Won>,
}

/// The candidates that elements of one shape may match.
#[derive(Debug)]
struct Possible {
    /// Those that all of them match.
    sure: Vec<u32>,
    /// Those that depend on what is around.
    unsure: Vec<u32>,
    /// What style sheets give elements that match none of the latter, by number.
    plain: Option<u32>,
}

pub(super) struct Cascade<'a> {
    document: &'a Document,
    pub(super) environment: &'a Environment,
    pub(super) prepared: &'a Prepared,
    pub(super) rules: &'a RuleSet,
    pub(super) names: &'a Names,
    pub(super) steps: Steps,
    /// Rules of clients always count; they are few and plain.
    free_steps: Steps,
    possible: Vec<Option<Possible>>,
    base_numbers: HashMap<(usize, Vec<u32>), u32>,
    pub(super) bases: Vec<Base>,
    style_numbers: HashMap<(Option<u32>, u32), u32>,
    styles: Vec<ElementStyle>,
    /// For each property the round in which it was won, and by which entry.
    slots: Vec<(u32, Won)>,
    round: u32,
    pub(super) root_font_size: f64,
}

impl<'a> Cascade<'a> {
    pub fn new(
        document: &'a Document,
        environment: &'a Environment,
        prepared: &'a Prepared,
        rules: &'a RuleSet,
        names: &'a Names,
    ) -> Self {
        let nobody = Won {
            property: 0,
            layer: 0,
            entry: 0,
        };
        let most = MOST_STEPS + STEPS_OF_NODE * document.node_count() as u64;
        Self {
            document,
            environment,
            prepared,
            rules,
            names,
            steps: Steps::new(most),
            free_steps: Steps::new(u64::MAX),
            possible: (0..prepared.facts.shape_count()).map(|_| None).collect(),
            base_numbers: HashMap::new(),
            bases: Vec::new(),
            style_numbers: HashMap::new(),
            styles: Vec::new(),
            slots: vec![(0, nobody); names.len()],
            round: 0,
            root_font_size: 16.0,
        }
    }

    /// The style of an element whose parent has the style `parent`, by number.
    pub fn style(&mut self, id: NodeId, parent: Option<u32>) -> u32 {
        let base = self.base(id);
        let own = self.prepared.range(id);
        if own.is_empty()
            && let Some(known) = self.style_numbers.get(&(parent, base))
        {
            return *known;
        }
        let has_own = !own.is_empty();
        let style = self.made(base, own, parent);
        let is_root = self.document.parent(id) == Some(NodeId::ROOT);
        if is_root && let Some(size) = style.computed.font_size {
            self.root_font_size = size;
        }
        let number = u32::try_from(self.styles.len()).unwrap_or(u32::MAX);
        self.styles.push(style);
        if !has_own && !is_root {
            self.style_numbers.insert((parent, base), number);
        }
        number
    }

    /// Whether all was looked at.
    pub const fn is_complete(&self) -> bool {
        !self.steps.are_used_up()
    }

    pub fn into_parts(self) -> (Vec<Base>, Vec<ElementStyle>) {
        (self.bases, self.styles)
    }

    fn made(&self, base: u32, own: std::ops::Range<usize>, parent: Option<u32>) -> ElementStyle {
        let own = self.own_winners(base, own);
        let parent = parent.and_then(|parent| self.styles.get(parent as usize));
        let inherited = parent.and_then(|parent| parent.variables.clone());
        let initial;
        let around = if let Some(parent) = parent {
            &parent.computed
        } else {
            initial = Computed::initial();
            &initial
        };
        let variables = self.variables(base, &own, inherited);
        let computed = self.computed(base, &own, variables.as_ref(), around);
        ElementStyle {
            computed,
            base,
            own: own.into_boxed_slice(),
            variables,
        }
    }

    /// What style sheets give an element, by number.
    fn base(&mut self, id: NodeId) -> u32 {
        let Some(shape) = self.prepared.facts.shape_number(id) else {
            return u32::MAX;
        };
        if self.possible.get(shape).is_some_and(Option::is_none) {
            let possible = self.possible_of(id);
            if let Some(slot) = self.possible.get_mut(shape) {
                *slot = Some(possible);
            }
        }
        let Some(Some(possible)) = self.possible.get(shape) else {
            return u32::MAX;
        };
        let parent = self.document.parent(id);
        let around = parent.map_or(0, |parent| self.prepared.facts.marks(parent));
        let matches = |index: &&u32| {
            self.candidate(**index).is_some_and(|(candidate, steps)| {
                steps.take(1)
                    && candidate.marks & around == candidate.marks
                    && self.matcher(steps).matches(id, &candidate.selector)
            })
        };
        let matched: Vec<u32> = possible.unsure.iter().filter(matches).copied().collect();
        let is_plain = matched.is_empty();
        if let Some(plain) = possible.plain.filter(|_| is_plain) {
            return plain;
        }
        let key = (shape, matched);
        if let Some(known) = self.base_numbers.get(&key) {
            return *known;
        }
        let all = possible.sure.iter().chain(&key.1).copied().collect();
        let base = self.new_base(all);
        let number = u32::try_from(self.bases.len()).unwrap_or(u32::MAX);
        self.bases.push(base);
        self.base_numbers.insert(key, number);
        if let Some(Some(possible)) = self.possible.get_mut(shape).filter(|_| is_plain) {
            possible.plain = Some(number);
        }
        number
    }

    const fn matcher<'m>(&'m self, steps: &'m Steps) -> Matcher<'m> {
        Matcher {
            document: self.document,
            facts: &self.prepared.facts,
            steps,
        }
    }

    /// A candidate by its number, and the steps that it is looked at with.
    fn candidate(&self, index: u32) -> Option<(&'a Candidate, &Steps)> {
        let index = index as usize;
        let defaults = &DEFAULTS.0.candidates;
        match index.checked_sub(defaults.len()) {
            None => defaults.get(index).map(|one| (one, &self.free_steps)),
            Some(index) => {
                let one = self.rules.candidates.get(index)?;
                Some((one, &self.steps))
            }
        }
    }

    /// The candidates of all elements that have the shape of this one.
    fn possible_of(&self, id: NodeId) -> Possible {
        let mut possible = Possible {
            sure: Vec::new(),
            unsure: Vec::new(),
            plain: None,
        };
        let Some(shape) = self.prepared.facts.shape(id) else {
            return possible;
        };
        let name = self.document.name(id);
        let defaults = DEFAULTS.0.candidates.len();
        let of_clients = DEFAULTS.0.possible(name, shape);
        let of_sheets = self.rules.possible(name, shape);
        let numbers = of_clients.chain(of_sheets.map(|index| index + defaults));
        for number in numbers.filter_map(|number| u32::try_from(number).ok()) {
            let Some((candidate, steps)) = self.candidate(number) else {
                continue;
            };
            if !steps.take(1) {
                break;
            }
            if !candidate.is_of_shape {
                possible.unsure.push(number);
            } else if self.matcher(steps).matches(id, &candidate.selector) {
                possible.sure.push(number);
            }
        }
        possible
    }

    /// Which entry of style sheets wins each property, the candidates being those that match.
    fn new_base(&mut self, mut matched: Vec<u32>) -> Base {
        self.round += 1;
        matched.sort_by_cached_key(|index| {
            let weight = self.candidate(*index).map(|(one, _)| one.weight());
            let is_of_sheet = *index as usize >= DEFAULTS.0.candidates.len();
            (is_of_sheet, weight, *index)
        });
        matched.dedup();
        let mut won = Vec::new();
        for index in matched {
            let Some((candidate, _)) = self.candidate(index) else {
                continue;
            };
            let is_of_sheet = index as usize >= DEFAULTS.0.candidates.len();
            let offset = if is_of_sheet {
                DEFAULTS.0.entries.len()
            } else {
                0
            };
            for number in candidate.first + offset..candidate.end + offset {
                if is_of_sheet && !self.steps.take(1) {
                    break;
                }
                self.take(number, &mut won);
            }
        }
        won.sort_unstable();
        let mut base = Base::default();
        for property in won {
            let Some((_, won)) = self.slots.get(property as usize) else {
                continue;
            };
            base.won.push(*won);
            if let Some(known) = self.names.property(property) {
                base.computed.push((known, *won));
            }
            let name = self.names.name(property);
            if name.starts_with("--") {
                base.custom.push(*won);
            } else if name.starts_with("border") {
                base.borders.push(*won);
            }
        }
        base.custom.truncate(MOST_VARIABLES);
        base
    }

    /// Lets a declaration win the properties that no stronger one has.
    fn take(&mut self, number: usize, won: &mut Vec<u32>) {
        let Some(entry) = entry(number, self.rules, self.prepared) else {
            return;
        };
        if !entry.is_valid {
            return;
        }
        let layer = entry.layer();
        for property in entry.properties() {
            let Some((round, slot)) = self.slots.get_mut(*property as usize) else {
                continue;
            };
            if *round != self.round {
                *round = self.round;
                self.steps.take(STEPS_OF_WINNER);
                won.push(*property);
            } else if slot.layer > layer {
                continue;
            }
            *slot = Won {
                property: *property,
                layer,
                entry: u32::try_from(number).unwrap_or(u32::MAX),
            };
        }
    }

    /// What attributes of an element win, by property.
    fn own_winners(&self, base: u32, own: std::ops::Range<usize>) -> Vec<Won> {
        let offset = DEFAULTS.0.entries.len() + self.rules.entries.len();
        let mut all = Vec::new();
        for number in own {
            let Some(entry) = self.prepared.own.get(number).filter(|entry| entry.is_valid) else {
                continue;
            };
            all.extend(entry.properties().iter().map(|property| Won {
                property: *property,
                layer: entry.layer(),
                entry: u32::try_from(offset + number).unwrap_or(u32::MAX),
            }));
        }
        // Of one property the last one of the strongest layer counts.
        all.sort_unstable_by(|one, other| other.cmp(one));
        all.dedup_by_key(|won| won.property);
        let base = self.bases.get(base as usize);
        let base = base.map_or(&[][..], |base| base.won.as_slice());
        all.retain(|own| {
            let rival = base.binary_search_by_key(&own.property, |won| won.property);
            let rival = rival.ok().and_then(|index| base.get(index));
            rival.is_none_or(|rival| rival.layer < own.layer)
        });
        all.reverse();
        all
    }
}
