//! What to look for.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem::Finder;

use super::view::View;

/// A secret of fewer bytes would be found in half of all words.
const SHORT: usize = 4;

/// A line of a longer secret counts by itself from this length on.
const LONG_LINE: usize = 16;

/// The fewest characters of Base64 that are looked for: the 24 bits that a secret of four bytes
/// has to itself wherever it starts.
const FEWEST_IN_BASE64: usize = 4;

/// The spellings of all secrets.
#[derive(Clone, Default)]
pub(super) struct Spellings {
    plain: Vec<Finder<'static>>,
    words: Vec<Finder<'static>>,
    base64: Vec<Finder<'static>>,
}

impl Spellings {
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.words.is_empty()
    }

    pub fn add(&mut self, secret: &str) {
        self.add_one(secret);
        // A provider cuts blanks off, and so does whoever shows a value.
        self.add_one(secret.trim());
        let mut lines = secret.lines();
        if lines.next().is_some_and(|first| first.len() < secret.len()) {
            // Without the breaks, as the view without them has it.
            self.add_one(&secret.replace(['\r', '\n'], ""));
            self.add_one(&secret.replace("\r\n", "\n"));
            self.add_one(&secret.replace("\r\n", "\n").replace('\n', "\r\n"));
            let is_own = |line: &&str| line.len() >= LONG_LINE && !line.starts_with("-----");
            for line in secret.lines().map(str::trim).filter(is_own) {
                self.add_one(line);
            }
        }
    }

    fn add_one(&mut self, secret: &str) {
        let bytes = secret.as_bytes();
        if bytes.is_empty() || self.knows(bytes) {
            return;
        }
        let finder = Finder::new(bytes).into_owned();
        if bytes.len() < SHORT {
            self.words.push(finder);
        } else {
            self.plain.push(finder);
            self.base64
                .extend((0..3).filter_map(|before| core(bytes, before)));
        }
    }

    fn knows(&self, bytes: &[u8]) -> bool {
        let mut all = self.plain.iter().chain(&self.words);
        all.any(|finder| finder.needle() == bytes)
    }

    /// Adds the places in `text` where a spelling stands in the view.
    pub fn find(&self, view: &View, text: &str, found: &mut Vec<Range<usize>>) {
        for finder in &self.plain {
            let length = finder.needle().len();
            for at in occurrences(finder, &view.bytes) {
                found.push(view.place(at..at + length));
            }
        }
        for finder in &self.words {
            let length = finder.needle().len();
            for at in occurrences(finder, &view.bytes) {
                if is_word(&view.bytes, at..at + length) {
                    found.push(view.place(at..at + length));
                }
            }
        }
        let alphabet: Vec<u8> = view.bytes.iter().map(|byte| one_alphabet(*byte)).collect();
        for finder in &self.base64 {
            let length = finder.needle().len();
            for at in occurrences(finder, &alphabet) {
                let place = view.place(with_neighbours(&alphabet, at..at + length));
                found.push(whole_run(text, place));
            }
        }
    }
}

/// All places, overlapping ones too.
fn occurrences(finder: &Finder<'_>, bytes: &[u8]) -> Vec<usize> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        all.push(from + at);
        from += at + 1;
    }
    all
}

fn is_word(bytes: &[u8], range: Range<usize>) -> bool {
    let belongs = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
    };
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at));
    !belongs(before) && !belongs(bytes.get(range.end))
}

/// The characters of Base64 that depend on the secret alone if so many bytes stand before it.
fn core(secret: &[u8], before: usize) -> Option<Finder<'static>> {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret);
    let encoded = STANDARD.encode(&bytes);
    let start = (before * 8).div_ceil(6);
    let end = bytes.len() * 8 / 6;
    let core = encoded.as_bytes().get(start..end)?;
    (core.len() >= FEWEST_IN_BASE64).then(|| Finder::new(core).into_owned())
}

/// Both alphabets of Base64 (RFC 4648, sections 4 and 5) as one.
const fn one_alphabet(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte,
    }
}

/// The characters beside a core hold bits of the secret too, wherever they stand in the text.
fn with_neighbours(bytes: &[u8], core: Range<usize>) -> Range<usize> {
    let belongs = |at: usize| bytes.get(at).is_some_and(|byte| is_base64(*byte));
    let before = core.start.checked_sub(1).filter(|at| belongs(*at));
    let end = core.end + usize::from(belongs(core.end));
    before.unwrap_or(core.start)..end
}

/// The characters of Base64 around a place, which are mostly the rest of a login.
fn whole_run(text: &str, place: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let belongs = |at: &usize| bytes.get(*at).is_some_and(|byte| is_base64(*byte));
    let left = (0..place.start).rev().take_while(belongs).count();
    let right = (place.end..bytes.len()).take_while(belongs).count();
    place.start - left..place.end + right
}

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}
