//! A text as one of its decoders would read it.

use std::ops::Range;

/// Bytes, and where each came from in the text.
pub(super) struct View {
    /// The bytes to search.
    pub bytes: Vec<u8>,
    /// The place in the text that each byte was read from; none where the view is the text itself.
    places: Option<Vec<Range<usize>>>,
    /// The length of the text.
    length: usize,
}

impl View {
    /// Shows every reading of a text that differs from the others, one after the other, since each
    /// takes several times the room of the text.
    pub fn each(text: &str, show: &mut dyn FnMut(&Self)) {
        let plain = Self {
            bytes: text.as_bytes().to_vec(),
            places: None,
            length: text.len(),
        };
        plain.each_encoded(show);
        if plain.has(b'\\') {
            let once = plain.through(json);
            once.each_encoded(show);
            // A body that is JSON itself, shown as a field of a log in JSON.
            if once.has(b'\\') {
                show(&once.through(json));
            }
        }
    }

    /// Shows this view and its readings in encodings that JSON may stand around.
    fn each_encoded(&self, show: &mut dyn FnMut(&Self)) {
        show(self);
        if self.has(b'%') {
            show(&self.through(percent));
        }
        if self.has(b'+') {
            show(&self.through(form));
        }
        if self.has(b'=') {
            show(&self.through(quoted_printable));
        }
        if self.has(b'\n') || self.has(b'\r') {
            show(&self.through(joined));
        }
    }

    fn has(&self, byte: u8) -> bool {
        self.bytes.contains(&byte)
    }

    /// The view that a decoder makes of this one.
    ///
    /// The decoder gets the rest of the bytes, at least one, and answers how many of them it takes,
    /// at least one, and what they stand for.
    fn through(&self, decode: fn(&[u8]) -> (usize, Decoded)) -> Self {
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let mut places = Vec::with_capacity(self.bytes.len());
        let mut at = 0;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (taken, decoded) = decode(rest);
            let taken = taken.max(1);
            let place = self.place(at..at + taken);
            for byte in decoded.as_slice() {
                bytes.push(*byte);
                places.push(place.clone());
            }
            at += taken;
        }
        Self {
            bytes,
            places: Some(places),
            length: self.length,
        }
    }

    /// Where bytes of the view stand in the text: from the start of the first to the end of the last,
    /// so that what a decoder drops behind them, such as a line break, stays.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let Some(places) = &self.places else {
            return range.start.min(self.length)..range.end.min(self.length);
        };
        let of = |at: usize| places.get(at).cloned();
        let start = of(range.start).map_or(self.length, |place| place.start);
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
        let end = last.map_or(start, |last| {
            of(last).map_or(self.length, |place| place.end)
        });
        start..end.max(start)
    }
}

/// What some bytes stand for: none to four bytes.
struct Decoded {
    bytes: [u8; 4],
    length: usize,
}

impl Decoded {
    const NOTHING: Self = Self {
        bytes: [0; 4],
        length: 0,
    };

    const fn byte(byte: u8) -> Self {
        Self {
            bytes: [byte, 0, 0, 0],
            length: 1,
        }
    }

    fn char(char: char) -> Self {
        let mut bytes = [0; 4];
        let length = char.encode_utf8(&mut bytes).len();
        Self { bytes, length }
    }

    fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// The first byte as it is.
fn as_written(rest: &[u8]) -> (usize, Decoded) {
    (
        1,
        rest.first()
            .map_or(Decoded::NOTHING, |byte| Decoded::byte(*byte)),
    )
}

/// Percent-encoding (RFC 3986, 2.1).
fn percent(rest: &[u8]) -> (usize, Decoded) {
    match rest {
        [b'%', high, low, ..] => match hex(&[*high, *low]) {
            Some(byte) => (3, Decoded::byte(byte as u8)),
            None => as_written(rest),
        },
        _ => as_written(rest),
    }
}

/// A form (URL Standard, 5.1): as above, and a plus is a space.
fn form(rest: &[u8]) -> (usize, Decoded) {
    match rest {
        [b'+', ..] => (1, Decoded::byte(b' ')),
        _ => percent(rest),
    }
}

/// Quoted-printable (RFC 2045, 6.7).
fn quoted_printable(rest: &[u8]) -> (usize, Decoded) {
    match rest {
        [b'=', b'\r', b'\n', ..] => (3, Decoded::NOTHING),
        [b'=', b'\n', ..] => (2, Decoded::NOTHING),
        [b'=', high, low, ..] => match hex(&[*high, *low]) {
            Some(byte) => (3, Decoded::byte(byte as u8)),
            None => as_written(rest),
        },
        _ => as_written(rest),
    }
}

/// Without line breaks, as Base64 is broken into lines.
fn joined(rest: &[u8]) -> (usize, Decoded) {
    match rest {
        [b'\r' | b'\n', ..] => (1, Decoded::NOTHING),
        _ => as_written(rest),
    }
}

/// The escapes of a JSON string (RFC 8259, 7).
fn json(rest: &[u8]) -> (usize, Decoded) {
    let [b'\\', escape, more @ ..] = rest else {
        return as_written(rest);
    };
    let byte = match escape {
        b'"' | b'\\' | b'/' => *escape,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => return unicode(more).unwrap_or_else(|| as_written(rest)),
        _ => return as_written(rest),
    };
    (2, Decoded::byte(byte))
}

/// What follows `\u`, a second half of a pair included.
fn unicode(more: &[u8]) -> Option<(usize, Decoded)> {
    let first = hex(more.get(..4)?)?;
    if let Some(char) = char::from_u32(first) {
        return Some((6, Decoded::char(char)));
    }
    let [b'\\', b'u', rest @ ..] = more.get(4..)? else {
        return None;
    };
    let second = hex(rest.get(..4)?)?;
    let is_pair = (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(&second);
    let code = 0x1_0000 + ((first.wrapping_sub(0xd800)) << 10) + second.wrapping_sub(0xdc00);
    let char = char::from_u32(code).filter(|_| is_pair)?;
    Some((12, Decoded::char(char)))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(number * 16 + digit)
    })
}
