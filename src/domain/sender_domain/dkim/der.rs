//! The few forms of DER (ITU-T X.690) that a public key is made of.

/// Object identifier 1.2.840.113549.1.1.1, RSA encryption (RFC 8017 appendix A.1).
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// Object identifier 1.3.101.112, Ed25519 (RFC 8410 section 3).
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// Why bytes are no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DerError {
    /// The bytes end before the key does.
    CutOff {
        /// How many bytes the key announces in its first lines.
        announced: usize,
    },
    /// The key is complete, and more bytes follow.
    Trailing {
        /// How many.
        extra: usize,
    },
    /// The bytes are something else.
    Malformed,
}

/// What a key in DER holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DerKey<'a> {
    /// `RSAPublicKey` of RFC 8017, bare.
    Pkcs1(Rsa<'a>),
    /// `SubjectPublicKeyInfo` of RFC 5280 with an RSA key in it.
    SpkiRsa(Rsa<'a>),
    /// `SubjectPublicKeyInfo` with the bytes of an Ed25519 key in it.
    SpkiEd25519(&'a [u8]),
    /// `SubjectPublicKeyInfo` of another algorithm.
    SpkiOther,
}

/// The two numbers of an RSA key, big-endian and without leading zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rsa<'a> {
    pub modulus: &'a [u8],
    pub exponent: &'a [u8],
}

/// Reads a key that fills `bytes`.
pub(super) fn read_key(bytes: &[u8]) -> Result<DerKey<'_>, DerError> {
    let (content, rest) = element(bytes, SEQUENCE).map_err(|error| outermost(bytes, error))?;
    if !rest.is_empty() {
        return Err(DerError::Trailing { extra: rest.len() });
    }
    let inner = |error| match error {
        // Inside a complete sequence nothing is cut off by transport; the lengths are wrong.
        ElementError::Short { .. } | ElementError::Wrong => DerError::Malformed,
    };
    if content.first() == Some(&INTEGER) {
        return rsa_numbers(content).map(DerKey::Pkcs1).map_err(inner);
    }
    subject_public_key_info(content).map_err(inner)
}

fn outermost(bytes: &[u8], error: ElementError) -> DerError {
    match error {
        ElementError::Short { needed } if bytes.first() == Some(&SEQUENCE) => {
            DerError::CutOff { announced: needed }
        }
        ElementError::Short { .. } | ElementError::Wrong => DerError::Malformed,
    }
}

fn subject_public_key_info(content: &[u8]) -> Result<DerKey<'_>, ElementError> {
    let (algorithm, rest) = element(content, SEQUENCE)?;
    let (identifier, _parameters) = element(algorithm, OBJECT_IDENTIFIER)?;
    let (bits, rest) = element(rest, BIT_STRING)?;
    let Some((0, key)) = bits.split_first() else {
        return Err(ElementError::Wrong);
    };
    if !rest.is_empty() {
        return Err(ElementError::Wrong);
    }
    match identifier {
        RSA => {
            let (numbers, rest) = element(key, SEQUENCE)?;
            if !rest.is_empty() {
                return Err(ElementError::Wrong);
            }
            rsa_numbers(numbers).map(DerKey::SpkiRsa)
        }
        ED25519 => Ok(DerKey::SpkiEd25519(key)),
        _ => Ok(DerKey::SpkiOther),
    }
}

fn rsa_numbers(content: &[u8]) -> Result<Rsa<'_>, ElementError> {
    let (modulus, rest) = positive_integer(content)?;
    let (exponent, rest) = positive_integer(rest)?;
    if rest.is_empty() {
        Ok(Rsa { modulus, exponent })
    } else {
        Err(ElementError::Wrong)
    }
}

fn positive_integer(bytes: &[u8]) -> Result<(&[u8], &[u8]), ElementError> {
    let (digits, rest) = element(bytes, INTEGER)?;
    let is_negative = digits.first().is_none_or(|first| first & 0x80 != 0);
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    match digits.get(zeros..) {
        Some(digits) if !is_negative && !digits.is_empty() => Ok((digits, rest)),
        _ => Err(ElementError::Wrong),
    }
}

#[derive(Clone, Copy)]
enum ElementError {
    Short { needed: usize },
    Wrong,
}

/// The content of the element with this tag at the front of `bytes`, and what follows it.
fn element(bytes: &[u8], tag: u8) -> Result<(&[u8], &[u8]), ElementError> {
    let short = |needed| ElementError::Short { needed };
    let (&first, after_tag) = bytes.split_first().ok_or_else(|| short(2))?;
    if first != tag {
        return Err(ElementError::Wrong);
    }
    let (&length, after_length) = after_tag.split_first().ok_or_else(|| short(2))?;
    let (length, content) = match length {
        0..=0x7f => (usize::from(length), after_length),
        // Three bytes of length are more than any key; longer forms are no keys.
        0x81..=0x83 => {
            let count = usize::from(length - 0x80);
            let (digits, content) = after_length
                .split_at_checked(count)
                .ok_or_else(|| short(2 + count))?;
            let add = |sum: usize, digit: &u8| (sum << 8) | usize::from(*digit);
            (digits.iter().fold(0, add), content)
        }
        _ => return Err(ElementError::Wrong),
    };
    let header = bytes.len() - content.len();
    content
        .split_at_checked(length)
        .ok_or_else(|| short(header + length))
}
