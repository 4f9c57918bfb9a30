//! Whether what was proved speaks for the domain in From (RFC 9989 sections 4.4 and 4.10).

use serde::Serialize;

use super::dkim;
use super::report::{ResultWord, Ruling};
use crate::domain::sender_domain::RfcSection;
use crate::domain::sender_domain::dmarc::{
    Aligned, AlignmentMode, Discovery, DmarcAnswer, Effective, Existence, Found, MailDomain,
    TreeWalk, aligned,
};
use crate::domain::sender_domain::dns::{Answer, LookupOutcome, Name, Question, RecordType};

/// How a domain stands to the one in From.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlignmentReport {
    /// They are the same.
    Exactly,
    /// They belong to one organization, and the record allows that.
    ByOrganization,
    /// They belong to one organization, but the record wants the very same domain.
    TooStrict,
    /// They belong to different organizations.
    No,
    /// The DNS did not answer, so the organization is not known.
    Unknown,
}

impl From<Aligned> for AlignmentReport {
    fn from(aligned: Aligned) -> Self {
        match aligned {
            Aligned::Exactly => Self::Exactly,
            Aligned::ByOrganization => Self::ByOrganization,
            Aligned::TooStrict => Self::TooStrict,
            Aligned::No => Self::No,
        }
    }
}

/// A domain that SPF or DKIM spoke for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// `spf` or `dkim`.
    pub by: &'static str,
    /// The domain.
    pub domain: String,
    /// What the check of it came to.
    pub result: ResultWord,
    /// How it stands to the domain in From.
    pub alignment: AlignmentReport,
}

impl Identifier {
    const fn is_aligned(&self) -> bool {
        matches!(
            self.alignment,
            AlignmentReport::Exactly | AlignmentReport::ByOrganization
        )
    }

    /// Whether DMARC passes by this one.
    pub fn passes(&self) -> bool {
        self.is_aligned() && self.result == ResultWord::Pass
    }

    /// Whether DMARC could pass by this one if the DNS answered.
    fn may_pass(&self) -> bool {
        let is_open = self.result == ResultWord::TempError;
        let is_near = self.alignment == AlignmentReport::Unknown;
        (is_open && (self.is_aligned() || is_near)) || (self.result == ResultWord::Pass && is_near)
    }
}

/// What DMARC says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DmarcReport {
    /// The result and why.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// The domain in From.
    pub domain: Option<String>,
    /// Its organization.
    pub organization: Option<String>,
    /// The name where the record stands that applies.
    pub record_at: Option<String>,
    /// The record.
    pub record: Option<String>,
    /// What the domain asks receivers to do with mail that fails: `none`, `quarantine` or `reject`.
    pub policy: Option<&'static str>,
    /// What SPF and DKIM spoke for.
    pub identifiers: Vec<Identifier>,
}

/// The questions of the walk up from a domain.
pub(super) fn questions(domain: &str) -> Vec<Question> {
    TreeWalk::domains(domain)
        .iter()
        .filter_map(|it| question(it))
        .collect()
}

/// The question whether the domain exists.
pub(super) fn existence_question(domain: &str) -> Option<Question> {
    let name = Name::from_plain(domain).ok()?;
    Some(Question::new(name, RecordType::A))
}

fn question(domain: &str) -> Option<Question> {
    let name = Name::from_plain(&format!("_dmarc.{domain}")).ok()?;
    Some(Question::new(name, RecordType::Txt))
}

fn walk<'a>(domain: &str, answer: &impl Fn(&Question) -> Option<&'a Answer>) -> TreeWalk {
    TreeWalk::new(domain, |at| {
        // A name that is too long for the DNS cannot have a record.
        let Some(question) = question(at) else {
            return Found::Nothing;
        };
        let Some(answer) = answer(&question).filter(|it| !it.is_failure()) else {
            return Found::NoAnswer;
        };
        let texts = dkim::texts(answer);
        let found = DmarcAnswer::read(texts.iter().map(String::as_str));
        let record = found.record().cloned();
        record.map_or(Found::Nothing, |record| Found::Record(Box::new(record)))
    })
}

/// The result for mail from `domain` that was proved to come from these: by SPF or DKIM, the
/// domain, and the result.
pub(super) fn assess<'a>(
    domain: &str,
    proved: &[(&'static str, String, ResultWord)],
    answer: impl Fn(&Question) -> Option<&'a Answer>,
) -> DmarcReport {
    let walk = walk(domain, &answer);
    let missing = existence_question(domain)
        .and_then(|question| answer(&question))
        .is_some_and(|answer| answer.outcome == LookupOutcome::NoSuchName);
    let existence = if missing {
        Existence::Missing
    } else {
        Existence::Exists
    };
    let step = match walk.discover() {
        Discovery::Applies(_, step) => Some(step),
        Discovery::Nothing | Discovery::Unknown => None,
    };
    let record = step.and_then(|step| step.record());
    let organization = walk.organizational_domain();
    let identifiers: Vec<Identifier> = proved
        .iter()
        .map(|(by, identifier, result)| {
            let mode = record.map_or(AlignmentMode::Relaxed, |record| match *by {
                "spf" => record.spf_alignment,
                _ => record.dkim_alignment,
            });
            Identifier {
                by,
                domain: identifier.clone(),
                result: *result,
                alignment: compare(mode, &walk, identifier, &answer),
            }
        })
        .collect();
    DmarcReport {
        ruling: ruling(domain, &walk.discover(), &identifiers),
        domain: Some(domain.to_owned()),
        organization,
        record_at: step.map(|step| format!("_dmarc.{}", step.domain)),
        record: record.map(|record| record.tags.text().to_owned()),
        policy: Effective::of(&walk, existence).domain.as_str(),
        identifiers,
    }
}

fn compare<'a>(
    mode: AlignmentMode,
    from: &TreeWalk,
    identifier: &str,
    answer: &impl Fn(&Question) -> Option<&'a Answer>,
) -> AlignmentReport {
    let organization = |walk: &TreeWalk| walk.organizational_domain();
    let name = |walk: &TreeWalk, organization: String| MailDomain {
        name: walk.domain().to_owned(),
        organization,
    };
    let other = walk(identifier, answer);
    if other.domain() == from.domain() {
        return AlignmentReport::Exactly;
    }
    match (organization(from), organization(&other)) {
        (Some(ours), Some(theirs)) => {
            aligned(mode, &name(from, ours), &name(&other, theirs)).into()
        }
        _ => AlignmentReport::Unknown,
    }
}

fn ruling(domain: &str, discovery: &Discovery<'_>, identifiers: &[Identifier]) -> Ruling {
    const RULE: RfcSection = RfcSection::new(9989, "4.10.2");
    let (word, reason) = if *discovery == Discovery::Unknown {
        (
            ResultWord::TempError,
            format!("The DNS gives no answer about the DMARC record of {domain}"),
        )
    } else if *discovery == Discovery::Nothing {
        (ResultWord::None, format!("{domain} has no DMARC record"))
    } else if let Some(it) = identifiers.iter().find(|it| it.passes()) {
        let by = it.by.to_ascii_uppercase();
        let reason = format!("{by} proves {}, which speaks for {domain}", it.domain);
        (ResultWord::Pass, reason)
    } else if let Some(it) = identifiers.iter().find(|it| it.may_pass()) {
        let reason = format!(
            "Whether {} speaks for {domain} is open, as the DNS did not answer",
            it.domain
        );
        (ResultWord::TempError, reason)
    } else if identifiers.iter().any(|it| it.result == ResultWord::Pass) {
        let reason = format!("What was proved does not speak for {domain}");
        (ResultWord::Fail, reason)
    } else if identifiers.iter().any(|it| it.by == "spf") {
        let reason = "Neither SPF nor DKIM proves anything".to_owned();
        (ResultWord::Fail, reason)
    } else {
        let reason = "DKIM proves nothing, and without the address of the client SPF cannot";
        (ResultWord::Fail, reason.to_owned())
    };
    Ruling::new(word, reason, &[RULE])
}

/// The result for a message without one single domain in From (RFC 9989 section 4.10).
pub(super) fn without_domain(reason: &str) -> DmarcReport {
    let rules = [
        RfcSection::new(9989, "4.10"),
        RfcSection::new(5322, "3.6.2"),
    ];
    DmarcReport {
        ruling: Ruling::new(ResultWord::PermError, reason, &rules),
        domain: None,
        organization: None,
        record_at: None,
        record: None,
        policy: None,
        identifiers: Vec::new(),
    }
}
