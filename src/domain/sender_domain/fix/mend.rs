//! The text of a record without the flaw of a finding, for findings that do not bring it along.

use super::tags;
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::tag_list::{Tag, TagList};

/// What the change does, and the text after it; none if only its owner can say what is right.
pub(super) fn text(finding: &Finding, owner: &Name, text: &str) -> Option<(String, String)> {
    let mend = Mend {
        finding,
        owner,
        list: TagList::parse(text),
    };
    match finding.code.split_once('.')?.0 {
        "dmarc" => mend.dmarc(),
        "dkim" => mend.dkim(),
        "mtasts" | "tlsrpt" | "bimi" => mend.other(),
        _ => None,
    }
}

struct Mend<'a> {
    finding: &'a Finding,
    owner: &'a Name,
    list: TagList,
}

type Mended = Option<(String, String)>;

impl Mend<'_> {
    /// The tag that the finding is about.
    fn tag(&self) -> Option<Tag> {
        tags::at(&self.list, self.finding.span?)
    }

    fn name(&self, tag: &Tag) -> String {
        self.list.name(tag).escape_debug().to_string()
    }

    fn removal(&self) -> Mended {
        let tag = self.tag()?;
        let title = format!("Remove “{}”", self.name(&tag));
        Some((title, tags::without(&self.list, &tag)))
    }

    fn rebuilt(&self, front: &[&str], lower: bool) -> (String, String) {
        let text = tags::rebuilt(&self.list, front, lower);
        ("Write the record in plain form".to_owned(), text)
    }

    fn value(&self, value: &str, title: &str) -> Mended {
        let tag = self.tag()?;
        Some((title.to_owned(), tags::with_value(&self.list, &tag, value)))
    }

    fn dmarc(&self) -> Mended {
        match self.finding.code {
            "dmarc.bad-policy" => self.value("none", "Ask for nothing, to begin with"),
            "dmarc.no-p" => {
                let version = *self.list.tags().first()?;
                let text = tags::with_after(&self.list, &version, "p=none");
                Some(("Ask for nothing, to begin with".to_owned(), text))
            }
            "dmarc.policy-none" => self.value(
                "quarantine",
                "Ask for quarantine, once reports show that your mail passes",
            ),
            "dmarc.no-rua" => {
                let domain = self.owner.parent()?;
                let rua = format!("rua=mailto:postmaster@{domain}");
                let text = tags::with_last(&self.list, &rua);
                Some(("Send reports to the postmaster".to_owned(), text))
            }
            "dmarc.duplicate-tag"
            | "dmarc.unknown-tag"
            | "dmarc.removed-tag"
            | "dmarc.subdomain-weaker"
            | "dmarc.test-mode"
            | "dmarc.bad-alignment-tag"
            | "dmarc.bad-fo"
            | "dmarc.fo-without-ruf" => self.removal(),
            "dmarc.psd" if self.finding.severity == Severity::Warning => self.removal(),
            "dmarc.bad-uri" => self.without_item(),
            "dmarc.syntax" => match self.tag().map(|tag| self.list.name(&tag).to_owned()) {
                // Its value says something else than yes or no.
                Some(name) if name.eq_ignore_ascii_case("t") => self.removal(),
                _ => Some(self.rebuilt(&["v", "p"], true)),
            },
            _ => None,
        }
    }

    /// The list of addresses without the one the finding is about, unless it is the only one.
    fn without_item(&self) -> Mended {
        let span = self.finding.span?;
        let tag = self.tag()?;
        let items: Vec<&str> = self
            .list
            .items(&tag, ',')
            .filter(|item| item.end < span.start || span.end < item.start)
            .map(|item| self.list.slice(item))
            .collect();
        if items.is_empty() {
            return None;
        }
        let text = tags::with_value(&self.list, &tag, &items.join(","));
        Some(("Remove what is no address".to_owned(), text))
    }

    fn dkim(&self) -> Mended {
        match self.finding.code {
            "dkim.granularity" | "dkim.sha1-only" | "dkim.service-type" | "dkim.unknown-tag" => {
                self.removal()
            }
            "dkim.testing" => {
                let tag = self.tag()?;
                let kept: Vec<&str> = self
                    .list
                    .items(&tag, ':')
                    .map(|item| self.list.slice(item))
                    .filter(|flag| *flag != "y")
                    .collect();
                if kept.is_empty() {
                    return self.removal();
                }
                self.value(&kept.join(":"), "Remove the mark of a test")
            }
            "dkim.syntax" if self.list.get("p").is_some() => Some(self.rebuilt(&["v"], false)),
            _ => None,
        }
    }

    fn other(&self) -> Mended {
        match self.finding.code {
            "mtasts.bad-id" => {
                let id: String = match self.list.value_of("id") {
                    Some(id) => id
                        .chars()
                        .filter(char::is_ascii_alphanumeric)
                        .take(32)
                        .collect(),
                    None => String::new(),
                };
                let id = if id.is_empty() { "1" } else { id.as_str() };
                let text = match self.list.get("id").copied() {
                    Some(tag) => tags::with_value(&self.list, &tag, id),
                    None => tags::with_last(&self.list, &format!("id={id};")),
                };
                Some(("Write a valid id".to_owned(), text))
            }
            "bimi.not-https" => {
                let tag = self.tag()?;
                let value = self.list.value(&tag);
                let rest = value.strip_prefix("http://")?;
                let text = tags::with_value(&self.list, &tag, &format!("https://{rest}"));
                Some(("Write https://".to_owned(), text))
            }
            "bimi.syntax" => match self.tag().map(|tag| self.list.name(&tag).to_owned()) {
                Some(name) if name == "avp" => self.removal(),
                _ => Some(self.rebuilt(&["v"], false)),
            },
            "mtasts.syntax" | "tlsrpt.syntax" => {
                // The semicolon after the version belongs to the version.
                let (title, text) = self.rebuilt(&["v"], false);
                Some((title, format!("{text};")))
            }
            "tlsrpt.bad-uri" => self.without_item(),
            _ => None,
        }
    }
}
