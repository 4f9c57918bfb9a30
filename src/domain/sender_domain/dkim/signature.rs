//! The `DKIM-Signature` header field (RFC 6376 section 3.5).

use super::key::{KeyRecord, KeyType};
use super::public_key;
use super::signature_checks;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::sender_domain::domain_name;
use crate::domain::sender_domain::tag_list::{Tag, TagList};

/// What `a=` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA with SHA-256.
    RsaSha256,
    /// RSA with SHA-1; no verifier may accept it (RFC 8301 section 3.1).
    RsaSha1,
    /// Ed25519 with SHA-256 (RFC 8463).
    Ed25519Sha256,
    /// One that no verifier knows, or none.
    Other(String),
}

/// How header fields or the body were made comparable before signing (RFC 6376 section 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canonicalization {
    /// As they are.
    Simple,
    /// White space and case of names evened out.
    Relaxed,
    /// Neither of the two.
    Unknown,
}

/// A `DKIM-Signature` as a verifier reads it. Its spans lie in the value of the header field, as it
/// stands in the message, folds included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureHeader {
    /// The text and its tags.
    pub tags: TagList,
    /// `a=`.
    pub algorithm: Algorithm,
    /// The first half of `c=`.
    pub header_form: Canonicalization,
    /// The second half of `c=`.
    pub body_form: Canonicalization,
    /// `d=`, the domain that answers for the message; empty if missing.
    pub domain: String,
    /// `s=`; empty if missing.
    pub selector: String,
    /// `i=`, if there is one.
    pub identity: Option<String>,
    /// `h=`: names of the signed header fields, as written.
    pub signed_headers: Vec<String>,
    /// `bh=`, decoded.
    pub body_hash: Vec<u8>,
    /// `b=`, decoded.
    pub signature: Vec<u8>,
    /// `l=`: how many bytes of the body are signed, if not all.
    pub body_length: Option<u64>,
    /// `t=`: when it was signed, in seconds of Unix time.
    pub signed_at: Option<u64>,
    /// `x=`: when it ends to be valid, in seconds of Unix time.
    pub expires_at: Option<u64>,
    /// What is wrong with the header or worth knowing.
    pub findings: Vec<Finding>,
}

impl SignatureHeader {
    /// Reads the value of the header field: all after the colon.
    pub fn parse(value: &str) -> Self {
        let tags = TagList::parse(value);
        let text = |name| tags.value_of(name).map(str::to_owned);
        let (header_form, body_form) = canonicalization(tags.value_of("c"));
        let signed_headers = tags.get("h").map(|tag| {
            let items = tags.items(tag, ':');
            items.map(|item| tags.slice(item).to_owned()).collect()
        });
        let mut header = Self {
            algorithm: algorithm(tags.value_of("a")),
            header_form,
            body_form,
            domain: text("d").unwrap_or_default(),
            selector: text("s").unwrap_or_default(),
            identity: text("i"),
            signed_headers: signed_headers.unwrap_or_default(),
            body_hash: bytes(&tags, "bh"),
            signature: bytes(&tags, "b"),
            body_length: number(&tags, "l"),
            signed_at: number(&tags, "t"),
            expires_at: number(&tags, "x"),
            findings: Vec::new(),
            tags,
        };
        header.findings = signature_checks::check(&header);
        header
    }

    /// Whether nothing in the header itself makes verifiers refuse it.
    pub fn acceptable(&self) -> bool {
        let is_error = |finding: &Finding| finding.severity == Severity::Error;
        !self.findings.iter().any(is_error)
    }

    /// The name under which the key must be published.
    pub fn key_name(&self) -> String {
        let name = format!("{}._domainkey.{}", self.selector, self.domain);
        domain_name::normalize(&name)
    }

    /// The domain in `i=`, or `d=` if there is none.
    pub fn identity_domain(&self) -> &str {
        let identity = self.identity.as_deref();
        let domain = identity.and_then(|identity| identity.rsplit_once('@'));
        domain.map_or(&self.domain, |(_, domain)| domain)
    }

    /// Whether it was no longer valid at this time, in seconds of Unix time.
    pub fn is_expired_at(&self, seconds: u64) -> bool {
        self.expires_at.is_some_and(|end| end < seconds)
    }

    /// The value with the content of `b=` taken out, white space included, as it is hashed.
    pub fn without_signature(&self) -> String {
        let place = self.tags.get("b").map(|tag| tag.raw_value);
        let text = self.tags.text();
        let place = place.unwrap_or_else(|| Span::new(text.len(), text.len()));
        let before = self.tags.slice(Span::new(0, place.start));
        let after = self.tags.slice(Span::new(place.end, text.len()));
        [before, after].concat()
    }

    /// Why this key cannot verify this signature, going by both texts alone.
    pub fn conflicts_with(&self, key: &KeyRecord) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut add = |message: &str, hint: &str, span: Option<Span>| {
            let finding = Finding::new(Severity::Error, "dkim.signature", message).hint(hint);
            findings.push(Finding { span, ..finding });
        };
        let place = |name| self.tags.get(name).map(Tag::span);
        let fits = match self.algorithm {
            Algorithm::RsaSha256 | Algorithm::RsaSha1 => key.key_type == KeyType::Rsa,
            Algorithm::Ed25519Sha256 => key.key_type == KeyType::Ed25519,
            Algorithm::Other(_) => true,
        };
        if !fits {
            add(
                "The published key is of another type than the signature",
                "Publish the key that the mail is signed with under this selector",
                place("a"),
            );
        }
        if key.strict && !domain_name::is_same(self.identity_domain(), &self.domain) {
            add(
                "The key allows its very domain only, but “i=” names a subdomain",
                "Remove “s” from “t=” of the key, or sign without “i=”",
                place("i"),
            );
        }
        if !key.usable() {
            add(
                "The published key cannot be used",
                "Mend the key record first",
                place("s"),
            );
        }
        findings
    }

    /// The value as text.
    pub fn print(&self) -> String {
        self.tags.print()
    }
}

fn algorithm(value: Option<&str>) -> Algorithm {
    match value {
        Some("rsa-sha256") => Algorithm::RsaSha256,
        Some("rsa-sha1") => Algorithm::RsaSha1,
        Some("ed25519-sha256") => Algorithm::Ed25519Sha256,
        other => Algorithm::Other(other.unwrap_or_default().to_owned()),
    }
}

fn canonicalization(value: Option<&str>) -> (Canonicalization, Canonicalization) {
    let form = |name| match name {
        "simple" => Canonicalization::Simple,
        "relaxed" => Canonicalization::Relaxed,
        _ => Canonicalization::Unknown,
    };
    // Without a second half the body is simple, whatever the first half says.
    let (header, body) = match value {
        None => ("simple", "simple"),
        Some(value) => value.split_once('/').unwrap_or((value, "simple")),
    };
    (form(header), form(body))
}

fn bytes(tags: &TagList, name: &str) -> Vec<u8> {
    let decoded = tags
        .get(name)
        .map(|tag| public_key::decode_base64(tags.text(), tag.value));
    match decoded {
        Some(Ok((bytes, _padding))) => bytes,
        Some(Err(_)) | None => Vec::new(),
    }
}

fn number(tags: &TagList, name: &str) -> Option<u64> {
    let value = tags.value_of(name)?;
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    // Only digits are left, so what does not parse is too large; it then means “no end”.
    is_number.then(|| value.parse().ok()).flatten()
}
