//! A message that another program saved as a file.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Far more than any server takes, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The first bytes of a compound file, which `.msg` files are ([MS-CFB] section 2.2).
const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// There is no message to be had from a file. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum MessageFileError {
    /// Nothing has that name.
    #[error("{0} does not exist; check its name and folder")]
    Missing(String),
    /// It is a folder, not a file.
    #[error("{0} is a folder; choose the file of one message in it")]
    Folder(String),
    /// The system does not hand it out.
    #[error("{file} cannot be read; see that you may read it, or save the message elsewhere")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It holds nothing but white space.
    #[error("there is no message in {0}, it is empty; save the message again")]
    Empty(String),
    /// It is larger than a message can be.
    #[error("{0} is larger than 64 MiB, as no message is; choose the file of one message")]
    TooLarge(String),
    /// It is in the format of Outlook on Windows, which lacks the message as it was sent.
    #[error(
        "{0} is in a format of Outlook that lacks the message as it was sent; \
         download it as .eml in Outlook on the web"
    )]
    Outlook(String),
    /// It is in the format in which Apple Mail keeps messages.
    #[error("{0} is in the format of Apple Mail; open it there and save it as Raw Message Source")]
    AppleMail(String),
    /// It holds several messages.
    #[error("{0} is a mailbox of several messages; save the one you mean as .eml")]
    Mailbox(String),
    /// It begins with no header field.
    #[error(
        "{0} is no message, as it does not begin with a header; \
         let the mail program save the message as .eml, or show its source and save that"
    )]
    NoHeader(String),
}

/// Reads the message in a file, byte for byte.
pub fn read_message_file(path: &Path) -> Result<Vec<u8>, MessageFileError> {
    let name = path.display().to_string();
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => MessageFileError::Missing(name.clone()),
        _ => MessageFileError::Unreadable {
            file: name.clone(),
            source: error,
        },
    };
    // Opening a pipe that nobody writes to would wait for ever.
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(MessageFileError::Folder(name));
    }
    if !metadata.is_file() {
        let error = io::Error::new(io::ErrorKind::Unsupported, "it is no regular file");
        return Err(failed(error));
    }
    read_message(File::open(path).map_err(failed)?, &name)
}

/// Reads a message, byte for byte; `name` is what errors call the place it comes from.
pub fn read_message(from: impl Read, name: &str) -> Result<Vec<u8>, MessageFileError> {
    let mut raw = Vec::new();
    let read = from.take(MOST_BYTES + 1).read_to_end(&mut raw);
    read.map_err(|source| MessageFileError::Unreadable {
        file: name.to_owned(),
        source,
    })?;
    if raw.len() as u64 > MOST_BYTES {
        return Err(MessageFileError::TooLarge(name.to_owned()));
    }
    match other_than_a_message(&raw) {
        Some(error) => Err(error(name.to_owned())),
        None => Ok(raw),
    }
}

/// What the bytes are, if they are no message.
fn other_than_a_message(raw: &[u8]) -> Option<fn(String) -> MessageFileError> {
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Some(MessageFileError::Empty);
    }
    if raw.starts_with(COMPOUND_FILE) {
        return Some(MessageFileError::Outlook);
    }
    // Some editors begin a file with a byte order mark; the check passes over its line.
    let text = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let mut lines = text
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii_end);
    let first = lines.next().unwrap_or_default();
    if first.starts_with(b"From ") {
        let is_mailbox = separates(text, b"\n\nFrom ") || separates(text, b"\r\n\r\nFrom ");
        return is_mailbox.then_some(MessageFileError::Mailbox);
    }
    if is_field(first) {
        return None;
    }
    // Apple Mail begins its files with the length of the message.
    let is_length = !first.is_empty() && first.iter().all(u8::is_ascii_digit);
    if is_length && lines.next().is_some_and(is_field) {
        return Some(MessageFileError::AppleMail);
    }
    Some(MessageFileError::NoHeader)
}

/// Whether a line that separates messages stands behind an empty one, with a header below it (RFC
/// 4155 appendix A); the header tells it from a sentence that begins with “From”.
fn separates(text: &[u8], separator: &[u8]) -> bool {
    memchr::memmem::find_iter(text, separator).any(|at| {
        let rest = text.get(at + separator.len()..).unwrap_or_default();
        let mut lines = rest.split(|byte| *byte == b'\n');
        lines.nth(1).is_some_and(is_field)
    })
}

/// Whether a line begins a header field: a name of printable ASCII and a colon (RFC 5322 section
/// 2.2, with the space before the colon of section 4.5).
fn is_field(line: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', line) else {
        return false;
    };
    let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(raw: &[u8]) -> Result<Vec<u8>, MessageFileError> {
        read_message(raw, "it")
    }

    #[test]
    fn a_message_is_taken_byte_for_byte() {
        for raw in [
            &b"From: a@example.com\n\nHi\xff\0\r"[..],
            b"Subject : old spelling\r\n\r\n",
            b"\xef\xbb\xbfSubject: behind a mark\r\n\r\n",
            b"From a@example.com Fri Jan  3 10:00:00 2025\nSubject: one of a mailbox\n\nFrom me\n",
            b"Subject: no body",
        ] {
            assert_eq!(read(raw).unwrap(), raw);
        }
    }

    #[test]
    fn what_is_no_message_is_told_apart() {
        let outlook = [COMPOUND_FILE, b"\0\0\0\0"].concat();
        let cases: [(&[u8], &str); 9] = [
            (b"", "empty"),
            (b" \r\n\t", "empty"),
            (&outlook, "Outlook"),
            (b"812       \nReceived: from x\n\nHi\n", "Apple Mail"),
            (
                b"From a\nA: b\n\nHi\n\nFrom b\nA: c\n\n",
                "several messages",
            ),
            (
                b"From a\r\nA: b\r\n\r\nHi\r\n\r\nFrom b\r\nA: c\r\n",
                "several messages",
            ),
            (b"<!doctype html><p style=\"a: b\">", "header"),
            (b"\x89PNG\r\n\x1a\n: x", "header"),
            (b"\r\nFrom: below an empty line\r\n\r\n", "header"),
        ];
        for (raw, word) in cases {
            let error = read(raw).unwrap_err().to_string();
            let shown = String::from_utf8_lossy(raw);
            assert!(error.contains(word), "{shown}: {error}");
            assert!(error.contains("it ") && error.contains("; "), "{error}");
        }
    }

    #[test]
    fn the_largest_message_is_taken_and_a_larger_one_refused() {
        let field = b"Subject: long\r\n\r\n";
        let rest = MOST_BYTES - field.len() as u64;
        let raw = |more: u64| io::Read::chain(&field[..], io::repeat(b'x').take(rest + more));
        assert_eq!(read_message(raw(0), "it").unwrap().len() as u64, MOST_BYTES);
        let error = read_message(raw(1), "it").unwrap_err();
        assert!(matches!(error, MessageFileError::TooLarge(_)), "{error}");
    }

    #[test]
    fn a_path_that_leads_to_no_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_message_file(folder.path()).unwrap_err();
        assert!(matches!(error, MessageFileError::Folder(_)), "{error}");
        let missing = folder.path().join("none.eml");
        let error = read_message_file(&missing).unwrap_err();
        assert!(matches!(error, MessageFileError::Missing(_)), "{error}");
        assert!(error.to_string().contains("none.eml"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_not_waited_for() {
        let error = read_message_file(Path::new("/dev/zero")).unwrap_err();
        let is_unreadable = matches!(error, MessageFileError::Unreadable { .. });
        assert!(is_unreadable, "{error}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_taken_whole_or_not_at_all(raw in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(taken) = read(&raw) {
                prop_assert_eq!(taken, raw);
            }
        }
    }
}
