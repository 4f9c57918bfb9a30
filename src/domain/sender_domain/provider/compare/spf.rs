//! Looks for an include in an SPF record and in the records that it includes.

use super::super::expected::Expected;
use super::super::pattern::Pattern;
use super::super::rules::Needed;
use super::{Look, Slip, State, Unchecked, unchecked};
use crate::domain::sender_domain::dns::{Answer, Name, RecordType};
use crate::domain::sender_domain::spf::{Mechanism, ModifierKind, Record, Selected};

/// How many records are read to find an include; more than RFC 7208 section 4.6.4 lets a receiver.
const MOST_RECORDS: usize = 12;

impl Look<'_> {
    pub(super) fn spf(&mut self, expected: &Expected, answer: &Answer) -> State {
        match Selected::from_answer(answer) {
            // Receivers answer a record that breaks the grammar with an error, whatever it includes.
            Selected::One(record) if !Record::parse(&record.text()).problems.is_empty() => {
                State::Different {
                    found: vec![record.text()],
                    slip: Some(Slip::BrokenSpfRecord),
                    differences: Vec::new(),
                }
            }
            Selected::One(_) => State::Found { at: None },
            Selected::None => self.absent(expected),
            Selected::Several(records) => State::Different {
                found: records.iter().map(|record| record.text()).collect(),
                slip: Some(Slip::TwoSpfRecords),
                differences: Vec::new(),
            },
            Selected::Unknown(_) => State::Unchecked {
                why: unchecked(answer),
            },
        }
    }

    pub(super) fn spf_include(
        &mut self,
        expected: &Expected,
        name: &Name,
        includes: &[Pattern],
        answer: &Answer,
    ) -> State {
        if expected.needed == Needed::Unneeded {
            return match Selected::from_answer(answer) {
                Selected::One(record) if includes_directly(includes, answer) => State::Extra {
                    found: vec![record.text()],
                },
                _ => State::NotNeeded,
            };
        }
        let own = self.spf(expected, answer);
        if own != (State::Found { at: None }) {
            return own;
        }
        match self.reach(name, includes) {
            Reach::Found => own,
            Reach::Waiting => State::Unchecked {
                why: Unchecked::Waiting,
            },
            Reach::Unknown => State::Unchecked {
                why: Unchecked::NoAnswer,
            },
            Reach::Not => State::Different {
                found: record(answer)
                    .into_iter()
                    .map(|record| record.text)
                    .collect(),
                slip: None,
                differences: differences(answer, includes),
            },
        }
    }

    fn reach(&mut self, name: &Name, includes: &[Pattern]) -> Reach {
        let mut seen: Vec<Name> = vec![name.clone()];
        let (mut is_waiting, mut is_unknown) = (false, false);
        let mut next = 0;
        while let Some(name) = seen.get(next).cloned() {
            next += 1;
            let Some(answer) = self.ask(&name, RecordType::Txt) else {
                is_waiting = true;
                continue;
            };
            is_unknown |= answer.is_failure();
            if includes_directly(includes, answer) {
                return Reach::Found;
            }
            let Some(record) = record(answer) else {
                continue;
            };
            for target in targets(&record) {
                // A name with macros depends on the mail.
                if let Ok(target) = Name::from_plain(&target)
                    && !target.to_string().contains('%')
                    && !seen.contains(&target)
                    && seen.len() < MOST_RECORDS
                {
                    seen.push(target);
                }
            }
        }
        if is_waiting {
            Reach::Waiting
        } else if is_unknown {
            Reach::Unknown
        } else {
            Reach::Not
        }
    }
}

/// Whether the record itself includes one of the names.
pub(super) fn includes_directly(includes: &[Pattern], answer: &Answer) -> bool {
    record(answer).is_some_and(|record| {
        let mut targets = targets(&record).into_iter();
        targets.any(|it| includes.iter().any(|include| include.matches(&it)))
    })
}

enum Reach {
    Found,
    Not,
    Waiting,
    Unknown,
}

fn record(answer: &Answer) -> Option<Record> {
    match Selected::from_answer(answer) {
        Selected::One(text) => Some(Record::parse(&text.text())),
        _ => None,
    }
}

/// The names a record includes or leads to.
fn targets(record: &Record) -> Vec<String> {
    let includes =
        record
            .directives_read()
            .filter_map(|(_, directive)| match &directive.mechanism {
                Mechanism::Include(target) => Some(target.to_string()),
                _ => None,
            });
    let redirect = record.modifier(ModifierKind::Redirect);
    let redirect = redirect.map(|(_, modifier)| modifier.value.to_string());
    includes
        .chain(redirect)
        .map(|name| name.trim_end_matches('.').to_owned())
        .collect()
}

/// Whether an include has the form of the wanted one, for another region.
fn differences(answer: &Answer, includes: &[Pattern]) -> Vec<super::Difference> {
    let Some(record) = record(answer) else {
        return Vec::new();
    };
    let targets = targets(&record);
    let found = targets.iter().find_map(|target| {
        let mut found = includes
            .iter()
            .filter_map(|include| include.differences(target));
        found.find(|it| !it.is_empty())
    });
    found.unwrap_or_default()
}
