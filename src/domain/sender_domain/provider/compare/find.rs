//! Looks at one record.

use super::super::expected::{Expected, Match, key_of};
use super::super::pattern::Pattern;
use super::super::rules::Needed;
use super::spf::includes_directly;
use super::{Look, Slip, State, Unchecked, absent, unchecked};
use crate::domain::sender_domain::dkim::{KeyData, KeyRecord};
use crate::domain::sender_domain::dmarc::{Discovery, DmarcAnswer, Found, TreeWalk};
use crate::domain::sender_domain::dns::{Answer, Name, RecordData, RecordType};
use crate::domain::sender_domain::spf::Selected;

impl Look<'_> {
    pub(super) fn state(&mut self, expected: &Expected) -> State {
        let Some(name) = expected.known_name() else {
            return self.at_candidates(expected);
        };
        if expected.matches == Match::Dmarc {
            return self.dmarc(&name);
        }
        let Some(answer) = self.ask(&name, expected.record_type) else {
            return State::Unchecked {
                why: Unchecked::Waiting,
            };
        };
        if answer.is_failure() {
            return State::Unchecked {
                why: unchecked(answer),
            };
        }
        self.judge(expected, &name, answer)
    }

    /// Where the name is not known, the usual ones are tried.
    fn at_candidates(&mut self, expected: &Expected) -> State {
        let mut is_waiting = false;
        for candidate in &expected.candidates {
            let Some(answer) = self.ask(candidate, expected.record_type) else {
                is_waiting = true;
                continue;
            };
            if fits(expected, answer) {
                return State::Found {
                    at: Some(candidate.clone()),
                };
            }
        }
        if is_waiting {
            State::Unchecked {
                why: Unchecked::Waiting,
            }
        } else {
            State::Unknown
        }
    }

    fn judge(&mut self, expected: &Expected, name: &Name, answer: &Answer) -> State {
        match &expected.matches {
            Match::Alias(targets) => self.alias(expected, name, targets, answer),
            Match::Hosts { hosts, only, .. } => self.hosts(expected, hosts, *only, answer),
            Match::SpfInclude(includes) => self.spf_include(expected, name, includes, answer),
            Match::Spf => self.spf(expected, answer),
            Match::DkimKey(key) => self.key(expected, key.as_deref(), answer),
            Match::Text(text) => self.text(expected, text, answer),
            Match::Dmarc => self.dmarc(name),
        }
    }

    fn hosts(
        &mut self,
        expected: &Expected,
        hosts: &[Pattern],
        only: bool,
        answer: &Answer,
    ) -> State {
        let found = exchanges(answer);
        if found.is_empty() {
            return self.absent(expected);
        }
        let is_wanted = |it: &String| hosts.iter().any(|host| host.matches(host_of(it)));
        if fits(expected, answer) {
            let extra: Vec<String> = found.into_iter().filter(|it| !is_wanted(it)).collect();
            return if only && !extra.is_empty() {
                State::Extra { found: extra }
            } else {
                State::Found { at: None }
            };
        }
        // Who takes mail elsewhere does not want to take it here.
        if expected.needed == Needed::Optional && !found.iter().any(is_wanted) {
            return State::NotNeeded;
        }
        let state = different(
            expected,
            found.iter().map(|it| host_of(it).to_owned()).collect(),
            hosts,
        );
        match state {
            State::Different {
                slip, differences, ..
            } => State::Different {
                found,
                slip,
                differences,
            },
            other => other,
        }
    }

    fn key(&mut self, expected: &Expected, key: Option<&str>, answer: &Answer) -> State {
        let found = texts(answer);
        if found.is_empty() {
            return self.absent(expected);
        }
        if found.iter().any(|it| is_key(it, key)) {
            return State::Found { at: None };
        }
        let is_revoked = |it: &String| KeyRecord::parse(it).key == KeyData::Revoked;
        let slip = if found.iter().any(is_revoked) {
            Some(Slip::Revoked)
        } else {
            key.and_then(|key| found.iter().find_map(|it| key_slip(it, key)))
        };
        State::Different {
            found,
            slip,
            differences: Vec::new(),
        }
    }

    fn text(&mut self, expected: &Expected, text: &Pattern, answer: &Answer) -> State {
        let found = texts(answer);
        let exact = text.exact();
        // Other texts may stand at the name.
        let is_it = |it: &String| match &exact {
            Some(exact) => it == exact,
            None => text.matches(it),
        };
        if found.iter().any(is_it) {
            return State::Found { at: None };
        }
        let slip = exact.and_then(|exact| found.iter().find_map(|it| text_slip(it, &exact)));
        if slip.is_none() && (found.is_empty() || expected.known_name() == expected.home) {
            return self.absent(expected);
        }
        State::Different {
            found,
            slip,
            differences: Vec::new(),
        }
    }

    fn dmarc(&mut self, name: &Name) -> State {
        let domain = name.parent().unwrap_or_default().to_string();
        let Some(walk) = self.walk(&domain) else {
            return State::Unchecked {
                why: Unchecked::Waiting,
            };
        };
        match walk.discover() {
            Discovery::Applies(..) => State::Found { at: None },
            Discovery::Nothing => State::Missing,
            // The record of the domain is not there; that of a suffix above is another one.
            Discovery::Unknown if walk.is_only_suffix_unanswered() => State::Missing,
            Discovery::Unknown => State::Unchecked {
                why: Unchecked::NoAnswer,
            },
        }
    }

    /// The tree walk for a domain, once all its names are answered.
    fn walk(&mut self, domain: &str) -> Option<TreeWalk> {
        let mut is_waiting = false;
        let walk = TreeWalk::new(domain, |domain| {
            let Ok(name) = Name::from_plain(&format!("_dmarc.{domain}")) else {
                // No such name can exist.
                return Found::Nothing;
            };
            let Some(answer) = self.ask(&name, RecordType::Txt) else {
                is_waiting = true;
                return Found::NoAnswer;
            };
            dmarc_found(answer)
        });
        (!is_waiting).then_some(walk)
    }

    /// What became of a record that is not at its name: it may stand where the zone's name was added
    /// twice, or at the domain above.
    pub(super) fn absent(&mut self, expected: &Expected) -> State {
        let (Some(name), Some(home)) = (expected.known_name(), expected.home.as_ref()) else {
            return absent(expected.needed);
        };
        if matches!(expected.needed, Needed::Unneeded | Needed::Optional) {
            return absent(expected.needed);
        }
        let above = home.parent().filter(|above| above.labels().len() >= 2);
        let zones = [Some(home), above.as_ref()];
        for zone in zones.into_iter().flatten() {
            if let Some(data) = below(&name, zone).and_then(|at| self.record_at(expected, &at)) {
                let at = below(&name, zone).unwrap_or_default();
                return State::NameDoubled { at, data };
            }
        }
        if let Some(at) = above.and_then(|above| moved(&name, home, &above))
            && let Some(data) = self.record_at(expected, &at)
        {
            return State::Misplaced { at, data };
        }
        State::Missing
    }

    fn record_at(&mut self, expected: &Expected, at: &Name) -> Option<String> {
        let answer = self.ask(at, expected.record_type)?;
        if !fits(expected, answer) {
            return None;
        }
        data(answer, expected.record_type).into_iter().next()
    }
}

/// Whether an answer has the record, without looking anywhere else.
pub(super) fn fits(expected: &Expected, answer: &Answer) -> bool {
    match &expected.matches {
        Match::Alias(targets) => {
            let found = aliases(answer);
            found
                .iter()
                .any(|it| targets.iter().any(|target| target.matches(it)))
        }
        Match::Hosts { hosts, .. } => {
            let found = exchanges(answer);
            let has = |host: &Pattern| found.iter().any(|it| host.matches(host_of(it)));
            !found.is_empty() && hosts.iter().all(has)
        }
        Match::SpfInclude(includes) => includes_directly(includes, answer),
        Match::Spf => matches!(Selected::from_answer(answer), Selected::One(_)),
        Match::DkimKey(key) => texts(answer).iter().any(|it| is_key(it, key.as_deref())),
        Match::Text(text) => texts(answer).iter().any(|it| text.matches(it)),
        Match::Dmarc => false,
    }
}

/// `name` with `zone` behind it once more.
fn below(name: &Name, zone: &Name) -> Option<Name> {
    Name::from_labels(name.labels().chain(zone.labels())).ok()
}

/// `name`, which lies below `home`, below `above` in its place.
fn moved(name: &Name, home: &Name, above: &Name) -> Option<Name> {
    if !name.is_at_or_below(home) {
        return None;
    }
    let own = name.labels().len() - home.labels().len();
    Name::from_labels(name.labels().take(own).chain(above.labels())).ok()
}

/// What the texts at a `_dmarc` name amount to.
pub(in crate::domain::sender_domain) fn dmarc_found(answer: &Answer) -> Found {
    if answer.is_failure() {
        return Found::NoAnswer;
    }
    let found = texts(answer);
    let read = DmarcAnswer::read(found.iter().map(String::as_str));
    let record = read.record().cloned();
    record.map_or(Found::Nothing, |record| Found::Record(Box::new(record)))
}

/// Something else stands there than should.
pub(super) fn different(expected: &Expected, found: Vec<String>, wanted: &[Pattern]) -> State {
    let home = expected.home.as_ref();
    let appended = |it: &String| home.is_some_and(|home| has_zone_appended(it, home, wanted));
    let slip = found.iter().any(appended).then_some(Slip::ZoneAppended);
    let differences = found
        .iter()
        .flat_map(|it| {
            wanted
                .iter()
                .filter_map(move |pattern| pattern.differences(it))
        })
        .find(|differences| !differences.is_empty());
    State::Different {
        found,
        slip,
        differences: differences.unwrap_or_default(),
    }
}

/// Whether a target is the wanted one with the zone's name, or that of the domain above, behind it.
fn has_zone_appended(target: &str, home: &Name, wanted: &[Pattern]) -> bool {
    let zones = [Some(home.clone()), home.parent()];
    zones
        .into_iter()
        .flatten()
        .filter(|zone| zone.labels().len() >= 2)
        .any(|zone| {
            let end = format!(".{zone}").to_ascii_lowercase();
            let target = target.to_ascii_lowercase();
            let bare = target.strip_suffix(&end);
            bare.is_some_and(|bare| wanted.iter().any(|pattern| pattern.matches(bare)))
        })
}

/// Whether a text is a public key, the given one if one is given.
pub(super) fn is_key(text: &str, key: Option<&str>) -> bool {
    match key {
        Some(key) => key_of(text).as_deref() == Some(key),
        None => !matches!(
            KeyRecord::parse(text).key,
            KeyData::Missing | KeyData::Revoked
        ),
    }
}

fn key_slip(text: &str, key: &str) -> Option<Slip> {
    let bare: String = text
        .chars()
        .filter(|char| !matches!(char, '"' | '\\' | '“' | '”'))
        .collect();
    if bare != text && key_of(&bare).as_deref() == Some(key) {
        return Some(Slip::Quotes);
    }
    let found = key_of(text)?;
    found.eq_ignore_ascii_case(key).then_some(Slip::LetterCase)
}

fn text_slip(found: &str, wanted: &str) -> Option<Slip> {
    let is_quote = |char: char| matches!(char, '"' | '\'' | '\\' | '“' | '”');
    let blank = found.trim();
    if blank == wanted {
        Some(Slip::Blanks)
    } else if blank.trim_matches(is_quote).trim() == wanted {
        Some(Slip::Quotes)
    } else if found.eq_ignore_ascii_case(wanted) {
        Some(Slip::LetterCase)
    } else {
        None
    }
}

/// The targets of the alias records in an answer.
pub(super) fn aliases(answer: &Answer) -> Vec<String> {
    data(answer, RecordType::Cname)
}

/// The mail hosts in an answer, each with its preference before it.
fn exchanges(answer: &Answer) -> Vec<String> {
    data(answer, RecordType::Mx)
}

/// The host of a record with its preference.
fn host_of(shown: &str) -> &str {
    shown.split_once(' ').map_or(shown, |(_, host)| host)
}

pub(super) fn texts(answer: &Answer) -> Vec<String> {
    data(answer, RecordType::Txt)
}

/// The data of records as a zone file shows it, texts without quotation marks.
fn data(answer: &Answer, record_type: RecordType) -> Vec<String> {
    let records = answer.records().iter();
    let shown = records.filter_map(|data| match (data, record_type) {
        (RecordData::Cname(target), RecordType::Cname) => Some(target.to_string()),
        (RecordData::Txt(text), RecordType::Txt) => Some(text.text()),
        (
            RecordData::Mx {
                preference,
                exchange,
            },
            RecordType::Mx,
        ) => Some(format!("{preference} {exchange}")),
        _ => None,
    });
    shown.collect()
}
