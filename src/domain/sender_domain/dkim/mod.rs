//! DKIM: public keys in the DNS and signatures in headers (RFC 6376, 8301, 8463).
//!
//! Only what the texts themselves say is judged here; nothing is fetched and no signature verified.

mod der;
mod key;
mod key_findings;
mod key_set;
mod public_key;
mod signature;
mod signature_checks;
#[cfg(test)]
mod tests;

pub use key::{KeyData, KeyRecord, KeyType};
pub use key_set::{KeyAnswer, key_set_findings};
pub use public_key::{KeyFlaw, PublicKey, RsaForm};
pub use signature::{Algorithm, Canonicalization, SignatureHeader};
