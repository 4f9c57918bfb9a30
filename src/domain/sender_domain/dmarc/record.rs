//! The DMARC policy record (RFC 9989 sections 4.7 and 4.8).

use super::checks;
use crate::domain::finding::Finding;
use crate::domain::sender_domain::report_uri::ReportUri;
use crate::domain::sender_domain::tag_list::{Tag, TagList};

/// What to do with mail that fails. Ordered by strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Policy {
    /// Nothing.
    None,
    /// Treat it with suspicion; most put it into the spam folder.
    Quarantine,
    /// Refuse it.
    Reject,
}

impl Policy {
    /// The policy as it is written in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }

    /// The next weaker policy, which `t=y` asks for.
    pub const fn lowered(self) -> Self {
        match self {
            Self::None | Self::Quarantine => Self::None,
            Self::Reject => Self::Quarantine,
        }
    }

    fn parse(value: &str) -> Option<Self> {
        let all = [Self::None, Self::Quarantine, Self::Reject];
        let is_it = |it: &Self| value.eq_ignore_ascii_case(it.as_str());
        all.into_iter().find(is_it)
    }
}

/// A tag with a value of its own grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting<T> {
    /// The tag is not there.
    Absent,
    /// The value is none of the allowed.
    Invalid,
    /// The value.
    Valid(T),
}

impl<T: Copy> Setting<T> {
    /// The value, if there is a valid one.
    pub const fn valid(self) -> Option<T> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Absent | Self::Invalid => None,
        }
    }
}

/// How near to the From domain a signing or bounce domain must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlignmentMode {
    /// Of the same organization.
    Relaxed,
    /// The very same.
    Strict,
}

/// What a domain says about being a public suffix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Psd {
    /// `psd=y`: it is one, such as `bank`.
    Yes,
    /// `psd=n`: it is the organizational domain.
    No,
    /// Nothing.
    Unknown,
}

/// A DMARC record as receivers read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DmarcRecord {
    /// The text and its tags.
    pub tags: TagList,
    /// `p=`, for the domain itself.
    pub policy: Setting<Policy>,
    /// `sp=`, for names below that exist.
    pub subdomain_policy: Setting<Policy>,
    /// `np=`, for names below that do not exist.
    pub nonexistent_policy: Setting<Policy>,
    /// `t=y`: one step less than the policy is asked for.
    pub testing: bool,
    /// `psd=`.
    pub psd: Psd,
    /// `adkim=`.
    pub dkim_alignment: AlignmentMode,
    /// `aspf=`.
    pub spf_alignment: AlignmentMode,
    /// `rua=`: where daily reports go.
    pub aggregate: Vec<ReportUri>,
    /// `ruf=`: where reports of single mails go.
    pub failure: Vec<ReportUri>,
    /// What is wrong with the record or worth knowing.
    pub findings: Vec<Finding>,
}

impl DmarcRecord {
    /// Reads the joined strings of one TXT record. None if receivers discard it, as it does not
    /// start with `v=DMARC1`.
    pub fn parse(text: &str) -> Option<Self> {
        let tags = TagList::parse(text);
        if !begins_with_version(&tags) {
            return None;
        }
        let mut record = Self {
            policy: policy(&tags, "p"),
            subdomain_policy: policy(&tags, "sp"),
            nonexistent_policy: policy(&tags, "np"),
            testing: is(&tags, "t", "y"),
            psd: if is(&tags, "psd", "y") {
                Psd::Yes
            } else if is(&tags, "psd", "n") {
                Psd::No
            } else {
                Psd::Unknown
            },
            dkim_alignment: alignment(&tags, "adkim"),
            spf_alignment: alignment(&tags, "aspf"),
            aggregate: uris(&tags, "rua"),
            failure: uris(&tags, "ruf"),
            findings: Vec::new(),
            tags,
        };
        record.findings = checks::check(&record);
        Some(record)
    }

    /// The tag of this name. Receivers read names of tags without case (RFC 9989 section 4.8).
    pub fn tag(&self, name: &str) -> Option<&Tag> {
        self.tags.get_ignoring_case(name)
    }

    /// Whether at least one aggregate report can be asked for: then a broken policy counts as
    /// `p=none` (RFC 9989 section 4.10.1).
    pub fn has_report_address(&self) -> bool {
        self.aggregate.iter().any(ReportUri::is_valid)
    }

    /// Whether `p=` is missing or invalid, or `sp=` or `np=` invalid.
    pub fn has_broken_policy(&self) -> bool {
        self.policy.valid().is_none()
            || self.subdomain_policy == Setting::Invalid
            || self.nonexistent_policy == Setting::Invalid
    }

    /// The record as text.
    pub fn print(&self) -> String {
        self.tags.print()
    }
}

/// The version stands at the very start and is written in capitals.
fn begins_with_version(tags: &TagList) -> bool {
    let first = tags.tags().first();
    first.is_some_and(|tag| {
        tag.name.start == 0
            && tags.name(tag).eq_ignore_ascii_case("v")
            && tags.value(tag) == "DMARC1"
    })
}

fn value<'a>(tags: &'a TagList, name: &str) -> Option<&'a str> {
    tags.get_ignoring_case(name).map(|tag| tags.value(tag))
}

fn is(tags: &TagList, name: &str, wanted: &str) -> bool {
    value(tags, name).is_some_and(|value| value.eq_ignore_ascii_case(wanted))
}

fn policy(tags: &TagList, name: &str) -> Setting<Policy> {
    match value(tags, name) {
        None => Setting::Absent,
        Some(value) => Policy::parse(value).map_or(Setting::Invalid, Setting::Valid),
    }
}

fn alignment(tags: &TagList, name: &str) -> AlignmentMode {
    if is(tags, name, "s") {
        AlignmentMode::Strict
    } else {
        AlignmentMode::Relaxed
    }
}

fn uris(tags: &TagList, name: &str) -> Vec<ReportUri> {
    let tag = tags.get_ignoring_case(name);
    tag.map_or_else(Vec::new, |tag| ReportUri::parse_list(tags, tag))
}
