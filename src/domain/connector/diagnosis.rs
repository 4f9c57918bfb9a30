//! What a failed delivery means for the person who wants to mend it.

use serde::Serialize;

/// A failure, told for people: what it is, why it happens and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// What happened, in a few words without a period.
    pub title: String,
    /// Why it happens, in whole sentences.
    pub why: String,
    /// What to do, the likeliest first; each a sentence without a period.
    pub fix: Vec<String>,
    /// The code the provider gives it, for example `5.7.139`.
    pub provider_code: Option<String>,
    /// The provider's own page about it.
    pub link: Option<&'static str>,
}
