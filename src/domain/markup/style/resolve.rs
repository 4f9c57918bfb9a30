//! The values that the winners of an element lead to.

use std::sync::Arc;

use super::cascade::{Cascade, STEPS_OF_WINNER, Won};
use super::compute::{Around, apply};
use super::computed::Computed;
use super::entry::Origin;
use super::property::Property;
use super::styled::entry;
use super::variables::{MOST_VARIABLES, Variables, substituted};
use crate::domain::markup::css::Declaration;
use crate::domain::markup::css::value::walk;

/// So many values are looked at in the time of one step.
const VALUES_IN_STEP: usize = 4;

impl Cascade<'_> {
    pub(super) fn variables(
        &self,
        base: u32,
        own: &[Won],
        inherited: Option<Variables>,
    ) -> Option<Variables> {
        let base = self.bases.get(base as usize);
        let base = base.map_or(&[][..], |base| base.custom.as_slice());
        let own = own
            .iter()
            .filter(|won| self.names.name(won.property).starts_with("--"));
        let mut set: Vec<Won> = base.iter().chain(own).copied().collect();
        if set.is_empty() {
            return inherited;
        }
        set.sort_by_key(|won| won.property);
        let size = inherited.as_ref().map_or(0, |inherited| inherited.len());
        if !self.steps.take(STEPS_OF_WINNER * (size + set.len())) {
            return inherited;
        }
        let mut all = inherited.as_deref().cloned().unwrap_or_default();
        for won in set {
            if all.len() < MOST_VARIABLES {
                all.insert(won.property, won.entry);
            }
        }
        Some(Arc::new(all))
    }

    pub(super) fn computed(
        &self,
        base: u32,
        own: &[Won],
        variables: Option<&Variables>,
        parent: &Computed,
    ) -> Computed {
        let mut style = parent.inherited();
        let base = self.bases.get(base as usize);
        let base = base.map_or(&[][..], |base| base.computed.as_slice());
        let is_own = |won: &Won| {
            own.binary_search_by_key(&won.property, |own| own.property)
                .is_ok()
        };
        let known = |won: &Won| Some((self.names.property(won.property)?, *won));
        for is_first in [true, false] {
            let of_base = base.iter().filter(|(_, won)| !is_own(won)).copied();
            for (property, won) in of_base.chain(own.iter().filter_map(known)) {
                if property.comes_first() == is_first {
                    self.apply(&mut style, property, won, variables, parent);
                }
            }
            if is_first && let (Some(factor), Some(size)) = (style.line_factor, style.font_size) {
                style.line_height = Some(size * factor);
            }
        }
        style
    }

    /// Sets a property to the value of a declaration.
    fn apply(
        &self,
        style: &mut Computed,
        property: Property,
        won: Won,
        variables: Option<&Variables>,
        parent: &Computed,
    ) {
        let Some(entry) = entry(won.entry as usize, self.rules, self.prepared) else {
            return;
        };
        let Declaration { name, value, .. } = &entry.declaration;
        // What an attribute says itself is looked at once; sheets may say it of many elements.
        let is_of_sheet = entry.origin == Origin::Sheet;
        if is_of_sheet && !self.steps.take(1 + value.len() / VALUES_IN_STEP) {
            return;
        }
        let around = Around {
            parent,
            root_font_size: self.root_font_size,
            width: self.environment.width,
        };
        let variables = variables.filter(|_| entry.asks && !self.steps.are_used_up());
        let Some(variables) = variables else {
            apply(style, property, name, value, around);
            return;
        };
        let look_up = |name: &str| {
            let number = variables.get(&self.names.find(name)?)?;
            let entry = self::entry(*number as usize, self.rules, self.prepared)?;
            Some(entry.declaration.value.as_slice())
        };
        let value = substituted(value, &look_up);
        self.steps.take(STEPS_OF_WINNER * walk(&value).count());
        apply(style, property, name, &value, around);
    }
}
