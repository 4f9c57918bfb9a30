//! What follows from several key records together.

use super::key::{KeyData, KeyRecord, KeyType};
use crate::domain::finding::{Finding, Severity};

/// What a verifier makes of the TXT records at one selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAnswer {
    /// The records in the order of the answer.
    pub records: Vec<KeyRecord>,
    /// Findings on their number; what is wrong inside a record stands there.
    pub findings: Vec<Finding>,
}

impl KeyAnswer {
    /// Reads the TXT texts found at `selector`, which may be none.
    pub fn read<'a>(selector: &str, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let records: Vec<_> = texts.into_iter().map(KeyRecord::parse).collect();
        let finding = match records.len() {
            0 => Some(
                Finding::new(
                    Severity::Error,
                    "dkim.missing",
                    format!("There is no key under the selector “{selector}”"),
                )
                .hint("Publish the record that your provider shows for this selector"),
            ),
            1 => None,
            // RFC 6376 section 3.6.2.2 leaves the result open.
            count => Some(
                Finding::new(
                    Severity::Error,
                    "dkim.multiple",
                    format!("There are {count} TXT records at “{selector}”, and which one counts is chance"),
                )
                .hint("Keep the record with the key in use and delete the others"),
            ),
        };
        Self {
            records,
            findings: finding.into_iter().collect(),
        }
    }

    /// The one record; none if there are several, as verifiers then disagree.
    pub fn record(&self) -> Option<&KeyRecord> {
        match self.records.as_slice() {
            [record] => Some(record),
            _ => None,
        }
    }
}

/// Findings on the keys of one domain side by side: only Ed25519, which many receivers do not verify
/// (RFC 8463 section 3), or one key under two selectors.
pub fn key_set_findings(keys: &[(&str, &KeyRecord)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut usable = keys.iter().filter(|(_, key)| key.usable()).peekable();
    if usable.peek().is_some() && usable.all(|(_, key)| key.key_type == KeyType::Ed25519) {
        let message = "All keys are Ed25519, which many receivers do not verify yet";
        findings.push(
            Finding::new(Severity::Warning, "dkim.key-type", message)
                .hint("Sign with an RSA key of 2048 bits as well"),
        );
    }
    for (index, (selector, key)) in keys.iter().enumerate() {
        let earlier = keys.iter().take(index);
        let same = |(_, other): &&(&str, &KeyRecord)| {
            matches!(key.key, KeyData::Public(_)) && other.key == key.key
        };
        if let Some((other, _)) = earlier.clone().find(same) {
            let message = format!("“{other}” and “{selector}” publish the same key");
            findings.push(Finding::new(Severity::Info, "dkim.shared-key", message));
        }
    }
    findings
}
