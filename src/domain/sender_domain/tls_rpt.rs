//! TLS reporting (RFC 8460 section 3): the TXT record at `_smtp._tls` and the domain.

use super::mta_sts::syntax_findings;
use super::report_uri::{ReportTarget, ReportUri};
use super::tag_list::TagList;
use crate::domain::finding::{Finding, Severity};

#[cfg(test)]
mod tests;

/// Where senders report trouble with TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsRptRecord {
    /// The text and its tags.
    pub tags: TagList,
    /// `rua=`.
    pub addresses: Vec<ReportUri>,
    /// What is wrong with the record.
    pub findings: Vec<Finding>,
}

impl TlsRptRecord {
    /// Reads the joined strings of one TXT record. None if senders discard it, as it does not begin
    /// with `v=TLSRPTv1;`.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.starts_with("v=TLSRPTv1;") {
            return None;
        }
        let tags = TagList::parse(text);
        let mut findings = syntax_findings(&tags, "tlsrpt.syntax");
        let addresses = tags
            .get("rua")
            .map_or_else(Vec::new, |tag| ReportUri::parse_list(&tags, tag));
        if addresses.is_empty() {
            let place = tags.get("rua").map(|tag| tag.span().range());
            findings.push(
                info(
                    "tlsrpt.bad-uri",
                    "Nobody gets reports, as “rua=” is missing or empty",
                )
                .hint("Add rua=mailto: and an address")
                .at(place.unwrap_or(text.len()..text.len())),
            );
        }
        for uri in &addresses {
            let flaw = uri.flaw(text, "tlsrpt.bad-uri").map(|flaw| Finding {
                severity: Severity::Info,
                ..flaw
            });
            findings.extend(flaw);
            let unknown = match (&uri.target, uri.limit) {
                (ReportTarget::OtherScheme(_), _) => Some(uri.span),
                (_, Some(limit)) => Some(limit.span),
                _ => None,
            };
            if let Some(span) = unknown {
                findings.push(
                    info(
                        "tlsrpt.bad-uri",
                        "Senders report to “mailto:” and “https:” only",
                    )
                    .hint("Write mailto:name@domain or an https address, and nothing after it")
                    .at(span),
                );
            }
        }
        Some(Self {
            tags,
            addresses,
            findings,
        })
    }

    /// The record among the TXT texts at the name. Several count as none.
    pub fn choose<'a>(texts: impl IntoIterator<Item = &'a str>) -> (Option<Self>, Vec<Finding>) {
        let mut records: Vec<_> = texts.into_iter().filter_map(Self::parse).collect();
        if records.len() > 1 {
            let message = "There are several records for TLS reports, so senders ignore them";
            let finding = info("tlsrpt.multiple", message).hint("Keep one and delete the others");
            return (None, vec![finding]);
        }
        (records.pop(), Vec::new())
    }

    /// The record as text.
    pub fn print(&self) -> String {
        self.tags.print()
    }
}

fn info(code: &'static str, message: &str) -> Finding {
    Finding::new(Severity::Info, code, message)
}
