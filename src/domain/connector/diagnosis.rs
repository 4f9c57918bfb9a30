//! What a failed delivery means and what to do about it.

use serde::Serialize;

/// A failure told to the person who set the connector up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// What is wrong, in a few words without a period.
    pub title: String,
    /// Why it happened, in sentences; the last without a period.
    pub why: String,
    /// What to do, each a sentence without a period, the most likely first.
    pub fix: Vec<String>,
    /// The other side's own code, if it gave one.
    pub provider_code: Option<String>,
    /// Where the other side documents it.
    pub link: Option<&'static str>,
}
