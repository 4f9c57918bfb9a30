//! MTA-STS (RFC 8461): the TXT record that announces a policy, and the text of the policy.

use super::domain_name;
use super::tag_list::{self, Flaw, TagList};
use crate::domain::finding::{Finding, Severity, Span};

#[cfg(test)]
mod tests;

/// The longest life of a policy, a year and a bit (RFC 8461 section 3.2).
const MOST_SECONDS: u64 = 31_557_600;
/// Below a week a policy protects little: whoever blocks its renewal that long is free of it.
const FEW_SECONDS: u64 = 7 * 24 * 60 * 60;

/// The TXT record at `_mta-sts` and the domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MtaStsRecord {
    /// The text and its tags.
    pub tags: TagList,
    /// `id=`, if it is valid. Senders fetch the policy again when it changes.
    pub id: Option<String>,
    /// What is wrong with the record.
    pub findings: Vec<Finding>,
}

impl MtaStsRecord {
    /// Reads the joined strings of one TXT record. None if senders discard it, as it does not begin
    /// with `v=STSv1;`.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.starts_with("v=STSv1;") {
            return None;
        }
        let tags = TagList::parse(text);
        let mut findings = syntax_findings(&tags, "mtasts.syntax");
        let id = tags.get("id").map(|tag| (tag.span(), tags.value(tag)));
        let is_id = |id: &str| {
            (1..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let hint = "Write up to 32 letters and digits, such as the date and time of the change";
        let id = match id {
            Some((_, id)) if is_id(id) => Some(id.to_owned()),
            Some((span, _)) => {
                let message = "The value of “id=” is not valid, so senders ignore the record";
                findings.push(warning("mtasts.bad-id", message).hint(hint).at(span));
                None
            }
            None => {
                let message = "There is no “id=”, so senders ignore the record";
                let end = text.len();
                findings.push(warning("mtasts.bad-id", message).hint(hint).at(end..end));
                None
            }
        };
        Some(Self { tags, id, findings })
    }

    /// The record among the TXT texts at the name. Several count as none.
    pub fn choose<'a>(texts: impl IntoIterator<Item = &'a str>) -> (Option<Self>, Vec<Finding>) {
        let mut records: Vec<_> = texts.into_iter().filter_map(Self::parse).collect();
        if records.len() > 1 {
            let message = "There are several MTA-STS records, so senders ignore them";
            let finding =
                warning("mtasts.multiple", message).hint("Keep one and delete the others");
            return (None, vec![finding]);
        }
        (records.pop(), Vec::new())
    }

    /// The record as text.
    pub fn print(&self) -> String {
        self.tags.print()
    }
}

/// What senders do if TLS or the name of the server is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MtaStsMode {
    /// Not send.
    Enforce,
    /// Send, and report.
    Testing,
    /// As if there were no policy.
    None,
}

/// A pattern for names of mail servers, with its place in the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MxPattern {
    /// Where it stands.
    pub span: Span,
    /// The pattern in small letters: a name, or `*.` and a name.
    pub pattern: String,
}

/// The policy at `https://mta-sts.<domain>/.well-known/mta-sts.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MtaStsPolicy {
    /// The text.
    pub text: String,
    /// `mode`, if there is a valid one.
    pub mode: Option<MtaStsMode>,
    /// `max_age` in seconds, if there is a valid one.
    pub max_age: Option<u64>,
    /// The lines `mx`.
    pub mx: Vec<MxPattern>,
    /// What is wrong with the policy.
    pub findings: Vec<Finding>,
    lines: Vec<PolicyLine>,
}

/// `key: value` with both places; the line break is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PolicyLine {
    line: Span,
    key: Span,
    value: Span,
}

impl MtaStsPolicy {
    /// Reads the text of the policy.
    pub fn parse(text: &str) -> Self {
        let mut policy = Self {
            text: text.to_owned(),
            mode: None,
            max_age: None,
            mx: Vec::new(),
            findings: Vec::new(),
            lines: Vec::new(),
        };
        policy.read_lines();
        policy.read_version();
        policy.read_mode();
        policy.read_max_age();
        policy.read_mx();
        policy
    }

    /// Whether senders take it as a policy.
    pub fn is_valid(&self) -> bool {
        let is_error = |finding: &Finding| finding.code == "mtasts.bad-policy";
        !self.findings.iter().any(is_error)
    }

    /// Whether one of the patterns names this host. `*.` stands for exactly one label
    /// (RFC 8461 section 4.1).
    pub fn covers(&self, host: &str) -> bool {
        let host = domain_name::normalize(host);
        self.mx
            .iter()
            .any(|mx| match mx.pattern.strip_prefix("*.") {
                Some(parent) => domain_name::parent(&host) == Some(parent),
                None => host == mx.pattern,
            })
    }

    /// A finding for each mail server of the domain that the policy does not name.
    pub fn uncovered(&self, hosts: &[&str]) -> Vec<Finding> {
        if !self.is_valid() || self.mode == Some(MtaStsMode::None) {
            return Vec::new();
        }
        let missing = hosts.iter().filter(|host| !self.covers(host));
        let finding = |host: &&str| {
            // Under test senders deliver, and report what they would have refused (RFC 8461
            // section 5.1).
            if self.mode == Some(MtaStsMode::Testing) {
                let message = format!(
                    "The policy does not name {host}; while it is under test, senders deliver there \
                     and report it"
                );
                let told = Finding::new(Severity::Info, "mtasts.mx-not-covered", message);
                return told.hint(format!("Add the line “mx: {host}” before it is enforced"));
            }
            let message =
                format!("The policy does not name {host}, so senders do not deliver there");
            warning("mtasts.mx-not-covered", message).hint(format!(
                "Add the line “mx: {host}” and change “id=” in the record"
            ))
        };
        missing.map(finding).collect()
    }

    /// The policy put together again from its lines.
    pub fn print(&self) -> String {
        let mut printed = String::with_capacity(self.text.len());
        let mut done = 0;
        for line in &self.lines {
            let pieces = [
                Span::new(done, line.key.start),
                line.key,
                Span::new(line.key.end, line.value.start),
                line.value,
                Span::new(line.value.end, line.line.end),
            ];
            printed.extend(pieces.map(|piece| tag_list::slice(&self.text, piece)));
            done = line.line.end;
        }
        printed.push_str(tag_list::slice(
            &self.text,
            Span::new(done, self.text.len()),
        ));
        printed
    }

    fn invalid(&mut self, message: &str, hint: &str, span: Span) {
        let finding = warning("mtasts.bad-policy", message);
        self.findings.push(finding.hint(hint).at(span));
    }

    fn read_lines(&mut self) {
        let text = self.text.clone();
        let mut start = 0;
        for line in text.split('\n') {
            let span = Span::new(start, start + line.len());
            start = span.end + 1;
            let trimmed = tag_list::trim(&text, span);
            if trimmed.start == trimmed.end {
                continue;
            }
            let inside = tag_list::slice(&text, trimmed);
            let Some(colon) = inside.find(':') else {
                self.invalid(
                    "A line of the policy has no “:”",
                    "Write each line as “key: value”",
                    trimmed,
                );
                continue;
            };
            let colon = trimmed.start + colon;
            self.lines.push(PolicyLine {
                line: span,
                key: Span::new(trimmed.start, colon),
                value: tag_list::trim(&text, Span::new(colon + 1, span.end)),
            });
        }
    }

    /// The first line with this key; later ones are ignored (RFC 8461 section 3.2).
    fn first(&self, key: &str) -> Option<(Span, String)> {
        let line = self
            .lines
            .iter()
            .find(|line| tag_list::slice(&self.text, line.key) == key)?;
        let value = tag_list::slice(&self.text, line.value);
        Some((line.value, value.to_owned()))
    }

    fn required(&mut self, key: &str, hint: &str) -> Option<(Span, String)> {
        let found = self.first(key);
        if found.is_none() {
            let end = self.text.len();
            let message = format!("The policy has no line “{key}”, so senders ignore it");
            self.invalid(&message, hint, Span::new(end, end));
        }
        found
    }

    fn read_version(&mut self) {
        let hint = "Write “version: STSv1” as the first line";
        if let Some((span, value)) = self.required("version", hint)
            && value != "STSv1"
        {
            self.invalid("The version of the policy is not STSv1", hint, span);
        }
    }

    fn read_mode(&mut self) {
        let hint = "Write “mode: enforce”, “mode: testing” or “mode: none”";
        let Some((span, value)) = self.required("mode", hint) else {
            return;
        };
        self.mode = match value.as_str() {
            "enforce" => Some(MtaStsMode::Enforce),
            "testing" => Some(MtaStsMode::Testing),
            "none" => Some(MtaStsMode::None),
            _ => None,
        };
        match self.mode {
            None => self.invalid("The mode of the policy is not known", hint, span),
            Some(MtaStsMode::Enforce) => {}
            Some(MtaStsMode::Testing | MtaStsMode::None) => {
                let message = "The policy is not enforced, so mail may still come unencrypted";
                self.findings.push(
                    Finding::new(Severity::Info, "mtasts.not-enforced", message)
                        .hint("Write “mode: enforce” once reports show no failures")
                        .at(span),
                );
            }
        }
    }

    fn read_max_age(&mut self) {
        let hint = "Write seconds, for example “max_age: 2592000” for 30 days";
        let Some((span, value)) = self.required("max_age", hint) else {
            return;
        };
        let is_number =
            (1..=10).contains(&value.len()) && value.bytes().all(|digit| digit.is_ascii_digit());
        self.max_age = value.parse().ok().filter(|_| is_number);
        match self.max_age {
            None => self.invalid("The value of “max_age” is no number of seconds", hint, span),
            Some(seconds) if seconds > MOST_SECONDS => {
                let message = "The policy is to live longer than a year, the longest allowed";
                self.invalid(message, hint, span);
            }
            Some(seconds) if seconds < FEW_SECONDS => {
                let message = "The policy lives less than a week, which protects little";
                self.findings
                    .push(warning("mtasts.short-age", message).hint(hint).at(span));
            }
            Some(_) => {}
        }
    }

    fn read_mx(&mut self) {
        let lines = self.lines.clone();
        for line in lines {
            if tag_list::slice(&self.text, line.key) != "mx" {
                continue;
            }
            let pattern = domain_name::normalize(tag_list::slice(&self.text, line.value));
            let name = pattern.strip_prefix("*.").unwrap_or(&pattern);
            if !domain_name::is_valid(name) {
                self.invalid(
                    "A line “mx” names no mail server",
                    "Write a name, or “*.” and a name",
                    line.value,
                );
                continue;
            }
            let span = line.value;
            self.mx.push(MxPattern { span, pattern });
        }
        let needs_one = self.mode.is_some_and(|mode| mode != MtaStsMode::None);
        if self.mx.is_empty() && needs_one {
            let end = self.text.len();
            self.invalid(
                "The policy names no mail server, so senders ignore it",
                "Add a line “mx: name” for each mail server",
                Span::new(end, end),
            );
        }
    }
}

/// The flaws of a record that is not needed for sending, as findings.
pub(super) fn syntax_findings(tags: &TagList, code: &'static str) -> Vec<Finding> {
    let mut findings: Vec<_> = tags.stray_escape(code, &[]).into_iter().collect();
    let flaws = tags.flaws().iter();
    // A name may have hyphens and dots in these records.
    let flaws =
        flaws.filter(|flaw| !matches!(flaw, Flaw::BadName(span) if is_name(tags.slice(*span))));
    findings.extend(flaws.map(|flaw| flaw.finding(tags.text(), Severity::Warning, code)));
    findings
}

fn is_name(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.bytes().all(is_inner)
}

fn warning(code: &'static str, message: impl Into<String>) -> Finding {
    Finding::new(Severity::Warning, code, message)
}
