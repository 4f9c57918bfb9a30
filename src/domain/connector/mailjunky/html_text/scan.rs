//! Splits a document into text, tags and the rest, in the manner of htmlparser2 8.
//!
//! It never fails: an unfinished tag is dropped, and other unfinished markup mostly becomes text.

use super::entities::{Place, decode};
use super::tree::{Tree, TreeBuilder};

/// Elements whose content is text up to their own end tag.
const RAW_TEXT: [&str; 3] = ["script", "style", "title"];

/// Reads a document.
pub fn parse(html: &str) -> Tree {
    let mut scanner = Scanner {
        html,
        at: 0,
        section: 0,
        tree: TreeBuilder::new(),
    };
    while scanner.step() {}
    scanner.tree.finish()
}

struct Scanner<'a> {
    html: &'a str,
    /// The next byte to look at.
    at: usize,
    /// Where the text begins that is not in the tree yet.
    section: usize,
    tree: TreeBuilder,
}

impl Scanner<'_> {
    /// Reads on to the next markup and over it; false at the end.
    fn step(&mut self) -> bool {
        let Some(tag) = self.find(self.at, b'<') else {
            let rest = decode(self.rest(self.section), Place::LastText);
            self.tree.text(&rest);
            return false;
        };
        match self.byte(tag + 1) {
            Some(b'!') => self.declaration(tag),
            Some(b'?') => self.until_bracket(tag, tag + 2),
            Some(b'/') => self.end_tag(tag),
            Some(byte) if byte.is_ascii_alphabetic() => self.start_tag(tag),
            _ => {
                // Text before a bracket is settled, which matters to a reference at the very end.
                self.flush(tag);
                self.section = tag;
                self.at = tag + 1;
                true
            }
        }
    }

    fn declaration(&mut self, tag: usize) -> bool {
        let rest = self.rest(tag + 2);
        if rest.starts_with("--") {
            self.comment(tag, tag + 4, (b'-', 2))
        } else if rest.starts_with("[CDATA[") {
            self.comment(tag, tag + 9, (b']', 0))
        } else if rest.starts_with('[') {
            let sequence = rest.bytes().skip(1).zip("CDATA[".bytes());
            let matching = sequence.take_while(|(left, right)| left == right).count();
            self.until_bracket(tag, tag + 3 + matching)
        } else if rest.starts_with('-') {
            self.until_bracket(tag, tag + 4)
        } else {
            self.until_bracket(tag, tag + 3)
        }
    }

    /// A comment from its content on, ended by the sign twice and a bracket; some of the signs
    /// count as seen.
    fn comment(&mut self, tag: usize, start: usize, (sign, seen): (u8, u8)) -> bool {
        self.flush(tag);
        self.tree.other();
        let mut seen = seen;
        for (offset, byte) in self.rest(start).bytes().enumerate() {
            seen = match byte {
                b'>' if seen == 2 => return self.go_on(start + offset + 1),
                _ if byte == sign => (seen + 1).min(2),
                _ => 0,
            };
        }
        false
    }

    /// A declaration or instruction up to the first bracket from `from`; text if there is none.
    fn until_bracket(&mut self, tag: usize, from: usize) -> bool {
        self.flush(tag);
        match self.find(from, b'>') {
            Some(end) => {
                self.tree.other();
                self.go_on(end + 1)
            }
            None => self.end_with(tag + 2),
        }
    }

    fn end_tag(&mut self, tag: usize) -> bool {
        let name_start = self.skip_white(tag + 2);
        match self.byte(name_start) {
            Some(byte) if byte.is_ascii_alphabetic() => self.named_end_tag(tag, name_start),
            // Not a tag: the signs themselves are text.
            None | Some(b'>') => {
                self.flush(tag);
                self.section = tag;
                self.at = name_start;
                true
            }
            Some(_) => {
                self.flush(tag);
                match self.find(name_start + 1, b'>') {
                    Some(end) => {
                        self.tree.other();
                        self.go_on(end + 1)
                    }
                    None => self.end_with(name_start),
                }
            }
        }
    }

    fn named_end_tag(&mut self, tag: usize, name_start: usize) -> bool {
        self.flush(tag);
        let is_end = |byte: u8| byte == b'>' || is_white(byte);
        let Some(name_end) = self.find_by(name_start, is_end) else {
            return false;
        };
        let name = self.slice(name_start, name_end).to_lowercase();
        self.tree.end(&name);
        match self.find(name_end, b'>') {
            Some(end) => self.go_on(end + 1),
            None => self.end_with_last_char(),
        }
    }

    fn start_tag(&mut self, tag: usize) -> bool {
        self.flush(tag);
        let is_end = |byte: u8| matches!(byte, b'/' | b'>') || is_white(byte);
        let Some(name_end) = self.find_by(tag + 1, is_end) else {
            let unfinished = self.rest(tag + 1).to_ascii_lowercase();
            let is_raw = RAW_TEXT.iter().any(|name| name.starts_with(&unfinished));
            return is_raw && self.end_with(tag + 1);
        };
        let name = self.slice(tag + 1, name_end).to_lowercase();
        self.tree.start_name(&name);
        let mut attributes = Vec::new();
        let mut at = name_end;
        loop {
            at = self.skip_white(at);
            match self.byte(at) {
                None => return false,
                Some(b'>') => {
                    self.tree.start(&name, attributes);
                    self.go_on(at + 1);
                    return match RAW_TEXT.iter().find(|raw| **raw == name) {
                        Some(raw) => self.raw_text(raw),
                        None => true,
                    };
                }
                Some(b'/') => {
                    at = self.skip_white(at + 1);
                    match self.byte(at) {
                        None => return self.end_with_last_char(),
                        Some(b'>') => {
                            self.tree.start_closed(&name, attributes);
                            return self.go_on(at + 1);
                        }
                        Some(_) => {}
                    }
                }
                Some(_) => match self.attribute(at, &mut attributes) {
                    Some(end) => at = end,
                    None => return false,
                },
            }
        }
    }

    /// Reads one attribute; where it ends, none at the end of the document.
    fn attribute(&self, start: usize, attributes: &mut Vec<(String, String)>) -> Option<usize> {
        let is_end = |byte: u8| matches!(byte, b'=' | b'/' | b'>') || is_white(byte);
        let name_end = self.find_by(start + 1, is_end)?;
        let name = self.slice(start, name_end).to_lowercase();
        let mut add = |value: String| {
            if attributes.iter().all(|(known, _)| *known != name) {
                attributes.push((name.clone(), value));
            }
        };
        let equals = self.skip_white(name_end);
        if self.byte(equals)? != b'=' {
            add(String::new());
            return Some(equals);
        }
        let value_start = self.skip_white(equals + 1);
        let quote = self.byte(value_start)?;
        let (from, end, next) = if matches!(quote, b'"' | b'\'') {
            let end = self.find(value_start + 1, quote)?;
            (value_start + 1, end, end + 1)
        } else {
            let end = self.find_by(value_start, |byte| byte == b'>' || is_white(byte))?;
            (value_start, end, end)
        };
        add(decode(self.slice(from, end), Place::Attribute));
        Some(next)
    }

    /// The content of an element that has text only; its end tag is left to be read.
    fn raw_text(&mut self, name: &str) -> bool {
        let start = self.at;
        let mut from = start;
        while let Some(tag) = self.find(from, b'<') {
            let rest = self.rest(tag + 1);
            let is_end = rest.starts_with('/')
                && rest
                    .get(1..=name.len())
                    .is_some_and(|found| found.eq_ignore_ascii_case(name));
            let after = self.byte(tag + 2 + name.len());
            if is_end && after.is_some_and(|byte| byte == b'>' || is_white(byte)) {
                self.raw(self.slice(start, tag).to_owned(), name, Place::Text);
                return self.named_end_tag_at(tag);
            }
            from = tag + 1;
        }
        self.raw(self.rest(start).to_owned(), name, Place::LastText);
        false
    }

    fn raw(&mut self, text: String, name: &str, place: Place) {
        let text = if name == "title" {
            decode(&text, place)
        } else {
            text
        };
        self.tree.text(&text);
    }

    fn named_end_tag_at(&mut self, tag: usize) -> bool {
        self.section = tag;
        self.named_end_tag(tag, tag + 2)
    }

    /// Puts the text up to `end` into the tree.
    fn flush(&mut self, end: usize) {
        let text = decode(self.slice(self.section, end), Place::Text);
        self.tree.text(&text);
        self.section = end;
    }

    fn go_on(&mut self, at: usize) -> bool {
        self.at = at;
        self.section = at;
        true
    }

    /// What is left is text as it stands.
    fn end_with(&mut self, from: usize) -> bool {
        let rest = self.rest(from).to_owned();
        self.tree.text(&rest);
        false
    }

    /// htmlparser2 takes the last character for text where a tag is almost complete.
    fn end_with_last_char(&mut self) -> bool {
        let last = self.html.chars().last();
        self.tree.text(&last.map(String::from).unwrap_or_default());
        false
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.html.as_bytes().get(at).copied()
    }

    /// All bounds lie beside ASCII bytes, so both are character boundaries.
    fn slice(&self, from: usize, to: usize) -> &str {
        self.html.get(from..to).unwrap_or_default()
    }

    fn rest(&self, from: usize) -> &str {
        self.html.get(from..).unwrap_or_default()
    }

    fn find(&self, from: usize, wanted: u8) -> Option<usize> {
        self.find_by(from, |byte| byte == wanted)
    }

    fn find_by(&self, from: usize, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
        let bytes = self.html.as_bytes().get(from..)?;
        let offset = bytes.iter().position(|byte| is_wanted(*byte))?;
        Some(from + offset)
    }

    fn skip_white(&self, from: usize) -> usize {
        self.find_by(from, |byte| !is_white(byte))
            .unwrap_or(self.html.len())
    }
}

const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c' | b'\r')
}
