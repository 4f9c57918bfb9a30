//! What to tell about a comparison, and which records would mend it.

use super::super::expected::{Expected, Match};
use super::super::pattern::{Difference, Pattern};
use super::super::rules::{Needed, Role};
use super::super::variable::Variable;
use super::{Slip, State, Unchecked};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::{Name, RecordType};
use crate::domain::sender_domain::spf::{Mechanism, Record};
use crate::domain::sender_domain::{DomainFinding, RecordChange, RfcSection};

/// The finding for a state; none where all is well or nothing is needed.
pub(super) fn finding(expected: &Expected, state: &State) -> Option<DomainFinding> {
    let severity = severity(expected)?;
    let name = expected.known_name();
    let shown = &expected.name;
    let says = Says { expected, severity };
    match state {
        State::Found { .. } | State::NotNeeded => None,
        State::Missing => says.missing(&name?),
        State::Unknown => says.unknown(),
        State::Unchecked { why } => says.unchecked(&name?, *why),
        State::Extra { found } if expected.needed == Needed::Unneeded => {
            says.include_unneeded(&name?, found.first()?)
        }
        State::Extra { found } => says.extra_hosts(&name?, found),
        State::NameDoubled { at, data } => {
            let message =
                format!("The record for {shown} stands at {at}: the zone's name was added twice");
            let hint = format!(
                "In the form for records, give the name without the zone's own name at its end; it must become {shown}"
            );
            Some(says.moved("provider.name-doubled", message, hint, at, data))
        }
        State::Misplaced { at, data } => {
            let message = format!(
                "The record for {shown} stands at {at}, where {} does not look",
                expected.provider
            );
            let hint = format!("Publish it at {shown}");
            Some(says.moved("provider.missing", message, hint, at, data))
        }
        State::Proxied { by, addresses } => {
            let whose = by.as_deref().unwrap_or("your DNS service");
            let message = format!(
                "{shown} answers with addresses{} where an alias should be, so {} cannot be reached through it",
                by.as_ref()
                    .map(|by| format!(" of {by}"))
                    .unwrap_or_default(),
                expected.provider
            );
            let hint =
                format!("Turn the proxy of {whose} off for this record, so that it is “DNS only”");
            let old = addresses.iter().map(|ip| {
                let record_type = if ip.is_ipv4() {
                    RecordType::A
                } else {
                    RecordType::Aaaa
                };
                (record_type, ip.to_string())
            });
            let found = says.found("provider.proxied", message).hint(hint);
            let changes = says.changes(&name?, old.collect());
            Some(says.about(
                found,
                shown.name()?,
                changes,
                "Publish the alias without a proxy",
            ))
        }
        State::Different {
            found,
            slip,
            differences,
        } => says.different(&name?, found, *slip, differences),
    }
}

/// How grave it is if the record is not right; none for what only some want.
const fn severity(expected: &Expected) -> Option<Severity> {
    Some(match (expected.needed, expected.source.confirmed) {
        (Needed::Required, true) => Severity::Error,
        (Needed::Required, false) | (Needed::Recommended, true) => Severity::Warning,
        (Needed::Recommended, false) | (Needed::Optional | Needed::Unneeded, _) => Severity::Info,
    })
}

struct Says<'a> {
    expected: &'a Expected,
    severity: Severity,
}

impl Says<'_> {
    fn found(&self, code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(self.severity, code, message)
    }

    fn about(
        &self,
        finding: Finding,
        subject: Name,
        changes: Vec<RecordChange>,
        title: &str,
    ) -> DomainFinding {
        let finding = DomainFinding::new(finding, &subject, rule(self.expected.role));
        if changes.iter().all(|change| change.new.is_none()) {
            return finding;
        }
        finding.record_fix(title, changes)
    }

    /// The record in place of the data that stands there; nothing while it is not known.
    fn changes(&self, name: &Name, old: Vec<(RecordType, String)>) -> Vec<RecordChange> {
        let Some(new) = self.expected.data() else {
            return Vec::new();
        };
        let record_type = self.expected.record_type;
        let mut changes: Vec<RecordChange> = old
            .into_iter()
            .map(|(record_type, old)| RecordChange {
                name: name.clone(),
                record_type,
                old: Some(old),
                new: None,
            })
            .collect();
        match changes
            .first_mut()
            .filter(|change| change.record_type == record_type)
        {
            Some(first) => first.new = Some(new),
            None => changes.push(RecordChange {
                name: name.clone(),
                record_type,
                old: None,
                new: Some(new),
            }),
        }
        if let Match::Hosts {
            hosts, preference, ..
        } = &self.expected.matches
        {
            changes.extend(hosts.iter().skip(1).filter_map(|host| {
                Some(RecordChange {
                    name: name.clone(),
                    record_type,
                    old: None,
                    new: Some(format!("{preference} {}", host.exact()?)),
                })
            }));
        }
        changes
    }

    fn missing(&self, name: &Name) -> Option<DomainFinding> {
        let Expected {
            matches, provider, ..
        } = self.expected;
        // What only some want is not missed, and a missing DMARC record is told by its own check.
        if self.expected.needed >= Needed::Optional || *matches == Match::Dmarc {
            return None;
        }
        let record_type = self.expected.record_type;
        let (code, message) = match matches {
            Match::SpfInclude(_) => (
                "provider.spf-include-needed",
                format!("{name} has no SPF record, and {provider} needs one there"),
            ),
            _ => (
                "provider.missing",
                format!("{name} has no {record_type} record, and {provider} needs one there"),
            ),
        };
        let hint = match self.expected.data() {
            Some(data) => format!("{}. Publish: {data}", self.expected.why),
            None if *matches == Match::Spf => {
                let why = &self.expected.why;
                format!(
                    "{why}. Publish one with the address your server sends from: v=spf1 ip4:… ~all"
                )
            }
            None => format!("{}. {}", self.expected.why, self.where_to_find()),
        };
        let found = self.found(code, message).hint(hint);
        let changes = self.changes(name, Vec::new());
        Some(self.about(found, name.clone(), changes, "Publish the record"))
    }

    /// Where the data is found that is not known here.
    fn where_to_find(&self) -> String {
        let asks = &self.expected.unknown;
        let places = asks
            .iter()
            .map(|ask| format!("{} ({})", ask.place, ask.what));
        let places: Vec<String> = places.collect();
        if places.is_empty() {
            format!(
                "Copy the value from the pages of {} for your domain",
                self.expected.provider
            )
        } else {
            format!("You find it here: {}", places.join("; "))
        }
    }

    fn unknown(&self) -> Option<DomainFinding> {
        if self.expected.needed >= Needed::Optional {
            return None;
        }
        let Expected { name, provider, .. } = self.expected;
        let what: Vec<&str> = self
            .expected
            .unknown
            .iter()
            .map(|ask| ask.what.as_str())
            .collect();
        let message = format!(
            "{} of {provider} cannot be checked until you paste {}",
            purpose(self.expected.role),
            if what.is_empty() {
                "the record".to_owned()
            } else {
                what.join(" and ")
            }
        );
        let found = Finding::new(Severity::Info, "provider.value-needed", message)
            .hint(format!("{}. The record is {name}", self.where_to_find()));
        let subject = self.expected.home.clone().unwrap_or_default();
        Some(self.about(found, subject, Vec::new(), ""))
    }

    fn unchecked(&self, name: &Name, why: Unchecked) -> Option<DomainFinding> {
        if self.expected.needed >= Needed::Optional {
            return None;
        }
        let (what, hint) = match why {
            Unchecked::Waiting => return None,
            Unchecked::NoAnswer => ("no server answered", "Check again in a while"),
            Unchecked::Bogus => (
                "DNSSEC says that the answer must not be trusted",
                "Repair the signatures of the zone first",
            ),
            Unchecked::NotAsked => (
                "this check had asked as much as it may",
                "Check the provider's records alone",
            ),
        };
        let message = format!("{name} could not be checked: {what}");
        let found = Finding::new(Severity::Warning, "provider.unchecked", message).hint(hint);
        Some(self.about(found, name.clone(), Vec::new(), ""))
    }

    fn moved(
        &self,
        code: &'static str,
        message: String,
        hint: String,
        at: &Name,
        data: &str,
    ) -> DomainFinding {
        let record_type = self.expected.record_type;
        let found = self.found(code, message).hint(hint);
        let subject = self.expected.known_name().unwrap_or_default();
        let change = |name: &Name, old: Option<&str>, new: Option<&str>| RecordChange {
            name: name.clone(),
            record_type,
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
        };
        // What stands elsewhere may be there for another sender; only the doubled name is nobody's.
        let mut changes = vec![change(&subject, None, Some(data))];
        if code == "provider.name-doubled" {
            changes.insert(0, change(at, Some(data), None));
        }
        self.about(
            found,
            subject,
            changes,
            "Publish the record at its right name",
        )
    }

    fn extra_hosts(&self, name: &Name, extra: &[String]) -> Option<DomainFinding> {
        let message = format!(
            "{name} has more mail hosts than the one of {}: {}",
            self.expected.provider,
            extra.join(", ")
        );
        let hint = format!(
            "Keep only {}; with a second one {} does not use the name for bounces",
            self.expected.data()?,
            self.expected.provider
        );
        let changes = extra.iter().map(|old| RecordChange {
            name: name.clone(),
            record_type: RecordType::Mx,
            old: Some(old.clone()),
            new: None,
        });
        let found = self.found("provider.extra-mx", message).hint(hint);
        let rule = rule(self.expected.role);
        let finding = DomainFinding::new(found, name, rule).see(RfcSection::new(5321, "5.1"));
        Some(finding.record_fix("Remove the other mail hosts", changes.collect()))
    }

    fn include_unneeded(&self, name: &Name, record: &str) -> Option<DomainFinding> {
        let Match::SpfInclude(includes) = &self.expected.matches else {
            return None;
        };
        let (target, without) = without_include(record, includes)?;
        let message = format!(
            "The SPF record of {name} includes {target}, which {} does not need",
            self.expected.provider
        );
        let hint = format!(
            "{}. Remove it, unless something else sends through it",
            self.expected.why
        );
        let found = self
            .found("provider.spf-include-unneeded", message)
            .hint(hint);
        let change = replaced(name, record, without);
        Some(self.about(found, name.clone(), vec![change], "Remove the include"))
    }

    fn different(
        &self,
        name: &Name,
        found: &[String],
        slip: Option<Slip>,
        differences: &[Difference],
    ) -> Option<DomainFinding> {
        let record_type = self.expected.record_type;
        if let (Match::SpfInclude(includes), None, [record]) = (&self.expected.matches, slip, found)
        {
            return Some(self.include_needed(name, record, includes, differences));
        }
        let shown = found.join(", ");
        let (message, hint) = match slip {
            Some(slip) => self.slipped(name, &shown, slip),
            None => self.mismatch(name, &shown, differences),
        };
        let finding = self.found("provider.mismatch", message).hint(hint);
        // Other texts at the name may be there for someone else, so only what went wrong is replaced.
        let old: Vec<(RecordType, String)> = match slip {
            Some(Slip::TextForAlias | Slip::KeyForAlias) => found
                .iter()
                .map(|it| (RecordType::Txt, it.clone()))
                .collect(),
            Some(Slip::TwoSpfRecords) => Vec::new(),
            _ => found.iter().map(|it| (record_type, it.clone())).collect(),
        };
        let changes = match slip {
            Some(Slip::TwoSpfRecords) => Vec::new(),
            _ => self.changes(name, old),
        };
        Some(self.about(finding, name.clone(), changes, "Publish the right value"))
    }

    fn mismatch(&self, name: &Name, shown: &str, differences: &[Difference]) -> (String, String) {
        let Expected {
            provider, matches, ..
        } = self.expected;
        let hint = match (self.expected.data(), matches) {
            (Some(data), _) => format!("{}. Publish: {data}", self.expected.why),
            (None, Match::Alias(values)) => {
                let values: Vec<String> = values.iter().map(Pattern::to_string).collect();
                format!(
                    "It should lead to {}. {}",
                    values.join(" or "),
                    self.where_to_find()
                )
            }
            _ => self.where_to_find(),
        };
        let Some(Difference {
            variable,
            found,
            expected,
        }) = differences.first()
        else {
            let message = format!("{name} has {shown}, which is not what {provider} asks for");
            return (message, hint);
        };
        let message = match variable.label() {
            "region" => format!(
                "{name} has {shown}, which is for another region of {provider} ({found}) than the one in use ({expected})"
            ),
            "account" => format!(
                "{name} has {shown}, which belongs to another account of {provider} ({found}) than yours ({expected})"
            ),
            label => format!("{name} has {shown}: its {label} is {found} and should be {expected}"),
        };
        let hint = if matches!(variable, Variable::DkimZone) {
            format!(
                "{hint}. If this domain copies its keys from a parent region, paste the records that the console shows"
            )
        } else {
            hint
        };
        (message, hint)
    }

    fn slipped(&self, name: &Name, shown: &str, slip: Slip) -> (String, String) {
        let provider = &self.expected.provider;
        let publish = match self.expected.data() {
            Some(data) => format!("Publish: {data}"),
            None => self.where_to_find(),
        };
        match slip {
            Slip::ZoneAppended => (
                format!("{name} leads to {shown}: the zone's own name was added to the value"),
                format!(
                    "Put a dot at the end of the value, or use the form for names outside of the zone. {publish}"
                ),
            ),
            Slip::Quotes => (
                format!("Quotation marks or backslashes became part of the value of {name}"),
                format!("Enter the value without them. {publish}"),
            ),
            Slip::Blanks => (
                format!("Blanks became part of the value of {name}"),
                format!("Enter the value without them. {publish}"),
            ),
            Slip::LetterCase => (
                format!(
                    "The value of {name} has capitals and small letters mixed up, and they count here"
                ),
                format!("Copy the value again. {publish}"),
            ),
            Slip::TextForAlias => (
                format!("{name} has a TXT record where {provider} needs a CNAME record"),
                format!("Delete the text and publish an alias. {publish}"),
            ),
            Slip::KeyForAlias => (
                format!(
                    "{name} has a key of its own where {provider} needs an alias, so mail fails when the key changes"
                ),
                format!("Delete the text and publish a CNAME record. {publish}"),
            ),
            Slip::AliasForText => (
                format!("{name} is an alias where {provider} needs a text"),
                format!("Delete the alias. {publish}"),
            ),
            Slip::TwoSpfRecords => (
                format!("{name} has more than one SPF record, so none of them counts"),
                "Put everything into one record".to_owned(),
            ),
            Slip::Revoked => (
                format!("The key at {name} is withdrawn: its “p=” is empty"),
                publish,
            ),
        }
    }

    fn include_needed(
        &self,
        name: &Name,
        record: &str,
        includes: &[Pattern],
        differences: &[Difference],
    ) -> DomainFinding {
        let provider = &self.expected.provider;
        let exact = includes.iter().find_map(Pattern::exact);
        let wanted = exact
            .clone()
            .or_else(|| includes.first().map(Pattern::to_string));
        let wanted = wanted.unwrap_or_default();
        let message = match differences.first() {
            Some(other) => format!(
                "The SPF record of {name} is for another region of {provider} ({} instead of {})",
                other.found, other.expected
            ),
            None => format!(
                "The SPF record of {name} does not include {wanted}, so mail of {provider} fails it"
            ),
        };
        let hint = format!(
            "{}. Add include:{wanted}; if the record lists the addresses themselves, see to it that they stay right",
            self.expected.why
        );
        let found = self
            .found("provider.spf-include-needed", message)
            .hint(hint);
        let Some(exact) = exact else {
            return self.about(found, name.clone(), Vec::new(), "");
        };
        let change = replaced(name, record, with_include(record, &exact));
        self.about(found, name.clone(), vec![change], "Add the include")
    }
}

fn replaced(name: &Name, old: &str, new: String) -> RecordChange {
    RecordChange {
        name: name.clone(),
        record_type: RecordType::Txt,
        old: Some(old.to_owned()),
        new: Some(new),
    }
}

/// The record with an include before its `all` or `redirect`, else at its end.
fn with_include(text: &str, include: &str) -> String {
    let record = Record::parse(text);
    let words = record.terms.iter().map(ToString::to_string);
    let mut words: Vec<String> = words.collect();
    let is_last = |word: &String| {
        let word = word
            .trim_start_matches(['+', '-', '~', '?'])
            .to_ascii_lowercase();
        word == "all" || word.starts_with("redirect=")
    };
    let at = words.iter().position(is_last).unwrap_or(words.len());
    words.insert(at, format!("include:{include}"));
    words.insert(0, "v=spf1".to_owned());
    words.join(" ")
}

/// The include among `includes` that a record has, and the record without it.
fn without_include(text: &str, includes: &[Pattern]) -> Option<(String, String)> {
    let record = Record::parse(text);
    let (term, target) = record.directives().find_map(|(term, directive)| {
        let Mechanism::Include(target) = &directive.mechanism else {
            return None;
        };
        let target = target.to_string();
        let is_it = includes
            .iter()
            .any(|include| include.matches(target.trim_end_matches('.')));
        is_it.then_some((term, target))
    })?;
    let others = record.terms.iter().filter(|other| other.span != term.span);
    let words = std::iter::once("v=spf1".to_owned()).chain(others.map(ToString::to_string));
    Some((target, words.collect::<Vec<_>>().join(" ")))
}

const fn purpose(role: Role) -> &'static str {
    match role {
        Role::Dkim => "The DKIM key",
        Role::Spf => "The SPF record",
        Role::ReturnPath => "The name for bounces",
        Role::Dmarc => "The DMARC record",
        Role::Tracking => "The tracking name",
        Role::Receiving => "The mail host",
        Role::Ownership => "The proof of ownership",
    }
}

/// Where the standard says what the record does.
const fn rule(role: Role) -> RfcSection {
    match role {
        Role::Dkim => RfcSection::new(6376, "3.6.2"),
        Role::Spf => RfcSection::new(7208, "4.4"),
        Role::ReturnPath => RfcSection::new(9989, "4.4"),
        Role::Dmarc => RfcSection::new(9989, "4.10"),
        Role::Tracking => RfcSection::new(1034, "3.6.2"),
        Role::Receiving => RfcSection::new(5321, "5.1"),
        Role::Ownership => RfcSection::new(1035, "3.3.14"),
    }
}
