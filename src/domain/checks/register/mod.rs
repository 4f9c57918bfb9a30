//! All rules, in one place.

mod access;
mod asked;
mod connector;
mod links;
mod logto;
mod markup;
mod placeholders;
mod providers;
mod providers_more;
mod risk;
mod shape;
mod workspace;
mod workspace_more;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::input::MoreChecks;
use super::rule::Rule;

/// The tables, in the order to show them.
const TABLES: &[&[Rule]] = &[
    placeholders::RULES,
    logto::RULES,
    connector::RULES,
    providers::RULES,
    providers_more::RULES,
    workspace::RULES,
    workspace_more::RULES,
    access::RULES,
    markup::RULES,
    shape::RULES,
    links::RULES,
    risk::RULES,
    asked::RULES,
];

static BY_ID: LazyLock<HashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| rules().map(|rule| (rule.id, rule)).collect());

/// All rules of this program but those of [`MoreChecks`], by group.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLES.iter().copied().flatten()
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    BY_ID.get(id).copied()
}

/// All rules with those of other checks after them.
pub fn rules_with<'m>(more: &'m [&'m dyn MoreChecks]) -> impl Iterator<Item = &'m Rule> {
    let others = more.iter().flat_map(|checks| checks.rules());
    let own = rules().map(|rule| -> &'m Rule { rule });
    own.chain(others)
}
