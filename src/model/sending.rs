//! Sending with connectors: what was sent, and batches.

use std::sync::Arc;

use super::PayloadChoice;
use crate::domain::batch::{BatchItem, BatchRun, Row};
use crate::domain::logto::UsageType;
use crate::domain::send_history::{Search, SendId, SentRecord};

/// What a person chose for a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchWish {
    /// The kinds of mail.
    pub usage_types: Vec<UsageType>,
    /// The language tags.
    pub languages: Vec<String>,
    /// The payloads.
    pub payloads: Vec<PayloadChoice>,
    /// How many mails a second at most.
    pub per_second: u32,
    /// Whether mails that say the same as an earlier one are sent too.
    pub sends_duplicates: bool,
}

impl Default for BatchWish {
    fn default() -> Self {
        Self {
            usage_types: Vec::new(),
            languages: Vec::new(),
            payloads: vec![PayloadChoice::Full],
            per_second: 1,
            sends_duplicates: false,
        }
    }
}

/// A form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values.
    Csv,
    /// A table of Markdown.
    Markdown,
}

/// What waits for the answer to the question before a production profile sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pending {
    /// The mail chosen, to that recipient.
    One(String),
    /// These mails.
    Batch(Vec<BatchItem>),
    /// The rest of the batch that is paused.
    GoOn,
}

/// The history as it is looked at.
#[derive(Debug, Clone)]
pub struct HistoryModel {
    /// What is looked for.
    pub search: Search,
    /// Whether the sends of all profiles are shown, or those of the one looked at.
    pub all_profiles: bool,
    /// What was found, newest first.
    pub records: Arc<[SentRecord]>,
    /// The one shown.
    pub selected: Option<SendId>,
}

impl Default for HistoryModel {
    fn default() -> Self {
        Self {
            search: Search::default(),
            all_profiles: false,
            records: Arc::from([]),
            selected: None,
        }
    }
}

/// The state of sending.
#[derive(Debug, Clone, Default)]
pub struct SendingModel {
    /// What became of the mail sent last.
    pub last: Option<Arc<SentRecord>>,
    /// What is chosen for a batch.
    pub wish: BatchWish,
    /// What a batch would send now.
    pub planned: Option<BatchRun>,
    /// The batch that runs, or ran last.
    pub batch: Option<BatchRun>,
    /// The name of the profile that it is sent with.
    pub batch_profile: Option<String>,
    /// What waits for a yes.
    pub pending: Option<Pending>,
    /// The history.
    pub history: HistoryModel,
}

impl SendingModel {
    /// The mails of the batch that runs, else of the one that is chosen.
    pub fn rows(&self) -> &[Row] {
        let run = self.batch.as_ref().or(self.planned.as_ref());
        run.map_or(&[], BatchRun::rows)
    }

    /// How many mails of the batch that was started have not had their turn.
    pub fn waiting(&self) -> usize {
        let run = self.batch.as_ref();
        run.map_or(0, |run| run.progress().waiting)
    }
}
