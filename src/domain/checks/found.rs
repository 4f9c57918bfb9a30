//! Where findings are gathered.

use std::collections::HashMap;

use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{Field, FieldFinding};

/// No more findings of one rule are listed; who has so many mends them by search and replace.
const MOST_OF_RULE: usize = 1_000;

/// Where findings are gathered.
#[derive(Debug, Default)]
pub struct Found {
    findings: Vec<FieldFinding>,
    /// How many there are of each rule, those that are not listed included.
    counts: HashMap<&'static str, usize>,
}

impl Found {
    /// Adds a finding about the content.
    pub fn content(&mut self, finding: Finding) {
        self.add(Field::Content, finding);
    }

    /// Adds a finding about a text.
    pub fn add(&mut self, field: Field, finding: Finding) {
        let count = self.counts.entry(finding.code).or_default();
        *count += 1;
        if *count <= MOST_OF_RULE {
            self.findings.push(FieldFinding { field, finding });
        }
    }

    /// Adds findings.
    pub(super) fn extend(&mut self, findings: impl IntoIterator<Item = FieldFinding>) {
        for FieldFinding { field, finding } in findings {
            self.add(field, finding);
        }
    }

    /// What was found so far, in no order.
    pub(super) fn so_far(&self) -> &[FieldFinding] {
        &self.findings
    }

    /// What was found, by field, then by place, the most severe first among equals; with a finding
    /// that says what is not listed.
    pub(super) fn into_findings(mut self) -> Vec<FieldFinding> {
        let mut more: Vec<(&str, usize)> = self
            .counts
            .iter()
            .filter(|(_, count)| **count > MOST_OF_RULE)
            .map(|(code, count)| (*code, count - MOST_OF_RULE))
            .collect();
        more.sort_unstable();
        for (code, count) in more {
            self.findings.push(FieldFinding {
                field: Field::Content,
                finding: not_listed(code, count),
            });
        }
        self.findings.sort_by_key(|found| {
            let start = found.finding.span.map_or(0, |span| span.start);
            (found.field, start, found.finding.severity)
        });
        self.findings
    }
}

fn not_listed(code: &str, count: usize) -> Finding {
    let findings = if count == 1 { "finding" } else { "findings" };
    Finding::new(
        Severity::Info,
        "findings-not-listed",
        format!("{count} more {findings} of {code} are not listed"),
    )
    .hint("Mend the first ones, all alike, and check again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_rule_the_first_thousand_are_listed_and_the_rest_is_counted() {
        let mut found = Found::default();
        for at in 0..MOST_OF_RULE + 3 {
            found.content(Finding::new(Severity::Warning, "one", "One").at(at..at + 1));
        }
        found.content(Finding::new(Severity::Warning, "other", "Other"));
        let findings = found.into_findings();
        assert_eq!(findings.len(), MOST_OF_RULE + 2);
        let told: Vec<&str> = findings
            .iter()
            .filter(|found| found.finding.code == "findings-not-listed")
            .map(|found| found.finding.message.as_str())
            .collect();
        assert_eq!(told, ["3 more findings of one are not listed"]);
        let last = findings.last().and_then(|found| found.finding.span);
        assert_eq!(last.map(|span| span.start), Some(MOST_OF_RULE - 1));
    }
}
