//! One expected record beside what is there, in words for a table.

use super::{ProviderReport, WholeReport};
use crate::domain::sender_domain::alignment::{Leg, Outcome, UseReport};
use crate::domain::sender_domain::dmarc::Aligned;
use crate::domain::sender_domain::dns::RecordType;
use crate::domain::sender_domain::provider::{
    Compared, Match, Needed, Pattern, Role, State, Unchecked,
};
use crate::domain::sender_domain::shown::shown;

/// An expected record in words. Everything in it may be shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// How it stands.
    pub standing: Standing,
    /// The same in a word or two.
    pub state: &'static str,
    /// How much it is needed.
    pub needed: &'static str,
    /// What it is for.
    pub role: &'static str,
    /// The type.
    pub record_type: RecordType,
    /// The name; parts that nobody told yet stand in angle brackets.
    pub name: String,
    /// What it must be.
    pub wanted: String,
    /// What is there; empty if nothing is, or the record itself.
    pub found: String,
    /// What it is good for.
    pub why: String,
}

/// How an expected record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is there.
    Fine,
    /// It is needed and not there, or wrong.
    Wrong,
    /// It would be better there, or right.
    Better,
    /// Nobody knows, or not yet.
    Open,
    /// It need not be there.
    Unneeded,
}

impl Compared {
    /// The record in words.
    pub fn row(&self) -> RecordRow {
        let expected = &self.expected;
        let (state, found) = state(&self.state);
        RecordRow {
            standing: standing(&self.state, expected.needed),
            state,
            needed: needed(expected.needed),
            role: role(expected.role),
            record_type: expected.record_type,
            name: shown(&expected.name.to_string()),
            wanted: shown(&wanted(&expected.matches)),
            found: shown(&found),
            why: expected.why.clone(),
        }
    }
}

fn standing(state: &State, needed: Needed) -> Standing {
    match state {
        State::Found { .. } => Standing::Fine,
        State::NotNeeded => Standing::Unneeded,
        State::Unchecked { .. } | State::Unknown => Standing::Open,
        State::Missing if needed == Needed::Optional => Standing::Unneeded,
        _ if needed == Needed::Required => Standing::Wrong,
        _ => Standing::Better,
    }
}

fn state(state: &State) -> (&'static str, String) {
    match state {
        State::Found { at: None } => ("found", String::new()),
        State::Found { at: Some(at) } => ("found", format!("at {at}")),
        State::Missing => ("missing", String::new()),
        State::Different { found, .. } => ("different", found.join(" · ")),
        State::Extra { found } => ("too many", found.join(" · ")),
        State::NameDoubled { at, data } => ("name doubled", format!("{data} at {at}")),
        State::Misplaced { at, data } => ("misplaced", format!("{data} at {at}")),
        State::Proxied { by, addresses } => {
            let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            let by = by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
            ("proxied", format!("{}{by}", addresses.join(", ")))
        }
        State::Unchecked { why } => match why {
            Unchecked::Waiting => ("asking", String::new()),
            Unchecked::NoAnswer => ("no answer", String::new()),
            Unchecked::Bogus => ("DNSSEC is wrong", String::new()),
            Unchecked::NotAsked => ("not asked", String::new()),
        },
        State::Unknown => ("value needed", String::new()),
        State::NotNeeded => ("not needed", String::new()),
    }
}

const fn needed(needed: Needed) -> &'static str {
    match needed {
        Needed::Required => "required",
        Needed::Recommended => "recommended",
        Needed::Optional => "optional",
        Needed::Unneeded => "better not",
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Dkim => "DKIM",
        Role::Spf => "SPF",
        Role::ReturnPath => "Bounces",
        Role::Dmarc => "DMARC",
        Role::Tracking => "Tracking",
        Role::Receiving => "Receiving",
        Role::Ownership => "Ownership",
    }
}

fn wanted(matches: &Match) -> String {
    let listed = |values: &[Pattern], between: &str| {
        // Those of which nothing is unknown say it all.
        let exact: Vec<String> = values.iter().filter_map(Pattern::exact).collect();
        let mut all = exact;
        if all.is_empty() {
            all = values.iter().map(ToString::to_string).collect();
        }
        all.dedup();
        all.join(between)
    };
    match matches {
        Match::Alias(values) => listed(values, " or "),
        Match::Hosts { hosts, .. } => listed(hosts, " and "),
        Match::SpfInclude(values) => format!("v=spf1 with include:{}", listed(values, " or ")),
        Match::Spf => "an SPF record".to_owned(),
        Match::DkimKey(Some(key)) => format!("v=DKIM1; p={key}"),
        Match::DkimKey(None) => "a DKIM key".to_owned(),
        Match::Text(value) => value.to_string(),
        Match::Dmarc => "a DMARC record".to_owned(),
    }
}

impl Outcome {
    /// What becomes of the mail, in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Both => "passes DMARC by SPF and by DKIM",
            Self::BySpf => "passes DMARC by SPF only",
            Self::ByDkim => "passes DMARC by DKIM only",
            Self::None => "fails DMARC",
            Self::Unknown => "not known",
        }
    }
}

impl Leg {
    /// How the leg stands, in a few words.
    pub fn words(&self) -> String {
        let Some(domain) = &self.domain else {
            return "the domain is not known".to_owned();
        };
        let aligned = match self.aligned {
            Some(Aligned::Exactly) => "the same domain",
            Some(Aligned::ByOrganization) => "aligned, as it is of the same organization",
            Some(Aligned::TooStrict) => "of the same organization, but the policy is strict",
            Some(Aligned::No) => "not aligned: another organization",
            None => "alignment not known",
        };
        let published = match self.published {
            Some(true) => "records found",
            Some(false) => "records missing",
            None => "records not known",
        };
        format!("{domain}: {aligned}; {published}")
    }
}

impl WholeReport {
    /// The report as plain text for a terminal, with what the provider and the connector need.
    pub fn to_text(&self) -> String {
        let mut text = self.report.to_text();
        if let Some(provider) = &self.provider {
            text.extend([format!("\nRecords for {}\n", provider.label)]);
            for row in provider.rows() {
                let RecordRow {
                    state,
                    record_type,
                    name,
                    wanted,
                    found,
                    needed,
                    ..
                } = row;
                text.extend([format!("  {state:<14} {record_type:<5} {name}\n")]);
                text.extend([format!("  {:<14} {needed}: {wanted}\n", "")]);
                if !found.is_empty() {
                    text.extend([format!("  {:<14} there: {found}\n", "")]);
                }
            }
        }
        for use_report in self.alignment.iter().flatten() {
            let UseReport {
                from,
                spf,
                dkim,
                outcome,
                ..
            } = use_report;
            text.extend([format!(
                "\nFrom {}: {}\n",
                shown(&from.address),
                outcome.words()
            )]);
            text.extend([format!("  SPF   {}\n", spf.words())]);
            text.extend([format!("  DKIM  {}\n", dkim.words())]);
        }
        text
    }

    /// The report as Markdown, with the table of the provider.
    pub fn to_markdown(&self) -> String {
        let mut text = self.report.to_markdown();
        if let Some(provider) = &self.provider {
            let cell = |text: &str| format!("`{}`", text.replace('`', "'").replace('|', "\\|"));
            text.extend([format!("\n## Records for {}\n\n", provider.label)]);
            text.push_str("| state | need | type | name | expected | found |\n");
            text.push_str("|---|---|---|---|---|---|\n");
            for row in provider.rows() {
                let found = if row.found.is_empty() {
                    String::new()
                } else {
                    cell(&row.found)
                };
                text.extend([format!(
                    "| {} | {} | {} | {} | {} | {found} |\n",
                    row.state,
                    row.needed,
                    row.record_type,
                    cell(&row.name),
                    cell(&row.wanted),
                )]);
            }
        }
        text
    }
}

impl ProviderReport {
    /// The records in words, in the order of the table.
    pub fn rows(&self) -> impl Iterator<Item = RecordRow> + '_ {
        self.records.iter().map(Compared::row)
    }
}
