//! What to tell about a comparison, and which records would mend it.

use super::super::expected::{Expected, Match};
use super::super::rules::{Needed, Role};
use super::differ::without_include;
use super::{State, Unchecked};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::{Name, RecordType};
use crate::domain::sender_domain::{DomainFinding, RecordChange, RfcSection};

/// The finding for a state; none where all is well or nothing is needed.
pub(super) fn finding(expected: &Expected, state: &State) -> Option<DomainFinding> {
    let severity = severity(expected);
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
                &shown.name()?,
                changes,
                "Publish the alias without a proxy",
            ))
        }
        State::Different {
            found,
            slip,
            differences,
        } => Some(says.different(&name?, found, *slip, differences)),
    }
}

/// How grave it is if the record is not right.
const fn severity(expected: &Expected) -> Severity {
    match (expected.needed, expected.source.confirmed) {
        (Needed::Required, true) => Severity::Error,
        (Needed::Required, false) | (Needed::Recommended, true) => Severity::Warning,
        (Needed::Recommended, false) | (Needed::Optional | Needed::Unneeded, _) => Severity::Info,
    }
}

pub(super) struct Says<'a> {
    pub(super) expected: &'a Expected,
    severity: Severity,
}

impl Says<'_> {
    pub(super) fn found(&self, code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(self.severity, code, message)
    }

    pub(super) fn about(
        &self,
        finding: Finding,
        subject: &Name,
        changes: Vec<RecordChange>,
        title: &str,
    ) -> DomainFinding {
        let finding = DomainFinding::new(finding, subject, rule(self.expected.role));
        if changes.iter().all(|change| change.new.is_none()) {
            return finding;
        }
        finding.record_fix(title, changes)
    }

    /// The record in place of the data that stands there; nothing while it is not known.
    pub(super) fn changes(&self, name: &Name, old: Vec<(RecordType, String)>) -> Vec<RecordChange> {
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
        Some(self.about(found, name, changes, "Publish the record"))
    }

    /// Where the data is found that is not known here.
    pub(super) fn where_to_find(&self) -> String {
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
        let mut what: Vec<&str> = self
            .expected
            .unknown
            .iter()
            .map(|ask| ask.what.as_str())
            .collect();
        // A clause with a condition would seem to hold for what follows it.
        what.sort_by_key(|it| it.contains(", if "));
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
        Some(self.about(found, &subject, Vec::new(), ""))
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
        Some(self.about(found, name, Vec::new(), ""))
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
            &subject,
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
        Some(self.about(found, name, vec![change], "Remove the include"))
    }
}

pub(super) fn replaced(name: &Name, old: &str, new: String) -> RecordChange {
    RecordChange {
        name: name.clone(),
        record_type: RecordType::Txt,
        old: Some(old.to_owned()),
        new: Some(new),
    }
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
