//! The way of a message: its `Received` fields (RFC 5321 section 4.4), the first server first.

use core::net::IpAddr;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use serde::Serialize;

use super::raw::RawMessage;

/// Most hops that are told. A server that loops gives up before (RFC 5321 section 6.3).
const MOST_HOPS: usize = 100;

/// One server that took the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// What the client called itself.
    pub from: Option<String>,
    /// The address of the client, as the server saw it.
    pub ip: Option<IpAddr>,
    /// The server that wrote this.
    pub by: Option<String>,
    /// The protocol, for example `ESMTPS`.
    pub with: Option<String>,
    /// When it took the message.
    pub at: Option<Timestamp>,
    /// Seconds since the hop before; negative if one of the clocks is wrong.
    pub delay_secs: Option<i64>,
}

/// The hops in the order of time: the lowest field first.
pub(super) fn hops(message: &RawMessage) -> Vec<Hop> {
    let fields = message.all("received").take(MOST_HOPS);
    let mut hops: Vec<Hop> = fields.map(|(_, field)| hop(&field.unfolded())).collect();
    hops.reverse();
    let mut before: Option<Timestamp> = None;
    for hop in &mut hops {
        if let (Some(at), Some(before)) = (hop.at, before) {
            hop.delay_secs = Some(at.as_second().saturating_sub(before.as_second()));
        }
        before = hop.at.or(before);
    }
    hops
}

fn hop(value: &str) -> Hop {
    let (words, date) = value.rsplit_once(';').unwrap_or((value, ""));
    let (words, comments) = apart(words);
    let after = |name: &str| {
        let place = words
            .iter()
            .position(|it| it.0.eq_ignore_ascii_case(name))?;
        words.get(place + 1)
    };
    let from = after("from");
    // The comment behind the client's name is what the server itself found out.
    let seen = from.and_then(|(_, end)| {
        let is_next = |(place, _): &&(usize, String)| place == end;
        comments.iter().find(is_next).map(|(_, text)| text.as_str())
    });
    let literal = from.and_then(|(name, _)| address(name));
    Hop {
        ip: seen.and_then(address).or(literal),
        from: from.map(|(name, _)| name.clone()),
        by: after("by").map(|(name, _)| name.clone()),
        with: after("with").map(|(name, _)| name.clone()),
        at: date_of(date),
        delay_secs: None,
    }
}

/// Words with how many there are up to and with them.
type Words = Vec<(String, usize)>;
/// Comments with how many words stand before them.
type Comments = Vec<(usize, String)>;

/// The words outside parentheses, and the comments in them.
fn apart(text: &str) -> (Words, Comments) {
    let mut words: Words = Vec::new();
    let mut comments: Comments = Vec::new();
    let mut word = String::new();
    let mut comment = String::new();
    let mut depth = 0_usize;
    for letter in text.chars().chain([' ']) {
        match (letter, depth) {
            ('(', _) => depth += 1,
            (')', 0) => {}
            (')', _) => depth -= 1,
            (_, 0) if !letter.is_whitespace() => word.push(letter),
            (_, 0) => {}
            _ => comment.push(letter),
        }
        let ends_word = letter.is_whitespace() || letter == '(';
        if ends_word && depth <= 1 && !word.is_empty() {
            let count = words.len() + 1;
            words.push((std::mem::take(&mut word), count));
        }
        if letter == ')' && depth == 0 && !comment.is_empty() {
            comments.push((words.len(), std::mem::take(&mut comment)));
        }
    }
    (words, comments)
}

/// The address in brackets, or else a word that is one.
fn address(text: &str) -> Option<IpAddr> {
    let bare = |it: &str| {
        let it = it.strip_prefix("IPv6:").unwrap_or(it);
        it.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
    };
    let in_brackets = text
        .split('[')
        .skip(1)
        .filter_map(|it| it.split(']').next());
    let words = text.split_whitespace();
    in_brackets.chain(words).find_map(bare)
}

/// A date as mail has it, with what follows it in parentheses left out.
pub(super) fn date_of(text: &str) -> Option<Timestamp> {
    let text = text.split('(').next().unwrap_or_default().trim();
    let parser = DateTimeParser::new().relaxed_weekday(true);
    parser.parse_timestamp(text).ok()
}
