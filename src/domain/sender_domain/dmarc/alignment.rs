//! Identifier alignment (RFC 9989 sections 4.4 and 4.10.2): whether the domain that SPF or DKIM
//! vouches for speaks for the domain in From.

use super::record::AlignmentMode;
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::domain_name;

/// A domain with the organizational domain that its tree walk found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDomain {
    /// The domain.
    pub name: String,
    /// Its organizational domain.
    pub organization: String,
}

/// How two domains stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aligned {
    /// They are the same.
    Exactly,
    /// Their organization is the same, and the mode allows that.
    ByOrganization,
    /// Their organization is the same, but the mode wants the very same domain.
    TooStrict,
    /// They belong to different organizations.
    No,
}

impl Aligned {
    /// Whether DMARC passes if SPF or DKIM does.
    pub const fn passes(self) -> bool {
        matches!(self, Self::Exactly | Self::ByOrganization)
    }
}

/// Whether `identifier` speaks for `from`.
pub fn aligned(mode: AlignmentMode, from: &MailDomain, identifier: &MailDomain) -> Aligned {
    if domain_name::is_same(&from.name, &identifier.name) {
        Aligned::Exactly
    } else if !domain_name::is_same(&from.organization, &identifier.organization) {
        Aligned::No
    } else if mode == AlignmentMode::Strict {
        Aligned::TooStrict
    } else {
        Aligned::ByOrganization
    }
}

/// The two ways in which mail can pass DMARC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legs {
    /// By SPF, if the domain of the bounces is known.
    pub spf: Option<Aligned>,
    /// By DKIM: the best of the signing domains, if any is known.
    pub dkim: Option<Aligned>,
    /// Which leg cannot carry, and why.
    pub findings: Vec<Finding>,
}

impl Legs {
    /// Compares the domain in From with the one of the bounces and those that sign, as far as they
    /// are known. The modes are `aspf=` and `adkim=`.
    pub fn compare(
        from: &MailDomain,
        (spf_mode, bounces): (AlignmentMode, Option<&MailDomain>),
        (dkim_mode, signers): (AlignmentMode, &[MailDomain]),
    ) -> Self {
        let spf = bounces.map(|it| (it, aligned(spf_mode, from, it)));
        let nearest = |(_, one): &(&MailDomain, Aligned)| rank(*one);
        let signed = signers.iter().map(|it| (it, aligned(dkim_mode, from, it)));
        let dkim = signed.min_by_key(nearest);
        let mut findings = Vec::new();
        for (leg, compared) in [(Leg::Spf, spf), (Leg::Dkim, dkim)] {
            if let Some((domain, how)) = compared {
                findings.extend(leg_finding(leg, from, domain, how));
            }
        }
        let known = [spf, dkim].map(|it| it.map(|(_, how)| how));
        let passes = known.iter().flatten().any(|it| it.passes());
        if !passes && known.iter().any(Option::is_some) {
            let message = format!(
                "Nothing that is known lets mail from {} pass DMARC",
                from.name
            );
            findings.push(
                Finding::new(Severity::Error, "align.none", message)
                    .hint(format!("Sign with DKIM for {}", from.organization)),
            );
        }
        let [spf, dkim] = known;
        Self {
            spf,
            dkim,
            findings,
        }
    }
}

/// Smaller is nearer.
const fn rank(aligned: Aligned) -> u8 {
    match aligned {
        Aligned::Exactly => 0,
        Aligned::ByOrganization => 1,
        Aligned::TooStrict => 2,
        Aligned::No => 3,
    }
}

#[derive(Clone, Copy)]
enum Leg {
    Spf,
    Dkim,
}

fn leg_finding(
    leg: Leg,
    from: &MailDomain,
    identifier: &MailDomain,
    how: Aligned,
) -> Option<Finding> {
    let (code, what, tag) = match leg {
        Leg::Spf => ("align.spf", "Bounces go to", "aspf"),
        Leg::Dkim => ("align.dkim", "Mail is signed by", "adkim"),
    };
    let (message, hint) = match how {
        Aligned::Exactly | Aligned::ByOrganization => return None,
        Aligned::TooStrict => (
            format!(
                "{what} {}, but “{tag}=s” wants exactly {}",
                identifier.name, from.name
            ),
            format!("Remove “{tag}=s” from the DMARC record, or use the domain in From"),
        ),
        Aligned::No => (
            format!(
                "{what} {}, which does not speak for {}",
                identifier.name, from.name
            ),
            format!("Set the provider up for a domain of {}", from.organization),
        ),
    };
    Some(Finding::new(Severity::Warning, code, message).hint(hint))
}
