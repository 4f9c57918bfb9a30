//! What the readers of a mail do not see: one entry for each feature, those that touch most first.
//!
//! The newest tested version of each client counts. What was not tested is told apart and never
//! taken for support or its absence. A use counts for a client if
//! - the client reads that part of the mail (conditional comments),
//! - nothing stands in for it,
//! - the client does not drop what it stands in (a style sheet, a media query), which has an entry
//!   of its own, and
//! - if support is partial: one of the notes on it is about this use.

mod loss;
mod words;

use serde::Serialize;

use super::audience::Audience;
use super::data::{ClientData, ClientId, Feature, Support};
use super::detect::{Hit, Notes, Readers, Used, Within, detect};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::markup::html::Document;

pub use loss::{Loss, loss};

/// The code of a finding about mail clients.
pub const CODE: &str = "client-support";

/// The verdict of one client.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// `outlook.windows`.
    pub client: String,
    /// `Outlook for Windows (classic)`.
    pub name: String,
    /// How its newest tested version shows the feature.
    pub support: Support,
    /// That version; `None` if none was tested.
    pub version: Option<String>,
    /// The numbers of the notes on the page.
    pub notes: Vec<u8>,
    /// The share of readers who use the client, 0 to 1.
    pub share: f64,
}

/// What the clients of the readers do with one feature of the mail.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The feature.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its page, which has the tests and the texts of the notes.
    pub page: String,
    /// The day of its last test.
    pub tested: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is lost where it is dropped.
    pub loss: Loss,
    /// Where in the source, by place.
    pub spans: Vec<Span>,
    /// The clients that drop it, most readers first.
    pub dropped: Vec<Verdict>,
    /// The clients that show it in part or with a fault.
    pub partial: Vec<Verdict>,
    /// The clients of which it is not known.
    pub unknown: Vec<Verdict>,
    /// The share of readers whose client drops it, 0 to 1.
    pub dropped_share: f64,
    /// The share of readers whose client shows it in part.
    pub partial_share: f64,
    /// The share of readers of whom it is not known.
    pub unknown_share: f64,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do, or where to read more.
    pub hint: String,
}

impl Entry {
    /// The share of readers who do not see it as written.
    pub fn touched_share(&self) -> f64 {
        self.dropped_share + self.partial_share
    }

    /// One finding at each place.
    pub fn findings(&self) -> Vec<Finding> {
        let finding = |span: &Span| {
            Finding::new(self.severity, CODE, self.message.clone())
                .hint(self.hint.clone())
                .at(*span)
        };
        self.spans.iter().map(finding).collect()
    }
}

/// The report on a mail.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// When caniemail made the facts.
    pub date: String,
    /// How many features of the data the mail uses.
    pub used: usize,
    /// The features that some reader does not see as written; worst first.
    pub entries: Vec<Entry>,
    /// The features that no client of the audience drops, and some have not been tested in.
    pub untested: Vec<Entry>,
    /// The share of readers whose client is not known.
    pub unknown_readers: f64,
}

impl Report {
    /// The report on a document.
    pub fn of(document: &Document, data: &ClientData, audience: &Audience) -> Self {
        Self::of_used(&detect(document), data, audience)
    }

    /// The report on what a document uses.
    pub fn of_used(used: &[Used], data: &ClientData, audience: &Audience) -> Self {
        let judged = used.iter().filter_map(|used| {
            let feature = data.feature(used.slug)?;
            entry(feature, used, data, audience)
        });
        let (mut entries, untested): (Vec<Entry>, Vec<Entry>) =
            judged.partition(|entry| !entry.dropped.is_empty() || !entry.partial.is_empty());
        entries.sort_by(|one, other| {
            one.severity
                .cmp(&other.severity)
                .then(other.touched_share().total_cmp(&one.touched_share()))
                .then(one.slug.cmp(&other.slug))
        });
        Self {
            date: data.date.clone(),
            used: used.len(),
            entries,
            untested,
            unknown_readers: audience.unknown_share(),
        }
    }

    /// All findings, by entry and place.
    pub fn findings(&self) -> Vec<Finding> {
        self.entries.iter().flat_map(Entry::findings).collect()
    }
}

/// The entry of a feature; `None` if all clients of the audience show it.
fn entry(feature: &Feature, used: &Used, data: &ClientData, audience: &Audience) -> Option<Entry> {
    let mut dropped = Vec::new();
    let mut partial = Vec::new();
    let mut unknown = Vec::new();
    // Uses differ in few ways, so that clients are asked about these.
    let mut forms: Vec<(Form, bool)> = Vec::new();
    for hit in &used.hits {
        if !forms.iter().any(|(form, _)| *form == Form::of(hit)) {
            forms.push((Form::of(hit), false));
        }
    }
    for (id, share) in audience.shares() {
        let support = feature.support(*id);
        if support == Support::Supported {
            continue;
        }
        let mut any = false;
        for (form, touched) in &mut forms {
            if counts(*form, feature, *id, data) {
                any = true;
                *touched |= support != Support::Unknown;
            }
        }
        if !any {
            continue;
        }
        let verdicts = match support {
            Support::Unsupported => &mut dropped,
            Support::Partial => &mut partial,
            _ => &mut unknown,
        };
        verdicts.extend(verdict(feature, *id, *share, data));
    }
    if dropped.is_empty() && partial.is_empty() && unknown.is_empty() {
        return None;
    }
    let share = |verdicts: &[Verdict]| verdicts.iter().map(|verdict| verdict.share).sum::<f64>();
    let (dropped_share, partial_share) = (share(&dropped), share(&partial));
    let loss = loss(&feature.slug);
    let is_only_unknown = dropped.is_empty() && partial.is_empty();
    let spans = used.hits.iter().filter(|hit| {
        let form = Form::of(hit);
        is_only_unknown || forms.contains(&(form, true))
    });
    let mut entry = Entry {
        slug: feature.slug.clone(),
        title: feature.title.clone(),
        page: feature.page(),
        tested: feature.tested.clone(),
        severity: loss.severity(dropped_share, partial_share),
        loss,
        spans: spans.map(|hit| hit.span).collect(),
        unknown_share: share(&unknown),
        dropped,
        partial,
        unknown,
        dropped_share,
        partial_share,
        message: String::new(),
        hint: String::new(),
    };
    entry.message = words::message(&entry);
    entry.hint = words::hint(&entry);
    Some(entry)
}

/// In what two uses of a feature differ for clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    readers: Readers,
    within: Within,
    has_fallback: bool,
    spared: Notes,
}

impl Form {
    const fn of(hit: &Hit) -> Self {
        Self {
            readers: hit.readers,
            within: hit.within,
            has_fallback: hit.has_fallback,
            spared: hit.spared,
        }
    }
}

/// Whether a use of the feature counts for a client that does not show it in full.
fn counts(form: Form, feature: &Feature, id: ClientId, data: &ClientData) -> bool {
    let is_word = data.client(id).is_some_and(|client| client.is_word());
    let is_read = if is_word {
        form.readers.word
    } else {
        form.readers.others
    };
    let is_spared = feature
        .newest(id)
        .is_some_and(|cell| cell.support == Support::Partial && form.spared.cover(&cell.notes));
    is_read
        && !form.has_fallback
        && !is_spared
        && form.within.slugs().all(|slug| {
            data.feature(slug)
                .is_none_or(|around| around.support(id) != Support::Unsupported)
        })
}

fn verdict(feature: &Feature, id: ClientId, share: f64, data: &ClientData) -> Option<Verdict> {
    let client = data.client(id)?;
    let cell = feature.newest(id);
    Some(Verdict {
        client: client.id.clone(),
        name: client.name.clone(),
        support: feature.support(id),
        version: cell.map(|cell| cell.version.clone()),
        notes: cell.map(|cell| cell.notes.clone()).unwrap_or_default(),
        share,
    })
}

#[cfg(test)]
mod tests;
