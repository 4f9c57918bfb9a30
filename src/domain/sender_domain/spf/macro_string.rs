//! Texts with macros (RFC 7208 section 7), as values.

use std::fmt;

use crate::domain::finding::Span;

/// A text with macros (RFC 7208 section 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroString {
    /// Its bytes in the record.
    pub span: Span,
    /// Its parts in order.
    pub parts: Vec<MacroPart>,
}

/// A part of a text with macros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MacroPart {
    /// Text that stands for itself.
    Literal(String),
    /// `%%`, a percent sign.
    Percent,
    /// `%_`, a space.
    Space,
    /// `%-`, a space as URLs write it.
    UrlSpace,
    /// `%{…}`
    Expand(Macro),
}

/// A macro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Macro {
    /// Its bytes in the record.
    pub span: Span,
    /// What it stands for.
    pub letter: MacroLetter,
    /// Whether the letter is a capital, which escapes the value as URLs do.
    pub is_url_escaped: bool,
    /// How many labels from the right are kept, as written; empty for all.
    pub digits: String,
    /// The `r` that reverses the labels, as written.
    pub reverse: Option<char>,
    /// The characters that part the value into labels; if empty, the dot.
    pub delimiters: String,
}

/// What a macro stands for (RFC 7208 section 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MacroLetter {
    /// `s`, the sender.
    Sender,
    /// `l`, the local part of the sender.
    LocalPart,
    /// `o`, the domain of the sender.
    SenderDomain,
    /// `d`, the domain whose record this is.
    Domain,
    /// `i`, the address of the client in labels.
    Ip,
    /// `p`, the name of the client's address, if it is proved.
    ValidatedName,
    /// `v`, `in-addr` or `ip6`.
    IpVersion,
    /// `h`, the name the client gave in HELO or EHLO.
    Helo,
    /// `c`, the address of the client for people; in explanations only.
    ReadableIp,
    /// `r`, the receiving host; in explanations only.
    Receiver,
    /// `t`, the time in seconds; in explanations only.
    Timestamp,
}

impl MacroLetter {
    const ALL: [(char, Self); 11] = [
        ('s', Self::Sender),
        ('l', Self::LocalPart),
        ('o', Self::SenderDomain),
        ('d', Self::Domain),
        ('i', Self::Ip),
        ('p', Self::ValidatedName),
        ('v', Self::IpVersion),
        ('h', Self::Helo),
        ('c', Self::ReadableIp),
        ('r', Self::Receiver),
        ('t', Self::Timestamp),
    ];

    /// What a letter stands for, capital or small.
    pub fn from_char(letter: char) -> Option<Self> {
        let small = letter.to_ascii_lowercase();
        let found = Self::ALL.iter().find(|(known, _)| *known == small);
        found.map(|(_, letter)| *letter)
    }

    /// The letter, small.
    pub fn as_char(self) -> char {
        let found = Self::ALL.iter().find(|(_, letter)| *letter == self);
        found.map_or('?', |(letter, _)| *letter)
    }

    /// Whether it may stand in the text of an explanation only.
    pub const fn is_for_explanation(self) -> bool {
        matches!(self, Self::ReadableIp | Self::Receiver | Self::Timestamp)
    }

    /// Whether its value differs between mails of one domain.
    pub const fn depends_on_mail(self) -> bool {
        !matches!(self, Self::Domain | Self::SenderDomain)
    }
}

impl MacroString {
    /// The macros in it.
    pub fn macros(&self) -> impl Iterator<Item = &Macro> {
        self.parts.iter().filter_map(|part| match part {
            MacroPart::Expand(found) => Some(found),
            _ => None,
        })
    }

    /// Whether its value differs between mails of one domain.
    pub fn depends_on_mail(&self) -> bool {
        self.macros().any(|found| found.letter.depends_on_mail())
    }
}

impl fmt::Display for MacroString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| part.fmt(f))
    }
}

impl fmt::Display for MacroPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => f.write_str(text),
            Self::Percent => f.write_str("%%"),
            Self::Space => f.write_str("%_"),
            Self::UrlSpace => f.write_str("%-"),
            Self::Expand(found) => {
                let mut letter = found.letter.as_char();
                if found.is_url_escaped {
                    letter = letter.to_ascii_uppercase();
                }
                let reverse = found.reverse.map(String::from).unwrap_or_default();
                write!(
                    f,
                    "%{{{letter}{}{reverse}{}}}",
                    found.digits, found.delimiters
                )
            }
        }
    }
}
