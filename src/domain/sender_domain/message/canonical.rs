//! Canonical forms (RFC 6376 section 3.4): what is hashed in place of header fields and body, so
//! that harmless changes on the way do not break a signature. All lines end in CRLF.

use super::raw::Field;
use crate::domain::sender_domain::dkim::Canonicalization;

const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// A header field in this form, without a line break at its end (sections 3.4.1 and 3.4.2).
pub(super) fn header(form: Canonicalization, field: &Field) -> Vec<u8> {
    if form != Canonicalization::Relaxed {
        return field.bytes.clone();
    }
    let mut line = field.name.clone().into_bytes();
    line.push(b':');
    let unfolded = unfold(field.value());
    let from = unfolded.iter().take_while(|it| is_white(**it)).count();
    push_even(&mut line, unfolded.get(from..).unwrap_or_default());
    line
}

/// The value without the line breaks in it.
fn unfold(value: &[u8]) -> Vec<u8> {
    let mut unfolded = Vec::with_capacity(value.len());
    let mut from = 0;
    for at in memchr::memmem::find_iter(value, b"\r\n") {
        unfolded.extend_from_slice(value.get(from..at).unwrap_or_default());
        from = at + 2;
    }
    unfolded.extend_from_slice(value.get(from..).unwrap_or_default());
    unfolded
}

/// Appends a text, every run of spaces and tabs as one space, none at its end.
fn push_even(line: &mut Vec<u8>, text: &[u8]) {
    let mut is_space_due = false;
    for &byte in text {
        if is_white(byte) {
            is_space_due = true;
            continue;
        }
        if is_space_due {
            line.push(b' ');
            is_space_due = false;
        }
        line.push(byte);
    }
}

/// The body with no empty lines at its end; an empty one is a single CRLF (section 3.4.3).
pub(super) fn simple_body(body: &[u8]) -> Vec<u8> {
    let mut lines = body;
    while let Some(shorter) = lines.strip_suffix(b"\r\n") {
        lines = shorter;
    }
    [lines, b"\r\n"].concat()
}

/// The body with white space evened out and no empty lines at its end; an empty one is nothing
/// (section 3.4.4).
pub(super) fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut canonical = Vec::with_capacity(body.len() + 2);
    // Empty lines are due only once a line that is not empty follows.
    let mut empty_lines = 0;
    let mut rest = body;
    while !rest.is_empty() {
        let end = memchr::memmem::find(rest, b"\r\n");
        let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        rest = end.map_or(&[][..], |end| rest.get(end + 2..).unwrap_or_default());
        if line.iter().all(|byte| is_white(*byte)) {
            empty_lines += 1;
            continue;
        }
        for _ in 0..empty_lines {
            canonical.extend_from_slice(b"\r\n");
        }
        empty_lines = 0;
        push_even(&mut canonical, line);
        canonical.extend_from_slice(b"\r\n");
    }
    canonical
}
