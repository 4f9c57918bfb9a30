//! What receivers wrote into `Authentication-Results` (RFC 8601), beside what was found here.

use serde::Serialize;

use super::dkim::SignatureReport;
use super::raw::RawMessage;
use super::report::{ResultWord, SpfReport};
use crate::domain::sender_domain::authentication_results::{
    AuthenticationResults, MethodResult, Verdict,
};
use crate::domain::sender_domain::domain_name;

/// Most fields that are read.
const MOST_FIELDS: usize = 20;

/// One result that a receiver wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// `spf`, `dkim`, `dmarc`, `arc` or another method.
    pub method: String,
    /// Its result, in its own word.
    pub result: String,
    /// What it was about, for example the signing domain.
    pub about: Option<String>,
    /// What was found here; none if that was not checked.
    pub ours: Option<ResultWord>,
}

impl Claim {
    /// Whether both are the same; none if there is nothing to compare, as when the DNS kept silent.
    pub fn agrees(&self) -> Option<bool> {
        let ours = self.ours.filter(|ours| *ours != ResultWord::TempError)?;
        Some(ours.word() == self.result)
    }
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimedResults {
    /// Who wrote it. Only the field of one's own receiver can be trusted.
    pub server: String,
    /// The results in it.
    pub results: Vec<Claim>,
}

/// What was found here.
pub(super) struct Ours<'a> {
    pub dkim: &'a [SignatureReport],
    pub spf: Option<&'a SpfReport>,
    pub dmarc: ResultWord,
    pub arc: ResultWord,
}

/// The fields of the message, topmost first.
pub(super) fn claims(message: &RawMessage, ours: &Ours<'_>) -> Vec<ClaimedResults> {
    let fields = message.all("authentication-results").take(MOST_FIELDS);
    fields
        .map(|(_, field)| {
            let parsed = AuthenticationResults::parse(&field.text());
            let results = parsed.results.iter().map(|result| claim(result, ours));
            ClaimedResults {
                results: results.collect(),
                server: parsed.server.clone(),
            }
        })
        .collect()
}

fn claim(result: &MethodResult, ours: &Ours<'_>) -> Claim {
    let about = match result.method.as_str() {
        "dkim" => result
            .property("header", "d")
            .or_else(|| domain_of(result.property("header", "i"))),
        "spf" => result
            .property("smtp", "mailfrom")
            .or_else(|| result.property("smtp", "helo")),
        "dmarc" => result.property("header", "from"),
        _ => None,
    };
    let found = match result.method.as_str() {
        "dkim" => signature(result, about, ours.dkim),
        "spf" => ours.spf.and_then(|spf| sender(about, spf)),
        "dmarc" => Some(ours.dmarc),
        "arc" => Some(ours.arc),
        _ => None,
    };
    Claim {
        method: result.method.clone(),
        result: word(&result.verdict).to_owned(),
        about: about.map(str::to_owned),
        ours: found,
    }
}

fn domain_of(identity: Option<&str>) -> Option<&str> {
    identity?.rsplit_once('@').map(|(_, domain)| domain)
}

/// Our result for the sender that a claim is about, if it is the one that was checked here.
fn sender(about: Option<&str>, spf: &SpfReport) -> Option<ResultWord> {
    let theirs = about.map(|it| domain_of(Some(it)).unwrap_or(it));
    let is_other = theirs
        .zip(spf.domain.as_deref())
        .is_some_and(|(theirs, ours)| !domain_name::is_same(theirs, ours));
    (!is_other).then_some(spf.ruling.result)
}

/// Our result for the signature that a claim is about: by its domain, and by the selector and the
/// start of the signature where they are told.
fn signature(
    claim: &MethodResult,
    domain: Option<&str>,
    signatures: &[SignatureReport],
) -> Option<ResultWord> {
    let Some(domain) = domain else {
        return (signatures.is_empty() && claim.verdict == Verdict::None)
            .then_some(ResultWord::None);
    };
    let selector = claim.property("header", "s");
    let start = claim.property("header", "b");
    let is_it = |one: &&SignatureReport| {
        domain_name::is_same(&one.domain, domain)
            && selector.is_none_or(|it| it.eq_ignore_ascii_case(&one.selector))
            && start.is_none_or(|it| {
                one.signature_start.starts_with(it) || it.starts_with(&one.signature_start)
            })
    };
    signatures.iter().find(is_it).map(|one| one.ruling.result)
}

fn word(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::SoftFail => "softfail",
        Verdict::Neutral => "neutral",
        Verdict::None => "none",
        Verdict::Policy => "policy",
        Verdict::TempError => "temperror",
        Verdict::PermError => "permerror",
        Verdict::Other(word) => word,
    }
}
