//! Which connector a configuration is for.

use std::cmp::Reverse;

use serde_json::Value;

use crate::domain::connector::form::{self, FactoryInfo, FormField};
use crate::domain::connector::{
    AliyunDmConfig, AwsSesConfig, Connector, ConnectorError, MailgunConfig, SendgridConfig,
    Smtp2goConfig, SmtpConfig,
};

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
    /// Whether a value in it is made by this provider alone: `SG.…`, `AKIA…`.
    pub is_marked: bool,
    /// Whether as few of the keys as of any other connector are strange to it, and it has one that not
    /// nearly all have: what [`candidates`] asks.
    pub is_candidate: bool,
}

/// Keys that tell nothing, as most connectors have them.
const COMMON: [&str; 5] = ["templates", "fromEmail", "fromName", "from", "replyTo"];

/// How the values of a key begin that one provider makes, as the documentation of each shows them:
/// the key, the beginning, and the connector.
const MARKS: [(&str, &str, &str); 7] = [
    ("apiKey", "SG.", SendgridConfig::FACTORY_ID),
    ("apiKey", "key-", MailgunConfig::FACTORY_ID),
    ("apiKey", "api-", Smtp2goConfig::FACTORY_ID),
    ("accessKeyId", "AKIA", AwsSesConfig::FACTORY_ID),
    ("accessKeyId", "ASIA", AwsSesConfig::FACTORY_ID),
    ("accessKeyId", "LTAI", AliyunDmConfig::FACTORY_ID),
    // Keys of Brevo for SMTP, which the login of no other connector takes.
    ("pass", "xsmtpsib-", SmtpConfig::FACTORY_ID),
];

/// What of a configuration fits a connector.
struct Fit<'a> {
    info: &'static FactoryInfo,
    /// Keys of the configuration that the form has.
    known: Vec<&'a str>,
    /// Keys that only this connector's form has.
    own: Vec<&'a str>,
    /// The key whose value this provider made, if there is one.
    mark: Option<&'static str>,
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
            is_marked: false,
            is_candidate: true,
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
            fit.mark.is_none(),
            fit.unknown,
            Reverse(fit.own.len()),
            fit.issues,
            Reverse(fit.known.len()),
        )
    });
    let fewest = fits.iter().map(|fit| fit.unknown).min().unwrap_or(0);
    let guesses = fits.iter().map(|fit| Guess {
        is_candidate: fit.mark.is_some()
            || (fit.unknown == fewest && fit.known.iter().any(|key| !COMMON.contains(key))),
        ..fit.guess()
    });
    guesses.collect()
}

/// The guesses that are worth to be asked about: those marked by a value if there are any, else those
/// that share the keys which tell connectors apart.
pub fn candidates(guesses: &[Guess]) -> Vec<&Guess> {
    let is_marked = guesses.iter().any(|guess| guess.is_marked);
    let all = guesses.iter();
    all.filter(|guess| guess.is_candidate && guess.is_marked == is_marked)
        .collect()
}

/// The guess of the [`candidates`] that needs no question: the only one that Logto takes, else the only one with keys of
/// its own, else the only one.
pub fn clear_guess(guesses: &[Guess]) -> Option<&Guess> {
    let candidates = candidates(guesses);
    let only = |fits: fn(&Guess) -> bool| {
        let mut fitting = candidates.iter().copied().filter(|guess| fits(guess));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    only(|guess| guess.issues == 0)
        .or_else(|| only(|guess| guess.is_distinct))
        .or_else(|| only(|_| true))
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
            mark: mark(info.id, config),
            unknown: unknown.len(),
            issues: issues(info.id, config),
        })
    }

    fn guess(&self) -> Guess {
        let keys = if let Some(key) = self.mark {
            format!("its {key} is one of {}", self.info.name)
        } else if self.own.is_empty() {
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
            is_marked: self.mark.is_some(),
            is_candidate: false,
        }
    }
}

/// The key, at the root or in `auth`, whose value tells this connector.
fn mark(factory_id: &str, config: &Value) -> Option<&'static str> {
    let marks = MARKS
        .iter()
        .filter(|(_, _, factory)| *factory == factory_id);
    let mut keys = marks.filter_map(|(key, begins, _)| {
        let value = config
            .get(key)
            .or_else(|| config.get("auth")?.get(key))?
            .as_str()?;
        value.starts_with(begins).then_some(*key)
    });
    keys.next()
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
