//! What can be wrong with the text of a record, with the sentences that say so.

use serde::Serialize;

use crate::domain::finding::{Fix, Span};

/// One violation of the grammar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Its bytes in the record.
    pub span: Span,
    /// What it is.
    pub kind: ProblemKind,
    /// What was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// The kinds of violations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The text does not start with `v=spf1` and a space.
    Version,
    /// A control character, a tab, a line break or a character outside ASCII.
    Character,
    /// A mechanism that does not exist.
    UnknownMechanism,
    /// A term that is neither mechanism nor modifier.
    NotATerm,
    /// A modifier written as a mechanism: `redirect:`.
    ModifierWithColon,
    /// The name of a modifier that does not start with a letter.
    ModifierName,
    /// `redirect` or `exp` a second time.
    RepeatedModifier,
    /// A mechanism or modifier without the domain, network or name it needs.
    MissingValue,
    /// A value after a mechanism that takes none.
    UnwantedValue,
    /// A prefix length after a mechanism that takes none.
    UnwantedPrefix,
    /// Not an IPv4 address in four parts.
    Ipv4Address,
    /// Not an IPv6 address.
    Ipv6Address,
    /// A prefix length that is no number, too large or has a zero in front.
    PrefixLength,
    /// A domain that does not end in a dot and a top-level label, nor in a macro.
    DomainEnd,
    /// A percent sign that starts no macro.
    Percent,
    /// A macro without its closing brace.
    UnclosedMacro,
    /// A macro letter that does not exist.
    MacroLetter,
    /// `c`, `r` or `t` outside an explanation.
    MacroLetterOfExplanation,
    /// A macro that keeps no label.
    MacroDigits,
    /// Something else than a delimiter at the end of a macro.
    MacroDelimiter,
}

impl ProblemKind {
    /// The section of RFC 7208 with the rule.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Version => "4.5",
            Self::Character | Self::UnknownMechanism | Self::NotATerm => "4.6.1",
            Self::ModifierWithColon | Self::ModifierName | Self::RepeatedModifier => "6",
            Self::MissingValue | Self::DomainEnd => "7.1",
            Self::UnwantedValue | Self::UnwantedPrefix => "5",
            Self::Ipv4Address | Self::Ipv6Address | Self::PrefixLength => "5.6",
            Self::Percent
            | Self::UnclosedMacro
            | Self::MacroLetter
            | Self::MacroLetterOfExplanation
            | Self::MacroDigits
            | Self::MacroDelimiter => "7.2",
        }
    }

    /// Whether it lies inside a macro.
    pub const fn is_about_macros(self) -> bool {
        matches!(
            self,
            Self::Percent
                | Self::UnclosedMacro
                | Self::MacroLetter
                | Self::MacroLetterOfExplanation
                | Self::MacroDigits
                | Self::MacroDelimiter
        )
    }

    /// What is wrong, as a sentence without a period about the text of the span.
    pub fn message(self, text: &str) -> String {
        let shown = text.escape_debug();
        match self {
            Self::Version => format!("The record starts with “{shown}” instead of “v=spf1”"),
            Self::Character => {
                format!("The character “{shown}” must not stand in an SPF record")
            }
            Self::UnknownMechanism => format!("There is no mechanism “{shown}”"),
            Self::NotATerm => format!("“{shown}” is neither a mechanism nor a modifier"),
            Self::ModifierWithColon => {
                format!("“{shown}” takes an equals sign, not a colon")
            }
            Self::ModifierName => {
                format!("“{shown}” cannot be the name of a modifier, as names start with a letter")
            }
            Self::RepeatedModifier => format!("“{shown}” stands in the record twice"),
            Self::MissingValue => format!("“{shown}” lacks what it should look at"),
            Self::UnwantedValue => format!("“all” takes no value, so “{shown}” is too much"),
            Self::UnwantedPrefix => format!("A prefix length cannot stand here: “{shown}”"),
            Self::Ipv4Address => format!("“{shown}” is not an IPv4 address"),
            Self::Ipv6Address => format!("“{shown}” is not an IPv6 address"),
            Self::PrefixLength => format!("“{shown}” is not the length of a network prefix"),
            Self::DomainEnd => format!("“{shown}” is not a whole domain name"),
            Self::Percent => format!("The percent sign in “{shown}” starts no macro"),
            Self::UnclosedMacro => format!("The macro “{shown}” has no closing brace"),
            Self::MacroLetter => format!("There is no macro letter “{shown}”"),
            Self::MacroLetterOfExplanation => {
                format!("The macro letter “{shown}” works in explanations only")
            }
            Self::MacroDigits => {
                format!("A macro cannot keep “{shown}” labels, as one is the least")
            }
            Self::MacroDelimiter => format!("“{shown}” cannot part the labels of a macro"),
        }
    }

    /// What to do about it.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Version => "Start the record with v=spf1 and a space",
            Self::Character => {
                "Remove the character, and part terms by single spaces; it often comes along when \
                 text is copied"
            }
            Self::UnknownMechanism => {
                "Use one of all, include, a, mx, ptr, ip4, ip6 and exists, or remove the term"
            }
            Self::NotATerm => "Remove the term, or put a space where two terms run together",
            Self::ModifierWithColon => "Replace the colon by an equals sign",
            Self::ModifierName => "Remove the term, or write the name in front of the equals sign",
            Self::RepeatedModifier => "Keep one of the two",
            Self::MissingValue => "Write the domain or network after the name, or remove the term",
            Self::UnwantedValue => "Write the term without anything behind “all”",
            Self::UnwantedPrefix => "Remove the slash and the number",
            Self::Ipv4Address => "Write four numbers from 0 to 255, without zeros in front",
            Self::Ipv6Address => {
                "Write the address in groups of hexadecimal digits, like 2001:db8::"
            }
            Self::PrefixLength => {
                "Write 0 to 32 for IPv4 or 0 to 128 for IPv6, without zeros in front"
            }
            Self::DomainEnd => "Write the domain with its top-level label, like mail.example.com",
            Self::Percent => "Write %% for a percent sign, %_ for a space, or a macro like %{d}",
            Self::UnclosedMacro => "Close the macro with a brace, like %{d}",
            Self::MacroLetter => "Use one of the letters s, l, o, d, i, p, v and h",
            Self::MacroLetterOfExplanation => {
                "Use one of the letters s, l, o, d, i, p, v and h; c, r and t belong into the text \
                 that exp points to"
            }
            Self::MacroDigits => "Write how many labels to keep, or no number for all",
            Self::MacroDelimiter => "Use only these characters to part labels: . - + , / _ =",
        }
    }
}
