//! An ordered list of header fields, with nodemailer's rules for replacing and encoding them.

use super::address::{self, Entry, Mailbox};
use super::{Envelope, HeaderField, is_js_space, punycode, structured, word};

/// Where nodemailer folds a header, in UTF-16 units.
const FOLD_AT: usize = 76;
/// The longest line there may be, without its line end (RFC 5322, 2.1.1).
const MAX_LINE_BYTES: usize = 998;

/// Fields whose values are not encoded yet.
#[derive(Debug)]
pub(super) struct HeaderList(Vec<(String, String)>);

impl HeaderList {
    pub(super) fn new(content_type: &str) -> Self {
        Self(vec![("Content-Type".to_owned(), content_type.to_owned())])
    }

    /// Appends a field; others of the same name stay.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.0.push((normalize_name(name), value.to_owned()));
    }

    /// Replaces the first field of that name and drops the others, or appends.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let mut seen = false;
        self.0.retain_mut(|(other, old)| {
            if other != name {
                return true;
            }
            if !seen {
                value.clone_into(old);
            }
            !std::mem::replace(&mut seen, true)
        });
        if !seen {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of that name; where there is none or an empty one, sets the default.
    pub(super) fn ensure(&mut self, name: &str, default: impl FnOnce() -> String) -> String {
        if let Some(value) = self.get(name)
            && !value.is_empty()
        {
            return value.to_owned();
        }
        let value = default();
        self.set(name, &value);
        value
    }

    /// Moves `Content-Type` to the end; of several, the part's own one becomes the last.
    pub(super) fn move_content_type_last(&mut self) {
        let last = self.0.len().saturating_sub(1);
        for index in (0..last).rev() {
            if self
                .0
                .get(index)
                .is_some_and(|(name, _)| name == "Content-Type")
            {
                let field = self.0.remove(index);
                self.0.push(field);
            }
        }
    }

    /// Sender and recipients, from all address fields together.
    ///
    /// `Reply-To` or `Sender` stands in where `From` has no address; custom `Cc` and `Bcc` count.
    pub(super) fn envelope(&self) -> Envelope {
        let mut envelope = Envelope {
            mail_from: String::new(),
            rcpt_to: Vec::new(),
        };
        for (name, value) in &self.0 {
            match name.as_str() {
                "From" => {
                    if let Some(first) = addresses(value).into_iter().next() {
                        envelope.mail_from = first;
                    }
                }
                "Reply-To" | "Sender" if envelope.mail_from.is_empty() => {
                    if let Some(first) = addresses(value).into_iter().next() {
                        envelope.mail_from = first;
                    }
                }
                "To" | "Cc" | "Bcc" => {
                    for address in addresses(value) {
                        if !envelope.rcpt_to.contains(&address) {
                            envelope.rcpt_to.push(address);
                        }
                    }
                }
                _ => {}
            }
        }
        envelope
    }

    /// The fields as they are printed; empty ones and `Bcc` are left out.
    pub(super) fn encode(&self, content: &str, boundary_seed: &str) -> Vec<HeaderField> {
        self.0
            .iter()
            .filter(|(name, _)| name != "Bcc")
            .map(|(name, value)| HeaderField {
                name: name.clone(),
                value: one_line(&encode_value(name, value, content, boundary_seed)),
            })
            .filter(|field| !field.value.trim_matches(is_js_space).is_empty())
            .collect()
    }
}

fn encode_value(name: &str, value: &str, content: &str, boundary_seed: &str) -> String {
    match name {
        "From" | "Sender" | "To" | "Cc" | "Reply-To" => print_addresses(&address::parse(value)),
        "Message-ID" | "In-Reply-To" => in_angles(&one_line(value)),
        "References" => references(&one_line(value)),
        "Content-Type" => structured::content_type(&one_line(value), content, boundary_seed),
        "Content-Disposition" => structured::normalize(&one_line(value)),
        _ => word::encode_if_needed(&one_line(value)),
    }
}

/// Ids separated by spaces, without the spaces inside of angle brackets.
fn references(value: &str) -> String {
    let mut closed = String::with_capacity(value.len());
    let mut rest = value.trim_matches(is_js_space);
    while let Some((before, after)) = rest.split_once('<')
        && let Some((id, more)) = after.split_once('>')
    {
        closed.push_str(before);
        closed.push('<');
        closed.extend(id.chars().filter(|character| !is_js_space(*character)));
        closed.push('>');
        rest = more;
    }
    closed.push_str(rest);
    let mut ids: Vec<&str> = closed.split(is_js_space).collect();
    ids.retain(|id| !id.is_empty());
    if ids.is_empty() {
        ids.push("");
    }
    ids.into_iter().map(in_angles).collect::<Vec<_>>().join(" ")
}

fn in_angles(id: &str) -> String {
    let open = if id.starts_with('<') { "" } else { "<" };
    let close = if id.ends_with('>') { "" } else { ">" };
    format!("{open}{id}{close}")
}

/// Each CRLF, LF or CR becomes a space, so that no value can begin a line.
fn one_line(value: &str) -> String {
    value.replace("\r\n", " ").replace(['\r', '\n'], " ")
}

/// nodemailer's `_normalizeHeaderKey`: capitals after hyphens, some words in capitals throughout.
fn normalize_name(name: &str) -> String {
    let name = one_line(name)
        .trim_matches(is_js_space)
        .to_ascii_lowercase();
    if name == "x-smtpapi" {
        return name.to_ascii_uppercase();
    }
    let mut parts: Vec<String> = name.split('-').map(str::to_owned).collect();
    let last = parts.len() - 1;
    for (index, part) in parts.iter_mut().enumerate() {
        let is_acronym = index == 0 && matches!(part.as_str(), "mime" | "dkim" | "arc" | "bimi");
        let is_suffix =
            index > 0 && index == last && matches!(part.as_str(), "spf" | "fbl" | "id" | "md5");
        if is_acronym || is_suffix {
            part.make_ascii_uppercase();
        } else if let Some(first) = part.get_mut(..1) {
            first.make_ascii_uppercase();
        }
    }
    match parts.join("-") {
        name if name == "Content-Features" => "Content-features".to_owned(),
        name => name,
    }
}

fn addresses(value: &str) -> Vec<String> {
    fn walk(entries: &[Entry], list: &mut Vec<String>) {
        for entry in entries {
            match entry {
                Entry::Mailbox(mailbox) if mailbox.address.is_empty() => {}
                Entry::Mailbox(mailbox) => list.push(normalize_address(&mailbox.address)),
                Entry::Group(_, members) => walk(members, list),
            }
        }
    }
    let mut list = Vec::new();
    walk(&address::parse(value), &mut list);
    list
}

fn print_addresses(entries: &[Entry]) -> String {
    let printed: Vec<String> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Mailbox(mailbox) if mailbox.address.is_empty() => None,
            Entry::Mailbox(mailbox) => Some(print_mailbox(mailbox)),
            Entry::Group(name, members) => Some(format!(
                "{}:{};",
                print_name(name),
                print_addresses(members).trim_matches(is_js_space)
            )),
        })
        .collect();
    printed.join(", ")
}

fn print_mailbox(mailbox: &Mailbox) -> String {
    let address = normalize_address(&mailbox.address);
    if !mailbox.name.is_empty() {
        format!("{} <{address}>", print_name(&mailbox.name))
    } else if address.contains(' ') {
        format!("<{address}>")
    } else {
        address
    }
}

fn print_name(name: &str) -> String {
    if name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "_ ".contains(character))
    {
        name.to_owned()
    } else if name
        .chars()
        .all(|character| (' '..='~').contains(&character))
    {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        word::encode(name)
    }
}

/// nodemailer's `_normalizeAddress`: no control characters or brackets, the domain in ASCII unless
/// the local part needs SMTPUTF8 anyway, a local part with spaces in quotes.
fn normalize_address(address: &str) -> String {
    let mut clean = String::with_capacity(address.len());
    let mut replaced = false;
    for character in address.chars() {
        let refused = character < ' ' || matches!(character, '<' | '>');
        if !refused {
            clean.push(character);
        } else if !replaced {
            clean.push(' ');
        }
        replaced = refused;
    }
    let clean = clean.trim_matches(is_js_space);
    let Some((user, domain)) = clean.rsplit_once('@') else {
        return clean.to_owned();
    };
    let lower = domain.to_lowercase();
    let converted = if user.is_ascii() {
        punycode::to_ascii(&lower)
    } else {
        punycode::to_unicode(&lower)
    };
    let domain = converted.as_deref().unwrap_or(domain);
    if user.contains(' ') {
        let open = if user.starts_with('"') { "" } else { "\"" };
        let close = if user.ends_with('"') { "" } else { "\"" };
        format!("{open}{user}{close}@{domain}")
    } else {
        format!("{user}@{domain}")
    }
}

/// Prints `Name: value` folded before spaces and tabs, without the final line end.
pub(super) fn fold_into(output: &mut String, field: &HeaderField) {
    let line = one_line(&format!("{}: {}", field.name, field.value));
    let mut rest = line.as_str();
    loop {
        let part = first_part(rest);
        push_limited(output, part);
        rest = rest.get(part.len()..).unwrap_or_default();
        if rest.is_empty() {
            return;
        }
        output.push_str("\r\n");
    }
}

/// The beginning of `text` that goes on one line: at most 76 characters, unless a word is longer.
fn first_part(text: &str) -> &str {
    let is_space = |character: char| matches!(character, ' ' | '\t');
    let mut units = 0;
    let end = text.char_indices().find_map(|(start, character)| {
        units += character.len_utf16();
        (units >= FOLD_AT).then(|| start + character.len_utf8())
    });
    let Some(end) = end else {
        return text;
    };
    let (line, after) = text.split_at(end);
    let before_word = line.trim_end_matches(|character| !is_space(character));
    let before_space = before_word.trim_end_matches(is_space);
    if before_word.len() != before_space.len() && !before_space.is_empty() {
        return before_space;
    }
    let word = after.find(is_space).unwrap_or(after.len());
    text.get(..end + word).unwrap_or(text)
}

/// Pushes a line; one that no server would take is cut, its parts beginning with a space.
fn push_limited(output: &mut String, line: &str) {
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > MAX_LINE_BYTES {
            output.push_str("\r\n ");
            length = 1;
        }
        output.push(character);
        length += character.len_utf8();
    }
}
