//! Looks at an alias, and at what may stand in its place.

use core::net::IpAddr;

use super::super::expected::Expected;
use super::super::pattern::Pattern;
use super::super::rules::Role;
use super::find::{aliases, different, fits, is_key, texts};
use super::{Look, Slip, State, Unchecked};
use crate::domain::sender_domain::dns::{Answer, Name, RecordData, RecordType};

impl Look<'_> {
    pub(super) fn alias(
        &mut self,
        expected: &Expected,
        name: &Name,
        targets: &[Pattern],
        answer: &Answer,
    ) -> State {
        let found = aliases(answer);
        if found.is_empty() {
            return self.in_place_of_alias(expected, name, targets);
        }
        if fits(expected, answer) {
            return State::Found { at: None };
        }
        different(expected, found, targets)
    }

    /// A text, or addresses, where there is no alias.
    fn in_place_of_alias(
        &mut self,
        expected: &Expected,
        name: &Name,
        targets: &[Pattern],
    ) -> State {
        let text = self.ask(name, RecordType::Txt);
        let addresses = [RecordType::A, RecordType::Aaaa].map(|it| self.ask(name, it));
        let (Some(text), [Some(v4), Some(v6)]) = (text, addresses) else {
            return State::Unchecked {
                why: Unchecked::Waiting,
            };
        };
        let found = texts(text);
        let is_target = |it: &String| targets.iter().any(|target| target.matches(it.trim()));
        if found.iter().any(is_target) {
            return State::Different {
                found,
                slip: Some(Slip::TextForAlias),
                differences: Vec::new(),
            };
        }
        if expected.role == Role::Dkim && found.iter().any(|it| is_key(it, None)) {
            return State::Different {
                found,
                slip: Some(Slip::KeyForAlias),
                differences: Vec::new(),
            };
        }
        let addresses: Vec<IpAddr> = v4
            .records()
            .iter()
            .chain(v6.records())
            .filter_map(address)
            .collect();
        if addresses.is_empty() {
            return self.absent(expected);
        }
        let proxy = addresses.iter().find_map(|ip| self.rules.proxy_of(*ip));
        State::Proxied {
            by: proxy.map(|proxy| proxy.label.clone()),
            addresses,
        }
    }
}

const fn address(data: &RecordData) -> Option<IpAddr> {
    match data {
        RecordData::A(ip) => Some(IpAddr::V4(*ip)),
        RecordData::Aaaa(ip) => Some(IpAddr::V6(*ip)),
        _ => None,
    }
}
