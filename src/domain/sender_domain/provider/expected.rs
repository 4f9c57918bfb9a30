//! The records one sender needs: the provider's table with the sender's values put in.

use serde::Serialize;

use super::pattern::{Pattern, Values};
use super::rules::{Ask, MatchKind, Needed, ProviderRule, ProviderRules, RecordRule, Role, Source};
use super::settings::Settings;
use super::stated::StatedRecord;
use super::variable::Variable;
use crate::domain::sender_domain::dns::{Name, RecordType};
use crate::domain::sender_domain::spf::{Mechanism, Record};

/// A record that a provider asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The row of the provider's table, or `stated`.
    pub row: String,
    /// The provider, for people.
    pub provider: String,
    /// What the record is for.
    pub role: Role,
    /// Its name, perhaps with parts that nobody told yet.
    pub name: Pattern,
    /// Its type.
    #[serde(rename = "type")]
    pub record_type: RecordType,
    /// What its data must be.
    pub matches: Match,
    /// How much it is needed.
    pub needed: Needed,
    /// Which of several forms it belongs to; one form of a group is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// How many records this stands for, while their names are not known.
    pub count: usize,
    /// What it is good for, a sentence without period.
    pub why: String,
    /// Who says so.
    pub source: Source,
    /// The values that are unknown until they are pasted, and where they are found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<Ask>,
    /// Names to try while the name is not known. That nothing stands there proves nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Name>,
    /// The sender's domain, to which a form for records may have added itself.
    #[serde(skip)]
    pub home: Option<Name>,
}

/// One of several forms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Form {
    /// What the forms are forms of.
    pub group: String,
    /// What the form is called.
    pub form: String,
}

/// What the data of a record must be. A pattern without unknown parts is one exact text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "values", rename_all = "kebab-case")]
pub enum Match {
    /// An alias of one of these names.
    Alias(Vec<Pattern>),
    /// All of these mail hosts.
    Hosts {
        /// The hosts.
        hosts: Vec<Pattern>,
        /// The preference to publish them with.
        preference: u16,
        /// Whether no other may stand beside.
        only: bool,
    },
    /// An SPF record that includes one of these, itself or by way of another include.
    SpfInclude(Vec<Pattern>),
    /// An SPF record.
    Spf,
    /// A public key of DKIM, this one if it is known.
    DkimKey(Option<String>),
    /// This text.
    Text(Pattern),
    /// A DMARC record of the domain or one that applies to it.
    Dmarc,
}

impl Expected {
    /// The name, once all of it is known.
    pub fn known_name(&self) -> Option<Name> {
        self.name.name()
    }

    /// The data to publish, as a zone file writes it but without dots at the ends of names; none
    /// while a part is unknown or only the provider knows it.
    pub fn data(&self) -> Option<String> {
        match &self.matches {
            Match::Alias(values) => values.iter().find_map(Pattern::exact),
            Match::Hosts {
                hosts, preference, ..
            } => {
                let host = hosts.first()?.exact()?;
                Some(format!("{preference} {host}"))
            }
            Match::SpfInclude(values) => {
                let include = values.iter().find_map(Pattern::exact)?;
                Some(format!("v=spf1 include:{include} ~all"))
            }
            Match::DkimKey(key) => Some(format!("v=DKIM1; k=rsa; p={}", key.as_ref()?)),
            Match::Text(value) => value.exact(),
            Match::Spf | Match::Dmarc => None,
        }
    }
}

/// What the provider in `settings` asks for, in the order of its table; nothing for a provider that
/// is not in the table.
///
/// Records that the settings state take the place of those of the table that are for the same.
pub fn expectations(rules: &ProviderRules, settings: &Settings) -> Vec<Expected> {
    let Some(rule) = settings.rule(rules) else {
        return Vec::new();
    };
    let values = settings.resolved(rule);
    let mut all: Vec<Expected> = Vec::new();
    for stated in &settings.stated {
        add_stated(&mut all, stated, rule, settings.domain());
    }
    let is_stated = |role: Role| settings.stated.iter().any(|it| it.role == role);
    for record in &rule.records {
        let is_known = |variable| values.contains_key(&variable);
        if !record.needs.is_none_or(is_known) {
            continue;
        }
        if record.needed != Needed::Unneeded && is_stated(record.role) {
            continue;
        }
        let lists = record
            .name
            .variables()
            .filter(|variable| variable.is_list());
        let counts = lists.map(|variable| values.get(&variable).map_or(0, Vec::len));
        let count = counts.max().unwrap_or_default().max(1);
        for index in 0..count {
            add(&mut all, of_rule(rule, record, &values, index));
        }
    }
    all
}

/// Adds a record unless another one of the same name and type is there; of two the one that is
/// needed more stays.
fn add(all: &mut Vec<Expected>, new: Expected) {
    let is_same = |old: &&mut Expected| {
        old.record_type == new.record_type
            && old
                .name
                .to_string()
                .eq_ignore_ascii_case(&new.name.to_string())
            && (old.needed == Needed::Unneeded
                || new.needed == Needed::Unneeded
                || old.row == new.row)
    };
    match all.iter_mut().find(is_same) {
        Some(old) if new.needed < old.needed => *old = new,
        Some(_) => {}
        None => all.push(new),
    }
}

fn of_rule(rule: &ProviderRule, record: &RecordRule, values: &Values, index: usize) -> Expected {
    let name = record.name.filled(values, index);
    let mut patterns: Vec<Pattern> = record
        .values
        .iter()
        .map(|value| value.filled(values, index))
        .collect();
    // Once the exact value is known, no other will do.
    if patterns.iter().any(|it| it.exact().is_some()) {
        patterns.retain(|it| !it.is_open());
    }
    let first = |values: &Values, variable| values.get(&variable)?.first().cloned();
    let region = first(values, Variable::Region).unwrap_or_default();
    let confirmed = &record.confirmed_regions;
    let source = Source {
        confirmed: record.source.confirmed && (confirmed.is_empty() || confirmed.contains(&region)),
        ..record.source.clone()
    };
    let unknown = asks(rule, &name, &patterns);
    let home = first(values, Variable::Sending).or_else(|| first(values, Variable::Domain));
    Expected {
        row: record.id.clone(),
        provider: rule.label.clone(),
        role: record.role,
        candidates: candidates(rule, record, &name, values),
        record_type: record.record_type,
        matches: match record.kind {
            MatchKind::Alias => Match::Alias(patterns),
            MatchKind::Hosts { only } => Match::Hosts {
                hosts: patterns,
                preference: record.preference,
                only,
            },
            MatchKind::SpfInclude => Match::SpfInclude(patterns),
            MatchKind::Spf => Match::Spf,
            MatchKind::DkimKey => Match::DkimKey(first(values, Variable::DkimKey)),
            MatchKind::Text => Match::Text(patterns.into_iter().next().unwrap_or_default()),
            MatchKind::Dmarc => Match::Dmarc,
        },
        needed: record.needed,
        form: record
            .form
            .clone()
            .map(|(group, form)| Form { group, form }),
        count: if name.unknown().is_empty() {
            1
        } else {
            record.count
        },
        why: record.why.clone(),
        source,
        unknown,
        home: home.and_then(|it| Name::from_plain(&it).ok()),
        name,
    }
}

/// What to ask for so that name and data become known.
fn asks(rule: &ProviderRule, name: &Pattern, patterns: &[Pattern]) -> Vec<Ask> {
    let mut variables = name.unknown();
    if patterns.iter().all(|it| it.exact().is_none()) {
        variables.extend(patterns.iter().flat_map(Pattern::unknown));
    }
    let mut asks: Vec<Ask> = Vec::new();
    for variable in variables {
        // What follows from another value is known as soon as that is.
        let variable = match variable {
            Variable::DkimZone | Variable::MailZone | Variable::MxHost | Variable::SpfZone => {
                Variable::Region
            }
            Variable::DkimDomain | Variable::Sending => Variable::Domain,
            other => other,
        };
        if asks.iter().any(|ask| ask.variable == variable) {
            continue;
        }
        let known = rule
            .asks
            .iter()
            .find(|ask| ask.variable == variable)
            .cloned();
        asks.push(known.unwrap_or_else(|| Ask {
            variable,
            what: format!("the {}", variable.label()),
            place: match variable {
                Variable::Domain => "the address that mails come from".to_owned(),
                _ => format!("the pages of {} for your domain", rule.label),
            },
        }));
    }
    asks
}

/// The names of the provider's usual selectors, where the selector is all that is unknown.
fn candidates(
    rule: &ProviderRule,
    record: &RecordRule,
    name: &Pattern,
    values: &Values,
) -> Vec<Name> {
    if name.unknown() != [Variable::DkimSelector] {
        return Vec::new();
    }
    let names = rule.selectors.iter().filter_map(|selector| {
        let mut values = values.clone();
        values.insert(Variable::DkimSelector, vec![selector.clone()]);
        record.name.filled(&values, 0).name()
    });
    names.collect()
}

fn add_stated(
    all: &mut Vec<Expected>,
    stated: &StatedRecord,
    rule: &ProviderRule,
    home: Option<Name>,
) {
    let value = Pattern::exactly(&stated.value);
    if stated.record_type == RecordType::Mx
        && let Some(same) = all.iter_mut().find(|it| {
            it.record_type == RecordType::Mx && it.known_name().as_ref() == Some(&stated.name)
        })
        && let Match::Hosts { hosts, .. } = &mut same.matches
    {
        hosts.push(value);
        return;
    }
    let matches = match (stated.record_type, stated.role) {
        (RecordType::Mx, role) => Match::Hosts {
            hosts: vec![value],
            preference: stated.preference,
            only: role == Role::ReturnPath,
        },
        (RecordType::Txt, Role::Spf) => spf(&stated.value).unwrap_or(Match::Text(value)),
        (RecordType::Txt, Role::Dkim) => Match::DkimKey(key_of(&stated.value)),
        (RecordType::Txt, Role::Dmarc) => Match::Dmarc,
        (RecordType::Txt, _) => Match::Text(value),
        _ => Match::Alias(vec![value]),
    };
    let expected = Expected {
        row: "stated".to_owned(),
        provider: rule.label.clone(),
        role: stated.role,
        name: Pattern::exactly(stated.name.to_string()),
        record_type: stated.record_type,
        matches,
        needed: stated.needed,
        form: None,
        count: 1,
        why: format!("{} asks for it", rule.label),
        source: Source {
            url: stated.by.clone(),
            read: None,
            confirmed: true,
        },
        unknown: Vec::new(),
        candidates: Vec::new(),
        home,
    };
    if !all.iter().any(|it| {
        it.name == expected.name
            && it.record_type == expected.record_type
            && it.matches == expected.matches
    }) {
        all.push(expected);
    }
}

/// The includes of a stated SPF record; none if it has none.
fn spf(text: &str) -> Option<Match> {
    let record = Record::parse(text);
    let includes: Vec<Pattern> = record
        .directives()
        .filter_map(|(_, directive)| match &directive.mechanism {
            Mechanism::Include(target) => Some(Pattern::exactly(target.to_string())),
            _ => None,
        })
        .collect();
    (!includes.is_empty()).then_some(Match::SpfInclude(includes))
}

/// The key in a text, without blanks.
pub(super) fn key_of(text: &str) -> Option<String> {
    let value = text
        .split(';')
        .find_map(|part| part.trim_start().strip_prefix("p="))?;
    let key: String = value.chars().filter(|char| !char.is_whitespace()).collect();
    (!key.is_empty()).then_some(key)
}
