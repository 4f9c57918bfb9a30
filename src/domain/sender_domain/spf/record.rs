//! An SPF record as values: each term with its bytes in the text, printed back as it was written.

use core::net::{Ipv4Addr, Ipv6Addr};
use std::fmt;

use serde::Serialize;

use super::macro_string::MacroString;
use super::problem::Problem;
use crate::domain::finding::Span;

/// A record taken apart. It prints as the text it came from, whatever that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The text.
    pub text: String,
    /// What stands where `v=spf1` belongs: everything up to the first space.
    pub version: String,
    /// The terms in order, malformed ones too.
    pub terms: Vec<Term>,
    /// The spaces after the last term.
    pub trailing: String,
    /// Everything that violates the grammar. A receiver answers any of it with `permerror`.
    pub problems: Vec<Problem>,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The spaces before it.
    pub gap: String,
    /// Its bytes, without the gap.
    pub span: Span,
    /// What it says.
    pub kind: TermKind,
}

/// What a term says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermKind {
    /// A mechanism with its qualifier.
    Directive(Directive),
    /// A modifier.
    Modifier(Modifier),
    /// A term outside the grammar, as it was written.
    Invalid(String),
}

/// A mechanism with its qualifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// What a match means.
    pub qualifier: Qualifier,
    /// Whether the qualifier was written; if not, it is `+`.
    pub has_qualifier: bool,
    /// The mechanism's name with its letters as written.
    pub name: String,
    /// The mechanism.
    pub mechanism: Mechanism,
}

/// What the match of a mechanism means (RFC 7208 section 4.6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Qualifier {
    /// `+`
    Pass,
    /// `-`
    Fail,
    /// `~`
    SoftFail,
    /// `?`
    Neutral,
}

impl Qualifier {
    /// The qualifier a character stands for.
    pub const fn from_char(character: char) -> Option<Self> {
        match character {
            '+' => Some(Self::Pass),
            '-' => Some(Self::Fail),
            '~' => Some(Self::SoftFail),
            '?' => Some(Self::Neutral),
            _ => None,
        }
    }

    /// Its character.
    pub const fn as_char(self) -> char {
        match self {
            Self::Pass => '+',
            Self::Fail => '-',
            Self::SoftFail => '~',
            Self::Neutral => '?',
        }
    }
}

/// A mechanism (RFC 7208 section 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mechanism {
    /// Everything.
    All,
    /// What the record of another domain passes.
    Include(MacroString),
    /// The addresses of a name; without one, of the domain itself.
    A(Option<MacroString>, DualPrefix),
    /// The addresses of a domain's mail hosts.
    Mx(Option<MacroString>, DualPrefix),
    /// Addresses whose names lie below a domain.
    Ptr(Option<MacroString>),
    /// An IPv4 network.
    Ip4(Ipv4Addr, Option<Prefix>),
    /// An IPv6 network; the text is the address as written.
    Ip6(Ipv6Addr, String, Option<Prefix>),
    /// Whether a name has an address.
    Exists(MacroString),
}

impl Mechanism {
    /// Whether it is one of the terms that count against [`super::MOST_LOOKUPS`].
    pub const fn is_lookup(&self) -> bool {
        !matches!(self, Self::All | Self::Ip4(..) | Self::Ip6(..))
    }

    /// The domain it names.
    pub const fn target(&self) -> Option<&MacroString> {
        match self {
            Self::Include(target) | Self::Exists(target) => Some(target),
            Self::A(target, _) | Self::Mx(target, _) | Self::Ptr(target) => target.as_ref(),
            Self::All | Self::Ip4(..) | Self::Ip6(..) => None,
        }
    }
}

/// The length of a network prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    /// In bits.
    pub length: u8,
    /// The digits.
    pub span: Span,
}

/// The prefixes of `a` and `mx`, one for each kind of address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DualPrefix {
    /// For IPv4; without it, 32.
    pub ipv4: Option<Prefix>,
    /// For IPv6; without it, 128.
    pub ipv6: Option<Prefix>,
}

/// A modifier (RFC 7208 section 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modifier {
    /// The name as written.
    pub name: String,
    /// Which one it is.
    pub kind: ModifierKind,
    /// What stands after the `=`.
    pub value: MacroString,
}

/// Which modifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModifierKind {
    /// Another domain's record decides if no mechanism matched.
    Redirect,
    /// Where the explanation of a failure stands.
    Exp,
    /// Any other; receivers ignore it.
    Unknown,
}

impl Record {
    /// The directives up to and with the first `all`, which is as far as a receiver reads, each
    /// with its term.
    pub fn directives_read(&self) -> impl Iterator<Item = (&Term, &Directive)> {
        let mut is_over = false;
        self.directives().take_while(move |(_, directive)| {
            !std::mem::replace(&mut is_over, directive.mechanism == Mechanism::All)
        })
    }

    /// Every directive with its term.
    pub fn directives(&self) -> impl Iterator<Item = (&Term, &Directive)> {
        self.terms.iter().filter_map(|term| match &term.kind {
            TermKind::Directive(directive) => Some((term, directive)),
            _ => None,
        })
    }

    /// Every modifier with its term.
    pub fn modifiers(&self) -> impl Iterator<Item = (&Term, &Modifier)> {
        self.terms.iter().filter_map(|term| match &term.kind {
            TermKind::Modifier(modifier) => Some((term, modifier)),
            _ => None,
        })
    }

    /// The first modifier of a kind with its term.
    pub fn modifier(&self, kind: ModifierKind) -> Option<(&Term, &Modifier)> {
        self.modifiers().find(|(_, modifier)| modifier.kind == kind)
    }

    /// The first `all`.
    pub fn all(&self) -> Option<(&Term, Qualifier)> {
        self.directives()
            .find(|(_, directive)| directive.mechanism == Mechanism::All)
            .map(|(term, directive)| (term, directive.qualifier))
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.version)?;
        for term in &self.terms {
            write!(f, "{}{term}", term.gap)?;
        }
        f.write_str(&self.trailing)
    }
}

/// Without the gap before it.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            TermKind::Directive(directive) => directive.fmt(f),
            TermKind::Modifier(modifier) => write!(f, "{}={}", modifier.name, modifier.value),
            TermKind::Invalid(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Directive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_qualifier {
            write!(f, "{}", self.qualifier.as_char())?;
        }
        f.write_str(&self.name)?;
        if let Some(target) = self.mechanism.target() {
            write!(f, ":{target}")?;
        }
        let (slashes, prefixes) = match &self.mechanism {
            Mechanism::A(_, prefixes) | Mechanism::Mx(_, prefixes) => {
                (["/", "//"], [prefixes.ipv4, prefixes.ipv6])
            }
            Mechanism::Ip4(network, prefix) => {
                write!(f, ":{network}")?;
                (["/", ""], [*prefix, None])
            }
            Mechanism::Ip6(_, written, prefix) => {
                write!(f, ":{written}")?;
                (["/", ""], [*prefix, None])
            }
            _ => return Ok(()),
        };
        for (slash, prefix) in slashes.into_iter().zip(prefixes) {
            if let Some(prefix) = prefix {
                write!(f, "{slash}{}", prefix.length)?;
            }
        }
        Ok(())
    }
}
