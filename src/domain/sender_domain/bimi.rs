//! BIMI (draft-brand-indicators-for-message-identification sections 4.2 and 4.3): the assertion
//! record at `default._bimi` and the domain, which shows a logo beside mail.

use super::dmarc::{Applied, Effective, Policy};
use super::mta_sts::syntax_findings;
use super::tag_list::{Tag, TagList};
use crate::domain::finding::{Finding, Severity};

mod logo;

#[cfg(test)]
mod tests;

pub use logo::logo_flaws;

/// What `avp=` asks mail programs to show first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AvatarPreference {
    /// The logo of the brand.
    Brand,
    /// The picture of the person.
    Personal,
}

/// An assertion record as receivers read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BimiRecord {
    /// The text and its tags.
    pub tags: TagList,
    /// `l=`: where the logo is, if it is an https address.
    pub logo: Option<String>,
    /// `a=`: where the certificate of the mark is, if it is an https address.
    pub evidence: Option<String>,
    /// `avp=`.
    pub avatar: AvatarPreference,
    /// `lps=`: the local parts, or beginnings of them, that have selectors of their own.
    pub local_parts: Vec<String>,
    /// Whether the domain declines to show a logo: `l=` and `a=` are empty.
    pub declined: bool,
    /// What is wrong with the record or worth knowing.
    pub findings: Vec<Finding>,
}

impl BimiRecord {
    /// Reads the joined strings of one TXT record. None if receivers discard it, as it does not
    /// begin with `v=BIMI1`.
    pub fn parse(text: &str) -> Option<Self> {
        let tags = TagList::parse(text);
        let first = tags.tags().first()?;
        let begins = first.name.start == 0 && tags.name(first) == "v";
        if !begins || tags.value(first) != "BIMI1" {
            return None;
        }
        let value = |name| tags.value_of(name).unwrap_or_default();
        let declined = tags.get("l").is_some() && value("l").is_empty() && value("a").is_empty();
        let local_parts = tags.get("lps").map(|tag| {
            let items = tags.items(tag, ',').map(|item| tags.slice(item));
            items
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect()
        });
        let mut record = Self {
            logo: https(value("l")),
            evidence: https(value("a")),
            avatar: if value("avp").eq_ignore_ascii_case("personal") {
                AvatarPreference::Personal
            } else {
                AvatarPreference::Brand
            },
            local_parts: local_parts.unwrap_or_default(),
            declined,
            findings: syntax_findings(&tags, "bimi.syntax"),
            tags,
        };
        record.check_addresses();
        record.check_avatar();
        Some(record)
    }

    /// The record among the TXT texts at the name. Several count as none.
    pub fn choose<'a>(texts: impl IntoIterator<Item = &'a str>) -> (Option<Self>, Vec<Finding>) {
        let mut records: Vec<_> = texts.into_iter().filter_map(Self::parse).collect();
        if records.len() > 1 {
            let message = "There are several BIMI records, so no logo is shown";
            let finding = info("bimi.multiple", message).hint("Keep one and delete the others");
            return (None, vec![finding]);
        }
        (records.pop(), Vec::new())
    }

    /// The finding that DMARC is too weak for a logo: mail of the domain and of all names below
    /// must be quarantined or rejected.
    pub fn enforcement(&self, effective: Effective) -> Option<Finding> {
        let is_weak = |applied| matches!(applied, Applied::Nothing | Applied::Policy(Policy::None));
        let is_weak = is_weak(effective.domain) || is_weak(effective.subdomains);
        let message = "No logo is shown, as DMARC does not enforce a policy";
        (is_weak && !self.declined).then(|| {
            info("bimi.needs-enforcement", message)
                .hint("Set “p” and “sp” of the DMARC record to quarantine or reject, without “t=y”")
        })
    }

    /// The record as text.
    pub fn print(&self) -> String {
        self.tags.print()
    }

    fn check_addresses(&mut self) {
        let Some(logo) = self.tags.get("l").copied() else {
            let end = self.tags.text().len();
            self.findings.push(
                info(
                    "bimi.no-logo",
                    "The record names no logo, as “l=” is missing",
                )
                .hint("Add l=https:// and the address of the logo")
                .at(end..end),
            );
            return;
        };
        self.check_https(&logo, self.logo.is_some());
        match self.tags.get("a").copied() {
            Some(evidence) if !self.tags.value(&evidence).is_empty() => {
                self.check_https(&evidence, self.evidence.is_some());
            }
            _ if !self.declined => {
                let message = "There is no certificate, so Gmail and Apple Mail show no logo";
                self.findings.push(
                    info("bimi.no-evidence", message)
                        .hint("Add “a=” with the address of a mark certificate (VMC or CMC)"),
                );
            }
            _ => {}
        }
    }

    fn check_https(&mut self, tag: &Tag, is_https: bool) {
        let value = self.tags.value(tag);
        if is_https || value.is_empty() {
            return;
        }
        let message = if value.contains(',') {
            "Several addresses stand here, but one is allowed"
        } else {
            "The address does not begin with https://"
        };
        self.findings.push(
            info("bimi.not-https", message)
                .hint("Write one address that begins with https://")
                .at(tag.value),
        );
    }

    fn check_avatar(&mut self) {
        let Some((tag, value)) = self.tags.get("avp").map(|it| (*it, self.tags.value(it))) else {
            return;
        };
        let known = ["brand", "personal"];
        if !known.iter().any(|it| value.eq_ignore_ascii_case(it)) {
            let finding = info("bimi.syntax", "The value of “avp=” is not known")
                .hint("Write brand or personal")
                .at(tag.value);
            self.findings.push(finding);
        }
    }
}

/// The address, if it is one of https without white space or comma.
fn https(value: &str) -> Option<String> {
    let scheme = value.get(..8)?;
    let rest = value.get(8..)?;
    let is_fine = scheme.eq_ignore_ascii_case("https://")
        && !rest.is_empty()
        && !rest.contains([' ', '\t', '\r', '\n', ',']);
    is_fine.then(|| value.to_owned())
}

fn info(code: &'static str, message: &str) -> Finding {
    Finding::new(Severity::Info, code, message)
}
