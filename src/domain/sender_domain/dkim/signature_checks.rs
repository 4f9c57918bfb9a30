//! What a verifier objects to in a signature before it looks at key or message (RFC 6376 section
//! 6.1.1), and what weakens a valid one.

use super::public_key;
use super::signature::{Algorithm, Canonicalization, SignatureHeader};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::sender_domain::domain_name;
use crate::domain::sender_domain::tag_list::Flaw;

/// Refused by every verifier.
const CODE: &str = "dkim.signature";
/// Valid only for a part of the body.
const BODY_LENGTH: &str = "dkim.body-length";
/// Valid, but readers see header fields that nobody vouches for.
const UNSIGNED: &str = "dkim.unsigned-headers";

const REQUIRED: [&str; 7] = ["v", "a", "b", "bh", "d", "h", "s"];

/// What readers and receivers go by most, of the list in RFC 6376 section 5.4.1.
const EXPECTED_HEADERS: [&str; 3] = ["Subject", "Date", "To"];

pub(super) fn check(header: &SignatureHeader) -> Vec<Finding> {
    let mut checks = Checks {
        header,
        findings: Vec::new(),
    };
    checks.grammar();
    checks.values();
    checks.domains();
    checks.headers();
    checks.times();
    checks.findings
}

struct Checks<'a> {
    header: &'a SignatureHeader,
    findings: Vec<Finding>,
}

impl Checks<'_> {
    fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        message: &str,
        hint: &str,
        tag: &str,
    ) {
        let span = self.header.tags.get(tag).map(|tag| tag.span());
        let finding = Finding::new(severity, code, message).hint(hint);
        self.findings.push(Finding { span, ..finding });
    }

    fn refuse(&mut self, message: &str, hint: &str, tag: &str) {
        self.add(Severity::Error, CODE, message, hint, tag);
    }

    fn value(&self, tag: &str) -> Option<&str> {
        self.header.tags.value_of(tag)
    }

    fn grammar(&mut self) {
        let tags = &self.header.tags;
        for flaw in tags.flaws() {
            let severity = match flaw {
                Flaw::Empty(_) => Severity::Warning,
                _ => Severity::Error,
            };
            self.findings
                .push(flaw.finding(tags.text(), severity, CODE));
        }
        for name in REQUIRED {
            if tags.get(name).is_none() {
                let message = format!("The signature has no “{name}=”");
                let end = tags.text().len();
                self.findings.push(
                    Finding::new(Severity::Error, CODE, message)
                        .hint("The signing software must write all required tags")
                        .at(end..end),
                );
            }
        }
    }

    fn values(&mut self) {
        if self.value("v").is_some_and(|version| version != "1") {
            self.refuse(
                "The version of the signature is not 1",
                "Write “v=1”; “DKIM1” belongs into key records",
                "v",
            );
        }
        let asks_dns = |methods: &str| methods.split(':').any(|it| it.trim() == "dns/txt");
        if self.value("q").is_some_and(|methods| !asks_dns(methods)) {
            self.refuse(
                "The signature does not let the key be looked up in DNS",
                "Remove “q=” or write “q=dns/txt”",
                "q",
            );
        }
        match self.header.algorithm {
            Algorithm::RsaSha256 | Algorithm::Ed25519Sha256 => {}
            Algorithm::RsaSha1 => self.refuse(
                "The signature uses SHA-1, which verifiers must refuse",
                "Sign with “a=rsa-sha256”",
                "a",
            ),
            Algorithm::Other(_) => self.refuse(
                "No verifier knows the algorithm of the signature",
                "Sign with “a=rsa-sha256”",
                "a",
            ),
        }
        let forms = [self.header.header_form, self.header.body_form];
        if forms.contains(&Canonicalization::Unknown) {
            self.refuse(
                "No verifier knows the canonicalization of the signature",
                "Sign with “c=relaxed/relaxed”",
                "c",
            );
        }
        self.hashes();
    }

    fn hashes(&mut self) {
        for tag in ["b", "bh"] {
            let place = self.header.tags.get(tag).map(|tag| tag.value);
            let decode =
                |place: Span| public_key::decode_base64(self.header.tags.text(), place).is_err();
            if place.is_some_and(|place| place.start == place.end || decode(place)) {
                let message = format!("The value of “{tag}=” is no Base64");
                let hint = "The header was damaged on the way, or the signing software is at fault";
                self.refuse(&message, hint, tag);
            }
        }
        let length = match self.header.algorithm {
            Algorithm::RsaSha1 => 20,
            _ => 32,
        };
        let found = self.header.body_hash.len();
        if found != 0 && found != length {
            let message = format!("The body hash has {found} bytes instead of {length}");
            let hint = "The header was damaged on the way, or the signing software is at fault";
            self.refuse(&message, hint, "bh");
        }
    }

    fn domains(&mut self) {
        let header = self.header;
        if self.value("d").is_some() && !domain_name::is_valid(&header.domain) {
            self.refuse(
                "“d=” is no domain name",
                "Write the domain in ASCII, for example xn--bcher-kva.example",
                "d",
            );
        }
        if self.value("s").is_some() && !domain_name::is_valid(&header.selector) {
            self.refuse(
                "“s=” is no selector",
                "Use letters, digits and hyphens",
                "s",
            );
        }
        let Some(identity) = &header.identity else {
            return;
        };
        if !identity.contains('@') {
            self.refuse(
                "“i=” is no identity, as it has no “@”",
                "Remove “i=”, or write it as @ and the domain",
                "i",
            );
        } else if !domain_name::is_same_or_below(header.identity_domain(), &header.domain) {
            self.refuse(
                "The domain of “i=” is neither “d=” nor below it",
                "Remove “i=”, or use a name of the signing domain",
                "i",
            );
        }
    }

    fn headers(&mut self) {
        if self.value("h").is_none() {
            return;
        }
        let signed = &self.header.signed_headers;
        let has = |name: &str| signed.iter().any(|it| it.eq_ignore_ascii_case(name));
        if !has("From") {
            self.refuse(
                "The From header is not signed",
                "Signing software must list “from” in “h=”",
                "h",
            );
        }
        let missing: Vec<_> = EXPECTED_HEADERS.into_iter().filter(|it| !has(it)).collect();
        if !missing.is_empty() {
            let message = format!(
                "Not signed, so anyone can change it: {}",
                missing.join(", ")
            );
            let hint = "Let the signing software sign these header fields too";
            self.add(Severity::Info, UNSIGNED, &message, hint, "h");
        }
    }

    fn times(&mut self) {
        for tag in ["l", "t", "x"] {
            let is_number =
                |value: &str| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            if self.value(tag).is_some_and(|value| !is_number(value)) {
                let message = format!("The value of “{tag}=” is no number");
                self.refuse(&message, "Remove the tag, or write digits only", tag);
            }
        }
        if self.header.body_length.is_some() {
            self.add(
                Severity::Warning,
                BODY_LENGTH,
                "Only a part of the body is signed, so text can be added to the mail",
                "Sign without “l=”",
                "l",
            );
        }
        if let (Some(start), Some(end)) = (self.header.signed_at, self.header.expires_at)
            && end <= start
        {
            self.refuse(
                "The signature ends before it begins",
                "“x=” must be later than “t=”",
                "x",
            );
        }
    }
}
