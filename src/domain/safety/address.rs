//! One recipient, told apart from several.

use std::fmt;

/// One address, without the name that may stand before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneAddress(String);

impl OneAddress {
    /// The address: `ann@example.com`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OneAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipientProblem {
    /// There is nothing.
    Empty,
    /// It names more than one.
    Several,
    /// It is no address.
    NoAddress,
    /// It has line breaks or other characters that nobody sees.
    Unseen,
}

/// The one address that `recipient` names, either alone or as `Ann <ann@example.com>`.
///
/// Stricter than RFC 5322, on purpose: a comma or semicolon outside of quotes is taken for a second
/// recipient, and groups, comments and routes are refused, since a sender and this check could read
/// them differently.
pub fn one_address(recipient: &str) -> Result<OneAddress, RecipientProblem> {
    if recipient.chars().any(is_unseen) {
        return Err(RecipientProblem::Unseen);
    }
    let text = recipient.trim();
    if text.is_empty() {
        return Err(RecipientProblem::Empty);
    }
    let bare = without_quoted(text).ok_or(RecipientProblem::NoAddress)?;
    if bare.contains([',', ';']) || bare.matches('@').count() > 1 {
        return Err(RecipientProblem::Several);
    }
    let address = match text.rsplit_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').ok_or(RecipientProblem::NoAddress)?,
        None => text,
    };
    if is_address(address) {
        Ok(OneAddress(address.to_owned()))
    } else {
        Err(RecipientProblem::NoAddress)
    }
}

/// The text without its quoted parts; none if a quote stays open.
fn without_quoted(text: &str) -> Option<String> {
    let mut bare = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char != '"' {
            bare.push(char);
            continue;
        }
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => drop(chars.next()?),
                _ => {}
            }
        }
    }
    Some(bare)
}

/// Whether it reads as `local@domain` without anything around it.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_quoted = local.len() > 2 && without_quoted(local).is_some_and(|rest| rest.is_empty());
    let is_plain = !local.is_empty() && !local.contains(forbidden);
    (is_quoted || is_plain) && !domain.is_empty() && !domain.contains(forbidden)
}

fn forbidden(char: char) -> bool {
    char.is_whitespace() || "<>()\",;:@\\".contains(char)
}

/// Control characters, and those that only steer how others are drawn: an address with one looks
/// like another address.
fn is_unseen(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}
