//! What is wrong with a DMARC record, and what receivers make of it.

use super::record::{DmarcRecord, Policy, Setting};
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::sender_domain::report_uri::{ReportTarget, ReportUri};
use crate::domain::sender_domain::tag_list::{Flaw, Tag};

/// The registered tags (RFC 9989 section 4.7).
const TAGS: [&str; 11] = [
    "v", "p", "sp", "np", "t", "psd", "adkim", "aspf", "rua", "ruf", "fo",
];

/// Tags of RFC 7489 that are history (RFC 9989 appendix C).
const REMOVED_TAGS: [&str; 3] = ["pct", "rf", "ri"];

pub(super) fn check(record: &DmarcRecord) -> Vec<Finding> {
    let mut checks = Checks {
        record,
        findings: Vec::new(),
    };
    checks.grammar();
    checks.names();
    checks.policies();
    checks.weakness();
    checks.choices();
    checks.reports();
    checks.failure_options();
    checks.findings
}

struct Checks<'a> {
    record: &'a DmarcRecord,
    findings: Vec<Finding>,
}

impl<'a> Checks<'a> {
    fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn value(&self, name: &str) -> Option<(&'a Tag, &'a str)> {
        let tag = self.record.tag(name)?;
        Some((tag, self.record.tags.value(tag)))
    }

    fn grammar(&mut self) {
        let tags = &self.record.tags;
        self.findings.extend(tags.stray_escape("dmarc.syntax", &[]));
        for flaw in tags.flaws() {
            let (severity, code) = match flaw {
                Flaw::Duplicate(_) => (Severity::Error, "dmarc.duplicate-tag"),
                Flaw::Empty(_) => (Severity::Warning, "dmarc.syntax"),
                _ => (Severity::Error, "dmarc.syntax"),
            };
            self.add(flaw.finding(tags.text(), severity, code));
        }
        for tag in tags.tags().iter().filter(|tag| tags.value(tag).is_empty()) {
            let message = format!("“{}” has no value", tags.name(tag).escape_debug());
            self.add(
                warning("dmarc.syntax", message)
                    .hint("Write a value, or remove the tag; receivers ignore it as it is")
                    .at(tag.span()),
            );
        }
    }

    fn names(&mut self) {
        let tags = &self.record.tags;
        for (index, tag) in tags.tags().iter().enumerate() {
            let name = tags.name(tag);
            let lower = name.to_ascii_lowercase();
            if REMOVED_TAGS.contains(&lower.as_str()) {
                let finding = removed_tag(&lower, tags.value(tag)).at(tag.span());
                let before = index.checked_sub(1).and_then(|it| tags.tags().get(it));
                let start = before.map_or(tag.name.start, |it| it.raw_value.end);
                self.add(finding.fix(Fix {
                    title: format!("Remove {lower}"),
                    span: Span::new(start, tag.raw_value.end),
                    replacement: String::new(),
                }));
            } else if !TAGS.contains(&lower.as_str()) {
                let message = format!("Receivers ignore the tag “{}”", name.escape_debug());
                self.add(
                    Finding::new(Severity::Info, "dmarc.unknown-tag", message)
                        .hint("Remove it, or check its spelling")
                        .at(tag.name),
                );
            } else if name != lower {
                let message = format!("Some receivers do not take “{name}” for “{lower}”");
                self.add(
                    warning("dmarc.syntax", message)
                        .hint("Write names of tags in small letters")
                        .at(tag.name)
                        .fix(Fix {
                            title: format!("Write {lower}"),
                            span: tag.name,
                            replacement: lower,
                        }),
                );
            }
        }
        let second = tags.tags().get(1).map(|tag| tag.name);
        if let Some((tag, _)) = self.value("p")
            && second != Some(tag.name)
        {
            self.add(
                warning(
                    "dmarc.syntax",
                    "“p” is not right after “v”, where older receivers want it",
                )
                .hint("Write the record as v=DMARC1; p=…")
                .at(tag.span()),
            );
        }
    }

    fn policies(&mut self) {
        // RFC 9989 section 4.10.1.
        let outcome = if self.record.has_report_address() {
            "Receivers act as if it were p=none; write none, quarantine or reject"
        } else {
            "Receivers do not apply DMARC at all; write none, quarantine or reject"
        };
        for (name, setting) in [
            ("p", self.record.policy),
            ("sp", self.record.subdomain_policy),
            ("np", self.record.nonexistent_policy),
        ] {
            if let (Setting::Invalid, Some((tag, value))) = (setting, self.value(name)) {
                let message = format!("“{}” is no policy", value.escape_debug());
                self.add(
                    error("dmarc.bad-policy", message)
                        .hint(outcome)
                        .at(tag.value),
                );
            }
        }
        if self.record.policy == Setting::Absent {
            let end = self.record.tags.text().len();
            self.add(
                error("dmarc.no-p", "The record has no policy, as “p=” is missing")
                    .hint(outcome)
                    .at(end..end),
            );
        }
    }

    fn weakness(&mut self) {
        let record = self.record;
        let Some(policy) = record.policy.valid() else {
            return;
        };
        if let (Policy::None, Some((tag, _))) = (policy, self.value("p")) {
            self.add(
                warning(
                    "dmarc.policy-none",
                    "Mail that fails is delivered all the same, as the policy is none",
                )
                .hint("Once reports show that all your mail passes, go to quarantine, then reject")
                .at(tag.span()),
            );
        }
        let below = record.subdomain_policy.valid().unwrap_or(policy);
        for (name, setting, than, whose) in [
            ("sp", record.subdomain_policy, policy, "the domain itself"),
            (
                "np",
                record.nonexistent_policy,
                below,
                "existing subdomains",
            ),
        ] {
            if let (Some(weaker), Some((tag, _))) = (setting.valid(), self.value(name))
                && weaker < than
            {
                let message = format!(
                    "“{name}={}” is weaker than the policy of {whose}, “{}”",
                    weaker.as_str(),
                    than.as_str()
                );
                self.add(
                    warning("dmarc.subdomain-weaker", message)
                        .hint("Forgers use names below yours; remove the tag, or make it as strict")
                        .at(tag.span()),
                );
            }
        }
    }

    fn choices(&mut self) {
        if let (true, Some((tag, _))) = (self.record.testing, self.value("t")) {
            let policy = self.record.policy.valid();
            let message = match policy.map(Policy::lowered) {
                Some(lowered) => format!(
                    "“t=y” asks for one step less, so “{}” applies to the domain",
                    lowered.as_str()
                ),
                None => "“t=y” asks for one step less than the policy".to_owned(),
            };
            self.add(
                warning("dmarc.test-mode", message)
                    .hint("Remove “t=y” when the test is over")
                    .at(tag.span()),
            );
        }
        for (name, code, allowed) in [
            ("adkim", "dmarc.bad-alignment-tag", &["r", "s"][..]),
            ("aspf", "dmarc.bad-alignment-tag", &["r", "s"]),
            ("t", "dmarc.syntax", &["y", "n"]),
            ("psd", "dmarc.psd", &["y", "n", "u"]),
        ] {
            let is_allowed = |value: &str| allowed.iter().any(|it| value.eq_ignore_ascii_case(it));
            if let Some((tag, value)) = self.value(name)
                && !is_allowed(value)
            {
                let message = format!("“{}” is no value for “{name}”", value.escape_debug());
                let hint = format!(
                    "Write {}; receivers ignore it as it is",
                    allowed.join(" or ")
                );
                self.add(warning(code, message).hint(hint).at(tag.value));
            }
        }
        self.public_suffix();
    }

    fn public_suffix(&mut self) {
        let Some((tag, value)) = self.value("psd") else {
            return;
        };
        if value.eq_ignore_ascii_case("y") {
            self.add(
                warning(
                    "dmarc.psd",
                    "“psd=y” says that strangers can register names below this one",
                )
                .hint("Only registries publish it; remove it from a domain of your own")
                .at(tag.span()),
            );
        } else if value.eq_ignore_ascii_case("n") {
            let message = "“psd=n” makes this the organizational domain, cut off from names above";
            self.add(Finding::new(Severity::Info, "dmarc.psd", message).at(tag.span()));
        }
    }

    fn reports(&mut self) {
        let record = self.record;
        if record.aggregate.is_empty() {
            let end = record.tags.text().len();
            self.add(
                warning(
                    "dmarc.no-rua",
                    "Nobody gets the daily reports, as there is no “rua=”",
                )
                .hint("Add rua=mailto: and an address, to see who sends in your name")
                .at(end..end),
            );
        }
        for uri in record.aggregate.iter().chain(&record.failure) {
            self.report_uri(uri);
        }
    }

    fn report_uri(&mut self, uri: &ReportUri) {
        let text = self.record.tags.text();
        self.findings.extend(uri.flaw(text, "dmarc.bad-uri"));
        let scheme = match &uri.target {
            ReportTarget::Https { .. } => Some("https"),
            ReportTarget::OtherScheme(scheme) => Some(scheme.as_str()),
            _ => None,
        };
        if let Some(scheme) = scheme {
            let message = format!("Hardly any receiver sends reports to “{scheme}:” addresses");
            self.add(
                warning("dmarc.uri-scheme", message)
                    .hint("Name a mailbox as well, as mailto:name@domain")
                    .at(uri.span),
            );
        }
        if let Some(limit) = uri.limit {
            let message = "Limits on the size of reports were abolished and are ignored";
            self.add(
                Finding::new(Severity::Info, "dmarc.uri-size", message)
                    .at(limit.span)
                    .fix(Fix {
                        title: "Remove the limit".to_owned(),
                        span: limit.span,
                        replacement: String::new(),
                    }),
            );
        }
    }

    fn failure_options(&mut self) {
        let Some((tag, value)) = self.value("fo") else {
            return;
        };
        if self.record.failure.is_empty() {
            let message = "“fo” is ignored, as there is no “ruf=”";
            self.add(Finding::new(Severity::Info, "dmarc.fo-without-ruf", message).at(tag.span()));
        }
        let options: Vec<_> = value.split(':').map(str::trim).collect();
        let count = |option: &str| {
            let same = options.iter().filter(|it| it.eq_ignore_ascii_case(option));
            same.count()
        };
        let known = ["0", "1", "d", "s"];
        let all_known: usize = known.iter().map(|it| count(it)).sum();
        let repeated = known.iter().any(|it| count(it) > 1);
        let both = count("0") + count("1") > 1;
        if all_known != options.len() || repeated || both {
            let message = format!("“{}” is no list of failure options", value.escape_debug());
            self.add(
                warning("dmarc.bad-fo", message)
                    .hint("Write 0 or 1, and d or s after colons, for example fo=1:d:s")
                    .at(tag.value),
            );
        }
    }
}

/// What a tag of RFC 7489 still does, and for whom.
fn removed_tag(name: &str, value: &str) -> Finding {
    let percent: Option<u8> = value.parse().ok().filter(|it| *it < 100);
    match (name, percent) {
        ("pct", Some(percent)) => {
            let message = format!(
                "Today's receivers ignore “pct” and apply the policy to all mail; older ones to \
                 {percent} % of it, and one step less to the rest"
            );
            warning("dmarc.removed-tag", message)
                .hint("Remove “pct”; to test a policy, write “t=y” instead")
        }
        _ => warning(
            "dmarc.removed-tag",
            format!("“{name}” was abolished and does nothing"),
        )
        .hint("Remove it"),
    }
}

fn error(code: &'static str, message: impl Into<String>) -> Finding {
    Finding::new(Severity::Error, code, message)
}

fn warning(code: &'static str, message: impl Into<String>) -> Finding {
    Finding::new(Severity::Warning, code, message)
}
