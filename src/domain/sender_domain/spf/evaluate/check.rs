//! The function `check_host` of RFC 7208 section 4, run over the answers known so far.

use core::net::IpAddr;

use super::super::expand::{MacroValues, fit_name};
use super::super::macro_string::{MacroLetter, MacroString};
use super::super::record::{
    Directive, DualPrefix, Mechanism, Modifier, ModifierKind, Qualifier, Record, Term,
};
use super::super::select::{Selected, texts};
use super::super::{MOST_MX_HOSTS, TermVerdict};
use super::CheckRequest;
use super::lookups::is_in_network;
use super::outcome::{Cause, CheckedRecord, CheckedTerm, EvaluationOutcome, SpfResult};
use crate::domain::sender_domain::dns::{Inquiry, Name, Question, RecordData, RecordType};

/// What keeps a walk from going on.
pub(super) enum Halt {
    /// Questions without an answer yet.
    Missing(Vec<Question>),
    /// `temperror`
    Temporary(Cause),
    /// `permerror`
    Permanent(Cause),
}

/// One pass over the answers known so far.
pub(super) struct Walk<'a> {
    pub request: &'a CheckRequest,
    pub inquiry: &'a Inquiry,
    pub lookups: u32,
    pub void_lookups: u32,
    /// What the term at hand asked for.
    pub questions: Vec<Question>,
    /// The name the term at hand looks at.
    target: Option<String>,
    /// The domain of the record that decided, and where its explanation stands.
    explanation: Option<(String, MacroString)>,
}

/// A record and what it says, or what it lacks.
type Checked = Result<CheckedRecord, Vec<Question>>;

impl<'a> Walk<'a> {
    pub(super) const fn new(request: &'a CheckRequest, inquiry: &'a Inquiry) -> Self {
        Self {
            request,
            inquiry,
            lookups: 0,
            void_lookups: 0,
            questions: Vec::new(),
            target: None,
            explanation: None,
        }
    }

    /// The outcome, or the questions it needs.
    pub(super) fn run(mut self) -> Result<EvaluationOutcome, Vec<Question>> {
        let (_, domain) = self.request.identity();
        let path = self.check(domain)?;
        let (lookups, void_lookups) = (self.lookups, self.void_lookups);
        let explanation = match path.result {
            SpfResult::Fail => self.explain()?,
            _ => None,
        };
        Ok(EvaluationOutcome {
            result: path.result,
            explanation,
            lookups,
            void_lookups,
            path,
        })
    }

    /// Checks against the record of a domain.
    fn check(&mut self, domain: &str) -> Checked {
        let domain = domain.strip_suffix('.').unwrap_or(domain);
        let mut checked = CheckedRecord {
            domain: domain.to_owned(),
            text: None,
            terms: Vec::new(),
            result: SpfResult::None,
            cause: None,
        };
        let (result, cause) = match self.check_into(&mut checked, domain) {
            Ok((result, cause)) => (result, cause),
            Err(Halt::Missing(questions)) => return Err(questions),
            Err(Halt::Temporary(cause)) => (SpfResult::TempError, Some(cause)),
            Err(Halt::Permanent(cause)) => (SpfResult::PermError, Some(cause)),
        };
        checked.result = result;
        checked.cause = cause;
        Ok(checked)
    }

    fn check_into(
        &mut self,
        checked: &mut CheckedRecord,
        domain: &str,
    ) -> Result<(SpfResult, Option<Cause>), Halt> {
        // An address in brackets is no domain name, though its bytes would make one.
        let name = Name::from_plain(domain)
            .ok()
            .filter(|name| name.labels().len() > 1 && !domain.starts_with('['));
        let Some(name) = name else {
            return Ok((SpfResult::None, Some(Cause::MalformedDomain)));
        };
        let answer = self.look(&name, RecordType::Txt)?;
        let data = match Selected::from_answer(answer) {
            Selected::One(data) => data,
            Selected::None => return Ok((SpfResult::None, Some(Cause::NoRecord))),
            Selected::Several(found) => {
                let count = found.len();
                return Err(Halt::Permanent(Cause::SeveralRecords { count }));
            }
            Selected::Unknown(outcome) => {
                let question = Question::new(name, RecordType::Txt);
                return Err(Halt::Temporary(Cause::LookupFailed { question, outcome }));
            }
        };
        let text = data.text();
        let record = Record::parse(&text);
        checked.text = Some(text);
        if let Some(problem) = record.problems.first() {
            return Err(Halt::Permanent(Cause::Syntax {
                problem: problem.kind,
                span: problem.span,
            }));
        }
        for (term, directive) in record.directives() {
            if let Some(qualifier) = self.check_term(checked, domain, term, directive)? {
                self.explanation = record
                    .modifier(ModifierKind::Exp)
                    .map(|(_, modifier)| (domain.to_owned(), modifier.value.clone()));
                return Ok((qualifier.into(), None));
            }
        }
        match record.modifier(ModifierKind::Redirect) {
            Some((term, modifier)) => self.redirect(checked, domain, term, modifier),
            None => Ok((SpfResult::Neutral, Some(Cause::NoTermMatched))),
        }
    }

    /// Evaluates a directive, and notes it on the path whatever comes of it.
    fn check_term(
        &mut self,
        checked: &mut CheckedRecord,
        domain: &str,
        term: &Term,
        directive: &Directive,
    ) -> Result<Option<Qualifier>, Halt> {
        self.start_term();
        let mut record = None;
        let matched = self.matches(domain, &directive.mechanism, &mut record);
        let verdict = match &matched {
            Ok(true) => TermVerdict::Match(directive.qualifier),
            Ok(false) => TermVerdict::NoMatch,
            Err(_) => TermVerdict::Error,
        };
        self.note(checked, term, verdict, record);
        Ok(matched?.then_some(directive.qualifier))
    }

    fn redirect(
        &mut self,
        checked: &mut CheckedRecord,
        domain: &str,
        term: &Term,
        modifier: &Modifier,
    ) -> Result<(SpfResult, Option<Cause>), Halt> {
        self.start_term();
        let mut record = None;
        let followed = self.follow(domain, &modifier.value, &mut record);
        let verdict = match &followed {
            Ok(_) => TermVerdict::Redirected,
            Err(_) => TermVerdict::Error,
        };
        self.note(checked, term, verdict, record);
        followed.map(|result| (result, None))
    }

    fn start_term(&mut self) {
        self.questions.clear();
        self.target = None;
    }

    fn note(
        &mut self,
        checked: &mut CheckedRecord,
        term: &Term,
        verdict: TermVerdict,
        record: Option<Box<CheckedRecord>>,
    ) {
        // The terms of another record have asked since; what this one asked was its text.
        let questions = std::mem::take(&mut self.questions);
        let is_own = record.is_none();
        let target = record
            .as_ref()
            .map(|record| record.domain.clone())
            .or_else(|| self.target.take());
        checked.terms.push(CheckedTerm {
            span: term.span,
            text: term.to_string(),
            verdict,
            target,
            questions: if is_own { questions } else { Vec::new() },
            lookups: self.lookups,
            void_lookups: self.void_lookups,
            record,
        });
    }

    /// Counts an include or a redirect, and checks against the record of its target. Its errors are
    /// errors of the term, and so is a target without a record.
    fn follow(
        &mut self,
        domain: &str,
        target: &MacroString,
        record: &mut Option<Box<CheckedRecord>>,
    ) -> Result<SpfResult, Halt> {
        self.count_lookup()?;
        let target = self.expand(domain, target)?;
        let target = fit_name(&target).to_owned();
        let checked = self.check(&target).map_err(Halt::Missing)?;
        let result = checked.result;
        *record = Some(Box::new(checked));
        match result {
            SpfResult::None => Err(Halt::Permanent(Cause::TargetWithoutRecord)),
            SpfResult::TempError => Err(Halt::Temporary(Cause::TargetError)),
            SpfResult::PermError => Err(Halt::Permanent(Cause::TargetError)),
            _ => Ok(result),
        }
    }

    fn matches(
        &mut self,
        domain: &str,
        mechanism: &Mechanism,
        record: &mut Option<Box<CheckedRecord>>,
    ) -> Result<bool, Halt> {
        let ip = self.request.ip;
        match mechanism {
            Mechanism::All => Ok(true),
            Mechanism::Ip4(network, prefix) => {
                let length = prefix.map_or(32, |prefix| prefix.length);
                Ok(is_in_network(ip, IpAddr::V4(*network), length))
            }
            Mechanism::Ip6(network, _, prefix) => {
                let length = prefix.map_or(128, |prefix| prefix.length);
                Ok(is_in_network(ip, IpAddr::V6(*network), length))
            }
            Mechanism::Include(target) => {
                let result = self.follow(domain, target, record)?;
                Ok(result == SpfResult::Pass)
            }
            Mechanism::Exists(target) => {
                let Some(name) = self.target(domain, Some(target))? else {
                    return Ok(false);
                };
                let answer = self.look_counted(&name, RecordType::A)?;
                Ok(!answer.records().is_empty())
            }
            Mechanism::A(target, prefixes) => match self.target(domain, target.as_ref())? {
                Some(name) => self.has_client(&name, *prefixes),
                None => Ok(false),
            },
            Mechanism::Mx(target, prefixes) => match self.target(domain, target.as_ref())? {
                Some(name) => self.matches_mx(&name, *prefixes),
                None => Ok(false),
            },
            Mechanism::Ptr(target) => {
                let Some(name) = self.target(domain, target.as_ref())? else {
                    return Ok(false);
                };
                let names = self.validated_names(true)?;
                Ok(names.iter().any(|found| found.is_at_or_below(&name)))
            }
        }
    }

    fn matches_mx(&mut self, name: &Name, prefixes: DualPrefix) -> Result<bool, Halt> {
        let answer = self.look_counted(name, RecordType::Mx)?;
        let mut hosts: Vec<(u16, Name)> = answer
            .records()
            .iter()
            .filter_map(|data| match data {
                RecordData::Mx {
                    preference,
                    exchange,
                } if !exchange.is_root() => Some((*preference, exchange.clone())),
                _ => None,
            })
            .collect();
        if hosts.len() > MOST_MX_HOSTS {
            let count = hosts.len();
            return Err(Halt::Permanent(Cause::TooManyMxHosts { count }));
        }
        // Servers give the hosts in any order; the result must not depend on it.
        hosts.sort();
        let hosts: Vec<Name> = hosts.into_iter().map(|(_, host)| host).collect();
        self.prefetch(&hosts, self.address_type())?;
        for host in hosts {
            if self.has_client(&host, prefixes)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Counts a term with look-ups and names what it looks at; none if no question can be asked
    /// about that, and then the term matches nothing (RFC 7208 section 4.8).
    fn target(&mut self, domain: &str, target: Option<&MacroString>) -> Result<Option<Name>, Halt> {
        self.count_lookup()?;
        let text = match target {
            Some(target) => self.expand(domain, target)?,
            None => domain.to_owned(),
        };
        let text = fit_name(&text).to_owned();
        let name = Name::from_plain(&text).ok().filter(|name| !name.is_root());
        self.target = Some(text);
        Ok(name)
    }

    /// A text with its macros replaced.
    fn expand(&mut self, domain: &str, text: &MacroString) -> Result<String, Halt> {
        let names_client = text
            .macros()
            .any(|found| found.letter == MacroLetter::ValidatedName);
        let validated_name = if names_client {
            self.validated_name(domain)?
        } else {
            String::new()
        };
        let (local_part, sender_domain) = self.request.identity();
        let values = MacroValues {
            local_part,
            sender_domain,
            domain,
            ip: self.request.ip,
            validated_name: &validated_name,
            helo: &self.request.helo,
            receiver: self.request.receiver.as_deref().unwrap_or("unknown"),
            unix_secs: self.request.unix_secs,
        };
        Ok(values.expand(text))
    }

    /// The explanation of a failure (RFC 7208 section 6.2); whatever is wrong with it, there is none.
    fn explain(&mut self) -> Result<Option<String>, Vec<Question>> {
        let explained = self.try_explain();
        match explained {
            Err(Halt::Missing(questions)) => Err(questions),
            Err(_) => Ok(None),
            Ok(text) => Ok(text),
        }
    }

    fn try_explain(&mut self) -> Result<Option<String>, Halt> {
        let Some((domain, place)) = self.explanation.take() else {
            return Ok(None);
        };
        let name = self.expand(&domain, &place)?;
        let Ok(name) = Name::from_plain(fit_name(&name)) else {
            return Ok(None);
        };
        let answer = self.look(&name, RecordType::Txt)?;
        let mut found = texts(answer);
        let (Some(data), None) = (found.next(), found.next()) else {
            return Ok(None);
        };
        match MacroString::parse_explanation(&data.text()) {
            Some(text) => self.expand(&domain, &text).map(Some),
            None => Ok(None),
        }
    }
}
