//! Which connector a configuration is for.

use std::cmp::Reverse;

use serde_json::Value;

use crate::domain::connector::form::{self, FactoryInfo, FormField};
use crate::domain::connector::{Connector, ConnectorError};

/// A connector that a configuration may be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// Logto's id of the connector.
    pub factory: &'static str,
    /// What speaks for it, in one sentence without a period.
    pub why: String,
    /// How many problems Logto's guard has with it as one of this connector; 0 is none.
    pub issues: usize,
    /// Whether it has a key that no other connector has.
    pub is_distinct: bool,
}

/// What of a configuration fits a connector.
struct Fit<'a> {
    info: &'static FactoryInfo,
    /// Keys of the configuration that the form has.
    known: Vec<&'a str>,
    /// Keys that only this connector's form has.
    own: Vec<&'a str>,
    unknown: usize,
    issues: usize,
}

/// The connectors that a configuration may be for, the likeliest first.
///
/// One whose form has none of its keys is left out. The object of a connector as the Management API
/// has it names its factory, which is then the only answer.
pub fn guess_factory(value: &Value) -> Vec<Guess> {
    if let Some(id) = value.get("connectorId").and_then(Value::as_str) {
        let named = form::factory(id).map(|info| Guess {
            factory: info.id,
            why: format!("its connectorId is {id}"),
            issues: value
                .get("config")
                .map_or(0, |config| issues(info.id, config)),
            is_distinct: true,
        });
        return named.into_iter().collect();
    }
    let mut fits: Vec<Fit<'_>> = form::factories()
        .iter()
        .filter_map(|info| Fit::of(info, value))
        .collect();
    // The sort is stable, so that of equals the commoner one comes first.
    fits.sort_by_key(|fit| {
        (
            fit.unknown,
            Reverse(fit.own.len()),
            fit.issues,
            Reverse(fit.known.len()),
        )
    });
    fits.iter().map(Fit::guess).collect()
}

/// The guess that needs no question: the only one that Logto takes, else the only one with keys of
/// its own, else the only one.
pub fn clear_guess(guesses: &[Guess]) -> Option<&Guess> {
    fn only(fits: impl Fn(&Guess) -> bool, guesses: &[Guess]) -> Option<&Guess> {
        let mut fitting = guesses.iter().filter(|guess| fits(guess));
        fitting.next().filter(|_| fitting.next().is_none())
    }
    only(|guess| guess.issues == 0, guesses)
        .or_else(|| only(|guess| guess.is_distinct, guesses))
        .or_else(|| only(|_| true, guesses))
}

impl<'a> Fit<'a> {
    fn of(info: &'static FactoryInfo, config: &'a Value) -> Option<Self> {
        let fields = form::fields(info.id)?;
        let keys = config.as_object()?.keys();
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            keys.map(String::as_str).partition(|key| has(fields, key));
        let is_own = |key: &&&str| {
            let mut all = form::factories().iter();
            !all.any(|other| {
                other.id != info.id && form::fields(other.id).is_some_and(|fields| has(fields, key))
            })
        };
        let own = known.iter().filter(is_own).copied().collect();
        (!known.is_empty()).then(|| Self {
            info,
            known,
            own,
            unknown: unknown.len(),
            issues: issues(info.id, config),
        })
    }

    fn guess(&self) -> Guess {
        let keys = if self.own.is_empty() {
            format!("it has {}", listed(&self.known))
        } else {
            format!("only {} has {}", self.info.name, listed(&self.own))
        };
        let guard = match self.issues {
            0 => "Logto takes it as it is".to_owned(),
            1 => "Logto would refuse it for one problem".to_owned(),
            count => format!("Logto would refuse it for {count} problems"),
        };
        Guess {
            factory: self.info.id,
            why: format!("{keys}, and {guard}"),
            issues: self.issues,
            is_distinct: !self.own.is_empty(),
        }
    }
}

fn has(fields: &[FormField], key: &str) -> bool {
    fields.iter().any(|field| field.key == key)
}

/// The first few keys.
fn listed(keys: &[&str]) -> String {
    match keys {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        [one, other, rest @ ..] => format!("{one}, {other} and {} more", rest.len()),
    }
}

fn issues(factory_id: &str, config: &Value) -> usize {
    match Connector::from_json(factory_id, config.clone()) {
        Err(ConnectorError::InvalidConfig(issues)) => issues.len(),
        Ok(_) | Err(ConnectorError::UnknownFactory(_) | ConnectorError::NoSandbox(_)) => 0,
    }
}
