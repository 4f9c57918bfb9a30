//! Reads address lists as nodemailer's `addressparser` does, quirks included.

use super::is_js_space;

/// RFC 5322 knows no nested groups; nodemailer stops following them here.
const MAX_GROUP_DEPTH: usize = 50;

/// One entry of an address list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// A name, an address, or both; nodemailer drops an entry whose address is empty.
    Mailbox(Mailbox),
    /// `name: members;`
    Group(String, Vec<Self>),
}

/// A display name with an address; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mailbox {
    pub name: String,
    pub address: String,
}

/// The entries of an address list.
pub(super) fn parse(text: &str) -> Vec<Entry> {
    parse_at(text, 0)
}

fn parse_at(text: &str, depth: usize) -> Vec<Entry> {
    if depth > MAX_GROUP_DEPTH {
        return Vec::new();
    }
    let tokens = tokenize(text);
    let mut entries: Vec<Entry> = tokens
        .split(|token| matches!(token.kind, Kind::Operator(',' | ';')))
        .filter(|tokens| !tokens.is_empty())
        .map(|tokens| read_entry(tokens, depth))
        .collect();
    join_names_with_commas(&mut entries);
    entries
}

/// `Joe Foo, PhD <joe@example.com>` was split at its comma; this puts the name together again.
fn join_names_with_commas(entries: &mut Vec<Entry>) {
    let mut joined: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries.drain(..).rev() {
        match (&entry, joined.last_mut()) {
            (Entry::Mailbox(current), Some(Entry::Mailbox(next)))
                if current.address.is_empty()
                    && !current.name.is_empty()
                    && !next.address.is_empty()
                    && !next.name.is_empty() =>
            {
                next.name = format!("{}, {}", current.name, next.name);
            }
            _ => joined.push(entry),
        }
    }
    joined.reverse();
    *entries = joined;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Operator(char),
    Text,
}

#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    value: String,
    /// Set on a closing operator that something follows without a space.
    no_break: bool,
}

fn closing(operator: char) -> Option<char> {
    match operator {
        '"' => Some('"'),
        '(' => Some(')'),
        '<' => Some('>'),
        ':' => Some(';'),
        _ => None,
    }
}

fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut expected: Option<char> = None;
    let mut in_text = false;
    let mut escaped = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if !escaped {
            let ends = expected == Some(character);
            let begins =
                expected.is_none() && matches!(character, '"' | '(' | '<' | ',' | ':' | ';');
            if ends || begins {
                let no_break = ends
                    && characters
                        .peek()
                        .is_some_and(|next| !matches!(next, ' ' | '\t' | '\r' | '\n' | ',' | ';'));
                tokens.push(Token {
                    kind: Kind::Operator(character),
                    value: String::new(),
                    no_break,
                });
                expected = if ends { None } else { closing(character) };
                in_text = false;
                continue;
            }
            if expected == Some('"') && character == '\\' {
                escaped = true;
                continue;
            }
        }
        escaped = false;
        if !in_text {
            tokens.push(Token {
                kind: Kind::Text,
                value: String::new(),
                no_break: false,
            });
            in_text = true;
        }
        let character = if character == '\n' { ' ' } else { character };
        // Control characters are dropped, so no name can start a line of its own.
        if (character >= ' ' || character == '\t')
            && let Some(token) = tokens.last_mut()
        {
            token.value.push(character);
        }
    }
    for token in &mut tokens {
        token.value = token.value.trim_matches(is_js_space).to_owned();
    }
    tokens.retain(|token| token.kind != Kind::Text || !token.value.is_empty());
    tokens
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Quoted,
    Address,
    Comment,
    Group,
}

#[derive(Debug, Default)]
struct Parts {
    text: Vec<String>,
    quoted: Vec<bool>,
    address: Vec<String>,
    comment: Vec<String>,
    group: Vec<String>,
}

impl Parts {
    fn of(&mut self, state: State) -> &mut Vec<String> {
        match state {
            State::Text | State::Quoted => &mut self.text,
            State::Address => &mut self.address,
            State::Comment => &mut self.comment,
            State::Group => &mut self.group,
        }
    }

    fn collect(tokens: &[Token]) -> (Self, bool) {
        let mut parts = Self::default();
        let mut state = State::Text;
        let mut is_group = false;
        let mut joins = false;
        for token in tokens {
            match token.kind {
                Kind::Operator('<') => state = State::Address,
                Kind::Operator('(') => state = State::Comment,
                Kind::Operator(':') => (state, is_group) = (State::Group, true),
                Kind::Operator('"') if state != State::Quoted => state = State::Quoted,
                Kind::Operator(_) => state = State::Text,
                Kind::Text => parts.push(state, &token.value, joins),
            }
            joins = token.no_break;
        }
        (parts, is_group)
    }

    fn push(&mut self, state: State, value: &str, joins: bool) {
        // Apple Mail truncates everything between an unexpected `<` and an address.
        let value = match (state, value.split_once('<')) {
            (State::Address, Some((_, rest))) => rest.trim_start_matches(is_js_space),
            _ => value,
        };
        match self.of(state).last_mut() {
            Some(last) if joins => {
                last.push_str(value);
                if state == State::Quoted
                    && let Some(flag) = self.quoted.last_mut()
                {
                    *flag = true;
                }
            }
            _ => {
                self.of(state).push(value.to_owned());
                if matches!(state, State::Text | State::Quoted) {
                    self.quoted.push(state == State::Quoted);
                }
            }
        }
    }

    fn use_comment_as_text(&mut self) {
        if self.text.is_empty() {
            self.text = std::mem::take(&mut self.comment);
        }
    }

    /// Looks for an address in the text, never inside quotes: that would misroute mail.
    fn find_address_in_text(&mut self) {
        let unquoted = |index: usize, quoted: &[bool]| !quoted.get(index).copied().unwrap_or(false);
        let found = self
            .text
            .iter()
            .enumerate()
            .rev()
            .find(|(index, text)| unquoted(*index, &self.quoted) && is_bare_address(text));
        if let Some((index, _)) = found {
            self.address = vec![self.text.remove(index)];
            if index < self.quoted.len() {
                self.quoted.remove(index);
            }
            return;
        }
        for (index, text) in self.text.iter_mut().enumerate().rev() {
            if unquoted(index, &self.quoted)
                && let Some((address, rest)) = cut_address(text)
            {
                self.address = vec![address];
                *text = rest;
                return;
            }
        }
    }
}

fn read_entry(tokens: &[Token], depth: usize) -> Entry {
    let (mut parts, is_group) = Parts::collect(tokens);
    parts.use_comment_as_text();
    if is_group {
        let members = parse_at(&parts.group.join(","), depth + 1);
        let flat = members
            .into_iter()
            .flat_map(|member| match member {
                Entry::Group(_, members) => members,
                Entry::Mailbox(_) => vec![member],
            })
            .collect();
        return Entry::Group(parts.text.join(" "), flat);
    }
    if parts.address.is_empty() {
        parts.find_address_in_text();
    }
    parts.use_comment_as_text();
    if parts.address.len() > 1 {
        let more = parts.address.split_off(1);
        parts.text.extend(more);
    }
    let (text, address) = (parts.text.join(" "), parts.address.join(" "));
    let or = |first: &str, second: &str| if first.is_empty() { second } else { first }.to_owned();
    let mut mailbox = Mailbox {
        name: or(&text, &address),
        address: or(&address, &text),
    };
    if mailbox.name == mailbox.address {
        if mailbox.address.contains('@') {
            mailbox.name.clear();
        } else {
            mailbox.address.clear();
        }
    }
    Entry::Mailbox(mailbox)
}

/// `^[^@\s]+@[^@\s]+$`
fn is_bare_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !text.contains(is_js_space)
    })
}

/// Cuts the first match of `\s*\b[^@\s]+@[^\s]+\b\s*` out of a text: the address and what remains.
fn cut_address(text: &str) -> Option<(String, String)> {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied();
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let word_at = |index: Option<usize>| index.and_then(at).is_some_and(is_word);
    let boundary = |index: usize| word_at(index.checked_sub(1)) != word_at(Some(index));
    let skip = |from: usize, test: &dyn Fn(char) -> bool| {
        let rest = characters.get(from..)?;
        let length = rest.iter().position(|character| !test(*character));
        Some(from + length.unwrap_or(rest.len()))
    };
    let mut start = 0;
    while start < characters.len() {
        let local = skip(start, &is_js_space)?;
        if !boundary(local) {
            start += 1;
            continue;
        }
        let sign = skip(local, &|character| {
            character != '@' && !is_js_space(character)
        })?;
        if sign > local && at(sign) == Some('@') {
            let end = skip(sign + 1, &|character| !is_js_space(character))?;
            if let Some(end) = (sign + 2..=end).rev().find(|end| boundary(*end)) {
                let after = skip(end, &is_js_space)?;
                let address: String = characters.get(local..end)?.iter().collect();
                let before: String = characters.get(..start)?.iter().collect();
                let rest: String = characters.get(after..)?.iter().collect();
                let remains = format!("{before} {rest}");
                return Some((address, remains.trim_matches(is_js_space).to_owned()));
            }
        }
        start = sign.max(start + 1);
    }
    None
}
