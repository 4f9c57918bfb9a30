//! The check of one message: its questions, and the report when all are answered.

use core::net::IpAddr;

use super::alignment::{self, DmarcReport};
use super::arc::Chain;
use super::claims::{self, Ours};
use super::dkim::{self, SignatureReport};
use super::findings;
use super::raw::RawMessage;
use super::received::{self, Hop};
use super::report::{Headline, MessageReport, ResultWord, Ruling, Sender, SpfReport};
use super::sender;
use crate::domain::message::{ParsedMessage, domain_to_ascii};
use crate::domain::sender_domain::RfcSection;
use crate::domain::sender_domain::dkim::SignatureHeader;
use crate::domain::sender_domain::dns::{Answer, Inquiry, Question, Step};
use crate::domain::sender_domain::domain_name;
use crate::domain::sender_domain::spf::{CheckRequest, Evaluation, EvaluationOutcome};

/// Most signatures that are verified; a message with more is told so.
const MOST_SIGNATURES: usize = 16;
/// Most questions for keys and DMARC records; those of SPF have a limit of their own.
const MOST_QUESTIONS: usize = 70;

/// The message to check, and what is known of its delivery.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageRequest {
    /// The message, byte for byte. Line feeds alone are read as CRLF.
    pub raw: Vec<u8>,
    /// The address of the client that handed it in; else the header is believed.
    pub ip: Option<IpAddr>,
    /// The name in HELO or EHLO; else the header is believed.
    pub helo: Option<String>,
    /// The envelope sender, empty for bounces; else `Return-Path` is believed.
    pub mail_from: Option<String>,
    /// The time of the check, in seconds of Unix time.
    pub unix_secs: u64,
}

/// A check under way: it names its questions and is fed the answers.
#[derive(Debug, Clone)]
pub struct MessageCheck {
    message: RawMessage,
    headline: Headline,
    from: Result<String, &'static str>,
    hops: Vec<Hop>,
    sender: Sender,
    signatures: Vec<(usize, SignatureHeader)>,
    skipped: usize,
    wanted: Vec<Question>,
    inquiry: Inquiry,
    spf: Option<(CheckRequest, Evaluation)>,
    spf_outcome: Option<EvaluationOutcome>,
    unix_secs: u64,
}

impl MessageCheck {
    /// A check that has asked nothing yet.
    pub fn new(request: &MessageRequest) -> Self {
        let message = RawMessage::read(&request.raw);
        let headline = headline(&request.raw, &message);
        let hops = received::hops(&message);
        let (helo, mail_from) = (request.helo.as_deref(), request.mail_from.as_deref());
        let sender = sender::sender(&message, &hops, (request.ip, helo, mail_from));
        let all: Vec<(usize, SignatureHeader)> = message
            .all("dkim-signature")
            .take(MOST_SIGNATURES)
            .map(|(place, field)| (place, SignatureHeader::parse(&field.text())))
            .collect();
        let mut check = Self {
            skipped: message.all("dkim-signature").count() - all.len(),
            from: from_domain(&message, &headline),
            spf: spf_request(&sender, request.unix_secs)
                .map(|request| (request.clone(), Evaluation::new(request))),
            signatures: all,
            headline,
            hops,
            sender,
            wanted: Vec::new(),
            inquiry: Inquiry::new(MOST_QUESTIONS),
            spf_outcome: None,
            unix_secs: request.unix_secs,
            message,
        };
        check.wanted = check.questions();
        check
    }

    /// What is wanted next. Nearly all is asked at once; only SPF asks on.
    pub fn step(&mut self) -> Step<MessageReport> {
        let mut questions = Vec::new();
        let mut is_waiting = false;
        if let (Some((_, evaluation)), None) = (&mut self.spf, &self.spf_outcome) {
            match evaluation.step() {
                Step::Ask(more) => questions.extend(more),
                Step::Wait => is_waiting = true,
                Step::Done(outcome) => self.spf_outcome = Some(outcome),
            }
        }
        let is_open = |it: &&Question| self.inquiry.get(it).is_none();
        let open: Vec<Question> = self.wanted.iter().filter(is_open).cloned().collect();
        if !open.is_empty() {
            match self.inquiry.ask::<()>(open) {
                Step::Ask(more) => questions.extend(more),
                // Those that were kept back are answered by that.
                Step::Wait | Step::Done(()) => is_waiting |= self.inquiry.is_waiting(),
            }
        }
        if !questions.is_empty() {
            questions.sort();
            questions.dedup();
            Step::Ask(questions)
        } else if is_waiting {
            Step::Wait
        } else {
            Step::Done(self.report())
        }
    }

    /// Takes an answer.
    pub fn answer(&mut self, question: Question, answer: Answer) {
        if let Some((_, evaluation)) = &mut self.spf {
            evaluation.answer(question.clone(), answer.clone());
        }
        self.inquiry.answer(question, answer);
    }

    /// Runs the whole check against something that answers at once.
    pub fn run(mut self, mut resolve: impl FnMut(&Question) -> Answer) -> MessageReport {
        loop {
            match self.step() {
                Step::Done(report) => return report,
                Step::Ask(questions) => {
                    for question in questions {
                        let answer = resolve(&question);
                        self.answer(question, answer);
                    }
                }
                // Nothing is under way between two steps here.
                Step::Wait => {}
            }
        }
    }

    /// All questions but those of SPF, the most important first.
    fn questions(&self) -> Vec<Question> {
        let mut wanted = Vec::new();
        if let Ok(domain) = &self.from {
            wanted.extend(alignment::questions(domain));
            wanted.extend(alignment::existence_question(domain));
        }
        let headers = || self.signatures.iter().map(|(_, header)| header);
        wanted.extend(headers().filter_map(dkim::key_question));
        let spf = self.spf.iter().map(|(request, _)| request.identity().1);
        let signers = headers().map(|header| header.domain.as_str());
        for domain in spf.chain(signers) {
            if domain_name::is_valid(domain) {
                wanted.extend(alignment::questions(domain));
            }
        }
        wanted.extend(Chain::read(&self.message).questions());
        let mut seen = std::collections::BTreeSet::new();
        wanted.retain(|question| seen.insert(question.clone()));
        wanted
    }

    fn report(&self) -> MessageReport {
        let answer = |question: &Question| self.inquiry.get(question);
        let verify = |(place, header): &(usize, SignatureHeader)| {
            let answer = dkim::key_question(header).and_then(|question| answer(&question));
            dkim::verify(&self.message, (*place, header), answer, self.unix_secs)
        };
        let dkim: Vec<SignatureReport> = self.signatures.iter().map(verify).collect();
        let spf = self.spf_report();
        let dmarc = self.dmarc(&dkim, &spf);
        let arc = Chain::read(&self.message).verify(answer);
        let ours = Ours {
            dkim: &dkim,
            spf: Some(&spf).filter(|spf| spf.evaluated),
            dmarc: dmarc.ruling.result,
            arc: arc.ruling.result,
        };
        let mut report = MessageReport {
            schema: 1,
            message: self.headline.clone(),
            sender: self.sender.clone(),
            authentication_results: claims::claims(&self.message, &ours),
            received: self.hops.clone(),
            dkim_skipped: self.skipped,
            dmarc,
            dkim,
            spf,
            arc,
            findings: Vec::new(),
        };
        report.findings = findings::of(&report);
        report
    }

    fn spf_report(&self) -> SpfReport {
        let (Some((request, _)), Some(outcome)) = (&self.spf, &self.spf_outcome) else {
            let reason = "The address of the client is not known, so SPF says nothing";
            return SpfReport {
                ruling: Ruling::new(ResultWord::None, reason, &[RfcSection::new(7208, "2.3")]),
                evaluated: false,
                domain: None,
                outcome: None,
            };
        };
        let finding = outcome.finding(request);
        SpfReport {
            ruling: Ruling::new(
                outcome.result.into(),
                finding.finding.message,
                &finding.refs,
            ),
            evaluated: true,
            domain: Some(request.identity().1.to_owned()),
            outcome: Some(outcome.clone()),
        }
    }

    fn dmarc(&self, dkim: &[SignatureReport], spf: &SpfReport) -> DmarcReport {
        let domain = match &self.from {
            Ok(domain) => domain,
            Err(reason) => return alignment::without_domain(reason),
        };
        let by_spf = spf
            .domain
            .iter()
            .map(|it| ("spf", it.clone(), spf.ruling.result));
        let by_dkim = dkim.iter().filter(|it| domain_name::is_valid(&it.domain));
        let by_dkim = by_dkim.map(|it| ("dkim", it.domain.clone(), it.ruling.result));
        let mut proved: Vec<_> = by_spf.chain(by_dkim).collect();
        for (_, domain, _) in &mut proved {
            *domain = domain_name::normalize(domain);
        }
        alignment::assess(domain, &proved, |question| self.inquiry.get(question))
    }
}

fn headline(raw: &[u8], message: &RawMessage) -> Headline {
    let parsed = ParsedMessage::parse(raw);
    Headline {
        from: parsed.from.iter().map(|it| it.address.clone()).collect(),
        subject: parsed.subject,
        message_id: parsed.message_id,
        date: parsed.date,
        bytes: raw.len() as u64,
        line_ends_mended: message.line_ends_mended,
    }
}

/// The one domain in From, in its ASCII form.
fn from_domain(message: &RawMessage, headline: &Headline) -> Result<String, &'static str> {
    match message.all("from").count() {
        0 => return Err("The message has no From field"),
        1 => {}
        _ => return Err("The message has several From fields, so nobody knows which one counts"),
    }
    let domains = headline.from.iter().map(|address| {
        let (_, domain) = address.rsplit_once('@')?;
        let ascii = domain_to_ascii(&domain.trim().to_lowercase())?;
        let domain = domain_name::normalize(&ascii);
        domain_name::is_valid(&domain).then_some(domain)
    });
    let Some(mut domains) = domains.collect::<Option<Vec<String>>>() else {
        return Err("An address in From has no domain that could be checked");
    };
    domains.sort_unstable();
    domains.dedup();
    match domains.len() {
        0 => Err("There is no address in From"),
        1 => domains.pop().ok_or("There is no address in From"),
        _ => Err("The addresses in From are of several domains"),
    }
}

fn spf_request(sender: &Sender, unix_secs: u64) -> Option<CheckRequest> {
    let mail_from = sender.mail_from.clone().unwrap_or_default();
    let helo = sender.helo.clone().unwrap_or_default();
    if mail_from.is_empty() && helo.is_empty() {
        return None;
    }
    let request = CheckRequest::new(sender.ip?, helo, mail_from);
    Some(CheckRequest {
        unix_secs,
        ..request
    })
}
