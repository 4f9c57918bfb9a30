//! The check of a domain together with what its provider asks for and what a connector sends: one
//! list of questions, one list of findings.

mod case;
mod prove;
mod receivers;
mod row;

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::alignment::{self, AlignmentReport, ConnectorIdentity, UseReport};
use super::check::DomainCheck;
use super::dns::{Inquiry, Question, Step};
use super::provider::{
    self, Compared, Expected, Needed, ProviderRules, Role, Settings, State, Variable, expectations,
};
use super::report::{DomainReport, ReportFinding};
use super::shown::shown;
use super::{DomainFinding, dns::Name};

pub use case::CaseInputs;
pub use row::{RecordRow, Standing};

/// What to check.
#[derive(Debug, Clone)]
pub struct WholeCheck {
    check: DomainCheck,
    expected: Vec<Expected>,
    identity: Option<ConnectorIdentity>,
    provider: Option<(String, String)>,
}

/// Everything known about a domain, its provider and its connector.
///
/// Its JSON is that of [`DomainReport`] with `provider: {id, label, records}` and `alignment`, a list
/// with one entry for each domain in From; both are `null` where nobody asked for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WholeReport {
    /// The domain, with the findings of all checks.
    #[serde(flatten)]
    pub report: DomainReport,
    /// What the provider asks for beside what is there.
    pub provider: Option<ProviderReport>,
    /// What becomes of the connector's mails; none while answers are to come.
    pub alignment: Option<Vec<UseReport>>,
}

/// What a provider asks for beside what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProviderReport {
    /// The id, such as `aws-ses`.
    pub id: String,
    /// The name for people.
    pub label: String,
    /// Each record, in the order of the provider's table.
    pub records: Vec<Compared>,
}

impl WholeCheck {
    /// The check of a domain; `settings` tell what the provider asks for, `identity` what the
    /// connector sends.
    pub fn new(
        mut check: DomainCheck,
        settings: Option<&Settings>,
        identity: Option<ConnectorIdentity>,
    ) -> Self {
        let rules = ProviderRules::embedded();
        let expected = settings.map(|settings| expectations(rules, settings));
        let expected = expected.unwrap_or_default();
        if let Some(settings) = settings {
            for variable in [Variable::DkimToken, Variable::DkimSelector] {
                for selector in settings.all(variable) {
                    if !check.selectors.contains(selector) {
                        check.selectors.push(selector.clone());
                    }
                }
            }
        }
        for selector in expected.iter().filter_map(|it| selector(it, &check.domain)) {
            if !check.selectors.contains(&selector) {
                check.selectors.push(selector);
            }
        }
        let first = match &identity {
            Some(identity) => alignment::questions(identity, &expected),
            None => provider::questions(&expected),
        };
        for question in first {
            if !check.expected.contains(&question) {
                check.expected.push(question);
            }
        }
        let provider = settings.and_then(|settings| {
            let rule = settings.rule(rules)?;
            Some((rule.id.clone(), rule.label.clone()))
        });
        Self {
            check,
            expected,
            identity,
            provider,
        }
    }

    /// The domain.
    pub const fn domain(&self) -> &Name {
        &self.check.domain
    }

    /// The check of the domain itself.
    pub const fn check(&self) -> &DomainCheck {
        &self.check
    }

    /// The check of the domain itself, to be changed.
    pub const fn check_mut(&mut self) -> &mut DomainCheck {
        &mut self.check
    }

    /// An inquiry with the budget of a check.
    pub fn inquiry() -> Inquiry {
        DomainCheck::inquiry()
    }

    /// What is wanted next: the first time all questions that follow from the inputs, then those that
    /// answers lead to.
    pub fn step(&self, inquiry: &mut Inquiry) -> Step<WholeReport> {
        loop {
            let mut asks = Vec::new();
            let report = take(self.check.step(inquiry), &mut asks);
            let compared = take(provider::step(&self.expected, inquiry), &mut asks);
            let aligned = match &self.identity {
                Some(identity) => take(
                    alignment::step(identity, &self.expected, inquiry),
                    &mut asks,
                )
                .map(Some),
                None => Some(None),
            };
            if !asks.is_empty() {
                return Step::Ask(asks);
            }
            match (report, compared, aligned) {
                (Some(report), Some(compared), Some(aligned)) => {
                    return Step::Done(self.joined(report, compared, aligned));
                }
                _ if inquiry.is_waiting() => return Step::Wait,
                // A part kept questions back, which answers those of another.
                _ => {}
            }
        }
    }

    /// The report as far as the answers go.
    pub fn partial(&self, inquiry: &Inquiry) -> WholeReport {
        let report = self.check.partial(inquiry);
        let compared = provider::compare(&self.expected, inquiry);
        let aligned = self.identity.as_ref().and_then(|identity| {
            let mut tried = inquiry.clone();
            take(
                alignment::step(identity, &self.expected, &mut tried),
                &mut Vec::new(),
            )
        });
        let is_open = self.identity.is_some() && aligned.is_none();
        let mut joined = self.joined(report, compared, aligned);
        if is_open {
            joined.report.is_complete = false;
        }
        joined
    }

    fn joined(
        &self,
        report: DomainReport,
        compared: Vec<Compared>,
        aligned: Option<AlignmentReport>,
    ) -> WholeReport {
        let of_provider = compared.iter().filter_map(|one| {
            let finding = ReportFinding::from(one.finding.clone()?);
            let shown_by = one.evidence.iter().cloned();
            Some(shown_by.fold(finding, ReportFinding::shown_by))
        });
        let (uses, of_alignment) = match aligned {
            Some(aligned) => (Some(aligned.uses), aligned.findings),
            None => (None, Vec::new()),
        };
        let of_alignment = of_alignment.into_iter().map(DomainFinding::into);
        let others = of_provider.chain(of_alignment).map(escaped);
        let mut report = report.with_findings(others);
        let own = uses.iter().flatten();
        let mut own = own.filter(|sent| sent.from.domain == report.domain);
        if let Some(sent) = own.next() {
            receivers::judge(&mut report.receivers, sent);
        }
        WholeReport {
            report,
            provider: self.provider.clone().map(|(id, label)| ProviderReport {
                id,
                label,
                records: compared,
            }),
            alignment: uses,
        }
    }
}

impl WholeReport {
    /// The exit code: that of the domain's own report, and 3 if nothing is wrong but a record of the
    /// provider could not be checked.
    pub fn exit_code(&self) -> u8 {
        let mut records = self.provider.iter().flat_map(|provider| &provider.records);
        let is_open = records.any(|one| matches!(one.state, State::Unchecked { .. }));
        match self.report.exit_code() {
            0 if is_open => 3,
            code => code,
        }
    }

    /// A sentence on where the provider's word, `verified`, contradicts what the DNS has; none where
    /// they agree or one of them says nothing.
    pub fn contradiction(&self, verified: Option<bool>) -> Option<&'static str> {
        let records = self.provider.as_ref()?.records.iter();
        let mut states = records
            .filter(|one| one.expected.needed == Needed::Required)
            .map(|one| &one.state)
            .filter(|state| !matches!(state, State::NotNeeded))
            .peekable();
        states.peek()?;
        if verified? {
            let is_wrong = states.any(|state| {
                let is_open = matches!(state, State::Unchecked { .. } | State::Unknown);
                !is_open && !matches!(state, State::Found { .. })
            });
            return is_wrong.then_some(
                "But records that it needs are missing or different in the DNS now: it notices when \
                 it looks again, and may then stop signing",
            );
        }
        let is_there = states.all(|state| matches!(state, State::Found { .. }));
        is_there.then_some(
            "But every record that it needs is in the DNS now: ask it to verify the domain again, and \
             compare account and region",
        )
    }
}

/// The selector of an expected key of the domain itself. Where there are several forms of keys one is
/// enough, so that none of them is missed.
fn selector(expected: &Expected, domain: &Name) -> Option<String> {
    if expected.role != Role::Dkim || expected.form.is_some() {
        return None;
    }
    let name = expected.known_name()?.to_string();
    let (selector, home) = name.split_once("._domainkey.")?;
    (home.parse::<Name>().ok()? == *domain).then(|| selector.to_owned())
}

/// What came from the DNS may hold anything.
fn escaped(mut finding: ReportFinding) -> ReportFinding {
    finding.message = shown(&finding.message);
    finding.hint = finding.hint.as_deref().map(shown);
    finding
}

/// The result of a part, if it is done; else its questions are noted.
fn take<T>(step: Step<T>, asks: &mut Vec<Question>) -> Option<T> {
    match step {
        Step::Done(done) => Some(done),
        Step::Ask(questions) => {
            asks.extend(questions);
            None
        }
        Step::Wait => None,
    }
}
