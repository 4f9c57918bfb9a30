//! The chain of those who passed a message on and vouch for what they saw (ARC, RFC 8617).

use std::collections::BTreeMap;

use serde::Serialize;

use super::canonical;
use super::crypto;
use super::dkim::{self, Selection};
use super::raw::{Field, RawMessage};
use super::report::{ResultWord, Ruling};
use crate::domain::sender_domain::RfcSection;
use crate::domain::sender_domain::dkim::{Algorithm, Canonicalization, KeyData, SignatureHeader};
use crate::domain::sender_domain::dns::{Answer, Question};

/// Most sets of a chain (section 4.2.1).
const MOST_INSTANCES: u32 = 50;

const NAMES: [&str; 3] = [
    "arc-authentication-results",
    "arc-message-signature",
    "arc-seal",
];

/// One signature of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArcCheck {
    /// `d=`.
    pub domain: String,
    /// `s=`.
    pub selector: String,
    /// What it comes to, and why.
    #[serde(flatten)]
    pub ruling: Ruling,
}

/// One set: what one server added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArcInstance {
    /// Its number; 1 is the first server.
    pub instance: u32,
    /// `cv=`: what the server thought of the chain that it got.
    pub chain_before: Option<String>,
    /// `ARC-Seal`, over the fields of ARC up to here.
    pub seal: Option<ArcCheck>,
    /// `ARC-Message-Signature`. Those of earlier servers often fail, as later ones change the text.
    pub message_signature: Option<ArcCheck>,
    /// `ARC-Authentication-Results`: what the server found.
    pub results: Option<String>,
}

/// The chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArcReport {
    /// `none`, `pass` or `fail`, or that it could not be checked, and why.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// The sets, the first server's first.
    pub instances: Vec<ArcInstance>,
}

/// The fields of one set, with their places in the message.
#[derive(Default)]
struct Set<'a> {
    fields: [Vec<(usize, &'a Field)>; 3],
}

impl<'a> Set<'a> {
    fn only(&self, kind: usize) -> Option<(usize, &'a Field)> {
        match self.fields.get(kind)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// The chain of a message: its fields, taken apart.
pub(super) struct Chain<'a> {
    message: &'a RawMessage,
    sets: BTreeMap<u32, Set<'a>>,
    has_stray: bool,
}

impl<'a> Chain<'a> {
    pub fn read(message: &'a RawMessage) -> Self {
        let mut chain = Self {
            message,
            sets: BTreeMap::new(),
            has_stray: false,
        };
        for (kind, name) in NAMES.iter().enumerate() {
            for (place, field) in message.all(name) {
                let number = instance(field);
                let Some(number) = number.filter(|it| (1..=MOST_INSTANCES).contains(it)) else {
                    chain.has_stray = true;
                    continue;
                };
                let set = chain.sets.entry(number).or_default();
                if let Some(fields) = set.fields.get_mut(kind) {
                    fields.push((place, field));
                }
            }
        }
        chain
    }

    /// The questions for all keys.
    pub fn questions(&self) -> Vec<Question> {
        let sets = self.sets.values().rev();
        let signatures = sets.flat_map(|set| [set.only(2), set.only(1)]).flatten();
        signatures
            .filter_map(|(_, field)| dkim::key_question(&SignatureHeader::parse(&field.text())))
            .collect()
    }

    /// Verifies the chain (section 5.2).
    pub fn verify<'b>(&self, answer: impl Fn(&Question) -> Option<&'b Answer>) -> ArcReport {
        let instances: Vec<ArcInstance> = self
            .sets
            .iter()
            .map(|(&number, set)| ArcInstance {
                instance: number,
                chain_before: set.only(2).and_then(|(_, field)| tag(field, "cv")),
                seal: set.only(2).map(|own| self.seal(number, own, &answer)),
                message_signature: set.only(1).map(|own| self.signature(own, &answer)),
                results: set.only(0).map(|(_, field)| field.unfolded()),
            })
            .collect();
        let ruling = self.defect(&instances).unwrap_or_else(|| total(&instances));
        ArcReport { ruling, instances }
    }

    /// What is wrong with the chain as such.
    fn defect(&self, instances: &[ArcInstance]) -> Option<Ruling> {
        let fail = |reason: String| Some(rule(ResultWord::Fail, reason, "5.2"));
        if self.has_stray {
            return fail("A field of ARC has no number from 1 to 50".to_owned());
        }
        for (expected, (number, set)) in (1..).zip(&self.sets) {
            if *number != expected {
                return fail(format!("The chain has no set number {expected}"));
            }
            if (0..NAMES.len()).any(|kind| set.only(kind).is_none()) {
                return fail(format!(
                    "Set {number} does not have each of its three fields once"
                ));
            }
        }
        let last = instances.last()?;
        if last.chain_before.as_deref() == Some("fail") {
            let number = last.instance;
            return fail(format!("The server of set {number} found the chain broken"));
        }
        let mut sets = instances.iter();
        let wrong = sets.find(|it| {
            let expected = if it.instance == 1 { "none" } else { "pass" };
            it.chain_before.as_deref() != Some(expected)
        })?;
        fail(format!(
            "Set {} does not say what the one before was worth",
            wrong.instance
        ))
    }

    /// The seal of a set: over all sets up to it, its own field last with `b=` emptied (5.1.1).
    fn seal<'b>(
        &self,
        number: u32,
        (_, own): (usize, &Field),
        answer: &impl Fn(&Question) -> Option<&'b Answer>,
    ) -> ArcCheck {
        let header = SignatureHeader::parse(&own.text());
        let relaxed = Canonicalization::Relaxed;
        let mut data = Vec::new();
        for (&at, set) in self.sets.range(..=number) {
            for kind in 0..NAMES.len() {
                let Some((_, field)) = set.only(kind) else {
                    continue;
                };
                if at == number && kind == 2 {
                    let own = field.with_value(&header.without_signature());
                    data.extend(canonical::header(relaxed, &own));
                } else {
                    data.extend(canonical::header(relaxed, field));
                    data.extend_from_slice(b"\r\n");
                }
            }
        }
        let ruling = if header.tags.get("h").is_some() {
            rule(ResultWord::Fail, "A seal must not have “h=”", "4.1.3")
        } else {
            signed(&header, &data, answer)
        };
        check(&header, ruling)
    }

    /// The signature of a set over the message, which works as one of DKIM (section 5.1.2).
    fn signature<'b>(
        &self,
        (place, own): (usize, &Field),
        answer: &impl Fn(&Question) -> Option<&'b Answer>,
    ) -> ArcCheck {
        let header = SignatureHeader::parse(&own.text());
        let names = &header.signed_headers;
        let names_seal = names.iter().any(|it| it.eq_ignore_ascii_case("arc-seal"));
        let is_readable = !names.is_empty()
            && !names_seal
            && header.header_form != Canonicalization::Unknown
            && header.body_form != Canonicalization::Unknown;
        if !is_readable {
            let reason = "“h=” or “c=” of the signature is not what it must be";
            return check(&header, rule(ResultWord::Fail, reason, "4.1.2"));
        }
        let selection = Selection::pick(self.message, names, place);
        let ruling = signed(&header, &selection.data(&header, own), answer);
        let ruling = match dkim::body(self.message, &header) {
            Ok(body) if body.matches => ruling,
            Err(error) => error,
            Ok(_) if ruling.result == ResultWord::Pass => {
                let reason = "The body was changed after it was signed";
                rule(ResultWord::Fail, reason, "5.2")
            }
            Ok(_) => ruling,
        };
        check(&header, ruling)
    }
}

/// What the whole chain is worth: the last message signature and every seal have to pass.
fn total(instances: &[ArcInstance]) -> Ruling {
    let Some(last) = instances.last() else {
        return rule(ResultWord::None, "Nobody sealed the message", "5.2");
    };
    let signature = last.message_signature.iter().map(|it| (it, last.instance));
    let seals = instances.iter().rev();
    let seals = seals.filter_map(|it| Some((it.seal.as_ref()?, it.instance)));
    let mut broken = signature
        .chain(seals)
        .filter(|(it, _)| it.ruling.result != ResultWord::Pass);
    let first = broken
        .clone()
        .find(|(it, _)| it.ruling.result != ResultWord::TempError);
    let Some((check, number)) = first.or_else(|| broken.next()) else {
        let count = instances.len();
        let reason = match count {
            1 => "The one seal is whole".to_owned(),
            _ => format!("All {count} seals are whole"),
        };
        return rule(ResultWord::Pass, reason, "5.2");
    };
    let word = match check.ruling.result {
        ResultWord::TempError => ResultWord::TempError,
        _ => ResultWord::Fail,
    };
    let reason = format!("Set {number} of {}: {}", check.domain, check.ruling.reason);
    rule(word, reason, "5.2")
}

/// Whether the owner of the key signed this data.
fn signed<'b>(
    header: &SignatureHeader,
    data: &[u8],
    answer: &impl Fn(&Question) -> Option<&'b Answer>,
) -> Ruling {
    if !matches!(
        header.algorithm,
        Algorithm::RsaSha256 | Algorithm::Ed25519Sha256
    ) {
        let reason = "The algorithm of the signature is not one that verifiers take";
        return Ruling::new(
            ResultWord::PermError,
            reason,
            &[RfcSection::new(8301, "3.1")],
        );
    }
    let Some(question) = dkim::key_question(header) else {
        return rule(ResultWord::PermError, "“d=” or “s=” is no name", "4.1.2");
    };
    let key = match dkim::key(header, answer(&question)) {
        Ok(key) => key,
        Err(ruling) => return ruling,
    };
    // The number in “i=” is no identity, which only keys with “t=s” would look at.
    let plain = SignatureHeader {
        identity: None,
        ..header.clone()
    };
    if let Err(ruling) = dkim::fits(&plain, &key) {
        return ruling;
    }
    let is_signed =
        matches!(&key.key, KeyData::Public(key) if crypto::is_signed(key, data, &header.signature));
    if is_signed {
        rule(ResultWord::Pass, "What it covers is as signed", "5.2")
    } else {
        let reason = "A field was changed, or the key is not the one that signed";
        rule(ResultWord::Fail, reason, "5.2")
    }
}

fn check(header: &SignatureHeader, ruling: Ruling) -> ArcCheck {
    ArcCheck {
        domain: header.domain.clone(),
        selector: header.selector.clone(),
        ruling,
    }
}

fn rule(word: ResultWord, reason: impl Into<String>, section: &'static str) -> Ruling {
    Ruling::new(word, reason, &[RfcSection::new(8617, section)])
}

/// The number in `i=`, which is the first tag of all three fields.
fn instance(field: &Field) -> Option<u32> {
    tag(field, "i")?.parse().ok()
}

/// The value of a tag. `ARC-Authentication-Results` has only `i=` of this form, at its front.
fn tag(field: &Field, name: &str) -> Option<String> {
    let text = field.unfolded();
    let mut parts = text.split(';').filter_map(|part| part.split_once('='));
    let (_, value) = parts.find(|(key, _)| key.trim() == name)?;
    Some(value.trim().to_owned())
}
