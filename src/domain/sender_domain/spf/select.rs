//! Which text of a domain is its SPF record (RFC 7208 sections 4.4 and 4.5).

use super::super::dns::{Answer, LookupOutcome, RecordData, TxtData};

/// What a receiver takes from the answer to its question for texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selected {
    /// The one record.
    One(TxtData),
    /// No text is an SPF record.
    None,
    /// Several are, at least two.
    Several(Vec<TxtData>),
    /// There is no answer to take anything from.
    Unknown(LookupOutcome),
}

impl Selected {
    /// What `answer` holds.
    pub fn from_answer(answer: &Answer) -> Self {
        if answer.is_failure() {
            return Self::Unknown(answer.outcome.clone());
        }
        let mut found: Vec<TxtData> = texts(answer)
            .filter(|data| is_spf(&data.text()))
            .cloned()
            .collect();
        match found.len() {
            0 => Self::None,
            1 => found.pop().map_or(Self::None, Self::One),
            _ => Self::Several(found),
        }
    }
}

/// The text records of an answer.
pub(super) fn texts(answer: &Answer) -> impl Iterator<Item = &TxtData> {
    answer.records().iter().filter_map(|data| match data {
        RecordData::Txt(text) => Some(text),
        _ => None,
    })
}

/// Whether a text is an SPF record: it starts with `v=spf1` in letters of any case, and with a space
/// or nothing behind it.
pub fn is_spf(text: &str) -> bool {
    text.split(' ')
        .next()
        .is_some_and(|first| first.eq_ignore_ascii_case("v=spf1"))
}
