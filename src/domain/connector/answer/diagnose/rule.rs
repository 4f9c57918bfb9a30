//! One row of a table of errors.

use super::super::super::Diagnosis;
use super::super::HttpConnector;
use super::{RequestFacts, Said};

/// An error and what to tell of it. A condition that is empty is none; all others must hold, each by
/// one of its values.
///
/// In the texts `%sender%`, `%recipient%`, `%domain%`, `%template%`, `%host%` and `%region%` stand for
/// what the request says, and `%provider%` for whoever answers.
pub(super) struct Rule {
    /// The provider's own codes.
    pub codes: &'static [&'static str],
    /// Parts of its sentence, in small letters.
    pub texts: &'static [&'static str],
    /// Statuses.
    pub statuses: &'static [u16],
    /// A few words.
    pub title: &'static str,
    /// One or more sentences, the last without a period.
    pub why: &'static str,
    /// Sentences without a period.
    pub fix: &'static [&'static str],
    /// The provider's page on it.
    pub link: Option<&'static str>,
}

impl Rule {
    pub fn fits(&self, status: u16, said: &Said) -> bool {
        let code = said.code.as_deref().unwrap_or_default();
        let holds_code = self.codes.is_empty() || self.codes.contains(&code);
        let holds_text =
            self.texts.is_empty() || self.texts.iter().any(|text| said.searched.contains(text));
        let holds_status = self.statuses.is_empty() || self.statuses.contains(&status);
        holds_code && holds_text && holds_status
    }

    pub fn diagnosis(
        &self,
        connector: HttpConnector,
        said: &Said,
        facts: &RequestFacts,
    ) -> Diagnosis {
        let fill = |text: &str| facts.fill(text, connector);
        let mut why = fill(self.why);
        if let Some(message) = &said.message {
            let who = fill("%provider%");
            why = format!("{why}. The words of {who}: “{message}”");
        }
        Diagnosis {
            title: fill(self.title),
            why,
            fix: self.fix.iter().map(|fix| fill(fix)).collect(),
            provider_code: said.code.clone(),
            link: self.link,
        }
    }
}
