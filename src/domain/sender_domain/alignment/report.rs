//! Each domain in From beside the DMARC record in force.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::findings;
use super::identity::{ConnectorIdentity, EnvelopeDomain, FromUse};
use crate::domain::sender_domain::DomainFinding;
use crate::domain::sender_domain::dmarc::{
    Aligned, AlignmentMode, Discovery, Found, MailDomain, TreeWalk, aligned,
};
use crate::domain::sender_domain::dns::{Inquiry, Name, Question, RecordType, Step};
use crate::domain::sender_domain::provider::{self, Compared, Expected, Needed, Role, State};

/// What becomes of the mails of a connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlignmentReport {
    /// One for each domain in From.
    pub uses: Vec<UseReport>,
    /// What is wrong, the worst first, and the notes on the senders themselves.
    pub findings: Vec<DomainFinding>,
}

/// What becomes of the mails from one domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UseReport {
    /// The domain and who puts it into From.
    pub from: FromUse,
    /// The name whose DMARC record applies; none if there is none, or nobody knows.
    pub record_at: Option<Name>,
    /// Whether they pass by SPF.
    pub spf: Leg,
    /// Whether they pass by DKIM.
    pub dkim: Leg,
    /// Whether they pass at all.
    pub outcome: Outcome,
}

/// One of the two ways to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// By SPF and by DKIM.
    Both,
    /// By SPF only.
    BySpf,
    /// By DKIM only.
    ByDkim,
    /// By neither.
    None,
    /// Nobody knows.
    #[default]
    Unknown,
}

/// One of the two ways to pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leg {
    /// The domain that is vouched for; of several the nearest. None if it is not known.
    pub domain: Option<Name>,
    /// How it stands to the domain in From.
    pub aligned: Option<Aligned>,
    /// Whether the records that it takes are there; none if that is not known.
    pub published: Option<bool>,
}

impl Serialize for Leg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let aligned = self.aligned.map(|aligned| match aligned {
            Aligned::Exactly => "exactly",
            Aligned::ByOrganization => "by-organization",
            Aligned::TooStrict => "too-strict",
            Aligned::No => "no",
        });
        let mut shown = serializer.serialize_struct("Leg", 3)?;
        shown.serialize_field("domain", &self.domain)?;
        shown.serialize_field("aligned", &aligned)?;
        shown.serialize_field("published", &self.published)?;
        shown.end()
    }
}

impl Leg {
    /// Whether it carries; none if that is not known.
    pub fn passes(&self) -> Option<bool> {
        match (self.aligned.map(Aligned::passes), self.published) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }
}

/// The first questions: the provider's records, and the DMARC records on the way up from every
/// domain.
pub fn questions(identity: &ConnectorIdentity, expected: &[Expected]) -> Vec<Question> {
    let mut questions = provider::questions(expected);
    for domain in domains(identity) {
        for name in walk_names(&domain) {
            let question = Question::new(name, RecordType::Txt);
            if !questions.contains(&question) {
                questions.push(question);
            }
        }
    }
    questions
}

/// Every domain whose organization matters.
fn domains(identity: &ConnectorIdentity) -> Vec<Name> {
    let froms = identity.froms.iter().map(|from| &from.domain);
    let bounces = match &identity.envelope {
        EnvelopeDomain::Fixed { domain } => vec![domain],
        EnvelopeDomain::Bounce { name, fallback, .. } => name.iter().chain(fallback).collect(),
        EnvelopeDomain::SameAsFrom | EnvelopeDomain::Unknown => Vec::new(),
    };
    let mut domains: Vec<Name> = Vec::new();
    for domain in froms.chain(bounces).chain(&identity.dkim_domains) {
        if !domains.contains(domain) {
            domains.push(domain.clone());
        }
    }
    domains
}

fn walk_names(domain: &Name) -> Vec<Name> {
    let domains = TreeWalk::domains(&domain.to_string()).into_iter();
    let names = domains.map(|domain| Name::from_plain(&format!("_dmarc.{domain}")));
    names.filter_map(Result::ok).collect()
}

/// The report, or what is still to ask for it. `expected` is what the provider asks for.
pub fn step(
    identity: &ConnectorIdentity,
    expected: &[Expected],
    inquiry: &mut Inquiry,
) -> Step<AlignmentReport> {
    // All at once, as nothing of it depends on another answer.
    let first = questions(identity, expected);
    if first.iter().any(|question| inquiry.get(question).is_none())
        && let Step::Ask(questions) = inquiry.ask::<()>(first)
    {
        return Step::Ask(questions);
    }
    let compared = match provider::step(expected, inquiry) {
        Step::Done(compared) => compared,
        Step::Ask(questions) => return Step::Ask(questions),
        Step::Wait => return Step::Wait,
    };
    loop {
        let mut look = Look {
            inquiry,
            missing: Vec::new(),
        };
        let report = report(identity, &compared, &mut look);
        let missing = look.missing;
        if missing.is_empty() {
            return Step::Done(report);
        }
        match inquiry.ask(missing) {
            // Every question was kept back, which answers it.
            Step::Wait if !inquiry.is_waiting() => {}
            other => return other,
        }
    }
}

struct Look<'a> {
    inquiry: &'a Inquiry,
    missing: Vec<Question>,
}

impl Look<'_> {
    fn walk(&mut self, domain: &Name) -> TreeWalk {
        TreeWalk::new(&domain.to_string(), |domain| {
            let Ok(name) = Name::from_plain(&format!("_dmarc.{domain}")) else {
                return Found::Nothing;
            };
            let question = Question::new(name, RecordType::Txt);
            let Some(answer) = self.inquiry.get(&question) else {
                self.missing.push(question);
                return Found::NoAnswer;
            };
            provider::dmarc_found(answer)
        })
    }

    /// The domain with its organization; none if a name did not answer that matters.
    fn mail_domain(&mut self, domain: &Name) -> Option<MailDomain> {
        Some(MailDomain {
            name: domain.to_string(),
            organization: self.walk(domain).organizational_domain()?,
        })
    }
}

fn report(
    identity: &ConnectorIdentity,
    compared: &[Compared],
    look: &mut Look<'_>,
) -> AlignmentReport {
    let signers = signers(identity, compared);
    let mut uses = Vec::new();
    let mut all_findings = Vec::new();
    for from in &identity.froms {
        let walk = look.walk(&from.domain);
        let (at, record) = match walk.discover() {
            Discovery::Applies(_, step) => (
                Name::from_plain(&format!("_dmarc.{}", step.domain)).ok(),
                step.record(),
            ),
            Discovery::Nothing | Discovery::Unknown => (None, None),
        };
        let spf_mode = record.map_or(AlignmentMode::Relaxed, |record| record.spf_alignment);
        let dkim_mode = record.map_or(AlignmentMode::Relaxed, |record| record.dkim_alignment);
        let (bounces, spf_published) = bounces(identity, from, compared);
        let own = look.mail_domain(&from.domain);
        let mut leg = |mode, domain: &Name, published| Leg {
            // The same domain is aligned in every mode, whoever it belongs to.
            aligned: if *domain == from.domain {
                Some(Aligned::Exactly)
            } else {
                own.as_ref()
                    .and_then(|own| Some(aligned(mode, own, &look.mail_domain(domain)?)))
            },
            domain: Some(domain.clone()),
            published,
        };
        let spf = bounces
            .map(|domain| leg(spf_mode, &domain, spf_published))
            .unwrap_or_default();
        let legs = signers
            .iter()
            .map(|(domain, published)| leg(dkim_mode, domain, *published));
        let dkim = legs.min_by_key(distance).unwrap_or_default();
        let one = UseReport {
            outcome: outcome(&spf, &dkim),
            from: from.clone(),
            record_at: at,
            spf,
            dkim,
        };
        all_findings.extend(findings::of(&one, record));
        uses.push(one);
    }
    let subject = identity
        .froms
        .first()
        .map(|from| from.domain.clone())
        .unwrap_or_default();
    all_findings.extend(findings::notes(&identity.notes, &subject));
    all_findings.sort_by_key(|finding| finding.finding.severity);
    AlignmentReport {
        uses,
        findings: all_findings,
    }
}

/// The nearer a leg, the smaller.
fn distance(leg: &Leg) -> (bool, u8) {
    let how = match leg.aligned {
        Some(Aligned::Exactly) => 0,
        Some(Aligned::ByOrganization) => 1,
        Some(Aligned::TooStrict) => 2,
        Some(Aligned::No) => 3,
        None => 4,
    };
    (leg.published == Some(false), how)
}

fn outcome(spf: &Leg, dkim: &Leg) -> Outcome {
    match (spf.passes(), dkim.passes()) {
        (Some(true), Some(true)) => Outcome::Both,
        (Some(true), _) => Outcome::BySpf,
        (_, Some(true)) => Outcome::ByDkim,
        (Some(false), Some(false)) => Outcome::None,
        _ => Outcome::Unknown,
    }
}

/// The domain that bounces go to, and whether SPF there lets the provider pass.
fn bounces(
    identity: &ConnectorIdentity,
    from: &FromUse,
    compared: &[Compared],
) -> (Option<Name>, Option<bool>) {
    match &identity.envelope {
        EnvelopeDomain::Fixed { domain } => (Some(domain.clone()), spf_at(domain, compared)),
        EnvelopeDomain::SameAsFrom => (Some(from.domain.clone()), spf_at(&from.domain, compared)),
        EnvelopeDomain::Unknown => (None, None),
        EnvelopeDomain::Bounce {
            name,
            record,
            fallback,
        } => {
            let is_proof = |one: &&Compared| {
                one.expected.row == *record || one.expected.role == Role::ReturnPath
            };
            let proofs: Vec<&Compared> = compared.iter().filter(is_proof).collect();
            let set_up = proofs
                .iter()
                .find(|one| matches!(one.state, State::Found { .. }));
            if let Some(name) = set_up.and_then(|one| one.expected.known_name()) {
                // Behind an alias the provider publishes SPF itself.
                let spf = spf_at(&name, compared).or(Some(true));
                return (Some(name), spf);
            }
            let is_open =
                |one: &&Compared| matches!(one.state, State::Unknown | State::Unchecked { .. });
            // SES names its own domain until another one is set up, and that is known here only
            // if it was told.
            let is_told = name.is_some() && !proofs.iter().any(is_open);
            let is_default = name.is_none() && fallback.is_some() && record == "mail-from-mx";
            if is_told || is_default {
                return (fallback.clone(), fallback.as_ref().map(|_| true));
            }
            (None, None)
        }
    }
}

/// Whether SPF at a name lets the provider pass; none if that is not known.
fn spf_at(name: &Name, compared: &[Compared]) -> Option<bool> {
    let at_name = compared.iter().find(|one| {
        one.expected.role == Role::Spf
            && one.expected.needed != Needed::Unneeded
            && one.expected.known_name().as_ref() == Some(name)
    })?;
    match &at_name.state {
        // Whether the record names a server of one's own, the check of SPF says.
        State::Found { .. } => Some(true),
        State::Unchecked { .. } | State::Unknown | State::NotNeeded => None,
        _ => Some(false),
    }
}

/// The domains that sign, each with whether its key is published.
fn signers(identity: &ConnectorIdentity, compared: &[Compared]) -> Vec<(Name, Option<bool>)> {
    let keys = || {
        compared
            .iter()
            .filter(|one| one.expected.role == Role::Dkim && one.state != State::NotNeeded)
    };
    let mut domains = identity.dkim_domains.clone();
    for one in keys().filter(|one| matches!(one.state, State::Found { .. })) {
        if let Some(domain) = one
            .expected
            .known_name()
            .and_then(|name| signing_domain(&name))
            && !domains.contains(&domain)
        {
            domains.push(domain);
        }
    }
    let published = |domain: &Name| {
        let end = format!("._domainkey.{domain}").to_ascii_lowercase();
        let is_its = |one: &&Compared| {
            one.expected
                .name
                .to_string()
                .to_ascii_lowercase()
                .ends_with(&end)
        };
        let states: Vec<&State> = keys().filter(is_its).map(|one| &one.state).collect();
        let is_found = states
            .iter()
            .any(|state| matches!(state, State::Found { .. }));
        let is_open = states
            .iter()
            .any(|state| matches!(state, State::Unknown | State::Unchecked { .. }));
        match (is_found, is_open || states.is_empty()) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        }
    };
    let all = domains.into_iter();
    all.map(|domain| {
        let published = published(&domain);
        (domain, published)
    })
    .collect()
}

/// The domain whose key stands at a name.
fn signing_domain(name: &Name) -> Option<Name> {
    let at = name
        .labels()
        .position(|label| label.eq_ignore_ascii_case(b"_domainkey"))?;
    Name::from_labels(name.labels().skip(at + 1)).ok()
}
