//! The policy in effect: what receivers do today with mail that fails, from a domain, from a name
//! below it, and from a name that does not exist.

use super::record::{DmarcRecord, Policy};
use super::tree_walk::{Discovery, Found, Role, TreeWalk};
use crate::domain::finding::{Finding, Severity};

/// What applies to mail that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// This policy, test mode reckoned in.
    Policy(Policy),
    /// DMARC is not applied.
    Nothing,
    /// A name did not answer, so it cannot be told.
    Unknown,
}

impl Applied {
    /// `none`, `quarantine` or `reject`; none if DMARC is not applied or nobody knows.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Policy(policy) => Some(policy.as_str()),
            Self::Nothing | Self::Unknown => None,
        }
    }

    /// What becomes of forged mail, in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Policy(Policy::None) => "none: nothing happens to mail that fails",
            Self::Policy(Policy::Quarantine) => {
                "quarantine: mail that fails goes to the spam folder"
            }
            Self::Policy(Policy::Reject) => "reject: mail that fails is refused",
            Self::Nothing => "DMARC is not applied",
            Self::Unknown => "could not be checked",
        }
    }
}

/// Whether a name exists in the DNS: it does unless the answer is NXDOMAIN (RFC 9989 section 3.2.13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existence {
    /// It does.
    Exists,
    /// NXDOMAIN.
    Missing,
}

/// The policies in effect around one domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effective {
    /// For mail of the domain itself.
    pub domain: Applied,
    /// For mail of a name right below it that exists and has no record.
    pub subdomains: Applied,
    /// For mail of a name right below it that does not exist.
    pub nonexistent: Applied,
}

impl Effective {
    /// What follows from the records on the way up from the domain.
    pub fn of(walk: &TreeWalk, existence: Existence) -> Self {
        let below = walk.of_name_below();
        Self {
            domain: applied(walk, existence),
            subdomains: applied(&below, Existence::Exists),
            nonexistent: applied(&below, Existence::Missing),
        }
    }

    /// Where the policy comes from and what it does, in sentences: `dmarc.missing` if there is none,
    /// `dmarc.unchecked` if a name did not answer that could have it.
    pub fn findings(self, walk: &TreeWalk) -> Vec<Finding> {
        let domain = walk.domain();
        let mut findings = Vec::new();
        match walk.discover() {
            Discovery::Nothing => findings.push(
                Finding::new(
                    Severity::Error,
                    "dmarc.missing",
                    format!("There is no DMARC record for {domain}"),
                )
                .hint(format!(
                    "Publish a TXT record at _dmarc.{domain}, to begin with: v=DMARC1; p=none; \
                     rua=mailto: and your address"
                )),
            ),
            Discovery::Unknown => {
                let silent = walk.steps().iter();
                let silent = silent.filter(|step| step.found == Found::NoAnswer);
                let names: Vec<_> = silent.map(|it| format!("_dmarc.{}", it.domain)).collect();
                let message = format!(
                    "The policy is not known, as there was no answer for {}",
                    names.join(", ")
                );
                findings.push(
                    Finding::new(Severity::Warning, "dmarc.unchecked", message)
                        .hint("Check again in a while"),
                );
            }
            Discovery::Applies(role, step) => {
                let whose = match role {
                    Role::Own => "its own",
                    Role::Organization => "that of its organization",
                    Role::PublicSuffix => "that of its registry",
                };
                let message = format!(
                    "The record that applies to {domain} is {whose}, at _dmarc.{}",
                    step.domain
                );
                findings.push(Finding::new(Severity::Info, "dmarc.tree-walk", message));
                findings.push(self.summary(domain));
            }
        }
        findings
    }

    fn summary(self, domain: &str) -> Finding {
        let fate = |applied| match applied {
            Applied::Policy(Policy::None) => Some("is delivered"),
            Applied::Policy(Policy::Quarantine) => Some("goes to the spam folder"),
            Applied::Policy(Policy::Reject) => Some("is rejected"),
            Applied::Nothing => Some("is not checked by DMARC"),
            Applied::Unknown => None,
        };
        let mut known = Vec::new();
        let mut open = Vec::new();
        for (whose, applied) in [
            (format!("from {domain}"), self.domain),
            ("from subdomains".to_owned(), self.subdomains),
            ("from names that do not exist".to_owned(), self.nonexistent),
        ] {
            match (fate(applied), known.is_empty()) {
                (Some(fate), true) => known.push(format!("{whose} {fate}")),
                (Some(fate), false) => known.push(format!("{whose} it {fate}")),
                (None, _) => open.push(whose),
            }
        }
        let mut message = match known.as_slice() {
            [] => "What becomes of forged mail could not be checked".to_owned(),
            known => format!("Forged mail {}", known.join(", ")),
        };
        if !known.is_empty() && !open.is_empty() {
            let open = format!("; {} it could not be checked", open.join(" and "));
            message.push_str(&open);
        }
        Finding::new(Severity::Info, "dmarc.effective", message)
    }
}

fn applied(walk: &TreeWalk, existence: Existence) -> Applied {
    match walk.discover() {
        Discovery::Nothing => Applied::Nothing,
        Discovery::Unknown => Applied::Unknown,
        Discovery::Applies(role, step) => {
            let record = step.record();
            record.map_or(Applied::Nothing, |record| assess(record, role, existence))
        }
    }
}

/// The policy that a record sets (section 4.10.1), lowered in test mode (section 4.7).
fn assess(record: &DmarcRecord, role: Role, existence: Existence) -> Applied {
    let Some(policy) = record
        .policy
        .valid()
        .filter(|_| !record.has_broken_policy())
    else {
        return if record.has_report_address() {
            Applied::Policy(Policy::None)
        } else {
            Applied::Nothing
        };
    };
    let below = record.subdomain_policy.valid().unwrap_or(policy);
    let published = match (role, existence) {
        (Role::Own, _) => policy,
        (Role::Organization | Role::PublicSuffix, Existence::Exists) => below,
        (Role::Organization | Role::PublicSuffix, Existence::Missing) => {
            record.nonexistent_policy.valid().unwrap_or(below)
        }
    };
    Applied::Policy(if record.testing {
        published.lowered()
    } else {
        published
    })
}
