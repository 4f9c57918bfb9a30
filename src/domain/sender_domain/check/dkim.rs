//! The keys that mail is signed with: those asked for, and common ones where none is known.

use super::look::{Look, Section, below, few, texts};
use super::questions::{probe_name, selector_name};
use super::{DomainCheck, dkim_guess};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dkim::{
    KeyAnswer, KeyData, KeyRecord, KeyType, key_set_findings,
};
use crate::domain::sender_domain::dns::{
    Answer, Inquiry, LookupOutcome, Name, Question, RecordType,
};
use crate::domain::sender_domain::fix::text_finding;
use crate::domain::sender_domain::report::{
    DkimKey, DkimNames, Existence, KeyState, ReportFinding, SelectorSource,
};
use crate::domain::sender_domain::spf::Survey;
use crate::domain::sender_domain::{RecordChange, RecordFix};

/// The keys of a domain.
pub(super) struct DkimOutcome {
    pub section: Section<Vec<DkimKey>>,
    pub names: DkimNames,
}

pub(super) fn check(check: &DomainCheck, survey: &Survey, inquiry: &Inquiry) -> DkimOutcome {
    let mut look = Look::new(inquiry);
    let domain = &check.domain;
    let below_answer = below("_domainkey", domain).and_then(|it| look.ask(&it, RecordType::Txt));
    let probe = probe_name(domain).and_then(|name| look.ask(&name, RecordType::Txt));
    let names = DkimNames {
        below: existence(below_answer, |answer| {
            answer.outcome != LookupOutcome::NoSuchName
        }),
        wildcard: existence(probe, |answer| !answer.records().is_empty()),
        guessed: Vec::new(),
    };
    let mut keys = Keys {
        domain,
        look,
        list: Vec::new(),
        records: Vec::new(),
        findings: Vec::new(),
    };
    for selector in &check.selectors {
        keys.read(selector, SelectorSource::Given);
    }
    let has_texts = keys.look.ask(domain, RecordType::Txt).is_some();
    let guessed = if has_texts && dkim_guess::is_wanted(check, &names) {
        dkim_guess::selectors(survey)
    } else {
        Vec::new()
    };
    for selector in &guessed {
        keys.read(selector, SelectorSource::Guessed);
    }
    keys.side_by_side();
    let names = DkimNames { guessed, ..names };
    let facts = about_names(check, &names, &keys.list, probe);
    keys.findings.extend(facts);
    let unchecked = keys.look.unchecked(
        Severity::Warning,
        "dkim.unchecked",
        domain,
        "Some of the DKIM keys",
    );
    keys.findings.extend(unchecked);
    DkimOutcome {
        section: keys.look.finish(keys.list, keys.findings),
        names,
    }
}

fn existence(answer: Option<&Answer>, is_there: impl Fn(&Answer) -> bool) -> Existence {
    match answer {
        None => Existence::Unknown,
        Some(answer) if answer.is_failure() => Existence::Unknown,
        Some(answer) if is_there(answer) => Existence::Yes,
        Some(_) => Existence::No,
    }
}

struct Keys<'a> {
    domain: &'a Name,
    look: Look<'a>,
    list: Vec<DkimKey>,
    /// The one record of each selector that has one.
    records: Vec<(String, Name, KeyRecord)>,
    findings: Vec<ReportFinding>,
}

impl Keys<'_> {
    fn read(&mut self, selector: &str, source: SelectorSource) {
        let Some(name) = selector_name(selector, self.domain) else {
            self.misnamed(selector);
            return;
        };
        let answer = self.look.ask(&name, RecordType::Txt);
        let mut key = DkimKey {
            selector: selector.to_owned(),
            key_type: None,
            bits: None,
            usable: false,
            cname: None,
            name: name.clone(),
            state: KeyState::Waiting,
            source,
            record: None,
        };
        if let Some(answer) = answer {
            self.fill(&mut key, answer);
        }
        let is_nothing = matches!(key.state, KeyState::Missing | KeyState::Waiting);
        // A name that was only tried is not worth a line.
        if source == SelectorSource::Given || !is_nothing {
            self.list.push(key);
        }
    }

    fn misnamed(&mut self, selector: &str) {
        let message = "A selector is no name that could have a key";
        let finding = Finding::new(Severity::Error, "dkim.bad-selector", message)
            .hint("Write it as it stands after “s=” in the DKIM-Signature of a mail, such as s1");
        let finding = ReportFinding::of(finding, self.domain).arg("selector", selector);
        self.findings.push(finding);
    }

    fn fill(&mut self, key: &mut DkimKey, answer: &Answer) {
        key.cname = answer.aliases.first().cloned();
        if answer.is_failure() {
            key.state = KeyState::Unchecked;
            return;
        }
        let texts = texts(answer);
        let read = KeyAnswer::read(&key.selector, texts.iter().map(String::as_str));
        self.aliases(key, answer, texts.is_empty());
        let is_given = key.source == SelectorSource::Given;
        for finding in &read.findings {
            // Whatever is not found by guessing may just be elsewhere.
            if is_given || finding.code != "dkim.missing" {
                let told = ReportFinding::of(finding.clone(), &key.name)
                    .arg("selector", key.selector.as_str())
                    .shown_by(Question::new(key.name.clone(), RecordType::Txt));
                self.findings.push(match several_fix(key, &texts, &read) {
                    Some(fix) => told.fix(fix),
                    None => told,
                });
            }
        }
        let (Some(record), [text]) = (read.record(), texts.as_slice()) else {
            key.state = if texts.is_empty() {
                KeyState::Missing
            } else {
                KeyState::Several
            };
            return;
        };
        key.state = if record.key == KeyData::Revoked {
            KeyState::Revoked
        } else {
            KeyState::Present
        };
        key.key_type = Some(match &record.key_type {
            KeyType::Rsa => "rsa".to_owned(),
            KeyType::Ed25519 => "ed25519".to_owned(),
            KeyType::Other(other) => other.clone(),
        });
        key.bits = record.bits();
        key.usable = record.usable();
        key.record = Some(text.clone());
        for mut finding in few(record.findings.clone(), |it| (it.code, key.name.clone())) {
            if !is_given && finding.code == "dkim.revoked" {
                finding.severity = Severity::Info;
            }
            let mut told =
                text_finding(finding, &key.name, text).arg("selector", key.selector.as_str());
            // A key behind an alias is its owner's to change.
            told.fix = told.fix.filter(|_| answer.aliases.is_empty());
            self.findings.push(told);
        }
        self.records
            .push((key.selector.clone(), key.name.clone(), record.clone()));
    }

    fn aliases(&mut self, key: &DkimKey, answer: &Answer, is_empty: bool) {
        let (Some(first), Some(last)) = (answer.aliases.first(), answer.aliases.last()) else {
            return;
        };
        let name = &key.name;
        let finding = if is_empty {
            let message = format!("{name} is an alias of {last}, where there is no key");
            Finding::new(Severity::Error, "dkim.cname-dangling", message).hint(
                "Copy the target from your provider again, or remove the alias: whoever gets hold \
                 of the target can sign in your name",
            )
        } else {
            let chain: Vec<String> = answer.aliases.iter().map(Name::to_string).collect();
            let message = format!("The key of {name} stands at {}", chain.join(", then "));
            Finding::new(Severity::Info, "dkim.cname", message)
        };
        let told = ReportFinding::of(finding, name)
            .arg("selector", key.selector.as_str())
            .arg("target", last.to_string())
            .shown_by(Question::new(name.clone(), RecordType::Txt));
        let fix = RecordFix {
            title: "Remove the alias that leads nowhere".to_owned(),
            changes: vec![RecordChange {
                name: name.clone(),
                record_type: RecordType::Cname,
                old: Some(first.to_string()),
                new: None,
            }],
        };
        self.findings
            .push(if is_empty { told.fix(fix) } else { told });
    }

    fn side_by_side(&mut self) {
        let keys: Vec<(&str, &KeyRecord)> = self
            .records
            .iter()
            .map(|(selector, _, key)| (selector.as_str(), key))
            .collect();
        for finding in key_set_findings(&keys) {
            let names = self.records.iter().map(|(_, name, _)| name);
            let told = names.fold(ReportFinding::of(finding, self.domain), |told, name| {
                told.shown_by(Question::new(name.clone(), RecordType::Txt))
            });
            self.findings.push(told);
        }
    }
}

/// Of several records, the one with a key stays, if only one has one.
fn several_fix(key: &DkimKey, texts: &[String], read: &KeyAnswer) -> Option<RecordFix> {
    if texts.len() < 2 || key.cname.is_some() {
        return None;
    }
    let usable = read.records.iter().filter(|record| record.usable()).count();
    if usable != 1 {
        return None;
    }
    let others = texts.iter().zip(&read.records);
    let changes = others
        .filter(|(_, record)| !record.usable())
        .map(|(text, _)| RecordChange {
            name: key.name.clone(),
            record_type: RecordType::Txt,
            old: Some(text.clone()),
            new: None,
        });
    Some(RecordFix {
        title: "Keep the record with the key".to_owned(),
        changes: changes.collect(),
    })
}

/// Findings about key names in general.
fn about_names(
    check: &DomainCheck,
    names: &DkimNames,
    keys: &[DkimKey],
    probe: Option<&Answer>,
) -> Vec<ReportFinding> {
    let domain = &check.domain;
    let mut findings = Vec::new();
    let mut tell = |finding: Finding, name: Option<Name>| {
        let told = ReportFinding::of(finding, domain);
        let question = name.map(|name| Question::new(name, RecordType::Txt));
        findings.push(match question {
            Some(question) => told.shown_by(question),
            None => told,
        });
    };
    let has_key = keys.iter().any(|key| key.state != KeyState::Missing);
    if names.below == Existence::No {
        let finding = if has_key {
            let message = format!("A server denies that names below _domainkey.{domain} exist");
            Finding::new(Severity::Info, "dkim.any", message)
                .hint("It should say “no data” instead; some receivers may not find the keys")
        } else {
            let message = format!("{domain} has no DKIM key at all");
            Finding::new(Severity::Warning, "dkim.any", message)
                .hint("Publish the keys that your provider shows, and sign with them")
        };
        tell(finding, below("_domainkey", domain));
    }
    if names.wildcard == Existence::Yes {
        tell(wildcard(domain, probe), probe_name(domain));
    }
    if !names.guessed.is_empty() {
        tell(discovery(names, keys), None);
    }
    findings
}

/// What trying common selectors came to. What gave no answer is neither found nor missing.
fn discovery(names: &DkimNames, keys: &[DkimKey]) -> Finding {
    let guessed = || {
        keys.iter()
            .filter(|it| it.source == SelectorSource::Guessed)
    };
    let selectors = |is_meant: &dyn Fn(KeyState) -> bool| {
        let meant = guessed().filter(|key| is_meant(key.state));
        let meant: Vec<&str> = meant.map(|key| key.selector.as_str()).collect();
        meant.join(", ")
    };
    let found = selectors(&|state| {
        matches!(
            state,
            KeyState::Present | KeyState::Several | KeyState::Revoked
        )
    });
    let silent = selectors(&|state| state == KeyState::Unchecked);
    let message = match (found.is_empty(), silent.is_empty()) {
        (false, _) => format!("Keys were found by trying common names: {found}"),
        (true, true) => format!(
            "No key was found under the names tried, which are {}",
            names.guessed.join(", ")
        ),
        (true, false) => format!(
            "Whether there is a key under the names tried is not known: {silent} gave no answer"
        ),
    };
    Finding::new(Severity::Info, "dkim.discovery", message)
        .hint("Give the selector to be sure; it stands after “s=” in the DKIM-Signature of a mail")
}

fn wildcard(domain: &Name, probe: Option<&Answer>) -> Finding {
    let found = probe.map(texts).unwrap_or_default();
    let is_revoked = |text: &String| KeyRecord::parse(text).key == KeyData::Revoked;
    if !found.is_empty() && found.iter().all(is_revoked) {
        let message = format!("Every selector of {domain} that is not there counts as withdrawn");
        return Finding::new(Severity::Info, "dkim.wildcard", message);
    }
    let message = format!("Every selector of {domain} answers, whatever its name");
    Finding::new(Severity::Warning, "dkim.wildcard", message)
        .hint("Remove the record whose name begins with “*”, or give it an empty “p=”")
}
