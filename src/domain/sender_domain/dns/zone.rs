//! A part of the DNS in memory: for tests, for replays, and to try a change before it is published.

use std::collections::BTreeMap;

use super::{Answer, LookupOutcome, Name, Question, RecordData, RecordType};

/// How many aliases are followed before the answer is a server failure.
const MOST_ALIASES: usize = 16;

/// For how many seconds answers of a zone in memory may be kept.
const TTL_SECS: u32 = 300;

/// Records by name, with failures where a test or a replay wants them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Zone {
    nodes: BTreeMap<Name, Node>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Node {
    records: Vec<RecordData>,
    failures: Vec<(Option<RecordType>, LookupOutcome)>,
}

impl Zone {
    /// An empty zone: no name exists.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record.
    pub fn insert(&mut self, name: Name, data: RecordData) {
        self.nodes.entry(name).or_default().records.push(data);
    }

    /// Removes every record of a type at a name, and returns them.
    pub fn remove(&mut self, name: &Name, record_type: RecordType) -> Vec<RecordData> {
        let Some(node) = self.nodes.get_mut(name) else {
            return Vec::new();
        };
        let (removed, kept) = std::mem::take(&mut node.records)
            .into_iter()
            .partition(|data| data.record_type() == record_type);
        node.records = kept;
        if node.records.is_empty() && node.failures.is_empty() {
            self.nodes.remove(name);
        }
        removed
    }

    /// Makes questions about a name end in `outcome`: those for one type, which then win over its
    /// records, or, with no type, all that no record answers.
    pub fn fail(&mut self, name: Name, record_type: Option<RecordType>, outcome: LookupOutcome) {
        let node = self.nodes.entry(name).or_default();
        node.failures.push((record_type, outcome));
    }

    /// The answer a resolver would give: aliases followed, wildcards (RFC 4592) applied, and a name
    /// that only has names below it told apart from one that does not exist (RFC 8020).
    pub fn answer(&self, question: &Question) -> Answer {
        let mut aliases: Vec<Name> = Vec::new();
        let mut name = question.name.clone();
        loop {
            let outcome = match self.step(&name, question.record_type) {
                Step::Done(outcome) => outcome,
                Step::Alias(target) if aliases.len() < MOST_ALIASES => {
                    aliases.push(target.clone());
                    name = target;
                    continue;
                }
                Step::Alias(_) => LookupOutcome::ServerFailure,
            };
            let answer = Answer::new(outcome);
            return Answer {
                ttl_secs: (!answer.is_failure()).then_some(TTL_SECS),
                aliases,
                ..answer
            };
        }
    }

    fn step(&self, name: &Name, record_type: RecordType) -> Step {
        let Some(node) = self.nodes.get(name).or_else(|| self.wildcard(name)) else {
            let outcome = if self.has_below(name) {
                LookupOutcome::NoData
            } else {
                LookupOutcome::NoSuchName
            };
            return Step::Done(outcome);
        };
        let failure = |wanted: Option<RecordType>| {
            let found = node.failures.iter().find(|(only, _)| *only == wanted);
            found.map(|(_, outcome)| outcome.clone())
        };
        if let Some(outcome) = failure(Some(record_type)) {
            return Step::Done(outcome);
        }
        let records: Vec<RecordData> = node
            .records
            .iter()
            .filter(|data| data.record_type() == record_type)
            .cloned()
            .collect();
        if !records.is_empty() {
            return Step::Done(LookupOutcome::Records(records));
        }
        if let Some(outcome) = failure(None) {
            return Step::Done(outcome);
        }
        let alias = node.records.iter().find_map(|data| match data {
            RecordData::Cname(target) => Some(target.clone()),
            _ => None,
        });
        alias.map_or(Step::Done(LookupOutcome::NoData), Step::Alias)
    }

    /// Whether a name lies below this one. Those follow it at once in the order of names.
    fn has_below(&self, name: &Name) -> bool {
        let mut following = self.nodes.range(name..);
        following
            .next()
            .is_some_and(|(next, _)| next.is_at_or_below(name))
    }

    /// The wildcard below the nearest name above this one that exists.
    fn wildcard(&self, name: &Name) -> Option<&Node> {
        if self.has_below(name) {
            return None;
        }
        let mut encloser = name.parent()?;
        while !self.has_below(&encloser) {
            encloser = encloser.parent()?;
        }
        self.nodes.get(&encloser.child("*").ok()?)
    }
}

enum Step {
    Done(LookupOutcome),
    Alias(Name),
}

impl FromIterator<(Name, RecordData)> for Zone {
    fn from_iter<I: IntoIterator<Item = (Name, RecordData)>>(records: I) -> Self {
        let mut zone = Self::new();
        for (name, data) in records {
            zone.insert(name, data);
        }
        zone
    }
}
