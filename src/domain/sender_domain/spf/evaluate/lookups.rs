//! The look-ups of a check and their limits (RFC 7208 section 4.6.4).

use core::net::IpAddr;

use super::super::expand::fit_name;
use super::super::record::DualPrefix;
use super::super::{MOST_LOOKUPS, MOST_PTR_NAMES, MOST_VOID_LOOKUPS};
use super::check::{Halt, Walk};
use super::outcome::Cause;
use crate::domain::sender_domain::dns::{Answer, Name, Question, RecordData, RecordType};

/// The host part of networks.
pub(in super::super) fn is_in_network(ip: IpAddr, network: IpAddr, length: u8) -> bool {
    // A shift by all bits is not defined; it leaves nothing to compare.
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => {
            let differing = ip.to_bits() ^ network.to_bits();
            let rest = 32_u32.saturating_sub(length.into());
            differing.checked_shr(rest).unwrap_or_default() == 0
        }
        (IpAddr::V6(ip), IpAddr::V6(network)) => {
            let differing = ip.to_bits() ^ network.to_bits();
            let rest = 128_u32.saturating_sub(length.into());
            differing.checked_shr(rest).unwrap_or_default() == 0
        }
        _ => false,
    }
}

/// The prefix length that applies to addresses like `ip`.
pub(in super::super) fn length_for(ip: IpAddr, prefixes: DualPrefix) -> u8 {
    match ip {
        IpAddr::V4(_) => prefixes.ipv4.map_or(32, |prefix| prefix.length),
        IpAddr::V6(_) => prefixes.ipv6.map_or(128, |prefix| prefix.length),
    }
}

/// The addresses in an answer.
pub(in super::super) fn addresses(answer: &Answer) -> impl Iterator<Item = IpAddr> {
    answer.records().iter().filter_map(|data| match data {
        RecordData::A(ip) => Some(IpAddr::V4(*ip)),
        RecordData::Aaaa(ip) => Some(IpAddr::V6(*ip)),
        _ => None,
    })
}

impl<'a> Walk<'a> {
    /// The type of record with addresses like the client's.
    pub(super) const fn address_type(&self) -> RecordType {
        match self.request.ip {
            IpAddr::V4(_) => RecordType::A,
            IpAddr::V6(_) => RecordType::Aaaa,
        }
    }

    /// Counts a term with look-ups.
    pub(super) const fn count_lookup(&mut self) -> Result<(), Halt> {
        self.lookups += 1;
        if self.lookups > MOST_LOOKUPS {
            return Err(Halt::Permanent(Cause::TooManyLookups));
        }
        Ok(())
    }

    /// The answer to a question, whatever it is.
    pub(super) fn look(
        &mut self,
        name: &Name,
        record_type: RecordType,
    ) -> Result<&'a Answer, Halt> {
        let question = Question::new(name.clone(), record_type);
        let answer = self.inquiry.get(&question);
        self.questions.push(question.clone());
        answer.ok_or_else(|| Halt::Missing(vec![question]))
    }

    /// The answer to a question of a mechanism: failures end the check, and finding nothing counts.
    pub(super) fn look_counted(
        &mut self,
        name: &Name,
        record_type: RecordType,
    ) -> Result<&'a Answer, Halt> {
        let answer = self.look(name, record_type)?;
        if answer.is_failure() {
            return Err(Halt::Temporary(Cause::LookupFailed {
                question: Question::new(name.clone(), record_type),
                outcome: answer.outcome.clone(),
            }));
        }
        if answer.is_void() {
            self.count_void()?;
        }
        Ok(answer)
    }

    const fn count_void(&mut self) -> Result<(), Halt> {
        self.void_lookups += 1;
        if self.void_lookups > MOST_VOID_LOOKUPS {
            return Err(Halt::Permanent(Cause::TooManyVoidLookups));
        }
        Ok(())
    }

    /// Makes sure that several questions are asked at once. What comes of each is up to the look-ups
    /// that follow.
    pub(super) fn prefetch(&self, names: &[Name], record_type: RecordType) -> Result<(), Halt> {
        let missing: Vec<Question> = names
            .iter()
            .map(|name| Question::new(name.clone(), record_type))
            .filter(|question| self.inquiry.get(question).is_none())
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Halt::Missing(missing))
        }
    }

    /// Whether one of the addresses of a name lies in the client's network.
    pub(super) fn has_client(&mut self, name: &Name, prefixes: DualPrefix) -> Result<bool, Halt> {
        let answer = self.look_counted(name, self.address_type())?;
        let ip = self.request.ip;
        Ok(addresses(answer).any(|address| is_in_network(ip, address, length_for(ip, prefixes))))
    }

    /// The names of the client's address that lead back to it (RFC 7208 section 5.5). The look-up
    /// of the names counts as void for a `ptr` term, not for a macro; whatever fails is passed over.
    pub(super) fn validated_names(&mut self, is_mechanism: bool) -> Result<Vec<Name>, Halt> {
        let reverse = Name::of_address(self.request.ip);
        let answer = self.look(&reverse, RecordType::Ptr)?;
        if is_mechanism && answer.is_void() {
            self.count_void()?;
        }
        let names: Vec<Name> = answer
            .records()
            .iter()
            .filter_map(|data| match data {
                RecordData::Ptr(name) if !name.is_root() => Some(name.clone()),
                _ => None,
            })
            .take(MOST_PTR_NAMES)
            .collect();
        self.prefetch(&names, self.address_type())?;
        let mut validated = Vec::new();
        for name in names {
            let answer = self.look(&name, self.address_type())?;
            if addresses(answer).any(|address| address == self.request.ip) {
                validated.push(name);
            }
        }
        Ok(validated)
    }

    /// The name that stands for the client in the macro `p`: the domain itself, else one below it,
    /// else any (RFC 7208 section 7.3).
    pub(super) fn validated_name(&mut self, domain: &str) -> Result<String, Halt> {
        let names = self.validated_names(false)?;
        let domain = Name::from_plain(fit_name(domain)).unwrap_or_default();
        let best = names
            .iter()
            .find(|name| **name == domain)
            .or_else(|| names.iter().find(|name| name.is_at_or_below(&domain)))
            .or_else(|| names.first());
        Ok(best.map_or_else(|| "unknown".to_owned(), Name::to_string))
    }
}
