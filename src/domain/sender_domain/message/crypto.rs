//! Hashes and signatures, by aws-lc.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{
    ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

use crate::domain::sender_domain::dkim::PublicKey;

/// SHA-256.
pub(super) fn sha256(data: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, data).as_ref().to_vec()
}

/// Whether the owner of the key signed this data: RSA by PKCS #1 with SHA-256 (RFC 6376 section
/// 3.3.1), Ed25519 over the SHA-256 hash (RFC 8463 section 3).
pub(super) fn is_signed(key: &PublicKey, data: &[u8], signature: &[u8]) -> bool {
    match key {
        PublicKey::Rsa {
            modulus, exponent, ..
        } => RsaPublicKeyComponents {
            n: modulus,
            e: exponent,
        }
        .verify(
            &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
            data,
            signature,
        )
        .is_ok(),
        PublicKey::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key)
            .verify(&sha256(data), signature)
            .is_ok(),
    }
}
