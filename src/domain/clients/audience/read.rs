//! Pasted shares.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::data::{ClientData, ClientId};
use super::{Audience, names};

/// A line that says nothing about a known client.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotUnderstood {
    /// The line, counted from 1.
    pub line: usize,
    /// The line as written.
    pub text: String,
    /// Its share of all readers, if it has one: 0 to 1.
    pub share: Option<f64>,
}

/// A line read.
struct Line<'a> {
    number: usize,
    text: &'a str,
    clients: Vec<ClientId>,
    weight: Option<f64>,
}

pub(super) fn audience(text: &str, data: &ClientData) -> Audience {
    let lines: Vec<Line<'_>> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .map(|(index, line)| read_line(index + 1, line, data))
        .filter(|line| line.weight.is_some() || line.number > 1 || !is_heading(line.text))
        .collect();
    let sum: f64 = lines.iter().filter_map(|line| line.weight).sum();
    // Percentages of which some are left out: the rest are readers of unknown clients.
    let has_percent = lines.iter().any(|line| line.text.contains('%'));
    let total = if sum <= 100.0 && (has_percent || sum > 80.0) {
        100.0
    } else if sum <= 1.0 {
        1.0
    } else {
        sum
    };
    let mut shares: BTreeMap<ClientId, f64> = BTreeMap::new();
    let mut not_understood = Vec::new();
    for line in lines {
        let share = line.weight.map(|weight| weight / total);
        match share {
            Some(share) if !line.clients.is_empty() => {
                let each = share / line.clients.len() as f64;
                for id in line.clients {
                    *shares.entry(id).or_default() += each;
                }
            }
            _ => not_understood.push(NotUnderstood {
                line: line.number,
                text: line.text.trim().to_owned(),
                share,
            }),
        }
    }
    let mut shares: Vec<(ClientId, f64)> = shares.into_iter().collect();
    shares.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    Audience {
        shares,
        not_understood,
    }
}

/// A first line without a number names the columns.
fn is_heading(line: &str) -> bool {
    !line.contains(|char: char| char.is_ascii_digit()) && line.contains([',', ';', '\t', ':'])
}

fn read_line<'a>(number: usize, text: &'a str, data: &ClientData) -> Line<'a> {
    let (name, weight) = split(text);
    Line {
        number,
        text,
        clients: find(name, data),
        weight,
    }
}

/// The name, and the share if there is one.
fn split(line: &str) -> (&str, Option<f64>) {
    let line = line.trim();
    // A comma may stand in the number too (`58,1 %`), so that the strongest sign counts first.
    for sign in ['\t', ';', ':', ','] {
        let Some((name, share)) = line.split_once(sign) else {
            continue;
        };
        // What follows the share is other columns.
        let rest = share;
        let first = rest.split(['\t', ';']).next().unwrap_or_default();
        let share = number(first).or_else(|| number(rest.split(',').next().unwrap_or_default()));
        if share.is_some() {
            return (name, share);
        }
    }
    if let Some((name, share)) = line.rsplit_once(char::is_whitespace) {
        let share = if share == "%" {
            name.trim_end().rsplit_once(char::is_whitespace)
        } else {
            Some((name, share))
        };
        if let Some((name, share)) = share
            && let Some(share) = number(share)
        {
            return (name, Some(share));
        }
    }
    (line, None)
}

/// A number that may have a sign of percent, quotation marks, and a comma for its point.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_matches('"').trim();
    let text = text.strip_suffix('%').unwrap_or(text).trim();
    let is_number = text
        .chars()
        .all(|char| char.is_ascii_digit() || matches!(char, '.' | ','));
    if !is_number || text.is_empty() {
        return None;
    }
    // `1,234` and `1,234,567` are counts; `58,1` is a number with its fraction.
    let groups: Vec<&str> = text.split(',').collect();
    let is_grouped = groups.len() > 1 && groups.iter().skip(1).all(|group| group.len() == 3);
    let plain = if is_grouped {
        text.replace(',', "")
    } else {
        text.replace(',', ".")
    };
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The clients of a name: the ids and names of the data, and the names that analytics give.
fn find(name: &str, data: &ClientData) -> Vec<ClientId> {
    let written = name.trim().trim_matches('"').trim();
    let plain = plain(written);
    let known = names::clients(&plain);
    if !known.is_empty() {
        return known.iter().flat_map(|id| data.find(id)).collect();
    }
    let by_id = data.find(written);
    if !by_id.is_empty() {
        return by_id;
    }
    let named = |id: &ClientId| {
        data.client(*id)
            .is_some_and(|client| self::plain(&client.name) == plain)
    };
    data.client_ids().filter(named).collect()
}

/// Letters and digits in lower case, with one blank where there was anything else.
fn plain(name: &str) -> String {
    let words = name
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}
