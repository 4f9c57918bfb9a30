//! What came of a delivery, as the history keeps it and people read it.

use super::error::{DeliveryError, Failure};
use super::event::Receipt;
use super::http::{HttpExchange, HttpReceipt};
use crate::domain::connector::{Delivery, Diagnosis};
use crate::domain::send_history::{Fact, Outcome};

/// What came of a delivery. Nothing in it is a secret of the connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What came of it.
    pub outcome: Outcome,
    /// What was said, line by line.
    pub transcript: String,
    /// The message of the inbox that the mail became, as the inbox's answer names it.
    pub stored_as: Option<String>,
}

impl Told {
    /// Tells what came of a delivery.
    pub fn of(delivery: &Delivery, result: &Result<Receipt, DeliveryError>) -> Self {
        match result {
            Ok(Receipt::Smtp(receipt)) => {
                let answer = receipt.response.to_string();
                let stored_as = answer.rsplit_once("stored as ");
                let refused = receipt.rejected.iter().map(|refusal| {
                    let told = format!("{}: {}", refusal.address, refusal.reply);
                    fact("Refused", told)
                });
                let facts = [
                    fact("Answer", answer.clone()),
                    fact("Message-ID", receipt.message_id.clone()),
                ];
                Self {
                    outcome: Outcome::Delivered {
                        facts: facts.into_iter().chain(refused).collect(),
                    },
                    transcript: receipt.transcript.timed(),
                    stored_as: stored_as.map(|(_, id)| id.trim().to_owned()),
                }
            }
            Ok(Receipt::Http(receipt)) => Self::accepted(receipt),
            Err(error) => Self::failed(delivery, error),
        }
    }

    fn accepted(receipt: &HttpReceipt) -> Self {
        let status = receipt.answer.status.to_string();
        let facts = receipt.facts.iter();
        let facts = facts.map(|told| fact(told.label, told.value.clone()));
        let doubts = receipt.findings.iter().map(|finding| {
            let hint = finding.hint.as_deref().unwrap_or_default();
            fact("Careful", format!("{}. {hint}", finding.message))
        });
        let all = std::iter::once(fact("HTTP status", status));
        let facts: Vec<Fact> = facts.chain(all).chain(doubts).collect();
        let outcome = match receipt.most_likely_not_sent() {
            Some(finding) => {
                let hint = finding.hint.as_deref().unwrap_or_default();
                let why = format!("{}. {hint}", finding.message);
                Outcome::Doubtful { why, facts }
            }
            None => Outcome::Delivered { facts },
        };
        Self {
            outcome,
            transcript: exchanges(&receipt.exchanges, Some(&receipt.answer.text())),
            stored_as: None,
        }
    }

    fn failed(delivery: &Delivery, error: &DeliveryError) -> Self {
        let (outcome, transcript) = match &error.failure {
            Failure::Cancelled => (Outcome::Cancelled, error.transcript.timed()),
            Failure::Http(failure) => {
                let answer = failure.answer.as_ref().map(|answer| answer.text());
                let told = Trouble {
                    code: failure.logto_code().to_owned(),
                    title: failure.diagnosis.title.clone(),
                    why: diagnosis_text(&failure.diagnosis),
                };
                let transcript = exchanges(&failure.exchanges, answer.as_deref());
                (told.outcome(error.may_be_sent()), transcript)
            }
            failure => {
                let diagnosis = match delivery {
                    Delivery::Smtp(submission) => Some(failure.diagnosis(submission)),
                    Delivery::Http(_) => None,
                };
                let told = Trouble {
                    code: error.logto().code.to_owned(),
                    title: diagnosis
                        .as_ref()
                        .map_or_else(|| failure.to_string(), |diagnosis| diagnosis.title.clone()),
                    why: diagnosis
                        .as_ref()
                        .map_or_else(|| error.told(), diagnosis_text),
                };
                (told.outcome(error.may_be_sent()), error.transcript.timed())
            }
        };
        Self {
            outcome,
            transcript,
            stored_as: None,
        }
    }
}

/// What went wrong, in words.
struct Trouble {
    code: String,
    title: String,
    why: String,
}

impl Trouble {
    /// A failure, unless the mail may have been sent all the same.
    fn outcome(self, may_be_sent: bool) -> Outcome {
        let Self { code, title, why } = self;
        if may_be_sent {
            Outcome::InDoubt { code, title, why }
        } else {
            Outcome::Failed { code, title, why }
        }
    }
}

fn fact(name: &str, value: String) -> Fact {
    Fact {
        name: name.to_owned(),
        value,
    }
}

/// Why, then what to do, a line each.
fn diagnosis_text(diagnosis: &Diagnosis) -> String {
    let mut lines = vec![diagnosis.why.clone()];
    lines.extend(diagnosis.fix.iter().map(|fix| format!("• {fix}")));
    if let Some(code) = &diagnosis.provider_code {
        lines.push(format!("Code of the provider: {code}"));
    }
    lines.extend(diagnosis.link.map(str::to_owned));
    lines.join("\n")
}

/// The requests in order, and the last answer.
fn exchanges(made: &[HttpExchange], answer: Option<&str>) -> String {
    let mut lines: Vec<String> = made.iter().map(ToString::to_string).collect();
    if let Some(answer) = answer.filter(|answer| !answer.is_empty()) {
        lines.push(String::new());
        lines.push(answer.to_owned());
    }
    lines.join("\n")
}
