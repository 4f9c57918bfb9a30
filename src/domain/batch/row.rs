//! What came of each mail of a batch.

use std::time::Duration;

use serde::Serialize;

use super::pace::millis;
use super::plan::{BatchItem, ItemPlan};
use crate::domain::send_history::{Outcome, OutcomeKind, SendId};
use crate::domain::tabular;

/// Where a mail of a batch stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum RowState {
    /// It would be sent; nothing was started.
    Planned,
    /// Its turn comes.
    Waiting,
    /// It is under way.
    Running {
        /// Since when, by the run's clock.
        #[serde(rename = "sinceMs", serialize_with = "millis")]
        since: Duration,
    },
    /// It ended.
    Ended {
        /// What came of it.
        outcome: Outcome,
        /// How long it took.
        #[serde(rename = "tookMs", serialize_with = "millis")]
        took: Duration,
        /// Its record in the history.
        record: Option<SendId>,
    },
    /// It is not sent.
    NotSent {
        /// Why, in one sentence.
        why: String,
    },
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The mail.
    pub item: BatchItem,
    /// Where it stands.
    pub state: RowState,
}

/// The headings of the table.
pub const ROW_HEADINGS: [&str; 9] = [
    "No.",
    "Usage type",
    "Language",
    "Template",
    "Payload",
    "Recipient",
    "Result",
    "Details",
    "Seconds",
];

impl Row {
    pub(super) fn new(item: BatchItem) -> Self {
        let state = match &item.plan {
            ItemPlan::Send { .. } => RowState::Waiting,
            ItemPlan::SameAs { why, .. } | ItemPlan::Nothing { why } => {
                RowState::NotSent { why: why.clone() }
            }
        };
        Self { item, state }
    }

    /// The result in one word or two.
    pub const fn result(&self) -> &'static str {
        match &self.state {
            RowState::Planned => "To be sent",
            RowState::Waiting => "Waiting",
            RowState::Running { .. } => "Sending",
            // Its turn would have come.
            RowState::NotSent { .. } if self.item.is_sent() => "Stopped",
            RowState::NotSent { .. } => "Not sent",
            RowState::Ended { outcome, .. } => OutcomeKind::of_outcome(outcome).label(),
        }
    }

    /// What there is to say about the result.
    pub fn details(&self) -> String {
        let note = match &self.item.plan {
            ItemPlan::Send { note } => note.as_deref(),
            _ => None,
        };
        let result = match &self.state {
            RowState::Planned | RowState::Waiting | RowState::Running { .. } => String::new(),
            RowState::NotSent { why } => why.clone(),
            RowState::Ended { outcome, .. } => told(outcome),
        };
        [result.as_str(), note.unwrap_or_default()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(". ")
    }

    /// The cells of [`ROW_HEADINGS`].
    pub fn cells(&self) -> Vec<String> {
        let item = &self.item;
        let took = match &self.state {
            RowState::Ended { took, .. } => format!("{:.3}", took.as_secs_f64()),
            _ => String::new(),
        };
        vec![
            item.number.to_string(),
            item.usage_type.to_string(),
            item.language.clone(),
            item.template.clone().unwrap_or_default(),
            item.payload_title.clone(),
            item.recipient.clone(),
            self.result().to_owned(),
            self.details(),
            took,
        ]
    }
}

fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Delivered { facts } => facts
            .iter()
            .map(|fact| format!("{}: {}", fact.name, fact.value))
            .collect::<Vec<_>>()
            .join("; "),
        Outcome::Doubtful { why, .. } => format!("{}. {why}", outcome.summary()),
        Outcome::Failed { code, title, why } | Outcome::InDoubt { code, title, why } => {
            [title, why, code]
                .into_iter()
                .filter(|text| !text.is_empty())
                .map(|text| text.trim_end_matches('.'))
                .collect::<Vec<_>>()
                .join(". ")
        }
        Outcome::Cancelled | Outcome::Unknown => outcome.summary(),
    }
}

/// The table as CSV, see [`tabular::csv`].
pub fn csv(rows: &[Row]) -> String {
    tabular::csv(&ROW_HEADINGS, &cells(rows))
}

/// The table as Markdown, see [`tabular::markdown`].
pub fn markdown(rows: &[Row]) -> String {
    tabular::markdown(&ROW_HEADINGS, &cells(rows))
}

fn cells(rows: &[Row]) -> Vec<Vec<String>> {
    rows.iter().map(Row::cells).collect()
}
