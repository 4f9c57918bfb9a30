//! From an answer, or from there being none, to what is wrong and what to do.

mod aliyun_dm;
mod answered;
mod aws_ses;
mod clock;
mod mailgun;
mod network;
mod other;
mod postmark;
mod request_facts;
mod rule;
mod said;
mod sendgrid;
mod smtp2go;
mod status;
#[cfg(test)]
mod tests;
mod wait;

use super::super::Diagnosis;
use super::{HttpAnswer, HttpConnector, NetworkTrouble};

pub use request_facts::RequestFacts;
use rule::Rule;
use said::Said;

/// What is wrong and what to do, for a request of `connector` that failed.
///
/// The first rule of the provider's own table that fits is taken, else one for the status, so that
/// there is always a diagnosis. The answer's secrets have to be masked before, as its words are
/// repeated.
pub fn diagnose(
    connector: HttpConnector,
    outcome: Result<&HttpAnswer, &NetworkTrouble>,
    facts: &RequestFacts,
) -> Diagnosis {
    match outcome {
        Err(trouble) => network::diagnose(connector, trouble, facts),
        Ok(answer) => of_answer(connector, answer, facts),
    }
}

fn of_answer(connector: HttpConnector, answer: &HttpAnswer, facts: &RequestFacts) -> Diagnosis {
    let said = Said::of(connector, answer);
    let rule = table(connector)
        .iter()
        .find(|rule| rule.fits(answer.status, &said))
        .or_else(|| status::page(answer, &said))
        .unwrap_or_else(|| status::rule(answer.status));
    let mut diagnosis = rule.diagnosis(connector, &said, facts);
    diagnosis.why = format!("{}. {}", answered::words(answer, facts), diagnosis.why);
    if let Some(difference) = clock::difference(answer, facts) {
        diagnosis.why = format!("{}. {difference}", diagnosis.why);
    }
    if let Some(wait) = wait::words(answer) {
        diagnosis.why = format!("{}. {wait}", diagnosis.why);
    }
    if answer.is_cut {
        let remark = "The answer was longer than is read here, and its end is missing";
        diagnosis.why = format!("{}. {remark}", diagnosis.why);
    }
    diagnosis
}

/// The provider's documented errors, the most particular first.
const fn table(connector: HttpConnector) -> &'static [Rule] {
    match connector {
        HttpConnector::AliyunDm => aliyun_dm::RULES,
        HttpConnector::AwsSes => aws_ses::RULES,
        HttpConnector::HttpEmail => other::HTTP_EMAIL,
        HttpConnector::Mailgun => mailgun::RULES,
        HttpConnector::MailJunky => other::MAILJUNKY,
        HttpConnector::Postmark => postmark::RULES,
        HttpConnector::Sendgrid => sendgrid::RULES,
        HttpConnector::Smtp2go => smtp2go::RULES,
    }
}

/// Documented errors by their codes, for tests and for a list of what can be told.
impl HttpConnector {
    /// The codes, or parts of sentences, that this provider's table knows.
    pub fn known_errors(self) -> impl Iterator<Item = &'static str> {
        table(self)
            .iter()
            .flat_map(|rule| rule.codes.iter().chain(rule.texts).copied())
    }
}

impl Diagnosis {
    /// All of it as text to read or copy: title, reason, what to do, code and link.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone(), self.why.clone()];
        lines.extend(self.fix.iter().map(|fix| format!("- {fix}")));
        lines.extend(
            self.provider_code
                .iter()
                .map(|code| format!("Code: {code}")),
        );
        lines.extend(self.link.map(|link| format!("See {link}")));
        lines.join("\n")
    }
}
