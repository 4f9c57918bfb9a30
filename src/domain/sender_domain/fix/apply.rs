//! A change of records, made in the answers of a check instead of the DNS.

use crate::domain::sender_domain::check::MOST_QUESTIONS;
use crate::domain::sender_domain::dns::{
    Answer, Inquiry, LookupOutcome, Name, Question, RecordData, RecordType, TxtData,
};
use crate::domain::sender_domain::{RecordChange, RecordFix};

use super::place::owner;
use super::print::txt_strings;

/// The answers as they would be after the changes. Answers that a change makes stale, such as those
/// through an alias that it adds, are left out, so that a check asks for them again.
pub fn apply(recorded: &Inquiry, fix: &RecordFix) -> Inquiry {
    let mut answers: Vec<(Question, Answer)> = recorded
        .answers()
        .map(|(question, answer)| (question.clone(), answer.clone()))
        .collect();
    for change in &fix.changes {
        remove(&mut answers, change);
        add(&mut answers, change);
    }
    // The same budget again, for what the new records lead to.
    let mut inquiry = Inquiry::new(answers.len() + MOST_QUESTIONS);
    for (question, answer) in answers {
        inquiry.answer(question, answer);
    }
    inquiry
}

fn remove(answers: &mut Vec<(Question, Answer)>, change: &RecordChange) {
    let Some(old) = &change.old else {
        return;
    };
    let RecordChange {
        name, record_type, ..
    } = change;
    if *record_type == RecordType::Cname {
        // All that was found through the alias is gone with it.
        for (question, answer) in &mut *answers {
            if question.name == *name && !answer.aliases.is_empty() {
                *answer = Answer::new(LookupOutcome::NoSuchName);
            }
        }
    }
    for (question, answer) in answers {
        if owner(question, answer) != name || question.record_type != *record_type {
            continue;
        }
        let LookupOutcome::Records(records) = &mut answer.outcome else {
            continue;
        };
        if let Some(index) = records.iter().position(|data| is_data(data, old)) {
            records.remove(index);
        }
        if records.is_empty() {
            answer.outcome = LookupOutcome::NoData;
        }
    }
}

fn add(answers: &mut Vec<(Question, Answer)>, change: &RecordChange) {
    let RecordChange {
        name,
        record_type,
        new,
        ..
    } = change;
    let Some(data) = new.as_ref().and_then(|new| data(*record_type, new)) else {
        return;
    };
    for (question, answer) in &mut *answers {
        // The name exists now, and with it all those above it.
        if answer.outcome == LookupOutcome::NoSuchName && name.is_at_or_below(&question.name) {
            answer.outcome = LookupOutcome::NoData;
        }
    }
    if *record_type == RecordType::Cname {
        answers.retain(|(question, _)| question.name != *name);
    }
    let place = |(question, answer): &&mut (Question, Answer)| {
        owner(question, answer) == name && question.record_type == *record_type
    };
    match answers.iter_mut().find(place) {
        Some((_, answer)) => match &mut answer.outcome {
            LookupOutcome::Records(records) => records.push(data),
            _ => answer.outcome = LookupOutcome::Records(vec![data]),
        },
        None => answers.push((
            Question::new(name.clone(), *record_type),
            Answer::new(LookupOutcome::Records(vec![data])),
        )),
    }
}

/// Whether a record holds the data that a change names.
fn is_data(record: &RecordData, text: &str) -> bool {
    match record {
        RecordData::Txt(txt) | RecordData::Spf(txt) => txt.text() == text,
        RecordData::Other { text: data, .. } => data == text,
        _ => data(record.record_type(), text).is_some_and(|data| data == *record),
    }
}

/// The record of a type whose data a change names.
fn data(record_type: RecordType, text: &str) -> Option<RecordData> {
    let strings = || TxtData::new(txt_strings(text).into_iter().map(str::as_bytes));
    let name = || text.parse::<Name>().ok();
    Some(match record_type {
        RecordType::A => RecordData::A(text.parse().ok()?),
        RecordType::Aaaa => RecordData::Aaaa(text.parse().ok()?),
        RecordType::Cname => RecordData::Cname(name()?),
        RecordType::Ns => RecordData::Ns(name()?),
        RecordType::Ptr => RecordData::Ptr(name()?),
        RecordType::Mx => {
            let (preference, exchange) = text.split_once(' ')?;
            RecordData::Mx {
                preference: preference.parse().ok()?,
                exchange: exchange.parse().ok()?,
            }
        }
        RecordType::Txt => RecordData::Txt(strings()),
        RecordType::Spf => RecordData::Spf(strings()),
        RecordType::Dnskey | RecordType::Ds | RecordType::Soa | RecordType::Tlsa => {
            RecordData::Other {
                record_type,
                text: text.to_owned(),
            }
        }
    })
}

/// The data of a record in the form that changes have.
pub fn data_text(data: &RecordData) -> String {
    match data {
        RecordData::A(ip) => ip.to_string(),
        RecordData::Aaaa(ip) => ip.to_string(),
        RecordData::Cname(name) | RecordData::Ns(name) | RecordData::Ptr(name) => name.to_string(),
        RecordData::Mx {
            preference,
            exchange,
        } => format!("{preference} {exchange}"),
        RecordData::Soa(soa) => format!("{} {} {}", soa.primary, soa.mailbox, soa.serial),
        RecordData::Txt(text) | RecordData::Spf(text) => text.text(),
        RecordData::Other { text, .. } => text.clone(),
    }
}
