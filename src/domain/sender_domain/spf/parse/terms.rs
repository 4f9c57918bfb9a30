//! Reads the terms of a record: directives and modifiers (RFC 7208 sections 4.6.1, 5 and 6).

use core::net::{Ipv4Addr, Ipv6Addr};

use super::super::macro_string::MacroString;
use super::super::problem::ProblemKind;
use super::super::record::{
    Directive, DualPrefix, Mechanism, Modifier, ModifierKind, Prefix, Qualifier, TermKind,
};
use super::TermReader;
use super::macros::{MacroUse, ends_as_domain, read_macros};

/// A refused part of a term: its bytes in the term, and why.
type Refusal = (usize, usize, ProblemKind);

impl TermReader<'_> {
    pub(super) fn read(&mut self) -> TermKind {
        let stray = self
            .text
            .char_indices()
            .find(|(_, character)| !matches!(character, '!'..='~'));
        if let Some((at, character)) = stray {
            return self.refuse(at, at + character.len_utf8(), ProblemKind::Character);
        }
        let qualifier = self.text.chars().next().and_then(Qualifier::from_char);
        let name_start = usize::from(qualifier.is_some());
        let unqualified = self.text.split_at(name_start).1;
        let is_name = |character: char| {
            character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
        };
        let name_length = unqualified
            .find(|character| !is_name(character))
            .unwrap_or(unqualified.len());
        let (name, behind) = unqualified.split_at(name_length);
        let name_end = name_start + name_length;
        match behind.chars().next() {
            Some('=') if qualifier.is_some() => {
                self.refuse(0, self.text.len(), ProblemKind::NotATerm)
            }
            Some('=') => self.read_modifier(name, name_end),
            None | Some(':' | '/') if !name.is_empty() => {
                match self.read_mechanism(name, name_start, name_end) {
                    Ok(mechanism) => TermKind::Directive(Directive {
                        qualifier: qualifier.unwrap_or(Qualifier::Pass),
                        has_qualifier: qualifier.is_some(),
                        name: name.to_owned(),
                        mechanism,
                    }),
                    Err((from, to, kind)) => self.refuse(from, to, kind),
                }
            }
            _ => self.refuse(0, self.text.len(), ProblemKind::NotATerm),
        }
    }

    fn read_modifier(&mut self, name: &str, name_end: usize) -> TermKind {
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return self.refuse(0, name_end + 1, ProblemKind::ModifierName);
        }
        let kind = match name.to_ascii_lowercase().as_str() {
            "redirect" => ModifierKind::Redirect,
            "exp" => ModifierKind::Exp,
            _ => ModifierKind::Unknown,
        };
        let value = if kind == ModifierKind::Unknown {
            let text = self.text.split_at(name_end + 1).1;
            let start = self.start + name_end + 1;
            read_macros(text, start, MacroUse::Modifier, self.problems)
        } else {
            match self.read_domain(name_end + 1, self.text.len()) {
                Ok(domain) => domain,
                Err((from, to, kind)) => return self.refuse(from, to, kind),
            }
        };
        TermKind::Modifier(Modifier {
            name: name.to_owned(),
            kind,
            value,
        })
    }

    fn read_mechanism(
        &mut self,
        name: &str,
        name_start: usize,
        name_end: usize,
    ) -> Result<Mechanism, Refusal> {
        let end = self.text.len();
        match name.to_ascii_lowercase().as_str() {
            "all" if name_end == end => Ok(Mechanism::All),
            "all" => Err((name_end, end, ProblemKind::UnwantedValue)),
            "include" => self.read_needed_domain(name_end).map(Mechanism::Include),
            "exists" => self.read_needed_domain(name_end).map(Mechanism::Exists),
            "a" => {
                let (target, prefixes) = self.read_target(name_end)?;
                Ok(Mechanism::A(target, prefixes))
            }
            "mx" => {
                let (target, prefixes) = self.read_target(name_end)?;
                Ok(Mechanism::Mx(target, prefixes))
            }
            "ptr" if name_end == end => Ok(Mechanism::Ptr(None)),
            "ptr" => {
                let target = self.read_needed_domain(name_end)?;
                Ok(Mechanism::Ptr(Some(target)))
            }
            "ip4" => self.read_ip4(name_end),
            "ip6" => self.read_ip6(name_end),
            "redirect" | "exp" => Err((name_start, name_end, ProblemKind::ModifierWithColon)),
            _ => Err((name_start, name_end, ProblemKind::UnknownMechanism)),
        }
    }

    /// The text from byte `from` up to `to` of the term, empty if the bounds are off.
    fn part(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The domain behind the colon at `colon`, which the mechanism cannot do without.
    fn read_needed_domain(&mut self, colon: usize) -> Result<MacroString, Refusal> {
        let end = self.text.len();
        match self.part(colon, end).chars().next() {
            None => Err((0, end, ProblemKind::MissingValue)),
            Some('/') => Err((colon, end, ProblemKind::UnwantedPrefix)),
            Some(_) => {
                let text = self.part(colon, end);
                let without_prefix = split_prefix(text, "/").map(|(before, _)| before.len());
                self.read_domain(colon + 1, end).map_err(|refusal| {
                    match (refusal.2, without_prefix) {
                        (ProblemKind::DomainEnd, Some(length)) => {
                            (colon + length, end, ProblemKind::UnwantedPrefix)
                        }
                        _ => refusal,
                    }
                })
            }
        }
    }

    /// A domain in the bytes `from` up to `to`. Problems inside its macros are reported at once,
    /// and the domain is kept with the broken macro as text.
    fn read_domain(&mut self, from: usize, to: usize) -> Result<MacroString, Refusal> {
        let text = self.part(from, to).to_owned();
        if text.is_empty() {
            return Err((0, to, ProblemKind::MissingValue));
        }
        let before = self.problems.len();
        let start = self.start + from;
        let domain = read_macros(&text, start, MacroUse::Domain, self.problems);
        // A broken macro at the end would be told twice.
        if self.problems.len() == before && !ends_as_domain(&domain) {
            return Err((from, to, ProblemKind::DomainEnd));
        }
        Ok(domain)
    }

    /// The domain and the prefixes of `a` and `mx`, both of which may be absent.
    fn read_target(
        &mut self,
        name_end: usize,
    ) -> Result<(Option<MacroString>, DualPrefix), Refusal> {
        let text = self.part(name_end, self.text.len()).to_owned();
        let (rest, ipv6) = match split_prefix(&text, "//") {
            Some((rest, digits)) => (rest, Some(self.read_prefix(digits, self.text.len(), 128)?)),
            None => (text.as_str(), None),
        };
        let rest_end = name_end + rest.len();
        let (rest, ipv4) = match split_prefix(rest, "/") {
            Some((rest, digits)) => (rest, Some(self.read_prefix(digits, rest_end, 32)?)),
            None => (rest, None),
        };
        let end = name_end + rest.len();
        let target = match rest.chars().next() {
            None => None,
            Some(':') => Some(self.read_domain(name_end + 1, end)?),
            Some(_) => return Err((name_end, self.text.len(), ProblemKind::PrefixLength)),
        };
        Ok((target, DualPrefix { ipv4, ipv6 }))
    }

    /// The length in `digits`, which end at byte `end` of the term.
    fn read_prefix(&self, digits: &str, end: usize, most: u8) -> Result<Prefix, Refusal> {
        let start = end - digits.len();
        let is_plain = digits == "0" || !digits.starts_with(['0', '+']);
        let length = digits
            .parse()
            .ok()
            .filter(|length| *length <= most && is_plain);
        length
            .map(|length| Prefix {
                length,
                span: self.span(start, end),
            })
            .ok_or((start, end, ProblemKind::PrefixLength))
    }

    /// The address behind the colon at `colon`, and the digits of its prefix.
    fn read_network(&self, colon: usize) -> Result<(&str, Option<&str>), Refusal> {
        let end = self.text.len();
        let text = self.part(colon, end);
        let Some(network) = text.strip_prefix(':').filter(|network| !network.is_empty()) else {
            return Err((0, end, ProblemKind::MissingValue));
        };
        Ok(match network.split_once('/') {
            Some((address, digits)) => (address, Some(digits)),
            None => (network, None),
        })
    }

    fn read_ip4(&self, colon: usize) -> Result<Mechanism, Refusal> {
        let (written, digits) = self.read_network(colon)?;
        let network: Ipv4Addr = written.parse().ok().ok_or((
            colon + 1,
            colon + 1 + written.len(),
            ProblemKind::Ipv4Address,
        ))?;
        let prefix = digits.map(|digits| self.read_prefix(digits, self.text.len(), 32));
        Ok(Mechanism::Ip4(network, prefix.transpose()?))
    }

    fn read_ip6(&self, colon: usize) -> Result<Mechanism, Refusal> {
        let (written, digits) = self.read_network(colon)?;
        let network: Ipv6Addr = written.parse().ok().ok_or((
            colon + 1,
            colon + 1 + written.len(),
            ProblemKind::Ipv6Address,
        ))?;
        let prefix = digits.map(|digits| self.read_prefix(digits, self.text.len(), 128));
        Ok(Mechanism::Ip6(
            network,
            written.to_owned(),
            prefix.transpose()?,
        ))
    }
}

/// Parts `text` from the digits at its end if `slashes`, and no slash more, stand before them.
fn split_prefix<'a>(text: &'a str, slashes: &str) -> Option<(&'a str, &'a str)> {
    let before = text.trim_end_matches(|character: char| character.is_ascii_digit());
    let digits = text.split_at(before.len()).1;
    let rest = before.strip_suffix(slashes)?;
    (!digits.is_empty() && !rest.ends_with('/')).then_some((rest, digits))
}
