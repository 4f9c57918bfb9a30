//! The sections of a report.

use core::net::IpAddr;

use serde::Serialize;

use crate::domain::sender_domain::dmarc::{Applied, Effective};
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::mx::{MxHost, Reverse};
use crate::domain::sender_domain::spf::{SpfResult, Survey, SurveyVerdict};

/// How far a section is. While it waits, its values are those known so far, and it has no findings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum SectionState {
    /// Answers are still to come.
    #[default]
    Waiting,
    /// All that it needs is known.
    Known,
    /// Some of it could not be checked, which is not the same as missing.
    Unchecked {
        /// The questions without an answer, in words.
        why: String,
    },
    /// Nobody asked for it.
    NotWanted,
}

impl SectionState {
    /// Whether answers are still to come.
    pub const fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting)
    }
}

/// How far each section is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Sections {
    /// SPF.
    pub spf: SectionState,
    /// DKIM.
    pub dkim: SectionState,
    /// DMARC.
    pub dmarc: SectionState,
    /// Mail hosts.
    pub mx: SectionState,
    /// Addresses that send.
    pub ip: SectionState,
    /// MTA-STS.
    pub mta_sts: SectionState,
    /// TLS reports.
    pub tls_rpt: SectionState,
    /// BIMI.
    pub bimi: SectionState,
    /// DNSSEC.
    pub dnssec: SectionState,
    /// DANE.
    pub dane: SectionState,
    /// Who sends.
    pub streams: SectionState,
    /// The big receivers.
    pub receivers: SectionState,
}

/// Which servers may send.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SpfSection {
    /// What receivers make of the records in the worst case.
    pub verdict: Option<SurveyVerdict>,
    /// The record, if there is exactly one.
    pub record: Option<String>,
    /// Terms with look-ups, of which there may be ten.
    pub lookups: u32,
    /// Look-ups that find nothing, of which there may be two.
    pub void: u32,
    /// What a receiver says about each address that sends.
    pub results: Vec<SpfResultFor>,
    /// The tree of records, for those who draw it.
    #[serde(skip)]
    pub survey: Option<Survey>,
}

/// What a receiver says about mail of the domain from one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpfResultFor {
    /// The address.
    pub ip: IpAddr,
    /// The result; none while answers are to come.
    pub result: Option<SpfResult>,
}

/// How a selector came into the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelectorSource {
    /// It was asked for.
    Given,
    /// It is a common one, and something was found.
    Guessed,
}

/// What stands at a selector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    /// The answer is to come.
    Waiting,
    /// One key record.
    Present,
    /// Several records.
    Several,
    /// A key that was withdrawn.
    Revoked,
    /// A server said that there is none.
    Missing,
    /// No usable answer came.
    Unchecked,
}

/// A selector and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DkimKey {
    /// The selector.
    pub selector: String,
    /// `rsa`, `ed25519`, or what the record says.
    #[serde(rename = "type")]
    pub key_type: Option<String>,
    /// The size of the key in bits.
    pub bits: Option<usize>,
    /// Whether verifiers accept signatures by it.
    pub usable: bool,
    /// Where its name is an alias of another one.
    pub cname: Option<Name>,
    /// The whole name.
    pub name: Name,
    /// What stands there.
    pub state: KeyState,
    /// How it came here.
    pub source: SelectorSource,
    /// The text of the one record.
    pub record: Option<String>,
}

/// Whether something exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Existence {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// Nobody knows, or not yet.
    #[default]
    Unknown,
}

/// What is known about key names in general.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DkimNames {
    /// Whether names exist below `_domainkey`; if not, there is no key at all (RFC 8020).
    pub below: Existence,
    /// Whether any selector answers, by a wildcard.
    pub wildcard: Existence,
    /// The common selectors that were tried.
    pub guessed: Vec<String>,
}

/// One name on the way up to the DMARC record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WalkStep {
    /// The domain; the record is asked for at `_dmarc.` and it.
    pub domain: String,
    /// What was found.
    pub found: WalkFound,
}

/// What stands at one name of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WalkFound {
    /// A record.
    Record,
    /// None, or several, which count as none.
    Nothing,
    /// No usable answer came, or not yet.
    NoAnswer,
}

/// What happens to mail that fails.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DmarcSection {
    /// `ok`, `none` or `temperror`.
    pub verdict: Option<&'static str>,
    /// The record that applies.
    pub record: Option<String>,
    /// The domain whose record applies; it stands at `_dmarc.` and that.
    pub location: Option<String>,
    /// `p=` of that record, if valid.
    pub policy: Option<&'static str>,
    /// What applies today, for those who put it into words; none while it is not known.
    #[serde(skip)]
    pub applied: Option<Effective>,
    /// What applies today to mail of the domain; none if DMARC is not applied or it is not known.
    pub effective: Option<&'static str>,
    /// The same for names below that exist.
    pub subdomains: Option<&'static str>,
    /// The same for names below that do not.
    pub nonexistent: Option<&'static str>,
    /// The organizational domain.
    pub organization: Option<String>,
    /// The names on the way.
    pub walk: Vec<WalkStep>,
}

impl DmarcSection {
    /// What applies to whose mail, with a label for each; empty while it is not known.
    pub fn fates(&self) -> impl Iterator<Item = (&'static str, Applied)> {
        self.applied.into_iter().flat_map(|effective| {
            [
                ("Mail of the domain", effective.domain),
                ("Subdomains", effective.subdomains),
                ("Names that do not exist", effective.nonexistent),
            ]
        })
    }
}

/// Who takes the domain's mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MxSection {
    /// Whether the domain says that it takes no mail.
    pub null: bool,
    /// The mail hosts, the preferred ones first.
    pub hosts: Vec<MxHost>,
    /// The addresses of the domain itself.
    pub own_addresses: Vec<IpAddr>,
}

/// An address that sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SendingAddress {
    /// The address.
    pub ip: IpAddr,
    /// What its names say.
    pub reverse: Reverse,
    /// Whether its name looks like that of a line at home.
    pub generic: bool,
}

/// Whether mail to the domain must be encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MtaStsSection {
    /// The record at `_mta-sts`.
    pub record: Option<String>,
    /// `enforce`, `testing` or `none`, if the policy was fetched.
    pub mode: Option<&'static str>,
}

/// A section of one text record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TextSection {
    /// The record.
    pub record: Option<String>,
}

/// The logo beside mail (BIMI).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct BimiSection {
    /// The record.
    pub record: Option<String>,
    /// Where the logo is; none if the record names no https address.
    pub logo_address: Option<String>,
    /// What became of the logo; none if nobody asked for it.
    pub logo: Option<LogoState>,
}

/// What became of a logo that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogoState {
    /// Nothing wrong was found.
    Fine,
    /// It is not as mail programs want it.
    Flawed,
    /// It could not be had.
    Unreachable,
}

/// Whether the answers are signed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DnssecSection {
    /// What is known.
    pub state: DnssecState,
}

/// Whether the zone is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DnssecState {
    /// It is, and the resolver vouches for the answers.
    Validated,
    /// It is, as far as the parent says; the resolver does not validate.
    Signed,
    /// It is not.
    Unsigned,
    /// It is signed, and wrongly: whoever validates gets no answer.
    Bogus,
    /// Nobody knows, or not yet.
    #[default]
    Unknown,
}

/// The certificates of one mail host in the DNS (RFC 7672).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DaneHost {
    /// The mail host.
    pub host: Name,
    /// What stands there.
    pub state: DaneState,
    /// The records, as a zone file shows them.
    pub records: Vec<String>,
}

/// Whether a mail host has certificates in the DNS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DaneState {
    /// Signed records that senders use.
    Usable,
    /// Records that senders ignore: unsigned, or of the wrong kind.
    Unusable,
    /// None.
    Missing,
    /// No usable answer came, or not yet.
    Unknown,
}

/// Who sends for the domain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct StreamSection {
    /// The services that the SPF record lets send, in its order.
    pub services: Vec<SenderService>,
    /// Whether sign-in codes share the domain with a service for marketing.
    pub shares_marketing: bool,
}

/// A service that an SPF record includes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SenderService {
    /// The name that is included.
    pub include: String,
    /// What it is called; none if it is not known.
    pub service: Option<&'static str>,
    /// Whether it sends advertisements.
    pub marketing: bool,
}
