//! What the *Deliverability* screen shows: domains, their checks, and what is known of their
//! senders.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::connector::Secret;
use crate::domain::sender_domain::fix::Proof;
use crate::domain::sender_domain::report::{Changes, Verdict};
use crate::domain::sender_domain::spf::EvaluationOutcome;
use crate::domain::sender_domain::whole::WholeReport;

/// A part of a domain's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DomainTab {
    /// What is wrong, and how to mend it.
    #[default]
    Findings,
    /// What the provider asks for beside what is there.
    Records,
    /// Who may send.
    Spf,
    /// The keys.
    Dkim,
    /// What happens to mail that fails.
    Dmarc,
    /// What becomes of the connector's mails.
    Alignment,
    /// Who takes the domain's mail, and how it travels.
    Hosts,
    /// What the big receivers demand.
    Receivers,
    /// What is different from last time.
    Changes,
    /// Every question and its answer.
    Trace,
}

impl DomainTab {
    /// All, in the order of the screen.
    pub const ALL: [Self; 10] = [
        Self::Findings,
        Self::Records,
        Self::Alignment,
        Self::Spf,
        Self::Dkim,
        Self::Dmarc,
        Self::Hosts,
        Self::Receivers,
        Self::Changes,
        Self::Trace,
    ];

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Findings => "Findings",
            Self::Records => "Expected and found",
            Self::Spf => "SPF",
            Self::Dkim => "DKIM keys",
            Self::Dmarc => "DMARC",
            Self::Alignment => "Alignment",
            Self::Hosts => "Hosts and transport",
            Self::Receivers => "Receivers",
            Self::Changes => "Changes",
            Self::Trace => "Trace",
        }
    }
}

/// Who sends for a domain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "is", content = "id")]
pub enum ProviderChoice {
    /// The connector that sends, if the domain is one of its senders; else nobody is known.
    #[default]
    Connector,
    /// Nobody in particular: the domain alone is checked.
    Nobody,
    /// The provider with this id.
    Named(String),
}

/// What is known of a domain besides what it publishes; kept from one run to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DomainWish {
    /// The domain as the DNS has it.
    pub domain: String,
    /// Who sends.
    pub provider: ProviderChoice,
    /// Values that only the provider knows, by the name of the variable.
    pub values: BTreeMap<String, String>,
    /// Selectors of DKIM, with blanks or commas between.
    pub selectors: String,
    /// The addresses that send, with blanks or commas between.
    pub sending_ips: String,
    /// Records as the provider's console shows them.
    pub pasted: String,
}

impl DomainWish {
    /// A domain of which nothing else is known.
    pub fn new(domain: impl Into<String>) -> Self {
        Self {
            domain: domain.into(),
            ..Self::default()
        }
    }
}

/// A domain that the connector sends as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDomain {
    /// The domain as the DNS has it.
    pub domain: String,
    /// Who puts it into From.
    pub origin: String,
}

/// What a check may do besides asking the DNS, in this run only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Elsewhere {
    /// Fetch the policy of MTA-STS over HTTPS.
    pub policy: bool,
    /// Fetch the logo that the BIMI record names.
    pub logo: bool,
    /// Ask the provider's API with the connector's key.
    pub api: bool,
}

/// How far a check is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CheckState {
    /// None runs.
    #[default]
    Idle,
    /// It runs.
    Running {
        /// Since when, in the window's time.
        since_ms: u64,
        /// What it does.
        step: String,
    },
    /// It was stopped: what is shown is not all.
    Stopped,
    /// It could not be made, and why.
    Failed(String),
}

/// A domain as the screen shows it.
#[derive(Debug, Clone, Default)]
pub struct DomainView {
    /// How far its check is.
    pub state: CheckState,
    /// The report, as far as it is known.
    pub checked: Option<Arc<CheckedDomain>>,
    /// What comes of each change that mends a finding, by the place of the finding in the report.
    pub proofs: Arc<BTreeMap<usize, Proof>>,
    /// What is different from the report before.
    pub changes: Option<Arc<ChangesSince>>,
    /// The sender that SPF was tried with last.
    pub tried: Option<Arc<SpfTry>>,
    /// What the last report came to that was kept before the program began.
    pub earlier: Option<Arc<EarlierReport>>,
}

/// A report that was kept by an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierReport {
    /// When it was made.
    pub at: Timestamp,
    /// What it came to.
    pub verdict: Verdict,
}

impl DomainView {
    /// Whether a check runs.
    pub const fn is_running(&self) -> bool {
        matches!(self.state, CheckState::Running { .. })
    }
}

/// A report and how it came about.
#[derive(Debug, Clone)]
pub struct CheckedDomain {
    /// The report.
    pub whole: WholeReport,
    /// Every question so far, in the order they were answered.
    pub trace: Vec<TraceRow>,
    /// What else is worth knowing, such as what the provider's API said.
    pub notes: Vec<String>,
    /// When it was complete; none while it is not.
    pub at: Option<Timestamp>,
}

/// A question and its answer, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceRow {
    /// The name and the type.
    pub question: String,
    /// The records, escaped.
    pub records: Vec<String>,
    /// How it ended, in a word or two.
    pub outcome: &'static str,
    /// Whether it says anything.
    pub kind: TraceKind,
    /// Who answered, and how it was reached.
    pub server: String,
    /// How many answers in a row it took to know that it had to be asked.
    pub level: u32,
    /// When it was asked, in milliseconds since the check began.
    pub asked_ms: f32,
    /// How long the answer took, in milliseconds.
    pub took_ms: f32,
}

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TraceKind {
    /// There are records.
    Records,
    /// There is none: a server said so.
    Nothing,
    /// Nobody knows.
    Failure,
}

/// What is different from an earlier report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangesSince {
    /// There is no earlier report.
    First,
    /// From the report of that time.
    Since(Timestamp, Changes),
    /// The earlier report cannot be read, and why.
    Unreadable(String),
}

/// A sender that SPF was tried with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpfTry {
    /// The address it sends from.
    pub ip: String,
    /// What came of it, or why nothing did.
    pub outcome: Result<EvaluationOutcome, String>,
}

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct DeliverabilityModel {
    /// The name servers to ask, as text; empty for those of the system.
    pub server: String,
    /// The domains that were typed, and what is known of any.
    pub wishes: Vec<DomainWish>,
    /// The domains that the connector sends as.
    pub own: Vec<OwnDomain>,
    /// What the connector sends through, for people; empty while none is known.
    pub connector: String,
    /// The domain shown.
    pub selected: Option<String>,
    /// The part of its report shown.
    pub tab: DomainTab,
    /// What a check may do besides asking the DNS.
    pub elsewhere: Elsewhere,
    /// Whether the provider tells its domains to a token of the account only, which no connector has.
    pub wants_account_token: bool,
    /// That token, in this run only.
    pub account_token: Secret,
    /// What is known of each domain.
    pub views: BTreeMap<String, DomainView>,
}

impl DeliverabilityModel {
    /// Every domain: those of the connector, then those that were typed.
    pub fn domains(&self) -> Vec<&str> {
        let own = self.own.iter().map(|own| own.domain.as_str());
        let mut all: Vec<&str> = own.collect();
        for wish in &self.wishes {
            if !all.contains(&wish.domain.as_str()) {
                all.push(&wish.domain);
            }
        }
        all
    }

    /// Whether the connector sends as a domain.
    pub fn is_own(&self, domain: &str) -> bool {
        self.own.iter().any(|own| own.domain == domain)
    }

    /// What is known of a domain.
    pub fn wish(&self, domain: &str) -> DomainWish {
        let known = self.wishes.iter().find(|wish| wish.domain == domain);
        known.cloned().unwrap_or_else(|| DomainWish::new(domain))
    }

    /// The domain shown, with its check.
    pub fn shown(&self) -> Option<(&str, Option<&DomainView>)> {
        let domain = self.selected.as_deref()?;
        Some((domain, self.views.get(domain)))
    }

    /// Whether the check of the domain shown runs.
    pub fn is_running(&self) -> bool {
        let view = self.shown().and_then(|(_, view)| view);
        view.is_some_and(DomainView::is_running)
    }
}

/// What a person asks of domains; each is named as the DNS has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainCommand {
    /// Shows a domain.
    Select(String),
    /// Adds the domains in a text.
    Add(String),
    /// Takes a domain off the list.
    Remove(String),
    /// Shows a part of the report.
    ShowTab(DomainTab),
    /// Checks a domain; what is known already is not asked again.
    Check(String),
    /// Checks a domain and asks everything anew.
    Recheck(String),
    /// Checks all domains.
    CheckAll,
    /// Stops the check of a domain.
    Stop(String),
    /// Chooses the name servers.
    SetServer(String),
    /// Notes what is known of a domain.
    SetWish(DomainWish),
    /// Chooses what a check may do besides asking the DNS.
    SetElsewhere(Elsewhere),
    /// Notes the token of the account at the provider, for this run.
    SetAccountToken(Secret),
    /// Tries SPF with a sender at the domain.
    Try {
        /// The domain.
        domain: String,
        /// The address it sends from.
        ip: String,
    },
}

/// A file that a report is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFile {
    /// For an issue or a message.
    Markdown,
    /// For a browser.
    Html,
    /// For programs.
    Json,
}

impl ReportFile {
    /// The end of its name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Json => "json",
        }
    }
}
