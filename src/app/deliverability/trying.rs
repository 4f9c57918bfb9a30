//! Tries SPF with one sender, as a receiver would check its mail.

use std::net::IpAddr;
use std::sync::Arc;

use super::{DomainNews, inputs};
use crate::app::{App, Event};
use crate::domain::sender_domain::dns::Inquiry;
use crate::domain::sender_domain::spf::{CheckRequest, Evaluation};
use crate::model::{SpfTry, TaskKey};
use crate::services::dns::{RunOptions, run as drive};
use crate::services::with_causes;
use crate::tasks::IfBusy;

/// Starts to try a sender at a domain; what its check was told already is not asked again.
pub(super) fn start(app: &mut App, domain: String, text: String) {
    match evaluation(app, &domain, &text) {
        Ok((evaluation, lookup)) => {
            let key = TaskKey::TrySpf(domain.clone());
            app.start(key, IfBusy::Replace, move |reporter, token| async move {
                let options = RunOptions::default();
                let run = drive(evaluation, lookup, options, |_| (), &token).await;
                let outcome = run
                    .map(|run| run.result)
                    .map_err(|error| with_causes(&error));
                let tried = DomainNews::Tried(SpfTry { ip: text, outcome });
                reporter.send(Event::Domain(domain, Box::new(tried)));
            });
        }
        Err(why) => {
            let view = app.model.deliverability.views.entry(domain).or_default();
            view.tried = Some(Arc::new(SpfTry {
                ip: text,
                outcome: Err(why),
            }));
        }
    }
}

type Trying = (Evaluation, Arc<dyn crate::services::dns::Lookup>);

fn evaluation(app: &App, domain: &str, text: &str) -> Result<Trying, String> {
    let ip: Result<IpAddr, _> = text.trim().parse();
    let ip = ip
        .map_err(|_invalid| "This is no IP address, such as 192.0.2.1 or 2001:db8::1".to_owned())?;
    let choice = inputs::server(&app.model.deliverability.server)?;
    let lookup = app.deliverability.dns.lookup(&choice);
    let lookup = lookup.map_err(|error| with_causes(&error))?;
    let request = CheckRequest::new(ip, domain, format!("postmaster@{domain}"));
    let mut evaluation = Evaluation::new(request);
    if let Some(recorded) = app.deliverability.recorded.get(domain) {
        take_over(&mut evaluation, &recorded.inquiry);
    }
    Ok((evaluation, lookup))
}

/// Gives a try what its check was told. Silence was of that time: what failed then is asked again.
fn take_over(evaluation: &mut Evaluation, known: &Inquiry) {
    for (question, answer) in known.answers().filter(|(_, it)| !it.is_failure()) {
        evaluation.answer(question.clone(), answer.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sender_domain::dns::{Answer, LookupOutcome, Question, RecordType, Step};

    #[test]
    fn what_gave_no_answer_then_is_asked_again() {
        let question = Question::new("example.com".parse().unwrap(), RecordType::Txt);
        for (outcome, is_asked) in [
            (LookupOutcome::Timeout, true),
            (LookupOutcome::NotAsked, true),
            (LookupOutcome::NoData, false),
        ] {
            let mut known = Inquiry::new(10);
            known.answer(question.clone(), Answer::new(outcome.clone()));
            let ip = "192.0.2.1".parse().unwrap();
            let request = CheckRequest::new(ip, "example.com", "postmaster@example.com");
            let mut evaluation = Evaluation::new(request);
            take_over(&mut evaluation, &known);
            let asks = match evaluation.step() {
                Step::Ask(questions) => questions.contains(&question),
                _ => false,
            };
            assert_eq!(asks, is_asked, "{outcome:?}");
        }
    }
}
