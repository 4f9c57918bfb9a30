//! Records as a provider's console or API states them, and reading them from pasted text.

use serde::Serialize;

use super::rules::{Needed, Role};
use crate::domain::sender_domain::dns::{Name, RecordType};

/// A record that the provider says it wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatedRecord {
    /// The name.
    pub name: Name,
    /// The type: CNAME, MX or TXT.
    #[serde(rename = "type")]
    pub record_type: RecordType,
    /// The data; of a mail host without its preference.
    pub value: String,
    /// The preference of a mail host.
    pub preference: u16,
    /// What it is for.
    pub role: Role,
    /// How much it is needed.
    pub needed: Needed,
    /// Who says so: an address or “what you pasted”.
    pub by: String,
}

impl StatedRecord {
    /// A record of which only name, type and data are known: what it is for shows in them.
    pub fn new(name: Name, record_type: RecordType, value: &str, by: &str) -> Self {
        let value = unquoted(value);
        let role = role(&name, record_type, &value);
        Self {
            needed: match role {
                Role::Tracking | Role::Ownership | Role::Receiving => Needed::Optional,
                Role::Dkim | Role::Spf => Needed::Required,
                Role::ReturnPath | Role::Dmarc => Needed::Recommended,
            },
            name,
            record_type,
            value,
            preference: 10,
            role,
            by: by.to_owned(),
        }
    }

    /// The same record with another need.
    pub const fn needed(mut self, needed: Needed) -> Self {
        self.needed = needed;
        self
    }

    /// The same record for another role.
    pub const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// The same record with a preference.
    pub const fn preference(mut self, preference: u16) -> Self {
        self.preference = preference;
        self
    }
}

/// What a record is for, as far as it shows.
fn role(name: &Name, record_type: RecordType, value: &str) -> Role {
    let name = name.to_string().to_ascii_lowercase();
    let value = value.to_ascii_lowercase();
    let is_under = |label: &str| name.split('.').any(|it| it == label);
    if is_under("_domainkey") {
        return Role::Dkim;
    }
    if is_under("_dmarc") {
        return Role::Dmarc;
    }
    match record_type {
        RecordType::Txt if value.starts_with("v=spf1") => Role::Spf,
        RecordType::Mx if value.contains("feedback-smtp.") || value == "mx.sendgrid.net" => {
            Role::ReturnPath
        }
        RecordType::Mx => Role::Receiving,
        RecordType::Txt => Role::Ownership,
        _ => {
            let first = name.split('.').next().unwrap_or_default();
            let tracks = [
                "track", "link", "url", "click", "email", "trk", "open", "dmtrace",
            ];
            let is_tracking = tracks.iter().any(|start| first.starts_with(start))
                || value.starts_with("track")
                || value == "sendgrid.net"
                || value.ends_with("mailgun.org");
            if is_tracking {
                Role::Tracking
            } else {
                Role::ReturnPath
            }
        }
    }
}

/// A value without the quotation marks and the dot at its end that a zone file has.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    if !value.starts_with('"') {
        return value.trim_end_matches('.').to_owned();
    }
    // Several strings of one text are written one after the other.
    let mut text = String::new();
    let mut is_inside = false;
    let mut chars = value.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => is_inside = !is_inside,
            '\\' if is_inside => text.extend(chars.next()),
            char if is_inside => text.push(char),
            _ => {}
        }
    }
    text
}

/// Reads records out of a pasted text, one to a line.
///
/// They may be as zone files write them, or with tabs, commas or bars between name, type and value.
/// Names without a dot at their end that do not lie below `domain` get it added. Lines that hold no
/// record are left out.
pub fn read_pasted(text: &str, domain: &Name) -> Vec<StatedRecord> {
    let lines = text.lines().take(MOST_LINES);
    lines.filter_map(|line| read_line(line, domain)).collect()
}

/// How many lines of a pasted text are read.
const MOST_LINES: usize = 200;

fn read_line(line: &str, domain: &Name) -> Option<StatedRecord> {
    let line = line.trim().trim_matches('|').trim();
    let is_between = |char: char| char.is_whitespace() || char == '|';
    let mut rest = line;
    let mut words: Vec<&str> = Vec::new();
    while words.len() < 6 {
        rest = rest.trim_start_matches(|char: char| is_between(char) || char == ',');
        let end = rest
            .find(|char: char| is_between(char) || char == ',')
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.is_empty() {
            return None;
        }
        rest = after;
        if let Some(record_type) = type_of(word) {
            let value = rest.trim_matches(|char: char| is_between(char) || char == ',');
            return read_record(&words, record_type, value, domain);
        }
        words.push(word);
    }
    None
}

fn type_of(word: &str) -> Option<RecordType> {
    let known = [RecordType::Cname, RecordType::Mx, RecordType::Txt];
    known
        .into_iter()
        .find(|it| it.mnemonic().eq_ignore_ascii_case(word))
}

/// `words` stand before the type, `value` behind it. Some consoles put the type first.
fn read_record(
    words: &[&str],
    record_type: RecordType,
    value: &str,
    domain: &Name,
) -> Option<StatedRecord> {
    let is_filler = |word: &&str| word.eq_ignore_ascii_case("in") || word.parse::<u32>().is_ok();
    let named = words.iter().copied().find(|word| !is_filler(word));
    let (name, value) = match named {
        Some(name) => (name, value),
        None => value.split_once(|char: char| char.is_whitespace() || char == '|')?,
    };
    let value = value.trim_matches(|char: char| char.is_whitespace() || char == '|');
    let (preference, value) = match (record_type, value.split_once(char::is_whitespace)) {
        (RecordType::Mx, Some((first, host))) => match first.parse::<u16>() {
            Ok(preference) => (preference, host.trim()),
            Err(_) => (10, first),
        },
        _ => (10, value),
    };
    if value.is_empty() {
        return None;
    }
    let record = StatedRecord::new(
        absolute(name, domain)?,
        record_type,
        value,
        "what you pasted",
    );
    Some(record.preference(preference))
}

fn absolute(name: &str, domain: &Name) -> Option<Name> {
    if name == "@" {
        return Some(domain.clone());
    }
    let read = Name::from_plain(name).ok()?;
    if name.ends_with('.') || read.is_at_or_below(domain) {
        return Some(read);
    }
    Name::from_plain(&format!("{name}.{domain}")).ok()
}
