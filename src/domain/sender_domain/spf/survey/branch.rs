//! The tree of records a survey builds.

use serde::Serialize;

use super::super::MOST_VOID_LOOKUPS;
use super::super::macro_string::MacroString;
use super::super::network::Network;
use super::super::record::{ModifierKind, Qualifier, Record, Term, TermKind};
use super::super::{MOST_MX_HOSTS, Mechanism};
use crate::domain::finding::Span;
use crate::domain::sender_domain::dns::{LookupOutcome, Name, Question, TxtData};

/// A record in the tree, or what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Whose record it is, as it was written or expanded.
    pub domain: String,
    /// The aliases between the domain and the record.
    pub aliases: Vec<Name>,
    /// What is there.
    pub state: BranchState,
    /// The terms of the record, in order.
    pub terms: Vec<SurveyedTerm>,
    /// What evaluating all of it costs, with everything below.
    pub cost: Cost,
}

/// What a survey found at a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BranchState {
    /// One record.
    Record(Box<Record>, TxtData),
    /// None.
    NoRecord,
    /// Several, which receivers refuse.
    Several(Vec<TxtData>),
    /// The domain is no name that could have a record.
    Malformed,
    /// No usable answer came.
    Unknown(LookupOutcome),
    /// The record is one of those that led to it.
    Loop,
    /// The domain differs from mail to mail; this is where a sample mail would lead.
    DependsOnMail,
    /// The tree is too large to go on; receivers gave up long before.
    NotFollowed,
}

/// A term of a record in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyedTerm {
    /// Its bytes in the record.
    pub span: Span,
    /// The term.
    pub term: Term,
    /// Whether a receiver gets to it: nothing behind `all`, and no redirect beside it, counts.
    pub is_read: bool,
    /// What it costs, with everything below.
    pub cost: Cost,
    /// The name it looks at, its macros replaced.
    pub target: Option<String>,
    /// Whether the name differs from mail to mail; then it is that of a sample mail.
    pub is_sample: bool,
    /// The networks it stands for, as far as they can be known; those of a branch stand there.
    pub networks: Vec<Network>,
    /// How many mail hosts it found, for `mx`.
    pub mx_hosts: usize,
    /// The first of its questions that got no usable answer.
    pub failure: Option<Question>,
    /// What `exp` points to.
    pub explanation: Option<Explanation>,
    /// The record an include or a redirect leads to.
    pub branch: Option<Box<Branch>>,
}

/// What `exp` points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explanation {
    /// One text that receivers can use.
    Text(MacroString),
    /// One text that violates the grammar, or is not ASCII.
    Unusable(String),
    /// As many texts as this, which is not one.
    Count(usize),
    /// Unknown, since it differs from mail to mail or no answer came.
    Unknown,
}

/// What evaluating terms costs in the worst case, when none of them matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Cost {
    /// Terms with look-ups.
    pub lookups: u32,
    /// Look-ups that find nothing.
    pub void: VoidCount,
}

/// Look-ups that find nothing. They differ by the client, as receivers look for addresses of its
/// kind only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct VoidCount {
    /// Those that find nothing for any client.
    pub any: u32,
    /// Those that find nothing for a client with an IPv4 address.
    pub ipv4: u32,
    /// Those that find nothing for a client with an IPv6 address.
    pub ipv6: u32,
}

impl VoidCount {
    /// One look-up that finds nothing for any client.
    pub const ANY: Self = Self {
        any: 1,
        ipv4: 1,
        ipv6: 1,
    };

    /// Whether they are too many for any client.
    pub const fn is_over(self) -> bool {
        self.any > MOST_VOID_LOOKUPS
    }
}

impl Cost {
    /// The sum of two costs.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            lookups: self.lookups.saturating_add(other.lookups),
            void: VoidCount {
                any: self.void.any.saturating_add(other.void.any),
                ipv4: self.void.ipv4.saturating_add(other.void.ipv4),
                ipv6: self.void.ipv6.saturating_add(other.void.ipv6),
            },
        }
    }
}

/// What receivers make of a domain's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SurveyVerdict {
    /// They can be used.
    Ok,
    /// The DNS did not answer for part of them.
    TempError,
    /// They cannot be used.
    PermError,
    /// There are none.
    None,
}

impl SurveyVerdict {
    /// The word for it in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
            Self::None => "none",
        }
    }
}

impl Branch {
    /// The record, if there is exactly one.
    pub const fn record(&self) -> Option<&Record> {
        match &self.state {
            BranchState::Record(record, _) => Some(record),
            _ => None,
        }
    }

    /// The text of the record, if there is exactly one.
    pub fn text(&self) -> Option<&str> {
        match &self.state {
            BranchState::Record(record, _) => Some(&record.text),
            _ => None,
        }
    }

    /// What receivers make of the records from here on, limits apart.
    pub fn verdict(&self) -> SurveyVerdict {
        match &self.state {
            BranchState::NoRecord | BranchState::Malformed => SurveyVerdict::None,
            BranchState::Several(_) | BranchState::Loop | BranchState::NotFollowed => {
                SurveyVerdict::PermError
            }
            BranchState::Unknown(_) => SurveyVerdict::TempError,
            BranchState::DependsOnMail => SurveyVerdict::Ok,
            BranchState::Record(record, _) if !record.problems.is_empty() => {
                SurveyVerdict::PermError
            }
            BranchState::Record(..) => {
                let terms = self.terms.iter().filter(|term| term.is_read);
                terms
                    .map(SurveyedTerm::verdict)
                    .max()
                    .unwrap_or(SurveyVerdict::Ok)
            }
        }
    }

    /// Every branch from here on, this one first.
    pub fn all_branches(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for term in &self.terms {
            found.extend(term.branch.iter().flat_map(|branch| branch.all_branches()));
        }
        found
    }

    /// The branch whose `all` decides for a client that nothing else matches: this one, or where its
    /// redirects lead.
    pub fn deciding(&self) -> &Self {
        let redirect = self
            .terms
            .iter()
            .find(|term| term.is_read && term.is_redirect());
        redirect
            .and_then(|term| term.branch.as_deref())
            .map_or(self, Self::deciding)
    }

    /// Whether every client passes.
    pub fn passes_all(&self) -> bool {
        self.terms.iter().filter(|term| term.is_read).any(|term| {
            if term.is_redirect() {
                return term
                    .branch
                    .as_ref()
                    .is_some_and(|branch| branch.passes_all());
            }
            let Some((qualifier, mechanism)) = term.directive() else {
                return false;
            };
            let is_everything = match mechanism {
                Mechanism::All => true,
                Mechanism::Ip4(..) => term.networks.iter().any(|network| network.length() == 0),
                Mechanism::Include(_) => term
                    .branch
                    .as_ref()
                    .is_some_and(|branch| branch.passes_all()),
                _ => false,
            };
            qualifier == Qualifier::Pass && is_everything
        })
    }

    /// Every network from here on that a passing term stands for.
    pub fn networks(&self) -> Vec<Network> {
        let read = self.terms.iter().filter(|term| term.is_read);
        read.flat_map(SurveyedTerm::passing_networks).collect()
    }
}

impl SurveyedTerm {
    /// The qualifier and the mechanism, if it is a directive.
    pub const fn directive(&self) -> Option<(Qualifier, &Mechanism)> {
        match &self.term.kind {
            TermKind::Directive(directive) => Some((directive.qualifier, &directive.mechanism)),
            _ => None,
        }
    }

    /// Whether it is a redirect.
    pub fn is_redirect(&self) -> bool {
        matches!(&self.term.kind, TermKind::Modifier(modifier)
            if modifier.kind == ModifierKind::Redirect)
    }

    /// Every network it lets pass, with those of its branch.
    pub fn passing_networks(&self) -> Vec<Network> {
        let passes = self
            .directive()
            .is_none_or(|(qualifier, _)| qualifier == Qualifier::Pass);
        if !passes {
            return Vec::new();
        }
        let below = self.branch.iter().flat_map(|branch| branch.networks());
        self.networks.iter().copied().chain(below).collect()
    }

    fn verdict(&self) -> SurveyVerdict {
        if self.mx_hosts > MOST_MX_HOSTS {
            return SurveyVerdict::PermError;
        }
        match self.branch.as_ref().map(|branch| branch.verdict()) {
            // A target without a record is an error of the term.
            Some(SurveyVerdict::None) => SurveyVerdict::PermError,
            Some(verdict) => verdict,
            None if self.failure.is_some() => SurveyVerdict::TempError,
            None => SurveyVerdict::Ok,
        }
    }
}
