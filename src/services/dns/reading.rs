//! What an answer says about the name it was asked for.

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{DNSClass, RData, Record, RecordType as WireType};

use super::data::{data_of, name_of};
use super::reply::Problem;
use crate::domain::sender_domain::dns::{
    Answer, LookupOutcome, Name, Question, RecordData, RecordType,
};

/// How many aliases are followed.
const MOST_ALIASES: usize = 16;

/// The way from the name in question to that of the records, over as many answers as it takes.
#[derive(Debug)]
pub(super) struct Way {
    start: Name,
    record_type: RecordType,
    aliases: Vec<Name>,
    ttl_secs: Option<u32>,
    is_authenticated: bool,
}

/// How far an answer leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// To the end.
    Done(LookupOutcome),
    /// To an alias whose target another question has to find.
    Alias,
    /// Nowhere.
    Failed(Problem),
}

impl Way {
    /// A way of no steps.
    pub(super) fn new(question: &Question) -> Self {
        Self {
            start: question.name.clone(),
            record_type: question.record_type,
            aliases: Vec::new(),
            ttl_secs: None,
            is_authenticated: true,
        }
    }

    /// What is to be asked next.
    pub(super) fn question(&self) -> Question {
        Question::new(self.name().clone(), self.record_type)
    }

    /// The answer at the end of the way.
    pub(super) fn answer(self, outcome: LookupOutcome) -> Answer {
        let answer = Answer::new(outcome);
        let is_failure = answer.is_failure();
        Answer {
            aliases: self.aliases,
            ttl_secs: self.ttl_secs.filter(|_| !is_failure),
            authenticated: self.is_authenticated && !is_failure,
            ..answer
        }
    }

    /// Goes as far as an answer leads, alias by alias.
    pub(super) fn follow(&mut self, message: &Message) -> Progress {
        self.is_authenticated &= message.metadata.authentic_data;
        let mut has_moved = false;
        loop {
            let name = self.name().clone();
            let mut ttl_secs = None;
            let mut records = Vec::new();
            let mut target = None;
            for record in owned_by(&message.answers, &name) {
                if let Some(data) = data_of(self.record_type, &record.data) {
                    records.push(data);
                } else if let RData::CNAME(alias) = &record.data {
                    target = name_of(&alias.0);
                } else {
                    continue;
                }
                ttl_secs = Some(shorter(ttl_secs, record.ttl));
            }
            if !records.is_empty() {
                self.keep_for(ttl_secs);
                return Progress::Done(LookupOutcome::Records(records));
            }
            let Some(target) = target else {
                return self.end(message, has_moved);
            };
            self.keep_for(ttl_secs);
            let is_known = target == self.start || self.aliases.contains(&target);
            self.aliases.push(target);
            if is_known || self.aliases.len() > MOST_ALIASES {
                return Progress::Failed(Problem::AliasLoop);
            }
            has_moved = true;
        }
    }

    /// What it means that an answer has nothing more on the last name.
    fn end(&mut self, message: &Message, has_moved: bool) -> Progress {
        if message.metadata.response_code == ResponseCode::NXDomain {
            self.keep_for(negative_ttl(message));
            return Progress::Done(LookupOutcome::NoSuchName);
        }
        let negative_ttl = negative_ttl(message);
        if negative_ttl.is_some() {
            self.keep_for(negative_ttl);
            return Progress::Done(LookupOutcome::NoData);
        }
        if has_moved {
            return Progress::Alias;
        }
        // Records of other names only: nothing that can be trusted to mean “none”.
        if !message.answers.is_empty() {
            return Progress::Failed(Problem::Malformed);
        }
        Progress::Done(LookupOutcome::NoData)
    }

    fn name(&self) -> &Name {
        self.aliases.last().unwrap_or(&self.start)
    }

    fn keep_for(&mut self, ttl_secs: Option<u32>) {
        if let Some(ttl_secs) = ttl_secs {
            self.ttl_secs = Some(shorter(self.ttl_secs, ttl_secs));
        }
    }
}

fn shorter(known: Option<u32>, ttl_secs: u32) -> u32 {
    known.map_or(ttl_secs, |known| known.min(ttl_secs))
}

fn owned_by<'a>(records: &'a [Record], name: &'a Name) -> impl Iterator<Item = &'a Record> {
    records.iter().filter(move |record| {
        record.dns_class == DNSClass::IN
            && name_of(&record.name).is_some_and(|owner| owner == *name)
    })
}

/// Whether a server only names others that should be asked.
pub(super) fn is_referral(message: &Message) -> bool {
    let names = |record: &Record| record.record_type() == WireType::NS;
    message.answers.is_empty()
        && !message.metadata.authoritative
        && message.authorities.iter().any(names)
        && negative_ttl(message).is_none()
}

/// For how long “there is none” may be kept (RFC 2308 section 5).
fn negative_ttl(message: &Message) -> Option<u32> {
    message
        .authorities
        .iter()
        .find_map(|record| match &record.data {
            RData::SOA(soa) => Some(soa.minimum.min(record.ttl)),
            _ => None,
        })
}

/// The name servers in an answer.
pub(super) fn name_servers(answer: &Answer) -> impl Iterator<Item = &Name> {
    answer.records().iter().filter_map(|data| match data {
        RecordData::Ns(name) => Some(name),
        _ => None,
    })
}
