//! Builds the tree of a survey from the answers known so far, and gathers the questions it lacks.

use core::net::IpAddr;
use std::collections::BTreeSet;

use super::super::MOST_MX_HOSTS;
use super::super::expand::{MacroValues, fit_name};
use super::super::macro_string::MacroString;
use super::super::network::Network;
use super::super::record::{DualPrefix, Mechanism, Modifier, ModifierKind, Record, Term, TermKind};
use super::super::select::{Selected, texts};
use super::branch::{Branch, BranchState, Cost, Explanation, SurveyedTerm, VoidCount};
use super::{Survey, SurveyRequest};
use crate::domain::sender_domain::dns::{
    Answer, Inquiry, LookupOutcome, Name, Question, RecordData, RecordType,
};

/// How many records a tree may have. Receivers stop after eleven.
const MOST_BRANCHES: usize = 64;

/// One pass over the answers known so far.
pub(super) struct Walker<'a> {
    request: &'a SurveyRequest,
    inquiry: &'a Inquiry,
    looked: Vec<Question>,
    known: BTreeSet<Question>,
    branches: usize,
    /// The names of the records that led to the one at hand.
    path: Vec<Name>,
}

/// The result of looking at a name's addresses.
#[derive(Default)]
struct Found {
    networks: Vec<Network>,
    void: VoidCount,
    failure: Option<Question>,
}

impl<'a> Walker<'a> {
    pub(super) const fn new(request: &'a SurveyRequest, inquiry: &'a Inquiry) -> Self {
        Self {
            request,
            inquiry,
            looked: Vec::new(),
            known: BTreeSet::new(),
            branches: 0,
            path: Vec::new(),
        }
    }

    /// Every question there was, each once.
    pub(super) fn into_looked(self) -> Vec<Question> {
        self.looked
    }

    /// The survey; whole if every question has an answer.
    pub(super) fn survey(&mut self) -> Survey {
        let domain = &self.request.domain;
        let answer = self.look(domain, RecordType::Txt);
        let root = self.branch(&domain.to_string(), true);
        let type_99 = self.look(domain, RecordType::Spf);
        let alias = self.look(domain, RecordType::Cname);
        let alias = alias.and_then(|answer| match answer.records() {
            [RecordData::Cname(target)] if root.aliases.is_empty() => Some(target.clone()),
            _ => None,
        });
        let helo = self.request.helo.clone().filter(|helo| {
            let answer = self.look(helo, RecordType::Txt);
            answer.is_some_and(|answer| Selected::from_answer(answer) == Selected::None)
        });
        let misplaced = if root.state == BranchState::NoRecord {
            self.misplaced()
        } else {
            None
        };
        Survey {
            domain: domain.clone(),
            role: self.request.role,
            texts: answer.map_or_else(Vec::new, |answer| texts(answer).cloned().collect()),
            has_type_99: type_99.is_some_and(|answer| !answer.records().is_empty()),
            // Beside a text, an alias says that two servers, or a broken one, answer.
            alias: alias.filter(|_| answer.is_some_and(|answer| !answer.records().is_empty())),
            misplaced,
            helo_without_record: helo,
            root,
        }
    }

    /// Where the record of a domain without one stands: forms for DNS records add the domain to the
    /// name, and people think of their web site.
    fn misplaced(&mut self) -> Option<Name> {
        let domain = &self.request.domain;
        let doubled = Name::from_labels(domain.labels().chain(domain.labels())).ok();
        let mut misplaced = None;
        // Each is looked at whatever came of the other, so that both are asked at once.
        for name in domain.child("www").into_iter().chain(doubled) {
            let Some(answer) = self.look(&name, RecordType::Txt) else {
                continue;
            };
            let is_record = matches!(Selected::from_answer(answer), Selected::One(_));
            // An alias that leads back here is no record of its own.
            if is_record && answer.aliases.is_empty() {
                misplaced.get_or_insert(name);
            }
        }
        misplaced
    }

    fn look(&mut self, name: &Name, record_type: RecordType) -> Option<&'a Answer> {
        let question = Question::new(name.clone(), record_type);
        let answer = self.inquiry.get(&question);
        if self.known.insert(question.clone()) {
            self.looked.push(question);
        }
        answer
    }

    /// The record of a domain with everything below. `decides` says that its `all` and `exp` count.
    fn branch(&mut self, domain: &str, decides: bool) -> Branch {
        let mut branch = Branch {
            domain: domain.to_owned(),
            aliases: Vec::new(),
            state: BranchState::NotFollowed,
            terms: Vec::new(),
            cost: Cost::default(),
        };
        self.branches += 1;
        let name = Name::from_plain(domain)
            .ok()
            .filter(|name| name.labels().len() > 1);
        let Some(name) = name else {
            branch.state = BranchState::Malformed;
            return branch;
        };
        if self.path.contains(&name) {
            branch.state = BranchState::Loop;
            return branch;
        }
        if self.branches > MOST_BRANCHES {
            return branch;
        }
        let Some(answer) = self.look(&name, RecordType::Txt) else {
            return branch;
        };
        branch.aliases = answer.aliases.clone();
        branch.state = match Selected::from_answer(answer) {
            Selected::One(data) => BranchState::Record(Box::new(Record::parse(&data.text())), data),
            Selected::None => BranchState::NoRecord,
            Selected::Several(found) => BranchState::Several(found),
            Selected::Unknown(outcome) => BranchState::Unknown(outcome),
        };
        let BranchState::Record(record, _) = &branch.state else {
            return branch;
        };
        self.path.push(name);
        branch.terms = self.terms(domain, record, decides);
        self.path.pop();
        branch.cost = branch
            .terms
            .iter()
            .fold(Cost::default(), |sum, term| sum.plus(term.cost));
        branch
    }

    fn terms(&mut self, domain: &str, record: &Record, decides: bool) -> Vec<SurveyedTerm> {
        let all = record.all().map(|(term, _)| term.span);
        record
            .terms
            .iter()
            .map(|term| {
                let is_read = match &term.kind {
                    TermKind::Modifier(modifier) => match modifier.kind {
                        ModifierKind::Redirect => all.is_none(),
                        ModifierKind::Exp => decides,
                        ModifierKind::Unknown => false,
                    },
                    TermKind::Directive(_) => all.is_none_or(|all| term.span <= all),
                    TermKind::Invalid(_) => false,
                };
                let mut surveyed = SurveyedTerm {
                    span: term.span,
                    term: term.clone(),
                    is_read,
                    cost: Cost::default(),
                    target: None,
                    is_sample: false,
                    networks: Vec::new(),
                    mx_hosts: 0,
                    failure: None,
                    explanation: None,
                    branch: None,
                };
                self.fill(&mut surveyed, domain, term, decides);
                surveyed
            })
            .collect()
    }

    fn fill(&mut self, surveyed: &mut SurveyedTerm, domain: &str, term: &Term, decides: bool) {
        match &term.kind {
            TermKind::Directive(directive) => {
                let mechanism = &directive.mechanism;
                self.set_target(surveyed, domain, mechanism.target());
                if let Mechanism::Ip4(network, prefix) = mechanism {
                    let length = prefix.map_or(32, |prefix| prefix.length);
                    surveyed.networks = vec![Network::new(IpAddr::V4(*network), length)];
                }
                if let Mechanism::Ip6(network, _, prefix) = mechanism {
                    let length = prefix.map_or(128, |prefix| prefix.length);
                    surveyed.networks = vec![Network::new(IpAddr::V6(*network), length)];
                }
                if surveyed.is_read && mechanism.is_lookup() {
                    surveyed.cost.lookups = 1;
                    self.look_up(surveyed, domain, mechanism);
                }
            }
            TermKind::Modifier(modifier) => {
                self.set_target(surveyed, domain, Some(&modifier.value));
                self.fill_modifier(surveyed, modifier, decides);
            }
            TermKind::Invalid(_) => {}
        }
    }

    fn fill_modifier(&mut self, surveyed: &mut SurveyedTerm, modifier: &Modifier, decides: bool) {
        match modifier.kind {
            ModifierKind::Redirect if surveyed.is_read => {
                surveyed.cost.lookups = 1;
                self.follow(surveyed, decides);
            }
            ModifierKind::Exp if surveyed.is_read => {
                surveyed.explanation = Some(self.explanation(surveyed));
            }
            _ => {}
        }
    }

    fn set_target(&self, surveyed: &mut SurveyedTerm, domain: &str, target: Option<&MacroString>) {
        let Some(target) = target else {
            return;
        };
        let sender_domain = self.request.domain.to_string();
        let local_part = match self.request.sample_local_part.as_str() {
            "" => "postmaster",
            local_part => local_part,
        };
        let helo = format!("mail.{sender_domain}");
        let values = MacroValues {
            local_part,
            sender_domain: &sender_domain,
            domain,
            ip: self.request.sample_ip,
            validated_name: &helo,
            helo: &helo,
            receiver: "unknown",
            unix_secs: 0,
        };
        surveyed.target = Some(fit_name(&values.expand(target)).to_owned());
        surveyed.is_sample = target.depends_on_mail();
    }

    /// Asks what a term with look-ups asks, as far as that is the same for every mail.
    fn look_up(&mut self, surveyed: &mut SurveyedTerm, domain: &str, mechanism: &Mechanism) {
        if matches!(mechanism, Mechanism::Include(_)) {
            self.follow(surveyed, false);
            return;
        }
        let target = surveyed.target.as_deref().unwrap_or(domain);
        let name = Name::from_plain(fit_name(target)).ok();
        let Some(name) = name.filter(|name| !name.is_root() && !surveyed.is_sample) else {
            return;
        };
        let found = match mechanism {
            Mechanism::A(_, prefixes) => self.addresses(&name, *prefixes),
            Mechanism::Mx(_, prefixes) => {
                let (found, hosts) = self.mail_hosts(&name, *prefixes);
                surveyed.mx_hosts = hosts;
                found
            }
            Mechanism::Exists(_) => self.existence(&name),
            _ => Found::default(),
        };
        surveyed.cost.void = found.void;
        surveyed.networks = found.networks;
        surveyed.failure = found.failure;
    }

    /// Follows an include or a redirect.
    fn follow(&mut self, surveyed: &mut SurveyedTerm, decides: bool) {
        let target = surveyed.target.clone().unwrap_or_default();
        let branch = if surveyed.is_sample {
            Branch {
                domain: target,
                aliases: Vec::new(),
                state: BranchState::DependsOnMail,
                terms: Vec::new(),
                cost: Cost::default(),
            }
        } else {
            self.branch(&target, decides)
        };
        surveyed.cost = surveyed.cost.plus(branch.cost);
        surveyed.branch = Some(Box::new(branch));
    }

    fn explanation(&mut self, surveyed: &SurveyedTerm) -> Explanation {
        let name = surveyed.target.as_deref().map(Name::from_plain);
        let Some(Ok(name)) = name.filter(|_| !surveyed.is_sample) else {
            return Explanation::Unknown;
        };
        let Some(answer) = self.look(&name, RecordType::Txt) else {
            return Explanation::Unknown;
        };
        let found: Vec<String> = texts(answer).map(|data| data.text()).collect();
        match found.as_slice() {
            _ if answer.is_failure() => Explanation::Unknown,
            [text] => MacroString::parse_explanation(text)
                .map_or_else(|| Explanation::Unusable(text.clone()), Explanation::Text),
            several => Explanation::Count(several.len()),
        }
    }

    /// The networks around the addresses of a name.
    fn addresses(&mut self, name: &Name, prefixes: DualPrefix) -> Found {
        let ipv4 = self.look(name, RecordType::A);
        let ipv6 = self.look(name, RecordType::Aaaa);
        let mut found = Found::default();
        for (answer, record_type) in [(ipv4, RecordType::A), (ipv6, RecordType::Aaaa)] {
            let Some(answer) = answer else { continue };
            found.note_failure(answer, name, record_type);
            found
                .networks
                .extend(answer.records().iter().filter_map(|data| match data {
                    RecordData::A(ip) => Some(Network::new(
                        (*ip).into(),
                        prefixes.ipv4.map_or(32, |prefix| prefix.length),
                    )),
                    RecordData::Aaaa(ip) => Some(Network::new(
                        (*ip).into(),
                        prefixes.ipv6.map_or(128, |prefix| prefix.length),
                    )),
                    _ => None,
                }));
        }
        let [ipv4, ipv6] = [ipv4, ipv6].map(|answer| answer.is_some_and(Answer::is_void));
        found.void = VoidCount {
            any: u32::from(ipv4 && ipv6),
            ipv4: u32::from(ipv4),
            ipv6: u32::from(ipv6),
        };
        found
    }

    /// The same for all mail hosts of a domain, with how many there are.
    fn mail_hosts(&mut self, name: &Name, prefixes: DualPrefix) -> (Found, usize) {
        let mut found = Found::default();
        let Some(answer) = self.look(name, RecordType::Mx) else {
            return (found, 0);
        };
        found.note_failure(answer, name, RecordType::Mx);
        if answer.is_void() {
            found.void = VoidCount::ANY;
        }
        let hosts: Vec<Name> = answer
            .records()
            .iter()
            .filter_map(|data| match data {
                RecordData::Mx { exchange, .. } if !exchange.is_root() => Some(exchange.clone()),
                _ => None,
            })
            .collect();
        let count = hosts.len();
        // Receivers refuse a term with more, so its addresses do not matter.
        for host in hosts.iter().filter(|_| count <= MOST_MX_HOSTS) {
            let host = self.addresses(host, prefixes);
            found.networks.extend(host.networks);
            found.void = Cost {
                lookups: 0,
                void: found.void,
            }
            .plus(Cost {
                lookups: 0,
                void: host.void,
            })
            .void;
            found.failure = found.failure.or(host.failure);
        }
        (found, count)
    }

    fn existence(&mut self, name: &Name) -> Found {
        let mut found = Found::default();
        if let Some(answer) = self.look(name, RecordType::A) {
            found.note_failure(answer, name, RecordType::A);
            if answer.is_void() {
                found.void = VoidCount::ANY;
            }
        }
        found
    }
}

impl Found {
    fn note_failure(&mut self, answer: &Answer, name: &Name, record_type: RecordType) {
        if answer.is_failure() && answer.outcome != LookupOutcome::NotAsked {
            let question = Question::new(name.clone(), record_type);
            self.failure.get_or_insert(question);
        }
    }
}
