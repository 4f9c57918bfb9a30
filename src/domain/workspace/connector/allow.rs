//! Whom a profile may send to.

use crate::domain::finding::{Finding, Severity};
use crate::domain::message::domain_to_ascii;

/// Addresses and whole domains that mails may be sent to; an empty list permits nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowList {
    entries: Vec<String>,
}

/// Why a recipient is not permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The list is empty.
    #[error("the profile allows no recipient; add an address or *@domain to allow")]
    NobodyAllowed,
    /// The recipient is no address, or more than one.
    #[error("the recipient must be one address")]
    NotOneAddress,
    /// No entry has it.
    #[error("the profile does not allow this recipient")]
    NotListed,
}

/// The two halves of an address; the domain in ASCII and small letters.
#[derive(PartialEq, Eq)]
struct Address {
    /// Servers may tell capitals apart here (RFC 5321, 2.4).
    local: String,
    domain: String,
}

impl AllowList {
    /// A list of entries as they are written: `me@example.com`, `*@example.com`. What is neither
    /// permits nobody and is among [`Self::findings`].
    pub fn new(entries: impl IntoIterator<Item = String>) -> Self {
        Self {
            entries: entries.into_iter().collect(),
        }
    }

    /// The entries as they are written.
    pub fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Whether nobody may be sent to.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a mail may go to that recipient, an address or `Name <address>`.
    pub fn permits(&self, recipient: &str) -> bool {
        self.check(recipient).is_ok()
    }

    /// Why a mail may not go to that recipient, if it may not.
    pub fn check(&self, recipient: &str) -> Result<(), Refused> {
        if self.entries.is_empty() {
            return Err(Refused::NobodyAllowed);
        }
        let recipient = Address::of_recipient(recipient).ok_or(Refused::NotOneAddress)?;
        let is_listed = self.entries.iter().any(|entry| {
            Address::read(entry.trim()).is_some_and(|entry| {
                entry.domain == recipient.domain
                    && (entry.local == "*" || entry.local == recipient.local)
            })
        });
        is_listed.then_some(()).ok_or(Refused::NotListed)
    }

    /// What is wrong with the entries.
    pub fn findings(&self) -> Vec<Finding> {
        let is_wrong = |entry: &&String| {
            Address::read(entry.trim())
                .is_none_or(|address| address.local != "*" && address.local.contains('*'))
        };
        let wrong = self.entries.iter().filter(is_wrong);
        wrong
            .map(|entry| {
                let message = format!("{entry:?} in allow is no address; it permits nobody");
                Finding::new(Severity::Warning, "connector-allow-entry", message)
                    .hint("Write me@example.com for one person, *@example.com for a whole domain")
            })
            .collect()
    }
}

impl Address {
    /// The address of a recipient; none where there is not exactly one.
    fn of_recipient(text: &str) -> Option<Self> {
        let text = text.trim();
        let address = match text.strip_suffix('>') {
            Some(inner) => {
                let (name, address) = inner.rsplit_once('<')?;
                // In quotes a name may hold anything; a second address must not hide there.
                if name.contains(['@', '<', '>', ',', ';']) {
                    return None;
                }
                address
            }
            None => text,
        };
        // A star as a person would be every person of an entry.
        Self::read(address).filter(|address| !address.local.contains('*'))
    }

    fn read(text: &str) -> Option<Self> {
        let (local, domain) = text.split_once('@')?;
        let is_bad = |char: char| {
            char.is_control() || char.is_whitespace() || "<>(),;:@\"\\[]".contains(char)
        };
        if local.is_empty() || local.contains(is_bad) || domain.contains(is_bad) {
            return None;
        }
        // A dot at the end is the root of the DNS and names the same domain.
        let domain = domain.strip_suffix('.').unwrap_or(domain);
        // The three full stops that other scripts write for a dot (UTS 46, 4).
        let dotted = domain.replace(['。', '．', '｡'], ".");
        let domain = domain_to_ascii(&dotted.to_lowercase())?;
        let has_labels = domain.split('.').all(|label| !label.is_empty());
        (has_labels && !domain.contains('*')).then(|| Self {
            local: local.to_owned(),
            domain,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_list_permits() {
        let list = AllowList::new(
            [
                "me@example.com",
                "*@bücher.example",
                " x@EXAMPLE.org. ",
                "*",
                "*@*.net",
                "a*@example.net",
                "@b.example",
            ]
            .map(str::to_owned),
        );
        for permitted in [
            "me@example.com",
            "me@EXAMPLE.COM",
            "Me Myself <me@example.com>",
            "\"Last First\" <me@example.com>",
            "anyone@bücher.example",
            "anyone@BÜCHER.example",
            "anyone@xn--bcher-kva.example",
            "anyone@xn--BCHER-KVA.example.",
            "x@example.org",
        ] {
            assert_eq!(list.check(permitted), Ok(()), "{permitted}");
        }
        for (refused, why) in [
            ("ME@example.com", Refused::NotListed),
            ("me@example.com.evil.test", Refused::NotListed),
            ("me@sub.example.com", Refused::NotListed),
            ("me@evil.test", Refused::NotListed),
            ("ab@example.net", Refused::NotListed),
            ("", Refused::NotOneAddress),
            ("me", Refused::NotOneAddress),
            ("@example.com", Refused::NotOneAddress),
            ("*@bücher.example", Refused::NotOneAddress),
            ("me@example.com, you@evil.test", Refused::NotOneAddress),
            ("me@example.com;you@evil.test", Refused::NotOneAddress),
            ("you@evil.test <me@example.com>", Refused::NotOneAddress),
            ("me@example.com <you@evil.test>", Refused::NotOneAddress),
            ("me@example.com you@evil.test", Refused::NotOneAddress),
            (
                "me@example.com\r\nBcc: you@evil.test",
                Refused::NotOneAddress,
            ),
            ("<me@example.com> you@evil.test", Refused::NotOneAddress),
            ("me@evil.test@example.com", Refused::NotOneAddress),
            ("group:me@example.com;", Refused::NotOneAddress),
            ("me@example.com(you@evil.test)", Refused::NotOneAddress),
            ("\"a@evil.test\"@bücher.example", Refused::NotOneAddress),
        ] {
            assert_eq!(list.check(refused), Err(why), "{refused}");
        }
        assert_eq!(list.findings().len(), 4);
        let nobody = AllowList::default();
        assert_eq!(nobody.check("me@example.com"), Err(Refused::NobodyAllowed));
        assert!(!nobody.permits("me@example.com"));
    }
}
