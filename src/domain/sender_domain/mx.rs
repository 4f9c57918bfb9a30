//! Whether a domain takes mail: its mail hosts (RFC 5321 section 5.1), their addresses, and whether
//! the addresses have names that lead back to them.

pub(super) mod findings;

#[cfg(test)]
mod tests;

use core::net::IpAddr;

use serde::Serialize;

use super::DomainFinding;
use super::dns::{Answer, Inquiry, LookupOutcome, Name, Question, RecordData, RecordType, Step};

/// Most questions the check of one domain asks.
const MOST_QUESTIONS: usize = 150;
/// How many names of an address are looked at.
const MOST_NAMES: usize = 5;
/// How many mail hosts are looked at, the preferred ones first. Senders try fewer.
pub const MOST_HOSTS: usize = 8;
/// How many addresses of all hosts have their names looked at.
const MOST_REVERSED: usize = 12;

/// Whether people are meant to answer the domain's mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replies {
    /// They are, or bounces should arrive.
    Wanted,
    /// They are not.
    Unwanted,
}

/// A check of a domain's mail hosts under way: it names its questions and is fed the answers.
#[derive(Debug, Clone)]
pub struct MxRun {
    domain: Name,
    replies: Replies,
    inquiry: Inquiry,
}

/// What a domain says about taking mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MxReport {
    /// The domain.
    pub domain: Name,
    /// Whether its mails are meant to be answered.
    pub replies: Replies,
    /// How the look-up of mail hosts failed, if it did; then nothing else is known.
    pub failure: Option<LookupOutcome>,
    /// The records, the preferred hosts first.
    pub hosts: Vec<MxHost>,
    /// The addresses of the domain itself, which take its mail if it names no host.
    pub own_addresses: Vec<IpAddr>,
    /// Whether the look-up of those addresses failed.
    pub has_unknown_addresses: bool,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MxHost {
    /// The smallest one is tried first.
    pub preference: u16,
    /// The host; the root says that there is none (RFC 7505).
    pub name: Name,
    /// The aliases behind the name, which must not be.
    pub aliases: Vec<Name>,
    /// Its addresses.
    pub addresses: Vec<HostAddress>,
    /// Whether a look-up of its addresses failed, or there was none, as there are too many hosts.
    pub has_unknown_addresses: bool,
}

/// An address of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostAddress {
    /// The address.
    pub ip: IpAddr,
    /// What its names say.
    pub reverse: Reverse,
}

/// What the names of an address say (RFC 8601 section 3, `iprev`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "names", rename_all = "kebab-case")]
pub enum Reverse {
    /// One of the names leads back to the address.
    Confirmed(Vec<Name>),
    /// There are names, and none leads back.
    Unconfirmed(Vec<Name>),
    /// There is no name.
    None,
    /// No usable answer came, or nobody asked.
    Unknown,
}

impl MxRun {
    /// A check that has asked nothing yet.
    pub fn new(domain: Name, replies: Replies) -> Self {
        Self {
            domain,
            replies,
            inquiry: Inquiry::new(MOST_QUESTIONS),
        }
    }

    /// What is wanted next.
    pub fn step(&mut self) -> Step<MxReport> {
        loop {
            let (report, looked) = MxReport::over(&self.domain, self.replies, &self.inquiry);
            let is_missing = |question: &Question| self.inquiry.get(question).is_none();
            let missing: Vec<Question> = looked.into_iter().filter(is_missing).collect();
            if missing.is_empty() {
                return Step::Done(report);
            }
            match self.inquiry.ask(missing) {
                // Every question was kept back, which answers it.
                Step::Wait if !self.inquiry.is_waiting() => {}
                step => return step,
            }
        }
    }

    /// Takes an answer.
    pub fn answer(&mut self, question: Question, answer: Answer) {
        self.inquiry.answer(question, answer);
    }

    /// What was asked and answered so far.
    pub const fn inquiry(&self) -> &Inquiry {
        &self.inquiry
    }

    /// Runs the whole check against something that answers at once.
    pub fn run(mut self, mut resolve: impl FnMut(&Question) -> Answer) -> MxReport {
        loop {
            match self.step() {
                Step::Done(report) => return report,
                Step::Ask(questions) => {
                    for question in questions {
                        let answer = resolve(&question);
                        self.answer(question, answer);
                    }
                }
                // Nothing is under way between two steps here.
                Step::Wait => {}
            }
        }
    }
}

impl MxReport {
    /// What the answers known so far say, and every question it has, answered or not.
    pub fn over(domain: &Name, replies: Replies, inquiry: &Inquiry) -> (Self, Vec<Question>) {
        let mut walk = Walk::new(inquiry);
        let report = walk.report(domain, replies);
        (report, walk.looked)
    }

    /// Whether the domain says that it takes no mail (RFC 7505).
    pub fn is_null(&self) -> bool {
        !self.hosts.is_empty() && self.hosts.iter().all(|host| host.name.is_root())
    }

    /// Everything worth telling, the worst first.
    pub fn findings(&self) -> Vec<DomainFinding> {
        findings::of(self)
    }
}

impl Reverse {
    /// What the names of an address say by the answers known so far, and every question it has.
    pub fn over(ip: IpAddr, inquiry: &Inquiry) -> (Self, Vec<Question>) {
        let mut walk = Walk::new(inquiry);
        let reverse = walk.reverse(ip);
        (reverse, walk.looked)
    }

    /// The names, if there are any.
    pub fn names(&self) -> &[Name] {
        match self {
            Self::Confirmed(names) | Self::Unconfirmed(names) => names,
            Self::None | Self::Unknown => &[],
        }
    }
}

/// One pass over the answers known so far.
struct Walk<'a> {
    inquiry: &'a Inquiry,
    looked: Vec<Question>,
    reversed: usize,
}

/// The addresses of a name.
#[derive(Default)]
struct Addresses {
    found: Vec<IpAddr>,
    aliases: Vec<Name>,
    has_failed: bool,
}

impl<'a> Walk<'a> {
    const fn new(inquiry: &'a Inquiry) -> Self {
        Self {
            inquiry,
            looked: Vec::new(),
            reversed: 0,
        }
    }

    fn look(&mut self, name: &Name, record_type: RecordType) -> Option<&'a Answer> {
        let question = Question::new(name.clone(), record_type);
        let answer = self.inquiry.get(&question);
        if !self.looked.contains(&question) {
            self.looked.push(question);
        }
        answer
    }

    fn report(&mut self, domain: &Name, replies: Replies) -> MxReport {
        let answer = self.look(domain, RecordType::Mx);
        let own = self.addresses(domain);
        let mut named: Vec<(u16, &Name)> = answer
            .into_iter()
            .flat_map(Answer::records)
            .filter_map(|data| match data {
                RecordData::Mx {
                    preference,
                    exchange,
                } => Some((*preference, exchange)),
                _ => None,
            })
            .collect();
        named.sort_unstable();
        // A set of records holds each once (RFC 2181 section 5).
        named.dedup();
        let hosts = named
            .into_iter()
            .enumerate()
            .map(|(index, (preference, name))| self.host(preference, name, index < MOST_HOSTS))
            .collect();
        MxReport {
            domain: domain.clone(),
            replies,
            failure: answer
                .filter(|answer| answer.is_failure())
                .map(|answer| answer.outcome.clone()),
            hosts,
            own_addresses: own.found,
            has_unknown_addresses: own.has_failed,
        }
    }

    fn host(&mut self, preference: u16, name: &Name, is_looked_at: bool) -> MxHost {
        let addresses = if name.is_root() || !is_looked_at {
            Addresses::default()
        } else {
            self.addresses(name)
        };
        MxHost {
            preference,
            name: name.clone(),
            aliases: addresses.aliases,
            addresses: addresses
                .found
                .into_iter()
                .map(|ip| HostAddress {
                    ip,
                    reverse: self.counted_reverse(ip),
                })
                .collect(),
            has_unknown_addresses: addresses.has_failed || !is_looked_at,
        }
    }

    /// The same as [`Self::reverse`] for as many addresses as are looked at.
    fn counted_reverse(&mut self, ip: IpAddr) -> Reverse {
        self.reversed += 1;
        if self.reversed > MOST_REVERSED {
            return Reverse::Unknown;
        }
        self.reverse(ip)
    }

    fn addresses(&mut self, name: &Name) -> Addresses {
        let mut addresses = Addresses::default();
        for record_type in [RecordType::A, RecordType::Aaaa] {
            let Some(answer) = self.look(name, record_type) else {
                continue;
            };
            addresses.has_failed |= answer.is_failure();
            if addresses.aliases.is_empty() {
                addresses.aliases.clone_from(&answer.aliases);
            }
            addresses
                .found
                .extend(answer.records().iter().filter_map(address));
        }
        addresses
    }

    fn reverse(&mut self, ip: IpAddr) -> Reverse {
        let Some(answer) = self.look(&Name::of_address(ip), RecordType::Ptr) else {
            return Reverse::Unknown;
        };
        if answer.is_failure() {
            return Reverse::Unknown;
        }
        let names: Vec<Name> = answer
            .records()
            .iter()
            .filter_map(|data| match data {
                RecordData::Ptr(name) => Some(name.clone()),
                _ => None,
            })
            .collect();
        if names.is_empty() {
            return Reverse::None;
        }
        let record_type = if ip.is_ipv4() {
            RecordType::A
        } else {
            RecordType::Aaaa
        };
        let (mut is_confirmed, mut is_unknown) = (false, false);
        for name in names.iter().take(MOST_NAMES) {
            match self.look(name, record_type) {
                Some(answer) if !answer.is_failure() => {
                    is_confirmed |= answer
                        .records()
                        .iter()
                        .filter_map(address)
                        .any(|found| found == ip);
                }
                _ => is_unknown = true,
            }
        }
        match (is_confirmed, is_unknown) {
            (true, _) => Reverse::Confirmed(names),
            (false, true) => Reverse::Unknown,
            (false, false) => Reverse::Unconfirmed(names),
        }
    }
}

const fn address(data: &RecordData) -> Option<IpAddr> {
    match data {
        RecordData::A(ip) => Some(IpAddr::V4(*ip)),
        RecordData::Aaaa(ip) => Some(IpAddr::V6(*ip)),
        _ => None,
    }
}
