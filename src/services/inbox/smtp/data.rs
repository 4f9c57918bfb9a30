//! The end of a message and its stuffed dots (RFC 5321, section 4.5.2).

/// Takes a message out of the stream after DATA.
///
/// Only CRLF `.` CRLF ends a message. A line break that is a lone LF or CR belongs to the message;
/// accepting it here would let one message smuggle another past a stricter server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DataDecoder {
    /// After CRLF, or at the very beginning.
    #[default]
    LineStart,
    /// After a dot at the start of a line.
    Dot,
    /// After a dot at the start of a line and a CR.
    DotReturn,
    /// Inside a line, after a CR.
    Return,
    /// Inside a line.
    Middle,
}

impl DataDecoder {
    /// Appends the content in `input` to `output`. Returns how many bytes were used and whether
    /// the message ended with them; bytes after the end are not used.
    pub fn decode(&mut self, input: &[u8], output: &mut Vec<u8>) -> (usize, bool) {
        let mut used = 0;
        while let Some(&byte) = input.get(used) {
            if *self == Self::Middle {
                let rest = input.get(used..).unwrap_or_default();
                let length = memchr::memchr(b'\r', rest).unwrap_or(rest.len());
                output.extend_from_slice(rest.get(..length).unwrap_or(rest));
                used += length;
                if length < rest.len() {
                    output.push(b'\r');
                    used += 1;
                    *self = Self::Return;
                }
                continue;
            }
            used += 1;
            *self = match (*self, byte) {
                (Self::LineStart, b'.') => Self::Dot,
                (Self::Dot, b'\r') => Self::DotReturn,
                (Self::DotReturn, b'\n') => {
                    *self = Self::LineStart;
                    return (used, true);
                }
                (Self::DotReturn, other) => {
                    // The line holds more than the dot, so only the dot was stuffing.
                    output.push(b'\r');
                    Self::after(other, Self::Return, output)
                }
                (state, other) => Self::after(other, state, output),
            };
        }
        (used, false)
    }

    /// Appends a byte of content and tells what it makes of the line.
    fn after(byte: u8, state: Self, output: &mut Vec<u8>) -> Self {
        output.push(byte);
        match (state, byte) {
            (Self::Return, b'\n') => Self::LineStart,
            (_, b'\r') => Self::Return,
            _ => Self::Middle,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(stream: &[u8]) -> (Vec<u8>, usize, bool) {
        let mut output = Vec::new();
        let (used, is_end) = DataDecoder::default().decode(stream, &mut output);
        (output, used, is_end)
    }

    #[test]
    fn a_lone_dot_ends_the_message_even_as_its_first_line() {
        assert_eq!(decode(b".\r\nQUIT"), (Vec::new(), 3, true));
        assert_eq!(decode(b"a\r\n.\r\nQUIT"), (b"a\r\n".to_vec(), 6, true));
    }

    #[test]
    fn stuffed_dots_lose_their_first() {
        assert_eq!(decode(b"..a\r\n...\r\n.\r\n").0, b".a\r\n..\r\n");
        assert_eq!(decode(b".a\r\n.\r\n").0, b"a\r\n");
    }

    #[test]
    fn no_other_line_break_can_end_the_message() {
        for smuggled in [
            &b"a\n.\nMAIL"[..],
            b"a\n.\r\nMAIL",
            b"a\r\n.\nMAIL",
            b"a\r\n.\rMAIL",
            b"a\r.\r\nMAIL",
            b"a\r.\rMAIL",
            b"a\r\n.\r\r\nMAIL",
            b"a\r\n\0.\r\nMAIL",
        ] {
            let (_, used, is_end) = decode(smuggled);
            assert!(!is_end, "{}", smuggled.escape_ascii());
            assert_eq!(used, smuggled.len());
        }
    }

    /// What a correct client sends for `message`.
    fn stuffed(message: &[u8]) -> Vec<u8> {
        let mut stream = Vec::new();
        let mut is_line_start = true;
        for (index, &byte) in message.iter().enumerate() {
            if is_line_start && byte == b'.' {
                stream.push(b'.');
            }
            stream.push(byte);
            is_line_start = byte == b'\n' && index > 0 && message[index - 1] == b'\r';
        }
        if !stream.is_empty() && !is_line_start {
            stream.extend(b"\r\n");
        }
        stream.extend(b".\r\n");
        stream
    }

    proptest! {
        #[test]
        fn every_message_arrives_unchanged_however_the_stream_is_cut(
            message in proptest::collection::vec(
                prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'.'), any::<u8>()], 0..200),
            cut in 1_usize..9,
        ) {
            let stream = stuffed(&message);
            let mut decoder = DataDecoder::default();
            let mut output = Vec::new();
            let mut ended_at = None;
            let mut position = 0;
            for piece in stream.chunks(cut) {
                let (used, is_end) = decoder.decode(piece, &mut output);
                position += used;
                if is_end {
                    ended_at = Some(position);
                    break;
                }
                prop_assert_eq!(used, piece.len());
            }
            prop_assert_eq!(ended_at, Some(stream.len()));
            let mut expected = message;
            if !expected.is_empty() && !expected.ends_with(b"\r\n") {
                expected.extend(b"\r\n");
            }
            prop_assert_eq!(output, expected);
        }
    }
}
