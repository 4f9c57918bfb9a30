//! One DKIM signature of a message, verified (RFC 6376 section 6.1).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Serialize;

use super::canonical;
use super::crypto;
use super::raw::{Field, RawMessage};
use super::report::{ResultWord, Ruling};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::RfcSection;
use crate::domain::sender_domain::dkim::{
    Algorithm, Canonicalization, KeyAnswer, KeyData, KeyRecord, KeyType, SignatureHeader,
};
use crate::domain::sender_domain::dns::{Answer, Name, Question, RecordData, RecordType};
use crate::domain::sender_domain::domain_name;

/// How far the clocks of signer and verifier may lie apart before it is told.
const CLOCK_SKEW_SECS: u64 = 600;

/// The key that a signature was verified with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyReport {
    /// `rsa`, `ed25519` or what `k=` says.
    #[serde(rename = "type")]
    pub key_type: String,
    /// Its size; none if it is no key.
    pub bits: Option<usize>,
    /// `t=y`: the domain is testing.
    pub testing: bool,
    /// The text of the record.
    pub record: String,
}

/// The body as signed and as received. Hashes are Base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyReport {
    /// `bh=`.
    pub signed_hash: String,
    /// The hash of the body that came.
    pub computed_hash: String,
    /// Whether they are the same.
    pub matches: bool,
    /// How many bytes of the canonical body are signed.
    pub signed_bytes: u64,
    /// How many there are.
    pub bytes: u64,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureReport {
    /// `d=`.
    pub domain: String,
    /// `s=`.
    pub selector: String,
    /// `i=`, if it is there.
    pub identity: Option<String>,
    /// `a=`.
    pub algorithm: String,
    /// `c=` in full, for example `relaxed/simple`.
    pub canonicalization: String,
    /// The first letters of `b=`, by which receivers name a signature (RFC 6008).
    pub signature_start: String,
    /// What it comes to, and why.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// The key; none if there is none or nobody answered.
    pub key: Option<KeyReport>,
    /// The body; none if the signature could not be read.
    pub body: Option<BodyReport>,
    /// The names in `h=`, in order.
    pub signed_headers: Vec<String>,
    /// Those of them signed as absent, so that none can be added.
    pub signed_as_absent: Vec<String>,
    /// Names in `h=` with more fields in the message than are signed: somebody may have added one.
    pub not_covered: Vec<String>,
    /// `t=`.
    pub signed_at: Option<Timestamp>,
    /// `x=`.
    pub expires_at: Option<Timestamp>,
    /// What weakens the signature, or is wrong with it.
    pub findings: Vec<Finding>,
}

/// The question for the key of a signature; none if its names can be no name of the DNS.
pub(super) fn key_question(header: &SignatureHeader) -> Option<Question> {
    let is_named = domain_name::is_valid(&header.domain) && domain_name::is_valid(&header.selector);
    let name = Name::from_plain(&header.key_name()).ok()?;
    is_named.then(|| Question::new(name, RecordType::Txt))
}

/// The texts of an answer.
pub(super) fn texts(answer: &Answer) -> Vec<String> {
    let text = |data: &RecordData| match data {
        RecordData::Txt(text) => Some(text.text()),
        _ => None,
    };
    answer.records().iter().filter_map(text).collect()
}

/// The fields that `h=` picks, from the bottom up (section 5.4.2).
pub(super) struct Selection<'a> {
    /// The picked fields in the order of `h=`.
    pub fields: Vec<&'a Field>,
    absent: Vec<String>,
    not_covered: Vec<String>,
}

impl<'a> Selection<'a> {
    /// Picks by the names in `h=`; the field at `own` is the signature, which is never among them.
    pub fn pick(message: &'a RawMessage, names: &[String], own: usize) -> Self {
        let mut left: BTreeMap<&str, Vec<&Field>> = BTreeMap::new();
        for (place, field) in message.fields.iter().enumerate() {
            if place != own {
                left.entry(&field.name).or_default().push(field);
            }
        }
        let mut selection = Self {
            fields: Vec::new(),
            absent: Vec::new(),
            not_covered: Vec::new(),
        };
        let mut lower: Vec<String> = names.iter().map(|it| it.to_ascii_lowercase()).collect();
        for name in &lower {
            match left.get_mut(name.as_str()).and_then(Vec::pop) {
                Some(field) => selection.fields.push(field),
                None => selection.absent.push(name.clone()),
            }
        }
        lower.sort_unstable();
        lower.dedup();
        let is_left = |name: &String| left.get(name.as_str()).is_some_and(|it| !it.is_empty());
        selection.not_covered = lower.into_iter().filter(is_left).collect();
        selection
    }

    /// What the signature is over: the fields, and the signature itself with `b=` emptied (section
    /// 3.7).
    pub fn data(&self, header: &SignatureHeader, own: &Field) -> Vec<u8> {
        let mut data = Vec::new();
        for field in &self.fields {
            data.extend(canonical::header(header.header_form, field));
            data.extend_from_slice(b"\r\n");
        }
        let own = own.with_value(&header.without_signature());
        data.extend(canonical::header(header.header_form, &own));
        data
    }
}

/// The body as the signature has it; an error if it signs more than there is.
pub(super) fn body(message: &RawMessage, header: &SignatureHeader) -> Result<BodyReport, Ruling> {
    let canonical = message.body(header.body_form);
    let signed = match header.body_length {
        None => Some(canonical),
        Some(length) => usize::try_from(length)
            .ok()
            .and_then(|length| canonical.get(..length)),
    };
    let Some(signed) = signed else {
        return Err(Ruling::new(
            ResultWord::PermError,
            "“l=” signs more of the body than there is: something was cut off",
            &[RfcSection::new(6376, "3.5")],
        ));
    };
    let computed = crypto::sha256(signed);
    Ok(BodyReport {
        signed_hash: STANDARD.encode(&header.body_hash),
        matches: computed == header.body_hash,
        computed_hash: STANDARD.encode(computed),
        signed_bytes: signed.len() as u64,
        bytes: canonical.len() as u64,
    })
}

/// The one key record that an answer has, or why there is none.
pub(super) fn key(header: &SignatureHeader, answer: Option<&Answer>) -> Result<KeyRecord, Ruling> {
    const KEY: RfcSection = RfcSection::new(6376, "6.1.2");
    let name = header.key_name();
    let Some(answer) = answer.filter(|answer| !answer.is_failure()) else {
        let reason = format!("The DNS gives no answer about the key at {name}");
        return Err(Ruling::new(ResultWord::TempError, reason, &[KEY]));
    };
    let texts = texts(answer);
    let keys = KeyAnswer::read(&header.selector, texts.iter().map(String::as_str));
    if let Some(record) = keys.record() {
        return Ok(record.clone());
    }
    let reason = match texts.len() {
        0 => format!("There is no key at {name}"),
        count => format!("There are {count} records at {name}, so no verifier knows which counts"),
    };
    let rules = [KEY, RfcSection::new(6376, "3.6.2.2")];
    Err(Ruling::new(ResultWord::PermError, reason, &rules))
}

/// Whether a key may be used for a signature; why not, if not.
pub(super) fn fits(header: &SignatureHeader, key: &KeyRecord) -> Result<(), Ruling> {
    const RULES: [RfcSection; 2] = [RfcSection::new(6376, "6.1.2"), RfcSection::new(8301, "3.2")];
    if key.key == KeyData::Revoked {
        let reason = "The key was revoked by its domain";
        return Err(Ruling::new(ResultWord::PermError, reason, &RULES));
    }
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let own = key.findings.iter().find(is_error);
    let Some(conflict) = header.conflicts_with(key).into_iter().next() else {
        return Ok(());
    };
    let reason = match own.filter(|_| !key.usable()) {
        Some(own) => own.message.clone(),
        None => conflict.message,
    };
    Err(Ruling::new(ResultWord::PermError, reason, &RULES))
}

/// Verifies the signature at `own`, a place among the fields. `now` is in seconds of Unix time.
pub(super) fn verify(
    message: &RawMessage,
    (own, header): (usize, &SignatureHeader),
    answer: Option<&Answer>,
    now: u64,
) -> SignatureReport {
    let selection = Selection::pick(message, &header.signed_headers, own);
    let body = header.acceptable().then(|| body(message, header));
    let key = key(header, answer);
    let ruling = objection(header)
        .or_else(|| key.as_ref().err().cloned())
        .or_else(|| fits(header, key.as_ref().ok()?).err())
        .or_else(|| body.as_ref()?.as_ref().err().cloned());
    let ruling = ruling.unwrap_or_else(|| {
        let Ok(key) = &key else {
            return Ruling::default();
        };
        let own = message.fields.get(own);
        let data = own.map(|own| selection.data(header, own));
        let is_signed = matches!(&key.key, KeyData::Public(key)
            if data.is_some_and(|data| crypto::is_signed(key, &data, &header.signature)));
        let body = body.as_ref().and_then(|body| body.as_ref().ok());
        judge(header, is_signed, body, now)
    });
    let mut findings = header.findings.clone();
    findings.extend(clock(header, now));
    findings.extend(added(&selection.not_covered));
    SignatureReport {
        domain: header.domain.clone(),
        selector: header.selector.clone(),
        identity: header.identity.clone(),
        algorithm: algorithm(&header.algorithm).to_owned(),
        canonicalization: format!("{}/{}", form(header.header_form), form(header.body_form)),
        signature_start: STANDARD.encode(&header.signature).chars().take(8).collect(),
        ruling,
        key: key.ok().map(|key| key_report(&key)),
        body: body.and_then(Result::ok),
        signed_headers: header.signed_headers.clone(),
        signed_as_absent: selection.absent,
        not_covered: selection.not_covered,
        signed_at: timestamp(header.signed_at),
        expires_at: timestamp(header.expires_at),
        findings,
    }
}

/// What makes verifiers refuse the signature before they look at the key (section 6.1.1).
fn objection(header: &SignatureHeader) -> Option<Ruling> {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let first = header.findings.iter().find(is_error)?;
    if header.algorithm == Algorithm::RsaSha1 {
        let reason = "The signature uses SHA-1, which verifiers must refuse";
        return Some(Ruling::new(
            ResultWord::PermError,
            reason,
            &[RfcSection::new(8301, "3.1")],
        ));
    }
    let from = header.signed_headers.iter();
    let is_from_signed = from.clone().any(|name| name.eq_ignore_ascii_case("from"));
    let is_foreign = header
        .identity
        .as_deref()
        .is_some_and(|it| it.contains('@'))
        && !domain_name::is_same_or_below(header.identity_domain(), &header.domain);
    // RFC 8601 section 2.7.1: neutral for what cannot be read, permerror for what is missing.
    let word = if !is_from_signed || is_foreign {
        ResultWord::PermError
    } else {
        ResultWord::Neutral
    };
    let rules = [RfcSection::new(6376, "6.1.1")];
    Some(Ruling::new(word, first.message.clone(), &rules))
}

/// The result of a signature that could be computed.
fn judge(header: &SignatureHeader, is_signed: bool, body: Option<&BodyReport>, now: u64) -> Ruling {
    const HASHES: RfcSection = RfcSection::new(6376, "6.1.3");
    let is_body_same = body.is_some_and(|body| body.matches);
    let (word, reason, rule) = match (is_signed, is_body_same) {
        (true, true) if header.is_expired_at(now) => (
            ResultWord::Fail,
            "Message and signature fit, but the signature has expired",
            RfcSection::new(6376, "6.1.1"),
        ),
        (true, true) if body.is_some_and(|body| body.signed_bytes < body.bytes) => (
            ResultWord::Policy,
            "The signature fits, but text that it does not cover follows the signed part of the body",
            RfcSection::new(6376, "8.2"),
        ),
        (true, true) => (ResultWord::Pass, "Header and body are as signed", HASHES),
        (true, false) => (
            ResultWord::Fail,
            "The body was changed after it was signed",
            HASHES,
        ),
        (false, true) => (
            ResultWord::Fail,
            "A signed header field was changed, or the key is not the one that signed",
            HASHES,
        ),
        (false, false) => (
            ResultWord::Fail,
            "The body was changed after it was signed, and so was the header or the key",
            HASHES,
        ),
    };
    Ruling::new(word, reason, &[rule])
}

fn clock(header: &SignatureHeader, now: u64) -> Option<Finding> {
    let ahead = header.signed_at?.checked_sub(now)?;
    (ahead > CLOCK_SKEW_SECS).then(|| {
        let message = format!("The signature was made {ahead} seconds in the future");
        Finding::new(Severity::Warning, "dkim.signature", message)
            .hint("Set the clock of the signing server; some receivers ignore such signatures")
    })
}

fn added(not_covered: &[String]) -> Option<Finding> {
    // Every server adds fields of these, so one more says nothing.
    let is_odd = |name: &&String| !matches!(name.as_str(), "received" | "dkim-signature");
    let names: Vec<&str> = not_covered
        .iter()
        .filter(is_odd)
        .map(String::as_str)
        .collect();
    (!names.is_empty()).then(|| {
        let message = format!(
            "The message has more fields than the signature covers of: {}",
            names.join(", ")
        );
        Finding::new(Severity::Warning, "dkim.unsigned-headers", message)
            .hint("A reader may be shown the one that nobody signed; let the signing software name each field once more in “h=”")
    })
}

fn key_report(key: &KeyRecord) -> KeyReport {
    let key_type = match &key.key_type {
        KeyType::Rsa => "rsa",
        KeyType::Ed25519 => "ed25519",
        KeyType::Other(name) => name,
    };
    KeyReport {
        key_type: key_type.to_owned(),
        bits: key.bits(),
        testing: key.testing,
        record: key.print(),
    }
}

pub(super) fn algorithm(algorithm: &Algorithm) -> &str {
    match algorithm {
        Algorithm::RsaSha256 => "rsa-sha256",
        Algorithm::RsaSha1 => "rsa-sha1",
        Algorithm::Ed25519Sha256 => "ed25519-sha256",
        Algorithm::Other(name) => name,
    }
}

const fn form(form: Canonicalization) -> &'static str {
    match form {
        Canonicalization::Simple => "simple",
        Canonicalization::Relaxed => "relaxed",
        Canonicalization::Unknown => "unknown",
    }
}

pub(super) fn timestamp(seconds: Option<u64>) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(seconds?).ok()?).ok()
}
