//! A change of records, written down.

use serde::Serialize;

use crate::domain::sender_domain::dns::{Name, RecordType};
use crate::domain::sender_domain::shown::shown;
use crate::domain::sender_domain::{RecordChange, RecordFix};

/// Most bytes of one string of a text record.
const STRING_BYTES: usize = 255;

/// What to do in the form of a DNS provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormAction {
    /// Add a record.
    Add,
    /// Change the record with the old value.
    Change,
    /// Delete the record with the old value.
    Delete,
}

/// One record as the form of a DNS provider wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormEntry {
    /// What to do.
    pub action: FormAction,
    /// The name without the zone's own, `@` for the zone itself; the whole name if it lies elsewhere.
    pub host: String,
    /// Whether the name lies outside the zone, so that somebody else must do it.
    pub elsewhere: bool,
    /// The type.
    #[serde(rename = "type")]
    pub record_type: RecordType,
    /// The value, without the priority of an MX record; the old one if it is to be deleted.
    pub value: String,
    /// The value split into strings for forms that refuse more than 255 characters: each in
    /// quotation marks. The same as the value if it is short.
    pub split_value: String,
    /// The priority of an MX record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<u16>,
    /// The value that stands there now, if the record is to be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_value: Option<String>,
}

/// The changes for the form of a DNS provider, which adds the name of the zone by itself.
pub fn form_entries(fix: &RecordFix, zone: &Name) -> Vec<FormEntry> {
    fix.changes
        .iter()
        .filter_map(|change| form_entry(change, zone))
        .collect()
}

fn form_entry(change: &RecordChange, zone: &Name) -> Option<FormEntry> {
    let (action, data) = match (&change.old, &change.new) {
        (_, Some(new)) if change.old.is_none() => (FormAction::Add, new),
        (Some(_), Some(new)) => (FormAction::Change, new),
        (Some(old), None) => (FormAction::Delete, old),
        _ => return None,
    };
    let is_mx = change.record_type == RecordType::Mx;
    let (priority, value) = match data.split_once(' ') {
        Some((priority, host)) if is_mx => (priority.parse().ok(), host.to_owned()),
        _ => (None, data.clone()),
    };
    let split_value = if is_text(change.record_type) && value.len() > STRING_BYTES {
        quoted_strings(&value)
    } else {
        value.clone()
    };
    Some(FormEntry {
        action,
        host: host_part(&change.name, zone),
        elsewhere: !change.name.is_at_or_below(zone),
        record_type: change.record_type,
        value,
        split_value,
        priority,
        old_value: change.old.clone().filter(|_| action == FormAction::Change),
    })
}

/// The name without the zone's own.
fn host_part(name: &Name, zone: &Name) -> String {
    if !name.is_at_or_below(zone) {
        return name.to_string();
    }
    let count = name.labels().len() - zone.labels().len();
    match Name::from_labels(name.labels().take(count)) {
        Ok(host) if !host.is_root() => host.to_string(),
        _ => "@".to_owned(),
    }
}

/// The changes as lines of a zone file. What is to be removed stands as a comment.
pub fn zone_file(fix: &RecordFix) -> String {
    let mut lines = String::new();
    for change in &fix.changes {
        if let Some(old) = &change.old {
            lines.push_str("; remove: ");
            lines.push_str(&zone_line(change, old));
        }
        if let Some(new) = &change.new {
            lines.push_str(&zone_line(change, new));
        }
    }
    lines
}

fn zone_line(change: &RecordChange, data: &str) -> String {
    let data = match change.record_type {
        it if is_text(it) => quoted_strings(data),
        RecordType::Cname | RecordType::Ptr | RecordType::Ns | RecordType::Mx => absolute(data),
        _ => shown(data),
    };
    let owner = absolute(&change.name.to_string());
    format!("{owner} IN {} {data}\n", change.record_type)
}

/// The data with the dot behind a name, which makes it absolute.
fn absolute(data: &str) -> String {
    let data = shown(data);
    if data.ends_with('.') {
        data
    } else {
        format!("{data}.")
    }
}

/// The changes as a difference: what goes with a minus, what comes with a plus.
pub fn diff(fix: &RecordFix) -> String {
    let mut lines = String::new();
    for RecordChange {
        name,
        record_type,
        old,
        new,
    } in &fix.changes
    {
        for (sign, data) in [('-', old), ('+', new)] {
            if let Some(data) = data {
                let data = shown(data);
                lines.extend([format!("{sign} {name} {record_type} {data}\n")]);
            }
        }
    }
    lines
}

/// The strings of a text record: pieces of at most 255 bytes, cut where possible behind a space, and
/// never inside a character.
pub fn txt_strings(text: &str) -> Vec<&str> {
    let mut strings = Vec::new();
    let mut rest = text;
    while rest.len() > STRING_BYTES {
        let most = rest.floor_char_boundary(STRING_BYTES);
        let (head, _) = rest.split_at_checked(most).unwrap_or((rest, ""));
        let cut = head.rfind(' ').map_or(most, |space| space + 1);
        let (string, after) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        strings.push(string);
        rest = after;
    }
    strings.push(rest);
    strings
}

/// The strings in quotation marks, as in a zone file (RFC 1035 section 5.1).
fn quoted_strings(text: &str) -> String {
    let quoted: Vec<String> = txt_strings(text).into_iter().map(quoted).collect();
    quoted.join(" ")
}

fn quoted(string: &str) -> String {
    let mut text = String::from("\"");
    for byte in string.bytes() {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => text.extend([format!("\\{byte:03}")]),
        }
    }
    text.push('"');
    text
}

const fn is_text(record_type: RecordType) -> bool {
    matches!(record_type, RecordType::Txt | RecordType::Spf)
}
