//! The DNS tree walk (RFC 9989 section 4.10): which names to ask, which record applies, and which
//! domain stands for the organization.

use super::record::{DmarcRecord, Psd};
use crate::domain::sender_domain::domain_name;

/// Names with this many labels or more are cut at once to one label less (section 4.10, step 4).
const LABELS_TO_CUT: usize = 8;

/// What was found at one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// No DMARC record, or several, which count as none.
    Nothing,
    /// One record.
    Record(Box<DmarcRecord>),
    /// The DNS gave no answer.
    NoAnswer,
}

/// One name of the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The domain; the record is asked for at `_dmarc.` and it.
    pub domain: String,
    /// What was found there.
    pub found: Found,
}

impl Step {
    /// The record, if there is one.
    pub fn record(&self) -> Option<&DmarcRecord> {
        match &self.found {
            Found::Record(record) => Some(record),
            Found::Nothing | Found::NoAnswer => None,
        }
    }

    fn psd(&self) -> Psd {
        self.record().map_or(Psd::Unknown, |record| record.psd)
    }
}

/// Whose record applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The domain's own.
    Own,
    /// That of its organization.
    Organization,
    /// That of the public suffix above the organization.
    PublicSuffix,
}

/// What policy discovery ends with (section 4.10.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discovery<'a> {
    /// This record applies.
    Applies(Role, &'a Step),
    /// No record applies; there is no DMARC for the domain.
    Nothing,
    /// A name did not answer that could have had the record.
    Unknown,
}

/// The names asked for one domain and what was found, from the domain itself upwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeWalk {
    domain: String,
    steps: Vec<Step>,
}

impl TreeWalk {
    /// The domains to ask for `domain`, itself first, at most eight.
    pub fn domains(domain: &str) -> Vec<String> {
        let domain = domain_name::normalize(domain);
        let labels: Vec<_> = domain.split('.').filter(|it| !it.is_empty()).collect();
        let above = match labels.len() {
            count if count >= LABELS_TO_CUT => count - (LABELS_TO_CUT - 1),
            _ => 1,
        };
        let rest = |from: usize| labels.get(from..).unwrap_or_default().join(".");
        let parents = (above..labels.len()).map(rest);
        let own = (!labels.is_empty()).then(|| rest(0));
        own.into_iter().chain(parents).collect()
    }

    /// The walk for `domain` with what `find` found at each name. It ends at the first record that
    /// says whether it is a public suffix; names above are not looked at.
    pub fn new(domain: &str, mut find: impl FnMut(&str) -> Found) -> Self {
        let mut steps = Vec::new();
        for domain in Self::domains(domain) {
            let found = find(&domain);
            let step = Step { domain, found };
            let ends = step.psd() != Psd::Unknown;
            steps.push(step);
            if ends {
                break;
            }
        }
        Self {
            domain: domain_name::normalize(domain),
            steps,
        }
    }

    /// The domain that the walk is about.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The names in the order they were looked at.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The walk of any name right below this domain that has no record of its own.
    ///
    /// Names on the way that such a walk would skip, as they have too many labels, are left out.
    pub fn of_name_below(&self) -> Self {
        let below = format!("*.{}", self.domain);
        // The walk of this domain may have ended at a record that a walk from below ends at too.
        let steps = Self::domains(&below).into_iter().map_while(|domain| {
            if domain == below {
                let found = Found::Nothing;
                return Some(Step { domain, found });
            }
            self.steps
                .iter()
                .find(|step| step.domain == domain)
                .cloned()
        });
        Self {
            steps: steps.collect(),
            domain: below,
        }
    }

    /// The organizational domain (section 4.10.2); none if a name did not answer that matters.
    pub fn organizational_domain(&self) -> Option<String> {
        if self.is_any_unanswered() {
            return None;
        }
        let with_record = || self.steps.iter().filter(|step| step.record().is_some());
        for step in with_record() {
            match step.psd() {
                Psd::No => return Some(step.domain.clone()),
                // A suffix that the walk starts at has no organization below it to speak of.
                Psd::Yes if step.domain != self.domain => {
                    return Some(self.one_below(&step.domain));
                }
                Psd::Yes | Psd::Unknown => {}
            }
        }
        let shortest = with_record().next_back();
        Some(shortest.map_or_else(|| self.domain.clone(), |step| step.domain.clone()))
    }

    /// The record that applies to mail from the domain.
    pub fn discover(&self) -> Discovery<'_> {
        let own = self.steps.first();
        match own.map(|step| (step, &step.found)) {
            Some((step, Found::Record(_))) => return Discovery::Applies(Role::Own, step),
            Some((_, Found::NoAnswer)) => return Discovery::Unknown,
            Some((_, Found::Nothing)) | None => {}
        }
        let Some(organization) = self.organizational_domain() else {
            return Discovery::Unknown;
        };
        let with_record = self.steps.iter().filter(|step| step.record().is_some());
        let at = |domain: &str| with_record.clone().find(|step| step.domain == domain);
        if let Some(step) = at(&organization) {
            return Discovery::Applies(Role::Organization, step);
        }
        let suffix = with_record.clone().find(|step| step.psd() == Psd::Yes);
        suffix.map_or(Discovery::Nothing, |step| {
            Discovery::Applies(Role::PublicSuffix, step)
        })
    }

    /// Whether servers said of every name of the walk that it has no record, but of the top-level
    /// domain, which gave no answer.
    pub fn is_only_suffix_unanswered(&self) -> bool {
        let is_suffix = |step: &Step| domain_name::label_count(&step.domain) < 2;
        self.is_any_unanswered()
            && self.steps.iter().all(|step| match step.found {
                Found::Nothing => true,
                Found::NoAnswer => is_suffix(step),
                Found::Record(_) => false,
            })
    }

    fn is_any_unanswered(&self) -> bool {
        self.steps.iter().any(|step| step.found == Found::NoAnswer)
    }

    /// The name on the way from `parent` to the domain that has one label more.
    fn one_below(&self, parent: &str) -> String {
        let wanted = domain_name::label_count(parent) + 1;
        let labels: Vec<_> = self.domain.split('.').collect();
        let from = labels.len().saturating_sub(wanted);
        labels.get(from..).unwrap_or_default().join(".")
    }
}
