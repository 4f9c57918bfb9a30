//! A key record: the TXT text at `selector._domainkey.domain` (RFC 6376 section 3.6.1).

use super::key_findings::{self, error, flaw_finding, wrong_padding};
use super::public_key::{self, KeyFlaw, Padding, PublicKey};
use crate::domain::finding::{Finding, Fix, Severity};
use crate::domain::sender_domain::tag_list::{Flaw, Tag, TagList};

/// Sizes of RSA keys that every verifier takes (RFC 8301 section 3.2), and the size to use.
const RSA_LEAST_BITS: usize = 1024;
const RSA_GOOD_BITS: usize = 2048;
const RSA_MOST_BITS: usize = 4096;

/// What `k=` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyType {
    /// RSA, also if there is no `k=`.
    Rsa,
    /// Ed25519 (RFC 8463).
    Ed25519,
    /// A type that no verifier knows.
    Other(String),
}

/// What `p=` holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyData {
    /// There is no `p=`.
    Missing,
    /// `p=` is empty: the key was withdrawn.
    Revoked,
    /// The value is no key.
    Flawed(KeyFlaw),
    /// A key.
    Public(PublicKey),
    /// Not looked into, as the type is unknown.
    Unknown,
}

/// A key record as a verifier reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The text and its tags.
    pub tags: TagList,
    /// The type of key.
    pub key_type: KeyType,
    /// The key.
    pub key: KeyData,
    /// `t=y`: the domain is testing, and failures count like no signature.
    pub testing: bool,
    /// `t=s`: the domain of `i=` must be `d=` itself.
    pub strict: bool,
    /// What is wrong with the record or worth knowing.
    pub findings: Vec<Finding>,
    refused: bool,
}

impl KeyRecord {
    /// Reads the joined strings of one TXT record.
    pub fn parse(text: &str) -> Self {
        let mut record = Self {
            tags: TagList::parse(text),
            key_type: KeyType::Rsa,
            key: KeyData::Missing,
            testing: false,
            strict: false,
            findings: Vec::new(),
            refused: false,
        };
        record.read_grammar();
        record.read_version();
        record.read_type();
        record.read_key();
        record.read_limits();
        record.read_flags();
        record
    }

    /// Whether a verifier accepts signatures of e-mail by this key.
    pub const fn usable(&self) -> bool {
        !self.refused && matches!(self.key, KeyData::Public(_))
    }

    /// The size of the key in bits, if there is a key.
    pub fn bits(&self) -> Option<usize> {
        match &self.key {
            KeyData::Public(key) => Some(key.bits()),
            _ => None,
        }
    }

    /// The record as text.
    pub fn print(&self) -> String {
        self.tags.print()
    }

    /// Notes a finding that makes verifiers refuse the record.
    fn refuse(&mut self, finding: Finding) {
        self.refused = true;
        self.findings.push(finding);
    }

    fn read_grammar(&mut self) {
        if let Some(finding) = self.tags.stray_escape("dkim.syntax", &["n"]) {
            self.refuse(finding);
        }
        for flaw in self.tags.flaws().to_vec() {
            // A doubled semicolon breaks the grammar, but verifiers skip it.
            let harmless = matches!(flaw, Flaw::Empty(_));
            let severity = if harmless {
                Severity::Warning
            } else {
                Severity::Error
            };
            let finding = flaw.finding(self.tags.text(), severity, "dkim.syntax");
            self.findings.push(finding);
            self.refused |= !harmless;
        }
        for tag in self.tags.tags() {
            let finding = key_findings::unknown_tag(self.tags.name(tag), tag.name);
            self.findings.extend(finding);
        }
    }

    fn read_version(&mut self) {
        let Some(tag) = self.tags.get("v").copied() else {
            return;
        };
        let first = self.tags.tags().first().map(|tag| tag.name);
        if self.tags.value(&tag) != "DKIM1" {
            let fix = Fix {
                title: "Write v=DKIM1".to_owned(),
                span: tag.value,
                replacement: "DKIM1".to_owned(),
            };
            self.refuse(
                error("dkim.syntax", "The version is not exactly DKIM1")
                    .hint("Verifiers ignore the record; write “v=DKIM1”")
                    .at(tag.value)
                    .fix(fix),
            );
        } else if first != Some(tag.name) {
            self.refuse(
                error("dkim.syntax", "“v=DKIM1” is not the first tag")
                    .hint("Move it to the front; verifiers ignore the record as it is")
                    .at(tag.span()),
            );
        }
    }

    fn read_type(&mut self) {
        let Some(tag) = self.tags.get("k").copied() else {
            return;
        };
        let value = self.tags.value(&tag);
        self.key_type = match value {
            "rsa" => KeyType::Rsa,
            "ed25519" => KeyType::Ed25519,
            _ => KeyType::Other(value.to_owned()),
        };
        if matches!(self.key_type, KeyType::Other(_)) {
            let message = format!("No verifier knows the key type “{value}”");
            self.refuse(
                error("dkim.key-type", message)
                    .hint("Publish an RSA key with “k=rsa”")
                    .at(tag.value),
            );
        }
    }

    fn read_key(&mut self) {
        let Some(tag) = self.tags.get("p").copied() else {
            let end = self.tags.text().len();
            self.refuse(
                error("dkim.syntax", "The record has no key, as “p=” is missing")
                    .hint("Publish the record again as your provider shows it, with the whole key")
                    .at(end..end),
            );
            return;
        };
        if self.tags.value(&tag).is_empty() {
            self.key = KeyData::Revoked;
            self.findings.push(
                error("dkim.revoked", "The key was revoked, as “p=” is empty")
                    .hint("If mail is still signed with this selector, publish its key again")
                    .at(tag.span()),
            );
            return;
        }
        if matches!(self.key_type, KeyType::Other(_)) {
            self.key = KeyData::Unknown;
            return;
        }
        self.key = match public_key::decode_base64(self.tags.text(), tag.value) {
            Ok((bytes, padding)) => {
                if padding == Padding::Wrong {
                    self.findings.push(wrong_padding(tag.value));
                }
                self.key_of(&bytes)
            }
            Err(flaw) => KeyData::Flawed(flaw),
        };
        if let KeyData::Flawed(flaw) = &self.key {
            let finding = flaw_finding(flaw, tag.value);
            self.refuse(finding);
        }
        self.judge_size(&tag);
    }

    fn key_of(&self, bytes: &[u8]) -> KeyData {
        let key = if self.key_type == KeyType::Ed25519 {
            public_key::ed25519_key(bytes)
        } else {
            public_key::rsa_key(bytes)
        };
        key.map_or_else(KeyData::Flawed, KeyData::Public)
    }

    fn judge_size(&mut self, tag: &Tag) {
        let KeyData::Public(PublicKey::Rsa { exponent, .. }) = &self.key else {
            return;
        };
        let exponent_bits = public_key::bits(exponent);
        let size = self.bits().unwrap_or_default();
        let place = tag.value;
        if size < RSA_LEAST_BITS {
            let message = format!("The RSA key has {size} bits; verifiers refuse fewer than 1024");
            self.refuse(
                error("dkim.key-too-short", message)
                    .hint("Create a key of 2048 bits and sign with it")
                    .at(place),
            );
        } else if size < RSA_GOOD_BITS {
            let message = format!("The RSA key has {size} bits; 2048 is what should be used");
            self.findings.push(
                Finding::new(Severity::Warning, "dkim.weak-key", message)
                    .hint("Change to a key of 2048 bits when you next rotate keys")
                    .at(place),
            );
        } else if size > RSA_MOST_BITS {
            let message = format!("The RSA key has {size} bits; verifiers need not take over 4096");
            self.findings.push(
                Finding::new(Severity::Warning, "dkim.key-too-long", message)
                    .hint("Use a key of 2048 bits; it also fits into DNS answers")
                    .at(place),
            );
        }
        // The cryptographic libraries of verifiers take 3 to 33 bits; 65537 is what tools write.
        if !(17..=33).contains(&exponent_bits) {
            let message = "The RSA key has an unusual exponent, which some verifiers refuse";
            self.findings.push(
                Finding::new(Severity::Warning, "dkim.weak-key", message)
                    .hint("Create the key again with the exponent 65537, the default of all tools")
                    .at(place),
            );
        }
    }

    fn read_limits(&mut self) {
        if let Some(tag) = self.tags.get("h").copied()
            && !self.lists(&tag, &["sha256"])
        {
            self.refuse(
                error(
                    "dkim.sha1-only",
                    "The key does not allow SHA-256, the only hash in use",
                )
                .hint("Remove “h=” or write “h=sha256”")
                .at(tag.span()),
            );
        }
        if let Some(tag) = self.tags.get("s").copied()
            && !self.lists(&tag, &["email", "*"])
        {
            self.refuse(
                error("dkim.service-type", "The key is not meant for e-mail")
                    .hint("Remove “s=” or write “s=email”")
                    .at(tag.span()),
            );
        }
        if let Some(tag) = self.tags.get("g").copied() {
            let severity = match self.tags.value(&tag) {
                "*" => Severity::Info,
                _ => Severity::Error,
            };
            self.findings.push(
                Finding::new(
                    severity,
                    "dkim.granularity",
                    "“g=” was abolished, but old verifiers still obey it",
                )
                .hint("Remove “g=” with its value")
                .at(tag.span()),
            );
        }
    }

    fn read_flags(&mut self) {
        let Some(tag) = self.tags.get("t").copied() else {
            return;
        };
        self.testing = self.lists(&tag, &["y"]);
        self.strict = self.lists(&tag, &["s"]);
        if self.testing {
            self.findings.push(
                Finding::new(
                    Severity::Warning,
                    "dkim.testing",
                    "The key is marked as a test, so receivers may ignore its signatures",
                )
                .hint("Remove “y” from “t=” once mail is signed as it should be")
                .at(tag.span()),
            );
        }
        if self.strict {
            self.findings.push(
                Finding::new(
                    Severity::Info,
                    "dkim.strict",
                    "The key signs for its very domain only, not for subdomains in “i=”",
                )
                .at(tag.span()),
            );
        }
    }

    /// Whether a list with colons names one of these.
    fn lists(&self, tag: &Tag, wanted: &[&str]) -> bool {
        let mut items = self.tags.items(tag, ':');
        items.any(|item| wanted.contains(&self.tags.slice(item)))
    }
}
