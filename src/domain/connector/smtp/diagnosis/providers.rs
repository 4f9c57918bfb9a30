//! What well-known providers answer, and what they mean by it.
//!
//! The answers are those of the providers' own documentation and of public reports, as known on
//! 2026-11-21. A rule counts only for its provider's hosts, unless its words are its alone.

use super::super::super::diagnosis::Diagnosis;
use super::{ServerAnswer, Step};

mod table;

/// A provider and its hosts: whole names, or ends that begin with a dot.
pub(super) struct Provider {
    pub name: &'static str,
    pub hosts: &'static [&'static str],
    pub rules: &'static [Rule],
}

/// An answer and what it means.
pub(super) struct Rule {
    /// The steps it is an answer to; none stands for all.
    pub steps: &'static [Step],
    /// One of these stands in the answer, in small letters; none stands for every answer.
    pub words: &'static [&'static str],
    /// Whether the words are this provider's alone, so that the host does not matter.
    pub is_unmistakable: bool,
    pub title: &'static str,
    pub why: &'static str,
    pub fix: &'static [&'static str],
    pub link: Option<&'static str>,
}

impl Provider {
    fn has(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| {
            if known.starts_with('.') {
                host.ends_with(known)
            } else {
                host == *known
            }
        })
    }
}

impl Rule {
    fn matches(&self, answer: &ServerAnswer<'_>, text: &str) -> bool {
        let is_step = self.steps.is_empty() || self.steps.contains(&answer.step);
        let code = answer.printed_code();
        let is_word = |word: &&str| text.contains(*word) || code.ends_with(*word);
        is_step && (self.words.is_empty() || self.words.iter().any(is_word))
    }

    fn diagnosis(&self) -> Diagnosis {
        Diagnosis {
            title: self.title.to_owned(),
            why: self.why.to_owned(),
            fix: self.fix.iter().map(|&text| text.to_owned()).collect(),
            provider_code: None,
            link: self.link,
        }
    }
}

/// The first rule that knows the answer: of the host's provider, else one with unmistakable words.
pub(super) fn diagnose(host: &str, answer: &ServerAnswer<'_>, text: &str) -> Option<Diagnosis> {
    let host = normalized(host);
    let of_host = table::PROVIDERS
        .iter()
        .filter(|provider| provider.has(&host));
    let rules = of_host.flat_map(|provider| provider.rules);
    // A temporary trouble with a login says nothing about the password.
    let rules = rules.filter(|rule| !answer.is_temporary() || !rule.words.is_empty());
    let everywhere = table::PROVIDERS.iter().flat_map(|provider| provider.rules);
    let everywhere = everywhere.filter(|rule| rule.is_unmistakable);
    let mut rules = rules.chain(everywhere);
    rules
        .find(|rule| rule.matches(answer, text))
        .map(Rule::diagnosis)
}

/// The provider of a host.
pub(super) fn name(host: &str) -> Option<&'static str> {
    let host = normalized(host);
    let mut providers = table::PROVIDERS.iter();
    let found = providers.find(|provider| provider.has(&host));
    found.map(|provider| provider.name)
}

fn normalized(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}
