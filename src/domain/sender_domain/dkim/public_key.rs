//! The value of `p=`: Base64, and in it the key (RFC 6376 section 3.6.1, RFC 8463 section 4).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};

use super::der::{self, DerError, DerKey};
use crate::domain::finding::Span;
use crate::domain::sender_domain::tag_list;

/// How an RSA key is wrapped. Verifiers take both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaForm {
    /// `SubjectPublicKeyInfo`, what the tools write.
    SubjectPublicKeyInfo,
    /// `RSAPublicKey`, what the RFC asks for.
    Pkcs1,
}

/// A public key as it can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// An RSA key.
    Rsa {
        /// How it is wrapped.
        form: RsaForm,
        /// The modulus, big-endian, without leading zeros.
        modulus: Vec<u8>,
        /// The public exponent, big-endian, without leading zeros.
        exponent: Vec<u8>,
    },
    /// The 32 bytes of an Ed25519 key.
    Ed25519([u8; 32]),
}

impl PublicKey {
    /// The size in bits: of the modulus for RSA, 256 for Ed25519.
    pub fn bits(&self) -> usize {
        match self {
            Self::Rsa { modulus, .. } => bits(modulus),
            Self::Ed25519(_) => 256,
        }
    }
}

/// Why a value of `p=` is no key. Spans lie in the text of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFlaw {
    /// The lines around a PEM file are still there.
    Pem,
    /// A character that Base64 does not have.
    NotBase64(Span),
    /// The count of characters is one that Base64 never has.
    BadLength,
    /// The key announces more bytes than there are.
    CutOff {
        /// Bytes announced.
        announced: usize,
        /// Bytes that are there.
        present: usize,
    },
    /// Bytes follow the end of the key.
    Trailing {
        /// How many.
        extra: usize,
    },
    /// The bytes are not the key that `k=` names.
    NotAnRsaKey,
    /// An Ed25519 key wrapped as tools export it; the bare 32 bytes in Base64 are what belongs here.
    WrappedEd25519 {
        /// The right value of `p=`.
        bare: String,
    },
    /// An Ed25519 key of another length than 32 bytes.
    Ed25519Length(usize),
    /// The exponent is even or 1, so nothing can be verified with the key.
    BadExponent,
}

/// Whether the padding of the Base64 is as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Padding {
    Right,
    /// Missing or wrong. Some verifiers refuse it.
    Wrong,
}

/// The bytes of a Base64 value at `span` of `text`, white space left out.
pub(super) fn decode_base64(text: &str, span: Span) -> Result<(Vec<u8>, Padding), KeyFlaw> {
    const FORGIVING: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let value = tag_list::slice(text, span);
    if value.contains("-----") {
        return Err(KeyFlaw::Pem);
    }
    let is_white = |character| matches!(character, ' ' | '\t' | '\r' | '\n');
    let compact: String = value.chars().filter(|it| !is_white(*it)).collect();
    if let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(&compact) {
        return Ok((bytes, Padding::Right));
    }
    let is_digit =
        |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '/' | '=') || is_white(it);
    if let Some((at, character)) = value.char_indices().find(|&(_, it)| !is_digit(it)) {
        let at = span.start + at;
        return Err(KeyFlaw::NotBase64(Span::new(at, at + character.len_utf8())));
    }
    let bare = compact.trim_end_matches('=');
    if bare.contains('=') {
        let at = span.start + value.find('=').unwrap_or_default();
        return Err(KeyFlaw::NotBase64(Span::new(at, at + 1)));
    }
    FORGIVING
        .decode(bare)
        .map(|bytes| (bytes, Padding::Wrong))
        .map_err(|_error| KeyFlaw::BadLength)
}

/// The RSA key in these bytes.
pub(super) fn rsa_key(bytes: &[u8]) -> Result<PublicKey, KeyFlaw> {
    let (form, rsa) = match der::read_key(bytes) {
        Ok(DerKey::SpkiRsa(rsa)) => (RsaForm::SubjectPublicKeyInfo, rsa),
        Ok(DerKey::Pkcs1(rsa)) => (RsaForm::Pkcs1, rsa),
        Err(DerError::CutOff { announced }) => {
            let present = bytes.len();
            return Err(KeyFlaw::CutOff { announced, present });
        }
        Err(DerError::Trailing { extra }) => return Err(KeyFlaw::Trailing { extra }),
        Ok(DerKey::SpkiEd25519(_) | DerKey::SpkiOther) | Err(DerError::Malformed) => {
            return Err(KeyFlaw::NotAnRsaKey);
        }
    };
    let is_odd = rsa.exponent.last().is_some_and(|digit| digit & 1 == 1);
    if !is_odd || rsa.exponent == [1] {
        return Err(KeyFlaw::BadExponent);
    }
    Ok(PublicKey::Rsa {
        form,
        modulus: rsa.modulus.to_vec(),
        exponent: rsa.exponent.to_vec(),
    })
}

/// The Ed25519 key in these bytes, which are the key itself.
pub(super) fn ed25519_key(bytes: &[u8]) -> Result<PublicKey, KeyFlaw> {
    if let Ok(key) = <[u8; 32]>::try_from(bytes) {
        return Ok(PublicKey::Ed25519(key));
    }
    match der::read_key(bytes) {
        Ok(DerKey::SpkiEd25519(key)) if key.len() == 32 => Err(KeyFlaw::WrappedEd25519 {
            bare: base64::engine::general_purpose::STANDARD.encode(key),
        }),
        _ => Err(KeyFlaw::Ed25519Length(bytes.len())),
    }
}

/// Bits of a big-endian number without leading zeros.
pub(super) fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |first| first.leading_zeros());
    (number.len() * 8).saturating_sub(unused as usize)
}
